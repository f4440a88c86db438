"""The shape of explorers.yaml, as the author writes it; see `schema`."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta, field

from proofpress.content.hints import Hint, Words
from proofpress.models import Options


class ExplorersFile(Options, frozen=True):
    """content/<slug>/explorers.yaml."""

    called: ClassVar[str] = "explorers.yaml"

    explorers: Annotated[tuple[Any, ...], Meta(min_length=1)]


class ExplorerAxisPart(Options, frozen=True):
    """What the reader moves along. start: the coordinate that it begins at."""

    called: ClassVar[str] = "an axis of an explorer"

    name: Annotated[Words, Hint("name the axis of the experiment, such as learning_rate")]
    label: Words
    start: float | None = None


class ExplorerPart(Options, frozen=True):
    """What all explorers have; the options of the kind stand beside it.

    shown: words for outcomes, and for what else the kind tells.
    """

    called: ClassVar[str] = "an explorer"

    id: Annotated[Words, Hint("give it a short name in small letters: it stands in links")]
    kind: Words
    figure: Annotated[Words, Hint("name the figure that it stands under")]
    experiment: Annotated[Words, Hint("name the experiment whose runs are stepped through")]
    title: Words
    note: Annotated[Words, Hint("say what is shown, and of which runs")]
    measure: Annotated[Words, Hint("say what the number shown is, such as: of the images read correctly")]
    axes: Annotated[tuple[ExplorerAxisPart, ...], Meta(min_length=1, max_length=2)]
    shown: Mapping[str, Words] = field(default_factory=dict)
