"""A chart in its place on a sheet: its title above it, and a caption that says what the marks are."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.shared import OWN, Axis, share_rulers
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import LEADING, Frame, Type
from proofpress.drawing.geometry import Ruler
from proofpress.infographic.text import set_bar_words, set_lines, wrap
from proofpress.markup import ROLES
from proofpress.models import Column, Panel, Runs

LEAST_LABELS = 4
"""Labels of an axis on the bar, of which none is given up for its name."""


def set_panel(
    canvas: Canvas,
    panel: Panel[str],
    box: Box,
    type: Type,
    ground: str,
    runs: Mapping[str, Runs],
    *,
    title: Sequence[str] | None = None,
    caption: bool = True,
    axis: Axis = OWN,
) -> None:
    """Draw a panel: the chart fills the box, the title stands above it and the caption below it.

    title: its lines, if not all in one; empty for none. axis: where it has a ruler, its labels stand elsewhere.
    Raises BuildError, with the panel's location, for a chart that does not fit its runs or its box.
    """
    lines = [panel.title] if title is None else list(title)
    if lines:
        y = box.top - 14 * type.unit - (len(lines) - 1) * type.title * LEADING
        set_lines(canvas, lines, box.left, y, type.title, canvas.theme.ink, weight=600, level="finding")
    canvas.charts.append((panel.title, box))
    chart = chart_kinds()[panel.chart]
    frame = Frame(canvas, box, type, ground, flush=True, sides=axis.sides, ruled=axis.ruler is None)
    try:
        chart.draw(panel.options, runs, frame)
    except (KeyError, ValueError) as error:
        reason = error.args[0] if error.args else error
        message = f"the panel '{panel.title}' cannot be drawn as '{chart.name}': {reason}"
        hint = "choose axes and channels that the chart can show, or give it more room"
        raise BuildError([Diagnostic(panel.location, "cannot-draw", message, hint)]) from error
    if caption and panel.caption:
        lines, y = wrap(canvas, panel.caption, box.width, type.caption), box.bottom + type.caption * 0.9
        set_lines(canvas, lines, box.left, y, type.caption, canvas.theme.muted, level="caption")


def set_panels(
    canvas: Canvas,
    panels: Sequence[Panel[str]],
    box: Box,
    type: Type,
    ground: str,
    runs: Mapping[str, Runs],
    *,
    caption: bool = True,
    titled: bool = True,
    least_lines: int = 0,
    axis: Axis = OWN,
) -> None:
    """Draw panels side by side, as wide as their shares of the poster, with titles and captions inside the box.

    titled: whether the titles are set here. least_lines: how many lines they take at least, so that charts beside or
    over each other are equally high.
    """
    if not panels:
        return
    gap = 40 * type.unit
    widths = share_width([panel.rectangle[2] for panel in panels], box.width - gap * (len(panels) - 1))
    titles = [
        wrap(canvas, panel.title, width, type.title, 600) if titled else []
        for panel, width in zip(panels, widths, strict=True)
    ]
    captions = [
        wrap(canvas, panel.caption, width, type.caption) if caption and panel.caption else []
        for panel, width in zip(panels, widths, strict=True)
    ]
    above = max(least_lines, *map(len, titles)) * type.title * LEADING + 6 * type.unit
    below = max(map(len, captions)) * type.caption * LEADING
    left = box.left
    for panel, width, lines in zip(panels, widths, titles, strict=True):
        inner = Box(left, box.top + above, width, box.height - above - below)
        set_panel(canvas, panel, inner, type, ground, runs, title=lines, caption=caption, axis=axis)
        left += width + gap


def first_title_line(type: Type) -> float:
    """Return how far under the top of their box the first line of panels' titles stands, in pixels."""
    return type.title * LEADING - 8 * type.unit


def count_title_lines(canvas: Canvas, column: Column[str], width: float, type: Type) -> int:
    """Return how many lines the title of either side's widest panel takes, at most."""
    panels = [panel for role in ROLES for panel in widest(column, role)]
    return max((len(wrap(canvas, panel.title, width, type.title, 600)) for panel in panels), default=0)


def set_pair(
    canvas: Canvas,
    column: Column[str],
    boxes: Mapping[str, Box],
    bar: Box,
    type: Type,
    runs: Mapping[str, Runs],
    *,
    caption: bool = True,
    told: Collection[str] = (),
) -> None:
    """Draw the widest panel of each side of a column in its role's box, or the side's words where it has none.

    Between them lies the bar: with the axis that the two charts share, else with the column's words. told: the roles
    whose panel has its title elsewhere.
    """
    theme, size = canvas.theme, max(type.floor, bar.height * 0.58)
    panels = {role: widest(column, role) for role in ROLES}
    axis = share_axis(canvas, panels, boxes, type, runs)
    if axis.ruler is None:
        set_bar_words(canvas, column.spine, bar, size, type.floor)
    else:
        left = set_ruler(canvas, axis.ruler, column.spine, bar, size)
        captions = [[part for part in (left, panel.caption) if part] for panel in panels["second"]]
        panels["second"] = tuple(
            replace(panel, caption="; ".join(parts)) for panel, parts in zip(panels["second"], captions, strict=True)
        )
    for role, box in boxes.items():
        titled = role not in told
        set_panels(canvas, panels[role], box, type, theme.band(role), runs, caption=caption, titled=titled, axis=axis)
        if not panels[role]:
            set_cells(canvas, column.cells(role), box, type)


