"""Every reference in a comparison leads somewhere: looked up before anything trains."""

import re
from collections.abc import Iterator
from typing import Any

from proofpress.content.claims import check_claim
from proofpress.content.explorers import check_explorers
from proofpress.content.kinds import Kinds
from proofpress.content.labs import check_lab
from proofpress.content.nearest import mend_name
from proofpress.content.scalars import shortened
from proofpress.content.selects import check_selects
from proofpress.content.sheets import Entry
from proofpress.content.tree import Node
from proofpress.content.verified import check_verified
from proofpress.content.written import Written
from proofpress.problems import Place, Problem
from proofpress.values import Select

CITATION = re.compile(r"\[@([^\]\s]*)\]")
PAGE_TEXTS = ("description", "takeaway")
POSTER_TEXTS = ("headline", "standfirst", "alt", "method", "source")
LAB_TEXTS = ("intro",)


def check_references(written: Written, kinds: Kinds, problems: list[Problem]) -> None:
    """Note every reference of a comparison that leads nowhere."""
    _sections(written, problems)
    for entry in written.claims.entries.values():
        check_claim(entry, written, problems)
    for statistic in written.statistics.entries.values():
        _statistic(statistic, written, kinds, problems)
    _circles(written, kinds, problems)
    for figure in written.figures.entries.values():
        _chart(figure, written, kinds, problems)
    for panel in written.poster.panels if written.poster else ():
        _chart(panel, written, kinds, problems)
    _aspects(written, problems)
    if written.lab is not None:
        check_lab(written.lab, written.experiments, written.figures, problems)
    check_explorers(written.explorers, written.experiments, written.figures, written.sections, problems)
    check_verified(written.checks, written.claims, problems)
    for text in _our_texts(written):
        _citations(text, written, problems)


def _sections(written: Written, problems: list[Problem]) -> None:
    for entry in written.sections.entries.values():
        shown: set[str] = set()
        for position, figure in enumerate(entry.part.figures):
            place = entry.node.at("figures", position).place
            if written.figures.lacks(figure):
                problems.append(written.figures.missing(figure, "figure", place))
            elif figure in shown:
                says = f"the figure '{figure}' is shown twice in this section"
                problems.append(Problem(place, "duplicate-id", says, "name it once"))
            shown.add(figure)


def _statistic(entry: Entry[Any], written: Written, kinds: Kinds, problems: list[Problem]) -> None:
    kind = kinds.statistics[entry.kind]
    selects = _asked(kind.selects, entry, problems)
    check_selects(selects, entry.node, entry.place, written.experiments, problems)
    for experiment in _asked(kind.ledger, entry, problems):
        if written.experiments.lacks(experiment):
            place = entry.node.at("experiment").place
            problems.append(written.experiments.missing(experiment, "experiment", place))
    for other in _asked(kind.uses, entry, problems):
        if written.statistics.lacks(other):
            problems.append(written.statistics.missing(other, "statistic", entry.place))


def _circles(written: Written, kinds: Kinds, problems: list[Problem]) -> None:
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
            says = f"the statistic '{name}' is computed from itself"
            problems.append(Problem(entries[name].place, "circle", says, "compute it from others"))


def _chart(entry: Entry[Any], written: Written, kinds: Kinds, problems: list[Problem]) -> None:
    selects: tuple[Select, ...] = _asked(kinds.charts[entry.kind].selects, entry, problems)
    place = entry.node.key("chart")
    check_selects(selects, entry.node.at("chart"), place, written.experiments, problems)


def _asked(question: Any, entry: Entry[Any], problems: list[Problem]) -> tuple[Any, ...]:
    """Return what a kind answers about its options; a ValueError of it is the author's problem."""
    try:
        return tuple(question(entry.options))
    except ValueError as error:
        problems.append(Problem(entry.place, "wrong-options", shortened(str(error), 300).rstrip(".")))
        return ()


def _aspects(written: Written, problems: list[Problem]) -> None:
    if written.poster is None or written.page is None:
        return
    aspects = [row.aspect for row in written.page.table.rows]
    for column in written.poster.columns:
        for position, aspect in enumerate(column.part.aspects):
            if aspect not in aspects:
                place = column.node.at("aspects", position).place
                says = f"there is no aspect '{shortened(aspect)}' in the table"
                problems.append(Problem(place, "unknown-aspect", says, mend_name(aspect, aspects)))


def _our_texts(written: Written) -> Iterator[Node]:
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


def _citations(text: Node, written: Written, problems: list[Problem]) -> None:
    for match in CITATION.finditer(text.value):
        if written.sources.lacks(match[1]):
            place = text.begins
            lines = text.value[: match.start()].split("\n")
            if text.literal:
                place = Place(place.file, place.line + len(lines) - 1, place.column + len(lines[-1]))
            problems.append(written.sources.missing(match[1], "source", place))
