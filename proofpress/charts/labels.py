"""Where words in a plot of lines find room: at the lines' ends, along them, at a point, on a dotted level."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.charts.axes import Axis
from proofpress.charts.reading import numbers
from proofpress.drawing.check import touches
from proofpress.drawing.frame import FAILED, Frame, spread
from proofpress.drawing.geometry import ASCENT, DESCENT, Box, Lettering
from proofpress.drawing.plot import Plot
from proofpress.language import gettext

if TYPE_CHECKING:
    import numpy as np

COLUMNS = 240
FAR = 1e9
CLEAR = 3
"""How far words stand from lines, bands and marks, in units; nearer ones have a halo."""
FARTHEST = 4
"""How far from its point words may stand that are led to it, in lines."""


class Line(Struct, frozen=True):
    """One line: its words, and at each place of the axis a middle, that is a mean or a median, with a band.

    ends: why it stops early, if it does. keys: the coordinate, channel or experiment that it stands for.
    """

    words: str
    middle: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    ends: str = ""
    keys: tuple[Any, ...] = ()


class LabelPlacer:
    """What a plot already holds: lines with their bands, a level, words. Tells how far a box lies from all of it."""

    def __init__(self, plot: Plot, axis: Axis, lines: Sequence[Line], level: float | None, *, banded: bool) -> None:
        """Note where each line runs, in columns of pixels across the plot. level: pixels from the top."""
        import numpy as np

        self.plot, self.level, self.lines = plot, level, lines
        self.across = np.linspace(plot.box.left, plot.box.right, COLUMNS)
        positions = [plot.x_at(position) for position in axis.positions]

        def heights(values: Sequence[float]) -> "np.ndarray":
            pixels = np.array([plot.y_at(value) for value in values])
            return np.asarray(np.clip(np.interp(self.across, positions, pixels), plot.box.top, plot.box.bottom))

        self.spans = [
            (heights(line.high if banded else line.middle), heights(line.low if banded else line.middle))
            for line in lines
        ]
        self.middles = [heights(line.middle) for line in lines]
        self.taken: list[Box] = []
        self.points: list[tuple[float, float]] = []

    def keep_clear(self, axis: Axis, asides: Sequence[float], size: float) -> None:
        """Keep words off the marks of lines. asides: how far right of its place each stands. size: of a mark."""
        for line, aside in zip(self.lines, asides, strict=True):
            for position, value in zip(axis.positions, line.middle, strict=True):
                if math.isfinite(value):
                    x, y = self.plot.x_at(position) + aside, self.plot.y_at(value)
                    self.taken.append(Box(x - size / 2, y - size / 2, size, size))

    def crossed(self, box: Box) -> bool:
        """Return whether a line itself, not only its band, runs through a box."""
        near = (self.across >= box.left) & (self.across <= box.right)
        return any(bool(((line[near] > box.top) & (line[near] < box.bottom)).any()) for line in self.middles)

    def cuts(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Return whether a straight line between two places, itself no line of the plot, crosses one of those."""
        import numpy as np

        (x0, y0), (x1, y1) = start, end
        steps = np.linspace(0, 1, 24)
        xs, ys = x0 + steps * (x1 - x0), y0 + steps * (y1 - y0)
        sides = (np.sign(np.interp(xs, self.across, line) - ys) for line in self.middles)
        return any(bool((side > 0).any() and (side < 0).any()) for side in sides)

    def names(self, box: Box, point: tuple[float, float]) -> bool:
        """Return whether words in a box would be read as those of a point: no other point lies as near to them."""
        own = distance_to(box, point)
        return all(own < 0.8 * distance_to(box, other) for other in self.points if other != point)

    def gap(self, box: Box, but: int = -1) -> float:
        """Return the distance upward or downward from a box to the nearest thing; negative where it covers one.

        but: the position of a line that may be near.
        """
        import numpy as np

        near = (self.across >= box.left - 8) & (self.across <= box.right + 8)
        gaps = [FAR]
        for index, (upper, lower) in enumerate(self.spans):
            if index != but and near.any():
                between = np.maximum(upper[near] - box.bottom, box.top - lower[near])
                gaps.append(float(np.nanmin(between)) if np.isfinite(between).any() else FAR)
        if self.level is not None:
            gaps.append(max(self.level - box.bottom, box.top - self.level))
        for other in self.taken:
            if other.left < box.right + 8 and box.left < other.right + 8:
                gaps.append(max(other.top - box.bottom, box.top - other.bottom))
        return min(gaps)


