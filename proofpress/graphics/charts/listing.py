"""Rows of words and numbers with hairlines between them: what `values` and `table` have in common."""

from collections.abc import Sequence
from typing import Any

ROW = 1.75


def draw_rows(
    frame: Any, rows: Sequence[Sequence[str]], heads: Sequence[str], role: str, *, strong: Sequence[int] = ()
) -> None:
    """Draw rows under their heads: the first column at the left, the others right-aligned in columns as wide as needed.

    role: whose colour the numbers have. strong: rows in full strength, all where none is named.
    """
    unit, theme, box = frame.unit, frame.theme, frame.box
    count = len(rows) + (1 if heads else 0)
    height = min(frame.leading() * ROW, box.height / count)
    columns = max(map(len, rows))
    widths = [max(frame.measure(row[column], "label") for row in rows) for column in range(1, columns)]
    if heads:
        widths = [max(width, frame.measure(head)) for width, head in zip(widths, heads[1:], strict=True)]
    first = max([frame.measure(row[0]) for row in rows] + [frame.measure(heads[0]) if heads else 0])
    gap = max(12 * unit, (box.width - first - sum(widths)) / max(1, columns - 1))
    rights = [box.left + first + sum(widths[: n + 1]) + gap * (n + 1) for n in range(columns - 1)]
    end = rights[-1] if rights else box.left + first
    y = box.top + height * 0.64
    if heads:
        frame.text(heads[0], box.left, y, "caption")
        for head, right in zip(heads[1:], rights, strict=True):
            frame.text(head, right, y, "caption", anchor="right")
        _rule(frame, box.left, end, box.top + height, theme.muted)
        y += height
    for place, row in enumerate(rows):
        colour = theme.role(role) if not strong or place in strong else theme.ink
        frame.text(row[0], box.left, y, colour=theme.ink)
        for value, right in zip(row[1:], rights, strict=True):
            frame.text(value, right, y, "label", anchor="right", colour=colour)
        _rule(frame, box.left, end, y + height * 0.36, theme.context)
        y += height


def rows_height(count: int, narrow: bool) -> int:
    """Return the height of a sheet's rows in design pixels."""
    return round(count * (18 if narrow else 20) * 1.28 * ROW) + 6


def _rule(frame: Any, left: float, right: float, y: float, colour: str) -> None:
    frame.canvas.line([(left, y), (right, y)], colour, 1.4 * frame.unit, layer=1)
