"""One mirrored pair alone: as a slide of 1920 × 1080, and as a card for a phone, 720 wide and as high as it needs."""

from collections.abc import Mapping

from msgspec import Struct

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.shared import Axis
from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import LEADING, Type
from proofpress.drawing.theme import Theme
from proofpress.infographic.panel import align, set_panel, set_panels
from proofpress.infographic.plan import Plan
from proofpress.infographic.text import (
    draw_role_mark,
    fit_words,
    headline_lines,
    set_bar_words,
    set_headline,
    set_lines,
    wrap,
)
from proofpress.markup import ROLES
from proofpress.models import Column, Panel, Runs

# Everything on a projected slide or a phone is at least 28 pixels high, 14 points on a slide 13.33 inches wide.
PROJECTED = Type(title=36, label=28, tick=28, caption=28, floor=28)
ON_PHONE = Type(title=34, label=28, tick=28, caption=28, floor=28)

# In pixels: the dark bar of a slide and the words on it; margin, width, headline and cell texts of a card.
SLIDE_BAR, SLIDE_WORDS = 124.0, 64.0
CARD_MARGIN, CARD_WIDTH, CARD_HEADLINE, CARD_CELL = 36.0, 648.0, 54.0, 31.0


def draw_slide(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the plan's only pair as a slide: its words on the dark bar, under it the two bands."""
    canvas, column = Canvas(1920, 1080, theme), plan.columns[0]
    canvas.rectangle(Box(0, 0, 1920, SLIDE_BAR), theme.bar, layer=0)
    set_bar_words(canvas, column.spine, Box(56, 0, 1808, SLIDE_BAR), SLIDE_WORDS, PROJECTED.floor, weight=700)
    width = canvas.measure(plan.title, 30)
    if 56 + 90 + canvas.measure(column.spine, SLIDE_WORDS, 700) + 60 + width < 1864:
        canvas.text(plan.title, 1864, 80, size=30, colour=theme.bar_ink, anchor="right", level="running", layer=10)
    half = (1080 - SLIDE_BAR) / 2
    for role, top in zip(ROLES, (SLIDE_BAR, SLIDE_BAR + half), strict=True):
        band = Box(0, top, 1920, half)
        canvas.rectangle(band, theme.band(role), layer=0)
        draw_role_mark(canvas, role, 56, top + 50, 26, theme.role(role))
        panels = column.panels(role)
        room = 430 if panels else 1808
        name, size = fit_words(canvas, plan.name(role), room - 20, 44, 28, 700)
        canvas.text(name, 98, top + 64, size=size, weight=700, colour=theme.role(role), level="row")
        y = top + 122
        for number, text in enumerate(column.cells(role)):
            colour = theme.muted if number else theme.ink
            y = set_lines(canvas, wrap(canvas, text, room, 34), 56, y, 34, colour) + 34 * LEADING + 12
        set_panels(canvas, panels, Box(556, top + 22, 1308, half - 44), PROJECTED, theme.band(role), runs)
    canvas.line([(0, SLIDE_BAR + half), (1920, SLIDE_BAR + half)], theme.bar, 6)
    return canvas


class _Block(Struct, frozen=True):
    """A band of a card: where its parts stand, counted from the top of the band."""

    role: str
    texts: tuple[list[str], ...]
    panels: tuple[tuple[Panel[str], list[str], float, float], ...]
    height: float


def draw_card(plan: Plan, runs: Mapping[str, Runs], theme: Theme, *, headline: bool = False) -> Canvas:
    """Return the plan's only pair as a card for a phone. headline: it stands above the pair, as on the first card."""
    probe, column = Canvas(720, 100, theme), plan.columns[0]
    top = 84.0
    if headline:
        lines = headline_lines(probe, plan.headline, CARD_WIDTH, CARD_HEADLINE)
        top = 40 + len(lines) * CARD_HEADLINE * 1.14 + 24
    blocks = [_block(probe, column, role, runs) for role in ROLES]
    canvas = Canvas(720, round(top + sum(block.height for block in blocks)) + 0.0, theme)
    if headline:
        set_headline(canvas, plan.headline, CARD_MARGIN, 40 + CARD_HEADLINE * 0.8, CARD_WIDTH, CARD_HEADLINE)
    else:
        canvas.rectangle(Box(0, 0, 720, top), theme.bar, layer=0)
        set_bar_words(canvas, column.spine, Box(CARD_MARGIN, 0, CARD_WIDTH, top), 44, ON_PHONE.floor, weight=700)
    boxes = {role: Box(CARD_MARGIN, 0, CARD_WIDTH, 600) for role in ROLES}
    axis = align(canvas, column, boxes, ON_PHONE, runs)
    for block in blocks:
        _set_block(canvas, plan, block, top, runs, axis)
        top += block.height
        if block.role == "first":
            canvas.line([(0, top), (720, top)], theme.bar, 6)
    return canvas


def _block(probe: Canvas, column: Column[str], role: str, runs: Mapping[str, Runs]) -> _Block:
    texts = tuple(wrap(probe, text, CARD_WIDTH, CARD_CELL) for text in column.cells(role))
    y = 92 + sum(len(lines) * CARD_CELL * LEADING + 8 for lines in texts)
    panels = []
    for panel in column.panels(role):
        title = wrap(probe, panel.title, CARD_WIDTH, ON_PHONE.title, 600)
        y += 26 + len(title) * ON_PHONE.title * LEADING
        height = _card_height(panel, runs)
        panels.append((panel, title, y, height))
        y += height + len(wrap(probe, panel.caption, CARD_WIDTH, 28)) * 28 * LEADING + 10
    return _Block(role, texts, tuple(panels), y + 22)


def _card_height(panel: Panel[str], runs: Mapping[str, Runs]) -> float:
    """Return a height for a chart on a card: nearly the panel's own shape, or the tall one its kind wants."""
    chart = chart_kinds()[panel.chart]
    width, height = chart.narrow
    height = chart.height(panel.options, runs, True) if chart.height is not None else height
    if height > 1.2 * width:
        return CARD_WIDTH * height / width * 0.8
    return min(max(CARD_WIDTH * panel.rectangle[3] / panel.rectangle[2] * 0.95, 300.0), 420.0)


def _set_block(canvas: Canvas, plan: Plan, block: _Block, top: float, runs: Mapping[str, Runs], axis: Axis) -> None:
    theme, role = canvas.theme, block.role
    canvas.rectangle(Box(0, top, 720, block.height), theme.band(role), layer=0)
    draw_role_mark(canvas, role, CARD_MARGIN, top + 44, 24, theme.role(role))
    canvas.text(plan.name(role), CARD_MARGIN + 40, top + 58, size=42, weight=700, colour=theme.role(role), level="row")
    y = top + 92 + CARD_CELL * 0.8
    for number, lines in enumerate(block.texts):
        colour = theme.muted if number else theme.ink
        y = set_lines(canvas, lines, CARD_MARGIN, y, CARD_CELL, colour) + CARD_CELL * LEADING + 8
    for panel, title, down, height in block.panels:
        box = Box(CARD_MARGIN, top + down, CARD_WIDTH, height)
        set_panel(canvas, panel, box, ON_PHONE, theme.band(role), runs, title=title, axis=axis)


def draw_panel(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the plan's only panel at the size of type of a slide, to stand on any slide."""
    canvas = Canvas(1200, 675, theme)
    set_panels(canvas, plan.panels, Box(24, 24, 1152, 627), PROJECTED, theme.paper, runs)
    return canvas
