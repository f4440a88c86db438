"""Areas of cells: their outlines against the cells themselves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as shapes
from msgspec.structs import replace

from proofpress.charts.grid import outlines
from proofpress.charts.kinds import chart_kinds
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import NARROW, Frame
from proofpress.drawing.theme import LIGHT
from tests.charts.chart_examples import examples, made_runs

MASKS = shapes.arrays(bool, st.tuples(st.integers(1, 7), st.integers(1, 7)))


@given(MASKS)
def test_outlines_hold_just_their_cells(mask: np.ndarray) -> None:
    """A point in the middle of a cell is wound around if, and only if, the cell is in the mask."""
    loops = outlines(mask)
    for row in range(mask.shape[0]):
        for column in range(mask.shape[1]):
            # A ray to the right of the middle crosses the upright edges; upward ones count +1, downward ones -1.
            turns = 0
            for loop in loops:
                for (x, y), (_, end) in zip(loop, [*loop[1:], loop[0]], strict=True):
                    if x > column and min(y, end) <= row < max(y, end):
                        turns += 1 if end > y else -1
            assert turns == int(mask[row, column])


@given(MASKS)
def test_outlines_have_corners_only(mask: np.ndarray) -> None:
    """Edges of an outline go across and up in turn, and no edge has no length."""
    for loop in outlines(mask):
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(loop, [*loop[1:], loop[0]], strict=True)]
        assert all((across == 0) != (up == 0) for across, up in steps)
        assert all((one[0] == 0) != (other[0] == 0) for one, other in zip(steps, [*steps[1:], steps[0]], strict=True))


def test_a_key_names_every_border_though_names_are_long() -> None:
    """Where long names stand left of a map on a phone, its key begins under them and still says all its borders."""
    runs, borders = made_runs(), ("50%", "80%", "90%")
    of = runs["rates"]
    names = tuple(f"a rather long name {at}" for at in of.axes["batch_size"])
    named = replace(of, axes={**of.axes, "batch_size": names})
    with style("x"):
        canvas = Canvas(400, 400, LIGHT)
        frame = Frame(canvas, Box(12, 40, 376, 350), NARROW, LIGHT.paper)
        chart_kinds()["map"].draw(replace(examples()["map"], best=""), {**runs, "rates": named}, frame)
    words = {text.words for text in canvas.letterings}
    assert all(border in words or border.removesuffix("%") in words for border in borders)