def extent(frame: Frame, words: str, left: float, baseline: float, level: str = "label") -> Box:
    """Return the extent of words that would be set at a place."""
    size = frame.type.size(level)
    return Box(left, baseline - ASCENT * size, frame.measure(words, level), (ASCENT + DESCENT) * size)


def distance_to(box: Box, point: tuple[float, float]) -> float:
    """Return how far a point lies from a box, in pixels; 0 within it."""
    x, y = point
    return math.hypot(max(box.left - x, 0.0, x - box.right), max(box.top - y, 0.0, y - box.bottom))


def mark_points(
    frame: Frame, placer: LabelPlacer, points: Sequence[tuple[float, float]], shades: Sequence[str]
) -> None:
    """Mark points, given in pixels, with dots in their lines' colours; words will keep clear of all of them."""
    size = 13 * frame.unit
    for (x, y), shade in zip(points, shades, strict=True):
        frame.marker(x, y, "circle", size, frame.ground, shade, 3)
        placer.taken.append(Box(x - size / 2, y - size / 2, size, size))
        placer.points.append((x, y))


def label_point(
    frame: Frame,
    plot: Plot,
    point: tuple[float, float],
    words: str,
    colour: str,
    placer: LabelPlacer,
    *,
    several: bool = False,
) -> None:
    """Name a marked point: under or over it, to a side, wherever the lines leave most room.

    Where they leave none, the words stand farther away and are led to the point. several: it is one of several such
    points, whose words are left out where they would cover anything or be read as another's.
    """
    unit, line, width = frame.unit, frame.leading("label"), frame.measure(words, "label")
    px, py = point
    below, above, beside = py + line * 1.15, py - line * 0.6, 14 * unit
    bases = [base for away in range(4) for base in (below + away * line * 0.4, above - away * line * 0.4)]
    spots = [(px - width * share, base) for base in bases for share in (0.5, 0.2, 0.8, 0.0, 1.0)]
    spots += [(px + beside, base) for base in (below + line * 0.5, py + line * 0.3)]
    spots += [(px - beside - width, base) for base in (below + line * 0.5, py + line * 0.3)]
    low, high = plot.box.left + 6 * unit, plot.box.right - width
    spots = [(min(max(left, low), high), base) for left, base in spots]
    inside = [spot for spot in spots if plot.box.top + line * 0.7 <= spot[1] <= plot.box.bottom - 6 * unit] or spots
    own = [spot for spot in inside if placer.names(extent(frame, words, *spot), point)]

    def merit(spot: tuple[float, float]) -> float:
        box = extent(frame, words, *spot)
        away = 0.04 * abs(box.left + box.width / 2 - px) + 0.15 * abs(box.top + box.height / 2 - py)
        return min(placer.gap(box), 8 * unit) - away

    spot = max(own or inside, key=merit)
    gap = placer.gap(extent(frame, words, *spot))
    if not own or gap < CLEAR * unit:
        found = _led_spot(frame, plot, point, words, placer)
        if found is not None:
            box = extent(frame, words, *found)
            end = min(max(px, box.left), box.right), min(max(py, box.top - 2 * unit), box.bottom + 2 * unit)
            start = _toward(point, end, 8 * unit)
            frame.canvas.line([start, end], colour, 1.4 * unit, layer=7)
            placer.taken.append(frame.text(words, *found, "label", colour=colour))
            return
    if not several or (own and gap > 0):
        placer.taken.append(frame.text(words, *spot, "label", colour=colour, halo=gap < CLEAR * unit))


def _led_spot(
    frame: Frame, plot: Plot, point: tuple[float, float], words: str, placer: LabelPlacer
) -> tuple[float, float] | None:
    """Return the nearest place at which words are clear of all and can be led to their point, or None."""
    unit, line, width = frame.unit, frame.leading("label"), frame.measure(words, "label")
    low, high = plot.box.left + 8 * unit, plot.box.right - width - 4 * unit
    found: list[tuple[float, float, float]] = []
    for row in range(int((plot.box.height + line) / (0.25 * line))):
        base = plot.box.top - line + row * 0.25 * line
        for step in range(25 if high > low else 0):
            left = low + (high - low) * step / 24
            box = extent(frame, words, left, base)
            away = distance_to(box, point)
            if away > FARTHEST * line or box.bottom > plot.box.bottom - 4 * unit or not _fits_above(frame, plot, box):
                continue
            end = min(max(point[0], box.left), box.right), min(max(point[1], box.top), box.bottom)
            if placer.gap(box) >= 2 * CLEAR * unit and not placer.cuts(_toward(point, end, 8 * unit), end):
                found.append((away, left, base))
    return min(found)[1:] if found else None


