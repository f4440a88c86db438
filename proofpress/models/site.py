"""The site as its author wrote it: comparisons, and the plan of each infographic."""

from collections.abc import Mapping
from typing import Any, Generic

from msgspec import Struct, field

from proofpress.diagnostics import Location
from proofpress.models.checks import Check
from proofpress.models.entries import Claim, Experiment, Figure, Statistic
from proofpress.models.explorer import Explorer
from proofpress.models.lab import Lab
from proofpress.models.text import Section, Source, Table, TableRow, Text, Words


class Panel(Struct, Generic[Words], frozen=True):
    """A chart of the infographic with its words: `Text` as written, `str` once filled in.

    rectangle: left, top, width, height in design pixels of the composition.
    """

    chart: str
    options: Any
    title: Words
    caption: Words
    rectangle: tuple[float, float, float, float]
    location: Location


class Column(Struct, Generic[Words], frozen=True):
    """One mirrored pair of the infographic: rows of the table, evidence above and below the spine.

    left, width: design pixels. spine: the words on the dark bar.
    notes: speaker notes for the slide of this pair.
    """

    rows: tuple[TableRow[Words], ...]
    spine: Words
    left: float
    width: float
    above: tuple[Panel[Words], ...]
    below: tuple[Panel[Words], ...]
    notes: Words
    location: Location

    def panels(self, role: str) -> tuple[Panel[Words], ...]:
        """Return the evidence for `first` (above) or `second` (below)."""
        return self.above if role == "first" else self.below

    def cells(self, role: str) -> tuple[Words, ...]:
        """Return the texts of the table's cells for `first` or `second`."""
        return tuple(row.cells[0 if role == "first" else 1] for row in self.rows)


class Poster(Struct, Generic[Words], frozen=True):
    """The infographic as data: the words of its bands and its columns, left to right.

    headline: `^…^` marks words in the first column's colour, `_…_` in the second's.
    """

    headline: Words
    standfirst: Words
    alt: Words
    method: Words
    source: Words
    columns: tuple[Column[Words], ...]
    location: Location


class Comparison(Struct, frozen=True):
    """One comparison: everything under content/<slug>/.

    explorers: by the id of the figure that each stands under. checks: by the id of the claim that was checked.
    """

    slug: str
    title: Text
    description: Text
    takeaway: Text
    intro: Text
    table: Table
    sections: tuple[Section, ...]
    experiments: Mapping[str, Experiment]
    statistics: Mapping[str, Statistic]
    claims: tuple[Claim, ...]
    figures: Mapping[str, Figure]
    poster: Poster[Text] | None
    sources: Mapping[str, Source]
    published: str
    location: Location
    draft: bool = False
    lab: Lab | None = None
    explorers: Mapping[str, Explorer] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)


class Site(Struct, frozen=True):
    """All that the author wrote, checked: every reference in it leads somewhere."""

    title: str
    description: str
    language: str
    author: str
    base_url: str
    repository: str
    licence: str
    licence_link: str
    home: str
    comparisons: tuple[Comparison, ...]
