"""The JSON Schema of content files allows what a build allows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from proofpress import pipeline
from proofpress.content.json_schema import json_schemas
from proofpress.content.names import language_of_file
from tests import core_yaml
from tests.desk import ROOT

SCHEMAS = json_schemas(pipeline.all_kinds())
FILES = sorted(
    path
    for folder in ("content", "tests/sites/small", "tests/sites/translated", "proofpress/scaffold/example")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.name in SCHEMAS or language_of_file(path.name)
)
TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    "null": type(None),
}  # fmt: skip


def faults(schema: dict[str, Any], value: Any, path: str = "") -> list[str]:
    """Return where a value breaks a schema: the part of draft 2020-12 that ours use, and KeyError for any other."""
    found: list[str] = []
    for keyword, rule in schema.items():
        found += RULES[keyword](rule, value, path, schema)
    return found


def _type(rule: str, value: Any, path: str, _: Any) -> list[str]:
    wrong = not isinstance(value, TYPES[rule]) or (isinstance(value, bool) and rule in ("integer", "number"))
    return [f"{path}: {value!r} is no {rule}"] if wrong else []


def _properties(rule: Any, value: Any, path: str, _: Any) -> list[str]:
    named = rule.items() if isinstance(value, dict) else ()
    return [fault for key, each in named if key in value for fault in faults(each, value[key], f"{path}.{key}")]


def _additional(rule: Any, value: Any, path: str, schema: Any) -> list[str]:
    more = (
        {key: value[key] for key in value if key not in schema.get("properties", {})} if isinstance(value, dict) else {}
    )
    if rule is False:
        return [f"{path}: {key!r} is not a key" for key in more]
    return [fault for key, each in more.items() for fault in faults(rule, each, f"{path}.{key}")]


def _if(rule: Any, value: Any, path: str, schema: Any) -> list[str]:
    return faults(schema["then"], value, path) if not faults(rule, value) else []


def _nothing(*_: Any) -> list[str]:
    return []


def _bound(holds: Any) -> Any:
    return lambda rule, value, path, _: [] if holds(rule, value) else [f"{path}: {value!r} against {rule!r}"]


def _number(compare: Any) -> Any:
    return _bound(lambda rule, value: not isinstance(value, (int, float)) or compare(value, rule))


def _length(of: type, compare: Any) -> Any:
    return _bound(lambda rule, value: not isinstance(value, of) or compare(len(value), rule))


RULES: dict[str, Any] = {
    "$schema": _nothing, "title": _nothing, "description": _nothing, "then": _nothing, "default": _nothing,
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "if": _if,
    "required": lambda rule, value, path, _: [f"{path}: {key} is missing" for key in rule if key not in value],
    "allOf": lambda rule, value, path, _: [fault for each in rule for fault in faults(each, value, path)],
    "anyOf": _bound(lambda rule, value: any(not faults(each, value) for each in rule)),
    "enum": _bound(lambda rule, value: value in rule),
    "const": _bound(lambda rule, value: value == rule),
    "items": lambda rule, value, path, _: [
        fault for index, each in enumerate(value) for fault in faults(rule, each, f"{path}[{index}]")
    ],
    "prefixItems": lambda rule, value, path, _: [
        fault for each, item in zip(rule, value, strict=False) for fault in faults(each, item, path)
    ],
    "pattern": _bound(lambda rule, value: not isinstance(value, str) or re.search(rule, value)),
    "minimum": _number(lambda value, rule: value >= rule),
    "exclusiveMinimum": _number(lambda value, rule: value > rule),
    "maximum": _number(lambda value, rule: value <= rule),
    "exclusiveMaximum": _number(lambda value, rule: value < rule),
    "minLength": _length(str, lambda value, rule: value >= rule),
    "maxLength": _length(str, lambda value, rule: value <= rule),
    "minItems": _length(list, lambda value, rule: value >= rule),
    "maxItems": _length(list, lambda value, rule: value <= rule),
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_build_are_allowed(path):
    """Every content file that builds has no fault in an editor."""
    schema = SCHEMAS["page.LANG.yaml" if language_of_file(path.name) else path.name]
    assert faults(schema, core_yaml.load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("page.yaml", "intro:", "introduction:", ": intro is missing"),
        ("experiments.yaml", "epochs: 2", "epoch: 2", ": 'epoch' is not a key"),
        ("experiments.yaml", "kind: network", "kind: netwrok", "'netwrok' against"),
        ("claims.yaml", "unit: points", "unit: pints", "'pints' against"),
        ("claims.yaml", "digits: 1", "digits: -1", "-1 against 0"),
        ("figures.yaml", "kind: sweep", "kind: sweeep", "'sweeep' against"),
    ],
)
def test_mistakes_are_seen_where_they_are_made(name, old, new, fault):
    """A mistyped key, kind, unit or number is a fault of its own place."""
    text = (ROOT / "tests" / "sites" / "small" / "steps" / name).read_text(encoding="utf-8")
    assert old in text
    found = faults(SCHEMAS[name], core_yaml.load(text.replace(old, new, 1)))
    assert any(fault in each for each in found), found


def test_every_content_file_has_a_schema():
    """The files that a comparison may have are those that have a schema, and each says what it is."""
    from proofpress.content import comparison

    assert set(SCHEMAS) == {"site.yaml", "page.LANG.yaml", *comparison.FILES, *comparison.OPTIONAL_FILES}
    assert all(schema["description"] for schema in SCHEMAS.values())


def _properties_of(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield path, schema and whether it is required, of each property at any depth."""
    for key, each in schema.get("properties", {}).items():
        yield f"{path}.{key}", each, key in schema.get("required", ())
        yield from _properties_of(each, f"{path}.{key}")
    more = schema.get("additionalProperties")
    for each in [*schema.get("anyOf", []), *filter(None, (schema.get("items"), more))]:
        yield from _properties_of(each, f"{path}[]")
    for each in schema.get("allOf", []):
        yield from _properties_of(each["then"], f"{path}<{each['if']['properties']['kind']['const']}>")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_words_for_editors(name):
    """An editor that hovers over a key shows a sentence, taken from the docstring of the record that has the key."""
    found = list(_properties_of(SCHEMAS[name], name))
    assert len(found) >= 5
    mute = [
        path
        for path, each, _ in found
        if not path.endswith(".kind")
        and not {"description", "const"} & {*each, *each.get("items", {})}
        and "description" not in (each.get("additionalProperties") or {})
    ]
    assert not mute, "say it in the docstring of the record, as `key: what it is.`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_default_is_one_that_may_be_written(name):
    """What counts where a key is left out is a value that the schema of the key allows, and no required key has one."""
    for path, each, required in _properties_of(SCHEMAS[name], name):
        if "default" in each:
            assert not required, path
            assert not faults(each, each["default"], path)


def test_a_key_is_explained_by_its_own_record_first():
    """The words of a record's own docstring stand before those of what it is made from."""
    experiments = {path: each for path, each, _ in _properties_of(SCHEMAS["experiments.yaml"])}
    assert experiments[".experiments[]<ridge>.seeds"]["description"] == "Splits of the data."
    assert experiments[".experiments[]<network>.seeds"]["description"].startswith("How often")
    assert experiments[".experiments[]<ridge>.folds"]["default"] == 5