def share_axis(
    canvas: Canvas,
    panels: Mapping[str, Sequence[Panel[str]]],
    boxes: Mapping[str, Box],
    type: Type,
    runs: Mapping[str, Runs],
) -> Axis:
    """Return what the charts of two equally wide boxes have in common, where each box has one chart with one plot."""
    rulers: list[Ruler] = []
    for role in ROLES:
        probe = Canvas(canvas.width, canvas.height, canvas.theme)
        set_panels(probe, panels[role], boxes[role], type, probe.ground, runs)
        rulers += probe.rulers if len(probe.rulers) == 1 else ()
    if len(rulers) < 2:
        return OWN
    return share_rulers(rulers, [boxes[role] for role in ROLES])


def align(canvas: Canvas, column: Column[str], boxes: Mapping[str, Box], type: Type, runs: Mapping[str, Runs]) -> Axis:
    """Return what makes the plots of a column begin and end on the same lines, where each side has one as wide."""
    alone = all(len(column.panels(role)) == 1 for role in ROLES)
    if not alone or len({(box.left, box.width) for box in boxes.values()}) > 1:
        return OWN
    panels = {role: column.panels(role) for role in ROLES}
    return Axis(share_axis(canvas, panels, boxes, type, runs).sides)


def set_ruler(canvas: Canvas, ruler: Ruler, spine: str, bar: Box, size: float) -> str:
    """Set an axis on the bar, the column's words before it where there is room; return what of its words had none.

    What stands in brackets at the end of its words has none. Labels that would lie over the one before are left out.
    """
    placed: list[tuple[str, float, float]] = []

    def room(words: str, x: float, weight: int) -> tuple[str, float, float] | None:
        """Return where words stand whose middle is at x, or as near as the bar allows; None where something does."""
        half = canvas.measure(words, size, weight) / 2
        middle = min(max(x, bar.left + half), bar.right - half)
        free = all(middle + half <= low - size * 0.5 or middle - half >= high + size * 0.5 for _, low, high in placed)
        return (words, middle - half, middle + half) if free else None

    def say(words: str, left: float, weight: int) -> None:
        y = bar.top + bar.height / 2 + size * 0.33
        canvas.text(words, left, y, size=size, weight=weight, colour=canvas.theme.bar_ink, level="spine", layer=10)

    def name(words: str) -> tuple[str, float, float] | None:
        """Return where the axis is named: between two labels, as far right as there is room."""
        ends = [(low, high) for _, low, high in placed]
        spaces = [(low, high) for (_, low), (high, _) in pairwise([*ends, (bar.right, bar.right)])]
        found = (room(words, (low + high) / 2, 400) for low, high in reversed(spaces))
        return next((place for place in found if place), None)

    for x, words in ruler.labels:
        place = room(words, x, 600)
        placed += [place] if place else []
    placed.sort(key=lambda each: each[1])
    words, _, more = ruler.words.partition(" (")
    named = name(words) if words else None
    if words and not named and len(placed) > LEAST_LABELS:
        # What the numbers are is worth more than one number more.
        dropped = placed.pop(-2)
        named = name(words)
        if not named:
            placed.insert(-1, dropped)
    for label, left, _ in placed:
        say(label, left, 600)
    before = Box(bar.left, bar.top, placed[0][1] - size - bar.left, bar.height)
    if canvas.measure(spine, size, 600) + size < before.width:
        set_bar_words(canvas, spine, before, size, size)
    if named:
        say(named[0], named[1], 400)
    return more.removesuffix(")") if named else ruler.words


def set_cells(canvas: Canvas, cells: Sequence[str], box: Box, type: Type) -> None:
    """Set the texts of a side's cells, as many as there is room for."""
    base = box.top + type.title
    for text in cells:
        lines = wrap(canvas, text, box.width, type.title)
        if base + (len(lines) - 1) * type.title * LEADING <= box.bottom:
            last = set_lines(canvas, lines, box.left, base, type.title, canvas.theme.ink)
            base = last + type.title * (LEADING + 0.4)


def widest(column: Column[str], role: str) -> tuple[Panel[str], ...]:
    """Return the widest panel of a side, alone."""
    return tuple(sorted(column.panels(role), key=lambda panel: -panel.rectangle[2])[:1])


def share_width(wanted: Sequence[float], whole: float) -> list[float]:
    """Return a whole divided as some lengths are to one another, none below a fifth."""
    raised = [max(length, sum(wanted) / 5) for length in wanted]
    return [whole * length / sum(raised) for length in raised]
