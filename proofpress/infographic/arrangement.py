"""Where the charts of a default poster stand: each in what the words beside it leave of its band."""

from collections.abc import Mapping

from msgspec.structs import replace

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import POSTER
from proofpress.infographic.cells import BELOW, FIRST_BELOW, HEAD, LAST_ABOVE, SMALLEST, cells_of
from proofpress.infographic.check import ink, overlaps
from proofpress.infographic.default import BOTTOM, TOP
from proofpress.infographic.panel import set_panel
from proofpress.infographic.plan import GUTTER, Plan, PlannedColumn, PlannedPanel
from proofpress.infographic.words import ROLES
from proofpress.models import Runs

AIR, TITLE = 30.0, 54.0
"""Between a chart and the words next to it, in pixels; with the chart's title between them."""
LOWEST = 150.0
"""A chart that would be less high is left out."""


def arranged(canvas: Canvas, plan: Plan, runs: Mapping[str, Runs]) -> Plan:
    """Return the plan with its panels in what the words leave of each band.

    Charts stand on common lines, or, where a column's words are too long for that, on lines of their own. One that has
    no room even so, or whose words would touch there, is left to the page.
    """
    rooms = {(place, role): _room(canvas, column, role, heads=not place)
             for place, column in enumerate(plan.columns)
             for role in ROLES if column.panels(role)}  # fmt: skip
    for role in ROLES:
        own = [room for (_, of), room in rooms.items() if of == role]
        top, bottom = max((low for low, _ in own), default=0.0), min((high for _, high in own), default=0.0)
        if bottom - top >= LOWEST:
            rooms |= {key: (top, bottom) for key in rooms if key[1] == role}

    def placed(place: int, column: PlannedColumn, role: str) -> tuple[PlannedPanel, ...]:
        top, bottom = rooms.get((place, role), (0.0, 0.0))
        rectangle = (column.left, top, column.width, bottom - top)
        panels = (replace(panel, rectangle=rectangle) for panel in column.panels(role) if bottom - top >= LOWEST)
        return tuple(panel for panel in panels if _legible(canvas, panel, runs))

    columns = tuple(
        replace(column, above=placed(place, column, "first"), below=placed(place, column, "second"))
        for place, column in enumerate(plan.columns)
    )
    return replace(plan, columns=columns)


def _legible(canvas: Canvas, panel: PlannedPanel, runs: Mapping[str, Runs]) -> bool:
    """Return whether the words of a panel keep apart and within its width."""
    probe = Canvas(canvas.width, canvas.height, canvas.theme)
    box = Box(*panel.rectangle)
    set_panel(probe, panel, box, POSTER, probe.ground, runs)
    return not overlaps(probe) and all(ink(text).right <= box.right + GUTTER / 2 for text in probe.letterings)


def _room(canvas: Canvas, column: PlannedColumn, role: str, *, heads: bool) -> tuple[float, float]:
    """Return where a chart could begin and end beside the words of a column. heads: under the name of a row."""
    words = cells_of(canvas, column, role, smallest=SMALLEST)
    if role == "first":
        return TOP + (HEAD if heads else 0.0), LAST_ABOVE - words.height - words.size - AIR
    return FIRST_BELOW + (BELOW if heads else 0.0) + words.height + TITLE, BOTTOM
