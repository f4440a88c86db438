"""The tables of kinds that content is checked against, and what has a kind: a record with the options of its kind."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from proofpress.content.collections import check_mapping
from proofpress.content.validation import check, check_values
from proofpress.content.validation.annotations import keys
from proofpress.content.validation.placing import create
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, shortened, suggest
from proofpress.models import ChartKind, ExperimentKind, Figure, Kind, Panel, Statistic, StatisticKind, Text

AnyKind = TypeVar("AnyKind", bound=Kind)
Charted = TypeVar("Charted", Figure, Panel[Text])


class Kinds(Struct, frozen=True):
    """Every kind an author may name, by its name; handed in by the caller, for rooms do not import rooms.

    packages: those that site.yaml allows estimators from.
    """

    experiments: Mapping[str, ExperimentKind]
    statistics: Mapping[str, StatisticKind]
    charts: Mapping[str, ChartKind]
    packages: tuple[str, ...] = ()


class Checked(Struct, frozen=True):
    """The sound values of a record that has a kind, its kind, and the record of its options, None if they are wrong."""

    values: Any
    kind: Any
    options: Any


def check_with_kind(
    record: Any, node: Node, location: Location, kinds: Mapping[str, AnyKind], diagnostics: list[Diagnostic]
) -> Checked | None:
    """Check what all kinds have in common, then the options beside it, which the kind that is named defines."""
    called = str(record.called)
    if not check_mapping(node, called, location, diagnostics):
        return None
    common = keys(record)
    head = node.without(*(key for key, _ in node.items() if key not in common))
    values = check_values(record, head, diagnostics, location=location)
    # A missing kind is noted already, with the other common keys.
    kind = _find_kind(node, kinds, called.split()[-1], diagnostics)
    if kind is None:
        return None
    named = f"{called} of kind '{kind.name}'"
    options = check(kind.options, node.without(*common), diagnostics, called=named, more=common, location=location)
    return None if values is None else Checked(values, kind, options)


def check_with_chart(
    record: type[Charted], node: Node, location: Location, kinds: Kinds, diagnostics: list[Diagnostic], **filled_in: Any
) -> Charted | None:
    """Return a figure or a panel with the options of its chart, both checked, or None."""
    values = check_values(record, node, diagnostics, location=location)
    chart = node.child("chart")
    if chart is None or not isinstance(chart.value, dict):
        return None
    where = node.key("chart")
    kind = _find_kind(chart, kinds.charts, "chart", diagnostics, missing=where)
    if kind is None:
        return None
    called = f"a chart of kind '{kind.name}'"
    options = check(kind.options, chart.without("kind"), diagnostics, called=called, more=("kind",), location=where)
    if values is None or options is None:
        return None
    return create(record, values, node, location, chart=kind.name, options=options, **filled_in)


def ask_kind(question: Any, options: Any, location: Location, diagnostics: list[Diagnostic]) -> tuple[Any, ...]:
    """Return what a kind answers about options, nothing if it raises ValueError: that is noted as the author's."""
    try:
        return tuple(question(options))
    except ValueError as error:
        diagnostics.append(wrong_options(error, location))
        return ()


def wrong_options(error: ValueError, location: Location) -> Diagnostic:
    """Return the diagnostic of options that their kind refuses."""
    return Diagnostic(location, "wrong-options", shortened(str(error), 300).rstrip("."))


def _find_kind(
    node: Node,
    kinds: Mapping[str, AnyKind],
    what: str,
    diagnostics: list[Diagnostic],
    missing: Location | None = None,
) -> AnyKind | None:
    """Return the kind that a node names. missing: where it is noted that none is named, if it is not noted yet."""
    word = node.child("kind")
    if word is None or not isinstance(word.value, str) or not word.value.strip():
        if missing is not None and not (word and word.doubtful):
            where = word.location if word else missing
            diagnostics.append(Diagnostic(where, "missing-key", f"a {what} needs the key 'kind'", suggest("", kinds)))
        return None
    kind = kinds.get(word.value) or next((kind for kind in kinds.values() if word.value in kind.aliases), None)
    if kind is None:
        message = f"'{shortened(word.value)}' is not a kind of {what}"
        diagnostics.append(Diagnostic(word.location, "unknown-kind", message, suggest(word.value, kinds)))
    return kind


def list_combined(name: str, statistics: Mapping[str, Statistic], kinds: Kinds) -> Iterator[Statistic]:
    """Yield a statistic and all that it is worked out from, each once; names of nothing are passed over."""
    waiting, seen = [name], set[str]()
    while waiting:
        statistic = statistics.get(waiting.pop())
        if statistic is None or statistic.id in seen:
            continue
        seen.add(statistic.id)
        yield statistic
        waiting.extend(kinds.statistics[statistic.kind].uses(statistic.options))
