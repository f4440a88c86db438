"""Every reference in a comparison leads somewhere: looked up before anything trains."""

import re
from collections.abc import Iterator
from typing import Any

from proofpress.content.claims import check_claim
from proofpress.content.collections import Entry
from proofpress.content.explorers import check_explorers
from proofpress.content.kinds import Kinds
from proofpress.content.labs import check_lab
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.scalars import shortened
from proofpress.content.selects import check_selects
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.content.verified import check_verified
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import Select

CITATION = re.compile(r"\[@([^\]\s]*)\]")
PAGE_TEXTS = ("description", "takeaway")
POSTER_TEXTS = ("headline", "standfirst", "alt", "method", "source")
LAB_TEXTS = ("intro",)


def check_references(written: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note every reference of a comparison that leads nowhere."""
    _sections(written, diagnostics)
    for entry in written.claims.entries.values():
        check_claim(entry, written, diagnostics)
    for statistic in written.statistics.entries.values():
        _statistic(statistic, written, kinds, diagnostics)
    _circles(written, kinds, diagnostics)
    for figure in written.figures.entries.values():
        _chart(figure, written, kinds, diagnostics)
    for panel in written.poster.panels if written.poster else ():
        _chart(panel, written, kinds, diagnostics)
    _aspects(written, diagnostics)
    if written.lab is not None:
        check_lab(written.lab, written.experiments, written.figures, diagnostics)
    check_explorers(written.explorers, written.experiments, written.figures, written.sections, kinds, diagnostics)
    check_verified(written.checks, written.claims, diagnostics)
    for text in _our_texts(written):
        _citations(text, written, diagnostics)


def _sections(written: RawComparison, diagnostics: list[Diagnostic]) -> None:
    for entry in written.sections.entries.values():
        shown: set[str] = set()
        for position, figure in enumerate(entry.part.figures):
            location = entry.node.at("figures", position).location
            if written.figures.lacks(figure):
                diagnostics.append(written.figures.missing(figure, "figure", location))
            elif figure in shown:
                message = f"the figure '{figure}' is shown twice in this section"
                diagnostics.append(Diagnostic(location, "duplicate-id", message, "name it once"))
            shown.add(figure)


def _statistic(entry: Entry[Any], written: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    kind = kinds.statistics[entry.kind]
    selects = _asked(kind.selects, entry, diagnostics)
    check_selects(selects, entry.node, entry.location, written.experiments, diagnostics)
    for experiment in _asked(kind.ledger, entry, diagnostics):
        if written.experiments.lacks(experiment):
            location = entry.node.at("experiment").location
            diagnostics.append(written.experiments.missing(experiment, "experiment", location))
    for other in _asked(kind.uses, entry, diagnostics):
        if written.statistics.lacks(other):
            diagnostics.append(written.statistics.missing(other, "statistic", entry.location))


def _circles(written: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note statistics that are computed, by way of others, from themselves."""
    entries = written.statistics.entries
    uses = {name: tuple(_asked(kinds.statistics[entry.kind].uses, entry, [])) for name, entry in entries.items()}
    for name in uses:
        reached: set[str] = set()
        waiting = list(uses[name])
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting.extend(uses.get(other, ()))
        if name in reached:
            message = f"the statistic '{name}' is computed from itself"
            diagnostics.append(Diagnostic(entries[name].location, "circle", message, "compute it from others"))


def _chart(entry: Entry[Any], written: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    selects: tuple[Select, ...] = _asked(kinds.charts[entry.kind].selects, entry, diagnostics)
    location = entry.node.key("chart")
    check_selects(selects, entry.node.at("chart"), location, written.experiments, diagnostics)


def _asked(question: Any, entry: Entry[Any], diagnostics: list[Diagnostic]) -> tuple[Any, ...]:
    """Return what a kind answers about its options; a ValueError of it is the author's problem."""
    try:
        return tuple(question(entry.options))
    except ValueError as error:
        diagnostics.append(Diagnostic(entry.location, "wrong-options", shortened(str(error), 300).rstrip(".")))
        return ()


def _aspects(written: RawComparison, diagnostics: list[Diagnostic]) -> None:
    if written.poster is None or written.page is None:
        return
    aspects = [row.aspect for row in written.page.table.rows]
    for column in written.poster.columns:
        for position, aspect in enumerate(column.part.aspects):
            if aspect not in aspects:
                location = column.node.at("aspects", position).location
                message = f"there is no aspect '{shortened(aspect)}' in the table"
                diagnostics.append(Diagnostic(location, "unknown-aspect", message, suggest(aspect, aspects)))


def _our_texts(written: RawComparison) -> Iterator[Node]:
    """Yield the nodes of the texts in which works can be cited: ours, not the quoted ones."""
    holders: list[tuple[Node, tuple[str, ...]]] = [(written.node, PAGE_TEXTS)] if written.node else []
    holders += [(entry.node, ("runs",)) for entry in written.sections.entries.values()]
    holders += [(entry.node, ("says",)) for entry in written.claims.entries.values()]
    holders += [(entry.node, ("caption",)) for entry in written.figures.entries.values()]
    if written.poster is not None:
        holders.append((written.poster.node, POSTER_TEXTS))
        holders += [(column.node, ("notes",)) for column in written.poster.columns]
        holders += [(panel.node, ("caption",)) for panel in written.poster.panels]
    if written.lab is not None:
        holders.append((written.lab.node, LAB_TEXTS))
        holders += [(entry.node, ("task", "finding")) for entry in written.lab.presets.entries.values()]
    holders += [(entry.node, ("note",)) for entry in written.explorers.entries.values()]
    for node, keys in holders:
        for key in keys:
            text = node.child(key)
            if text is not None and isinstance(text.value, str):
                yield text


def _citations(text: Node, written: RawComparison, diagnostics: list[Diagnostic]) -> None:
    for match in CITATION.finditer(text.value):
        if written.sources.lacks(match[1]):
            location = text.begins
            lines = text.value[: match.start()].split("\n")
            if text.literal:
                location = Location(location.file, location.line + len(lines) - 1, location.column + len(lines[-1]))
            diagnostics.append(written.sources.missing(match[1], "source", location))
