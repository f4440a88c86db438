"""YAML text → a tree of nodes that know where they were written.

PyYAML composes; what words mean, which tags are refused and how far aliases may grow is decided here.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import yaml
from msgspec import Struct, field
from msgspec.structs import replace
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # PyYAML has it, its type hints leave it out
from yaml.resolver import BaseResolver

from proofpress.content.yaml_reader.characters import FORBIDDEN, forbidden_character, forbidden_characters
from proofpress.content.yaml_reader.scalars import AmbiguousScalar, Scalar, resolve
from proofpress.content.yaml_reader.syntax_errors import describe_syntax_error
from proofpress.diagnostics import Diagnostic, LimitExceeded, Location, shortened
from proofpress.models import Text

DEEPEST = 32
MOST_VALUES = 20_000
MOST_DIAGNOSTICS = 100
# The size of a file with its aliases written out, in characters; a value counts fifty beside its own.
LARGEST = 2_000_000
VALUE_SIZE = 50
UNTAGGED = ""
# Markdown's reader calls itself for each list within a list; by indentation a text's length allows no more than fifty.
MOST_MARKS = 30
KEPT_TREES = 32
"""Files whose trees are kept: in `serve` those of some comparisons, of which one changes."""
NESTED = re.compile(rf"^[ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+){{{MOST_MARKS + 1}}}", re.MULTILINE)
COMMENT = re.compile(r"\s*#")
NOWHERE = Location("")

Part = str | int


class Node(Struct, frozen=True):
    """A value of a content file.

    value: a scalar, a list of nodes, or a mapping of keys to nodes. plain: the same as plain data, without locations.
    keys: of a mapping, where each key stands. raw: a scalar as the author wrote it, without its quotes.
    begins: where the words of a text begin: behind a quote, and for a block (|) on the line below its sign.
    lines: of a text, as in `Text`.
    size: in characters, aliases written out; each value counts fifty more.
    doubtful: whether a diagnostic about it exists already.
    comment: where a comment begins behind it, for an unquoted word; for a list or mapping, behind the first such word.
    """

    location: Location
    value: Any
    plain: Any = None
    keys: dict[str, Location] = field(default_factory=dict)
    raw: str = ""
    quoted: bool = False
    begins: Location = NOWHERE
    lines: tuple[tuple[int, int, int], ...] = ()
    size: int = VALUE_SIZE
    doubtful: bool = False
    comment: Location | None = None

    def child(self, part: Part) -> "Node | None":
        """Return the node under a key or at a position, or None where there is none."""
        if isinstance(self.value, dict):
            return self.value.get(part)
        if isinstance(self.value, list) and isinstance(part, int) and 0 <= part < len(self.value):
            found: Node = self.value[part]
            return found
        return None

    def at(self, *path: Part) -> "Node":
        """Return the node that a path leads to, or the last one on the way that is there."""
        node = self
        for part in path:
            node = node.child(part) or node
        return node

    def key(self, *path: Part) -> Location:
        """Return where the key at the end of a path stands; where the value stands, for an item or a missing key."""
        parent = self.at(*path[:-1])
        return parent.keys.get(str(path[-1]), self.at(*path).location) if path else self.location

    def without(self, *names: str) -> "Node":
        """Return a mapping's node with some of its keys left out."""
        rest = {key: child for key, child in self.value.items() if key not in names}
        plain, keys = {key: self.plain[key] for key in rest}, {key: self.keys[key] for key in rest}
        return Node(self.location, rest, plain, keys, size=self.size, doubtful=self.doubtful, comment=self.comment)

    def holding(self, value: "dict[str, Node] | list[Node]", keys: dict[str, Location] | None = None) -> "Node":
        """Return a mapping or a list of other nodes in this one's place. keys: of a mapping, where each key stands."""
        if isinstance(value, list):
            return Node(self.location, value, [item.plain for item in value], comment=_first_comment(value))
        plain = {key: node.plain for key, node in value.items()}
        places = {key: (keys or {}).get(key, node.location) for key, node in value.items()}
        return Node(self.location, value, plain, places, comment=_first_comment(value.values()))

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Yield the keys and nodes of a mapping; nothing for anything else."""
        yield from self.value.items() if isinstance(self.value, dict) else ()


@lru_cache(maxsize=KEPT_TREES)
def parse(text: str, file: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the tree of a YAML text and what is wrong with it; None for the tree if nothing can be read."""
    root, found = _parse(text, file)
    return root, tuple(found)


