"""Part of a content file → a record of the models, strictly: nothing is converted, unknown keys are refused."""

from functools import cache
from typing import Any, TypeVar

from msgspec.json import encode
from pydantic_core import SchemaValidator, ValidationError

from proofpress.content.validation.core_schema import core_schema
from proofpress.content.validation.messages import Explanation
from proofpress.content.validation.placing import create
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location

AnyRecord = TypeVar("AnyRecord")
MOST_ERRORS = 100


@cache
def _validator(record: Any) -> SchemaValidator:
    # Built on first use: a site pays only for the kinds that it names.
    return SchemaValidator(core_schema(record))


def check(
    record: type[AnyRecord],
    node: Node,
    diagnostics: list[Diagnostic],
    *,
    called: str = "",
    more: tuple[str, ...] = (),
    location: Location | None = None,
    **filled_in: Any,
) -> AnyRecord | None:
    """Return the node's data as a record, or None with what is wrong added to the diagnostics.

    called: how messages name the record, such as `a section`; the record's own `called` otherwise.
    more: keys that were taken out before, still offered where a key is mistyped.
    location: where the record begins, and where a missing key is reported; where the node begins otherwise.
    filled_in: the fields that no author writes.
    """
    values = check_values(record, node, diagnostics, called=called, more=more, location=location)
    return None if values is None else create(record, values, node, location or node.location, **filled_in)


def check_values(
    record: Any,
    node: Node,
    diagnostics: list[Diagnostic],
    *,
    called: str = "",
    more: tuple[str, ...] = (),
    location: Location | None = None,
) -> Any:
    """Return what `create` makes a record of, as `check` does: for records that are filled in later."""
    # JSON, because pydantic's strict mode takes lists for tuples there only.
    text = encode(node.plain)
    values, found = None, []
    name = called or str(getattr(record, "called", "a value"))
    explanation = Explanation(record, node, name, more, location or node.location)
    try:
        values = _validator(record).validate_json(text, strict=True)
    except ValidationError as error:
        found = explanation.diagnostics(error.errors(include_url=False, include_input=False)[:MOST_ERRORS])
    # What a comment cut off is not of the wrong type as well.
    cut_off = explanation.texts_cut_off()
    diagnostics.extend(diagnostic for diagnostic in found if diagnostic.location not in cut_off)
    diagnostics.extend(cut_off.values())
    return values
