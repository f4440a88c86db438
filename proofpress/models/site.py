"""The site as its author wrote it: comparisons, and the plan of each infographic."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from proofpress.diagnostics import Location
from proofpress.models.checks import Check
from proofpress.models.entries import Claim, Experiment, Figure, Statistic
from proofpress.models.explorer import Explorer
from proofpress.models.lab import Lab
from proofpress.models.text import Section, Source, Table, Text


class Panel(Struct, frozen=True):
    """A chart at a place of a composition.

    rectangle: left, top, width, height in design pixels of the composition.
    """

    chart: str
    options: Any
    title: Text
    caption: Text
    rectangle: tuple[float, float, float, float]
    location: Location


class Column(Struct, frozen=True):
    """One mirrored pair of the poster: aspects of the table, evidence above and below the spine.

    left, width: design pixels. spine: the words on the dark bar.
    notes: speaker notes for the slide of this pair.
    """

    aspects: tuple[str, ...]
    spine: Text
    left: float
    width: float
    above: tuple[Panel, ...]
    below: tuple[Panel, ...]
    notes: Text
    location: Location


class Poster(Struct, frozen=True):
    """The infographic as data: the words of its bands and its columns, left to right.

    headline: `^…^` marks words in the first column's colour, `_…_` in the second's.
    """

    headline: Text
    standfirst: Text
    alt: Text
    method: Text
    source: Text
    columns: tuple[Column, ...]
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
    poster: Poster | None
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
