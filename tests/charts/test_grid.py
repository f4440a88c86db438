"""Areas of cells: their outlines against the cells themselves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as shapes

from proofpress.charts.grid import outlines

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
