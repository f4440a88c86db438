"""`parameter_map`: where one single learned number ends, over two settings, one pixel for each run.

    chart: {kind: parameter_map, experiment: atlas, x: learning_rate, y: weight_decay, sizes: [64, 8, 10],
            parameter: {layer: 1, unit: 1, input: 37}, picture: [8, 8]}

Which number: its layer, unit and input, counted from 1. Needs the channel
`weights`. Colours diverge from zero, as in `weights`; runs that died or diverged are grey and hatched.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import field

from proofpress.charts.axes import Axis, axis
from proofpress.charts.grid import outlines
from proofpress.charts.model import coloured, limit, set_key
from proofpress.charts.reading import FAILURES, cell, of_one_seed, settled
from proofpress.drawing.canvas import Box
from proofpress.drawing.frame import FAILED
from proofpress.drawing.legend import in_words
from proofpress.drawing.scales import Scale
from proofpress.formatting import number
from proofpress.language import gettext
from proofpress.models import Best, DataTable, Options, Runs, Select
from proofpress.runs.parameters import Parameter, index_of, parameter_count
from proofpress.runs.selection import ListSelect, ScalarSelect

if TYPE_CHECKING:
    import numpy as np

OUTCOME = "outcome"
SIDE = 300


class ParameterMap(Options, frozen=True):
    """Options of `parameter_map`.

    x, y: the axes across and upward. parameter: which number; sizes: units of each layer, inputs first.
    picture: rows and columns of an input that is a picture; the number's pixel is then shown beside the map.
    channel: the learned numbers. seed: its position.
    """

    experiment: str
    x: str
    y: str
    sizes: tuple[int, ...]
    parameter: Parameter
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    channel: str = "weights"
    picture: tuple[int, int] | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError where the network has no such number, or the picture not as many pixels as it has inputs."""
        index_of(self.parameter, self.sizes)
        if self.picture and self.picture[0] * self.picture[1] != self.sizes[0]:
            raise ValueError("'picture' must have as many pixels, rows times columns, as 'sizes' has inputs")


def selects(options: ParameterMap) -> tuple[Select, ...]:
    """Return the learned numbers and the outcomes; both axes are named."""
    at = settled(options.at, options.x, options.y)
    settled_at = {key: where for key, where in at.items() if key != "step"}
    return (
        ListSelect(options.experiment, options.channel, at),
        ScalarSelect(options.experiment, OUTCOME, settled_at),
    )


def pixels_of(options: ParameterMap, runs: Mapping[str, Runs]) -> tuple["np.ndarray", "np.ndarray"]:
    """Return the number of each run and the code of its outcome, `(rows, columns)`, the first row at the bottom."""

    axes = (options.y, options.x)
    numbers = of_one_seed(runs, Select(options.experiment, options.channel, options.at), options.seed, axes)
    if numbers.shape[-1] != parameter_count(options.sizes):
        raise ValueError(f"'sizes' make {parameter_count(options.sizes)} numbers, the runs have {numbers.shape[-1]}")
    at = {key: where for key, where in options.at.items() if key != "step"}
    outcomes = of_one_seed(runs, Select(options.experiment, OUTCOME, at), options.seed, axes)
    return numbers[..., index_of(options.parameter, options.sizes)], outcomes


