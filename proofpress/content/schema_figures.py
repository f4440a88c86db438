"""The shape of figures.yaml and of the poster, as the author writes them; see `schema`."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from proofpress.content.hints import Hint, Words
from proofpress.models import Options

Pixels = Annotated[float, Meta(ge=0)]
Length = Annotated[float, Meta(gt=0)]

# The poster is drawn under this id.
RESERVED_FIGURES = frozenset({"infographic"})


class FiguresFile(Options, frozen=True):
    """content/<slug>/figures.yaml."""

    called: ClassVar[str] = "figures.yaml"

    figures: Mapping[str, Any]
    poster: Any = None


ALT = "say in at most 250 characters what the picture shows, for readers who cannot see it"


class FigurePart(Options, frozen=True):
    """A picture and the words around it."""

    called: ClassVar[str] = "a figure"

    title: Annotated[Words, Hint("state what the picture shows in at most 38 characters")]
    caption: Annotated[Words, Hint("say what the axes and marks are")]
    alt: Annotated[Words, Hint(ALT)]
    chart: Annotated[Mapping[str, Any], Hint("name a kind of chart and its options: {kind: …}")]


class PosterPart(Options, frozen=True):
    """The words of the poster; its columns are checked one by one."""

    called: ClassVar[str] = "the poster"

    headline: Words
    standfirst: Words
    alt: Annotated[Words, Hint(ALT)]
    method: Annotated[Words, Hint("say in one line how the runs were made")]
    source: Annotated[Words, Hint("say in one line where data and code are")]
    columns: Annotated[tuple[Any, ...], Meta(min_length=1)]


class ColumnPart(Options, frozen=True):
    """One mirrored pair of the poster; its panels are checked one by one."""

    called: ClassVar[str] = "a column of the poster"

    aspects: Annotated[tuple[Words, ...], Meta(min_length=1)]
    spine: Words
    left: Pixels
    width: Length
    notes: Annotated[Words, Hint("write 40 to 80 words that a speaker can say to the slide of this column")]
    above: tuple[Any, ...] = ()
    below: tuple[Any, ...] = ()


class PanelPart(Options, frozen=True):
    """A chart at a place of the poster."""

    called: ClassVar[str] = "a panel of the poster"

    title: Words
    chart: Annotated[Mapping[str, Any], Hint("name a kind of chart and its options: {kind: …}")]
    rectangle: Annotated[tuple[float, float, float, float], Hint("write left, top, width and height in pixels")]
    caption: str = ""
