"""The poster itself, 1920 × 1080 design pixels: the table laid along a bar, evidence growing away from it."""

from collections.abc import Mapping

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import POSTER
from proofpress.drawing.theme import Theme
from proofpress.infographic.layout import CELL, SMALLEST, arrange_charts, set_cells_above, set_cells_below
from proofpress.infographic.panel import align, set_panel
from proofpress.infographic.plan import HIGH, MARGIN, WIDE, Plan
from proofpress.infographic.text import draw_role_mark, fit_size, set_bar_words, set_headline, set_lines, wrap
from proofpress.markup import ROLES, join_spans
from proofpress.models import Column, Runs

UPPER, SPINE, LOWER, FOOTER = 160.0, 562.0, 604.0, 1006.0
"""Where the bands begin, in pixels from the top: upper cells, bar, lower cells, and the lines at the foot."""
HEADLINE, ROW, BAR, SMALL, MARK = 54.0, 36.0, 24.0, 18.0, 36.0
"""Sizes of type in pixels, and the width that a role's mark takes before its name."""


def draw_handout(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the poster on a canvas."""
    canvas = Canvas(WIDE, HIGH, theme)
    plan = plan if plan.composed else arrange_charts(canvas, plan, runs)
    canvas.rectangle(Box(0, UPPER, WIDE, SPINE - UPPER), theme.first_band, layer=0)
    canvas.rectangle(Box(0, LOWER, WIDE, FOOTER - LOWER), theme.second_band, layer=0)
    canvas.rectangle(Box(0, SPINE, WIDE, LOWER - SPINE), theme.bar, layer=0)
    size = fit_size(canvas, join_spans(plan.headline), WIDE - 2 * MARGIN, HEADLINE, ROW, 700)
    set_headline(canvas, plan.headline, MARGIN, 82, 2 * WIDE, size)
    lines = wrap(canvas, plan.standfirst, WIDE - 2 * MARGIN, BAR)
    first = 128.0 if len(lines) == 1 else 119.0
    shown = lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"]
    set_lines(canvas, shown, MARGIN, first, BAR, theme.muted, level="standfirst")
    for index, column in enumerate(plan.columns):
        _column(canvas, plan, column, runs, heads_row=index == 0)
    for words, y in ((plan.method, 1036.0), (plan.source, 1062.0)):
        canvas.text(words, MARGIN, y, size=SMALL, colour=theme.muted, level="footer")
    return canvas


def _column(canvas: Canvas, plan: Plan, column: Column[str], runs: Mapping[str, Runs], heads_row: bool) -> None:
    theme = canvas.theme
    if heads_row:
        for role, y in (("first", 202.0), ("second", 654.0)):
            words, colour, room = plan.name(role), theme.role(role), column.width - MARK
            size = fit_size(canvas, words, room, ROW, BAR, 700)
            draw_role_mark(canvas, role, column.left, y - 12, 24, colour)
            canvas.text(words, column.left + MARK, y, size=size, weight=700, colour=colour, level="row")
    smallest = CELL if plan.composed else SMALLEST
    set_cells_above(canvas, column, smallest)
    boxes = {role: Box(*panel.rectangle) for role in ROLES for panel in column.panels(role)}
    axis = align(canvas, column, boxes, POSTER, runs)
    for panel in column.above:
        set_panel(canvas, panel, Box(*panel.rectangle), POSTER, theme.first_band, runs, axis=axis)
    bar = Box(column.left, SPINE, column.width, LOWER - SPINE)
    set_bar_words(canvas, column.spine, bar, BAR, SMALL, shorten=not plan.composed)
    set_cells_below(canvas, column, smallest, heads=heads_row)
    for panel in column.below:
        set_panel(canvas, panel, Box(*panel.rectangle), POSTER, theme.second_band, runs, axis=axis)
