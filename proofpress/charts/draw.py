"""From a comparison's figures to drawings: each from the store, or drawn and stored. Warm, it imports no matplotlib.

A drawing's key holds all that its pixels depend on: chart and options, the title in the picture, the keys of the
runs, the code that draws, the typeface and the versions of the libraries. Captions and alternative texts stand
beside the picture, so a new one redraws nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from proofpress.cache.keys import code_digest, digest
from proofpress.cache.store import Entry, Store
from proofpress.charts.kinds import chart_kinds
from proofpress.diagnostics import Diagnostic, Location
from proofpress.drawing import fonts
from proofpress.drawing.check import Fault
from proofpress.drawing.legend import using
from proofpress.drawing.theme import themes_of
from proofpress.drawing.vector import described
from proofpress.markup import plain_words
from proofpress.models import Comparison, DataTable, Drawing, Figure, Findings, Legend, Picture, Record, Runs, Text
from proofpress.models.look import Colours
from proofpress.runs.repeats import pooled
from proofpress.versions import version

KIND = "drawing"
LAYOUT = "layout"
"""The kind of entry that says where all of a picture lies, and holds no pixels: under the key of its drawing."""
MOST_FAULTS = 3
LACKING_HINT = "write it in other characters, or name a font that has them as 'font' in site.yaml"
LIBRARIES = ("matplotlib", "numpy", "pillow", "fonttools", "brotli")

Progress = Callable[[float, float, str], None]
Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
"""Yields a function's results for tasks, in order, wherever they are computed; `map` computes them here."""


def draw_figures(
    comparison: Comparison,
    records: Mapping[str, Record],
    findings: Findings,
    store: Store,
    progress: Progress,
    each: Each = map,
    *,
    layout_only: bool = False,
) -> tuple[dict[str, Drawing], list[Diagnostic]]:
    """Return the drawing of each figure by its id, and what is wrong with them.

    each: who draws those not stored. layout_only: these are laid out, which shows all that can be wrong, and are empty.
    """
    figures = list(comparison.figures.values())
    diagnostics: list[Diagnostic] = []
    keys = {figure.id: key(figure, records, findings, comparison.legend, comparison.colours) for figure in figures}
    entries = {name: find_entry(store, keys[name], KIND, layout_only) for name in keys}
    waiting = [figure for figure in figures if entries[figure.id] is None]
    with using(comparison.legend):
        lacking = find_missing_glyphs(figure.title for figure in waiting)
    if lacking:
        return {}, lacking
    tasks = [
        (
            figure,
            loaded(comparison, records, runs_of(figure.chart, figure.options)),
            plain_words(figure.title, findings.text),
            comparison.legend,
            comparison.colours,
        )
        for figure in waiting
    ]
    draw = partial(_draw, layout_only=layout_only)
    for index, (figure, made) in enumerate(zip(waiting, each(draw, tasks), strict=True)):
        progress(index, len(waiting), f"drawing {figure.id}")
        if isinstance(made, tuple):
            diagnostics.extend(made)
        else:
            store.put(keys[figure.id], LAYOUT if layout_only else KIND, made.data, made.meta)
            entries[figure.id] = made
    if waiting:
        progress(len(waiting), len(waiting), "figures drawn")
    fresh = set() if layout_only else {figure.id for figure in waiting}
    drawings = {
        figure.id: _drawing(figure, findings, entry, drawn=figure.id in fresh)
        for figure in figures
        if (entry := entries[figure.id]) is not None
    }
    return drawings, diagnostics


def _drawing(figure: Figure, findings: Findings, entry: Entry, *, drawn: bool) -> Drawing:
    title, alt = (plain_words(text, findings.text) for text in (figure.title, figure.alt))
    table, made = unpacked(entry)
    pictures = tuple(
        replace(p, data=described(p.data, title, alt)) if p.format == "svg" and p.data else p for p in made
    )
    return Drawing(figure.id, title, plain_words(figure.caption, findings.text), alt, table, pictures, drawn)


def find_entry(store: Store, name: str, kind: str, layout_only: bool) -> Entry | None:
    """Return what is stored of a drawing; where a layout is enough, also that of one which nobody drew. Else None."""
    if layout_only and not store.has(name, kind):
        return store.get(name, LAYOUT)
    return store.get(name, kind)


def key(
    figure: Figure,
    records: Mapping[str, Record],
    findings: Findings,
    legend: Legend,
    colours: Colours | None = None,
) -> str:
    """Return the key under which a figure is stored. colours: of the author's own."""
    runs = runs_of(figure.chart, figure.options)
    title = plain_words(figure.title, findings.text)
    return digest(
        KIND,
        [figure.id, figure.chart, figure.options, title, legend],
        [records[experiment].key for experiment in runs],
        surroundings(*modules_of(figure.chart, figure.options), "proofpress.charts.sheet"),
        *([colours] if colours else []),
    )


