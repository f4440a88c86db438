"""Where the texts of the table's cells stand on the poster, and the charts of a poster that lays itself out."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from proofpress.diagnostics import BuildError
from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.check import find_faults
from proofpress.drawing.frame import POSTER
from proofpress.infographic.panel import set_panel
from proofpress.infographic.plan import BOTTOM, GUTTER, TOP, Plan
from proofpress.infographic.text import LEADING, set_lines, wrap
from proofpress.markup import ROLES
from proofpress.models import Column, Panel, Runs

CELL, SMALLEST = 22.0, 18.0
"""Sizes of the cell texts in pixels: beside evidence, and the least to which long ones shrink if nobody composed."""
ALONE = (36.0, 30.0, 26.0)
"""Sizes of texts beside which no evidence stands, the first for which there is room."""
HIGHEST_ALONE, HIGHEST = 300.0, 130.0
"""How high texts may be before they are set smaller, in pixels: without and with evidence beside them."""
GAP = 0.3
"""Between two texts, in sizes of their letters."""
LAST_ABOVE, FIRST_BELOW = 538.0, 638.0
"""Baselines next to the bar: of the last line above it and of the first below it."""
HEAD, BELOW = 46.0, 52.0
"""By how much the name of a row moves what stands under it, above and below the bar."""
AIR, TITLE = 30.0, 54.0
"""Between a chart and the words next to it, in pixels; with the chart's title between them."""
LOWEST = 150.0
"""A chart that would be less high, in pixels, is left out."""


class CellTexts(Struct, frozen=True):
    """The texts of a cell in lines, and their size in pixels."""

    size: float
    lines: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """From the first baseline to the last, in pixels."""
        count = sum(map(len, self.lines))
        return self.size * ((count - 1) * LEADING + GAP * (len(self.lines) - 1)) if count else 0.0


def fit_cells(canvas: Canvas, column: Column[str], role: str, *, smallest: float = CELL) -> CellTexts:
    """Return the texts of a column for `first` or `second`: large where they stand alone.

    smallest: to which they may shrink where they are long.
    """

    def at(size: float) -> CellTexts:
        return CellTexts(size, tuple(tuple(wrap(canvas, text, column.width, size)) for text in column.cells(role)))

    alone = not column.panels(role)
    for size in (*(ALONE if alone else ()), CELL):
        texts = at(size)
        if texts.height < (HIGHEST_ALONE if alone else HIGHEST) - (LEADING * size if alone else 0.0):
            return texts
    return at(min(CELL, smallest))


def set_cells_above(canvas: Canvas, column: Column[str], smallest: float) -> None:
    """Set the texts so that the last line of all columns stands on one baseline."""
    texts = fit_cells(canvas, column, "first", smallest=smallest)
    _set_cells(canvas, texts, column.left, LAST_ABOVE - texts.height)


def set_cells_below(canvas: Canvas, column: Column[str], smallest: float, *, heads: bool) -> None:
    """Set the texts so that the first line of all columns stands on one line. heads: under the name of the row."""
    texts = fit_cells(canvas, column, "second", smallest=smallest)
    _set_cells(canvas, texts, column.left, FIRST_BELOW + (BELOW if heads else 0.0) + (texts.size - CELL) * 0.8)


def _set_cells(canvas: Canvas, texts: CellTexts, left: float, y: float) -> None:
    for number, lines in enumerate(texts.lines):
        colour = canvas.theme.muted if number else canvas.theme.ink
        y = set_lines(canvas, lines, left, y, texts.size, colour) + texts.size * (LEADING + GAP)


def arrange_charts(canvas: Canvas, plan: Plan, runs: Mapping[str, Runs]) -> Plan:
    """Return the plan with its panels in what the words leave of each band.

    Charts stand on common lines, or, where a column's words are too long for that, on lines of their own. One that has
    no room even so, or whose words would touch there, is left to the page.
    """
    spaces = {
        (index, role): _space(canvas, column, role, heads=not index)
        for index, column in enumerate(plan.columns)
        for role in ROLES
        if column.panels(role)
    }
    for role in ROLES:
        of_role = [space for (_, side), space in spaces.items() if side == role]
        top, bottom = max((low for low, _ in of_role), default=0.0), min((high for _, high in of_role), default=0.0)
        if bottom - top >= LOWEST:
            spaces |= {key: (top, bottom) for key in spaces if key[1] == role}

    def arranged(index: int, column: Column[str], role: str) -> tuple[Panel[str], ...]:
        top, bottom = spaces.get((index, role), (0.0, 0.0))
        rectangle = (column.left, top, column.width, bottom - top)
        panels = (replace(panel, rectangle=rectangle) for panel in column.panels(role) if bottom - top >= LOWEST)
        return tuple(panel for panel in panels if _legible(canvas, panel, runs))

    columns = tuple(
        replace(column, above=arranged(index, column, "first"), below=arranged(index, column, "second"))
        for index, column in enumerate(plan.columns)
    )
    return replace(plan, columns=columns)


def _legible(canvas: Canvas, panel: Panel[str], runs: Mapping[str, Runs]) -> bool:
    """Return whether a panel can be drawn, with its words apart and within its width."""
    probe = Canvas(canvas.width, canvas.height, canvas.theme)
    box = Box(*panel.rectangle)
    try:
        set_panel(probe, panel, box, POSTER, probe.ground, runs)
    except BuildError:
        return False
    return not any(find_faults(probe)) and all(text.box.right <= box.right + GUTTER / 2 for text in probe.letterings)


def _space(canvas: Canvas, column: Column[str], role: str, *, heads: bool) -> tuple[float, float]:
    """Return where a chart could begin and end beside the words of a column. heads: under the name of a row."""
    texts = fit_cells(canvas, column, role, smallest=SMALLEST)
    if role == "first":
        return TOP + (HEAD if heads else 0.0), LAST_ABOVE - texts.height - texts.size - AIR
    return FIRST_BELOW + (BELOW if heads else 0.0) + texts.height + TITLE, BOTTOM
