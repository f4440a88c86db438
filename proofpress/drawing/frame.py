"""A place on a canvas where one chart is drawn: its box, its sizes of type, its ground and its theme."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.geometry import Ruler
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale
from proofpress.drawing.theme import Theme
from proofpress.drawing.words import balanced
from proofpress.language import mark


class Type(Struct, frozen=True):
    """Sizes of type in design pixels of the canvas, by level; floor is the smallest allowed."""

    title: float
    label: float
    tick: float
    caption: float
    floor: float

    def size(self, level: str) -> float:
        """Return the size of a level."""
        return float(getattr(self, level))

    @property
    def unit(self) -> float:
        """The length that widths and gaps are multiples of: 1 where small type is 18."""
        return self.tick / 18

    def scaled(self, factor: float) -> "Type":
        """Return all sizes times a factor."""
        return Type(*(factor * getattr(self, level) for level in ("title", "label", "tick", "caption", "floor")))


POSTER = Type(title=20, label=18, tick=18, caption=18, floor=18)
WIDE = Type(title=25, label=19.5, tick=19, caption=19, floor=19)
NARROW = Type(title=20, label=17.5, tick=17.5, caption=17.5, floor=17.5)

LEADING = 1.28

FAILED = mark("failed")
"""What every picture says of runs that died or diverged; `Frame.failed` is what they look like."""

# A wide sheet has DESK design pixels and is shown at most SHOWN pixels wide; a smaller one is shown as wide as it is.
# The letters of both then look equally large.
DESK, SHOWN = 960, 792


class Frame(Struct, frozen=True):
    """Where a chart draws. Everything it puts down lies within `box`.

    ground: the colour behind the chart. words: whether axes are named here (a poster's caption may say it
    instead). flush: whether what stands under the axes begins at the box's left edge, as titles and captions do.
    sides: the least room left and right of a plot, so that two plots can have one axis. ruled: whether the labels of
    the axis across stand here; else its ruler, on the canvas, is for the composition to set.
    """

    canvas: Canvas
    box: Box
    type: Type
    ground: str
    words: bool = True
    flush: bool = False
    sides: tuple[float, float] = (0.0, 0.0)
    ruled: bool = True

    @property
    def theme(self) -> Theme:
        """The theme of the canvas."""
        return self.canvas.theme

    @property
    def unit(self) -> float:
        """The length that line widths and gaps are multiples of."""
        return self.type.unit

    def within(self, box: Box) -> "Frame":
        """Return the same frame around another box."""
        return replace(self, box=box)

    def leading(self, level: str = "tick") -> float:
        """Return the distance between baselines of a level."""
        return self.type.size(level) * LEADING

    def measure(self, words: str, level: str = "tick", weight: int = 0) -> float:
        """Return how wide some words are at a level."""
        return self.canvas.measure(words, self.type.size(level), weight or _weight(level))

    def text(
        self,
        words: str,
        x: float,
        y: float,
        level: str = "tick",
        *,
        anchor: str = "left",
        base: str = "baseline",
        colour: str = "",
        weight: int = 0,
        halo: bool | str = False,
    ) -> Box:
        """Set one line of words and return its extent. halo: only for words that cross lines; or its colour."""
        return self.canvas.text(
            words,
            x,
            y,
            size=self.type.size(level),
            colour=colour or (self.theme.muted if level in ("tick", "caption") else self.theme.ink),
            level=level,
            weight=weight or _weight(level),
            anchor=anchor,
            base=base,
            halo=halo if isinstance(halo, str) else self.ground if halo else "",
        )

    def paragraph(
        self, words: str, x: float, y: float, width: float, level: str = "caption", *, colour: str = "", weight: int = 0
    ) -> float:
        """Set words in balanced lines, the first baseline at y; return the last baseline."""
        for index, line in enumerate(self.wrapped(words, width, level, weight)):
            self.text(line, x, y + index * self.leading(level), level, colour=colour, weight=weight)
        return y + (len(self.wrapped(words, width, level, weight)) - 1) * self.leading(level)

    def wrapped(self, words: str, width: float, level: str = "caption", weight: int = 0) -> list[str]:
        """Return words broken into balanced lines that fit a width."""
        return balanced(words, width, lambda line: self.measure(line, level, weight))

    def failed(self, box: Box) -> None:
        """Fill a box the way failed runs are shown: grey and hatched."""
        self.canvas.rectangle(box, self.theme.failed, hatch=self.theme.hatch)

    def marker(self, x: float, y: float, shape: str, size: float, fill: str, edge: str, width: float = 1.6) -> None:
        """Draw a mark around a point: `circle`, `square`, `triangle`, `diamond` or `star`; size: its height."""
        self.canvas.shape(_mark_corners(shape, x, y, size / 2), fill, edge=edge, width=width * self.unit, layer=8)

    def plot(
        self,
        x: Scale,
        y: Scale,
        *,
        x_ticks: Sequence[tuple[float, str]],
        y_ticks: Sequence[tuple[float, str]],
        x_words: str = "",
        y_words: str = "",
        left: float = 0,
        right: float = 0,
        top: float = 0,
    ) -> Plot:
        """Lay out axes in the box, draw their lines, ticks and names, and return the plot.

        x_ticks, y_ticks: values with their labels; labels that would touch are left out.
        left, right, top: room kept free for direct labels.
        """
        unit, line = self.unit, self.leading()
        x_words, y_words = (x_words, y_words) if self.words else ("", "")
        bare = 0.0 if self.flush else 2 * unit
        ticks = max((self.measure(label) for _, label in y_ticks), default=0) + (12 * unit if y_ticks else bare)
        # Where another plot needs more room at the left, the name of the axis upward stands there.
        aside = self.wrapped(y_words, self.sides[0] - ticks - 12 * unit) if y_words and self.sides[0] > ticks else []
        fits = all(self.measure(part, "caption") <= self.sides[0] - ticks - 12 * unit for part in aside)
        aside = aside if fits else []
        above = line * 1.42 if y_words and not aside else self.type.tick * 0.45 if y_ticks else 2 * unit
        named = (line * 1.25 if x_ticks else 0) + (line if x_words else 0)
        # The label of a tick at the foot of the axis upward reaches below it.
        below = (named if self.ruled else 0.4 * self.type.tick if y_ticks else 0) + 4 * unit
        overhang = self.measure(x_ticks[-1][1]) / 2 * (1 - _share(x, x_ticks)) if x_ticks else 0
        beside = max(left, ticks, self.sides[0]), max(right, overhang, self.sides[1])
        box = self.box.inset(beside[0], above + top, beside[1], below)
        plot = Plot(self.canvas, box, x, y)
        self.canvas.rulers.append(Ruler(box, tuple((plot.x_at(value), label) for value, label in x_ticks), x_words))
        for index, part in enumerate(aside or ([y_words] if y_words else [])):
            self.text(part, self.box.left, self.box.top + self.type.tick * 0.9 + index * line, "caption")
        self._bottom(plot, x_ticks, x_words)
        self._left(plot, y_ticks)
        return plot

    def _bottom(self, plot: Plot, ticks: Sequence[tuple[float, str]], words: str) -> None:
        box, unit = plot.box, self.unit
        self.canvas.line([(box.left, box.bottom), (box.right, box.bottom)], self.theme.muted, 1.4 * unit)
        taken = self.box.left - 100.0
        baseline = box.bottom + (self.leading() + 3 * unit if ticks else 0)
        if not self.ruled:
            return
        for value, label in ticks:
            x, width = plot.x_at(value), self.measure(label)
            start = min(max(x - width / 2, self.box.left), self.box.right - width)
            if start < taken + 8 * unit:
                continue
            taken = start + width
            self.canvas.line([(x, box.bottom), (x, box.bottom + 5 * unit)], self.theme.muted, 1.4 * unit)
            self.text(label, start, baseline)
        if words:
            start = self.box.left if self.flush else min(box.left, self.box.right - self.measure(words, "caption"))
            self.text(words, max(start, self.box.left), baseline + self.leading(), "caption")

    def _left(self, plot: Plot, ticks: Sequence[tuple[float, str]]) -> None:
        box, unit = plot.box, self.unit
        if not ticks:
            return
        self.canvas.line([(box.left, box.top), (box.left, box.bottom)], self.theme.muted, 1.4 * unit)
        taken = self.box.bottom + 100.0
        for value, label in sorted(ticks):
            y = plot.y_at(value)
            if taken - y < self.type.tick * 1.1:
                continue
            taken = y
            self.canvas.line([(box.left - 5 * unit, y), (box.left, y)], self.theme.muted, 1.4 * unit)
            self.text(label, box.left - 9 * unit, y, anchor="right", base="center")


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places moved apart as little as needed to lie `gap` from one another, between low and high.

    Places keep their order. Where there is no room for all, they are spaced evenly.
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    moved = [min(max(positions[index], low), high) for index in order]
    for _ in range(200):
        worst = 0.0
        for upper in range(1, len(moved)):
            lower = upper - 1
            lack = gap - (moved[upper] - moved[lower])
            if lack > 1e-6:
                worst = max(worst, lack)
                moved[lower], moved[upper] = moved[lower] - lack / 2, moved[upper] + lack / 2
        moved = [
            min(max(position, low + gap * n), high - gap * (len(moved) - 1 - n)) for n, position in enumerate(moved)
        ]
        if not worst:
            break
    result = [0.0] * len(positions)
    for index, value in zip(order, moved, strict=True):
        result[index] = value
    return result


def _weight(level: str) -> int:
    return 600 if level in ("title", "label") else 400


def _share(scale: Scale, ticks: Sequence[tuple[float, str]]) -> float:
    """Return how far left of the right edge the last tick stands, 0 to 1, for its label's overhang."""
    if not ticks:
        return 0.0
    low, high, last = (float(scale.forward(value)) for value in (scale.low, scale.high, ticks[-1][0]))
    return min(1.0, 8 * (high - last) / (high - low)) if high > low else 0.0


def _mark_corners(shape: str, x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Return the corners of a mark around a point."""
    import math

    def around(count: int, start: float, radii: Sequence[float]) -> list[tuple[float, float]]:
        turns = [start + 2 * math.pi * index / count for index in range(count)]
        return [
            (x + radii[index % len(radii)] * math.cos(turn), y + radii[index % len(radii)] * math.sin(turn))
            for index, turn in enumerate(turns)
        ]

    shapes: dict[str, Any] = {
        "circle": (24, 0.0, (radius,)),
        "square": (4, math.pi / 4, (radius * 1.2,)),
        "diamond": (4, math.pi / 2, (radius * 1.25,)),
        "triangle": (3, -math.pi / 2, (radius * 1.25,)),
        "star": (10, -math.pi / 2, (radius * 1.3, radius * 0.55)),
    }
    return around(*shapes[shape])
