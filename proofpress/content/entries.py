"""What has a kind: experiments, statistics and charts. Their options are checked against the kind's own record."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from proofpress.content.bounds import check_bounds
from proofpress.content.check import check
from proofpress.content.collections import Entry, Sheet, collection, is_mapping
from proofpress.content.explorers_schema import ExplorerPart
from proofpress.content.kinds import Kinds
from proofpress.content.names import kebab, snake
from proofpress.content.scalars import shortened
from proofpress.content.schema import RESERVED_NAMES, ExperimentPart, StatisticPart
from proofpress.content.schema_figures import RESERVED_FIGURES, FigurePart, PanelPart
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import ExperimentKind, Kind, Options, RunSchema

AnyKind = TypeVar("AnyKind", bound=Kind)
Head = TypeVar("Head", ExperimentPart, StatisticPart, ExplorerPart)
Drawn = TypeVar("Drawn", FigurePart, PanelPart)


def experiments(parent: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> Sheet[ExperimentPart]:
    """Return the experiments with their options and outlines."""
    found, reliable = collection(parent, "experiments", dict)
    entries = {}
    for name, location, node in found:
        kebab(name, location, diagnostics)
        if not check_bounds(node, diagnostics):
            continue
        entry = headed(ExperimentPart, name, location, node, kinds.experiments, diagnostics)
        if entry is None:
            continue
        run_schema = _run_schema(kinds.experiments[entry.kind], entry, diagnostics)
        if run_schema is not None:
            entries[name] = Entry(name, location, node, entry.part, entry.kind, entry.options, run_schema)
    return Sheet(entries, frozenset(name for name, _, _ in found) if reliable else None)


def statistics(parent: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> Sheet[StatisticPart]:
    """Return the statistics with their options."""
    found, reliable = collection(parent, "statistics", dict)
    entries = {}
    for name, location, node in found:
        snake(name, location, diagnostics, RESERVED_NAMES)
        entry = headed(StatisticPart, name, location, node, kinds.statistics, diagnostics)
        if entry is not None:
            entries[name] = entry
    return Sheet(entries, frozenset(name for name, _, _ in found) if reliable else None)


def figures(parent: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> Sheet[FigurePart]:
    """Return the figures with the options of their charts."""
    found, reliable = collection(parent, "figures", dict)
    entries = {}
    for name, location, node in found:
        kebab(name, location, diagnostics, RESERVED_FIGURES)
        entry = charted(FigurePart, name, location, node, kinds, diagnostics)
        if entry is not None:
            entries[name] = entry
    return Sheet(entries, frozenset(name for name, _, _ in found) if reliable else None)


def charted(
    record: type[Drawn], name: str, location: Location, node: Node, kinds: Kinds, diagnostics: list[Diagnostic]
) -> Entry[Drawn] | None:
    """Return a figure or panel with the options of its chart, both checked, or None."""
    part = check(record, node, diagnostics, entry=location)
    chart = node.child("chart")
    if chart is None or not isinstance(chart.value, dict):
        return None
    kind = _kind(chart, kinds.charts, "chart", node.key("chart"), diagnostics)
    if kind is None:
        return None
    called = f"a chart of kind '{kind.name}'"
    options = check(kind.options, chart.without("kind"), diagnostics, called, ("kind",), node.key("chart"))
    if part is None or options is None:
        return None
    return Entry(name, location, node, part, kind.name, options)


def headed(
    record: type[Head],
    name: str,
    location: Location,
    node: Node,
    kinds: Mapping[str, AnyKind],
    diagnostics: list[Diagnostic],
    unfit: Callable[[Node, Head, AnyKind], Iterable[Diagnostic]] = lambda node, part, kind: (),
) -> Entry[Head] | None:
    """Check what all kinds have in common, then the options of the kind that is named.

    unfit: (node, what is common, kind) → what of it does not fit the kind.
    """
    called = str(record.called)
    what = called.split()[-1]
    if not is_mapping(node, called, location, diagnostics):
        return None
    common = record.__struct_fields__
    head = node.without(*(key for key, _ in node.items() if key not in common))
    part = check(record, head, diagnostics, entry=location)
    kind = _kind(node, kinds, what, location, diagnostics, told=True)
    if kind is None:
        return None
    named = f"{called} of kind '{kind.name}'"
    options = check(kind.options, node.without(*common), diagnostics, named, common, location)
    if part is not None:
        diagnostics.extend(unfit(node, part, kind))
    if part is None or options is None:
        return None
    return Entry(name, location, node, part, kind.name, options)


def _kind(
    node: Node,
    kinds: Mapping[str, AnyKind],
    what: str,
    location: Location,
    diagnostics: list[Diagnostic],
    told: bool = False,
) -> AnyKind | None:
    """Return the kind that a node names; told: a missing name has been noted already."""
    word = node.child("kind")
    if word is None or not isinstance(word.value, str) or not word.value.strip():
        if not told and not (word and word.doubtful):
            where = word.location if word else location
            diagnostics.append(Diagnostic(where, "missing-key", f"a {what} needs the key 'kind'", suggest("", kinds)))
        return None
    kind = kinds.get(word.value) or next((each for each in kinds.values() if word.value in each.aliases), None)
    if kind is None:
        message = f"'{shortened(word.value)}' is not a kind of {what}"
        diagnostics.append(Diagnostic(word.location, "unknown-kind", message, suggest(word.value, kinds)))
    return kind


def _run_schema(kind: ExperimentKind, entry: Entry[ExperimentPart], diagnostics: list[Diagnostic]) -> RunSchema | None:
    options: Options = entry.options
    try:
        return kind.run_schema(options)
    except ValueError as error:
        diagnostics.append(Diagnostic(entry.location, "wrong-options", shortened(str(error), 300).rstrip(".")))
        return None
