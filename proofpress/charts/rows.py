"""Rows of words and numbers with hairlines between them: what `values` and `table` have in common."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from proofpress.drawing.canvas import Box
from proofpress.drawing.frame import DESK, LEADING, NARROW, SHOWN, WIDE

ROW, LOOSEST, TIGHTEST, DENSEST = 1.75, 2.4, 1.3, 0.95
"""Heights of a row in heights of its letters: wanted, at most, at least for larger letters, at least at all."""
LARGEST = 1.3
"""By how much words and numbers of a short list grow where there is room."""
WIDEST = 26
"""Of a list of two columns, in heights of its letters: farther apart, an eye loses the row."""


def draw_rows(
    frame: Any,
    rows: Sequence[Sequence[str]],
    heads: Sequence[str],
    role: str,
    *,
    strong: Sequence[int] = (),
    sides: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> None:
    """Draw rows under their heads: the first column at the left, the others right-aligned in columns as wide as needed.

    role: whose colour the numbers have. strong: rows in full strength, all if none is named. sides: of each row, the
    column in whose colour its name is set, or "". notes: few words for each row, set after its name where there is
    room. Raises ValueError if so many rows do not fit the frame one under the other.
    """
    theme, box = frame.theme, frame.box
    count, columns = len(rows) + (1 if heads else 0), max(map(len, rows))
    if box.height < count * frame.type.tick * DENSEST:
        most = int(box.height / (frame.type.tick * DENSEST))
        raise ValueError(f"{count} rows need {count * frame.type.tick * DENSEST:.0f} pixels: {most} fit here")
    if columns == 2 and not heads and not any(notes):
        larger = min(LARGEST, box.height / (count * frame.type.tick * TIGHTEST))
        frame = replace(frame, type=frame.type.scaled(max(1.0, larger)))
        box = Box(box.left, box.top, min(box.width, WIDEST * frame.type.tick), box.height)
    # On the poster's sheets a caption stands right under the box, so there the rows spread to fill it.
    unit, height = frame.unit, min(frame.leading() * (LOOSEST if frame.flush else ROW), box.height / count)
    widths = [max(frame.measure(row[column], "label") for row in rows) for column in range(1, columns)]
    first = max(frame.measure(row[0]) for row in rows)
    lines = [[head] for head in heads]
    wanted = [max(pair) for pair in zip([first, *widths], map(frame.measure, heads), strict=True)] if heads else []
    if heads and sum(wanted) + 12 * unit * (columns - 1) > box.width:
        lines = [head.split() for head in heads]
        wanted = [max(least, *map(frame.measure, parts)) for least, parts in zip([first, *widths], lines, strict=True)]
    if heads:
        first, widths = wanted[0], wanted[1:]
    gap = max(12 * unit, (box.width - first - sum(widths)) / max(1, columns - 1))
    rights = [box.left + first + sum(widths[: n + 1]) + gap * (n + 1) for n in range(columns - 1)]
    end = rights[-1] if rights else box.left + first
    y = box.top + height * 0.64
    if heads:
        deepest = max(map(len, lines))
        # Heads of more lines take their room from all rows.
        height = min(height, (box.height - (deepest - 1) * frame.leading()) / count)
        for index, parts in enumerate(lines):
            for line, part in enumerate(parts):
                base = y + (line + deepest - len(parts)) * frame.leading()
                x, anchor = (rights[index - 1], "right") if index else (box.left, "left")
                frame.text(part, x, base, "caption", anchor=anchor)
        y += (deepest - 1) * frame.leading()
        _rule(frame, box.left, end, y + height * 0.36, theme.muted)
        y += height
    for index, row in enumerate(rows):
        colour = theme.role(role) if not strong or index in strong else theme.ink
        side = sides[index] if sides else ""
        name = frame.text(row[0], box.left, y, colour=theme.role(side) if side else theme.ink)
        room = rights[0] - widths[0] - 9 * unit if rights else box.right
        note = notes[index] if notes else ""
        if note and name.right + 9 * unit + frame.measure(note, "caption") <= room:
            frame.text(note, name.right + 9 * unit, y, "caption")
        for value, right in zip(row[1:], rights, strict=True):
            frame.text(value, right, y, "label", anchor="right", colour=colour)
        _rule(frame, box.left, end, y + height * 0.36, theme.context)
        y += height


def rows_height(count: int, narrow: bool) -> int:
    """Return the height of a sheet's rows in design pixels, with room for heads of two lines."""
    size = NARROW.tick if narrow else WIDE.tick * SHOWN / DESK
    return round((count * ROW + 1) * size * LEADING)


def _rule(frame: Any, left: float, right: float, y: float, colour: str) -> None:
    frame.canvas.line([(left, y), (right, y)], colour, 1.4 * frame.unit, layer=1)