def modules_of(chart: str, options: Any) -> list[str]:
    """Return the modules that draw a chart: its own, and those of the charts it is made of or shares a scale with."""
    others = (*getattr(options, "joined", ()), *getattr(options, "peers", ()))
    kinds = dict.fromkeys((chart, *(kind for kind, _ in others)))
    return [chart_kinds()[kind].draw.__module__ for kind in kinds]


@cache
def surroundings(*modules: str) -> str:
    """Return a digest of what every drawing by these modules depends on: code, typeface, libraries."""
    return digest(code_digest(*modules), fonts.fonts_digest(), [version(package) for package in LIBRARIES])


def runs_of(chart: str, options: Any) -> list[str]:
    """Return the experiments that a chart reads, itself or in those that it shares a scale with."""
    charts = ((chart, options), *getattr(options, "peers", ()))
    found = {select.experiment for kind, each in charts for select in chart_kinds()[kind].selects(each)}
    found.update(name for kind, each in getattr(options, "joined", ()) for name in runs_of(kind, each))
    return sorted(found)


def packed(table: DataTable, pictures: list[Picture]) -> Entry:
    """Return a table and pictures as a store holds them."""
    heads = [[p.name, p.theme, p.format, p.width, p.height, len(p.data)] for p in pictures]
    meta = {"columns": list(table.columns), "rows": [list(row) for row in table.rows], "pictures": heads}
    return Entry(meta, b"".join(p.data for p in pictures))


def unpacked(entry: Entry) -> tuple[DataTable, list[Picture]]:
    """Return what `packed` made into an entry."""
    pictures: list[Picture] = []
    start = 0
    for name, theme, kind, width, height, size in entry.meta["pictures"]:
        pictures.append(Picture(name, theme, kind, width, height, entry.data[start : start + size]))
        start += size
    table = DataTable(tuple(entry.meta["columns"]), tuple(tuple(row) for row in entry.meta["rows"]))
    return table, pictures


def loaded(comparison: Comparison, records: Mapping[str, Record], experiments: Iterable[str]) -> dict[str, Runs]:
    """Return the runs of experiments by id, with the settings that the experiments fix."""
    return {
        name: replace(pooled(records[name].load()), settings=comparison.experiments[name].run_schema.settings)
        for name in experiments
    }


def _draw(
    task: tuple[Figure, Mapping[str, Runs], str, Legend, Colours | None], layout_only: bool
) -> Entry | tuple[Diagnostic, ...]:
    """Return a figure of its runs under a title, or what is wrong with it."""
    from proofpress.charts.sheet import draw_pictures

    figure, runs, title, legend, colours = task
    chart = chart_kinds()[figure.chart]
    try:
        with using(legend):
            made, lacking, faults = draw_pictures(
                figure.id, chart, figure.options, runs, title, themes_of(colours), layout_only=layout_only
            )
            table = chart.table(figure.options, runs)
    except (KeyError, ValueError) as fault:
        message = (
            f"the figure '{figure.id}' cannot be drawn as '{chart.name}': {fault.args[0] if fault.args else fault}"
        )
        hint = "choose axes and channels that the chart can show"
        return (Diagnostic(figure.location, "cannot-draw", message, hint),)
    if lacking:
        return (missing_glyph(figure.location, lacking),)
    if faults:
        return tuple(report_faults(faults, figure.location, f"in the figure '{figure.id}'"))
    return packed(table, made)


def report_faults(
    faults: Iterable[Fault], location: Location, where: str, sources: Mapping[str, Location] = MappingProxyType({})
) -> Iterator[Diagnostic]:
    """Yield what is wrong with a picture, the first few of each rule.

    location: of what the picture was drawn from. sources: printed text → its own location, if that is known.
    """
    hints = {"too-wide": "use fewer or shorter words", "overlap": "show less in it, or use shorter words"}
    for rule, hint in hints.items():
        first = {fault.message: fault for fault in faults if fault.rule == rule}
        for fault in list(first.values())[:MOST_FAULTS]:
            own = (at for text, at in sources.items() if any(line in text for line in fault.words))
            yield Diagnostic(next(own, location), rule, f"{where} {fault.message}", hint)


def find_missing_glyphs(texts: Iterable[Text]) -> list[Diagnostic]:
    """Return a diagnostic for each text with characters that the typeface lacks, at the first of them."""
    found = []
    for text in texts:
        lacking = "" if text.source.isascii() else fonts.missing(text.source)
        if lacking:
            first = min(text.source.index(character) for character in lacking)
            found.append(missing_glyph(text.locate(first), lacking))
    return found


def missing_glyph(location: Location, lacking: str) -> Diagnostic:
    """Return the diagnostic of characters that the typeface lacks."""
    codes = ", ".join(f"'{character}' (U+{ord(character):04X})" for character in lacking)
    return Diagnostic(location, "missing-glyph", f"the typeface lacks {codes}", LACKING_HINT)
