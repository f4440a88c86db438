"""The typeface: which file, which characters it has, and small cuts of it to put into an SVG.

Side effects: reads the vendored font files beside this module.

One family for page and figures: the press's, or one of the site's own (`own.py`), which the legend of what is drawn
brings. matplotlib chooses a weight by its file and names the family in SVG text.
"""

import base64
import re
import string
import warnings
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from proofpress.cache.keys import digest, digest_bytes
from proofpress.drawing import legend
from proofpress.drawing.matplotlib_import import import_matplotlib

FAMILY, OWN_FAMILY = "Proofpress Sans", "Site Font"
WEIGHTS = (400, 600, 700)
COMMON = string.ascii_letters + string.digits + string.punctuation + " –—−×÷·…’‘“”é"
FOLDER = Path(__file__).resolve().parent


def family() -> str:
    """Return the name of the family in use, as SVG has it."""
    return FAMILY if legend.current().typeface is None else OWN_FAMILY


def font_file(weight: int) -> Path:
    """Return the font file of a weight in use: 400, 600 or 700."""
    typeface = legend.current().typeface
    if typeface is not None:
        return typeface.files[weight].where
    return FOLDER / f"proofpress-sans-{weight}.ttf"


def properties(size: float, weight: int) -> Any:
    """Return matplotlib's font properties for a size in pixels of the canvas and a weight."""
    import_matplotlib()
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=family(), weight=weight, size=size, fname=font_file(weight))


def missing(words: str, weight: int = 400) -> str:
    """Return the characters of some words that the typeface lacks, each once, in order."""
    return "".join(
        sorted({character for character in words if ord(character) not in _characters(font_file(weight))} - {"\n"})
    )


def embedded(weight: int, characters: str) -> str:
    """Return an @font-face rule that holds just these characters of a weight as WOFF2 in a data address.

    The name of the press's family stays, for it is no reserved one. The same characters give the same bytes.
    """
    data = base64.b64encode(_cut(font_file(weight), "".join(sorted(set(characters))))).decode()
    return (
        f'@font-face{{font-family:"{family()}";font-weight:{weight};'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


def fonts_digest() -> str:
    """Return a digest of the press's font files, part of the key of every drawing; a site's own is in the legend's."""
    files = (FOLDER / f"proofpress-sans-{weight}.ttf" for weight in WEIGHTS)
    return digest([digest_bytes(path.read_bytes()) for path in files])


def width(words: str, size: float, weight: int) -> float:
    """Return how wide some words are, in pixels of the canvas, by the renderer without hinting."""
    return _width(words, size, weight, font_file(weight))


@lru_cache(maxsize=1 << 16)
def _width(words: str, size: float, weight: int, file: Path) -> float:
    matplotlib = import_matplotlib()

    def measured() -> float:
        return float(_renderer().get_text_width_height_descent(words, properties(size, weight), ismath=False)[0])

    # Where a picture is drawn hinting is off already; to turn it off takes twenty times as long as to measure.
    if matplotlib.rcParams["text.hinting"] == "none":
        return measured()
    with matplotlib.rc_context({"text.hinting": "none"}):
        return measured()


@cache
def _renderer() -> Any:
    import_matplotlib()
    from matplotlib.backends.backend_agg import RendererAgg

    # Characters that the typeface lacks are diagnosed once, with their location.
    warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from", UserWarning)
    return RendererAgg(1, 1, 72)


@cache
def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(file, lazy=True).getBestCmap())


SHAPED = re.compile("[\u0590-\u1fff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters of scripts that join or move their letters by features of the font, such as Arabic."""


@cache
def _cut(file: Path, characters: str) -> bytes:
    """Return a font with just some characters as WOFF2."""
    import io

    # Most pictures need common characters only: a first cut of those is read ten times as fast as the whole file.
    common = set(characters) <= set(COMMON)
    return _subset(io.BytesIO(_common(file)) if common else file, characters, "woff2")


@cache
def _common(file: Path) -> bytes:
    return _subset(file, COMMON, "")


def _subset(source: Any, characters: str, flavor: str) -> bytes:
    import io

    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, name_IDs=[0, 1, 2, 6], recalc_timestamp=False)
    if not SHAPED.search(characters):
        options.layout_features = ["kern", "liga"]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = flavor or None
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
