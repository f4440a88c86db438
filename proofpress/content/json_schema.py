"""JSON Schema of every content file, made from the records that check it, for editors that help while typing.

An editor sees keys, types, bounds and kinds. What a file refers to, and what a kind itself refuses, only a build sees.
"""

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from msgspec import NODEFAULT, Meta, json

from proofpress.content.claims import ClaimsFile
from proofpress.content.experiments import ExperimentsFile
from proofpress.content.explorers import ExplorersFile
from proofpress.content.figures import FiguresFile
from proofpress.content.kinds import Kinds
from proofpress.content.overlay import is_text, text_fields
from proofpress.content.translation import DRAFT, PHRASES, TEXTS, CalledThere
from proofpress.content.validation.annotations import Field, branches, fields, is_mapping, is_record, stripped
from proofpress.content.verified import VerifiedFile
from proofpress.models import (
    Check,
    Claim,
    Column,
    Comparison,
    Experiment,
    Explorer,
    Figure,
    Kind,
    Lab,
    LabPreset,
    LabSetting,
    Options,
    Panel,
    Poster,
    Repeat,
    Section,
    Select,
    Site,
    Source,
    Statistic,
    Text,
)
from proofpress.models.limits import BIBLIOGRAPHY_SUFFIX
from proofpress.models.schema import Hint

JsonSchema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: Mapping[Any, JsonSchema] = {
    Any: {},
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
# What some keys mean wherever they stand, beside those of `Select`.
EVERYWHERE: Mapping[str, str] = {
    "role": "Gives it the colour of the `first` or of the `second` column.",
    "each": "What is taken of a channel that has a list of numbers for each run, such as weights.",
}
WRITABLE = (bool, int, float, str, tuple, Options)
"""Kinds of values that can be a default in a file."""
BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum", "pattern": "pattern"}


def json_schemas(kinds: Kinds) -> dict[str, JsonSchema]:
    """Return the name of each content file → its schema."""
    explorers = {explorer.name: explorer for chart in kinds.charts.values() for explorer in chart.explorers}
    figure = record_schema(Figure, chart=_chart(kinds))
    panels = _items(record_schema(Panel[Text], chart=_chart(kinds)))
    poster = record_schema(Poster[Text], columns=_items(record_schema(Column[Text], above=panels, below=panels), 1))
    files = {
        "site.yaml": record_schema(Site),
        "page.yaml": record_schema(Comparison, sections=_items(record_schema(Section), 1), sources=_sources()),
        "experiments.yaml": record_schema(
            ExperimentsFile, experiments=_values(_with_kind(Experiment, kinds.experiments))
        ),
        "claims.yaml": record_schema(
            ClaimsFile,
            statistics=_values(_with_kind(Statistic, kinds.statistics)),
            claims=_items(record_schema(Claim)),
        ),
        "figures.yaml": record_schema(FiguresFile, figures=_values(figure), poster=poster),
        "poster.yaml": poster,
        "lab.yaml": record_schema(
            Lab, settings=_items(record_schema(LabSetting), 1), presets=_items(record_schema(LabPreset))
        ),
        "explorers.yaml": record_schema(ExplorersFile, explorers=_values(_with_kind(Explorer, explorers))),
        "page.LANG.yaml": _translation(),
        "verified.yaml": record_schema(
            VerifiedFile, claims=_values(record_schema(Check)), repeated=_values(record_schema(Repeat))
        ),
    }
    return {name: {"$schema": DIALECT, "title": name, **schema} for name, schema in files.items()}


def _translation() -> JsonSchema:
    """Return the schema of a translation: the texts of the other files, of which it may say no more than they do."""
    draft = {"type": "boolean", "description": "Whether texts may be missing, and only `--drafts` builds it."}
    page = _texts(Comparison)["properties"]
    texts = {key: page[key] if key in page else _texts(annotation) for key, annotation in TEXTS.items()}
    phrases = record_schema(CalledThere)["properties"][PHRASES]
    own = {DRAFT: draft, PHRASES: phrases}
    return _mapping("The texts of a comparison in the language of the file's name.", {**own, **texts})


def _texts(annotation: Any) -> JsonSchema:
    """Return the schema of the texts in what an annotation allows."""
    if is_text(annotation):
        return {"type": "string"}
    inner = stripped(annotation)
    if is_record(inner):
        whole, found = record_schema(inner)["properties"], {}
        if "id" in whole:
            found["id"] = {"type": "string", "description": "The id of what it translates."}
        for field in text_fields(inner):
            described = {"description": whole[field.key]["description"]} if "description" in whole[field.key] else {}
            found[field.key] = {**_texts(field.annotation), **described}
        if inner is Figure:
            found["chart"] = {"type": "object", "description": "The words of its options that the chart prints."}
        return _mapping(_first_sentence(inner), found)
    arguments = get_args(inner)
    return _values(_texts(arguments[1])) if is_mapping(inner) else _items(_texts(arguments[0]))


def _mapping(description: str, properties: Mapping[str, JsonSchema]) -> JsonSchema:
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "additionalProperties": False,
    }


def record_schema(record: Any, **parts: JsonSchema) -> JsonSchema:
    """Return the schema of what an author writes for a record. parts: schemas of keys that are checked elsewhere."""
    written = [field for field in fields(record) if field.written is not None]
    told = {**explanations(Select), **EVERYWHERE, **explanations(record)}
    return {
        "type": "object",
        "description": _first_sentence(get_origin(record) or record),
        "properties": {
            field.key: {
                **schema_of(field.written),
                **parts.get(field.key, {}),
                **_explanation(told.get(field.key) or told.get(field.name)),
                **_default(field),
            }
            for field in written
        },
        "required": [
            field.key for field in written if field.default is NODEFAULT and field.default_factory is NODEFAULT
        ],
        "additionalProperties": False,
    }


