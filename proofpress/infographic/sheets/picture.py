"""The picture for a slide or an opening, 1920 × 1080: one pair large, another beside it, few words and large ones."""

from collections.abc import Mapping

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import Type
from proofpress.drawing.theme import Theme
from proofpress.infographic.panel import count_title_lines, first_title_line, set_pair, set_panels, widest
from proofpress.infographic.plan import HIGH, WIDE, Plan
from proofpress.infographic.text import draw_role_mark, fit_words, headline_lines, set_bar_words, set_headline
from proofpress.language import gettext
from proofpress.markup import ROLES
from proofpress.models import Column, Runs
from proofpress.models.recorded import RECORDED_SIGN

# A fourth of the size, as in a list or a message, leaves these at 8 to 11 pixels.
LARGE = Type(title=42, label=36, tick=33, caption=33, floor=24)
LARGEST, LEAST, LEADING = 84.0, 56.0, 1.1
"""Sizes of the headline, in pixels, and the distance of its lines in sizes."""
SIDE, GAP, BAR, NAME = 56.0, 72.0, 62.0, 48.0
"""Margin, the space between hero and support, height of the bar, size of the names of the roles; in pixels."""
HERO = 0.64
"""The share of the width that the hero has beside a support."""


def draw_picture(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the plan's first pair large under the headline, its second, if there is one, beside it."""
    canvas = Canvas(WIDE, HIGH, theme)
    whole = WIDE - 2 * SIDE
    sizes = (LARGEST - 2 * step for step in range(int(LARGEST - LEAST) // 2))
    size = next((size for size in sizes if len(headline_lines(canvas, plan.headline, whole, size)) < 3), LEAST)
    top = set_headline(canvas, plan.headline, SIDE, 26 + size * 0.8, whole, size, LEADING) + size * 0.42
    hero, *supports = plan.columns
    width = (whole - GAP) * HERO if supports else whole
    set_mirror(canvas, plan, hero, Box(SIDE, top, width, HIGH - top), LARGE, runs, name=NAME, bar=BAR)
    half = (HIGH - top - BAR) / 2
    for column in supports:
        left = SIDE + width + GAP
        room, lines = WIDE - SIDE - left, count_title_lines(canvas, column, WIDE - SIDE - left, LARGE)
        # The first line of its titles stands on the line of the roles' names.
        down = NAME * 1.3 - first_title_line(LARGE)
        for role, start in zip(ROLES, (top, top + half + BAR), strict=True):
            box = Box(left, start + down, room, half - 12 - down)
            set_panels(canvas, widest(column, role), box, LARGE, theme.band(role), runs, least_lines=lines)
        bar = Box(left, top + half, room, BAR)
        size = BAR * 0.58
        set_bar_words(canvas, column.spine, bar, size, LARGE.floor)
        _explain_sign(canvas, plan, bar, left + size * 2 + canvas.measure(column.spine, size, 600))
    return canvas


def _explain_sign(canvas: Canvas, plan: Plan, bar: Box, start: float) -> None:
    """Say what the mark of recorded runs means at the right end of a bar, if a panel has it and there is room."""
    size, words = LARGE.tick, gettext("recorded elsewhere")
    signed = any(panel.caption.endswith(RECORDED_SIGN) for panel in plan.panels)
    if signed and start + canvas.measure(f"{RECORDED_SIGN} {words}", size) <= bar.right:
        y, ink = bar.top + bar.height / 2 + size * 0.33, canvas.theme.bar_ink
        words = f"{RECORDED_SIGN} {words}"
        canvas.text(words, bar.right, y, size=size, colour=ink, anchor="right", level="spine", layer=10)


def set_mirror(
    canvas: Canvas,
    plan: Plan,
    column: Column[str],
    area: Box,
    type: Type,
    runs: Mapping[str, Runs],
    *,
    name: float,
    bar: float,
    caption: bool = True,
) -> None:
    """Set a pair's two sides over and under the bar; their bands and the bar reach from edge to edge of the canvas.

    name: size of the names of the roles. bar: its height. A panel's title stands beside the name of its role, where
    there is room: what it would take under it goes to the chart.
    """
    theme, half = canvas.theme, (area.height - bar) / 2
    boxes: dict[str, Box] = {}
    told: list[str] = []
    for role, top in zip(ROLES, (area.top, area.top + half + bar), strict=True):
        canvas.rectangle(Box(0, top, canvas.width, half), theme.band(role), layer=0)
        boxes[role] = head_band(canvas, plan, role, Box(area.left, top, area.width, half), name, type)
        for panel in widest(column, role):
            start = area.left + name * 1.8 + canvas.measure(plan.name(role), name, 700)
            if start + canvas.measure(panel.title, type.title, 600) <= area.right:
                y = top + name * 1.3
                canvas.text(panel.title, start, y, size=type.title, weight=600, colour=theme.ink, level="finding")
                told.append(role)
    strip = Box(0, area.top + half, canvas.width, bar)
    canvas.rectangle(strip, theme.bar, layer=2)
    inner = Box(area.left, strip.top, area.width, bar)
    set_pair(canvas, column, boxes, inner, type, runs, caption=caption, told=told)


def head_band(canvas: Canvas, plan: Plan, role: str, band: Box, name: float, type: Type) -> Box:
    """Set the mark and name of a role at the top of its band; return what the band has left."""
    colour, y = canvas.theme.role(role), band.top + name * 1.3
    draw_role_mark(canvas, role, band.left, band.top + name * 0.98, name * 0.62, colour)
    words, size = fit_words(canvas, plan.name(role), band.width - name, name, type.floor, 700)
    canvas.text(words, band.left + name, y, size=size, weight=700, colour=colour, level="row")
    top = y + name * 0.3
    return Box(band.left, top, band.width, band.bottom - top - type.tick * 0.5)
