"""Words from content files: texts, the comparison table, sections, sources."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from proofpress.diagnostics import Location
from proofpress.models.schema import Hint, NonBlank, Words, Written


class Text(Struct, frozen=True):
    """Words from a content file, with the location where they begin.

    verbatim: quoted words (the seed article): never filled in and free of the rule on bare numbers. All other text is
    ours: `{{ name }}` in it is filled from the findings.
    markup: `letters`, printed letter by letter; `inline`, one paragraph of Markdown; `blocks`, Markdown with
    paragraphs, lists and tables. Empty: `letters` for quoted words, `inline` for ours.
    coloured: `^…^` and `_…_` give words the colours of the two columns.
    lines: of each line of the file that the text stands on, its first character, as (offset, line, column); none where
    a text is not from a file.
    """

    source: str
    location: Location
    verbatim: bool = False
    markup: str = ""
    coloured: bool = False
    lines: tuple[tuple[int, int, int], ...] = ()

    @property
    def reads(self) -> str:
        """Which markup is read in the text."""
        return self.markup or ("letters" if self.verbatim else "inline")

    def locate(self, offset: int) -> Location:
        """Return where a character of the text stands in its file, which has its lines if none are known."""
        if not self.lines:
            before = self.source[:offset]
            column = self.location.column + len(before) - (before.rfind("\n") + 1)
            return Location(self.location.file, self.location.line + before.count("\n"), column)
        start, line, column = next(line for line in reversed(self.lines) if line[0] <= offset or line is self.lines[0])
        return Location(self.location.file, line, column + offset - start)


class WrittenText(Written, frozen=True):
    """A text: written as a string. verbatim, markup, coloured: as in `Text`. cites: `[@id]` in it leads to a source."""

    type: Any = Words
    verbatim: bool = False
    cites: bool = False
    markup: str = ""
    coloured: bool = False


QUOTED, LABEL, PROSE = WrittenText(verbatim=True), WrittenText(), WrittenText(cites=True)

Quoted = Annotated[Text, QUOTED]
"""Words of the article, printed as they stand."""
Label = Annotated[Text, LABEL]
"""Words of ours that stand alone, such as a title."""
Prose = Annotated[Text, PROSE]
"""Words of ours in which works can be cited."""

Coloured = Annotated[Text, WrittenText(cites=True, coloured=True)]
"""Words of ours in which `^…^` and `_…_` give words the colours of the two columns."""
Passage = Annotated[Text, WrittenText(cites=True, markup="blocks")]
"""Words of ours with paragraphs, lists and tables."""
ColouredPassage = Annotated[Text, WrittenText(cites=True, markup="blocks", coloured=True)]

AnyText = TypeVar("AnyText", Text, str)
"""What a record's words are: as written in a content file, or as they are printed."""


def find_texts(record: Any) -> Iterator[Text]:
    """Yield every Text in a record, in the order in which the records name them."""
    if isinstance(record, Text):
        yield record
    elif isinstance(record, Mapping):
        for item in record.values():
            yield from find_texts(item)
    elif isinstance(record, tuple):
        for item in record:
            yield from find_texts(item)
    elif isinstance(record, Struct) and not isinstance(record, Location):
        for name in record.__struct_fields__:
            # Options and run schemas are long and hold none.
            if name not in ("options", "run_schema"):
                yield from find_texts(getattr(record, name))


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


class TableRow(Struct, Generic[AnyText], frozen=True):
    """One aspect of the comparison and its two cells, in the order of the table's columns.

    aspect: the name of the row. cells: what it says of each of the two.
    """

    aspect: Annotated[AnyText, QUOTED]
    cells: tuple[Annotated[AnyText, QUOTED], Annotated[AnyText, QUOTED]]


class Source(Struct, frozen=True):
    """A work that is cited: `[@id]` in a text leads to it.

    link: a DOI or an address, written out with https.
    authors, title, venue: who wrote it, what it is called, where it appeared.
    """

    called: ClassVar[str] = "a source"

    id: Annotated[NonBlank, Hint("give it a short name, such as bergstra2012; texts cite it as [@bergstra2012]")]
    authors: Words
    year: Annotated[Words, Hint('write the year of publication in quotes, such as "2012"')]
    title: Words
    venue: Words
    link: Annotated[NonBlank, Hint("write the work's address, such as https://doi.org/10.1000/182")]
    location: Location