def explanations(record: Any) -> dict[str, str]:
    """Return key → what the docstring of a record, or of one that it is made from, says of it.

    A docstring says it as `name: what it is.`, at the beginning of a line or after a sentence.
    """
    found: dict[str, str] = {}
    for ancestor in reversed((get_origin(record) or record).__mro__[:-1]):
        names = (
            "|".join(re.escape(name) for field in fields(ancestor) for name in (field.name, field.key))
            if is_record(ancestor)
            else ""
        )
        if names:
            pieces = re.split(
                rf"(?:^|(?<=[.;:] )|(?<=\n))((?:{names})(?:(?:, | and | or )(?:{names}))*): ",
                inspect.cleandoc(ancestor.__doc__ or ""),
            )
            for called, says in zip(pieces[1::2], pieces[2::2], strict=True):
                words = " ".join(says.split("\n\n")[0].split()).partition(" Raises ")[0]
                sentence = re.sub(r"[;,]? \(?see `[\w.]+`\)?", "", words).rstrip(";,")
                found |= dict.fromkeys(
                    re.split(", | and | or ", called), sentence[:1].upper() + sentence[1:].removesuffix(".") + "."
                )
    return found


def schema_of(annotation: Any) -> JsonSchema:
    """Return the schema of what an annotation allows. Raises KeyError for what no content file can hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        schema = schema_of(arguments[0])
        for remark in arguments[1:]:
            schema = schema | _remark(remark, schema)
        return schema
    choices = branches(annotation)
    if len(choices) > 1 or type(None) in arguments:
        nothing = [{"type": "null"}] if type(None) in arguments else []
        return {"anyOf": [*map(schema_of, choices), *nothing]}
    if is_record(annotation):
        return record_schema(annotation)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": schema_of(arguments[0])}
    if origin is tuple:
        count = len(arguments)
        return {"type": "array", "prefixItems": [*map(schema_of, arguments)], "minItems": count, "maxItems": count}
    if is_mapping(annotation):
        return _values(schema_of(arguments[1]))
    return dict(SCALARS[annotation])


def _remark(remark: Any, schema: JsonSchema) -> JsonSchema:
    """Return what a remark of an annotation adds to a schema: its bounds, or the hint on what to write."""
    if isinstance(remark, Hint):
        return {"description": remark.message}
    if not isinstance(remark, Meta):
        return {}
    unit = "Items" if schema.get("type") == "array" else "Length"
    names = {**BOUNDS, "min_length": f"min{unit}", "max_length": f"max{unit}"}
    return {name: bound for attribute, name in names.items() if (bound := getattr(remark, attribute)) is not None}


def _default(field: Field) -> JsonSchema:
    """Return what counts as written where a key is left out, if that can be written and is something."""
    value = field.default if field.default_factory is NODEFAULT else field.default_factory()
    if value is NODEFAULT or isinstance(value, Text):
        return {}
    written = json.decode(json.encode(value)) if isinstance(value, WRITABLE) else None
    return {} if written in (None, "", [], {}) else {"default": written}


def _explanation(sentence: str | None) -> JsonSchema:
    return {"description": sentence} if sentence else {}


def _with_kind(record: Any, kinds: Mapping[str, Kind]) -> JsonSchema:
    """Return the schema of a record beside which the options of its kind are written."""
    common = record_schema(record)
    return _one_of_kinds(
        common["description"],
        {name: _joined(name, common, record_schema(kind.options), kind.options) for name, kind in _named(kinds)},
    )


def _sources() -> JsonSchema:
    """Return the schema of what is cited: the path of a `.bib` file, or a list of entries and of such paths."""
    file = {"type": "string", "pattern": re.escape(BIBLIOGRAPHY_SUFFIX) + "$", "description": "A `.bib` file."}
    return {"anyOf": [_items({"anyOf": [record_schema(Source), file]}), file]}


def _chart(kinds: Kinds) -> JsonSchema:
    """Return the schema of a chart: its kind and the options of that."""
    nothing: JsonSchema = {"properties": {}, "required": ["kind"]}
    charts = _named(kinds.charts)
    return _one_of_kinds(
        "A kind of chart and its options.",
        {name: _joined(name, nothing, record_schema(kind.options), kind.options) for name, kind in charts},
    )


def _one_of_kinds(description: str, by_kind: Mapping[str, JsonSchema]) -> JsonSchema:
    """Return the schema of what is, by the word under `kind`, one of several: an editor then speaks of that one."""
    conditions = [
        {"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": schema}
        for name, schema in by_kind.items()
    ]
    kind = {"enum": list(by_kind)}
    return {
        "type": "object",
        "description": description,
        "properties": {"kind": kind},
        "required": ["kind"],
        "allOf": conditions,
    }


def _joined(name: str, common: JsonSchema, options: JsonSchema, record: Any) -> JsonSchema:
    return {
        "description": _first_sentence(record),
        "properties": {**options["properties"], **common["properties"], "kind": {"const": name}},
        "required": [*common["required"], *options["required"]],
        "additionalProperties": False,
    }


def _named(kinds: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Yield each kind under each of its names."""
    for name, kind in kinds.items():
        for called in (name, *kind.aliases):
            yield called, kind


def _items(schema: JsonSchema, least: int = 0) -> JsonSchema:
    return {"type": "array", "items": schema} | ({"minItems": least} if least else {})


def _values(schema: JsonSchema) -> JsonSchema:
    return {"type": "object", "additionalProperties": schema}


def _first_sentence(record: Any) -> str:
    """Return what a record's docstring begins with."""
    return " ".join((record.__doc__ or "").split("\n\n")[0].split())
