"""`map`: a result over two settings, one cell for each pair, with the best by validation starred.

    chart: {kind: map, experiment: rate-and-batch, x: learning_rate, y: batch_size, channel: test_accuracy,
            classes: [0.5, 0.8, 0.9, 0.95, 0.97], best: validation_accuracy}

`classes` are borders between colours: a continuous ramp hides the difference of 90% and 98%. Pairs at which most
runs failed are grey and hatched. Values are written into cells that are large enough.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import field

from proofpress.charts.axes import axis
from proofpress.charts.grid import FAILED_SHARE, cell_box, cells_plot, fill_cells, key_room, key_strip, shading
from proofpress.charts.reading import Summarised, cell, failed_share, over_seeds, settled, summary
from proofpress.drawing.canvas import Box
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Role, Runs, Select
from proofpress.runs.selection import ScalarSelect

if TYPE_CHECKING:
    import numpy as np


class Map(Summarised, frozen=True):
    """Options of `map`.

    x, y: the axes across and upward. channel: what colours a cell, its mean over seeds.
    classes: rising borders between colours; none makes a continuous ramp. best: the channel that chooses the star.
    values: whether to write values into cells that are large enough.
    """

    experiment: str
    x: str
    y: str
    channel: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    classes: tuple[float, ...] = ()
    best: str = ""
    values: bool = True
    role: Role | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the borders do not rise."""
        if list(self.classes) != sorted(set(self.classes)):
            raise ValueError("the borders in 'classes' must rise")


def selects(options: Map) -> tuple[Select, ...]:
    """Return the channels read; both axes are named."""
    read = (options.channel, *((options.best,) if options.best else ()))
    at = settled(options.at, options.x, options.y)
    return tuple(ScalarSelect(options.experiment, channel, at) for channel in read)


def cells_of(options: Map, runs: Mapping[str, Runs]) -> tuple["np.ndarray", "np.ndarray", int]:
    """Return means or medians, and shares of failed runs, `(rows, columns)` with y upward, and the number of seeds."""
    select = Select(options.experiment, options.channel, options.at)
    of = summary(runs, select, (options.y, options.x), by=options.summary)
    return of.middle, failed_share(runs, select, (options.y, options.x)), of.seeds


def best_cell(options: Map, runs: Mapping[str, Runs]) -> tuple[int, int]:
    """Return row and column that the judging channel chooses, by its mean over seeds."""
    import numpy as np

    judge = runs[options.experiment].channels[options.best]
    means = over_seeds(runs, Select(options.experiment, options.best, options.at), (options.y, options.x)).mean(axis=-1)
    sign = 1 if judge.better == "higher" else -1
    flat = int(np.argmax(np.where(np.isfinite(means), sign * means, -np.inf)))
    row, column = np.unravel_index(flat, means.shape)
    return int(row), int(column)


def table(options: Map, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each cell: coordinates, mean or median, share of failed runs, seeds."""
    middles, failed, seeds = cells_of(options, runs)
    axes = runs[options.experiment].axes
    rows = tuple(
        (cell(at_x), cell(at_y), cell(middles[row, column]), cell(failed[row, column]), seeds)
        for row, at_y in enumerate(axes[options.y])
        for column, at_x in enumerate(axes[options.x])
    )
    heads = (
        in_words(options.x),
        in_words(options.y),
        gettext("%(quantity)s, %(summary)s", quantity=in_words(options.channel), summary=gettext(options.summary)),
        gettext("share of failed runs"),
        gettext("seeds"),
    )
    return DataTable(heads, rows)


def draw(options: Map, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the cells, a star at the best, and the key of the colours unless every cell says its value."""
    middles, failed, _ = cells_of(options, runs)
    of, unit = runs[options.experiment], frame.unit
    shades = shading(frame, role_of_chart(options, "first"), options.classes, middles[failed <= FAILED_SHARE])
    key = 14 * unit + frame.leading() * 1.25
    inner = frame.within(Box(frame.box.left, frame.box.top, frame.box.width, frame.box.height - key))
    plot = cells_plot(inner, axis(of, options.x), axis(of, options.y), in_words(options.x), in_words(options.y))
    star = best_cell(options, runs) if options.best else None
    channel = options.channel if options.values and star is None else ""
    written = fill_cells(inner, plot, middles, failed, shades, channel)
    frame.canvas.rectangle(plot.box, edge=frame.theme.muted, width=1.2 * unit, layer=5)
    if star is not None:
        box = cell_box(plot, star[1], star[0])
        ground = shades.colour(float(middles[star]))
        size = min(26 * unit, max(16 * unit, min(box.width, box.height) * 0.8))
        x, y = box.left + box.width / 2, box.top + box.height / 2
        dark = frame.theme.on(ground)
        frame.marker(x, y, "star", size, dark, ground, 1.2)
    if written:
        return
    words, grey = in_words(options.channel), bool((failed > FAILED_SHARE).any())
    left, whole = plot.box.left, frame.box.right - plot.box.left
    words = words if frame.measure(words) < whole * 0.45 else ""
    if key_room(frame, shades, options.channel, words, grey) > whole:
        # Where long names stand left of the cells, the key begins under them.
        left, whole = frame.box.left, frame.box.width
    strip = Box(left, frame.box.bottom - key + 6 * unit, whole, key)
    key_strip(frame, strip, shades, options.channel, words, grey)


KIND = ChartKind("map", Map, "a result over two settings, one cell for each pair", selects, table, draw)
