"""What the annotations of an options record allow, in words, and how to walk them along a path."""

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from proofpress.content.hints import Hint
from proofpress.diagnostics import one_of

SCALARS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def stripped(annotation: Any) -> Any:
    """Return an annotation without `Annotated` and without the choice of None."""
    if get_origin(annotation) is Annotated:
        return stripped(get_args(annotation)[0])
    choices = branches(annotation)
    return stripped(choices[0]) if _is_union(annotation) and len(choices) == 1 else annotation


def branches(annotation: Any) -> tuple[Any, ...]:
    """Return the choices of a union, None left out, in order; the annotation alone if it is none."""
    if get_origin(annotation) is Annotated:
        return branches(get_args(annotation)[0])
    if not _is_union(annotation):
        return (annotation,)
    return tuple(choice for choice in get_args(annotation) if choice is not type(None))


def is_record(annotation: Any) -> bool:
    """Return whether an annotation names a record."""
    return isinstance(annotation, type) and issubclass(annotation, Struct)


def is_mapping(annotation: Any) -> bool:
    """Return whether an annotation names a mapping."""
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, Mapping)


def child(annotation: Any, part: str | int) -> Any:
    """Return what is allowed under a key or at a position; Any where the annotation does not say."""
    annotation = stripped(annotation)
    arguments = get_args(annotation)
    if is_record(annotation):
        return hints(annotation).get(str(part), Any)
    if get_origin(annotation) is tuple and isinstance(part, int):
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return arguments[0]
        return arguments[part] if part < len(arguments) else Any
    if is_mapping(annotation) and len(arguments) == 2:
        return arguments[1]
    return arguments[0] if get_origin(annotation) is list else Any


def hints(record: Any) -> Mapping[str, Any]:
    """Return field → annotation of a record, with strings resolved."""
    known: Mapping[str, Any] = _hints(record)
    return known


@cache
def _hints(record: Any) -> dict[str, Any]:
    found = get_type_hints(record, include_extras=True)
    return {name: found[name] for name in record.__struct_fields__}


def keys(annotation: Any) -> tuple[str, ...]:
    """Return the keys that a record may have; nothing for what is no record."""
    annotation = stripped(annotation)
    return tuple(hints(annotation)) if is_record(annotation) else ()


def hint_of(annotation: Any, key: str) -> str:
    """Return what a record's field says about its absence, or nothing."""
    said = getattr(child(annotation, key), "__metadata__", ())
    return next((part.message for part in said if isinstance(part, Hint)), "")


def literals(annotation: Any) -> tuple[Any, ...]:
    """Return the words that a literal allows, those of all literals in a union; nothing for others."""
    found: list[Any] = []
    for branch in branches(annotation):
        if get_origin(stripped(branch)) is Literal:
            found.extend(get_args(stripped(branch)))
    return tuple(dict.fromkeys(found))


def words(annotation: Any) -> str:
    """Return in words what is allowed.

    >>> words(tuple[float, ...] | Literal["all"])
    "a list or 'all'"
    """
    choices = branches(annotation)
    if len(choices) > 1:
        said = list(dict.fromkeys(words(choice) for choice in choices))
        return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " or " + said[-1]
    annotation = stripped(choices[0])
    if get_origin(annotation) is Literal:
        return one_of(map(_written, get_args(annotation)))
    if is_record(annotation):
        return f"a mapping with {_key_words(annotation)}"
    if get_origin(annotation) in (tuple, list):
        return "a list"
    return "a mapping" if is_mapping(annotation) else SCALARS.get(annotation, "a value")


def _key_words(record: Any) -> str:
    names = tuple(hints(record))
    return f"the key {one_of(names)}" if len(names) == 1 else "the keys " + ", ".join(names)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)
