"""The figures of a page as far as they can be seen soon: those stored, and the rest in the one format that pages show.

What is drawn here is not stored: `draw` makes every layout and format of it, and says what is wrong.
"""

from collections.abc import Collection, Mapping
from typing import Any

from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.charts.draw import KIND, Each, draw_figures, key, loaded, runs_of
from proofpress.charts.kinds import chart_kinds
from proofpress.charts.sheet import SHEETS, STRETCHES, draw_sheet
from proofpress.diagnostics import BuildError
from proofpress.drawing.canvas import style
from proofpress.drawing.check import find_faults
from proofpress.drawing.legend import using
from proofpress.drawing.theme import themes_of
from proofpress.drawing.vector import described, svg
from proofpress.markup import plain_words
from proofpress.models import Comparison, DataTable, Drawing, Figure, Findings, Legend, Picture, Record, Runs
from proofpress.models.look import Colours

MOST = 4
"""How many figures are drawn to be seen soon: with more of them, a page would wait for what lies far below."""

Task = tuple[Figure, Mapping[str, Runs], str, str, Legend, Colours | None, str]


def glance_at_figures(
    comparison: Comparison,
    records: Mapping[str, Record],
    findings: Findings,
    store: Store,
    wanted: Collection[str],
    each: Each = map,
) -> tuple[dict[str, Drawing], bool]:
    """Return the figures that are stored, and the first of those wanted that are not; and whether there are such.

    wanted: the figures of a page, in its order. What cannot be drawn is left out.
    """
    keys = {
        figure.id: key(figure, records, findings, comparison.legend, comparison.colours)
        for figure in comparison.figures.values()
    }
    missing = [name for name in keys if not store.has(keys[name], KIND)]
    stored = replace(
        comparison, figures={name: figure for name, figure in comparison.figures.items() if name not in missing}
    )
    drawings, _ = draw_figures(stored, records, findings, store, lambda *_: None)
    seen = [name for name in wanted if name in missing][:MOST]
    tasks: list[Task] = []
    for figure in (comparison.figures[name] for name in seen):
        runs = loaded(comparison, records, runs_of(figure.chart, figure.options))
        title, alt = (plain_words(text, findings.text) for text in (figure.title, figure.alt))
        own = (comparison.legend, comparison.colours)
        tasks += [(figure, runs, title, alt, *own, theme) for theme in themes_of(comparison.colours)]
    made: dict[str, list[Picture]] = {}
    tables: dict[str, DataTable] = {}
    for task, drawn in zip(tasks, each(_draw, tasks), strict=True):
        if drawn is not None:
            tables[task[0].id] = drawn[0]
            made.setdefault(task[0].id, []).append(drawn[1])
    for name, pictures in made.items():
        figure = comparison.figures[name]
        title, caption, alt = (plain_words(text, findings.text) for text in (figure.title, figure.caption, figure.alt))
        drawings[name] = Drawing(name, title, caption, alt, tables[name], tuple(pictures), drawn=True)
    return {name: drawings[name] for name in comparison.figures if name in drawings}, bool(missing)


def _draw(task: Task) -> tuple[DataTable, Picture] | None:
    """Return the numbers of a figure, and its picture for wide windows in one theme; None if it cannot be drawn."""
    figure, runs, title, alt, legend, colours, theme = task
    chart, themes, sheet = chart_kinds()[figure.chart], themes_of(colours), SHEETS[0]
    name = f"{figure.id}-{theme}"
    try:
        with using(legend), style(name):
            canvas: Any = None
            for stretch in STRETCHES:
                canvas = draw_sheet(chart, figure.options, runs, title, theme, sheet, stretch=stretch, themes=themes)
                if not any(find_faults(canvas)):
                    break
            data = described(svg(canvas, name), title, alt)
            table = chart.table(figure.options, runs)
    except (BuildError, KeyError, ValueError):
        # The drawing that is stored will say what is wrong.
        return None
    return table, Picture(figure.id, theme, "svg", int(canvas.width), int(canvas.height), data)
