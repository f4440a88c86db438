"""pydantic's errors → diagnostics in our words, at the location in the file, with what is allowed.

pydantic reports one error for each branch of a union, with the branch's name in the error's location.
The annotations are walked along with the data, to tell such names from keys; a union that fails gives the
diagnostics of the one branch that the author most likely meant.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from msgspec import Struct

from proofpress.content.validation.annotations import branches, child, hint_of, is_union, keys, literals, words
from proofpress.content.yaml_reader.syntax_errors import cut_off
from proofpress.content.yaml_reader.tree import Node, Part
from proofpress.diagnostics import Diagnostic, Location, nearest, shortened, suggest
from proofpress.formatting import count
from proofpress.models.schema import Wording

UNKNOWN = {"unexpected_keyword_argument", "extra_forbidden", "no_such_attribute"}
MISSING = {"missing", "missing_argument", "missing_keyword_only_argument"}
BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
    "multiple_of": ("multiple_of", "a multiple of"),
}
LENGTHS = {"too_short", "too_long"}
TEXTS = {"string_too_short", "string_too_long", "string_pattern_mismatch"}

Error = Mapping[str, Any]
Located = tuple[tuple[Part, ...], Error]


class Explanation(Struct, frozen=True):
    """Words the diagnostics of one failed check: of a record and data, with how messages name them."""

    record: Any
    node: Node
    called: str
    more: tuple[str, ...]
    location: Location

    def diagnostics(self, errors: Iterable[Any]) -> list[Diagnostic]:
        """Return the diagnostics that pydantic's errors stand for."""
        return self._explain([(error["loc"], error) for error in errors], self.record, ())

    def texts_cut_off(self) -> dict[Location, Diagnostic]:
        """Return a diagnostic for each unquoted text that YAML ends at a comment, by the location of the text."""
        found = {}
        for path, node in _commented_texts(self.record, self.node, ()):
            if node.comment is not None:
                found[node.location] = cut_off(self._subject(path), node.comment)
        return found

    def _explain(self, errors: list[Located], annotation: Any, path: tuple[Part, ...]) -> list[Diagnostic]:
        choices = branches(annotation)
        if len(choices) > 1:
            return self._union(errors, annotation, choices, path)
        found: list[Diagnostic] = []
        below: dict[Part, list[Located]] = {}
        mistyped = self._mistyped(errors, choices[0], path)
        for rest, error in errors:
            if error["type"] in MISSING and rest in mistyped:
                continue
            named = len(rest) == 1 and (error["type"] in UNKNOWN | MISSING)
            if named or not rest or rest[-1] == "[key]":
                found.extend(self._leaf(error, choices[0], path, rest))
            else:
                below.setdefault(rest[0], []).append((rest[1:], error))
        for part, those in below.items():
            found.extend(self._explain(those, child(choices[0], part), (*path, part)))
        return list(dict.fromkeys(found))

    def _union(
        self, errors: list[Located], annotation: Any, choices: tuple[Any, ...], path: tuple[Part, ...]
    ) -> list[Diagnostic]:
        """Word the branch that the author most likely meant, or what all branches allow."""
        groups: dict[Part, list[Located]] = {}
        for rest, error in errors:
            groups.setdefault(rest[0] if rest else "", []).append((rest[1:], error))
        # Every branch failed, so the groups come in the order of the branches.
        meant = [
            (choice, group)
            for choice, group in zip(choices, groups.values(), strict=False)
            if any(rest or not _wrong_shape(error) for rest, error in group)
        ]
        if not meant:
            return self._not_allowed(annotation, path)
        shared = set.intersection(*({rest for rest, error in g if error["type"] == "literal_error"} for _, g in meant))
        if len(meant) > 1 and shared:
            rest = min(shared, key=len)
            allowed = tuple(word for choice, _ in meant for word in literals(_walk(choice, rest)))
            return self._none_of(allowed, (*path, *rest))
        choice, group = min(meant, key=lambda one: _distance(one[1]))
        return self._explain(group, choice, path)

    def _mistyped(self, errors: list[Located], annotation: Any, path: tuple[Part, ...]) -> set[tuple[Part, ...]]:
        """Return the missing keys that were meant by unknown ones: one diagnostic is enough."""
        unknown = [str(rest[0]) for rest, error in errors if len(rest) == 1 and error["type"] in UNKNOWN]
        meant = [nearest(key, self._allowed(annotation, path)) for key in unknown]
        return {(key,) for key in meant if key is not None}

    def _allowed(self, annotation: Any, path: tuple[Part, ...]) -> tuple[str, ...]:
        return (*keys(annotation), *(self.more if not path else ()))

    def _leaf(self, error: Error, annotation: Any, path: tuple[Part, ...], rest: tuple[Part, ...]) -> list[Diagnostic]:
        kind, context = error["type"], error.get("ctx", {})
        if rest and rest[-1] == "[key]":
            return self._unknown(str(rest[0]), tuple(map(str, context.get("expected", "").split("'")[1::2])), path)
        if rest and kind in UNKNOWN:
            return self._unknown(str(rest[0]), self._allowed(annotation, path), path)
        if rest and isinstance(rest[0], str):
            return self._missing(rest[0], annotation, path)
        if rest or kind in LENGTHS:
            return self._length(annotation, context, path)
        if kind in TEXTS:
            return self._text(context, path)
        if kind in BOUNDS:
            name, comparison = BOUNDS[kind]
            message = f"{self._subject(path)} must be {comparison} {context[name]:g}, not {self._given(path)}"
            return self._at(path, "out-of-range", message)
        if kind == "value_error":
            location = self.node.key(*path) if path else self.location
            sentence = shortened(str(context.get("error", error["msg"])), 300).rstrip(".")
            return [Diagnostic(location, "wrong-options", sentence)]
        return self._not_allowed(annotation, path)

    def _unknown(self, key: str, allowed: tuple[str, ...], path: tuple[Part, ...]) -> list[Diagnostic]:
        message = f"'{shortened(key)}' is not a key of {self._owner(path)}"
        former = {} if path else getattr(self.record, "former", {})
        hint = former.get(key) or suggest(key, allowed)
        return [Diagnostic(self.node.key(*path, key), "unknown-key", message, hint)]

    def _missing(self, key: str, annotation: Any, path: tuple[Part, ...]) -> list[Diagnostic]:
        location = self.node.key(*path) if path else self.location
        hint = hint_of(annotation, key) or f"add it: {words(child(annotation, key))}"
        return [Diagnostic(location, "missing-key", f"{self._owner(path)} needs the key '{key}'", hint)]

    def _length(self, annotation: Any, context: Error, path: tuple[Part, ...]) -> list[Diagnostic]:
        node = self.node.at(*path)
        size = len(node.value) if isinstance(node.value, list | dict) else 0
        least, most = context.get("min_length"), context.get("max_length")
        if least is None and most is None:
            least = most = len([part for part in _parts(annotation) if part is not Ellipsis])
        fixed = _parts(annotation) and Ellipsis not in _parts(annotation)
        if fixed or least == most:
            message = f"{self._subject(path)} must have {count(least or most or 0, 'item')}, not {size}"
        elif least is not None and size < least:
            message = f"{self._subject(path)} must have at least {count(least, 'item')}, not {size}"
        elif most is not None and size > most:
            message = f"{self._subject(path)} must have at most {count(most, 'item')}, not {size}"
        else:
            # pydantic counts only the items that are right; the wrong ones have diagnostics of their own.
            return []
        return self._at(path, "wrong-length", message)

    def _text(self, context: Error, path: tuple[Part, ...]) -> list[Diagnostic]:
        if not str(self.node.at(*path).value).strip():
            return self._at(path, "wrong-length", f"{self._subject(path)} must not be empty", "write some words")
        if "pattern" in context:
            message = f"{self._given(path, bare=True)} does not have the form of {self._subject(path)}"
            return self._at(path, "not-allowed", message, f"write what matches {context['pattern']}")
        least = context.get("min_length")
        bound = f"at least {least}" if least else f"at most {context.get('max_length')}"
        return self._at(path, "wrong-length", f"{self._subject(path)} must have {bound} characters")

    def _not_allowed(self, annotation: Any, path: tuple[Part, ...]) -> list[Diagnostic]:
        node = self.node.at(*path)
        allowed = literals(annotation)
        if allowed and len(branches(annotation)) == 1 and isinstance(node.value, str):
            return self._none_of(allowed, path)
        rule = "not-allowed" if allowed and isinstance(node.value, str) else "wrong-type"
        what = "the number " if type(node.value) in (int, float) and "number" not in words(annotation) else ""
        message = f"{self._subject(path)} must be {words(annotation)}, not {what}{self._given(path)}"
        return self._at(path, rule, message, _hint_type(node, words(annotation)))

    def _none_of(self, allowed: tuple[Any, ...], path: tuple[Part, ...]) -> list[Diagnostic]:
        message = f"{self._given(path, bare=True)} is not allowed for {self._subject(path)}"
        return self._at(path, "not-allowed", message, suggest(str(self.node.at(*path).value), map(str, allowed)))

    def _at(self, path: tuple[Part, ...], rule: str, message: str, hint: str = "") -> list[Diagnostic]:
        node = self.node.at(*path)
        # What could not be read has a diagnostic already.
        return [] if node.doubtful else [Diagnostic(node.location if path else self.location, rule, message, hint)]

    def _owner(self, path: tuple[Part, ...]) -> str:
        return self._subject(path) if path else self.called

    def _subject(self, path: tuple[Part, ...]) -> str:
        """Return how a message names a value: `'hidden'`, `item 2 of 'hidden'`, `a section`."""
        if not path:
            return self.called
        if isinstance(path[-1], int):
            return f"item {path[-1] + 1} of {self._subject(path[:-1])}"
        return f"'{shortened(path[-1])}'"

    def _given(self, path: tuple[Part, ...], bare: bool = False) -> str:
        return given(self.node.at(*path), bare)


