"""The cell texts of the poster: how large they are set, in which lines, and where they begin and end at the bar."""

from msgspec import Struct

from proofpress.drawing.canvas import Canvas
from proofpress.infographic.plan import PlannedColumn
from proofpress.infographic.words import LEADING, set_lines, wrapped

CELL, SMALLEST = 22.0, 18.0
ALONE = (36.0, 30.0, 26.0)
"""Sizes of texts beside which no evidence stands, the first for which there is room."""
ROOM = 300.0
GAP = 0.3
"""Between two texts, in sizes of their letters."""
LAST_ABOVE, FIRST_BELOW = 538.0, 638.0
HEAD, BELOW = 46.0, 52.0
"""By how much the name of a row moves what stands under it, above and below the bar."""
MOST = 130.0
"""How high texts beside evidence may be before they are set smaller, where that is allowed."""


class Cells(Struct, frozen=True):
    """The texts of a cell in lines, their size, and how far the last baseline lies under the first."""

    size: float
    lines: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """From the first baseline to the last, in pixels."""
        count = sum(map(len, self.lines))
        return self.size * ((count - 1) * LEADING + GAP * (len(self.lines) - 1)) if count else 0.0


def cells_of(canvas: Canvas, column: PlannedColumn, role: str, *, smallest: float = CELL) -> Cells:
    """Return the texts of a column for `first` or `second`: large where they stand alone.

    smallest: to which they may shrink where they are long.
    """
    alone = not column.panels(role)
    for size in (*(ALONE if alone else ()), CELL):
        found = _lines(canvas, column, role, size)
        if found.height < (ROOM if alone else MOST) - (LEADING * size if alone else 0.0):
            return found
    return _lines(canvas, column, role, min(CELL, smallest))


def _lines(canvas: Canvas, column: PlannedColumn, role: str, size: float) -> Cells:
    return Cells(size, tuple(tuple(wrapped(canvas, text, column.width, size)) for text in column.texts(role)))


def set_above(canvas: Canvas, column: PlannedColumn, smallest: float) -> None:
    """Set the texts so that the last line of all columns stands on one baseline."""
    found = cells_of(canvas, column, "first", smallest=smallest)
    _set(canvas, found, column.left, LAST_ABOVE - found.height)


def set_below(canvas: Canvas, column: PlannedColumn, smallest: float, *, heads: bool) -> None:
    """Set the texts so that the first line of all columns stands on one line. heads: under the name of the row."""
    found = cells_of(canvas, column, "second", smallest=smallest)
    _set(canvas, found, column.left, FIRST_BELOW + (BELOW if heads else 0.0) + (found.size - CELL) * 0.8)


def _set(canvas: Canvas, found: Cells, left: float, y: float) -> None:
    for number, part in enumerate(found.lines):
        colour = canvas.theme.muted if number else canvas.theme.ink
        y = set_lines(canvas, part, left, y, found.size, colour) + found.size * (LEADING + GAP)
