"""Examples of chart kinds as they are drawn, for the tests that read numbers back."""

from typing import Any

import numpy as np
from msgspec.structs import replace

from proofpress.charts.kinds import chart_kinds
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import WIDE, Frame
from proofpress.drawing.theme import LIGHT
from tests.charts.chart_examples import examples, made_runs


def drawn(kind: str, **changes: Any) -> Canvas:
    """Return the example of a kind on a canvas. changes: of its options."""
    options = replace(examples()[kind], **changes)
    with style("x"):
        canvas = Canvas(960, 540, LIGHT)
        chart_kinds()[kind].draw(options, made_runs(), Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper))
    return canvas


def table(kind: str, **changes: Any) -> list[tuple[Any, ...]]:
    """Return the rows of the example of a kind. changes: of its options."""
    return list(chart_kinds()[kind].table(replace(examples()[kind], **changes), made_runs()).rows)


def curve(canvas: Canvas) -> np.ndarray:
    """Return the heights of the first line drawn on the canvas's axes."""
    lines = [line for axes in canvas.figure.axes for line in axes.lines]
    return np.asarray(lines[0].get_ydata(), dtype=float)
