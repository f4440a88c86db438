"""A figure on a page: picture, caption, the numbers in it and where to take them; and the files it leads to."""

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from proofpress.models import Drawing, File
from proofpress.site import pictures
from proofpress.site.addresses import relative
from proofpress.site.material import POSTER, Material
from proofpress.site.numbers import Shown, as_csv, shown
from proofpress.site.press import Press, Preview
from proofpress.site.prose import Prose

DARK = " dark"


class FigureView(Struct, frozen=True):
    """A figure as templates see it.

    files: (label, link) of what can be downloaded; dark: the same for the dark theme. embed: the page for frames.
    """

    id: str
    title: str
    caption: Markup
    picture: pictures.View | None
    table: Shown
    files: tuple[tuple[str, str], ...]
    dark: tuple[tuple[str, str], ...]
    csv: str
    embed: str


def folder_of(slug: str, figure: str) -> str:
    """Return the folder that the files of a figure lie in; the poster has one of its own."""
    return f"{slug}/{POSTER}" if figure == POSTER else f"{slug}/figures"


def embed_path(slug: str, figure: str) -> str:
    """Return where the page for frames of a figure lies."""
    return f"{slug}/embed/{figure}/index.html"


def figure_view(material: Material, figure: str, page: str, prose: Prose, rows: int) -> FigureView:
    """Return a figure for a page. rows: how many rows of its table to show at most."""
    comparison, drawing = material.comparison, material.drawings[figure]
    folder = folder_of(comparison.slug, figure)
    location = comparison.figures[figure].location if figure in comparison.figures else comparison.location
    main = pictures.widest(drawing)
    narrow = "card" if figure == POSTER else f"{figure}-narrow"
    files = tuple(
        (f"{p.format.upper()}{DARK if p.theme == 'dark' else ''}", relative(page, f"{folder}/{p.file}"))
        for p in sorted(drawing.pictures, key=lambda p: (p.format != "svg", p.format, p.theme != "light"))
        if p.name == main and p.format in ("svg", "png", "pdf")
    )
    return FigureView(
        id=figure,
        title=drawing.title,
        caption=prose.inline(drawing.caption, location),
        picture=pictures.view(drawing, folder, page, narrow),
        table=shown(drawing.table, rows),
        files=tuple(file for file in files if not file[0].endswith(DARK)),
        dark=tuple(file for file in files if file[0].endswith(DARK)),
        csv=relative(page, f"{folder}/{figure}.csv"),
        embed=relative(page, embed_path(comparison.slug, figure)),
    )


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the files of all figures and of the poster: pictures, CSV, further downloads."""
    slug = material.comparison.slug
    for figure, drawing in material.drawings.items():
        folder = folder_of(slug, figure)
        for picture in drawing.pictures:
            yield File(f"{folder}/{picture.file}", picture.data)
        yield File(f"{folder}/{figure}.csv", as_csv(drawing.table))
    for download in material.downloads:
        yield File(f"{folder_of(slug, POSTER)}/{download.path}", download.data)


def preview(material: Material, figure: str = POSTER) -> Preview | None:
    """Return the picture that other sites show: 1200 × 630 where there is one, else the main one, as PNG."""
    drawing: Drawing | None = material.drawings.get(figure) or next(iter(material.drawings.values()), None)
    if drawing is None:
        return None
    main = pictures.widest(drawing)
    candidates = [p for p in drawing.pictures if p.format == "png" and p.theme == "light"]
    fitting = [p for p in candidates if _size(p.data) == (1200, 630)]
    chosen = next(iter(fitting + [p for p in candidates if p.name == main]), None)
    if chosen is None:
        return None
    width, height = _size(chosen.data)
    return Preview(f"{folder_of(material.comparison.slug, drawing.figure)}/{chosen.file}", width, height, drawing.alt)


def _size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels from the header of a PNG (RFC 2083, section 11.2.1)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
