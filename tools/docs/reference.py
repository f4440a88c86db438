"""Tables of what authors may write, as Markdown, made from the same schemas that editors get, and of the commands."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import click
import yaml

from proofpress import cli, pipeline
from proofpress.commands._command import shared_options
from proofpress.content.json_schema import JsonSchema, json_schemas, record_schema
from proofpress.content.kinds import Kinds
from proofpress.datasets.data_set import DataSet, data_sets
from proofpress.datasets.options import Data
from proofpress.experiments.ranges import Range
from proofpress.experiments.recipes import Model, Training
from proofpress.models import Kind, Poster, Text

PARTS: Mapping[str, Any] = {"data": Data, "model": Model, "training": Training, "a range": Range}
"""Records that many kinds of experiments share, by what they are called; each has a table of its own."""
PARTS_PAGE = "experiments.md#what-many-kinds-share"
POSTER = "as `poster.yaml`"
WRITTEN_BY_THE_PRESS = "verified.yaml"
"""The file of a comparison that no author writes."""
SCALARS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
MANY = {"text": "texts", "whole number": "whole numbers", "number": "numbers", "list": "lists"}
BOUNDS = {
    "minimum": "from {}",
    "exclusiveMinimum": "above {}",
    "maximum": "to {}",
    "exclusiveMaximum": "below {}",
}


@cache
def all_kinds() -> Kinds:
    """Return the kinds that the press knows."""
    return pipeline.all_kinds()


def kinds_of(page: str) -> Mapping[str, Kind]:
    """Return the kinds whose entries a page has, by name; none for other pages."""
    kinds = all_kinds()
    pages: Mapping[str, Mapping[str, Kind]] = {
        "experiments.md": kinds.experiments,
        "statistics.md": kinds.statistics,
        "charts.md": kinds.charts,
    }
    return pages.get(page, {})


def option_table(kind: Kind) -> str:
    """Return the table of a kind's options."""
    return key_table(record_schema(kind.options))


def part_tables() -> str:
    """Return the tables of the records that many kinds of experiments share, under headings."""
    return "\n\n".join(
        f"### Keys of {name if ' ' in name else f'`{name}`'}\n\n{key_table(record_schema(record))}"
        for name, record in PARTS.items()
    )


def data_set_table() -> str:
    """Return the table of the data sets."""
    rows = [(f"`{name}`", each.summary, *_size(each)) for name, each in sorted(data_sets().items())]
    return table(("Name", "What", "Rows", "Features", "To predict"), rows)


def file_tables() -> str:
    """Return a section for each content file, with a table of its keys."""
    return "\n\n".join(
        f"## `{name}`\n\n{key_table(schema)}"
        for name, schema in json_schemas(all_kinds()).items()
        if name != WRITTEN_BY_THE_PRESS
    )


def command_tables() -> str:
    """Return a section for each command: what it does, how it is called, and its own options; then the shared ones."""
    program = cli.Commands()
    context = click.Context(program, info_name="proofpress")
    parts = []
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        own = [each for each in command.params if not _is_shared(each)]
        rows = [(_option_words(each), _help(each)) for each in own if _help(each)]
        parts.append(f"## `{name}`\n\n{command.help}\n\n```sh\nproofpress {command.example}\n```")
        if rows:
            parts.append(table(("Option", "What it says"), rows))
    shared = table(("Option", "What it says"), [(_option_words(each), _help(each)) for each in shared_options()])
    return "\n\n".join([*parts, "## What every command takes", shared])


def key_table(schema: JsonSchema) -> str:
    """Return the table of the keys of a record, those of records in it below the key that holds them."""
    rows = [
        (f"`{path}`", takes(each), _default(each, required), _meaning(each)) for path, each, required in walk(schema)
    ]
    return table(("Key", "Takes", "If left out", "What it says"), rows)


def walk(schema: JsonSchema, above: str = "") -> Iterator[tuple[str, JsonSchema, bool]]:
    """Yield path, schema and whether it is required of each key, at any depth, but not within what is shared."""
    common = schema if "properties" in schema else {}
    for key, each in common.get("properties", {}).items():
        if key == "kind" and not above and "enum" not in each:
            continue
        yield above + key, each, key in schema.get("required", ())
        if not shared_name(each):
            for path, inner in _inside(each):
                yield from walk(inner, f"{above}{key}{path}.")


