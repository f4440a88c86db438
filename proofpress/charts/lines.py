"""Lines with bands over one axis, named at their ends: what `curves`, `sweep` and `race` have in common."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from proofpress.charts.axes import Axis, begun
from proofpress.charts.labels import (
    LabelPlacer,
    Line,
    crowded,
    label_point,
    mark_points,
    name_along,
    name_ends,
    set_level,
    tell_failed,
)
from proofpress.charts.reading import By, cell, numbers
from proofpress.drawing.canvas import Box
from proofpress.drawing.frame import Frame
from proofpress.drawing.legend import role_of
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale, fitting
from proofpress.drawing.theme import contrast, mix
from proofpress.formatting import is_fraction, number, percent, power_of_ten, quantity
from proofpress.language import gettext
from proofpress.models import DataTable

# Lengths on and off of unordered lines, which can be told apart without their colours.
DASHES: tuple[tuple[float, ...], ...] = ((), (9, 4), (3, 4), (12, 4, 3, 4))
BESIDE = 0.03
"""Room for marks beside the first and the last place, as a share of an axis; twice that for marks side by side."""
LONGEST_POWER = 4
"""Powers of ten up to which a number is written in digits."""
LEADER = 34
"""The room between whiskers at the ends of lines and the names, for what leads from one to the other, in units."""
SHAPES = ("circle", "square", "diamond", "triangle")


def colours(frame: Frame, role: str, keys: Sequence[tuple[Any, ...]], ordered: bool) -> list[str]:
    """Return a colour for each line, by what it stands for: that of its side, where the legend gives it to one.

    Without a side, ordered settings have steps of the role's ramp, others the role's colour and greys. All have at
    least 4.5:1 on the ground, for the names of the lines are set in them.
    """
    theme = frame.theme
    sides = [role_of(*each) for each in keys]
    if any(sides):
        shades = {side: iter(_steps(frame, side, sides.count(side))) for side in {*sides} - {""}}
        others = itertools.chain((theme.ink,), itertools.repeat(theme.muted))
        return [next(shades[side] if side else others) for side in sides]
    if ordered:
        return _steps(frame, role, len(keys))
    # Greys after the colour: a mixture of the two would look like the colour itself in small marks.
    own = (theme.role(role), theme.ink, theme.muted, mix(theme.muted, frame.ground, 0.18))
    return list(itertools.islice(itertools.chain(own, itertools.repeat(theme.muted)), len(keys)))


def _steps(frame: Frame, role: str, count: int) -> list[str]:
    """Return so many steps of a role's ramp that stand out from the ground; the role's colour for one."""
    if count == 1:
        return [frame.theme.role(role)]
    ramp = frame.theme.ramp(role)
    steps = [mix(ramp[int(t)], ramp[int(t) + 1], t - int(t)) for t in (index * 4.999 / 40 for index in range(41))]
    strong = [colour for colour in steps if contrast(colour, frame.ground) >= 4.5]
    return [strong[round(index * (len(strong) - 1) / (count - 1))] for index in range(count)]


def draw_lines(
    frame: Frame,
    axis: Axis,
    lines: Sequence[Line],
    channel: str,
    *,
    role: str,
    ordered: bool = False,
    x_words: str = "",
    y_words: str = "",
    chance: float | None = None,
    level_words: str = "",
    logs: bool = False,
    joined: bool = False,
    failed: Sequence[float] = (),
    group: str = "",
    y: Scale,
    spread_at_end: bool = False,
    marks: Sequence[tuple[int, int, str]] = (),
    fixed: bool = False,
) -> Plot:
    """Draw lines with their bands, name them, hatch failed places; return the plot.

    Where the axis has few places, each has a dot for each line, with its band as a whisker. Nothing joins them, for a
    line would mostly show what nobody ran, unless they are `joined`: moments of the same runs.
    Names stand at the right ends; where these lie too close together, beside the lines. channel: says how values
    are written. chance: a level marked by a dotted line, called `level_words` if it is not that of guessing. logs: the
    values are decimal logarithms, and the axis is labelled with the numbers themselves. failed: share of failed runs at
    each place of the axis; places above a half are hatched. group: what names have in common that are numbers.
    spread_at_end: the bands' last values as whiskers beside the ends, for bands that would cover one another.
    marks: line, place and words of points to be named. fixed: the ends of `y` are not to be moved.
    """
    unit = frame.unit
    y_ticks = axis_ticks(y, channel, 3 if frame.box.height < 300 * unit else 5, logs=logs)
    high = y.low + 0.8 * (y.high - y.low)
    if not fixed and not y.log and any(lines[line].middle[at] > high for line, at, _ in marks):
        # Room for the words over a point that lies near the top.
        y = Scale(y.low, y.high + (y.high - y.low) * min(0.4, 1.6 * frame.leading("label") / frame.box.height))
    named, at_end = len(lines) > 1, spread_at_end and len(lines) > 2
    # Names that are words say themselves what they are.
    group = group if ordered else ""
    labels = [frame.wrapped(f"{line.words} {line.ends}".strip(), frame.box.width * 0.26, "label") for line in lines]
    widest = max(frame.measure(part, "label") for parts in labels for part in parts)
    whiskers = [(12 + 10 * index) * unit for index in range(len(lines))] if at_end else []
    gap = whiskers[-1] + LEADER * unit if at_end else (16 if group else 10) * unit
    told_along = False
    if named and not group and not at_end and not axis.dotted and len(lines) <= 3 and len(marks) < 2:
        # The axes are not laid out yet, for they depend on this: about where they will be is enough.
        about = frame.box.inset(left=frame.box.width * 0.1, bottom=frame.leading() * 2.5)
        told_along = crowded(frame, Plot(frame.canvas, about, axis.scale, y), lines)
    right = max(widest, frame.measure(group, "caption")) + gap + 2 * unit if named and not told_along else 0
    plot = frame.plot(
        axis.scale.padded(BESIDE if len(lines) == 1 else 2 * BESIDE)
        if axis.dotted and not axis.labels and not at_end
        else axis.scale,
        y,
        x_ticks=axis.ticks(4 if frame.box.width < 460 * unit else 6),
        y_ticks=y_ticks,
        x_words=x_words,
        y_words=begun(y_words, channel, y, frame, group),
        right=right,
    )
    _break(frame, plot, axis)
    hatched = _hatch(frame, plot, axis, failed)
    shades = colours(frame, role, [line.keys for line in lines], ordered)
    for line, shade in zip(lines, shades, strict=True):
        if not axis.dotted and not at_end and list(line.low) != list(line.high):
            plot.band(axis.positions, line.low, line.high, mix(frame.ground, shade, 0.2 if named else 0.28))
    level = None
    if chance is not None:
        level = plot.y_at(chance)
        ends = [(plot.box.left, level), (plot.box.right, level)]
        frame.canvas.line(ends, frame.theme.muted, 1.8 * unit, dash=(2 * unit, 5 * unit))
    if axis.dotted and not at_end:
        _dots(frame, plot, axis, lines, shades, channel, joined=joined and not axis.labels)
    for index, (line, shade) in enumerate(zip(lines, shades, strict=True) if not axis.dotted or at_end else ()):
        dash = None if ordered or not DASHES[index % 4] else [length * unit for length in DASHES[index % 4]]
        plot.line(axis.positions, line.middle, shade, 3 * unit, dash=dash, layer=4)
    placer = LabelPlacer(plot, axis, lines, level, banded=not at_end)
    asides = _asides(frame, plot, axis, len(lines)) if axis.dotted and not at_end else [0.0] * len(lines)
    if axis.dotted and not at_end:
        placer.keep_clear(axis, asides, 14 * unit)
    for box in hatched:
        tell_failed(frame, plot, box, placer, axis.dotted)
    placer.taken += hatched
    points = [
        (plot.x_at(axis.positions[index]) + asides[at], plot.y_at(lines[at].middle[index])) for at, index, _ in marks
    ]
    mark_points(frame, placer, points, [shades[at] for at, _, _ in marks])
    for point, (at, _, words) in zip(points, marks, strict=True):
        label_point(frame, plot, point, words, shades[at], placer, several=len(marks) > 1)
    if named and told_along:
        name_along(frame, plot, placer, lines, shades)
    elif named:
        # What leads from marks to names begins right of the last marks.
        last = plot.x_at(axis.positions[-1]) + max(asides) - plot.box.right if axis.dotted and not at_end else 0.0
        name_ends(frame, plot, lines, labels, shades, gap, whiskers, last)
    if group:
        # On the line of the y axis's name.
        frame.text(group, plot.box.right + gap, plot.box.top - frame.leading() * 0.717, "caption")
    if at_end:
        for line, shade, aside in zip(lines, shades, whiskers, strict=True):
            _whisker(frame, plot, plot.box.right + aside, line, -1, shade)
    if level is not None:
        set_level(frame, plot, placer, level, level_words or gettext("chance"))
    return plot


def lines_table(axis: Axis, lines: Sequence[Line], seeds: int, measured: str, by: By) -> DataTable:
    """Return the numbers of lines: a row for each line and place. by: what their middle is."""
    rows = tuple(
        (line.words, cell(at), cell(middle), cell(low), cell(high), seeds)
        for line in lines
        for at, middle, low, high in zip(axis.coordinates, line.middle, line.low, line.high, strict=True)
    )
    heads = (
        gettext("line"),
        axis.words,
        gettext("%(quantity)s, %(summary)s", quantity=measured, summary=gettext(by)),
        gettext("band, low"),
        gettext("band, high"),
        gettext("seeds"),
    )
    return DataTable(heads, rows)


def scale_y(lines: Sequence[Line], channel: str, chance: float | None) -> Scale:
    """Return the scale that holds lines with their bands and the level of chance."""
    values = numbers([value for line in lines for part in (line.low, line.high, line.middle) for value in part])
    values += [chance] if chance is not None else []
    scale = fitting(values)
    if not is_fraction(channel):
        return scale.padded(0.05)
    if scale.log or scale.high - scale.low > 0.45:
        return Scale(0.0, 1.0)
    padded = Scale(min(values, default=0), max(values, default=1)).padded(0.08)
    # Where it begins is said in words: whole percents, if that leaves the lines their room.
    whole = math.floor(padded.low * 100) / 100
    low = whole if padded.high - whole < 1.25 * (padded.high - padded.low) else padded.low
    return Scale(max(0.0, low), min(1.0, padded.high))


def axis_ticks(scale: Scale, channel: str, most: int, *, logs: bool = False) -> list[tuple[float, str]]:
    """Return at most so many ticks of a scale, written as the channel's values are.

    logs: the values are decimal logarithms of what is written: powers of ten, as digits where these are few.
    """
    if logs:
        powers = [int(value) for value in Scale(scale.low, scale.high).ticks(most, whole=True)]
        short = all(abs(power) <= LONGEST_POWER for power in powers)
        return [(power, number(10.0**power) if short else power_of_ten(power)) for power in powers]
    ticks = scale.ticks(most)
    if not is_fraction(channel):
        return [(value, number(value)) for value in ticks]
    coarse = all(abs(value * 100 - round(value * 100)) < 1e-6 for value in ticks)
    return [(value, percent(value, 0 if coarse else 1)) for value in ticks]


def _hatch(frame: Frame, plot: Plot, axis: Axis, failed: Sequence[float]) -> list[Box]:
    """Hatch the stretches where most runs failed; return them."""
    found: list[Box] = []
    failing = [bool(share > 0.5) for share in failed]
    if not any(failing):
        return found
    edges = axis.edges()
    start = None
    for index, bad in enumerate([*failing, False]):
        if bad and start is None:
            start = index
        if not bad and start is not None:
            ends = [10**edge if axis.scale.log else edge for edge in (edges[start], edges[index])]
            box = plot.rectangle(*ends)
            frame.failed(box)
            found.append(box)
            start = None
    return found


def _break(frame: Frame, plot: Plot, axis: Axis) -> None:
    """Cut the axis between a zero and the logarithmic rest, with two slanted strokes."""
    if not axis.scale.log or axis.coordinates[0] != 0 or len(axis.positions) < 2:
        return
    unit, y = frame.unit, plot.box.bottom
    x = (plot.x_at(axis.positions[0]) + plot.x_at(axis.positions[1])) / 2
    frame.canvas.line([(x - 3 * unit, y), (x + 3 * unit, y)], frame.ground, 4 * unit, layer=4)
    for side in (-3.5 * unit, 3.5 * unit):
        frame.canvas.line(
            [(x + side - 3 * unit, y + 6 * unit), (x + side + 3 * unit, y - 6 * unit)],
            frame.theme.muted,
            1.4 * unit,
            layer=5,
        )


def _dots(
    frame: Frame,
    plot: Plot,
    axis: Axis,
    lines: Sequence[Line],
    shades: Sequence[str],
    channel: str,
    *,
    joined: bool = False,
) -> None:
    """Draw a mark and a whisker of each line at each place: side by side, farther apart if the places have no order."""
    asides = _asides(frame, plot, axis, len(lines))
    for order, (line, shade, aside) in enumerate(zip(lines, shades, asides, strict=True)):
        if joined:
            plot.line(axis.positions, line.middle, shade, 2 * frame.unit, opacity=0.6, layer=3)
        for at, position in enumerate(axis.positions):
            x = plot.x_at(position) + aside
            following = [plot.x_at(place) + asides[0] for place in axis.positions[at + 1 : at + 2]]
            end = min([*following, plot.box.right + 8 * frame.unit]) - 8 * frame.unit
            if not _beyond(frame, plot, x, line.middle[at], shade, channel, end):
                _whisker(frame, plot, x, line, at, shade, SHAPES[order % 4], 12)


def _asides(frame: Frame, plot: Plot, axis: Axis, count: int) -> list[float]:
    """Return how far right of a place the mark of each of so many lines stands, in pixels."""
    wide = 22 if axis.labels else 10
    step = min(wide * frame.unit, plot.box.width / len(axis.positions) / (count + 1))
    return [(order - (count - 1) / 2) * step for order in range(count)]


def _beyond(frame: Frame, plot: Plot, x: float, value: float, shade: str, channel: str, end: float) -> bool:
    """Mark a value that lies outside the scale by an arrow at its edge, with the number; return whether it does.

    end: how far right the number may reach; else it stands left of the arrow, or over its tail.
    """
    low, high = plot.y.low, plot.y.high
    if not value < low and not value > high:
        return False
    unit, size, down = frame.unit, 15 * frame.unit, value < low
    edge = plot.box.bottom if down else plot.box.top
    base, tip = (edge - size, edge - 1) if down else (edge + size, edge + 1)
    frame.canvas.shape([(x - size / 2, base), (x + size / 2, base), (x, tip)], shade, layer=8)
    words = quantity(value, channel)
    width, aside, y = frame.measure(words, "label"), size / 2 + 5 * unit, (base + tip) / 2
    if x + aside + width <= end:
        left = x + aside
    elif x - aside - width >= plot.box.left:
        left = x - aside - width
    else:
        left, y = max(x - width / 2, plot.box.left + 4 * unit), base + (-0.7 if down else 0.7) * frame.leading("label")
    frame.text(words, left, y, "label", base="center", colour=shade)
    return True


def _whisker(
    frame: Frame, plot: Plot, x: float, line: Line, at: int, shade: str, shape: str = "circle", size: float = 7
) -> None:
    """Draw the band of a line at one place as a whisker, with a mark at its middle; nothing where all runs failed."""
    if not numbers([line.middle[at]]):
        return
    low, high, middle = (
        min(max(plot.y_at(part[at]), plot.box.top), plot.box.bottom) for part in (line.low, line.high, line.middle)
    )
    frame.canvas.line([(x, low), (x, high)], shade, 2.4 * frame.unit, layer=4)
    frame.marker(x, middle, shape, size * frame.unit, shade, shade, 0)
