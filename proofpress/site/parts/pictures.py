"""Pictures of a drawing, chosen for the page: light and dark, wide and narrow, small files first."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from proofpress.models import Drawing, Picture
from proofpress.site.addresses import relative

HEAVY_SVG = 150_000
"""Bytes from which an SVG loads slower than the PNG of the same figure."""
TYPES = {"avif": "image/avif", "webp": "image/webp", "svg": "image/svg+xml", "png": "image/png"}


Until = Literal["phone", "column", "always"]
"""Which windows get the variant for phones: phones, those with room for one column, or all."""


class PictureSource(Struct, frozen=True):
    """A `source` of a `picture` element. media: `dark`, `phone`, `column`, `dark-phone` and so on, or empty for always.

    srcset: several widths of the same picture, or just the `href`; sized: whether it names widths.
    """

    media: str
    type: str
    href: str
    width: int
    height: int
    srcset: str
    sized: bool


class PictureView(Struct, frozen=True):
    """A `picture` element: its sources in order, and the image for all others."""

    sources: tuple[PictureSource, ...]
    image: PictureSource
    alt: str


def show_picture(drawing: Drawing, folder: str, page: str, narrow: str, until: Until = "phone") -> PictureView | None:
    """Return the picture element of a drawing, or None where nothing was drawn that a page can show.

    folder: where the drawing's files lie. narrow: the name of its variant for phones; without such
    a variant phones get the wide picture. until: the widest window that gets that variant.
    """
    main = find_main(drawing)
    has_narrow = any(picture.name == narrow for picture in drawing.pictures)
    names = ((narrow, ""),) if until == "always" and has_narrow else ((narrow, until), (main, ""))
    sources: list[PictureSource] = []
    for name, window in names:
        for theme in ("dark", "light"):
            media = "-".join([*(["dark"] if theme == "dark" else []), *([window] if window else [])])
            for picture in _by_preference(p for p in drawing.pictures if (p.name, p.theme) == (name, theme)):
                sources.append(_source(picture, drawing, media, folder, page))
    if not sources or sources[-1].media:
        return None
    # Where one source offers widths, validators want them of all.
    if any(source.sized for source in sources):
        sources = [
            source if source.sized else replace(source, srcset=f"{source.href} {source.width}w", sized=True)
            for source in sources
        ]
    return PictureView(tuple(sources[:-1]), sources[-1], drawing.alt)


def show_wide(drawing: Drawing, folder: str, page: str) -> PictureView | None:
    """Return a drawing's main picture for every window, however narrow, or None where there is none for a page."""
    return show_picture(drawing, folder, page, find_main(drawing), "always")


def show_thumbnail(drawing: Drawing, folder: str, page: str) -> PictureView | None:
    """Return the smallest copies of a drawing's main picture, or None where there is none for every browser.

    Its alternative text is empty: it stands beside words that say the same.
    """
    main = find_main(drawing)
    copies = [p for p in drawing.pictures if p.name in (main, f"{main}-{p.width}")]
    sources = []
    for theme in ("dark", "light"):
        for format in ("avif", "webp", "png"):
            same = [p for p in copies if (p.theme, p.format) == (theme, format)]
            small = min(same, key=lambda picture: picture.width, default=None)
            if small is not None:
                sources.append(_single(small, "dark" if theme == "dark" else "", folder, page))
    if not sources or sources[-1].media or sources[-1].type != TYPES["png"]:
        return None
    return PictureView(tuple(sources[:-1]), sources[-1], "")


def find_main(drawing: Drawing) -> str:
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


def _source(picture: Picture, drawing: Drawing, media: str, folder: str, page: str) -> PictureSource:
    """Return a source; smaller copies of the picture, named `<its name>-<width>`, are offered with it."""
    widths = [
        other
        for other in drawing.pictures
        if (other.theme, other.format) == (picture.theme, picture.format)
        and other.name == f"{picture.name}-{other.width}"
    ]
    alone = _single(picture, media, folder, page)
    offered = [f"{relative(page, f'{folder}/{p.file}')} {p.width}w" for p in (*widths, picture)]
    return replace(alone, srcset=", ".join(offered), sized=True) if widths else alone


def _single(picture: Picture, media: str, folder: str, page: str) -> PictureSource:
    """Return a source of one width."""
    href = relative(page, f"{folder}/{picture.file}")
    return PictureSource(media, TYPES.get(picture.format, ""), href, picture.width, picture.height, href, False)
