"""`joined`: figures as one picture: over one another on one axis across, or side by side on one scale.

    chart: {kind: joined, figures: [five-rates, fifty-weights], share: across}

The figures that it names are drawn as they are, without their titles. They need not be shown elsewhere.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta
from msgspec.structs import replace

from proofpress.charts.shared import OWN, Axis, share_rulers
from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.frame import Frame
from proofpress.language import gettext
from proofpress.models import ChartKind, DataTable, Options, Runs, Select
from proofpress.models.schema import FILLED_IN, Phrase

GAP = 30
"""The room between the charts, in units."""
LOW = 0.66
"""How high a chart is among others over one another, as a share of what it has alone."""
SMALL = 0.86
"""The same for charts side by side."""


class Joined(Options, frozen=True):
    """Options of `joined`.

    figures: whose charts are drawn, in this order. share: `across`, one axis for charts over one another, or `upward`,
    one scale for charts side by side, which stand under one another where it is narrow.
    says: words over each chart, that tell it from the others.
    joined: their charts, as (kind, options).
    """

    figures: Annotated[tuple[str, ...], Meta(min_length=2, max_length=4)]
    share: Literal["across", "upward"] = "across"
    says: tuple[Phrase, ...] = ()
    joined: Annotated[tuple[tuple[str, Any], ...], FILLED_IN] = ()

    def __post_init__(self) -> None:
        """Raise ValueError where words are not one for each chart."""
        if self.says and len(self.says) != len(self.figures):
            raise ValueError("'says' has words for each of 'figures', in their order")


def parts_of(options: Joined) -> list[tuple[ChartKind, Any]]:
    """Return kind and options of each chart; on one scale each knows the others."""
    from proofpress.charts.kinds import chart_kinds

    made = [(chart_kinds()[kind], each) for kind, each in options.joined]
    if options.share == "across":
        return made
    scaled = tuple(
        (kind.name, each) for kind, each in made if kind.extent is not None and not getattr(each, "is_set", False)
    )
    return [(kind, replace(each, peers=scaled) if (kind.name, each) in scaled else each) for kind, each in made]


def selects(options: Joined) -> tuple[Select, ...]:
    """Return all that the charts read."""
    return tuple(select for kind, each in parts_of(options) for select in kind.selects(each))


def table(options: Joined, runs: Mapping[str, Runs]) -> DataTable:
    """Return the rows of all charts, each after the number of its chart; a column that a chart has not is empty."""
    tables = [kind.table(each, runs) for kind, each in parts_of(options)]
    columns = tuple(dict.fromkeys(column for each in tables for column in each.columns))
    rows = tuple(
        (number, *(dict(zip(each.columns, row, strict=True)).get(column) for column in columns))
        for number, each in enumerate(tables, 1)
        for row in each.rows
    )
    return DataTable((gettext("chart"), *columns), rows)


def draw(options: Joined, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the charts in equal parts of the frame; an axis that all of them share is labelled once, under the last."""
    parts, gap = parts_of(options), GAP * frame.unit
    narrow = frame.box.width < 480 * frame.unit and frame.box.width < 1.5 * frame.box.height
    stacked = options.share == "across" or narrow
    boxes = frame.box.rows(len(parts), gap * 0.6) if stacked else frame.box.columns(len(parts), gap)
    if options.says:
        line = frame.leading("label")
        for words, box in zip(options.says, boxes, strict=True):
            frame.text(words, box.left, box.top + line * 0.7, "label")
        boxes = [box.inset(top=line * 1.1) for box in boxes]
    axis = _common(parts, boxes, runs, frame) if stacked else OWN
    for number, ((kind, each), box) in enumerate(zip(parts, boxes, strict=True), 1):
        ruled = axis.ruler is None or number == len(parts)
        kind.draw(each, runs, replace(frame, box=box, sides=axis.sides, ruled=ruled and frame.ruled))


def _common(
    parts: Sequence[tuple[ChartKind, Any]], boxes: Sequence[Box], runs: Mapping[str, Runs], frame: Frame
) -> Axis:
    """Return what charts over one another have in common, where each has one plot."""
    rulers = []
    for (kind, each), box in zip(parts, boxes, strict=True):
        probe = Canvas(frame.canvas.width, frame.canvas.height, frame.theme)
        kind.draw(each, runs, replace(frame, canvas=probe, box=box))
        if len(probe.rulers) != 1:
            return OWN
        rulers += probe.rulers
    return share_rulers(rulers, boxes)


def sheet_height(options: Joined, runs: Mapping[str, Runs], narrow: bool) -> int:
    """Return the height of all charts: added up if they stand over one another, else that of the highest."""
    heights = [
        kind.height(each, runs, narrow) if kind.height is not None else (kind.narrow if narrow else kind.wide)[1]
        for kind, each in parts_of(options)
    ]
    return round(LOW * sum(heights) if narrow or options.share == "across" else SMALL * max(heights))


KIND = ChartKind(
    "joined", Joined, "figures as one picture, on one axis or one scale", selects, table, draw, height=sheet_height
)
