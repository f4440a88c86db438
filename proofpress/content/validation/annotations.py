"""What the annotations of a record allow an author to write, in words, and how to walk them along a path."""

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct

from proofpress.diagnostics import Location, one_of
from proofpress.models.schema import Hint, Written

# Under other names, for type checkers read an expression in brackets after the usual ones as a type.
ANNOTATED: Any = Annotated
UNION: Any = Union
SCALARS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def stripped(annotation: Any) -> Any:
    """Return an annotation without `Annotated` and without the choice of None."""
    if get_origin(annotation) is Annotated:
        return stripped(get_args(annotation)[0])
    choices = branches(annotation)
    return stripped(choices[0]) if is_union(annotation) and len(choices) == 1 else annotation


def branches(annotation: Any) -> tuple[Any, ...]:
    """Return the choices of a union, None left out, in order; the annotation alone if it is none."""
    if get_origin(annotation) is Annotated:
        return branches(get_args(annotation)[0])
    if not is_union(annotation):
        return (annotation,)
    return tuple(choice for choice in get_args(annotation) if choice is not type(None))


def is_record(annotation: Any) -> bool:
    """Return whether an annotation names a record, or a generic one with its parameters."""
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, Struct)


def is_mapping(annotation: Any) -> bool:
    """Return whether an annotation names a mapping."""
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, Mapping)


def child(annotation: Any, part: str | int) -> Any:
    """Return what is allowed under a key or at a position; Any if the annotation does not say."""
    annotation = stripped(annotation)
    arguments = get_args(annotation)
    if is_record(annotation):
        return written_fields(annotation).get(str(part), Any)
    if get_origin(annotation) is tuple and isinstance(part, int):
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return arguments[0]
        return arguments[part] if part < len(arguments) else Any
    if is_mapping(annotation) and len(arguments) == 2:
        return arguments[1]
    return arguments[0] if get_origin(annotation) is list else Any


class Field(Struct, frozen=True):
    """A field of a record. key: what an author calls it.

    annotation: of what the record holds; written: of what the author writes, None if nothing.
    default: what counts as written where the key is left out, NODEFAULT if it is required; default_factory: makes it.
    placed: whether the record holds something that knows its location.
    """

    name: str
    key: str
    annotation: Any
    written: Any
    default: Any
    default_factory: Any
    placed: bool


def fields(record: Any) -> tuple[Field, ...]:
    """Return the fields of a record."""
    known: tuple[Field, ...] = _fields(get_origin(record) or record)
    return known


@cache
def _fields(record: Any) -> tuple[Field, ...]:
    hints = get_type_hints(record, include_extras=True)
    found = []
    for field in msgspec.structs.fields(record):
        annotation = hints[field.name]
        remark = written_remark(annotation)
        filled_in = remark is not None and remark.type is None
        nothing = annotation is Location or filled_in
        # What is filled in after the record is made has a default, and does not change how the record is made.
        later = filled_in and (field.default, field.default_factory) != (NODEFAULT, NODEFAULT)
        found.append(
            Field(
                name=field.name,
                key=field.encode_name,
                annotation=annotation,
                written=None if nothing else as_written(annotation),
                default=field.default if remark is None or remark.default is msgspec.UNSET else remark.default,
                default_factory=field.default_factory,
                placed=is_placed(annotation) and not later,
            )
        )
    return tuple(found)


def written_remark(annotation: Any) -> Written | None:
    """Return what an annotation, or that of a choice beside None, says is written in place of what the record holds."""
    if is_union(annotation):
        choices = branches(annotation)
        annotation = choices[0] if len(choices) == 1 else Any
    return next((remark for remark in getattr(annotation, "__metadata__", ()) if isinstance(remark, Written)), None)


def as_written(annotation: Any) -> Any:
    """Return the annotation of what an author writes for what a record holds."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        remark = written_remark(annotation)
        written = as_written(arguments[0] if remark is None else remark.type)
        others = [other for other in arguments[1:] if not isinstance(other, Written)]
        return ANNOTATED[(written, *others)] if others else written
    if origin is Literal or not arguments or is_record(annotation):
        return annotation
    below = tuple(argument if argument is Ellipsis else as_written(argument) for argument in arguments)
    return UNION[below] if is_union(annotation) else origin[below]


def is_placed(annotation: Any) -> bool:
    """Return whether what is annotated knows locations: texts, and records with texts or a location of their own."""
    if annotation is Location or written_remark(annotation) is not None:
        return True
    if is_record(annotation):
        return any(field.placed for field in fields(annotation))
    return get_origin(annotation) is not Literal and any(map(is_placed, get_args(annotation)))


def written_fields(record: Any) -> Mapping[str, Any]:
    """Return key → annotation of what an author writes for a record."""
    return {field.key: field.written for field in fields(record) if field.written is not None}


def keys(annotation: Any) -> tuple[str, ...]:
    """Return the keys that a record may have; nothing for anything else."""
    annotation = stripped(annotation)
    return tuple(written_fields(annotation)) if is_record(annotation) else ()


def hint_of(annotation: Any, key: str) -> str:
    """Return what a record's field says about its absence, or nothing."""
    remarks = getattr(child(annotation, key), "__metadata__", ())
    return next((remark.message for remark in remarks if isinstance(remark, Hint)), "")


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
        names = list(dict.fromkeys(words(choice) for choice in choices))
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
    annotation = stripped(choices[0])
    if get_origin(annotation) is Literal:
        return one_of(map(_written, get_args(annotation)))
    if is_record(annotation):
        return f"a mapping with {_key_words(annotation)}"
    if get_origin(annotation) in (tuple, list):
        return "a list"
    return "a mapping" if is_mapping(annotation) else SCALARS.get(annotation, "a value")


def _key_words(record: Any) -> str:
    names = tuple(written_fields(record))
    return f"the key {one_of(names)}" if len(names) == 1 else "the keys " + ", ".join(names)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def is_union(annotation: Any) -> bool:
    """Return whether an annotation allows several types, or one and None."""
    return get_origin(annotation) in (Union, types.UnionType)
