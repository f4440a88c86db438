"""An explorer: a control beside a figure that leads the reader through recorded runs."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofpress.diagnostics import Location
from proofpress.models.text import Text


class ExplorerAxis(Struct, frozen=True):
    """Something that the reader moves along: an axis of the runs, under the name it has in their record.

    start: the coordinate that it begins at; None for the one that its kind begins at.
    """

    name: str
    label: Text
    start: float | None
    location: Location


class Explorer(Struct, frozen=True):
    """Recorded runs to step through, below a figure.

    kind: the name of an `ExplorerKind`. figure: the id of the figure that it stands under. note: what is shown, and
    what is not. measure: what the number shown is called. shown: name → words for what an outcome or a setting is
    called. options: of the kind. reads: the experiments that it reads, its own first. chart: the options of the
    chart above, for a kind that reads them.
    """

    id: str
    kind: str
    figure: str
    experiment: str
    title: Text
    note: Text
    measure: Text
    axes: tuple[ExplorerAxis, ...]
    shown: Mapping[str, Text]
    options: Any
    reads: tuple[str, ...]
    location: Location
    chart: Any = None


class ExplorerFile(Struct, frozen=True):
    """The file that the page of an explorer loads, and what the page says before.

    facts: `axes`, each with `keys` and `words`; `said`, the sentence at the start; `captions` of its pictures if it
    has several.
    """

    data: bytes
    facts: Mapping[str, Any]
