"""Texts of another language laid over a tree of content: the same tree, in which each text is the one that was given.

Which parts are texts, the records say: what `WrittenText` or `Wording` marks. All else is the original's and is not
written again. Lists whose records have an `id` are matched by it, all others by position.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from proofpress.content.kinds import Kinds
from proofpress.content.validation.annotations import Field, fields, is_mapping, is_record, stripped, written_remark
from proofpress.content.validation.messages import given
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, one_of, shortened, suggest
from proofpress.markup import CITATION, NAME
from proofpress.models import Figure, Text
from proofpress.models.schema import Wording
from proofpress.models.text import WrittenText

VALUE = re.compile(r"\{\{(.*?)(?:\|.*?)?\}\}", re.DOTALL)
ID = "id"
WHOLE = "the translation"
"""How messages name all of it."""


class Overlay:
    """Lays translated texts over original ones, and notes where they do not match.

    draft: whether texts may be missing; then the original's stay. parts: figures of which that holds anyway, since
    readers see them only as parts of others: of these, the words in the charts alone are printed.
    """

    def __init__(
        self, kinds: Kinds, draft: bool, diagnostics: list[Diagnostic], parts: frozenset[str] = frozenset()
    ) -> None:
        self.kinds = kinds
        self.draft = draft
        self.diagnostics = diagnostics
        self.parts = parts

    def lay(self, annotation: Any, original: Node, node: Node, what: str, location: Location) -> Node:
        """Return an original whose texts are those of a translation.

        annotation: of both. what: how messages name them. location: where the translation is written.
        """
        if is_text(annotation):
            if not is_quoted(annotation):
                self._compare(original, node)
            return node
        annotation = stripped(annotation)
        if is_record(annotation):
            return self.lay_keys(self._texts(annotation, original), original, node, what, location)
        if is_mapping(annotation):
            each = get_args(annotation)[1]
            texts = dict.fromkeys(original.value, each)
            return self.lay_keys(texts, original, node, what, location, called_of(each))
        return self._lay_list(annotation, original, node, what, location)

    def lay_keys(
        self, texts: Mapping[str, Any], original: Node, node: Node, what: str, location: Location, called: str = ""
    ) -> Node:
        """Return a mapping whose texts are those of a translation. texts: key → annotation of what is translated.

        called: what an entry is, such as `figure`, if its key is its name.
        """
        if not isinstance(node.value, dict):
            self._note_shape(node, what, "a mapping, with the keys of the original", location)
            return original
        values, keys = dict(original.value), dict(original.keys)
        for key, text in node.items():
            where = node.key(key)
            if key in texts:
                part = f"the {called} '{key}'" if called else f"'{key}'" if what == WHOLE else f"'{key}' of {what}"
                lenient = called == "figure" and key in self.parts
                overlay = Overlay(self.kinds, True, self.diagnostics) if lenient else self
                values[key] = overlay.lay(texts[key], original.child(key) or text, text, part, where)
                keys[key] = where
            elif key != ID:
                has = "is not a text: the original says it" if key in original.value else "is no text of the original"
                message = f"'{shortened(key)}' of {what} {has}"
                hint = "remove it" if key in original.value else suggest(key, texts)
                self.diagnostics.append(Diagnostic(where, "unknown-text", message, hint))
        optional = self.parts if called == "figure" else frozenset()
        self._note_missing([key for key in texts if key not in node.value and key not in optional], what, location)
        return original.holding(values, keys)

    def _lay_list(self, annotation: Any, original: Node, node: Node, what: str, location: Location) -> Node:
        if not isinstance(node.value, list):
            self._note_shape(node, what, "a list, as in the original", location)
            return original
        arguments = get_args(annotation)
        each = arguments[0]
        called = called_of(each)
        ids = [str(item.at(ID).value) for item in original.value if item.child(ID)]
        if ids:
            return self._lay_by_id(each, called, dict(zip(ids, original.value, strict=True)), original, node, what)
        count, wanted = len(node.value), len(original.value)
        if count != wanted:
            message = f"{what} has {count} {'entry' if count == 1 else 'entries'}, and the original has {wanted}"
            hint = "translate each of them, in the order of the original"
            self.diagnostics.append(Diagnostic(location, "wrong-count", message, hint))
        laid = [
            self.lay(each, below, item, f"{called or 'entry'} {number} of {what}", item.location)
            for number, (below, item) in enumerate(zip(original.value, node.value, strict=False), 1)
        ]
        return original.holding([*laid, *original.value[len(laid) :]])

    def _lay_by_id(
        self, each: Any, called: str, known: Mapping[str, Node], original: Node, node: Node, what: str
    ) -> Node:
        laid: dict[str, Node] = {}
        for item in node.value:
            name, where = item.at(ID).value, item.at(ID).location
            if not isinstance(item.value, dict) or not isinstance(name, str):
                message = f"an entry of {what} does not say which {called} it translates"
                hint = f"begin it with 'id', the id of {one_of(known)}" if len(known) < 2 else "begin it with its 'id'"
                self.diagnostics.append(Diagnostic(item.location, "missing-key", message, hint))
            elif name not in known:
                message = f"the original has no {called} '{shortened(name)}'"
                self.diagnostics.append(Diagnostic(where, f"unknown-{called}", message, suggest(name, known)))
            elif name in laid:
                message = f"the {called} '{name}' is translated twice"
                self.diagnostics.append(Diagnostic(where, "duplicate-id", message, "keep one of them"))
            else:
                laid[name] = self.lay(each, known[name], item, f"the {called} '{name}'", item.location)
        self._note_missing([name for name in known if name not in laid], what, node.location)
        return original.holding([laid.get(name, below) for name, below in known.items()])

    def _texts(self, record: Any, original: Node) -> dict[str, Any]:
        """Return key → annotation of the texts that a record of the original prints."""
        found = {
            field.key: field.annotation
            for field in text_fields(record)
            if not is_empty(original.child(field.key)) or (isinstance(field.default, str) and field.default)
        }
        chart = original.child("chart") if record is Figure else None
        if chart is not None:
            options = self._options(chart)
            if self._texts(options, chart):
                found["chart"] = options
        return found

    def _options(self, chart: Node) -> Any:
        """Return the record of the options of a chart."""
        word, charts = chart.at("kind").value, self.kinds.charts
        return (charts.get(word) or next(kind for kind in charts.values() if word in kind.aliases)).options

    def _compare(self, original: Node, node: Node) -> None:
        """Note values and citations that a text has and its original has not, or the reverse."""
        if not isinstance(original.value, str) or not isinstance(node.value, str):
            return
        text = Text(node.value, node.begins, lines=node.lines)
        theirs, ours = _marks(original.value), _marks(node.value)
        for mark in theirs.keys() - ours.keys():
            message = f"the text lacks '{theirs[mark][1]}', which its original has ({original.location})"
            hint = "a translation says the same numbers and names the same works: write it where it belongs"
            self.diagnostics.append(Diagnostic(node.location, "missing-value", message, hint))
        for mark in ours.keys() - theirs.keys():
            offset, written = ours[mark]
            message = f"'{written}' is not in the original of this text ({original.location})"
            missing = [theirs[each][1] for each in theirs if each not in ours]
            hint = suggest(written, missing) if missing else "remove it, or write it in the original too"
            self.diagnostics.append(Diagnostic(text.locate(offset), "other-value", message, hint))

    def _note_missing(self, names: list[str], what: str, location: Location) -> None:
        if names and not self.draft:
            message = f"{what} lacks {_all_of(names)}, which the original has"
            hint = "translate them; until then, write 'draft: true' at the top"
            self.diagnostics.append(Diagnostic(location, "missing-text", message, hint))

    def _note_shape(self, node: Node, what: str, shape: str, location: Location) -> None:
        if not node.doubtful:
            message = f"{what} must be {shape}, not {given(node)}"
            self.diagnostics.append(Diagnostic(location, "wrong-type", message, "write it in the original's shape"))


def is_text(annotation: Any) -> bool:
    """Return whether an annotation is of words for readers."""
    remarks = getattr(annotation, "__metadata__", ())
    if isinstance(written_remark(annotation), WrittenText) or any(isinstance(each, Wording) for each in remarks):
        return True
    return get_origin(annotation) is Annotated and is_text(get_args(annotation)[0])


def is_quoted(annotation: Any) -> bool:
    """Return whether an annotation is of words that are printed as they stand, in which nothing is filled in."""
    remark = written_remark(annotation)
    return not isinstance(remark, WrittenText) or remark.verbatim


def text_fields(record: Any) -> Iterator[Field]:
    """Yield the fields of a record that hold words for readers, in themselves or further down."""
    return (field for field in fields(record) if field.written is not None and holds_texts(field.annotation))


def holds_texts(annotation: Any) -> bool:
    """Return whether an annotation is of words for readers, or of something that holds them."""
    if is_text(annotation):
        return True
    inner = stripped(annotation)
    if is_record(inner):
        return any(True for _ in text_fields(inner))
    return any(holds_texts(each) for each in get_args(inner) if each is not Ellipsis)


def is_empty(node: Node | None) -> bool:
    """Return whether nothing is written."""
    return node is None or node.value in (None, "", [], {})


def called_of(annotation: Any) -> str:
    """Return what an entry is called: the last word of how its record names itself, nothing if it does not."""
    return str(getattr(stripped(annotation), "called", "")).rpartition(" ")[2]


def _marks(source: str) -> dict[str, tuple[int, str]]:
    """Return the values and citations of a text, without spaces: where the first of each stands, and as it is written.

    What changes the words of a value belongs to its language, and is left out.
    """
    found: dict[str, tuple[int, str]] = {}
    for match in VALUE.finditer(source):
        found.setdefault("".join(match[1].split()), (match.start(), f"{{{{ {' '.join(match[1].split())} }}}}"))
    for match in CITATION.finditer(source):
        for name in NAME.finditer(match[0]):
            # The first begins with its bracket.
            offset = match.start() + name.start() - (name.start() == 1)
            found.setdefault(name[0], (offset, f"[{name[0]}]"))
    return found


def _all_of(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
