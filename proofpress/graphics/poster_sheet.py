"""The poster itself, 1920 × 1080 design pixels: the table laid along a bar, evidence growing away from it."""

from collections.abc import Mapping

from proofpress.graphics.canvas import Box, Canvas
from proofpress.graphics.frame import POSTER
from proofpress.graphics.poster_panel import set_panel
from proofpress.graphics.poster_plan import HIGH, MARGIN, WIDE, Plan, PlannedColumn
from proofpress.graphics.poster_words import (
    LEADING,
    ROLES,
    bar_colour,
    fitted,
    role_mark,
    set_headline,
    set_lines,
    unmarked,
    wrapped,
)
from proofpress.graphics.theme import Theme
from proofpress.values import Runs

HEADER, UPPER, SPINE, LOWER, FOOTER = 0.0, 160.0, 562.0, 604.0, 1006.0
HEADLINE, ROW, BAR, CELL, SMALL = 54.0, 36.0, 24.0, 22.0, 18.0
ALONE, GAP, MARK = 36.0, 0.3, 36.0
ROOM = 300.0
LAST_ABOVE, FIRST_BELOW = 538.0, 638.0


def poster_sheet(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the poster on a canvas. To be called within `style`."""
    canvas = Canvas(WIDE, HIGH, theme)
    canvas.rectangle(Box(0, UPPER, WIDE, SPINE - UPPER), theme.first_band, layer=0)
    canvas.rectangle(Box(0, LOWER, WIDE, FOOTER - LOWER), theme.second_band, layer=0)
    canvas.rectangle(Box(0, SPINE, WIDE, LOWER - SPINE), theme.bar, layer=0)
    size = fitted(canvas, unmarked(plan.headline), WIDE - 2 * MARGIN, HEADLINE, ROW, 700)
    set_headline(canvas, plan.headline, MARGIN, 82, 2 * WIDE, size)
    lines = wrapped(canvas, plan.standfirst, WIDE - 2 * MARGIN, BAR)
    first = 128.0 if len(lines) == 1 else 119.0
    shown = lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"]
    set_lines(canvas, shown, MARGIN, first, BAR, theme.muted, level="standfirst")
    for place, column in enumerate(plan.columns):
        _column(canvas, plan, column, runs, heads_row=place == 0)
    for words, y in ((plan.method, 1036.0), (plan.source, 1062.0)):
        canvas.text(words, MARGIN, y, size=SMALL, colour=theme.muted, level="footer")
    return canvas


def _column(canvas: Canvas, plan: Plan, column: PlannedColumn, runs: Mapping[str, Runs], heads_row: bool) -> None:
    theme = canvas.theme
    if heads_row:
        for role, y in (("first", 202.0), ("second", 654.0)):
            words, colour, room = plan.name(role), theme.role(role), column.width - MARK
            size = fitted(canvas, words, room, ROW, BAR, 700)
            role_mark(canvas, role, column.left, y - 12, 24, colour)
            canvas.text(words, column.left + MARK, y, size=size, weight=700, colour=colour, level="row")
    _above(canvas, column)
    for panel in column.above:
        set_panel(canvas, panel, Box(*panel.rectangle), POSTER, theme.first_band, runs)
    _spine(canvas, column)
    _below(canvas, column, FIRST_BELOW + (52.0 if heads_row else 0.0))
    for panel in column.below:
        set_panel(canvas, panel, Box(*panel.rectangle), POSTER, theme.second_band, runs)


def _spine(canvas: Canvas, column: PlannedColumn) -> None:
    middle = (SPINE + LOWER) / 2
    for role, shift in zip(ROLES, (-8.0, 8.0), strict=True):
        role_mark(canvas, role, column.left, middle + shift, 12, bar_colour(canvas.theme, role))
    left = column.left + 24
    size = fitted(canvas, column.spine, column.width - 24, BAR, SMALL, 600)
    canvas.text(
        column.spine, left, middle + 8, size=size, weight=600, colour=canvas.theme.bar_ink, level="spine", layer=10
    )


def _above(canvas: Canvas, column: PlannedColumn) -> None:
    """Set the cell texts so that the last line of all columns stands on one baseline."""
    size = _cell_size(canvas, column, "first")
    lines = _cell_lines(canvas, column, "first", size)
    gaps = size * GAP * (len(lines) - 1)
    _cells(canvas, lines, column.left, LAST_ABOVE - (sum(map(len, lines)) - 1) * size * LEADING - gaps, size)


def _below(canvas: Canvas, column: PlannedColumn, y: float) -> None:
    size = _cell_size(canvas, column, "second")
    _cells(canvas, _cell_lines(canvas, column, "second", size), column.left, y + (size - CELL) * 0.8, size)


def _cells(canvas: Canvas, lines: list[list[str]], left: float, y: float, size: float) -> None:
    for number, part in enumerate(lines):
        colour = canvas.theme.muted if number else canvas.theme.ink
        y = set_lines(canvas, part, left, y, size, colour) + size * LEADING + size * GAP


def _cell_lines(canvas: Canvas, column: PlannedColumn, role: str, size: float) -> list[list[str]]:
    return [wrapped(canvas, text, column.width, size) for text in column.texts(role)]


def _cell_size(canvas: Canvas, column: PlannedColumn, role: str) -> float:
    """Return the size of a cell text: large where no evidence stands beside it and there is room."""
    if column.panels(role):
        return CELL
    for size in (ALONE, 30.0, 26.0):
        lines = _cell_lines(canvas, column, role, size)
        if (sum(map(len, lines)) + GAP * (len(lines) - 1)) * size * LEADING < ROOM:
            return size
    return CELL
