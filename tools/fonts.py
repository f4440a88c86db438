"""Make the press's typeface from Source Sans 3: TTF for figures, WOFF2 for pages. Run by hand, seldom.

    npm pack @expo-google-fonts/source-sans-3@0.4.1 && tar xzf expo-google-fonts-source-sans-3-0.4.1.tgz
    python tools/fonts.py package

Source Sans 3 is Copyright 2023 Adobe, SIL Open Font License 1.1, with the reserved font name "Source".
A changed version must not bear that name, so every name record but the copyright is rewritten.
Needs fontTools and brotli. The same package gives the same bytes.
"""

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HOUSE = Path(__file__).resolve().parent.parent
FIGURES = HOUSE / "proofpress" / "graphics" / "fonts"
PAGES = HOUSE / "templates" / "assets" / "fonts"

FAMILY = "Proofpress Sans"
WEIGHTS = {400: ("400Regular", "Regular"), 600: ("600SemiBold", "SemiBold"), 700: ("700Bold", "Bold")}
SYMBOLS = "–—‘’‚“”„†•…′″€™−×±≤≥≈≠∞→←↑↓▲▼●○◆◇■□✓\u2009\u202f\u200b"
LATIN = set(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | set(SYMBOLS)
FIGURE_CHARACTERS = LATIN | set(map(chr, [*range(0x100, 0x180), *range(0x391, 0x3CA), *range(0x2070, 0x208F)]))


def main(package: Path) -> None:
    """Write the fonts, the licence and nothing else; print the size of each file."""
    for folder in (FIGURES, PAGES):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / "LICENSE_FONT", folder / "OFL.txt")
    for weight, (name, style) in WEIGHTS.items():
        original = package / name / f"SourceSans3_{name}.ttf"
        make(original, FIGURE_CHARACTERS, style, FIGURES / f"proofpress-sans-{weight}.ttf", None)
        make(original, LATIN, style, PAGES / f"proofpress-sans-{weight}.woff2", "woff2")


def make(original: Path, characters: set[str], style: str, target: Path, flavour: str | None) -> None:
    """Cut a font down to characters, rename it and write it."""
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
    rename(font, style)
    font.flavor = flavour
    font.save(target)
    print(f"{target.relative_to(HOUSE)}: {target.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")


def rename(font: TTFont, style: str) -> None:
    """Give a font the press's family name; the copyright and the licence stay as they were."""
    compact = FAMILY.replace(" ", "")
    records = {1: FAMILY, 2: style, 3: f"{compact}-{style}", 4: f"{FAMILY} {style}", 6: f"{compact}-{style}"}
    kept = {0, 5, 13, 14}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in kept]
    for number, words in records.items():
        table.setName(words, number, 3, 1, 0x409)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
