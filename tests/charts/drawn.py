"""Examples of chart kinds as they are drawn, for the tests that read numbers back."""

from typing import Any

import numpy as np

from proofpress.charts.kinds import chart_kinds
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import WIDE, Frame
from proofpress.drawing.theme import LIGHT
from tests.charts.chart_examples import examples, made_runs


def drawn(kind: str) -> Canvas:
    """Return the example of a kind on a canvas."""
    with style("x"):
        canvas = Canvas(960, 540, LIGHT)
        chart_kinds()[kind].draw(examples()[kind], made_runs(), Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper))
    return canvas


def table(kind: str) -> list[tuple[Any, ...]]:
    """Return the rows of the example of a kind."""
    return list(chart_kinds()[kind].table(examples()[kind], made_runs()).rows)


def curve(canvas: Canvas) -> np.ndarray:
    """Return the heights of the first line drawn on the canvas's axes."""
    lines = [line for axes in canvas.figure.axes for line in axes.lines]
    return np.asarray(lines[0].get_ydata(), dtype=float)