def takes(schema: JsonSchema, many: bool = False) -> str:
    """Return in words what a key takes. many: in the plural, as of the items of a list."""
    name = shared_name(schema)
    if name:
        page = "#posteryaml" if name == POSTER else PARTS_PAGE
        return f"[{'ranges' if many and name == 'a range' else name}]({page})"
    if "anyOf" in schema:
        choices = [each for each in schema["anyOf"] if each.get("type") != "null"]
        return _either(dict.fromkeys(takes(each, many) for each in choices))
    if "enum" in schema:
        return _listed_elsewhere(schema["enum"]) or _either(f"`{_yaml(each)}`" for each in schema["enum"])
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            return f"`[{', '.join('…' for _ in schema['prefixItems'])}]`, {takes(schema['prefixItems'][0], True)}"
        case "array":
            return f"{'lists' if many else 'list'} of {takes(schema['items'], True)}"
        case "object" if "allOf" not in schema and isinstance(schema.get("additionalProperties"), dict):
            return f"names, each with {_article(takes(schema['additionalProperties']))}"
        case "object":
            return "mappings" if many else "mapping"
        case None:
            return "anything"
        case scalar:
            words = SCALARS[scalar]
            bounds = [form.format(f"{schema[key]:g}") for key, form in BOUNDS.items() if key in schema]
            return " ".join([MANY.get(words, words) if many else words, *bounds])


def shared_name(schema: JsonSchema) -> str:
    """Return what a record is called that has a table of its own; nothing for others."""
    keys = set(schema.get("properties", ()))
    return next((name for name, own in _shared_keys().items() if keys == own), "")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    cells = [tuple(head), *(tuple(each) for each in rows)]
    lines = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "---|" * len(cells[0]), *lines[1:]])


@cache
def _shared_keys() -> Mapping[str, set[str]]:
    parts = {**PARTS, POSTER: Poster[Text]}
    return {name: set(record_schema(record)["properties"]) for name, record in parts.items()}


def _inside(schema: JsonSchema) -> Iterator[tuple[str, JsonSchema]]:
    """Yield the records that a key holds, and how a path leads to them."""
    for each in schema.get("anyOf", [schema]):
        if shared_name(each):
            continue
        if "properties" in each:
            yield "", each
        elif "items" in each:
            yield from ((f"[]{path}", inner) for path, inner in _inside(each["items"]))
        elif isinstance(each.get("additionalProperties"), dict):
            yield from ((f".NAME{path}", inner) for path, inner in _inside(each["additionalProperties"]))


def _default(schema: JsonSchema, required: bool) -> str:
    if required:
        return "**required**"
    return f"`{_yaml(schema['default'])}`" if "default" in schema else "–"


def _meaning(schema: JsonSchema) -> str:
    """Return what is said of a key, or of what it holds, as a sentence."""
    inner = [schema, schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
    words = next((each["description"] for each in inner if isinstance(each, dict) and "description" in each), "")
    return words[:1].upper() + words[1:] + ("." if words and words[-1] not in ".:)" else "")


def _either(choices: Iterable[str]) -> str:
    """Return choices in a sentence."""
    *before, last = choices
    return f"{', '.join(before)} or {last}" if before else last


def _listed_elsewhere(choices: Iterable[Any]) -> str:
    """Return a link where the choices are kinds or data sets, which have a page of their own; nothing for others."""
    names = set(choices)
    explorers = {each.name for kind in all_kinds().charts.values() for each in kind.explorers}
    pages = {
        "a [data set](data-sets.md)": set(data_sets()),
        "a [kind of experiment](experiments.md)": set(all_kinds().experiments),
        "a [kind of statistic](statistics.md)": set(all_kinds().statistics),
        "a [kind of chart](charts.md)": set(all_kinds().charts),
        "a [kind of explorer](lab.md#explorersyaml)": explorers,
    }
    return next((link for link, known in pages.items() if known <= names), "")


def _article(words: str) -> str:
    return words if words[0] in "[`" or words.split()[0] in ("anything", "true", "list", "names,") else f"a {words}"


def _yaml(value: Any) -> str:
    """Return a value as an author writes it."""
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _size(data: DataSet) -> tuple[str, str, str]:
    predicts = f"one of {data.classes} classes" if data.classes else "a number"
    return (
        (f"{data.rows} unless `rows` says otherwise" if data.generated else f"{data.rows:,}"),
        str(data.features),
        predicts,
    )


def _is_shared(option: click.Parameter) -> bool:
    return any(option.opts == each.opts and _help(option) == _help(each) for each in shared_options())


def _option_words(option: click.Parameter) -> str:
    context = click.Context(click.Command(""))
    values = "" if getattr(option, "is_flag", False) else f" {option.make_metavar(context)}"
    return ", ".join(f"`{each}{values if each.startswith('--') else ''}`" for each in option.opts)


def _help(option: click.Parameter) -> str:
    return getattr(option, "help", "") or ""
