"""`cells`: all learned numbers of one model, one cell each, in the order of its layers.

    chart: {kind: cells, experiment: one-run, sizes: [64, 32, 10]}

Each layer is a block: a row for each unit, a column for each of its inputs, and its bias in a column apart.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from proofpress.graphics.canvas import Box
from proofpress.graphics.charts.chart import Chart
from proofpress.graphics.charts.model import coloured, limit, one_model, tensors
from proofpress.graphics.charts.reading import cell
from proofpress.graphics.words import number
from proofpress.values import Best, DataTable, Options, Runs, Select

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Cells(Options):
    """Options of `cells`.

    sizes: units of each layer, inputs first. at: which model; the last step where nothing is said.
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
    return (Select(options.experiment, options.channel, options.at),)


def numbers_of(options: Cells, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return the numbers of the model in a row."""
    return one_model(runs, options.experiment, options.channel, options.at, options.seed)


def table(options: Cells, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each number: layer, unit, input (or bias), value."""
    rows: list[tuple[Any, ...]] = []
    for layer, (weights, biases) in enumerate(tensors(numbers_of(options, runs), options.sizes), 1):
        inputs, units = weights.shape
        rows += [(layer, u + 1, i + 1, cell(weights[i, u])) for u in range(units) for i in range(inputs)]
        rows += [(layer, u + 1, "bias", cell(biases[u])) for u in range(units)]
    return DataTable(("layer", "unit", "input", "value"), tuple(rows))


def draw(options: Cells, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the layers beside or under one another, whichever leaves larger cells."""
    values = numbers_of(options, runs)
    layers, full = tensors(values, options.sizes), limit(values)
    if options.plain or frame.box.height < frame.leading() * 6:
        _strip(frame, values, full)
        return
    note = frame.leading() * 1.35
    head, gap = frame.leading() * 1.35, 26 * frame.unit
    widths = [weights.shape[0] + 2 for weights, _ in layers]
    heights = [weights.shape[1] for weights, _ in layers]
    room = frame.box.inset(bottom=note)
    beside = min((room.width - gap * (len(layers) - 1)) / sum(widths), (room.height - head) / max(heights))
    under = min(room.width / max(widths), (room.height - len(layers) * head) / sum(heights))
    size = max(1, int(max(beside, under)))
    left, top = room.left, room.top
    for place, ((weights, biases), (inputs, units)) in enumerate(
        zip(layers, itertools.pairwise(options.sizes), strict=True), 1
    ):
        words = f"layer {place}: {number(inputs * units)} weights, {number(units)} biases"
        if frame.measure(words) > (widths[place - 1] * size if beside >= under else room.width) + gap * 0.7:
            words = f"layer {place}: {number((inputs + 1) * units)}"
        frame.text(words, left, top + head * 0.62)
        _block(frame, weights.T, biases, left, top + head, size, full)
        if beside >= under:
            left += widths[place - 1] * size + gap
        else:
            top += head + heights[place - 1] * size
    bottom = top + head + max(heights) * size if beside >= under else top
    negative = "white" if frame.theme.name == "dark" else "black"
    words = f"{number(len(values))} learned numbers; blue is positive, {negative} negative"
    if frame.measure(words) > frame.box.width:
        words = f"{number(len(values))} numbers; blue +, {negative} −"
    frame.text(words, frame.box.left, min(bottom + note * 0.85, frame.box.bottom - 5 * frame.unit), "caption")


def _block(
    frame: Any, weights: "np.ndarray", biases: "np.ndarray", left: float, top: float, size: int, full: float
) -> None:
    """Draw one layer: weights `(units, inputs)`, a gap of one cell, the biases."""
    left, top = float(round(left)), float(round(top))
    for numbers, x in ((weights, left), (biases[:, None], left + (weights.shape[1] + 1) * size)):
        box = Box(x, top, float(numbers.shape[1] * size), float(numbers.shape[0] * size))
        frame.canvas.image(box, coloured(frame.theme, numbers, full).repeat(size, axis=0).repeat(size, axis=1))
        frame.canvas.rectangle(box, edge=frame.theme.context, width=1, layer=2)


def _strip(frame: Any, values: "np.ndarray", full: float) -> None:
    """Fill the box with all numbers in reading order."""
    import numpy as np

    box = frame.box
    size = max(1, int((box.width * box.height / len(values)) ** 0.5))
    while size > 1 and -(-len(values) // int(box.width // size)) * size > box.height:
        size -= 1
    across = int(box.width // size)
    down = -(-len(values) // across)
    padded = np.concatenate([values, np.zeros(across * down - len(values))]).reshape(down, across)
    image = coloured(frame.theme, padded, full)
    ground = [int(frame.ground[place : place + 2], 16) for place in (1, 3, 5)]
    image.reshape(-1, 3)[len(values) :] = ground
    place = Box(float(round(box.left)), float(round(box.top)), float(across * size), float(down * size))
    frame.canvas.image(place, image.repeat(size, axis=0).repeat(size, axis=1))


CHART = Chart(
    "cells",
    Cells,
    "all learned numbers of one model, one cell each",
    selects,
    table,
    draw,
    wide=(960, 390),
    narrow=(400, 370),
)