def _parse(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    diagnostics = forbidden_characters(text, file)
    if diagnostics:
        return None, diagnostics
    try:
        composed = _Composer(text, file).get_single_node()
    except yaml.YAMLError as error:
        return None, [describe_syntax_error(error, text, file)]
    except LimitExceeded as enough:
        return None, [enough.diagnostic]
    if composed is None:
        return None, [Diagnostic(Location(file, 1, 1), "empty-file", "the file is empty", "write its keys into it")]
    builder = _NodeBuilder(file, text.split("\n"))
    try:
        root = builder.node(composed, depth=0)
    except LimitExceeded as enough:
        return None, [*builder.diagnostics, enough.diagnostic]
    if root.size > LARGEST:
        message = f"the aliases of this file stand for more than {LARGEST:,} characters"
        return None, [
            Diagnostic(Location(file, 1, 1), "alias-growth", message, "write values out instead of nesting aliases")
        ]
    return (None if builder.hopeless else root), builder.diagnostics


class _Composer(CParser, BaseResolver):
    """PyYAML's composer with limits: libyaml recurses without one, so depth and node count are capped here.

    Scalars are left as they are written.
    """

    def __init__(self, text: str, file: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)
        self.file = file
        self.depth = 0
        self.values = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return UNTAGGED

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Count one value, one level down. Raises LimitExceeded if there are too many of either."""
        self.depth += 1
        self.values += 1
        if self.depth > DEEPEST + 2:
            raise LimitExceeded(_too_deep(_start(parent, self.file)))
        if self.values > MOST_VALUES:
            message = f"the file holds more than {MOST_VALUES:,} keys and values"
            raise LimitExceeded(Diagnostic(_start(parent, self.file), "too-large", message, "write less in one file"))

    def ascend_resolver(self) -> None:
        self.depth -= 1


def _start(composed: yaml.Node, file: str) -> Location:
    """Return where one of PyYAML's nodes begins."""
    mark = composed.start_mark
    return Location(file, mark.line + 1, mark.column + 1)


def _too_deep(location: Location) -> Diagnostic:
    return Diagnostic(location, "too-deep", f"values are nested more than {DEEPEST} deep", "nest them less")


class _NodeBuilder:
    """Builds nodes from PyYAML's; a node that aliases repeat is built once.

    hopeless: whether what was built is not worth checking, for it is cut off.
    """

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.diagnostics: list[Diagnostic] = []
        self.hopeless = False
        self.built: dict[int, Node] = {}
        self.heights: dict[int, int] = {}
        self.open: set[int] = set()

    def node(self, composed: yaml.Node, depth: int) -> Node:
        identity = id(composed)
        built = self.built.get(identity)
        if built is not None and depth + self.height(built) <= DEEPEST:
            return built
        location = _start(composed, self.file)
        if built is not None or depth > DEEPEST or identity in self.open:
            self.hopeless = True
            endless = Diagnostic(location, "alias-growth", "the alias here contains itself", "write the value out")
            self.diagnostics.append(endless if identity in self.open else _too_deep(location))
            return Node(location, None, doubtful=True)
        self.open.add(identity)
        node = self.create(composed, location, depth)
        self.open.discard(identity)
        self.built[identity] = node
        return node

    def height(self, node: Node) -> int:
        """Return how many levels lie below a node, kept for the nodes that aliases repeat."""
        found = self.heights.get(id(node))
        if found is None:
            below = node.value.values() if isinstance(node.value, dict) else node.value
            below = below if isinstance(node.value, dict | list) else ()
            found = self.heights[id(node)] = max((self.height(each) + 1 for each in below), default=0)
        return found

    def create(self, composed: yaml.Node, location: Location, depth: int) -> Node:
        if composed.tag != UNTAGGED:
            tag = composed.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"the tag '{shortened(tag)}' is not allowed"
            self.complain(location, "tag", message, "remove it: values have no tags here")
            return Node(location, None, doubtful=True)
        if isinstance(composed, yaml.ScalarNode):
            return self.scalar(composed, location)
        if isinstance(composed, yaml.MappingNode):
            return self.mapping(composed, location, depth)
        items = [self.node(item, depth + 1) for item in composed.value]
        size = VALUE_SIZE + sum([item.size for item in items])
        return Node(location, items, [item.plain for item in items], size=size, comment=_first_comment(items))

    def mapping(self, composed: yaml.MappingNode, location: Location, depth: int) -> Node:
        keys: dict[str, Location] = {}
        values: dict[str, Node] = {}
        plain: dict[str, Any] = {}
        size = VALUE_SIZE
        for key_node, value_node in composed.value:
            where = _start(key_node, self.file)
            key = self.key(key_node, where)
            value = self.node(value_node, depth + 1)
            if key in keys:
                message = f"'{shortened(key)}' is given twice; the first is on line {keys[key].line}"
                self.complain(where, "duplicate-key", message, "keep one of them")
            elif key is not None:
                keys[key], values[key], plain[key] = where, value, value.plain
                size += len(key) + value.size
        return Node(location, values, plain, keys, size=size, comment=_first_comment(values.values()))

    def key(self, node: yaml.Node, where: Location) -> str | None:
        if not isinstance(node, yaml.ScalarNode) or node.tag != UNTAGGED:
            self.complain(where, "wrong-key", "a key must be one word or text", "write 'key: value'")
        elif not node.value:
            self.complain(where, "wrong-key", "the key is missing before ':'", "write 'key: value'")
        elif node.value == "<<":
            self.complain(where, "wrong-key", "mappings cannot be merged with '<<'", "write the keys out")
        else:
            self.check_characters(node, where)
            word: str = node.value
            return word
        return None

    def scalar(self, composed: yaml.ScalarNode, location: Location) -> Node:
        word, style = composed.value, composed.style
        value: Scalar = word
        doubtful = not self.check_characters(composed, location)
        if not style:
            try:
                value = resolve(word)
            except AmbiguousScalar as doubt:
                self.complain(location, doubt.rule, doubt.message, doubt.hint)
                doubtful = True
        begins = self.find_words(composed, location)
        lines = self.find_lines(word, begins)
        if len(word) > 2 * MOST_MARKS and (nested := NESTED.search(word)):
            message = f"more than {MOST_MARKS} marks of lists stand in a row, each a list within the one before"
            hint = "write fewer of them in a line, or a backslash before the first"
            self.complain(Text(word, begins, lines=lines).locate(nested.start()), "too-deep", message, hint)
            doubtful = True
        size = VALUE_SIZE + len(word)
        comment = None if style else self.comment(composed.end_mark)
        return Node(location, value, value, {}, word, bool(style), begins, lines, size, doubtful, comment)

    def find_words(self, composed: yaml.ScalarNode, location: Location) -> Location:
        """Return where the words of a scalar begin: behind a quote, or on the first line of a block that has any."""
        if composed.style in ("|", ">"):
            for number in range(location.line, len(self.lines)):
                line = self.lines[number]
                if line.strip():
                    return Location(self.file, number + 1, len(line) - len(line.lstrip(" ")) + 1)
        return replace(location, column=location.column + 1) if composed.style in ("'", '"') else location

    def find_lines(self, word: str, begins: Location) -> tuple[tuple[int, int, int], ...]:
        """Return offset, line and column of the first character on each line that a text stands on.

        Folded lines are found one after the other; from an escape on, which stands for other characters, none is.
        None is needed for words that stand on one line as they are.
        """
        if self.lines[begins.line - 1 : begins.line] and self.lines[begins.line - 1].startswith(
            word, begins.column - 1
        ):
            return ()
        found: list[tuple[int, int, int]] = []
        offset, column = 0, begins.column
        for number in range(begins.line, len(self.lines) + 1):
            line = self.lines[number - 1]
            if number > begins.line:
                column = len(line) - len(line.lstrip(" \t")) + 1
            while offset < len(word) and word[offset] in " \n":
                offset += 1
            length = _common_length(word, offset, line, column - 1)
            if offset >= len(word) or (line.strip() and not length):
                break
            if length:
                found.append((offset, number, column))
                offset += length
            ends = line[column - 1 + length :].strip()
            if ends:
                break
        return tuple(found)

    def comment(self, end: Any) -> Location | None:
        """Return where a comment begins on the line on which an unquoted word ends, if there is one."""
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        found = COMMENT.match(line, end.column) if "#" in line else None
        return Location(self.file, end.line + 1, found.end()) if found else None

    def check_characters(self, composed: yaml.ScalarNode, location: Location) -> bool:
        """Note a forbidden character that an escape let in; return whether there was none."""
        # The text was searched as a whole; only an escape in double quotes can let another character in.
        found = FORBIDDEN.search(composed.value) if composed.style == '"' else None
        if found:
            self.diagnostics.append(forbidden_character(found[0], location))
        return not found

    def complain(self, location: Location, rule: str, message: str, hint: str) -> None:
        """Note a diagnostic. Raises LimitExceeded with it if there have been too many to go on."""
        diagnostic = Diagnostic(location, rule, message, hint)
        if len(self.diagnostics) >= MOST_DIAGNOSTICS:
            raise LimitExceeded(diagnostic)
        self.diagnostics.append(diagnostic)


def _first_comment(nodes: Iterable[Node]) -> Location | None:
    return next((node.comment for node in nodes if node.comment is not None), None)


def _common_length(word: str, offset: int, line: str, start: int) -> int:
    """Return how many characters of a text, from an offset on, stand in a line from a column on."""
    rest = line[start:].rstrip()
    if word.startswith(rest, offset):
        return len(rest)
    pairs = zip(word[offset : offset + len(rest)], rest, strict=False)
    return next(length for length, (one, other) in enumerate((*pairs, ("", " "))) if one != other)
