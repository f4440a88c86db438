"""An explorer: a control beside a figure that leads the reader through recorded runs."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofpress.diagnostics import Location
from proofpress.models.text import Text


class ExplorerAxis(Struct, frozen=True):
    """Something that the reader moves along: an axis of the runs, under the name it has in their record.

    start: the coordinate that it begins at; None for the first one.
    """

    name: str
    label: Text
    start: float | None
    location: Location


class Explorer(Struct, frozen=True):
    """Recorded runs to step through, below a figure.

    kind: `sweep`, along one axis; `grid`, along two; `scrub`, along the checkpoints of one run; `map`, over
    the pixels of a map. figure: the id of the figure that it stands under. note: what is shown, and what is not.
    measure: what the number shown is called. shown: name → words for what an outcome or a setting is called.
    options: what else the kind reads, such as the channel.
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
    options: Mapping[str, Any]
    location: Location
