"""`table`: results as numbers: a row for each coordinate of an axis, a column for each channel.

    chart: {kind: table, experiment: eight-or-not, rows: learning_rate,
            channels: [test_precision, test_recall, test_f1], best: validation_accuracy}

Numbers are means over seeds. `best` names the channel that chooses the row set in the role's colour.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import field

from proofpress.charts.axes import coordinate, line_words
from proofpress.charts.reading import Summarised, cell, settled, summary
from proofpress.charts.rows import draw_rows, rows_height
from proofpress.drawing.legend import in_words, role_of, role_of_chart
from proofpress.formatting import quantity
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Role, Runs, Select
from proofpress.runs.selection import ScalarSelect, best_index


class Table(Summarised, frozen=True):
    """Options of `table`. rows: an axis. channels: the columns. digits: after the point.

    best: the channel that chooses the row that is marked.
    """

    experiment: str
    rows: str
    channels: tuple[str, ...]
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    best: str = ""
    digits: int = 1
    role: Role | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where there is no column."""
        if not self.channels:
            raise ValueError("a table needs at least one channel")


def selects(options: Table) -> tuple[Select, ...]:
    """Return the channels read; the axis of rows is named."""
    read = (*options.channels, *((options.best,) if options.best else ()))
    return tuple(ScalarSelect(options.experiment, channel, settled(options.at, options.rows)) for channel in read)


def middles(options: Table, runs: Mapping[str, Runs]) -> list[list[float]]:
    """Return the mean or median of each channel at each row."""
    found = [
        summary(runs, select, (options.rows,), by=options.summary).middle.tolist()
        for select in (Select(options.experiment, channel, options.at) for channel in options.channels)
    ]
    return [list(row) for row in zip(*found, strict=True)]


def table(options: Table, runs: Mapping[str, Runs]) -> DataTable:
    """Return the rows as drawn, the numbers in full."""
    axis = runs[options.experiment].axes[options.rows]
    rows = tuple(
        (cell(at), *(cell(value) for value in row)) for at, row in zip(axis, middles(options, runs), strict=True)
    )
    by = gettext(options.summary)
    heads = [
        gettext("%(quantity)s, %(summary)s", quantity=in_words(channel), summary=by) for channel in options.channels
    ]
    return DataTable((in_words(options.rows), *heads), rows)


def draw(options: Table, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the rows, the chosen one in the role's colour."""
    axis = runs[options.experiment].axes[options.rows]
    rows = [
        (coordinate(at), *(_written(v, c, options.digits) for v, c in zip(row, options.channels, strict=True)))
        for at, row in zip(axis, middles(options, runs), strict=True)
    ]
    strong, sides = (_best_row(options, runs),) if options.best else (-1,), [role_of(at) for at in axis]
    heads = (in_words(options.rows), *line_words(options.channels))
    draw_rows(frame, rows, heads, role_of_chart(options, "first"), strong=strong, sides=sides)


def _best_row(options: Table, runs: Mapping[str, Runs]) -> int:
    return int(best_index(runs[options.experiment], options.rows, Best(options.best), options.at))


def _written(value: float, channel: str, digits: int) -> str:
    return quantity(value, channel, digits) if value == value else "–"


def _height(options: Table, runs: Mapping[str, Runs], narrow: bool) -> int:
    return rows_height(len(runs[options.experiment].axes[options.rows]) + 1, narrow)


KIND = ChartKind(
    "table", Table, "results as numbers, a row for each setting", selects, table, draw, wide=(760, 540), height=_height
)
