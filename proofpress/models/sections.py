"""The parts of an article as a reader meets them: a section with its lead figure and its steps, and the table."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from proofpress.diagnostics import Location
from proofpress.models.schema import Hint, NonBlank
from proofpress.models.text import Coloured, ColouredPassage, Quoted, TableRow, Text, WrittenText


class Step(Struct, frozen=True):
    """One thing that the runs show, in a few words, and the figure that shows it.

    figure: its id; without it the words stand beside the lead figure of the section.
    """

    called: ClassVar[str] = "a step"

    text: Annotated[ColouredPassage, Hint("say one thing that the runs show, in a few words")]
    figure: NonBlank | None = None


class Section(Struct, frozen=True):
    """A section of the article: the quoted text, and under it what the runs say.

    figures: ids of the figures shown in the section, in order.
    text: the quoted words. runs: what the runs say of them, in one piece; or steps: one after the other.
    finding: what a reader should keep of the section, under its heading. lead: the figure beside the quoted text, the
    first of its figures if nothing is said; figures that are neither that nor a step's stand small at the end.
    """

    called: ClassVar[str] = "a section"

    id: Annotated[NonBlank, Hint("give it a short name in small letters, such as how-it-works; links lead to it")]
    heading: Annotated[Quoted, Hint("write the heading that readers see above the section")]
    text: Quoted
    runs: ColouredPassage | None = None
    figures: tuple[NonBlank, ...] = ()
    location: Location = Location("")
    finding: Coloured | None = None
    lead: NonBlank | None = None
    steps: tuple[Step, ...] = ()


class Table(Struct, frozen=True):
    """The comparison table: two columns (the two things compared), a row for each aspect.

    title: over the table. columns: the two things compared. aspect: what stands above the names of the aspects.
    """

    title: Quoted
    columns: tuple[Quoted, Quoted]
    rows: Annotated[tuple[TableRow[Text], ...], Meta(min_length=1)]
    aspect: Annotated[Text, WrittenText(verbatim=True, default="Aspect")] = Text("Aspect", Location(""), verbatim=True)
