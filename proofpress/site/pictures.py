"""Pictures of a drawing, chosen for the page: light and dark, wide and narrow, small files first."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress.models import Drawing, Picture
from proofpress.site.addresses import relative

HEAVY_SVG = 150_000
"""Bytes from which an SVG loads slower than the PNG of the same figure."""
TYPES = {"avif": "image/avif", "webp": "image/webp", "svg": "image/svg+xml", "png": "image/png"}
PHONE = "(max-width: 639px)"
DARK = "screen and (prefers-color-scheme: dark)"
SIZES = "(min-width: 1260px) 1224px, calc(100vw - 36px)"
"""How wide a picture is shown: as templates/assets/css has it, 68 rem at most, else the window less its edges."""


class Choice(Struct, frozen=True):
    """A `source` of a `picture` element. media: when it is meant, empty for always.

    srcset: several widths of the same picture, with `sizes`, or just the `href`; sizes: empty for one width.
    """

    media: str
    type: str
    href: str
    width: int
    height: int
    srcset: str
    sizes: str


class View(Struct, frozen=True):
    """A `picture` element: its sources in order, and the image for all others."""

    sources: tuple[Choice, ...]
    image: Choice
    alt: str


def view(drawing: Drawing, folder: str, page: str, narrow: str) -> View | None:
    """Return the picture element of a drawing, or None where nothing was drawn that a page can show.

    folder: where the drawing's files lie. narrow: the name of its variant for phones; without such
    a variant phones get the wide picture.
    """
    wide_name = widest(drawing)
    sources: list[Choice] = []
    for name, phone in ((narrow, True), (wide_name, False)):
        for theme in ("dark", "light"):
            media = " and ".join(part for part in (DARK if theme == "dark" else "", PHONE if phone else "") if part)
            for picture in _by_preference(p for p in drawing.pictures if (p.name, p.theme) == (name, theme)):
                sources.append(_choice(picture, drawing, media, folder, page))
    if not sources or sources[-1].media:
        return None
    # Where one source offers widths, validators want them of all.
    if any(source.sizes for source in sources):
        sources = [
            source if source.sizes else replace(source, srcset=f"{source.href} {source.width}w", sizes=SIZES)
            for source in sources
        ]
    return View(tuple(sources[:-1]), sources[-1], drawing.alt)


def thumbnail(drawing: Drawing, folder: str, page: str) -> View | None:
    """Return the smallest copies of a drawing's main picture, or None where there is none for every browser.

    Its alternative text is empty: it stands beside words that say the same.
    """
    main = widest(drawing)
    copies = [p for p in drawing.pictures if p.name in (main, f"{main}-{p.width}")]
    sources = []
    for theme in ("dark", "light"):
        for format in ("avif", "webp", "png"):
            small = min((p for p in copies if (p.theme, p.format) == (theme, format)), key=_width, default=None)
            if small is not None:
                sources.append(_single(small, DARK if theme == "dark" else "", folder, page))
    if not sources or sources[-1].media or sources[-1].type != TYPES["png"]:
        return None
    return View(tuple(sources[:-1]), sources[-1], "")


def from_json(said: Mapping[str, Any]) -> View:
    """Return the picture element that was kept as JSON, as `msgspec.to_builtins` gives it."""
    return View(tuple(Choice(**source) for source in said["sources"]), Choice(**said["image"]), said["alt"])


def widest(drawing: Drawing) -> str:
    """Return the name of a drawing's main pictures: the figure's own, else the first one's."""
    names = [picture.name for picture in drawing.pictures]
    return drawing.figure if drawing.figure in names else names[0] if names else ""


def _by_preference(pictures: Iterable[Picture]) -> list[Picture]:
    """Return the formats to offer, best first, the last one for every browser: SVG, or PNG where SVG is heavy."""
    by_format = {picture.format: picture for picture in pictures}
    modern = [by_format[name] for name in ("avif", "webp") if name in by_format]
    svg, png = by_format.get("svg"), by_format.get("png")
    if svg and (not png or (not modern and len(svg.data) <= HEAVY_SVG)):
        return [svg]
    return [*modern, png] if png else modern


def _choice(picture: Picture, drawing: Drawing, media: str, folder: str, page: str) -> Choice:
    """Return a source; smaller copies of the picture, named `<its name>-<width>`, are offered with it."""
    widths = [
        other
        for other in drawing.pictures
        if (other.theme, other.format) == (picture.theme, picture.format)
        and other.name == f"{picture.name}-{other.width}"
    ]
    alone = _single(picture, media, folder, page)
    offered = [f"{relative(page, f'{folder}/{p.file}')} {p.width}w" for p in (*widths, picture)]
    return replace(alone, srcset=", ".join(offered), sizes=SIZES) if widths else alone


def _single(picture: Picture, media: str, folder: str, page: str) -> Choice:
    """Return a source of one width."""
    href = relative(page, f"{folder}/{picture.file}")
    return Choice(media, TYPES.get(picture.format, ""), href, picture.width, picture.height, href, "")


def _width(picture: Picture) -> int:
    return picture.width
