"""Annotations of records → schemas of pydantic's core, which checks data against them and finds all that is wrong.

The core is used by itself: to import what pydantic builds around it, and have it look through the records, would take
longer than to read a whole site.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import FieldInfo, fields

from proofpress.content.annotations import branches, hints, is_mapping, is_record

Shape = dict[str, Any]
"""A schema as `pydantic_core.core_schema` writes it, with its `type`."""

SCALARS: Mapping[Any, str] = {Any: "any", str: "str", int: "int", float: "float", bool: "bool"}
BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern")


def shape(annotation: Any) -> Shape:
    """Return the schema of what an annotation allows. Raises KeyError for what no content file can hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape(arguments[0]) | _bounds(arguments[1:])
    choices = branches(annotation)
    if type(None) in arguments:
        return {"type": "nullable", "schema": _any_of(choices)}
    if len(choices) > 1:
        return _any_of(choices)
    if is_record(annotation):
        return _record(annotation)
    if origin is Literal:
        return {"type": "literal", "expected": list(arguments)}
    if origin is tuple:
        endless = arguments[-1] is Ellipsis
        items = [shape(each) for each in arguments if each is not Ellipsis]
        return {"type": "tuple", "items_schema": items} | ({"variadic_item_index": 0} if endless else {})
    if is_mapping(annotation):
        return {"type": "dict", "keys_schema": shape(arguments[0]), "values_schema": shape(arguments[1])}
    return {"type": SCALARS[annotation]}


def _any_of(choices: tuple[Any, ...]) -> Shape:
    return shape(choices[0]) if len(choices) == 1 else {"type": "union", "choices": [shape(each) for each in choices]}


def _bounds(said: tuple[Any, ...]) -> Shape:
    """Return what the bounds among an annotation's remarks add to its schema."""
    bounds = [(name, getattr(each, name)) for each in said if isinstance(each, Meta) for name in BOUNDS]
    return {name: bound for name, bound in bounds if bound is not None}


def _record(record: type[Struct]) -> Shape:
    """Return the schema of a record: its keys, no other ones, and then whatever the record itself refuses."""
    said = hints(record)
    mapping = {
        "type": "dataclass-args",
        "dataclass_name": record.__name__,
        "fields": [_key(field, said[field.name]) for field in fields(record)],
        "extra_behavior": "forbid",
    }

    def made(checked: tuple[dict[str, Any], None]) -> Struct:
        return record(**checked[0])

    return {"type": "function-after", "function": {"type": "no-info", "function": made}, "schema": mapping}


def _key(field: FieldInfo, annotation: Any) -> Shape:
    value = shape(annotation)
    if field.default_factory is not NODEFAULT:
        value = {"type": "default", "schema": value, "default_factory": field.default_factory}
    elif field.default is not NODEFAULT:
        value = {"type": "default", "schema": value, "default": field.default}
    return {"type": "dataclass-field", "name": field.name, "schema": value, "validation_alias": field.encode_name}
