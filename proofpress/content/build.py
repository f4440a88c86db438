"""What is written and found sound → the records that the other rooms take, with places."""

from typing import Any

from proofpress.content.collections import Entry
from proofpress.content.explorers import explorer
from proofpress.content.kinds import Kinds
from proofpress.content.labs import LabEntry
from proofpress.content.posters import ColumnEntry, PosterEntry
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.schema import ClaimPart, SectionPart, SourcePart
from proofpress.content.schema_figures import FigurePart, PanelPart
from proofpress.content.tree import Node
from proofpress.content.verified import checks
from proofpress.models import (
    Claim,
    Column,
    Comparison,
    Experiment,
    Figure,
    Gate,
    Lab,
    LabPreset,
    LabSetting,
    Panel,
    Poster,
    Section,
    Source,
    Statistic,
    Table,
    TableRow,
    Text,
)


def comparison(written: RawComparison, kinds: Kinds) -> Comparison:
    """Return the record of a comparison that has no problems."""
    page, node = written.page, written.node
    assert page is not None
    assert node is not None
    table = _table(node.at("table"))
    return Comparison(
        slug=written.slug,
        title=_ours(node, "title"),
        description=_ours(node, "description"),
        takeaway=_ours(node, "takeaway"),
        intro=_quoted(node, "intro"),
        table=table,
        sections=tuple(_section(entry) for entry in written.sections.entries.values()),
        experiments={
            name: Experiment(name, entry.part.title, entry.kind, entry.options, entry.run_schema, entry.location)
            for name, entry in written.experiments.entries.items()
        },
        statistics={
            name: Statistic(name, entry.kind, entry.options, entry.part.unit, entry.part.digits, entry.location)
            for name, entry in written.statistics.entries.items()
        },
        claims=tuple(_claim(entry) for entry in written.claims.entries.values()),
        figures={name: _figure(entry) for name, entry in written.figures.entries.items()},
        poster=_poster(written.poster, table) if written.poster else None,
        sources={name: _source(entry) for name, entry in written.sources.entries.items()},
        published=page.published,
        location=node.location,
        draft=page.draft,
        lab=_lab(written.lab) if written.lab else None,
        explorers={
            entry.part.figure: explorer(entry, written.figures.entries[entry.part.figure], kinds)
            for entry in written.explorers.entries.values()
        },
        checks=checks(written.checks),
    )


def _ours(node: Node, *path: str | int) -> Text:
    found = node.at(*path)
    return Text(str(found.value), found.begins)


def _quoted(node: Node, *path: str | int) -> Text:
    found = node.at(*path)
    return Text(str(found.value), found.begins, verbatim=True)


def _table(node: Node) -> Table:
    rows = tuple(
        TableRow(_quoted(row, "aspect"), (_quoted(row, "cells", 0), _quoted(row, "cells", 1)))
        for row in node.at("rows").value
    )
    return Table(_quoted(node, "title"), (_quoted(node, "columns", 0), _quoted(node, "columns", 1)), rows)


def _section(entry: Entry[SectionPart]) -> Section:
    node, part = entry.node, entry.part
    runs = None if part.runs is None else _ours(node, "runs")
    return Section(entry.id, _quoted(node, "heading"), _quoted(node, "text"), runs, part.figures, entry.location)


def _source(entry: Entry[SourcePart]) -> Source:
    part = entry.part
    return Source(entry.id, part.authors, part.year, part.title, part.venue, part.link, entry.location)


def _claim(entry: Entry[ClaimPart]) -> Claim:
    node, part = entry.node, entry.part
    return Claim(
        id=entry.id,
        section=part.section,
        quote=_quoted(node, "quote"),
        says=_ours(node, "says"),
        kind=part.kind,
        verdict=part.verdict,
        statistic=part.statistic,
        gate=None if part.gate is None else Gate(part.gate.above, part.gate.below, part.gate.within),
        sources=part.sources,
        location=entry.location,
    )


def _words(entry: Entry[Any], *keys: str) -> dict[str, Text]:
    return {key: _ours(entry.node, key) for key in keys}


def _figure(entry: Entry[FigurePart]) -> Figure:
    words = _words(entry, "title", "caption", "alt")
    return Figure(id=entry.id, chart=entry.kind, options=entry.options, location=entry.location, **words)


def _panel(entry: Entry[PanelPart]) -> Panel[Text]:
    left, top, width, height = entry.part.rectangle
    rectangle = (left, top, width, height)
    caption = _ours(entry.node, "caption") if entry.part.caption else Text("", entry.location)
    return Panel(entry.kind, entry.options, _ours(entry.node, "title"), caption, rectangle, entry.location)


def _column(entry: ColumnEntry, table: Table) -> Column[Text]:
    node, part = entry.node, entry.part
    return Column(
        rows=tuple(row for row in table.rows if row.aspect.source in part.aspects),
        spine=_ours(node, "spine"),
        left=part.left,
        width=part.width,
        above=tuple(_panel(panel) for panel in entry.above),
        below=tuple(_panel(panel) for panel in entry.below),
        notes=_ours(node, "notes"),
        location=node.location,
    )


def _poster(entry: PosterEntry, table: Table) -> Poster[Text]:
    node = entry.node
    return Poster(
        headline=_ours(node, "headline"),
        standfirst=_ours(node, "standfirst"),
        alt=_ours(node, "alt"),
        method=_ours(node, "method"),
        source=_ours(node, "source"),
        columns=tuple(_column(column, table) for column in entry.columns),
        location=node.location,
    )


def _lab(entry: LabEntry) -> Lab:
    node, part = entry.node, entry.part
    assert part is not None
    return Lab(
        **{key: _ours(node, key) for key in ("title", "description", "intro", "learned", "chosen")},
        experiment=part.experiment,
        figure=part.figure,
        settings=tuple(
            LabSetting(name, location=each.location, **_words(each, "label", "note"))
            for name, each in entry.settings.entries.items()
        ),
        presets=tuple(
            LabPreset(
                name, settings=each.part.settings, beside=each.part.beside, location=each.location,
                **_words(each, "title", "task", "finding"),
            )
            for name, each in entry.presets.entries.items()
        ),
        location=node.location,
    )  # fmt: skip
