"""The poster as it is to be drawn: every word filled in, every cell text at its column.

It holds no runs, so that keys can be made of it without reading an array.
"""

import re
from typing import Any

from msgspec import Struct

from proofpress.diagnostics import Location
from proofpress.models import Comparison, Findings

WIDE, HIGH, MARGIN, GUTTER = 1920, 1080, 56.0, 46.0


class PlannedPanel(Struct, frozen=True):
    """A chart with its words. rectangle: left, top, width, height on the poster."""

    chart: str
    options: Any
    title: str
    caption: str
    rectangle: tuple[float, float, float, float]
    location: Location


class PlannedColumn(Struct, frozen=True):
    """A mirrored pair. cells: for each aspect the text above and the text below the spine, as in the table."""

    spine: str
    cells: tuple[tuple[str, str], ...]
    left: float
    width: float
    above: tuple[PlannedPanel, ...]
    below: tuple[PlannedPanel, ...]
    location: Location

    def panels(self, role: str) -> tuple[PlannedPanel, ...]:
        """Return the evidence for `first` (above) or `second` (below)."""
        return self.above if role == "first" else self.below

    def texts(self, role: str) -> tuple[str, ...]:
        """Return the cell texts for `first` or `second`."""
        return tuple(cell[0 if role == "first" else 1] for cell in self.cells)


class Plan(Struct, frozen=True):
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
    location: Location
    composed: bool = True

    def name(self, role: str) -> str:
        """Return what is called `first` or `second`."""
        return self.names[0 if role == "first" else 1]

    @property
    def panels(self) -> tuple[PlannedPanel, ...]:
        """All panels in reading order: column by column, above before below."""
        return tuple(panel for column in self.columns for panel in (*column.above, *column.below))


def plain(words: str) -> str:
    """Return words on one line, without Markdown's marks of emphasis and code and without citations."""
    return " ".join(re.sub(r"\s*\[@[\w-]+\]|\*\*|`", "", words).split())


def cells(comparison: Comparison, findings: Findings, aspects: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the two cell texts of each named aspect of the table, in the table's order."""
    rows = [row for row in comparison.table.rows if findings.text(row.aspect) in aspects]
    return tuple((plain(findings.text(row.cells[0])), plain(findings.text(row.cells[1]))) for row in rows)
