"""The infographic of a comparison in every size and format: each sheet from the store, or drawn and stored.

A sheet's key holds just the words, runs and code that it shows, so one changed word in a headline draws only the
sheets that bear the headline. Warm, no matplotlib is imported.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from proofpress.cache.keys import digest
from proofpress.cache.store import Entry, Store
from proofpress.charts.draw import (
    LAYOUT,
    Each,
    Progress,
    find_entry,
    find_missing_glyphs,
    loaded,
    missing_glyph,
    modules_of,
    packed,
    report_faults,
    runs_of,
    surroundings,
    unpacked,
)
from proofpress.charts.kinds import chart_kinds
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.drawing import fonts
from proofpress.drawing.canvas import Canvas
from proofpress.drawing.check import SLACK, Fault, find_faults
from proofpress.drawing.frame import POSTER
from proofpress.drawing.legend import using
from proofpress.drawing.vector import described
from proofpress.infographic.plan import MARGIN, WIDE, Plan, create_plan
from proofpress.infographic.sheets.catalog import Output, Sheet, create_sheets
from proofpress.markup import ROLES, join_spans, plain_words
from proofpress.models import Comparison, DataTable, Drawing, Findings, Legend, Picture, Record, Runs, Text, find_texts
from proofpress.models.look import Colours

FIGURE = "infographic"
"""The id under which the infographic is drawn."""
MOST_ENTRIES = 400
KIND = "poster"
AUTHORED = {"headline", "standfirst", "footer", "cell", "finding", "caption", "row", "spine"}
BLEED = 24.0
"""Pixels by which words may reach into the right margin."""
if TYPE_CHECKING:
    from proofpress.drawing.canvas import Canvas
    from proofpress.drawing.theme import Theme

Task = tuple[Sheet, str, Mapping[str, Runs], Mapping[str, Location], Legend, Colours | None]
"""A sheet, a theme, the runs that the sheet shows, printed text → its location, the legend, the author's colours."""
Draw = Callable[[Task], list[Picture] | tuple[Diagnostic, ...]]


def draw_infographic(
    comparison: Comparison,
    records: Mapping[str, Record],
    findings: Findings,
    store: Store,
    progress: Progress,
    each: Each = map,
    *,
    layout_only: bool = False,
) -> Drawing:
    """Return the infographic with all its sheets, light and dark.

    A comparison that composes none gets one of its table and first figures. progress: called with sheets done, sheets
    to draw and a word. each: who draws those that are not stored. layout_only: these are laid out, which shows all that
    can be wrong, and stay empty. Raises BuildError: words that do not fit or overlap, characters the typeface lacks,
    charts that do not fit their runs.
    """
    with using(comparison.legend):
        plan = create_plan(comparison, records, findings)
        sheets = create_sheets(plan)
    keys = {sheet.name: create_key(sheet, records, comparison.legend, comparison.colours) for sheet in sheets}
    entries = {sheet.name: find_entry(store, keys[sheet.name], KIND, layout_only) for sheet in sheets}
    missing = [sheet for sheet in sheets if entries[sheet.name] is None]
    with using(comparison.legend):
        lacking = find_missing_glyphs(_drawn_texts(comparison)) if missing else []
    if lacking:
        raise BuildError(lacking)
    sources = {plain_words(text, findings.text): text.location for text in _drawn_texts(comparison)}
    draw = partial(draw_sheet, layout_only=layout_only)
    for sheet, entry in _draw_missing(missing, comparison, records, sources, progress, each, draw):
        store.put(keys[sheet.name], LAYOUT if layout_only else KIND, entry.data, entry.meta)
        entries[sheet.name] = entry
    return _drawing(plan, [entries[sheet.name] for sheet in sheets], drawn=bool(missing) and not layout_only)


def _drawn_texts(comparison: Comparison) -> Iterator[Text]:
    """Yield the texts of a comparison that stand in its infographic: notes and the alternative text do not."""
    yield from find_texts((comparison.title, comparison.table))
    poster = comparison.poster
    if poster is None:
        yield comparison.takeaway
        return
    yield from (poster.headline, poster.standfirst, poster.method, poster.source)
    for column in poster.columns:
        yield from find_texts((column.spine, column.above, column.below))


def create_key(sheet: Sheet, records: Mapping[str, Record], legend: Legend, colours: Colours | None = None) -> str:
    """Return the key under which a sheet is stored."""
    runs = [records[experiment].key for experiment in list_experiments(sheet.plan)]
    charts = sorted({name for panel in sheet.plan.panels for name in modules_of(panel.chart, panel.options)})
    code = surroundings(
        "proofpress.infographic.draw", "proofpress.drawing.raster", "proofpress.drawing.vector", *charts
    )
    own = [colours] if colours else []
    return digest(KIND, sheet.name, sheet.plan, sheet.outputs, sheet.themes, runs, code, legend, *own)


