"""A typeface of the site's own: from the files that its author names to those that pages and pictures are set in.

Side effects: writes what it makes into a folder, once for each content of the site.

Both are cut to the characters that the site's texts have. Pages get WOFF2, pictures TrueType at the press's three
weights: that is what matplotlib reads, and what all viewers of PDF do. A variable font serves all weights; of a regular
and a bold the bold serves for the semibold too.
"""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from proofpress.cache.atomic import write_atomically
from proofpress.cache.keys import code_digest, digest, digest_bytes
from proofpress.drawing.fonts import OWN_FAMILY, WEIGHTS
from proofpress.drawing.fonts.page import Face, PageFont
from proofpress.drawing.fonts.stand_ins import BOLD, REGULAR, letter_shares, measure
from proofpress.models.look import Typeface
from proofpress.models.own_files import OwnFile

# Letters that pages and charts may print though no text has them: numbers, dates, signs, words of the interface.
ALWAYS = (
    "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)]))
    + "–—‘’‚“”„†•…′″€™−×±≤≥≈≠∞→←↑↓▲▼●○◆◇■□✓\u2009\u202f\u200b"
)
SMALL_SCRIPTS = ((0x370, 0x400), (0x400, 0x460), (0x590, 0x600), (0x600, 0x700), (0x900, 0x980), (0xE00, 0xE80))
"""Scripts kept whole where a text has a letter of them: Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai."""


def letters_for(texts: str) -> str:
    """Return the characters that a site needs whose texts have these."""
    used = {*map(ord, ALWAYS), *map(ord, texts)}
    for first, end in SMALL_SCRIPTS:
        if any(first <= code < end for code in used):
            used.update(range(first, end))
    return "".join(map(chr, sorted(used)))


def prepare(regular: bytes, bold: bytes | None, texts: str, folder: Path) -> tuple[Typeface, PageFont]:
    """Return a typeface for pictures and for pages. texts: all characters that the site's texts have.

    regular, bold: TrueType, OpenType, WOFF or WOFF2; without bold all words are regular, unless the font is variable.
    folder: where what is made is kept. Raises ValueError for what is no font.
    """
    from fontTools.ttLib import TTFont

    letters = letters_for(texts)
    name = digest(digest_bytes(regular), digest_bytes(bold or b""), letters, code_digest(__name__))

    def keep(ending: str, make: Callable[[], Any]) -> Path:
        target = folder / f"{name}-{ending}"
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(target, _saved(make(), "woff2" if ending.endswith("woff2") else ""))
        return target

    files: dict[int, OwnFile] = {}
    for weight in WEIGHTS:
        data = bold if bold and weight > REGULAR else regular
        path = keep(f"{weight}.ttf", partial(_instance, data, weight, letters))
        files[weight] = OwnFile(path.name, digest_bytes(path.read_bytes()), path.name, folder)
    whole = f"{min(WEIGHTS)} {max(WEIGHTS)}"
    faces = [Face("fonts/site-font.woff2", str(REGULAR) if bold else whole,
                  keep("pages.woff2", partial(_for_pages, regular, letters)).read_bytes())]  # fmt: skip
    if bold:
        data = keep("pages-bold.woff2", partial(_for_pages, bold, letters)).read_bytes()
        faces.append(Face("fonts/site-font-bold.woff2", f"600 {BOLD}", data))
    measures = {weight: measure(TTFont(files[weight].where), letter_shares()) for weight in (REGULAR, 600)}
    return Typeface(files), PageFont(OWN_FAMILY, tuple(faces), measures)


def _instance(data: bytes, weight: int, letters: str) -> Any:
    """Return a font at a weight, with quadratic outlines."""
    from fontTools.varLib.instancer import instantiateVariableFont

    font = _cut(data, letters)
    if "fvar" in font:
        axes = {axis.axisTag: axis for axis in font["fvar"].axes}
        at = {tag: axis.defaultValue for tag, axis in axes.items()}
        if "wght" in axes:
            at["wght"] = min(max(weight, axes["wght"].minValue), axes["wght"].maxValue)
        font = instantiateVariableFont(font, at)
    if "glyf" not in font:
        _make_true_type(font)
    return font


def _for_pages(data: bytes, letters: str) -> Any:
    """Return a font for pages, a variable one with their weights alone."""
    from fontTools.varLib.instancer import instantiateVariableFont

    font = _cut(data, letters)
    if "fvar" not in font:
        return font
    limits: dict[str, Any] = {}
    for axis in font["fvar"].axes:
        if axis.axisTag == "wght":
            limits["wght"] = (max(min(WEIGHTS), axis.minValue), min(max(WEIGHTS), axis.maxValue))
        else:
            limits[axis.axisTag] = axis.defaultValue
    return instantiateVariableFont(font, limits)


def _open(data: bytes) -> Any:
    """Return a font of fontTools. Raises ValueError for what is none."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(io.BytesIO(data), fontNumber=0, recalcTimestamp=False)
        font.getBestCmap()
    except (TTLibError, KeyError, AssertionError, EOFError) as error:
        raise ValueError("it is no font") from error
    return font


def _cut(data: bytes, letters: str) -> Any:
    """Return a font cut down to some characters."""
    from fontTools.subset import Options, Subsetter

    font = _open(data)
    # Features that shape a script stay (Arabic joins its letters by them); hints do not.
    options = Options(hinting=False, notdef_outline=True, name_IDs=["*"], recalc_timestamp=False)
    # FFTM: when FontForge saved the font; fontTools would say on the console that it drops it.
    options.drop_tables += ["DSIG", "FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    return font


def _make_true_type(font: Any) -> None:
    """Turn the cubic outlines of an OpenType font into quadratic ones, to a thousandth of its size."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        glyphs[name] = pen.glyph()
    table = font["glyf"] = newTable("glyf")
    font["loca"] = newTable("loca")
    table.glyphOrder, table.glyphs = order, glyphs
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    for name in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                 "maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):  # fmt: skip
        setattr(limits, name, int(name == "maxZones"))
    for table_name in ("CFF ", "CFF2", "VORG"):
        if table_name in font:
            del font[table_name]
    font["post"].formatType, font["post"].extraNames, font["post"].mapping, font["post"].glyphOrder = 2.0, [], {}, order
    font.sfntVersion = "\000\001\000\000"


def _saved(font: Any, flavor: str) -> bytes:
    buffer = io.BytesIO()
    font.flavor = flavor or None
    font.save(buffer)
    return buffer.getvalue()
