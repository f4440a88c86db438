"""Annotations of records → schemas of pydantic's core, which checks data against them and finds all that is wrong.

The core is used without pydantic: importing pydantic and building its models takes longer than reading a whole site.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from msgspec import NODEFAULT, Meta

from proofpress.content.validation.annotations import Field, branches, fields, is_mapping, is_placed, is_record

CoreSchema = dict[str, Any]
"""A schema as `pydantic_core.core_schema` writes it, with its `type`."""

SCALARS: Mapping[Any, str] = {Any: "any", str: "str", int: "int", float: "float", bool: "bool"}
BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern")


def core_schema(annotation: Any) -> CoreSchema:
    """Return the schema of what an annotation allows. Raises KeyError for what no content file can hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return core_schema(arguments[0]) | _bounds(arguments[1:])
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
        items = [core_schema(each) for each in arguments if each is not Ellipsis]
        return {"type": "tuple", "items_schema": items} | ({"variadic_item_index": 0} if endless else {})
    if is_mapping(annotation):
        return {"type": "dict", "keys_schema": core_schema(arguments[0]), "values_schema": core_schema(arguments[1])}
    return {"type": SCALARS[annotation]}


def _any_of(choices: tuple[Any, ...]) -> CoreSchema:
    return (
        core_schema(choices[0])
        if len(choices) == 1
        else {"type": "union", "choices": [core_schema(each) for each in choices]}
    )


def _bounds(remarks: tuple[Any, ...]) -> CoreSchema:
    """Return what the bounds among an annotation's remarks add to its schema."""
    bounds = [(name, getattr(remark, name)) for remark in remarks if isinstance(remark, Meta) for name in BOUNDS]
    return {name: bound for name, bound in bounds if bound is not None}


def _record(record: Any) -> CoreSchema:
    """Return the schema of a record: its keys, no other ones, and then whatever the record itself refuses.

    It gives the record; or, for one that knows locations, a mapping of its fields from which `create` makes it.
    """
    mapping = {
        "type": "dataclass-args",
        "dataclass_name": record.__name__,
        "fields": [_key(field) for field in fields(record) if field.written is not None],
        "extra_behavior": "forbid",
    }
    placed = is_placed(record)

    def finish(checked: tuple[dict[str, Any], None]) -> Any:
        return checked[0] if placed else record(**checked[0])

    return {"type": "function-after", "function": {"type": "no-info", "function": finish}, "schema": mapping}


def _key(field: Field) -> CoreSchema:
    value = core_schema(field.written)
    if field.default_factory is not NODEFAULT:
        value = {"type": "default", "schema": value, "default_factory": field.default_factory}
    elif field.default is not NODEFAULT:
        value = {"type": "default", "schema": value, "default": field.default}
    return {"type": "dataclass-field", "name": field.name, "schema": value, "validation_alias": field.key}
