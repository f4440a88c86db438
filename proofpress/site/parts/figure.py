"""A figure on a page: picture, caption, the numbers in it and where to take them."""

from markupsafe import Markup
from msgspec import Struct

from proofpress.language import gettext
from proofpress.models import INFOGRAPHIC
from proofpress.models.recorded import any_recorded
from proofpress.site.addresses import data_path, embed_path, figure_folder, ledger_path, relative
from proofpress.site.context import Preview
from proofpress.site.material import Material, find_caption
from proofpress.site.parts.method import list_experiments
from proofpress.site.parts.numbers import TableView, show_table
from proofpress.site.parts.pictures import PictureView, Until, find_main, show_picture
from proofpress.site.prose import Prose


class FigureView(Struct, frozen=True):
    """A figure as templates see it.

    files: (label, link) of what can be downloaded; dark: the same for the dark theme. embed: the page for frames, with
    the numbers. methods: (link, title) of how each experiment behind it was run.
    runs: where the data of those runs are. recorded: whether any of them were made elsewhere.
    """

    id: str
    title: str
    caption: Markup
    picture: PictureView | None
    table: TableView
    files: tuple[tuple[str, str], ...]
    dark: tuple[tuple[str, str], ...]
    csv: str
    embed: str
    runs: str
    recorded: bool
    methods: tuple[tuple[str, str], ...]


def show_figure(
    material: Material, figure: str, page: str, prose: Prose, rows: int, until: Until = "phone"
) -> FigureView:
    """Return a figure for a page. rows: how many rows of its table to show at most. until: who gets it small."""
    comparison, drawing = material.comparison, material.drawings[figure]
    known = comparison.experiments
    folder = figure_folder(comparison.slug, figure)
    main = find_main(drawing)
    narrow = "card" if figure == INFOGRAPHIC else f"{figure}-narrow"
    files = tuple(
        (p.theme, name_form(p.format.upper(), p.theme), relative(page, f"{folder}/{p.file}"))
        for p in sorted(drawing.pictures, key=lambda p: (p.format != "svg", p.format, p.theme != "light"))
        if p.name == main and p.format in ("svg", "png", "pdf")
    )
    return FigureView(
        id=figure,
        title=drawing.title,
        caption=prose.inline(find_caption(comparison, figure)),
        picture=show_picture(drawing, folder, page, narrow, until),
        table=show_table(drawing.table, rows),
        files=tuple((label, link) for theme, label, link in files if theme != "dark"),
        dark=tuple((label, link) for theme, label, link in files if theme == "dark"),
        csv=relative(page, f"{folder}/{figure}.csv"),
        embed=relative(page, embed_path(comparison.slug, figure)),
        recorded=any_recorded(_behind(material, figure), comparison.experiments),
        runs=relative(page, _runs(material, figure)),
        methods=tuple(
            (relative(page, f"{ledger_path(comparison.slug)}#experiment-{name}"), known[name].title)
            for name in list_experiments(comparison.figures[figure].options, known)
        )
        if figure in comparison.figures
        else (),
    )


def name_form(form: str, theme: str) -> str:
    """Return what a picture's file is called: its form, and whether it is for the dark theme."""
    return gettext("%(form)s dark", form=form) if theme == "dark" else form


def _runs(material: Material, figure: str) -> str:
    """Return where the runs of a figure are listed: those that it reads first, or all of them."""
    comparison = material.comparison
    options = comparison.figures[figure].options if figure in comparison.figures else None
    read = [name for name in list_experiments(options, comparison.experiments) if name in material.exported]
    return data_path(comparison.slug) + (f"#data-{read[0]}" if read else "")


def _behind(material: Material, figure: str) -> tuple[str, ...]:
    """Return the experiments that a figure, or any panel of the infographic, draws."""
    comparison = material.comparison
    if figure in comparison.figures:
        return list_experiments(comparison.figures[figure].options, comparison.experiments)
    return tuple(comparison.experiments)


def choose_preview(material: Material, figure: str = INFOGRAPHIC) -> Preview | None:
    """Return the picture that other sites show: 1200 × 630 where there is one, else the main one, as PNG."""
    drawing = material.drawings.get(figure) or next(iter(material.drawings.values()), None)
    if drawing is None:
        return None
    main = find_main(drawing)
    candidates = [p for p in drawing.pictures if p.format == "png" and p.theme == "light"]
    fitting = [p for p in candidates if _size(p.data) == (1200, 630)]
    chosen = next(iter(fitting + [p for p in candidates if p.name == main]), None)
    if chosen is None:
        return None
    path = f"{figure_folder(material.comparison.slug, drawing.figure)}/{chosen.file}"
    return Preview(path, *_size(chosen.data), drawing.alt)


def _size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels from the header of a PNG (RFC 2083, section 11.2.1)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
