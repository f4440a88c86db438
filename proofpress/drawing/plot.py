"""A rectangle with two scales: marks are given in values and land on pixels."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.scales import Scale


class Plot(Struct, frozen=True, dict=True):
    """Two scales over a box of a canvas. Marks are cut off at the box; values that are not finite are not drawn."""

    canvas: Canvas
    box: Box
    x: Scale
    y: Scale

    @cached_property
    def axes(self) -> Any:
        """matplotlib's axes over the box, in the numbers of `Scale.forward`."""
        axes = self.canvas.axes(self.box)
        axes.set_xlim(float(self.x.forward(self.x.low)), float(self.x.forward(self.x.high)))
        axes.set_ylim(float(self.y.forward(self.y.low)), float(self.y.forward(self.y.high)))
        return axes

    def x_at(self, value: float) -> float:
        """Return the design pixel of a value along x."""
        low, high = float(self.x.forward(self.x.low)), float(self.x.forward(self.x.high))
        return self.box.left + (float(self.x.forward(value)) - low) / (high - low) * self.box.width

    def y_at(self, value: float) -> float:
        """Return the design pixel of a value along y."""
        low, high = float(self.y.forward(self.y.low)), float(self.y.forward(self.y.high))
        return self.box.bottom - (float(self.y.forward(value)) - low) / (high - low) * self.box.height

    def line(
        self,
        xs: Any,
        ys: Any,
        colour: str,
        width: float,
        *,
        dash: Sequence[float] | None = None,
        opacity: float = 1.0,
        layer: float = 3,
    ) -> None:
        """Draw a line through values; it is broken where a value is not finite.

        A line that keeps within the scales is drawn whole: on the edge, half of its width lies outside the box.
        """
        pattern: Any = (0, tuple(length / width for length in dash)) if dash else "-"
        self.axes.plot(
            self.x.forward(xs),
            self.y.forward(ys),
            color=colour,
            linewidth=width,
            linestyle=pattern,
            alpha=opacity,
            zorder=layer,
            clip_on=not self._holds(xs, ys),
            solid_capstyle="round",
            solid_joinstyle="round",
        )

    def _holds(self, xs: Any, ys: Any) -> bool:
        import numpy as np

        for scale, values in ((self.x, xs), (self.y, ys)):
            low, high = float(scale.forward(scale.low)), float(scale.forward(scale.high))
            positions = np.asarray(scale.forward(values), dtype=float)
            slack = 1e-9 * (high - low)
            if not (np.isnan(positions) | ((positions >= low - slack) & (positions <= high + slack))).all():
                return False
        return True

    def band(self, xs: Any, lows: Any, highs: Any, colour: str) -> None:
        """Fill between two lines of values."""
        lows, highs = self.y.forward(lows), self.y.forward(highs)
        self.axes.fill_between(self.x.forward(xs), lows, highs, color=colour, linewidth=0, zorder=2)

    def rectangle(self, left: float, right: float) -> Box:
        """Return the box between two values of x, over the whole height."""
        start, end = sorted((self.x_at(left), self.x_at(right)))
        start, end = max(start, self.box.left), min(end, self.box.right)
        return Box(start, self.box.top, end - start, self.box.height)
