"""What others show of the poster: a preview of 1200 × 630, a square with one pair, a portrait with three."""

from collections.abc import Mapping

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import Type
from proofpress.drawing.theme import Theme
from proofpress.infographic.panel import count_title_lines, set_cells, set_panels, widest
from proofpress.infographic.plan import Plan
from proofpress.infographic.sheets.picture import head_band, set_mirror
from proofpress.infographic.text import draw_role_mark, headline_lines, set_bar_words, set_headline
from proofpress.markup import ROLES
from proofpress.models import Column, Runs

PREVIEW = Type(title=32, label=28, tick=28, caption=28, floor=28)
PORTRAIT = Type(title=28, label=24, tick=24, caption=24, floor=24)


def choose_pairs(plan: Plan) -> tuple[Column[str], ...]:
    """Return the first pair, which says what the two things are, and the last two, of those with evidence."""
    shown = tuple(column for column in plan.columns if column.above and column.below)
    return (shown if len(shown) <= 3 else (shown[0], *shown[-2:])) or plan.columns[:1]


def draw_preview(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the headline over the two sides of the plan's only pair, abreast, 1200 × 630."""
    canvas, column, gap = Canvas(1200, 630, theme), plan.columns[0], 6.0
    top = _headline(canvas, plan, 44, 58)
    width = (1200 - gap) / 2
    for index, role in enumerate(ROLES):
        band = Box(index * (width + gap), top, width, 630 - top)
        canvas.rectangle(band, theme.band(role), layer=0)
        inner = head_band(canvas, plan, role, band.inset(left=44, right=36), 34, PREVIEW)
        lines = count_title_lines(canvas, column, inner.width, PREVIEW)
        own, ground = widest(column, role), theme.band(role)
        set_panels(canvas, own, inner, PREVIEW, ground, runs, caption=False, least_lines=lines)
        if not column.panels(role):
            set_cells(canvas, column.cells(role), inner, PREVIEW)
    canvas.line([(600, top), (600, 630)], theme.bar, gap)
    return canvas


def draw_square(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the headline over the plan's only pair, 1080 × 1080."""
    canvas = Canvas(1080, 1080, theme)
    _stacked(canvas, plan, runs, _headline(canvas, plan, 44, 60))
    return canvas


def _stacked(canvas: Canvas, plan: Plan, runs: Mapping[str, Runs], top: float) -> None:
    """Set the pair's two sides over and under its bar, down to the foot of the sheet."""
    area = Box(44, top, canvas.width - 88, canvas.height - top)
    set_mirror(canvas, plan, plan.columns[0], area, PREVIEW, runs, name=40.0, bar=60.0, caption=False)


def draw_portrait(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    """Return the headline over the pairs, each with its sides beside each other, 1080 × 1350; one alone is stacked."""
    canvas = Canvas(1080, 1350, theme)
    top = _headline(canvas, plan, 40, 58)
    if len(plan.columns) == 1:
        _stacked(canvas, plan, runs, top)
        return canvas
    for role, left in zip(ROLES, (0.0, 543.0), strict=True):
        canvas.rectangle(Box(left, top, 537, 60), theme.band(role), layer=0)
        draw_role_mark(canvas, role, left + 40, top + 36, 22, theme.role(role))
        canvas.text(plan.name(role), left + 76, top + 48, size=36, weight=700, colour=theme.role(role), level="row")
    top += 60
    bar = 46.0
    height = (1350 - top) / len(plan.columns)
    for column in plan.columns:
        canvas.rectangle(Box(0, top, 1080, bar), theme.bar, layer=2)
        set_bar_words(canvas, column.spine, Box(40, top, 996, bar), 28, PORTRAIT.floor)
        lines = count_title_lines(canvas, column, 537 - 76, PORTRAIT)
        for role, left in zip(ROLES, (0.0, 543.0), strict=True):
            band = Box(left, top + bar, 537, height - bar)
            canvas.rectangle(band, theme.band(role), layer=0)
            inner = band.inset(40, 16, 36, 18)
            own, ground = widest(column, role), theme.band(role)
            set_panels(canvas, own, inner, PORTRAIT, ground, runs, caption=False, least_lines=lines)
        top += height
    canvas.line([(540, top - len(plan.columns) * height - 60), (540, 1350)], theme.bar, 6, layer=1)
    return canvas


def _headline(canvas: Canvas, plan: Plan, left: float, size: float) -> float:
    """Set the headline at the top; return where the picture goes on."""
    lines = headline_lines(canvas, plan.headline, canvas.width - 2 * left, size)
    last = set_headline(canvas, plan.headline, left, 36 + size * 0.8, canvas.width - 2 * left, size)
    return last + size * (0.5 if len(lines) > 1 else 0.7)
