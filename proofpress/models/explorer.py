"""An explorer: a control beside a figure that leads the reader through recorded runs."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct, field

from proofpress.diagnostics import Location
from proofpress.models.schema import FILLED_IN, Hint, NonBlank
from proofpress.models.text import Coloured, Label


class ExplorerAxis(Struct, frozen=True):
    """Something that the reader moves along: an axis of the runs, under the name it has in their record.

    start: the coordinate that it begins at; None for the one that its kind begins at.
    label: what readers see it called.
    """

    called: ClassVar[str] = "an axis of an explorer"

    name: Annotated[NonBlank, Hint("name the axis of the experiment, such as learning_rate")]
    label: Label
    start: float | None = None
    location: Location = Location("")


class Explorer(Struct, frozen=True):
    """Recorded runs to step through, in the place of a figure.

    id: the key under which it is written, which stands in links. kind: the name of an `ExplorerKind`. figure: the id of
    the figure in whose place it stands. note: what is shown, and what is not. measure: what the number shown is called.
    shown: name → words for what an outcome or a setting is called; glosses: name of a setting → what it means, in a few
    words. options: of the kind. reads: the experiments that it reads, its own first. chart: the options of the figure's
    chart, for a kind that reads them.
    title: its heading.
    """

    called: ClassVar[str] = "an explorer"

    id: Annotated[str, FILLED_IN]
    kind: NonBlank
    figure: Annotated[NonBlank, Hint("name the figure in whose place it stands")]
    experiment: Annotated[NonBlank, Hint("name the experiment whose runs are stepped through")]
    title: Label
    note: Annotated[Coloured, Hint("say what is shown, and of which runs")]
    measure: Annotated[Label, Hint("say what the number shown is, such as: of the images read correctly")]
    axes: Annotated[tuple[ExplorerAxis, ...], Meta(min_length=1, max_length=2)]
    options: Annotated[Any, FILLED_IN]
    shown: Mapping[str, Label] = field(default_factory=dict)
    reads: Annotated[tuple[str, ...], FILLED_IN] = ()
    location: Location = Location("")
    chart: Annotated[Any, FILLED_IN] = None
    glosses: Mapping[str, Label] = field(default_factory=dict)


class ExplorerFile(Struct, frozen=True):
    """The file that the page of an explorer loads, and what the page says before.

    facts: `axes`, each with `keys` and `words`; `said`, the sentence at the start; `captions` of its pictures if it
    has several.
    """

    data: bytes
    facts: Mapping[str, Any]
