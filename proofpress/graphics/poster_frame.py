"""A frame whose axes may have a name without ticks: the name then stands right under the axis, inside the box."""

from collections.abc import Sequence

from proofpress.graphics.frame import Frame
from proofpress.graphics.plot import Plot
from proofpress.graphics.scales import Scale


class PanelFrame(Frame):
    """Where a panel's chart draws."""

    def plot(
        self,
        x: Scale,
        y: Scale,
        *,
        x_ticks: Sequence[tuple[float, str]],
        y_ticks: Sequence[tuple[float, str]],
        x_words: str = "",
        y_words: str = "",
        right: float = 0,
        top: float = 0,
    ) -> Plot:
        """Lay out axes in the box as `Frame.plot` does, and keep the name of an axis without ticks inside it."""
        alone = bool(x_words) and not x_ticks and self.words
        inner = self.within(self.box.inset(bottom=self.leading())) if alone else self
        plot = Frame.plot(
            inner, x, y, x_ticks=x_ticks, y_ticks=y_ticks, x_words="" if alone else x_words, y_words=y_words,
            right=right, top=top,
        )  # fmt: skip
        if alone:
            left = max(min(plot.box.left, self.box.right - self.measure(x_words, "caption")), self.box.left)
            self.text(x_words, left, self.box.bottom - self.leading() * 0.25, "caption")
        return plot
