"""Examples of chart kinds as they are drawn, for the tests that read numbers back."""

from typing import Any

import numpy as np
from matplotlib.patches import Patch
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


def marks(canvas: Canvas) -> np.ndarray:
    """Return the values at which the marks on a canvas stand, from left to right, read off the axis of percentages."""
    ticks = {
        float(text.words.removesuffix("%")) / 100: text.box.top + text.box.height / 2
        for text in canvas.letterings
        if text.level == "tick" and text.words.endswith("%")
    }
    (low, low_at), (high, high_at) = min(ticks.items()), max(ticks.items())
    whole = canvas.figure.bbox.height
    boxes = [patch.get_window_extent() for patch in canvas.figure.findobj(Patch) if patch.get_zorder() == 8]
    middles = [(whole - (box.y0 + box.y1) / 2) / whole * canvas.height for box in sorted(boxes, key=lambda box: box.x0)]
    return np.array([low + (middle - low_at) / (high_at - low_at) * (high - low) for middle in middles])
