"""The shape of figures.yaml and of the poster, as the author writes them; see `schema`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from annotated_types import Ge, Gt, MinLen

from proofpress.content.fields import Mend, Words
from proofpress.values import Options

Pixels = Annotated[float, Ge(0)]
Length = Annotated[float, Gt(0)]

# The poster is drawn under this id.
RESERVED_FIGURES = frozenset({"infographic"})


@dataclass(frozen=True)
class FiguresFile(Options):
    """content/<slug>/figures.yaml."""

    called: ClassVar[str] = "figures.yaml"

    figures: Mapping[str, Any]
    poster: Any = None


ALT = "say in at most 250 characters what the picture shows, for readers who cannot see it"


@dataclass(frozen=True)
class FigurePart(Options):
    """A picture and the words around it."""

    called: ClassVar[str] = "a figure"

    title: Annotated[Words, Mend("state what the picture shows in at most 38 characters")]
    caption: Annotated[Words, Mend("say what the axes and marks are")]
    alt: Annotated[Words, Mend(ALT)]
    chart: Annotated[Mapping[str, Any], Mend("name a kind of chart and its options: {kind: …}")]


@dataclass(frozen=True)
class PosterPart(Options):
    """The words of the poster; its columns are checked one by one."""

    called: ClassVar[str] = "the poster"

    headline: Words
    standfirst: Words
    alt: Annotated[Words, Mend(ALT)]
    method: Annotated[Words, Mend("say in one line how the runs were made")]
    source: Annotated[Words, Mend("say in one line where data and code are")]
    columns: Annotated[tuple[Any, ...], MinLen(1)]


@dataclass(frozen=True)
class ColumnPart(Options):
    """One mirrored pair of the poster; its panels are checked one by one."""

    called: ClassVar[str] = "a column of the poster"

    aspects: Annotated[tuple[Words, ...], MinLen(1)]
    spine: Words
    left: Pixels
    width: Length
    notes: Annotated[Words, Mend("write 40 to 80 words that a speaker can say to the slide of this column")]
    above: tuple[Any, ...] = ()
    below: tuple[Any, ...] = ()


@dataclass(frozen=True)
class PanelPart(Options):
    """A chart at a place of the poster."""

    called: ClassVar[str] = "a panel of the poster"

    title: Words
    chart: Annotated[Mapping[str, Any], Mend("name a kind of chart and its options: {kind: …}")]
    rectangle: Annotated[tuple[float, float, float, float], Mend("write left, top, width and height in pixels")]
    caption: str = ""
