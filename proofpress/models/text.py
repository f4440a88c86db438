"""Words from content files: texts, the comparison table, sections, sources."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from proofpress.diagnostics import Location


class Text(Struct, frozen=True):
    """Words from a content file, with the place where they begin.

    verbatim: quoted words (the seed article): printed as they stand, never filled in and free of
    the rule on bare numbers. All other text is ours: `{{ name }}` in it is filled from the findings.
    """

    source: str
    location: Location
    verbatim: bool = False


Words = TypeVar("Words", Text, str)
"""What a record's words are: as written in a content file, or as they are printed."""


def print_texts(record: Any, words: Callable[[Text], str]) -> Any:
    """Return a record (or a tuple of them) in which every Text is replaced by the words that are printed for it."""
    if isinstance(record, Text):
        return words(record)
    if isinstance(record, tuple):
        return tuple(print_texts(item, words) for item in record)
    if isinstance(record, Struct) and not isinstance(record, Location):
        names = (name for name in record.__struct_fields__ if name != "options")
        return replace(record, **{name: print_texts(getattr(record, name), words) for name in names})
    return record


class TableRow(Struct, Generic[Words], frozen=True):
    """One aspect of the comparison and its two cells, in the order of `Table.columns`."""

    aspect: Words
    cells: tuple[Words, Words]


class Table(Struct, frozen=True):
    """The comparison table: two columns (the two things compared), a row for each aspect."""

    title: Text
    columns: tuple[Text, Text]
    rows: tuple[TableRow[Text], ...]


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
