"""What others show of the poster: a preview of 1200 × 630, a square with one pair, a portrait with three."""

from collections.abc import Mapping

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import Type
from proofpress.drawing.theme import Theme
from proofpress.infographic.panel import set_panels
from proofpress.infographic.plan import Plan
from proofpress.infographic.text import (
    LEADING,
    bar_colour,
    draw_role_mark,
    fit_words,
    headline_lines,
    set_headline,
    set_lines,
    wrap,
)
from proofpress.markup import ROLES
from proofpress.models import Column, Panel, Runs

PREVIEW = Type(title=32, label=28, tick=28, caption=28, floor=28)
PORTRAIT = Type(title=28, label=24, tick=24, caption=24, floor=24)


def choose_featured(plan: Plan) -> Column[str]:
    """Return the pair that stands for the whole: the last with evidence on both sides, else the last with most."""
    return max(reversed(plan.columns), key=lambda column: bool(column.above) + bool(column.below))


def choose_pairs(plan: Plan) -> tuple[Column[str], ...]:
    """Return the first pair, which says what the two things are, and the last two, of those with evidence."""
    shown = tuple(column for column in plan.columns if column.above and column.below)
    return (shown if len(shown) <= 3 else (shown[0], *shown[-2:])) or (choose_featured(plan),)


def draw_preview(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the headline and two panels side by side, 1200 × 630."""
    canvas = Canvas(1200, 630, theme)
    top = _headline(canvas, plan, 44, 62)
    column, gap = choose_featured(plan), 6.0
    width = (1200 - gap) / 2
    for index, role in enumerate(ROLES):
        band = Box(index * (width + gap), top, width, 630 - top)
        _half(canvas, plan, column, role, band, PREVIEW, runs, 32)
    canvas.line([(600, top), (600, 630)], theme.bar, gap)
    return canvas


def draw_square(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the headline over the featured pair, 1080 × 1080."""
    canvas = Canvas(1080, 1080, theme)
    _stacked(canvas, plan, choose_featured(plan), runs, _headline(canvas, plan, 44, 60))
    return canvas


def _stacked(canvas: Canvas, plan: Plan, column: Column[str], runs: Mapping[str, Runs], top: float) -> None:
    """Set a pair's two sides over and under its bar, down to the foot of the sheet."""
    bar = 60.0
    half = (canvas.height - top - bar) / 2
    for role, start in zip(ROLES, (top, top + half + bar), strict=True):
        _half(canvas, plan, column, role, Box(0, start, canvas.width, half), PREVIEW, runs, 40)
    _bar(canvas, column.spine, Box(0, top + half, canvas.width, bar), 36)


def draw_portrait(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the headline over the pairs, each with its sides beside each other, 1080 × 1350; one alone is stacked."""
    canvas = Canvas(1080, 1350, theme)
    top = _headline(canvas, plan, 40, 58)
    if len(plan.columns) == 1:
        _stacked(canvas, plan, plan.columns[0], runs, top)
        return canvas
    for role, left in zip(ROLES, (0.0, 543.0), strict=True):
        canvas.rectangle(Box(left, top, 537, 60), theme.band(role), layer=0)
        draw_role_mark(canvas, role, left + 40, top + 36, 22, theme.role(role))
        canvas.text(plan.name(role), left + 76, top + 48, size=36, weight=700, colour=theme.role(role), level="row")
    top += 60
    bar = 46.0
    height = (1350 - top) / len(plan.columns)
    for column in plan.columns:
        _bar(canvas, column.spine, Box(0, top, 1080, bar), 28)
        for role, left in zip(ROLES, (0.0, 543.0), strict=True):
            band = Box(left, top + bar, 537, height - bar)
            canvas.rectangle(band, theme.band(role), layer=0)
            inner = band.inset(40, 16, 36, 18)
            set_panels(canvas, _widest(column, role), inner, PORTRAIT, theme.band(role), runs, caption=False)
        top += height
    canvas.line([(540, top - len(plan.columns) * height - 60), (540, 1350)], theme.bar, 6, layer=1)
    return canvas


def _widest(column: Column[str], role: str) -> tuple[Panel[str], ...]:
    """Return the widest panel of a side, alone."""
    return tuple(sorted(column.panels(role), key=lambda panel: -panel.rectangle[2])[:1])


def _headline(canvas: Canvas, plan: Plan, left: float, size: float) -> float:
    """Set the headline at the top; return where the picture goes on."""
    lines = headline_lines(canvas, plan.headline, canvas.width - 2 * left, size)
    last = set_headline(canvas, plan.headline, left, 36 + size * 0.8, canvas.width - 2 * left, size)
    return last + size * (0.5 if len(lines) > 1 else 0.7)


def _half(
    canvas: Canvas,
    plan: Plan,
    column: Column[str],
    role: str,
    band: Box,
    type: Type,
    runs: Mapping[str, Runs],
    size: float,
) -> None:
    """Fill a band with the name of its role and the widest panel of its side, or with its words if it has none."""
    theme = canvas.theme
    canvas.rectangle(band, theme.band(role), layer=0)
    left = band.left + 44
    draw_role_mark(canvas, role, left, band.top + size * 0.98, size * 0.62, theme.role(role))
    y = band.top + size * 1.3
    canvas.text(plan.name(role), left + size, y, size=size, weight=700, colour=theme.role(role), level="row")
    inner = Box(left, y + 16, band.width - 80, band.bottom - y - 32)
    set_panels(canvas, _widest(column, role), inner, type, theme.band(role), runs, caption=False)
    if not column.panels(role):
        base = inner.top + type.title
        for text in column.cells(role):
            lines = wrap(canvas, text, inner.width, type.title)
            if base + (len(lines) - 1) * type.title * LEADING <= inner.bottom:
                last = set_lines(canvas, lines, inner.left, base, type.title, theme.ink)
                base = last + type.title * (LEADING + 0.4)


def _bar(canvas: Canvas, words: str, box: Box, size: float) -> None:
    theme = canvas.theme
    canvas.rectangle(box, theme.bar, layer=2)
    middle = box.top + box.height / 2
    for role, shift in zip(ROLES, (-0.27, 0.27), strict=True):
        draw_role_mark(canvas, role, box.left + 44, middle + shift * size, size * 0.44, bar_colour(theme, role))
    left = box.left + 44 + size * 0.9
    words, size = fit_words(canvas, words, box.right - left, size, 24, 600)
    canvas.text(words, left, middle + size * 0.33, size=size, weight=600, colour=theme.bar_ink, level="spine", layer=10)
