"""The poster as written: its words, its columns and their panels, each checked on its own."""

from msgspec import Struct

from proofpress.content.check import check
from proofpress.content.kinds import Kinds
from proofpress.content.schema_figures import ColumnPart, PanelPart, PosterPart
from proofpress.content.sheets import Entry, collection
from proofpress.content.tree import Node
from proofpress.content.works import charted
from proofpress.problems import Problem

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


def poster(parent: Node | None, own: Node | None, kinds: Kinds, problems: list[Problem]) -> PosterEntry | None:
    """Return the poster, or None where there is none; what is wrong with it is noted.

    parent: figures.yaml, in which it may stand under `poster`. own: poster.yaml, if it has a file of its own.
    """
    node, place = (
        (own, own.place) if own else (parent.child("poster"), parent.key("poster")) if parent else (None, None)
    )
    if node is None or node.value is None:
        return None
    if own and parent and parent.child("poster"):
        says = "the poster is written here and in a file of its own"
        problems.append(Problem(parent.key("poster"), "duplicate-key", says, "keep one of them"))
    part = check(PosterPart, node, problems, entry=place)
    found, _ = collection(node, "columns", list)
    columns = [_column(column, kinds, problems) for _, _, column in found]
    return PosterEntry(node, part, tuple(column for column in columns if column is not None))


def _column(node: Node, kinds: Kinds, problems: list[Problem]) -> ColumnEntry | None:
    part = check(ColumnPart, node, problems)
    above, below = (_panels(node, side, kinds, problems) for side in ("above", "below"))
    if part is None:
        return None
    if part.left + part.width > WIDE:
        says = f"the column ends at {part.left + part.width:g} pixels, beyond the poster's {WIDE:g}"
        problems.append(Problem(node.key("width"), "out-of-range", says, "make 'left' or 'width' smaller"))
    return ColumnEntry(node, part, above, below)


def _panels(column: Node, side: str, kinds: Kinds, problems: list[Problem]) -> tuple[Entry[PanelPart], ...]:
    found, _ = collection(column, side, list)
    panels = [charted(PanelPart, side, place, node, kinds, problems) for _, place, node in found]
    sound = tuple(panel for panel in panels if panel is not None)
    for panel in sound:
        left, top, width, height = panel.part.rectangle
        inside = min(left, top) >= 0 and left + width <= WIDE and top + height <= HIGH
        if not inside or width <= 0 or height <= 0:
            says = f"the rectangle does not lie on the poster, {WIDE:g} pixels wide and {HIGH:g} high"
            where = panel.node.at("rectangle").place
            problems.append(Problem(where, "out-of-range", says, "write left, top, width and height in pixels"))
    return sound
