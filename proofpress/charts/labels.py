"""Where words in a plot of lines find room: at the lines' ends, along them, at a point, on a dotted level."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.charts.axes import Axis
from proofpress.charts.reading import numbers
from proofpress.drawing.check import touches
from proofpress.drawing.frame import Frame, spread
from proofpress.drawing.geometry import ASCENT, DESCENT, Box, Lettering
from proofpress.drawing.plot import Plot
from proofpress.language import gettext

if TYPE_CHECKING:
    import numpy as np

COLUMNS = 240
FAR = 1e9


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

        self.plot, self.level = plot, level
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

    def crossed(self, box: Box) -> bool:
        """Return whether a line itself, not only its band, runs through a box."""
        near = (self.across >= box.left) & (self.across <= box.right)
        return any(bool(((line[near] > box.top) & (line[near] < box.bottom)).any()) for line in self.middles)

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


def label_point(
    frame: Frame,
    plot: Plot,
    x: float,
    y: float,
    words: str,
    colour: str,
    placer: LabelPlacer,
    *,
    aside: float = 0.0,
    several: bool = False,
) -> None:
    """Mark a point with a dot and name it: under or over it, to a side, wherever the lines leave most room.

    aside: how many pixels right of its place it is drawn. several: it is one of several such points, whose words are
    left out where they would cover anything.
    """
    unit, line, width = frame.unit, frame.leading("label"), frame.measure(words, "label")
    px, py = plot.x_at(x) + aside, plot.y_at(y)
    frame.marker(px, py, "circle", 13 * unit, frame.ground, colour, 3)
    below, above, beside = py + line * 1.15, py - line * 0.6, 14 * unit
    bases = [base for away in range(4) for base in (below + away * line * 0.4, above - away * line * 0.4)]
    spots = [(px - width * share, base) for base in bases for share in (0.5, 0.2, 0.8, 0.0, 1.0)]
    spots += [(px + beside, base) for base in (below + line * 0.5, py + line * 0.3)]
    spots += [(px - beside - width, base) for base in (below + line * 0.5, py + line * 0.3)]
    low, high = plot.box.left + 6 * unit, plot.box.right - width
    spots = [(min(max(left, low), high), base) for left, base in spots]
    inside = [spot for spot in spots if plot.box.top + line * 0.7 <= spot[1] <= plot.box.bottom - 6 * unit]

    def merit(spot: tuple[float, float]) -> float:
        box = extent(frame, words, *spot)
        away = 0.04 * abs(box.left + box.width / 2 - px) + 0.15 * abs(box.top + box.height / 2 - py)
        return min(placer.gap(box), 8 * unit) - away

    spot = max(inside or spots, key=merit)
    gap = placer.gap(extent(frame, words, *spot))
    if not several or gap > 0:
        placer.taken.append(frame.text(words, *spot, "label", colour=colour, halo=gap < 3 * unit))


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
    if placer.crossed(spot.inset(top=-4 * unit, bottom=-4 * unit)):
        key, baseline = gettext("dotted: %(words)s", words=words), plot.box.bottom + 2 * frame.leading() + 3 * unit
        left = plot.box.right - frame.measure(key)
        beneath = extent(frame, key, left, baseline, "tick")
        if not frame.ruled:
            return
        if frame.words and not any(beneath.touches(text.box) for text in frame.canvas.letterings):
            frame.text(key, left, baseline)
            return
    word = Lettering(words, "tick", frame.type.tick, 400, frame.theme.muted, spot)
    # Where there is no room for the word the line stands alone: two words over each other say less than one.
    if not any(touches(word, other) for other in frame.canvas.letterings):
        placer.taken.append(frame.text(words, *best, halo=merit(best)[0] < 0))


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
    return spread(ends, max(heights) + 2 * frame.unit, plot.box.top + heights[0] / 2, plot.box.bottom)


def name_ends(
    frame: Frame,
    plot: Plot,
    lines: Sequence[Line],
    labels: Sequence[Sequence[str]],
    shades: Sequence[str],
    gap: float,
    whiskers: Sequence[float] = (),
) -> None:
    """Name each line at its right end. gap: how far right of the plot. whiskers: how far, those of the lines stand."""
    leading, unit = frame.leading("label") * 0.92, frame.unit
    middles = end_heights(frame, plot, lines, labels)
    starts = [at + 5 * unit for at in whiskers] or [1.5 * unit] * len(lines)
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