def failed_of(options: ParameterMap, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return which runs died or diverged, `(rows, columns)`."""
    import numpy as np

    values, outcomes = pixels_of(options, runs)
    labels = runs[options.experiment].channels[OUTCOME].labels
    codes = [code for code, label in enumerate(labels) if label in FAILURES]
    return np.asarray(np.isin(outcomes, codes) | ~np.isfinite(values))


def table(options: ParameterMap, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each run: its two settings, its number, and what became of it."""
    of = runs[options.experiment]
    values, outcomes = pixels_of(options, runs)
    labels = of.channels[OUTCOME].labels
    rows = tuple(
        (cell(x), cell(y), cell(values[row, column]), labels[int(outcomes[row, column])])
        for row, y in enumerate(of.axes[options.y])
        for column, x in enumerate(of.axes[options.x])
    )
    return DataTable((in_words(options.x), in_words(options.y), called(options), gettext("outcome")), rows)


def called(options: ParameterMap) -> str:
    """Return what the number is called."""
    of, unit = options.parameter, _unit_called(options)
    if of.input is None:
        return gettext("bias of %(unit)s", unit=unit)
    return gettext("weight from input %(input)s to %(unit)s", input=of.input, unit=unit)


def _unit_called(options: ParameterMap) -> str:
    of = options.parameter
    if of.layer == len(options.sizes) - 1:
        return gettext("output unit %(unit)s", unit=of.unit)
    if len(options.sizes) > 3:
        return gettext("hidden unit %(unit)s of layer %(layer)s", unit=of.unit, layer=of.layer)
    return gettext("hidden unit %(unit)s", unit=of.unit)


def draw(options: ParameterMap, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the map, and beside or under it which number it shows and what its colours stand for."""
    values, _ = pixels_of(options, runs)
    failed, of, unit = failed_of(options, runs), runs[options.experiment], frame.unit
    full = limit(values[~failed])
    side = frame.box.width > 1.2 * frame.box.height
    if side:
        main = frame.box.inset(right=(SIDE + 30) * unit)
        beside = Box(main.right + 30 * unit, main.top + frame.leading() * 1.42, SIDE * unit, main.height)
    else:
        beneath = _side_height(options, frame)
        main = frame.box.inset(bottom=beneath)
        beside = Box(frame.box.left, main.bottom + 14 * unit, frame.box.width, beneath)
    scales = [_scale(axis(of, key)) for key in (options.x, options.y)]
    ticks = [[(at, number(at)) for at in scale.ticks(4)] for scale in scales]
    words = [in_words(options.x), in_words(options.y)]
    plot = frame.within(main).plot(*scales, x_ticks=ticks[0], y_ticks=ticks[1], x_words=words[0], y_words=words[1])
    frame.canvas.image(plot.box, coloured(frame.theme, values, full)[::-1], layer=2)
    rows, columns = values.shape
    wide, high = plot.box.width / columns, plot.box.height / rows
    loops = [[(plot.box.left + c * wide, plot.box.bottom - r * high) for c, r in loop] for loop in outlines(failed)]
    if loops:
        frame.canvas.area(loops, frame.theme.failed, hatch=frame.theme.hatch, layer=3)
    frame.canvas.rectangle(plot.box, edge=frame.theme.muted, width=1.2 * unit, layer=5)
    _beside(options, frame, beside, full, bool(failed.any()))


def _beside(options: ParameterMap, frame: Any, box: Box, full: float, failed: bool) -> None:
    """Say which number the map shows, and what its colours stand for."""
    unit, line, top = frame.unit, frame.leading(), box.top
    if options.picture and options.parameter.layer == 1 and options.parameter.input is not None:
        size = min(_input_size(frame), box.height * 0.42)
        _input(options, frame, Box(box.left, top, size, size * options.picture[0] / options.picture[1]))
        words = gettext("weight from this input to %(unit)s", unit=_unit_called(options))
        left = box.left + size + 14 * unit
        frame.paragraph(words, left, top + line * 0.8, box.right - left, "label", colour=frame.theme.second)
        top += size + 26 * unit
    else:
        end = frame.paragraph(
            called(options), box.left, top + line * 0.8, box.width, "label", colour=frame.theme.second
        )
        top = end + 22 * unit
    set_key(frame.within(box), (), top + line * 0.8, full)
    if failed:
        swatch = Box(box.left, top + line * 1.4 + 8 * unit, 34 * unit, 14 * unit)
        frame.failed(swatch)
        frame.text(gettext(FAILED), swatch.right + 10 * unit, swatch.top + swatch.height / 2, base="center")


def _input(options: ParameterMap, frame: Any, box: Box) -> None:
    """Draw the grid of an input's pixels, with the one that the number weighs filled."""
    assert options.picture is not None
    assert options.parameter.input is not None
    rows, columns = options.picture
    row, column = divmod(options.parameter.input - 1, columns)
    wide, high = box.width / columns, box.height / rows
    frame.canvas.rectangle(Box(box.left + column * wide, box.top + row * high, wide, high), frame.theme.second, layer=3)
    for at in range(rows + 1):
        y = box.top + at * high
        frame.canvas.line([(box.left, y), (box.right, y)], frame.theme.context, 1)
    for at in range(columns + 1):
        x = box.left + at * wide
        frame.canvas.line([(x, box.top), (x, box.bottom)], frame.theme.context, 1)


def _scale(along: Axis) -> Scale:
    """Return the scale from edge to edge of the pixels. Raises ValueError where they are not equally wide."""
    edges = along.edges()
    steps = [high - low for low, high in pairwise(edges)]
    if max(steps) - min(steps) > 0.02 * max(steps):
        raise ValueError(f"the coordinates along '{along.words}' are not evenly spaced, as pixels are")
    return Scale(10 ** edges[0], 10 ** edges[-1], True) if along.scale.log else Scale(edges[0], edges[-1])


def _input_size(frame: Any) -> float:
    return float(104 * frame.unit)


def _side_height(options: ParameterMap, frame: Any) -> float:
    return float((_input_size(frame) if options.picture else frame.leading() * 2) + 110 * frame.unit)