def _toward(start: tuple[float, float], end: tuple[float, float], by: float) -> tuple[float, float]:
    """Return the place by so many pixels nearer to an end."""
    length = math.dist(start, end)
    share = min(1.0, by / length) if length else 1.0
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def set_level(frame: Frame, plot: Plot, placer: LabelPlacer, level: float, words: str) -> None:
    """Name a dotted level over or under it, where the other lines leave most room; else under the axis.

    level: pixels from the top. words: what it is, `chance` where guessing reaches it.
    """
    unit, width = frame.unit, frame.measure(words)
    span = plot.box.width - width - 16 * unit
    lefts = [plot.box.left + 8 * unit + span * step / 16 for step in range(17)]
    above, below = level - 7 * unit, level + 5 * unit + frame.type.tick * ASCENT
    bases = (above, below) if below + 4 * unit < plot.box.bottom else (above,)

    def merit(spot: tuple[float, float]) -> tuple[float, bool, float]:
        box = extent(frame, words, *spot, level="tick")
        gaps = placer.gap(Box(box.left - 20 * unit, box.top, box.width + 40 * unit, box.height))
        return min(gaps, 4 * unit), spot[1] == above, spot[0]

    best = max([(left, base) for base in bases for left in lefts], key=merit)
    spot = extent(frame, words, *best, level="tick")
    crossed = placer.crossed(spot.inset(top=-4 * unit, bottom=-4 * unit))
    if crossed or placer.gap(spot) < 0:
        key, baseline = gettext("dotted: %(words)s", words=words), plot.box.bottom + 2 * frame.leading() + 3 * unit
        left = plot.box.right - frame.measure(key)
        beneath = extent(frame, key, left, baseline, "tick")
        if crossed and not frame.ruled:
            return
        if frame.words and frame.ruled and not any(beneath.touches(text.box) for text in frame.canvas.letterings):
            frame.text(key, left, baseline)
            return
    word = Lettering(words, "tick", frame.type.tick, 400, frame.theme.muted, spot)
    # Where there is no room for the word the line stands alone: two words over each other say less than one.
    covering = any(spot.touches(box) for box in placer.taken)
    if not covering and not any(touches(word, other) for other in frame.canvas.letterings):
        placer.taken.append(frame.text(words, *best, halo=merit(best)[0] < 0))


def tell_failed(frame: Frame, plot: Plot, box: Box, placer: LabelPlacer, dotted: bool) -> None:
    """Name a hatched stretch on it or, where it is too narrow, beside it: at its top, or lower where marks leave room.

    dotted: values stand as marks with whiskers, which reach to both sides of their places.
    """
    unit, words, line = frame.unit, gettext(FAILED), frame.leading()
    width = frame.measure(words)
    spots: list[tuple[float, bool]] = []
    if box.width > width + 10 * unit:
        spots.append((box.left + (box.width - width) / 2, True))
    if box.right + width + 10 * unit < plot.box.right:
        spots.append((box.right + 6 * unit, False))
    if box.left - width - 10 * unit > plot.box.left:
        spots.append((box.left - 6 * unit - width, False))
    wide = 10 * unit if dotted else 0.0
    found: list[tuple[float, int, int, float, float, bool]] = []
    for order, (left, within) in enumerate(spots):
        for row in range(max(int((plot.box.height - 1.2 * line) / (0.25 * line)), 0) + 1):
            base = box.top + line + row * 0.25 * line
            room = extent(frame, words, left, base, "tick").inset(left=-wide, right=-wide)
            # Of places that all cover something, that which covers least.
            found.append((max(-placer.gap(room), 0.0), order, row, left, base, within))
    if found:
        *_, left, base, within = min(found)
        placer.taken.append(frame.text(words, left, base, halo=frame.theme.failed if within else ""))


