"""`weights`: what hidden units look for, before and after training: each unit's incoming weights as a small picture.

    chart: {kind: weights, experiment: one-run, sizes: [64, 32, 10], picture: [8, 8], show: 16, right: test_accuracy}

Needs the channel `weights` at the steps `before` and `after`, and inputs that are the pixels of a picture. The units
shown are those with the largest weights at the end. Both sides share one scale of colours.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import field
from msgspec.structs import replace

from proofpress.charts.model import coloured, limit, name_sides, set_key, tensors
from proofpress.charts.reading import cell, of_one_seed
from proofpress.drawing.canvas import Box
from proofpress.drawing.theme import rgb
from proofpress.formatting import number
from proofpress.language import gettext, mark
from proofpress.models import Best, ChartKind, DataTable, Options, Runs, Select
from proofpress.runs.named_array import index_of
from proofpress.runs.selection import STEP, lists, scalars

if TYPE_CHECKING:
    import numpy as np


class Weights(Options, frozen=True):
    """Options of `weights`.

    sizes: units of each layer, inputs first. picture: rows and columns of an input. show: how many units.
    before, after: coordinates on `step`. right: a channel written beside `before` and `after`. seed: its index.
    """

    experiment: str
    sizes: tuple[int, ...]
    picture: tuple[int, int]
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    channel: str = "weights"
    show: int = 16
    before: float | str = "first"
    after: float | str = "last"
    right: str = ""
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError where the picture does not have as many pixels as the model has inputs."""
        if len(self.sizes) < 2 or self.picture[0] * self.picture[1] != self.sizes[0]:
            raise ValueError("'picture' must have as many pixels, rows times columns, as 'sizes' has inputs")


def selects(options: Weights) -> tuple[Select, ...]:
    """Return the weights before and after, and the channel written beside them."""
    steps = (options.before, options.after)
    weights = lists(*(_at(options, options.channel, step) for step in steps))
    return weights + scalars(*(_at(options, options.right, step) for step in steps if options.right))


def _at(options: Weights, channel: str, step: float | str) -> Select:
    return Select(options.experiment, channel, {**options.at, STEP: step})


def units_of(options: Weights, runs: Mapping[str, Runs]) -> tuple[list[int], "np.ndarray", "np.ndarray"]:
    """Return the units shown and their weights before and after, each `(units, rows, columns)`."""
    import numpy as np

    sides = [
        tensors(
            of_one_seed(runs, _at(options, options.channel, step), options.seed).reshape(-1),
            options.sizes,
        )
        for step in (options.before, options.after)
    ]
    before, after = (side[0][0].T.reshape(-1, *options.picture) for side in sides)
    largest = np.argsort(-np.square(after).sum(axis=(1, 2)), kind="stable")[: options.show]
    units = sorted(int(unit) for unit in largest)
    return units, before[units], after[units]


HEADS = (
    mark("hidden unit"),
    mark("pixel row"),
    mark("pixel column"),
    mark("weight before"),
    mark("weight after"),
)


