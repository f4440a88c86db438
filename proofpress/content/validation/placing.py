"""Checked values and the tree they come from → records whose texts and parts know their locations."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin

from proofpress.content.validation.annotations import branches, fields, is_mapping, is_record, written_remark
from proofpress.content.yaml_reader.tree import Node, Part
from proofpress.diagnostics import Location
from proofpress.models import Text
from proofpress.models.text import WrittenText

AnyRecord = TypeVar("AnyRecord")


def create(record: type[AnyRecord], values: Any, node: Node, location: Location, **filled_in: Any) -> AnyRecord:
    """Return a record of checked values. filled_in: the fields that no author writes; they replace what is written."""
    if not isinstance(values, Mapping):
        made: AnyRecord = values
        return made
    held = {**values, **filled_in}
    for field in fields(record):
        if field.name in filled_in:
            continue
        if field.annotation is Location:
            held[field.name] = location
        elif field.placed and field.name in values:
            held[field.name] = _held(field.annotation, values[field.name], node, field.key)
    return record(**held)


def _held(annotation: Any, value: Any, parent: Node, part: Part) -> Any:
    """Return what a record holds for a value that was written under a key or at a position of a node."""
    if value is None:
        return None
    remark = written_remark(annotation)
    node = parent.child(part)
    if isinstance(remark, WrittenText):
        location, lines = (parent.location, ()) if node is None else (node.begins, node.lines)
        return Text(value, location, remark.verbatim, remark.markup, remark.coloured, lines)
    if remark is not None:
        return value if remark.create is None else remark.create(value)
    if get_origin(annotation) is Annotated:
        return _held(get_args(annotation)[0], value, parent, part)
    (annotation,) = branches(annotation)
    if node is None:
        return value
    arguments = get_args(annotation)
    if is_record(annotation):
        return create(get_origin(annotation) or annotation, value, node, node.location)
    if is_mapping(annotation):
        return {key: _held(arguments[1], item, node, key) for key, item in value.items()}
    each = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
    return tuple(_held(item, written, node, at) for at, (item, written) in enumerate(zip(each, value, strict=True)))