def name_along(frame: Frame, plot: Plot, placer: LabelPlacer, lines: Sequence[Line], shades: Sequence[str]) -> None:
    """Name each line beside itself, where it is farthest from the others."""
    unit, size = frame.unit, frame.type.label
    for index, (line, shade) in enumerate(zip(lines, shades, strict=True)):
        upper, lower = placer.spans[index]
        width = frame.measure(line.words, "label")
        found: list[tuple[float, float, float]] = []
        for column in range(6, COLUMNS - 6, 6):
            left = float(placer.across[column]) - width / 2
            if left < plot.box.left + 8 * unit or left + width > plot.box.right - 4 * unit:
                continue
            near = (placer.across >= left) & (placer.across <= left + width)
            for base in (
                float(upper[near].min()) - DESCENT * size - 5 * unit,
                float(lower[near].max()) + ASCENT * size + 5 * unit,
            ):
                box = extent(frame, line.words, left, base)
                if box.bottom > plot.box.bottom - 4 * unit or not _fits_above(frame, plot, box):
                    continue
                steep = float(upper[near].max() - upper[near].min()) + float(lower[near].max() - lower[near].min())
                clear = placer.gap(box, index)
                found.append((min(clear, 36 * unit) - 0.4 * steep, left, base))
        _, left, base = max(found, default=(0.0, plot.box.left + 8 * unit, plot.box.top + size))
        halo = placer.gap(extent(frame, line.words, left, base), index) < 2 * unit
        placer.taken.append(frame.text(line.words, left, base, "label", colour=shade, halo=halo))


def _fits_above(frame: Frame, plot: Plot, box: Box) -> bool:
    """Return whether words lie within a plot, or over it beside the name of its axis."""
    if box.top >= plot.box.top:
        return True
    beside = box.inset(left=-16 * frame.unit, bottom=-box.height)
    return box.top >= frame.box.top and not any(beside.touches(text.box) for text in frame.canvas.letterings)


def end_heights(frame: Frame, plot: Plot, lines: Sequence[Line], labels: Sequence[Sequence[str]]) -> list[float]:
    """Return where the middles of names at the right ends stand, moved apart as little as needed."""
    leading = frame.leading("label") * 0.92
    heights = [len(parts) * leading for parts in labels]
    ends = [_end(plot, line) for line in lines]
    return spread(ends, max(heights) + 2 * frame.unit, plot.box.top + (heights[0] - leading) / 2, plot.box.bottom)


def name_ends(
    frame: Frame,
    plot: Plot,
    lines: Sequence[Line],
    labels: Sequence[Sequence[str]],
    shades: Sequence[str],
    gap: float,
    whiskers: Sequence[float] = (),
    last: float = 0.0,
) -> None:
    """Name each line at its right end. gap: how far right of the plot. whiskers: how far, those of the lines stand.

    last: how far, if the lines are marks, the last of them stands; negative within the plot.
    """
    leading, unit = frame.leading("label") * 0.92, frame.unit
    middles = end_heights(frame, plot, lines, labels)
    starts = [at + 5 * unit for at in whiskers] or [last + (9 if last else 1.5) * unit] * len(lines)
    for line, parts, middle, shade, start in zip(lines, labels, middles, shades, starts, strict=True):
        end = _end(plot, line)
        if abs(middle - end) > leading * (0.1 if whiskers else 0.4):
            # A name that had to move is led back to its line, or to what stands at its end.
            points = [(plot.box.right + start, end), (plot.box.right + gap - 3 * unit, middle)]
            frame.canvas.line(points, shade, 1.4 * unit)
        for index, part in enumerate(parts):
            y = middle - len(parts) * leading / 2 + (index + 0.5) * leading
            frame.text(part, plot.box.right + gap, y, "label", colour=shade, base="center")


def crowded(frame: Frame, plot: Plot, lines: Sequence[Line]) -> bool:
    """Return whether the lines end so close together that names at their ends would stand beside the wrong one."""
    middles = end_heights(frame, plot, lines, [[line.words] for line in lines])
    moved = [abs(middle - _end(plot, line)) for middle, line in zip(middles, lines, strict=True)]
    return max(moved) > frame.leading("label") * 0.15


def _end(plot: Plot, line: Line) -> float:
    finite = numbers(line.middle)
    return plot.y_at(finite[-1]) if finite else plot.box.bottom
