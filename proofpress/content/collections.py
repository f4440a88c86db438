"""Collections of named entries in a content file, checked one by one: one bad entry does not hide another."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from proofpress.content.check import check
from proofpress.content.scalars import shortened
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.content.validation import given
from proofpress.diagnostics import Diagnostic, Location

Part = TypeVar("Part")


class Entry(Struct, Generic[Part], frozen=True):
    """One entry that is well formed: its name, where it begins, its tree and its record.

    kind, options: of an experiment, a statistic or a chart. outline: of an experiment.
    """

    id: str
    location: Location
    node: Node
    part: Part
    kind: str = ""
    options: Any = None
    run_schema: Any = None


class Sheet(Struct, Generic[Part], frozen=True):
    """The well-formed entries of a collection, and the names of all that were written, well formed or not.

    names: None where not all could be read, so that nothing is known about what is not there.
    """

    entries: Mapping[str, Entry[Part]] = field(default_factory=dict)
    names: frozenset[str] | None = None

    @property
    def whole(self) -> bool:
        """Whether all that was written is well formed, so that what is not there was not written."""
        return self.names is not None and self.names == set(self.entries)

    def lacks(self, name: str) -> bool:
        """Return whether it is certain that there is no entry of this name."""
        return self.names is not None and name not in self.names

    def missing(self, name: str, what: str, location: Location) -> Diagnostic:
        """Return the problem with a reference to an entry that is not there."""
        hint = suggest(name, self.names) if self.names else f"write one first: there is no {what} yet"
        return Diagnostic(location, f"unknown-{what}", f"there is no {what} '{shortened(name)}'", hint)


def collection(parent: Node | None, key: str, shape: type) -> tuple[list[tuple[str, Location, Node]], bool]:
    """Return name, place and node of each entry under a key, and whether the names can be relied on.

    A list's entries are named by their `id`, a mapping's by their key; an entry without a name is called "".
    shape: list or dict. A missing collection is an empty one; one of the wrong shape tells nothing.
    """
    if parent is None or not isinstance(parent.value, dict):
        return [], False
    node = parent.child(key)
    if node is None or node.value is None:
        return [], True
    if type(node.value) is not shape:
        return [], False
    if isinstance(node.value, dict):
        return [(name, node.key(name), entry) for name, entry in node.items()], True
    items: Any = node.value
    return [(_id(entry), entry.location, entry) for entry in items], True


def listed(parent: Node | None, key: str, record: type[Part], what: str, diagnostics: list[Diagnostic]) -> Sheet[Part]:
    """Return the entries of a list whose records have an `id`; ids given twice are noted."""

    def read(name: str, location: Location, node: Node) -> Entry[Part] | None:
        part = check(record, node, diagnostics, entry=location)
        return None if part is None else Entry(name, location, node, part)

    return read_list(parent, key, read, what, diagnostics)


def read_list(
    parent: Node | None,
    key: str,
    read: Callable[[str, Location, Node], Entry[Part] | None],
    what: str,
    diagnostics: list[Diagnostic],
) -> Sheet[Part]:
    """Return the entries of a list as `read` makes them of id, location and node; ids given twice are noted."""
    found, reliable = collection(parent, key, list)
    entries: dict[str, Entry[Part]] = {}
    first: dict[str, Location] = {}
    for name, location, node in found:
        entry = read(name, location, node)
        where = node.at("id").location
        if name in first and name:
            message = f"'{shortened(name)}' is already the id of the {what} on line {first[name].line}"
            diagnostics.append(Diagnostic(where, "duplicate-id", message, "give each its own"))
            continue
        first[name] = where
        if entry is not None:
            entries[name] = entry
    # What is referred to and not there may be meant by the one without a name.
    return Sheet(entries, frozenset(first) if reliable and "" not in first else None)


def is_mapping(node: Node, called: str, location: Location, diagnostics: list[Diagnostic]) -> bool:
    """Return whether a node is a mapping; if not, say so."""
    fine = isinstance(node.value, dict)
    if not fine and not node.doubtful:
        message = f"{called} must be a mapping of keys to values, not {given(node)}"
        diagnostics.append(Diagnostic(location, "wrong-type", message, "write 'key: value' under it"))
    return fine


def _id(entry: Node) -> str:
    node = entry.child("id")
    return node.value if node is not None and isinstance(node.value, str) else ""
