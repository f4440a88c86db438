"""`cells`: all learned numbers of one model, one cell each, in the order of its layers.

    chart: {kind: cells, experiment: one-run, sizes: [64, 32, 10]}

Each layer is a block. In the first a row is a unit, a column one of its inputs, its bias a column apart; the next is
turned, so that the row of a hidden unit goes on: first its incoming weights, then its outgoing ones.

With `before: first` the numbers are drawn twice on one scale of colours, before training and after, a row for each
unit.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import field

from proofpress.charts.model import coloured, limit, name_sides, set_key, tensors
from proofpress.charts.reading import cell, of_one_seed
from proofpress.drawing.canvas import Box
from proofpress.drawing.theme import rgb
from proofpress.formatting import count, number
from proofpress.language import gettext
from proofpress.models import Best, DataTable, Options, Runs, Select
from proofpress.runs.selection import STEP, ListSelect, ScalarSelect

if TYPE_CHECKING:
    import numpy as np


class Cells(Options, frozen=True):
    """Options of `cells`.

    sizes: units of each layer, inputs first. at: which model; the last step if nothing is said.
    seed: the position of its seed. plain: no names of the layers, one block in reading order.
    before: a step whose numbers stand beside them. right: a channel written over both.
    """

    experiment: str
    sizes: tuple[int, ...]
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    channel: str = "weights"
    seed: int = 0
    plain: bool = False
    before: float | str | None = None
    right: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for a result that is written over one model alone, and for a pair in reading order."""
        if self.right and self.before is None:
            raise ValueError("'right' is written over the two models that 'before' draws; name its step")
        if self.plain and self.before is not None:
            raise ValueError("'plain' draws one block, and 'before' two; give one of them")

    @property
    def places(self) -> tuple[Mapping[str, float | str | Best], ...]:
        """Where the models drawn stand on the axes: one, or that before and that after."""
        return (self.at,) if self.before is None else ({**self.at, STEP: self.before}, self.at)


def selects(options: Cells) -> tuple[Select, ...]:
    """Return the weights read, and the channel written over them."""
    weights = tuple(ListSelect(options.experiment, options.channel, at) for at in options.places)
    results = (ScalarSelect(options.experiment, options.right, at) for at in options.places if options.right)
    return (*weights, *results)


def numbers_of(options: Cells, runs: Mapping[str, Runs]) -> list["np.ndarray"]:
    """Return the numbers of each model drawn in a row."""
    selected = [Select(options.experiment, options.channel, at) for at in options.places]
    return [of_one_seed(runs, select, options.seed).reshape(-1) for select in selected]


