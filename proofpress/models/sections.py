"""The parts of an article as a reader meets them: a section with its lead figure and its steps, and the table."""

from typing import Annotated, ClassVar

from msgspec import Struct

from proofpress.diagnostics import Location
from proofpress.models import text
from proofpress.models.schema import Hint, NonBlank
from proofpress.models.text import Coloured, ColouredPassage, Text, WrittenText


class Step(Struct, frozen=True):
    """One thing that the runs show, in a few words, and the figure that shows it.

    figure: its id; without it the words stand beside the lead figure of the section.
    """

    called: ClassVar[str] = "a step"

    text: Annotated[ColouredPassage, Hint("say one thing that the runs show, in a few words")]
    figure: NonBlank | None = None


class Section(text.Section, frozen=True):
    """A section and where its parts stand. What the runs say is written as `runs`, in one piece, or as `steps`.

    finding: what a reader should keep of the section, under its heading. lead: the figure beside the quoted text, the
    first of its figures if nothing is said; figures that are neither that nor a step's stand small at the end.
    """

    called: ClassVar[str] = "a section"

    finding: Coloured | None = None
    lead: NonBlank | None = None
    steps: tuple[Step, ...] = ()


class Table(text.Table, frozen=True):
    """The comparison table; aspect: what stands above the names of the aspects."""

    aspect: Annotated[Text, WrittenText(verbatim=True, default="Aspect")] = Text("Aspect", Location(""), verbatim=True)
