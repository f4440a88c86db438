"""From a comparison's figures to drawings: each from the store, or drawn and stored. Warm, it imports no matplotlib.

A drawing's key holds all that its pixels depend on: chart and options, the title in the picture, the keys of the
runs, the code that draws, the typeface and the versions of the libraries. Captions and alternative texts stand
beside the picture, so a new one redraws nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from proofpress.graphics import lettering
from proofpress.graphics.charts import KINDS
from proofpress.graphics.charts.chart import Chart
from proofpress.graphics.save import described
from proofpress.keys import code_digest, digest, version
from proofpress.problems import Problem, Problems
from proofpress.store import Entry, Store
from proofpress.values import Comparison, DataTable, Drawing, Figure, Findings, Picture, Record, Runs

KIND = "drawing"
LIBRARIES = ("matplotlib", "numpy", "pillow", "fonttools", "brotli")
LONGEST_TITLE = 38
LONGEST_ALT = 250

Progress = Callable[[float, float, str], None]


def draw_figures(
    comparison: Comparison, records: Mapping[str, Record], findings: Findings, store: Store, progress: Progress
) -> tuple[dict[str, Drawing], list[Problem]]:
    """Return the drawing of each figure by its id, and what is wrong with them."""
    drawings: dict[str, Drawing] = {}
    problems: list[Problem] = []
    waiting = [figure for figure in comparison.figures.values() if not store.has(key(figure, records, findings), KIND)]
    done = 0
    for figure in comparison.figures.values():
        if figure in waiting:
            progress(done, len(waiting), f"drawing {figure.id}")
            done += 1
        problems.extend(_wordy(figure, findings))
        try:
            drawings[figure.id] = draw_figure(figure, comparison, records, findings, store)
        except Problems as found:
            problems.extend(found.problems)
    if waiting:
        progress(done, len(waiting), "figures drawn")
    return drawings, problems


def draw_figure(
    figure: Figure, comparison: Comparison, records: Mapping[str, Record], findings: Findings, store: Store
) -> Drawing:
    """Return one figure, from the store if it is there. Raises Problems where it cannot be drawn."""
    chart, title, alt = KINDS[figure.chart], findings.text(figure.title), findings.text(figure.alt)
    name = key(figure, records, findings)
    entry = store.get(name, KIND)
    drawn = entry is None
    if entry is None:
        entry = _draw(figure, chart, loaded(comparison, records, runs_of(figure.chart, figure.options)), title)
        store.put(name, KIND, entry.data, entry.meta)
    table, made = unpacked(entry)
    pictures = tuple(
        Picture(p.name, p.theme, p.format, p.width, p.height, described(p.data, title, alt)) if p.format == "svg" else p
        for p in made
    )
    return Drawing(figure.id, title, findings.text(figure.caption), alt, table, pictures, drawn)


def key(figure: Figure, records: Mapping[str, Record], findings: Findings) -> str:
    """Return the key under which a figure is stored."""
    runs = runs_of(figure.chart, figure.options)
    title = findings.text(figure.title)
    return digest(
        KIND,
        [figure.id, figure.chart, figure.options, title],
        [records[experiment].key for experiment in runs],
        surroundings(KINDS[figure.chart].draw.__module__, "proofpress.graphics.sheet"),
    )


@cache
def surroundings(*modules: str) -> str:
    """Return a digest of what every drawing by these modules depends on: code, typeface, libraries."""
    return digest(code_digest(*modules), lettering.fonts_digest(), [version(package) for package in LIBRARIES])


def runs_of(chart: str, options: Any) -> list[str]:
    """Return the experiments that a chart reads."""
    return sorted({select.experiment for select in KINDS[chart].selects(options)})


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
        name: replace(records[name].load(), settings=comparison.experiments[name].outline.settings)
        for name in experiments
    }


def _draw(figure: Figure, chart: Chart, runs: Mapping[str, Runs], title: str) -> Entry:
    from proofpress.graphics.sheet import pictures

    try:
        made, lacking = pictures(figure.id, chart, figure.options, runs, title)
        table = chart.table(figure.options, runs)
    except (KeyError, ValueError) as fault:
        says = f"the figure '{figure.id}' cannot be drawn as '{chart.name}': {fault.args[0] if fault.args else fault}"
        raise Problems(
            [Problem(figure.place, "cannot-draw", says, "choose axes and channels that the chart can show")]
        ) from fault
    if lacking:
        raise Problems([missing_glyph(figure, lacking)])
    return packed(table, made)


def missing_glyph(item: Any, lacking: str) -> Problem:
    """Return the problem of words that the typeface cannot show. item: a record with a place."""
    codes = ", ".join(f"'{character}' (U+{ord(character):04X})" for character in lacking)
    return Problem(item.place, "missing-glyph", f"the typeface lacks {codes}", "write it in other characters")


def _wordy(figure: Figure, findings: Findings) -> list[Problem]:
    title, alt = findings.text(figure.title), findings.text(figure.alt)
    found: list[Problem] = []
    if len(title) > LONGEST_TITLE:
        says = f"the title of '{figure.id}' has {len(title)} characters, at most {LONGEST_TITLE} are allowed: '{title}'"
        found.append(Problem(figure.title.place, "long-title", says, "say the finding in fewer words"))
    if len(alt) > LONGEST_ALT:
        says = f"the alternative text of '{figure.id}' has {len(alt)} characters, at most {LONGEST_ALT} are allowed"
        found.append(
            Problem(figure.alt.place, "long-alt", says, "say what it is and what it shows; the table has the rest")
        )
    return found