def table(options: Cells, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each number: layer, unit, input (or bias), value; with `before` the one before it."""
    rows: list[tuple[Any, ...]] = []
    models = [tensors(numbers, options.sizes) for numbers in numbers_of(options, runs)]
    for layer, parts in enumerate(zip(*models, strict=True), 1):
        inputs, units = parts[0][0].shape
        rows += [
            (layer, u + 1, i + 1, *(cell(weights[i, u]) for weights, _ in parts))
            for u in range(units)
            for i in range(inputs)
        ]
        rows += [(layer, u + 1, "bias", *(cell(biases[u]) for _, biases in parts)) for u in range(units)]
    heads = (gettext("value"),) if options.before is None else (gettext("value before"), gettext("value after"))
    return DataTable((gettext("layer"), gettext("unit"), gettext("input"), *heads), tuple(rows))


def draw(options: Cells, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the layers side by side over the whole width, so that a unit's row goes on from one layer to the next."""
    *before, values = numbers_of(options, runs)
    layers, full = tensors(values, options.sizes), limit(values)
    if before:
        _pair(options, runs, frame, [*before, values], full)
        return
    if options.plain or frame.box.height < frame.leading() * 6:
        _strip(frame, values, full)
        return
    note, head = frame.leading() * 1.35, frame.leading() * 1.35
    box = frame.box.inset(top=head, bottom=note)
    size, gap = _size(options.sizes, box)
    free = box.width - _columns(options.sizes) * size - gap * (len(layers) - 1)
    left = box.left + (0.0 if frame.flush else free / 2)
    counts = [(len(biases) * weights.shape[0], len(biases)) for weights, biases in layers]
    titles = [
        gettext("layer %(layer)s: %(parts)s", layer=n, parts=f"{count(w, 'weight')}, {count(b, 'bias', 'biases')}")
        for n, (w, b) in enumerate(counts, 1)
    ]
    if sum(map(frame.measure, titles)) + gap * len(layers) > box.width:
        titles = [
            gettext("layer %(layer)s: %(parts)s", layer=n, parts=number(w + b)) for n, (w, b) in enumerate(counts, 1)
        ]
    last, free = len(layers) - 1, box.left - gap
    for index, ((weights, biases), words) in enumerate(zip(layers, titles, strict=True)):
        across = _block(frame, weights, biases, index % 2 == 1, left, box.top, size, full)
        width = frame.measure(words)
        start = left if index == 0 or index < last else max(left, left + across - width)
        start = left + across - width if index == last and index else start
        if start >= free + gap:
            frame.text(words, start, frame.box.top + head * 0.62)
            free = start + width
        left += across + gap
    bottom = box.top + _rows(options.sizes) * size
    tries = count(len(values), "learned number"), count(len(values), "number")
    set_key(frame, tries, min(bottom + note * 0.85, frame.box.bottom - 5 * frame.unit), full)


def _pair(options: Cells, runs: Mapping[str, Runs], frame: Any, models: Sequence["np.ndarray"], full: float) -> None:
    """Draw two models on one scale, side by side, or one under the other where it is narrow: a row for each unit."""
    note, head = frame.leading() * 1.35, frame.leading("label") * 1.15
    box = frame.box.inset(bottom=note)
    halves = box.rows(2, head * 0.4) if _stands(box) else box.columns(2, 28 * frame.unit)
    selected = [Select(options.experiment, options.right, at) for at in options.places if options.right]
    results = [float(of_one_seed(runs, select, options.seed)) for select in selected]
    heads = name_sides(frame, options.right, results, halves[0].width)
    for half, numbers, words in zip(halves, models, heads, strict=True):
        frame.text(words, half.left, half.top + head * 0.7, "label")
        top, size = half.top + head, _fit(options.sizes, half.inset(top=head))
        for weights, biases in tensors(numbers, options.sizes):
            rows, columns = weights.shape[1], weights.shape[0] + 1
            image = coloured(frame.theme, _rows_of(weights, biases), full).repeat(8, axis=0).repeat(8, axis=1)
            area = Box(half.left, top, columns * size, rows * size)
            frame.canvas.image(area, image)
            frame.canvas.rectangle(area, edge=frame.theme.context, width=1, layer=2)
            top += (rows + 1) * size
    tries = count(len(models[0]), "learned number"), count(len(models[0]), "number")
    set_key(frame, tries, frame.box.bottom - 5 * frame.unit, full)


def _rows_of(weights: "np.ndarray", biases: "np.ndarray") -> "np.ndarray":
    """Return a row for each unit: its incoming weights, then its bias."""
    import numpy as np

    return np.concatenate([weights.T, biases[:, None]], axis=1)


def _stands(box: Box) -> bool:
    """Return whether two models find more room under one another than side by side."""
    return box.width < 1.2 * box.height


def _fit(sizes: Sequence[int], box: Box) -> float:
    """Return the size of a cell with which the layers of a model, one under the other, fill a box."""
    return min(box.width / (max(sizes[:-1]) + 1), box.height / (sum(sizes[1:]) + len(sizes) - 2))


def _columns(sizes: Sequence[int]) -> int:
    """Return how many cells wide all layers are: inputs and bias of one, the units of the next, and so on."""
    return sum(units if index % 2 else inputs + 2 for index, (inputs, units) in enumerate(itertools.pairwise(sizes)))


def _rows(sizes: Sequence[int]) -> int:
    return max(inputs + 2 if index % 2 else units for index, (inputs, units) in enumerate(itertools.pairwise(sizes)))


def _size(sizes: Sequence[int], box: Box) -> tuple[float, float]:
    """Return the size of a cell and the gap between layers that fill a box."""
    gap = 2.5
    cells = _columns(sizes) + gap * (len(sizes) - 2)
    size = min(box.width / cells, box.height / _rows(sizes))
    return size, gap * size


def _block(
    frame: Any,
    weights: "np.ndarray",
    biases: "np.ndarray",
    turned: bool,
    left: float,
    top: float,
    size: float,
    full: float,
) -> float:
    """Draw one layer, weights `(inputs, units)`, a gap of one cell, the biases; return its width.

    A row is a unit, its bias at the right; turned, a column is a unit, its bias at the bottom.
    """
    parts = (weights, biases[None, :]) if turned else (weights.T, biases[:, None])
    for index, numbers in enumerate(parts):
        away = (weights.shape[0] + 1) * size * index
        x, y = (left, top + away) if turned else (left + away, top)
        box = Box(x, y, numbers.shape[1] * size, numbers.shape[0] * size)
        frame.canvas.image(box, coloured(frame.theme, numbers, full).repeat(8, axis=0).repeat(8, axis=1))
        frame.canvas.rectangle(box, edge=frame.theme.context, width=1, layer=2)
    return float((weights.shape[1] if turned else weights.shape[0] + 2) * size)


def _strip(frame: Any, values: "np.ndarray", full: float) -> None:
    """Fill the box with all numbers in reading order."""
    import numpy as np

    box = frame.box.inset(bottom=frame.leading() if frame.words else 0)
    wide, high = _grains(len(values), box)
    across = int(box.width // wide)
    down = -(-len(values) // across)
    padded = np.concatenate([values, np.zeros(across * down - len(values))]).reshape(down, across)
    image = coloured(frame.theme, padded, full)
    ground = rgb(frame.ground)
    image.reshape(-1, 3)[len(values) :] = ground
    area = Box(float(round(box.left)), float(round(box.top)), float(across * wide), float(down * high))
    frame.canvas.image(area, image.repeat(high, axis=0).repeat(wide, axis=1))
    if frame.words:
        set_key(
            frame,
            (gettext("value of a weight"), gettext("value")),
            frame.box.bottom - frame.leading() * 0.25 - frame.unit,
            full,
        )


def _grains(many: int, box: Box) -> tuple[int, int]:
    """Return width and height of a cell, whole pixels and nearly square, with which so many fill most of a box."""
    square = (box.width * box.height / many) ** 0.5
    fitting = [
        (wide, high)
        for wide in range(1, int(square * 1.4) + 2)
        for high in range(1, int(square * 1.4) + 2)
        if 0.7 <= wide / high <= 1.4 and -(-many // max(1, int(box.width // wide))) * high <= box.height
    ]
    return max(fitting, key=lambda size: (size[0] * size[1], -abs(size[0] - size[1])), default=(1, 1))


def sheet_height(options: Cells, runs: Mapping[str, Runs], narrow: bool) -> int:
    """Return the height at which the cells fill the width of a sheet."""
    width, line = (384, 17.5) if narrow else (936, 19)
    if options.before is not None:
        across = width if narrow else (width - 28) / 2
        high = across / (max(options.sizes[:-1]) + 1) * (sum(options.sizes[1:]) + len(options.sizes) - 2)
        return round((2 * high if narrow else high) + (4.2 if narrow else 2.6) * 1.28 * line)
    size, _ = _size(options.sizes, Box(0, 0, width, 3 * width))
    return round(min(_rows(options.sizes) * size, 1.2 * width) + 2 * 1.35 * 1.28 * line)
