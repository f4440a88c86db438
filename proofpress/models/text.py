"""Words from content files: texts, the comparison table, sections, sources."""

from msgspec import Struct

from proofpress.diagnostics import Location


class Text(Struct, frozen=True):
    """Words from a content file, with the place where they begin.

    verbatim: quoted words (the seed article): printed as they stand, never filled in and free of
    the rule on bare numbers. All other text is ours: `{{ name }}` in it is filled from the findings.
    """

    source: str
    location: Location
    verbatim: bool = False


class TableRow(Struct, frozen=True):
    """One aspect of the comparison and its two cells, in the order of `Table.columns`."""

    aspect: Text
    cells: tuple[Text, Text]


class Table(Struct, frozen=True):
    """The comparison table: two columns (the two things compared), a row for each aspect."""

    title: Text
    columns: tuple[Text, Text]
    rows: tuple[TableRow, ...]


class Source(Struct, frozen=True):
    """A work that is cited: `[@id]` in a text leads to it.

    link: a DOI or an address, written out with https.
    """

    id: str
    authors: str
    year: str
    title: str
    venue: str
    link: str
    location: Location


class Section(Struct, frozen=True):
    """A section of the article: the quoted text, and under it what the runs say.

    figures: ids of the figures shown in the section, in order.
    """

    id: str
    heading: Text
    text: Text
    runs: Text | None
    figures: tuple[str, ...]
    location: Location
