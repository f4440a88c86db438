"""Cells of a map as areas without seams: each class is one area, so that no light shows between its cells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofpress.drawing.canvas import Box
from proofpress.drawing.frame import Frame

if TYPE_CHECKING:
    import numpy as np

Corner = tuple[int, int]


def outlines(mask: "np.ndarray") -> list[list[Corner]]:
    """Return closed outlines, corners `(column, row)`, around the true cells of a mask `(rows, columns)`.

    Holes run the other way round. Where two cells touch at a corner only, the outlines may cross there.
    """
    import numpy as np

    padded = np.pad(np.asarray(mask, dtype=bool), 1)
    following: dict[Corner, list[Corner]] = {}
    for r, c in zip(*np.nonzero(padded), strict=True):
        row, column = int(r) - 1, int(c) - 1
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        beside = (padded[r - 1, c], padded[r, c + 1], padded[r + 1, c], padded[r, c - 1])
        for side, inner in enumerate(beside):
            if not inner:
                following.setdefault(corners[side], []).append(corners[(side + 1) % 4])
    loops: list[list[Corner]] = []
    while following:
        start = at = next(iter(following))
        loop: list[Corner] = []
        while not loop or at != start:
            loop.append(at)
            ways = following[at]
            at = ways.pop()
            if not ways:
                del following[loop[-1]]
        loops.append(_straight(loop))
    return loops


def paint(
    frame: Frame, xs: Sequence[float], ys: Sequence[float], values: "np.ndarray", grey: "np.ndarray", shades: Any
) -> None:
    """Paint cells `(rows, columns)`: by classes or a ramp, those of the mask `grey` as failed.

    xs, ys: the edges of columns and rows in design pixels, one more than there are cells.
    """
    import numpy as np

    canvas = frame.canvas

    def area(mask: "np.ndarray", fill: str, hatch: str = "") -> None:
        loops = [[(xs[column], ys[row]) for column, row in loop] for loop in outlines(mask)]
        if loops:
            canvas.area(loops, fill, hatch=hatch)

    if shades.borders:
        # Each class is painted together with all above it, so that no ground shows between two classes either.
        area(np.ones_like(grey), shades.colours[0])
        for border, colour in zip(shades.borders, shades.colours[1:], strict=True):
            area(~grey & (np.nan_to_num(values, nan=-np.inf) >= border), colour)
    else:
        for row, column in zip(*np.nonzero(~grey), strict=True):
            # On to the middle of the next cells, which are painted over it.
            right = (xs[column + 1] + xs[min(column + 2, grey.shape[1])]) / 2
            top = (ys[row + 1] + ys[min(row + 2, grey.shape[0])]) / 2
            box = Box(xs[column], top, right - xs[column], ys[row] - top)
            canvas.rectangle(box, shades.colour(float(values[row, column])))
    area(grey, frame.theme.failed, frame.theme.hatch)


def _straight(loop: list[Corner]) -> list[Corner]:
    """Return a loop without the corners at which it goes straight on."""
    count = len(loop)
    return [
        at
        for place, at in enumerate(loop)
        if not (
            loop[place - 1][0] == at[0] == loop[(place + 1) % count][0]
            or loop[place - 1][1] == at[1] == loop[(place + 1) % count][1]
        )
    ]
