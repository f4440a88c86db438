"""What has a kind: experiments, statistics and charts. Their options are checked against the kind's own record."""

from collections.abc import Mapping
from typing import TypeVar

from proofpress.content.bounds import check_bounds
from proofpress.content.check import check
from proofpress.content.kinds import Kinds
from proofpress.content.names import kebab, snake
from proofpress.content.nearest import mend_name
from proofpress.content.scalars import shortened
from proofpress.content.schema import RESERVED_NAMES, ExperimentPart, StatisticPart
from proofpress.content.schema_figures import RESERVED_FIGURES, FigurePart, PanelPart
from proofpress.content.sheets import Entry, Sheet, collection, is_mapping
from proofpress.content.tree import Node
from proofpress.problems import Place, Problem
from proofpress.values import ExperimentKind, Kind, Options, Outline

AnyKind = TypeVar("AnyKind", bound=Kind)
Head = TypeVar("Head", ExperimentPart, StatisticPart)
Drawn = TypeVar("Drawn", FigurePart, PanelPart)


def experiments(parent: Node | None, kinds: Kinds, problems: list[Problem]) -> Sheet[ExperimentPart]:
    """Return the experiments with their options and outlines."""
    found, reliable = collection(parent, "experiments", dict)
    entries = {}
    for name, place, node in found:
        kebab(name, place, problems)
        if not check_bounds(node, problems):
            continue
        entry = _headed(ExperimentPart, name, place, node, kinds.experiments, problems)
        if entry is None:
            continue
        outline = _outline(kinds.experiments[entry.kind], entry, problems)
        if outline is not None:
            entries[name] = Entry(name, place, node, entry.part, entry.kind, entry.options, outline)
    return Sheet(entries, frozenset(name for name, _, _ in found) if reliable else None)


def statistics(parent: Node | None, kinds: Kinds, problems: list[Problem]) -> Sheet[StatisticPart]:
    """Return the statistics with their options."""
    found, reliable = collection(parent, "statistics", dict)
    entries = {}
    for name, place, node in found:
        snake(name, place, problems, RESERVED_NAMES)
        entry = _headed(StatisticPart, name, place, node, kinds.statistics, problems)
        if entry is not None:
            entries[name] = entry
    return Sheet(entries, frozenset(name for name, _, _ in found) if reliable else None)


def figures(parent: Node | None, kinds: Kinds, problems: list[Problem]) -> Sheet[FigurePart]:
    """Return the figures with the options of their charts."""
    found, reliable = collection(parent, "figures", dict)
    entries = {}
    for name, place, node in found:
        kebab(name, place, problems, RESERVED_FIGURES)
        entry = charted(FigurePart, name, place, node, kinds, problems)
        if entry is not None:
            entries[name] = entry
    return Sheet(entries, frozenset(name for name, _, _ in found) if reliable else None)


def charted(
    record: type[Drawn], name: str, place: Place, node: Node, kinds: Kinds, problems: list[Problem]
) -> Entry[Drawn] | None:
    """Return a figure or panel with the options of its chart, both checked, or None."""
    part = check(record, node, problems, entry=place)
    chart = node.child("chart")
    if chart is None or not isinstance(chart.value, dict):
        return None
    kind = _kind(chart, kinds.charts, "chart", node.key("chart"), problems)
    if kind is None:
        return None
    called = f"a chart of kind '{kind.name}'"
    options = check(kind.options, chart.without("kind"), problems, called, ("kind",), node.key("chart"))
    if part is None or options is None:
        return None
    return Entry(name, place, node, part, kind.name, options)


def _headed(
    record: type[Head], name: str, place: Place, node: Node, kinds: Mapping[str, AnyKind], problems: list[Problem]
) -> Entry[Head] | None:
    """Check what all kinds have in common, then the options of the kind that is named."""
    called = str(record.called)
    what = called.split()[-1]
    if not is_mapping(node, called, place, problems):
        return None
    common = record.__struct_fields__
    head = node.without(*(key for key, _ in node.items() if key not in common))
    part = check(record, head, problems, entry=place)
    kind = _kind(node, kinds, what, place, problems, told=True)
    if kind is None:
        return None
    named = f"{called} of kind '{kind.name}'"
    options = check(kind.options, node.without(*common), problems, named, common, place)
    if part is None or options is None:
        return None
    return Entry(name, place, node, part, kind.name, options)


def _kind(
    node: Node, kinds: Mapping[str, AnyKind], what: str, place: Place, problems: list[Problem], told: bool = False
) -> AnyKind | None:
    """Return the kind that a node names; told: a missing name has been noted already."""
    word = node.child("kind")
    if word is None or not isinstance(word.value, str) or not word.value.strip():
        if not told and not (word and word.doubtful):
            where = word.place if word else place
            problems.append(Problem(where, "missing-key", f"a {what} needs the key 'kind'", mend_name("", kinds)))
        return None
    if word.value not in kinds:
        says = f"'{shortened(word.value)}' is not a kind of {what}"
        problems.append(Problem(word.place, "unknown-kind", says, mend_name(word.value, kinds)))
        return None
    return kinds[word.value]


def _outline(kind: ExperimentKind, entry: Entry[ExperimentPart], problems: list[Problem]) -> Outline | None:
    options: Options = entry.options
    try:
        return kind.outline(options)
    except ValueError as error:
        problems.append(Problem(entry.place, "wrong-options", shortened(str(error), 300).rstrip(".")))
        return None
