"""Part of a content file → a record, strictly: nothing is converted, unknown keys are refused."""

from functools import cache
from typing import Any, TypeVar

from msgspec.json import encode
from pydantic_core import SchemaValidator, ValidationError

from proofpress.content.core_schema import shape
from proofpress.content.tree import Node
from proofpress.content.validation import Validation
from proofpress.diagnostics import Diagnostic, Location

Record = TypeVar("Record")
MOST_ERRORS = 100


@cache
def _validator(record: Any) -> SchemaValidator:
    # Built on first use: a site pays only for the kinds that it names.
    return SchemaValidator(shape(record))


def check(
    record: type[Record],
    node: Node,
    diagnostics: list[Diagnostic],
    called: str = "",
    more: tuple[str, ...] = (),
    entry: Location | None = None,
) -> Record | None:
    """Return the node's data as a record, or None with what is wrong added to `problems`.

    called: how messages name the record, such as `a section`; the record's own `called` otherwise.
    more: keys that were taken out before, still offered where a key is mistyped.
    entry: where a missing key is reported; where the node begins otherwise.
    """
    # JSON, because pydantic's strict mode takes lists for tuples there only.
    text = encode(node.plain)
    try:
        adapted: Any = record
        checked: Record = _validator(adapted).validate_json(text, strict=True)
    except ValidationError as error:
        name = called or str(getattr(record, "called", "a value"))
        found = Validation(record, node, name, more, entry or node.location)
        errors = error.errors(include_url=False, include_input=False)
        diagnostics.extend(found.diagnostics(errors[:MOST_ERRORS]))
        return None
    return checked
