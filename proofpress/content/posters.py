"""The poster as written: its words, its columns and their panels, each checked on its own."""

from msgspec import Struct

from proofpress.content.check import check
from proofpress.content.collections import Entry, collection
from proofpress.content.entries import charted
from proofpress.content.kinds import Kinds
from proofpress.content.schema_figures import ColumnPart, PanelPart, PosterPart
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic

# The design pixels of the poster.
WIDE, HIGH = 1920.0, 1080.0


class ColumnEntry(Struct, frozen=True):
    """A column with its panels above and below the spine, in order."""

    node: Node
    part: ColumnPart
    above: tuple[Entry[PanelPart], ...]
    below: tuple[Entry[PanelPart], ...]


class PosterEntry(Struct, frozen=True):
    """The poster with its columns, left to right."""

    node: Node
    part: PosterPart | None
    columns: tuple[ColumnEntry, ...]

    @property
    def panels(self) -> tuple[Entry[PanelPart], ...]:
        """All panels, in reading order."""
        return tuple(panel for column in self.columns for panel in (*column.above, *column.below))


def poster(parent: Node | None, own: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> PosterEntry | None:
    """Return the poster, or None where there is none; what is wrong with it is noted.

    parent: figures.yaml, in which it may stand under `poster`. own: poster.yaml, if it has a file of its own.
    """
    node, location = (
        (own, own.location) if own else (parent.child("poster"), parent.key("poster")) if parent else (None, None)
    )
    if node is None or node.value is None:
        return None
    if own and parent and parent.child("poster"):
        message = "the poster is written here and in a file of its own"
        diagnostics.append(Diagnostic(parent.key("poster"), "duplicate-key", message, "keep one of them"))
    part = check(PosterPart, node, diagnostics, entry=location)
    found, _ = collection(node, "columns", list)
    columns = [_column(column, kinds, diagnostics) for _, _, column in found]
    return PosterEntry(node, part, tuple(column for column in columns if column is not None))


def _column(node: Node, kinds: Kinds, diagnostics: list[Diagnostic]) -> ColumnEntry | None:
    part = check(ColumnPart, node, diagnostics)
    above, below = (_panels(node, side, kinds, diagnostics) for side in ("above", "below"))
    if part is None:
        return None
    if part.left + part.width > WIDE:
        message = f"the column ends at {part.left + part.width:g} pixels, beyond the poster's {WIDE:g}"
        diagnostics.append(Diagnostic(node.key("width"), "out-of-range", message, "make 'left' or 'width' smaller"))
    return ColumnEntry(node, part, above, below)


def _panels(column: Node, side: str, kinds: Kinds, diagnostics: list[Diagnostic]) -> tuple[Entry[PanelPart], ...]:
    found, _ = collection(column, side, list)
    panels = [charted(PanelPart, side, location, node, kinds, diagnostics) for _, location, node in found]
    sound = tuple(panel for panel in panels if panel is not None)
    for panel in sound:
        left, top, width, height = panel.part.rectangle
        inside = min(left, top) >= 0 and left + width <= WIDE and top + height <= HIGH
        if not inside or width <= 0 or height <= 0:
            message = f"the rectangle does not lie on the poster, {WIDE:g} pixels wide and {HIGH:g} high"
            where = panel.node.at("rectangle").location
            diagnostics.append(
                Diagnostic(where, "out-of-range", message, "write left, top, width and height in pixels")
            )
    return sound
