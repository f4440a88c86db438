"""The poster as it is to be drawn: every word filled in, every cell text at its column.

A plan is built from the author's poster, or computed from the table and the first figures where the author names
none. It holds no runs, so that keys can be made of it without reading an array.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proofpress.problems import Place
from proofpress.values import Column, Comparison, Findings, Panel, Poster, Record, Text

WIDE, HIGH, MARGIN, GUTTER = 1920, 1080, 56.0, 46.0


@dataclass(frozen=True)
class PlannedPanel:
    """A chart with its words. rectangle: left, top, width, height on the poster."""

    chart: str
    options: Any
    title: str
    caption: str
    rectangle: tuple[float, float, float, float]
    place: Place


@dataclass(frozen=True)
class PlannedColumn:
    """A mirrored pair. cells: for each aspect the text above and the text below the spine, as in the table."""

    spine: str
    cells: tuple[tuple[str, str], ...]
    left: float
    width: float
    above: tuple[PlannedPanel, ...]
    below: tuple[PlannedPanel, ...]
    place: Place

    def panels(self, role: str) -> tuple[PlannedPanel, ...]:
        """Return the evidence for `first` (above) or `second` (below)."""
        return self.above if role == "first" else self.below

    def texts(self, role: str) -> tuple[str, ...]:
        """Return the cell texts for `first` or `second`."""
        return tuple(cell[0 if role == "first" else 1] for cell in self.cells)


@dataclass(frozen=True)
class Plan:
    """All words of the poster and its columns, left to right.

    names: of the two things compared. composed: by an author, who is told of what does not fit.
    """

    title: str
    headline: str
    standfirst: str
    alt: str
    method: str
    source: str
    names: tuple[str, str]
    columns: tuple[PlannedColumn, ...]
    place: Place
    composed: bool = True

    def name(self, role: str) -> str:
        """Return what is called `first` or `second`."""
        return self.names[0 if role == "first" else 1]

    @property
    def panels(self) -> tuple[PlannedPanel, ...]:
        """All panels in reading order: column by column, above before below."""
        return tuple(panel for column in self.columns for panel in (*column.above, *column.below))


def plan(comparison: Comparison, records: Mapping[str, Record], findings: Findings) -> Plan:
    """Return the plan of the author's poster, or of a default one."""
    table = comparison.table
    names = (plain(findings.text(table.columns[0])), plain(findings.text(table.columns[1])))
    title = plain(findings.text(comparison.title))
    if comparison.poster is not None:
        return _authored(comparison, comparison.poster, findings, title, names)
    from proofpress.graphics.poster_default import composed

    return composed(comparison, records, findings, title, names)


def plain(words: str) -> str:
    """Return words on one line, without Markdown's marks of emphasis and code and without citations."""
    return " ".join(re.sub(r"\s*\[@[\w-]+\]|\*\*|`", "", words).split())


def _authored(comparison: Comparison, poster: Poster, findings: Findings, title: str, names: tuple[str, str]) -> Plan:
    def words(text: Text) -> str:
        return plain(findings.text(text))

    return Plan(
        title=title,
        headline=words(poster.headline),
        standfirst=words(poster.standfirst),
        alt=words(poster.alt),
        method=words(poster.method),
        source=words(poster.source),
        names=names,
        columns=tuple(_column(comparison, column, findings) for column in poster.columns),
        place=poster.place,
    )


def _column(comparison: Comparison, column: Column, findings: Findings) -> PlannedColumn:
    def planned(panel: Panel) -> PlannedPanel:
        title, caption = plain(findings.text(panel.title)), plain(findings.text(panel.caption))
        return PlannedPanel(panel.chart, panel.options, title, caption, panel.rectangle, panel.place)

    return PlannedColumn(
        spine=plain(findings.text(column.spine)),
        cells=cells(comparison, findings, column.aspects),
        left=column.left,
        width=column.width,
        above=tuple(map(planned, column.above)),
        below=tuple(map(planned, column.below)),
        place=column.place,
    )


def cells(comparison: Comparison, findings: Findings, aspects: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the two cell texts of each named aspect of the table, in the table's order."""
    rows = [row for row in comparison.table.rows if findings.text(row.aspect) in aspects]
    return tuple((plain(findings.text(row.cells[0])), plain(findings.text(row.cells[1]))) for row in rows)