def _commented_texts(annotation: Any, node: Node, path: tuple[Part, ...]) -> Iterator[tuple[tuple[Part, ...], Node]]:
    """Yield path and node of the unquoted words behind which a comment stands, where words for readers are allowed."""
    if node.comment is None:
        return
    if get_origin(annotation) is Annotated:
        if any(isinstance(remark, Wording) for remark in annotation.__metadata__):
            yield path, node
        yield from _commented_texts(get_args(annotation)[0], node, path)
    elif is_union(annotation):
        for choice in get_args(annotation):
            yield from _commented_texts(choice, node, path)
    elif isinstance(node.value, dict | list):
        for part, below in node.items() if isinstance(node.value, dict) else enumerate(node.value):
            yield from _commented_texts(child(annotation, part), below, (*path, part))


def given(node: Node, bare: bool = False) -> str:
    """Return in words what an author gave: a number as written, a text in quotes."""
    if isinstance(node.value, dict | list):
        return "a mapping" if isinstance(node.value, dict) else "a list"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, str):
        return f"'{shortened(node.value)}'" if bare else f"the text '{shortened(node.value)}'"
    return shortened(node.raw)


def _hint_type(node: Node, allowed: str) -> str:
    if node.value is None:
        return "write a value after the colon"
    if "text" in allowed and isinstance(node.value, bool | int | float):
        return f'put it in quotes: "{shortened(node.raw)}"'
    if "number" in allowed and isinstance(node.value, str) and node.quoted and _reads_as_number(node.value):
        return "remove the quotes"
    if isinstance(node.value, float) and node.value.is_integer() and "whole number" in allowed:
        return f"write {node.value:.0f}"
    return ""


def _reads_as_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _parts(annotation: Any) -> tuple[Any, ...]:
    return getattr(annotation, "__args__", ())


def _walk(annotation: Any, path: tuple[Part, ...]) -> Any:
    for part in path:
        annotation = child(annotation, part)
    return annotation


def _wrong_shape(error: Error) -> bool:
    return error["type"].endswith("_type") or error["type"] in {"literal_error", "none_required"}


def _distance(errors: list[Located]) -> tuple[int, int]:
    """Return how far data are from a branch: first the words that name another branch, then the rest."""
    return sum(error["type"] == "literal_error" for _, error in errors), len(errors)
