"""`cells`: all learned numbers of one model, one cell each, in the order of its layers.

    chart: {kind: cells, experiment: one-run, sizes: [64, 32, 10]}

Each layer is a block. In the first a row is a unit, a column one of its inputs, its bias a column apart; the next is
turned, so that the row of a hidden unit goes on: first its incoming weights, then its outgoing ones.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import field

from proofpress.charts.model import coloured, limit, set_key, tensors
from proofpress.charts.reading import cell, of_one_seed
from proofpress.drawing.canvas import Box
from proofpress.drawing.theme import rgb
from proofpress.formatting import count, number
from proofpress.language import gettext
from proofpress.models import Best, DataTable, Options, Runs, Select
from proofpress.runs.selection import ListSelect

if TYPE_CHECKING:
    import numpy as np


class Cells(Options, frozen=True):
    """Options of `cells`.

    sizes: units of each layer, inputs first. at: which model; the last step if nothing is said.
    seed: the position of its seed. plain: no names of the layers, one block in reading order.
    """

    experiment: str
    sizes: tuple[int, ...]
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    channel: str = "weights"
    seed: int = 0
    plain: bool = False


def selects(options: Cells) -> tuple[Select, ...]:
    """Return the weights read."""
    return (ListSelect(options.experiment, options.channel, options.at),)


def numbers_of(options: Cells, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return the numbers of the model in a row."""
    return of_one_seed(runs, Select(options.experiment, options.channel, options.at), options.seed).reshape(-1)


def table(options: Cells, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each number: layer, unit, input (or bias), value."""
    rows: list[tuple[Any, ...]] = []
    for layer, (weights, biases) in enumerate(tensors(numbers_of(options, runs), options.sizes), 1):
        inputs, units = weights.shape
        rows += [(layer, u + 1, i + 1, cell(weights[i, u])) for u in range(units) for i in range(inputs)]
        rows += [(layer, u + 1, "bias", cell(biases[u])) for u in range(units)]
    return DataTable((gettext("layer"), gettext("unit"), gettext("input"), gettext("value")), tuple(rows))


def draw(options: Cells, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the layers side by side over the whole width, so that a unit's row goes on from one layer to the next."""
    values = numbers_of(options, runs)
    layers, full = tensors(values, options.sizes), limit(values)
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


def _grains(count: int, box: Box) -> tuple[int, int]:
    """Return width and height of a cell, whole pixels and nearly square, with which so many fill most of a box."""
    square = (box.width * box.height / count) ** 0.5
    fitting = [
        (wide, high)
        for wide in range(1, int(square * 1.4) + 2)
        for high in range(1, int(square * 1.4) + 2)
        if 0.7 <= wide / high <= 1.4 and -(-count // max(1, int(box.width // wide))) * high <= box.height
    ]
    return max(fitting, key=lambda size: (size[0] * size[1], -abs(size[0] - size[1])), default=(1, 1))


def sheet_height(options: Cells, runs: Mapping[str, Runs], narrow: bool) -> int:
    """Return the height at which the cells fill the width of a sheet."""
    width, line = (384, 17.5) if narrow else (936, 19)
    size, _ = _size(options.sizes, Box(0, 0, width, 3 * width))
    return round(min(_rows(options.sizes) * size, 1.2 * width) + 2 * 1.35 * 1.28 * line)