def table(options: Weights, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each weight drawn: unit, row and column of the pixel, weight before and after."""
    units, before, after = units_of(options, runs)
    rows, columns = options.picture
    cells = tuple(
        (unit + 1, row + 1, column + 1, cell(before[index, row, column]), cell(after[index, row, column]))
        for index, unit in enumerate(units)
        for row in range(rows)
        for column in range(columns)
    )
    return DataTable(tuple(map(gettext, HEADS)), cells)


def draw(options: Weights, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the two sides with an arrow between them: side by side, or one under another where it is narrow."""
    _, before, after = units_of(options, runs)
    full, unit, head = limit(after), frame.unit, frame.leading("label") * 1.05
    note = frame.leading() * 1.3 if frame.words else 0
    box = frame.box.inset(bottom=note)
    stacked = box.width < 480 * unit and box.width < 1.5 * box.height
    updates = _updates(options, runs)
    middle = (
        (head * 1.5)
        if stacked
        else max(frame.measure(gettext("updates"), "label"), frame.measure(updates, "label")) + 24 * unit
    )
    if stacked:
        halves = box.rows(2, middle)
        across = _columns(len(before), halves[0].width / (halves[0].height - head))
    else:
        halves = box.columns(2, middle)
        across = _columns(len(before), halves[0].width / (halves[0].height - head))
    extents: list[Box] = []
    steps = (options.before, options.after) if options.right else ()
    results = [float(of_one_seed(runs, _at(options, options.right, step), options.seed)) for step in steps]
    heads = name_sides(frame, options.right, results, halves[0].width, ordered=True)
    for half, weights, words in zip(halves, (before, after), heads, strict=True):
        side = half
        if extents and not stacked:
            # Where the first side left room, the second comes nearer: an arrow leads from one to the other.
            side = replace(half, left=min(half.left, extents[0].right + 1.6 * middle))
        extents.append(_side(options, frame, side, head, across, weights, full, words))
    if stacked:
        y = (extents[0].bottom + halves[1].top) / 2
        frame.text(
            gettext("%(num)s updates", num=updates),
            box.left + 30 * unit,
            y,
            "label",
            base="center",
            colour=frame.theme.second,
        )
        _arrow(frame, box.left + 9 * unit, y - 11 * unit, box.left + 9 * unit, y + 12 * unit)
    else:
        x, y = (extents[0].right + extents[1].left) / 2, extents[0].top + extents[0].height / 2
        frame.text(updates, x, y - head * 1.25, "label", anchor="center", colour=frame.theme.second)
        frame.text(gettext("updates"), x, y - head * 0.3, "label", anchor="center", colour=frame.theme.second)
        _arrow(frame, extents[0].right + 12 * unit, y + 10 * unit, extents[1].left - 12 * unit, y + 10 * unit)
    if frame.words:
        units = gettext("%(num)s of %(all)s units", num=len(before), all=options.sizes[1])
        lowest = frame.box.bottom - 6 * unit
        base = lowest if frame.flush else min(extents[1].bottom + note, lowest)
        set_key(
            frame, (gettext("%(units)s, %(num)s weights each", units=units, num=options.sizes[0]), units), base, full
        )


def _side(
    options: Weights,
    frame: Any,
    half: Box,
    head: float,
    across: int,
    weights: "np.ndarray",
    full: float,
    words: str,
) -> Box:
    """Draw the units of one side under its words and return the extent of the pictures."""
    import numpy as np

    rows, columns = options.picture
    down = -(-len(weights) // across)
    gap = max(2, round(4 * frame.unit))
    size = int(
        min(
            (half.width - gap * (across - 1)) / (across * columns),
            (half.height - head - gap * (down - 1)) / (down * rows),
        )
    )
    size = max(size, 1)
    ground = rgb(frame.ground)
    height, width = down * rows * size + gap * (down - 1), across * columns * size + gap * (across - 1)
    image = np.empty((height, width, 3), dtype=np.uint8)
    image[:] = ground
    tiles = coloured(frame.theme, weights, full).repeat(size, axis=1).repeat(size, axis=2)
    left, top = float(round(half.left)), float(round(half.top + head))
    for index, tile in enumerate(tiles):
        y, x = (index // across) * (rows * size + gap), (index % across) * (columns * size + gap)
        image[y : y + rows * size, x : x + columns * size] = tile
        edge = Box(left + x, top + y, columns * size, rows * size)
        frame.canvas.rectangle(edge, edge=frame.theme.context, width=1, layer=2)
    frame.text(words, left, half.top + head * 0.7, "label")
    extent = Box(left, top, float(width), float(height))
    frame.canvas.image(extent, image)
    return extent


def _columns(count: int, shape: float) -> int:
    """Return how many tiles to put side by side so that they fill a box of a shape (width over height).

    Full rows are preferred to slightly larger tiles, wide pictures to high ones.
    """

    def size(across: int) -> float:
        return min(shape / across, 1 / -(-count // across))

    largest = max(map(size, range(1, count + 1)))
    good = [across for across in range(1, count + 1) if size(across) >= 0.75 * largest]
    return max(good, key=lambda across: (count % across == 0, round(size(across), 9), across))


def _arrow(frame: Any, x0: float, y0: float, x1: float, y1: float) -> None:
    unit, colour = frame.unit, frame.theme.second
    across, head = (x1 - x0, y1 - y0), 11 * unit
    length = (across[0] ** 2 + across[1] ** 2) ** 0.5
    ux, uy = across[0] / length, across[1] / length
    frame.canvas.line([(x0, y0), (x1 - ux * head * 0.8, y1 - uy * head * 0.8)], colour, 3 * unit)
    base = (x1 - ux * head, y1 - uy * head)
    wing = (-uy * head * 0.6, ux * head * 0.6)
    frame.canvas.shape(
        [(x1, y1), (base[0] + wing[0], base[1] + wing[1]), (base[0] - wing[0], base[1] - wing[1])], colour
    )


def _updates(options: Weights, runs: Mapping[str, Runs]) -> str:
    steps = runs[options.experiment].axes[STEP]
    first, last = (steps[index_of(steps, step, STEP)] for step in (options.before, options.after))
    return number(last - first, 0)


def _height(options: Weights, runs: Mapping[str, Runs], narrow: bool) -> int:
    """Return the height at which the tiles fill the width: 8 in a row for a phone, else a square on each side."""
    rows, columns = options.picture
    across = _columns(options.show, rows / columns * (4 if narrow else 1))
    down = -(-options.show // across)
    width = 384 if narrow else 410
    sides = down * (width / across) * rows / columns
    return round(2 * sides + 135 if narrow else sides + 62)


KIND = ChartKind(
    "weights",
    Weights,
    "incoming weights of hidden units as pictures, before and after training",
    selects,
    table,
    draw,
    height=_height,
)