def list_experiments(plan: Plan) -> list[str]:
    """Return the experiments that a plan's charts read."""
    return sorted({name for panel in plan.panels for name in runs_of(panel.chart, panel.options)})


def _drawing(plan: Plan, entries: list[Any], drawn: bool) -> Drawing:
    title = join_spans(plan.headline)
    pictures: list[Picture] = []
    for entry in entries:
        for p in unpacked(entry)[1]:
            named = p.format == "svg" and p.data
            pictures.append(replace(p, data=described(p.data, title, plan.alt)) if named else p)
    table = unpacked(entries[0])[0]
    return Drawing(FIGURE, title, plan.standfirst, plan.alt, table, tuple(pictures), drawn)


def _draw_missing(
    missing: list[Sheet],
    comparison: Comparison,
    records: Mapping[str, Record],
    sources: Mapping[str, Location],
    progress: Progress,
    each: Each,
    draw: Draw,
) -> Iterator[tuple[Sheet, Entry]]:
    """Yield each missing sheet as it is stored, once all its themes are drawn."""
    names = sorted({experiment for sheet in missing for experiment in list_experiments(sheet.plan)})
    runs = loaded(comparison, records, names)
    tasks = [
        (
            sheet,
            theme,
            {name: runs[name] for name in list_experiments(sheet.plan)},
            sources,
            comparison.legend,
            comparison.colours,
        )
        for sheet in missing
        for theme in sheet.themes
    ]
    results = each(draw, tasks)
    for index, sheet in enumerate(missing):
        progress(index, len(missing), f"drawing {sheet.name}")
        pictures: list[Picture] = []
        for made in itertools.islice(results, len(sheet.themes)):
            if isinstance(made, tuple):
                raise BuildError(made)
            pictures += made
        with using(comparison.legend):
            table = collect_numbers(sheet.plan, runs) if sheet.name == "poster" else DataTable((), ())
        yield sheet, packed(table, pictures)
    if missing:
        progress(len(missing), len(missing), "poster drawn")


def draw_sheet(task: Task, *, layout_only: bool = False) -> list[Picture] | tuple[Diagnostic, ...]:
    """Return the pictures of a sheet, or what is wrong with it. layout_only: see `draw_infographic`."""
    from proofpress.drawing.canvas import style
    from proofpress.drawing.theme import themes_of

    sheet, theme, runs, sources, legend, colours = task
    with style(f"{sheet.name}-{theme}"), using(legend):
        canvas = lay_out(sheet, runs, themes_of(colours)[theme], sources)
        if isinstance(canvas, tuple):
            return canvas or []
        rasters: dict[tuple[float, bool], Any] = {}
        return [
            _picture(canvas, output, theme, b"" if layout_only else _drawn(canvas, output, theme, rasters))
            for output in sheet.outputs
        ]


def lay_out(
    sheet: Sheet, runs: Mapping[str, Runs], theme: "Theme", sources: Mapping[str, Location]
) -> "Canvas | tuple[Diagnostic, ...]":
    """Return a sheet on its canvas, or what is wrong with it. To be called within `style`.

    What nobody composed, and the picture, is laid out again with fewer charts where they have no room. A chart alone
    that has none, and that nobody composed, is nobody's mistake: nothing is said of it.
    """
    wrong: tuple[Diagnostic, ...] = ()
    for plan in thin_out(sheet.plan) if sheet.thins else (sheet.plan,):
        try:
            canvas = sheet.draw(plan, runs, theme)
        except BuildError as error:
            wrong = tuple(error.diagnostics)
            continue
        except (KeyError, ValueError) as fault:
            message = f"the poster cannot be drawn: {fault.args[0] if fault.args else fault}"
            wrong = (
                Diagnostic(plan.location, "cannot-draw", message, "choose axes and channels that its charts can show"),
            )
            continue
        wrong = tuple(_find_wrong(sheet, canvas, sources))
        if not wrong:
            return canvas
    return () if sheet.charted and not sheet.plan.composed else wrong


def thin_out(plan: Plan) -> Iterator[Plan]:
    """Yield a plan, and then the same with fewer charts: without the second pair, with one side's, with words alone."""
    yield plan
    if len(plan.featured) > 1:
        plan = replace(plan, columns=plan.columns[:1], featured=plan.featured[:1])
        yield plan
    for bare in ({"below": ()}, {"above": ()}, {"above": (), "below": ()}):
        fewer = replace(plan, columns=tuple(replace(column, **bare) for column in plan.columns))
        if len(fewer.panels) < len(plan.panels):
            yield fewer


