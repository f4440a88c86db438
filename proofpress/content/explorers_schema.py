"""The shape of explorers.yaml, as the author writes it; see `schema`."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, field

from proofpress.content.hints import Hint, Words
from proofpress.models import Options

KINDS = "write sweep, grid, scrub, map, habitat or atlas"


class ExplorersFile(Options, frozen=True):
    """content/<slug>/explorers.yaml."""

    called: ClassVar[str] = "explorers.yaml"

    explorers: Annotated[tuple[Any, ...], Meta(min_length=1)]


class ExplorerAxisPart(Options, frozen=True):
    """What the reader moves along. start: where it begins; the first coordinate where nothing is said."""

    called: ClassVar[str] = "an axis of an explorer"

    name: Annotated[Words, Hint("name the axis of the experiment, such as learning_rate")]
    label: Words
    start: float | None = None


class ExplorerPart(Options, frozen=True):
    """Recorded runs to step through under a figure.

    channel: what is read off. outcome: the channel that says what became of a run. cells: of a `scrub`, the channel
    whose numbers are shown as cells; sizes: the layers that they belong to. window: of a `map`, the channel with
    the decimal logarithms of its edges. at: where the axes are read that the reader does not move.
    also: of an `atlas`, further channels that are told.
    shown: words for outcomes (of a `scrub`: for the settings that stand still).
    """

    called: ClassVar[str] = "an explorer"

    id: Annotated[Words, Hint("give it a short name in small letters: it stands in links")]
    kind: Annotated[Literal["sweep", "grid", "scrub", "map", "habitat", "atlas"], Hint(KINDS)]
    figure: Annotated[Words, Hint("name the figure that it stands under")]
    experiment: Annotated[Words, Hint("name the experiment whose runs are stepped through")]
    channel: Annotated[Words, Hint("name what is read off each run, such as test_accuracy")]
    title: Words
    note: Annotated[Words, Hint("say what is shown, and of which runs")]
    measure: Annotated[Words, Hint("say what the number shown is, such as: of the images read correctly")]
    axes: Annotated[tuple[ExplorerAxisPart, ...], Meta(min_length=1, max_length=2)]
    shown: Mapping[str, Words] = field(default_factory=dict)
    at: Mapping[str, float | str] = field(default_factory=dict)
    unit: Literal["percent", "plain"] = "percent"
    outcome: str | None = None
    cells: str | None = None
    sizes: tuple[Annotated[int, Meta(gt=0)], ...] = ()
    window: str | None = None
    also: tuple[Words, ...] = ()
