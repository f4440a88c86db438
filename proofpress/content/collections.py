"""Collections of named entries in a content file, checked one by one, so that one bad entry does not hide another."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from proofpress.content.validation import check
from proofpress.content.validation.messages import given
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, shortened, suggest

AnyRecord = TypeVar("AnyRecord")


class Entry(Struct, Generic[AnyRecord], frozen=True):
    """A well-formed record and the node that it was made from, in which references are located."""

    record: AnyRecord
    node: Node


class Collection(Struct, Generic[AnyRecord], frozen=True):
    """The well-formed entries of a collection, and the names of all that were written, well formed or not.

    names: None if not all could be read, so that nothing is known about what is not there.
    """

    entries: Mapping[str, Entry[AnyRecord]] = field(default_factory=dict)
    names: frozenset[str] | None = None

    @property
    def records(self) -> dict[str, AnyRecord]:
        """The well-formed records by name, in order."""
        return {name: entry.record for name, entry in self.entries.items()}

    @property
    def whole(self) -> bool:
        """Whether all that was written is well formed, so that what is not there was not written."""
        return self.names is not None and self.names == set(self.entries)

    def get(self, name: str) -> AnyRecord | None:
        """Return the record of a name, if there is a well-formed one."""
        return self.entries[name].record if name in self.entries else None

    def lacks(self, name: str) -> bool:
        """Return whether it is certain that there is no entry of this name."""
        return self.names is not None and name not in self.names

    def missing(self, name: str, what: str, location: Location) -> Diagnostic:
        """Return the diagnostic of a reference to an entry that is not there."""
        hint = suggest(name, self.names) if self.names else f"write one first: there is no {what} yet"
        return Diagnostic(location, f"unknown-{what}", f"there is no {what} '{shortened(name)}'", hint)


def read_items(parent: Node | None, key: str, shape: type) -> tuple[list[tuple[str, Location, Node]], bool]:
    """Return name, location and node of each entry under a key, and whether the names can be relied on.

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


def read_list(
    parent: Node | None,
    key: str,
    what: str,
    read: Callable[[Node, Location], AnyRecord | None],
    diagnostics: list[Diagnostic],
) -> Collection[AnyRecord]:
    """Return the entries of a list whose records have an `id`, as `read` makes them; ids given twice are noted."""
    items, reliable = read_items(parent, key, list)
    entries: dict[str, Entry[AnyRecord]] = {}
    locations: dict[str, Location] = {}
    for name, location, node in items:
        record = read(node, location)
        where = node.at("id").location
        if name and name in locations:
            message = f"'{shortened(name)}' is already the id of the {what} on line {locations[name].line}"
            diagnostics.append(Diagnostic(where, "duplicate-id", message, "give each its own"))
            continue
        locations[name] = where
        if record is not None:
            entries[name] = Entry(record, node)
    # What is referred to and not there may be meant by the entry without a name.
    return Collection(entries, frozenset(locations) if reliable and "" not in locations else None)


def read_mapping(
    parent: Node | None, key: str, read: Callable[[str, Node, Location], AnyRecord | None]
) -> Collection[AnyRecord]:
    """Return the entries of a mapping, as `read` makes them of name, node and location."""
    items, reliable = read_items(parent, key, dict)
    made = {name: (read(name, node, location), node) for name, location, node in items}
    entries = {name: Entry(record, node) for name, (record, node) in made.items() if record is not None}
    return Collection(entries, frozenset(made) if reliable else None)


def check_list(
    parent: Node | None, key: str, record: type[AnyRecord], diagnostics: list[Diagnostic]
) -> Collection[AnyRecord]:
    """Return the entries of a list, each checked against a record that needs nothing else."""
    what = str(getattr(record, "called", "")).split()[-1]
    return read_list(
        parent, key, what, lambda node, location: check(record, node, diagnostics, location=location), diagnostics
    )


def check_mapping(node: Node, called: str, location: Location, diagnostics: list[Diagnostic]) -> bool:
    """Return whether a node is a mapping; if not, note it."""
    fine = isinstance(node.value, dict)
    if not fine and not node.doubtful:
        message = f"{called} must be a mapping of keys to values, not {given(node)}"
        diagnostics.append(Diagnostic(location, "wrong-type", message, "write 'key: value' under it"))
    return fine


def _id(entry: Node) -> str:
    node = entry.child("id")
    return node.value if node is not None and isinstance(node.value, str) else ""