def _find_wrong(sheet: Sheet, canvas: "Canvas", sources: Mapping[str, Location]) -> Iterator[Diagnostic]:
    plan, faults = sheet.plan, list(find_faults(canvas))
    if plan.composed:
        yield from check_words(plan, canvas) if sheet.name == "poster" else ()
        yield from report_faults(faults, plan.location, f"on the sheet '{sheet.name}'", sources)
    else:
        yield from report_no_room(faults, plan.location, sources)
    lacking = {sign for text in canvas.letterings for sign in fonts.missing(text.words, text.weight)}
    if lacking:
        yield missing_glyph(plan.location, "".join(sorted(lacking)))


def report_no_room(
    faults: Iterable[Fault], location: Location, sources: Mapping[str, Location]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with a sheet that nobody composed: the first fault, where its words are written."""
    for fault in itertools.islice(faults, 1):
        own = (at for text, at in sources.items() if any(line in text for line in fault.words))
        message = f"the infographic that the press composes has no room for the table: {fault.message}"
        hint = "use fewer rows or fewer words, or compose poster.yaml"
        yield Diagnostic(next(own, location), "no-room", message, hint)


def _picture(canvas: "Canvas", output: Output, theme: str, data: bytes) -> Picture:
    """Return the picture of one output."""
    width = output.width or round(canvas.width * output.scale)
    height = round(canvas.height * width / canvas.width)
    suffix = {"clear": "png", "outlined": "svg", "thumb": "avif"}.get(output.format, output.format)
    return Picture(output.name, theme, suffix, width, height, data)


def _drawn(canvas: "Canvas", output: Output, theme: str, rasters: dict[tuple[float, bool], Any]) -> bytes:
    """Return the bytes of one output; rasters: those that other outputs have made already."""
    from proofpress.drawing import raster, vector

    if output.format in ("svg", "outlined"):
        # A short name: it stands before every id, and every letter of outlined words refers to one.
        name = f"{'o' if output.format == 'outlined' else 'p'}{theme[0]}"
        return vector.outlined_svg(canvas, name) if output.format == "outlined" else vector.svg(canvas, name)
    if output.format == "pdf":
        return vector.pdf(canvas, output.name)
    clear = output.format == "clear" or (output.format == "thumb" and (output.scale, True) in rasters)
    if (output.scale, clear) not in rasters:
        rasters[output.scale, clear] = raster.rasterize(canvas, output.scale, clear=clear)
    pixels = rasters[output.scale, clear]
    if output.format in ("avif", "thumb"):
        return raster.avif(raster.grounded(pixels, canvas.ground), output.width, output.quality)
    return raster.indexed_png(pixels)


def collect_numbers(plan: Plan, runs: Mapping[str, Runs]) -> DataTable:
    """Return the numbers drawn in all panels: a row for each cell of each panel's own table.

    Of a table longer than MOST_ENTRIES only evenly spaced entries are given, which the panel's name then says.
    """
    rows: list[tuple[Any, ...]] = []
    for column in plan.columns:
        for role in ROLES:
            for panel in column.panels(role):
                table = chart_kinds()[panel.chart].table(panel.options, runs)
                every = -(-len(table.rows) // MOST_ENTRIES)
                name = panel.title if every <= 1 else f"{panel.title} (one entry of {every})"
                for number, row in list(enumerate(table.rows, 1))[:: max(every, 1)]:
                    cells = zip(table.columns, row, strict=True)
                    rows += [(column.spine, plan.name(role), name, number, *cell) for cell in cells]
    return DataTable(("column", "row of the poster", "panel", "entry", "quantity", "value"), tuple(rows))


def check_words(plan: Plan, canvas: Canvas) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each text of a handout as drawn that runs into the margin or is wider than its panel."""
    for text in canvas.letterings:
        beyond = text.box.right - (WIDE - MARGIN)
        if text.level in AUTHORED and beyond > BLEED + SLACK:
            message = f"'{text.words}' runs {beyond:.0f} pixels into the poster's right margin"
            yield Diagnostic(plan.location, "too-wide", message, "use fewer words or move it to the left")
    for panel in plan.panels:
        width = canvas.measure(panel.title, POSTER.title, 600)
        if width > panel.rectangle[2] + SLACK:
            message = f"the title '{panel.title}' is {width:.0f} pixels wide and its panel {panel.rectangle[2]:.0f}"
            yield Diagnostic(panel.location, "too-wide", message, "say the finding in fewer words or widen the panel")
