"""`scatter`: pairs of measures, a mark for each seed, in groups of a shape and a shade, each named beside its marks.

chart: {kind: scatter, experiment: strangers, x: weight_cosine, y: disagreement, by: change}
"""

from collections.abc import Mapping
from typing import Any

from msgspec import field

from proofpress.charts.axes import coordinate
from proofpress.charts.lines import axis_ticks, colours
from proofpress.charts.reading import cell, numbers, over_seeds, settled
from proofpress.drawing.canvas import Box
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.drawing.scales import Scale, fitting
from proofpress.formatting import is_fraction
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Options, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.repeats import describe_repeat
from proofpress.runs.selection import ScalarSelect

SHAPES = ("circle", "square", "triangle", "diamond")


class Scatter(Options, frozen=True):
    """Options of `scatter`.

    x, y: channels. by: an axis, a group for each coordinate; words: coordinate → what its group is called.
    x_words, y_words: what the axes are called.
    """

    experiment: str
    x: str
    y: str
    by: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    words: Mapping[str, Phrase] = field(default_factory=dict)
    x_words: Phrase = ""
    y_words: Phrase = ""
    role: Role | None = None


def selects(options: Scatter) -> tuple[Select, ...]:
    """Return the channels read; the axis of groups is named."""
    at = settled(options.at, options.by)
    return tuple(ScalarSelect(options.experiment, channel, at) for channel in (options.x, options.y))


def groups_of(options: Scatter, runs: Mapping[str, Runs]) -> list[tuple[str, list[float], list[float]]]:
    """Return words, x and y of each group, a number for each seed."""
    xs, ys = (
        over_seeds(runs, Select(options.experiment, channel, options.at), (options.by,))
        for channel in (options.x, options.y)
    )
    labels = [options.words.get(str(at), coordinate(at)) for at in runs[options.experiment].axes[options.by]]
    return [(label, x.tolist(), y.tolist()) for label, x, y in zip(labels, xs, ys, strict=True)]


def table(options: Scatter, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each mark: its group, seed and two measures."""
    seeds = runs[options.experiment].axes["seed"]
    rows = tuple(
        (label, cell(seed if isinstance(seed, int) else describe_repeat(seed)), cell(x), cell(y))
        for label, xs, ys in groups_of(options, runs)
        for seed, x, y in zip(seeds, xs, ys, strict=False)
    )
    return DataTable(
        (
            in_words(options.by),
            gettext("seed"),
            options.x_words or in_words(options.x),
            options.y_words or in_words(options.y),
        ),
        rows,
    )


def draw(options: Scatter, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the marks and name each group where its words cover the fewest marks."""
    groups, unit = groups_of(options, runs), frame.unit
    x, y = (
        _padded(fitting(numbers([value for group in groups for value in group[part]])), channel)
        for part, channel in ((1, options.x), (2, options.y))
    )
    plot = frame.plot(
        x,
        y,
        x_ticks=axis_ticks(x, options.x, 4 if frame.box.width < 460 * unit else 6),
        y_ticks=axis_ticks(y, options.y, 3 if frame.box.height < 300 * unit else 5),
        x_words=options.x_words or in_words(options.x),
        y_words=options.y_words or in_words(options.y),
    )
    keys = [(at,) for at in runs[options.experiment].axes[options.by]]
    shades = colours(frame, role_of_chart(options, "first"), keys, ordered=False)
    marks: list[Box] = []
    size = 11 * unit
    middles = []
    for index, ((_, xs, ys), shade) in enumerate(zip(groups, shades, strict=True)):
        points = [(plot.x_at(a), plot.y_at(b)) for a, b in zip(xs, ys, strict=True) if len(numbers([a, b])) == 2]
        for px, py in points:
            frame.marker(px, py, SHAPES[index % len(SHAPES)], size, shade, frame.ground, 1)
            marks.append(Box(px - size, py - size, 2 * size, 2 * size))
        order = sorted(points)
        middles.append(order[len(order) // 2] if order else (plot.box.left, plot.box.bottom))
    taken: list[Box] = []
    for (label, _, _), middle, shade in zip(groups, middles, shades, strict=True):
        box = _free_spot(frame, plot.box, label, middle, marks, taken)
        taken.append(box)
        frame.text(label, box.left, box.top + box.height * 0.78, "label", colour=shade, halo=True)


def _padded(scale: Scale, channel: str) -> Scale:
    wide = scale.padded(0.08)
    if is_fraction(channel) and not scale.log:
        return Scale(max(0.0, wide.low) if scale.low >= 0 else wide.low, wide.high)
    return wide


def _free_spot(frame: Any, room: Box, words: str, near: tuple[float, float], marks: list[Box], taken: list[Box]) -> Box:
    """Return the box near a point where words touch no other words and the fewest marks."""
    width, height, unit = frame.measure(words, "label"), frame.leading("label"), frame.unit

    def cost(box: Box) -> tuple[int, int, float]:
        over = sum(box.touches(mark) for mark in marks)
        away = abs(box.left + width / 2 - near[0]) + 1.5 * abs(box.top + height / 2 - near[1])
        return sum(box.touches(other) for other in taken), over, away

    spots = []
    for dx in (-1.0, -0.5, 0.0, 0.5, 1.0):
        for dy in (-6, -4.5, -3, -2, -1.2, -0.4, 0.4, 1.2, 2, 3, 4.5, 6):
            left = near[0] - width / 2 + dx * (width + 24 * unit)
            top = near[1] - height / 2 + dy * height
            left = min(max(left, room.left + 6 * unit), room.right - width)
            spots.append(Box(left, min(max(top, room.top), room.bottom - height - 2), width, height))
    return min(spots, key=cost)


KIND = ChartKind("scatter", Scatter, "pairs of measures in named groups", selects, table, draw)
