"""A panel: a finding as its title, the chart that shows it, and a caption that says what the marks are."""

from collections.abc import Mapping, Sequence

from proofpress.charts.kinds import chart_kinds
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import LEADING, Frame, Type
from proofpress.infographic.text import set_lines, wrap
from proofpress.models import Panel, Runs


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
) -> None:
    """Draw a panel: the chart fills the box, the title stands above it and the caption below it.

    title: its lines, if not all in one; empty for none. Raises BuildError, with the panel's location, for a chart that
    does not fit its runs or its box.
    """
    lines = [panel.title] if title is None else list(title)
    if lines:
        y = box.top - 14 * type.unit - (len(lines) - 1) * type.title * LEADING
        set_lines(canvas, lines, box.left, y, type.title, canvas.theme.ink, weight=600, level="finding")
    canvas.charts.append((panel.title, box))
    chart = chart_kinds()[panel.chart]
    try:
        chart.draw(panel.options, runs, Frame(canvas, box, type, ground, flush=True))
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
) -> None:
    """Draw panels side by side, as wide as their shares of the poster, with titles and captions inside the box."""
    if not panels:
        return
    gap = 40 * type.unit
    widths = share_width([panel.rectangle[2] for panel in panels], box.width - gap * (len(panels) - 1))
    titles = [wrap(canvas, panel.title, width, type.title, 600) for panel, width in zip(panels, widths, strict=True)]
    captions = [
        wrap(canvas, panel.caption, width, type.caption) if caption and panel.caption else []
        for panel, width in zip(panels, widths, strict=True)
    ]
    above = max(map(len, titles)) * type.title * LEADING + 6 * type.unit
    below = max(map(len, captions)) * type.caption * LEADING
    left = box.left
    for panel, width, lines in zip(panels, widths, titles, strict=True):
        inner = Box(left, box.top + above, width, box.height - above - below)
        set_panel(canvas, panel, inner, type, ground, runs, title=lines, caption=caption)
        left += width + gap


def share_width(wanted: Sequence[float], whole: float) -> list[float]:
    """Return a whole divided as some lengths are to one another, none below a fifth."""
    raised = [max(length, sum(wanted) / 5) for length in wanted]
    return [whole * length / sum(raised) for length in raised]
