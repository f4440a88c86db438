"""Make the press's typeface from Source Sans 3: one variable WOFF2 for pages, a TTF a weight for figures. Run by hand.

    pip download --no-deps -d packages fontpkg-source-sans-3==3.52 fontpkg-arimo==1.341 fontpkg-roboto==3.15
    for wheel in packages/*.whl; do python -m zipfile -e "$wheel" packages; done
    python tools/fonts.py packages

Source Sans 3 is Copyright 2010-2020 Adobe, SIL Open Font License 1.1, with the reserved font name "Source".
A changed version must not bear that name, so every name record but the copyright is rewritten.
The figures' files are instances of the same variable font. They are made here and not in a build, which would take
seconds for each weight, and matplotlib reads no variable font.
Beside them, `stand-ins.json` holds the measures of fonts that readers' systems bring: Arimo has those of Arial
and Liberation Sans; DejaVu Sans comes with matplotlib. Of them only numbers are kept.
Needs fontTools, brotli and matplotlib. The same packages give the same bytes.
"""

import json
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import matplotlib
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from msgspec.structs import asdict

from proofpress.drawing.fonts import FAMILY, WEIGHTS
from proofpress.drawing.fonts.stand_ins import measure

HOUSE = Path(__file__).resolve().parent.parent
FIGURES = HOUSE / "proofpress" / "drawing" / "fonts"
PAGES = HOUSE / "templates" / "assets" / "fonts"

STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
SYMBOLS = "–—‘’‚“”„†•…′″€™−×±≤≥≈≠∞→←↑↓▲▼●○◆◇■□✓\u2009\u202f\u200b"
LATIN = set(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | set(SYMBOLS)
FIGURE_CHARACTERS = LATIN | set(map(chr, [*range(0x100, 0x180), *range(0x391, 0x3CA), *range(0x2070, 0x208F)]))

STAND_INS = (
    ("Arial", "fontpkg_arimo/files/Arimo[wght].ttf", ("Arial", "Liberation Sans")),
    ("Roboto", "fontpkg_roboto/files/Roboto[wdth,wght].ttf", ("Roboto",)),
    ("DejaVu", "", ("DejaVu Sans",)),
)
"""Names, files in the packages, and what systems call the fonts that have these measures."""


def main(packages: Path) -> None:
    """Write the fonts, the licence and the measures of the stand-ins, and nothing else; print the size of each file."""
    source = packages / "fontpkg_source_sans_3"
    for folder in (FIGURES, PAGES):
        shutil.copyfile(source / "LICENSE", folder / "OFL.txt")
    original = source / "files" / "SourceSans3[wght].ttf"
    for weight, style in STYLES.items():
        font = instantiateVariableFont(cut(original, FIGURE_CHARACTERS), {"wght": weight})
        write(font, style, FIGURES / f"proofpress-sans-{weight}.ttf")
    font = instantiateVariableFont(cut(original, LATIN), {"wght": (min(WEIGHTS), max(WEIGHTS))})
    # Named instances are for menus of desktop programs, which never see this file.
    font["fvar"].instances = []
    font.flavor = "woff2"
    write(font, STYLES[400], PAGES / "proofpress-sans.woff2")
    target = FIGURES / "stand-ins.json"
    target.write_text(json.dumps(stand_ins(packages), indent=1) + "\n", encoding="utf-8")
    print(f"{target.relative_to(HOUSE)}: {target.stat().st_size:,} bytes")


def cut(original: Path, characters: set[str]) -> Any:
    """Return a font cut down to characters, with the features that are used."""
    font = TTFont(original, recalcTimestamp=False)
    options = Options(
        layout_features=["kern", "liga", "locl", "ccmp"],
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        recalc_timestamp=False,
    )
    options.drop_tables += ["DSIG", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    return font


def write(font: Any, style: str, target: Path) -> None:
    """Give a font the press's family name, which leaves copyright and licence as they were, and write it."""
    compact = FAMILY.replace(" ", "")
    records = {1: FAMILY, 2: style, 3: f"{compact}-{style}", 4: f"{FAMILY} {style}", 6: f"{compact}-{style}"}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 5, 13, 14)]
    if "fvar" in font:
        font["fvar"].axes[0].axisNameID = 256
        records[256] = "Weight"
    for number, words in records.items():
        table.setName(words, number, 3, 1, 0x409)
    font.save(target)
    print(f"{target.relative_to(HOUSE)}: {target.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")


def stand_ins(packages: Path) -> dict[str, Any]:
    """Return how often each letter stands in the comparisons' pages, and the measures of our font and the stand-ins."""
    files = sorted((HOUSE / "content").glob("*/page.yaml"))
    text = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in files)
    # Letters, digits and the blanks between words; YAML's own signs say nothing about words.
    counted = Counter(letter for letter in text if letter == " " or (letter.isascii() and letter.isalnum()))
    letters = {letter: round(number / counted.total(), 4) for letter, number in sorted(counted.items())}
    found = []
    for name, path, systems in STAND_INS:
        weights = {}
        for weight in (400, 700):
            if path:
                font = TTFont(packages / path)
                fixed = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
                font = instantiateVariableFont(font, fixed)
            else:
                file = f"DejaVuSans{'-Bold' if weight == 700 else ''}.ttf"
                font = TTFont(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / file)
            weights[weight] = round(measure(font, letters).width, 4)
        found.append({"name": name, "systems": systems, "widths": weights})
    own = {weight: measure(TTFont(FIGURES / f"proofpress-sans-{weight}.ttf"), letters) for weight in (400, 600)}
    return {"letters": letters, "own": {weight: asdict(found) for weight, found in own.items()}, "stand_ins": found}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
