"""What charts share: the axis of those over one another, and the scale that an author sets for several."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from msgspec import Struct

from proofpress.charts.reading import Summarised
from proofpress.drawing.geometry import Box, Ruler
from proofpress.drawing.scales import WIDEST_LINEAR, Scale
from proofpress.models import Runs
from proofpress.models.schema import FILLED_IN


class Axis(Struct, frozen=True):
    """What charts over each other have in common: the room at their sides, and a ruler if they share their axis."""

    sides: tuple[float, float] = (0.0, 0.0)
    ruler: Ruler | None = None


OWN = Axis()
"""A chart that has its axis to itself."""


def share_rulers(rulers: Sequence[Ruler], boxes: Sequence[Box]) -> Axis:
    """Return what charts have in common that were drawn, each with one plot, into boxes of one width.

    rulers: of their plots, in the order of the boxes. The ruler of the axis is the last one's, if all of them agree.
    """
    left = max(ruler.box.left - box.left for ruler, box in zip(rulers, boxes, strict=True))
    right = max(box.right - ruler.box.right for ruler, box in zip(rulers, boxes, strict=True))
    place = Box(boxes[0].left + left, 0.0, boxes[0].width - left - right, 0.0)
    *others, last = (labels_in(ruler, place) for ruler in rulers)
    agree = all(
        [words for _, words in other] == [words for _, words in last]
        and all(abs(one[0] - two[0]) <= 1 for one, two in zip(other, last, strict=True))
        for other in others
    )
    if not last or not agree:
        return Axis((left, right))
    words = next((ruler.words for ruler in reversed(rulers) if ruler.words), "")
    return Axis((left, right), Ruler(place, tuple(last), words))


def labels_in(ruler: Ruler, box: Box) -> list[tuple[float, str]]:
    """Return the labels of a ruler as they lie along another box."""
    scale = box.width / ruler.box.width
    return [(box.left + (x - ruler.box.left) * scale, words) for x, words in ruler.labels]


class Scaled(Summarised, frozen=True, kw_only=True):
    """Options of charts that show values along one scale.

    y: the ends of the scale. scale: a name; charts that have it in common stand on one scale, that of all their values.
    peers: the charts of a comparison with the same `scale`, as (kind, options).
    """

    y: tuple[float, float] | None = None
    scale: str = ""
    peers: Annotated[tuple[tuple[str, Any], ...], FILLED_IN] = ()

    @property
    def is_set(self) -> bool:
        """Whether the scale is not the chart's own choice."""
        return self.y is not None or bool(self.peers)

    def __post_init__(self) -> None:
        """Raise ValueError for ends that do not rise, and for two ways to set one scale."""
        if self.y is not None and self.y[0] >= self.y[1]:
            raise ValueError("'y' names the low end first, then the high one")
        if self.y is not None and self.scale:
            raise ValueError("'y' and 'scale' both set the scale; give one of them")


def set_scale(options: Scaled, own: Scale, runs: Mapping[str, Runs]) -> Scale:
    """Return the scale of a chart: the author's, or that of all charts it shares one with, or its own."""
    if options.y is not None:
        return scale_between(*options.y)
    if not options.peers:
        return own
    from proofpress.charts.kinds import chart_kinds

    asked = [(chart_kinds()[chart].extent, peer) for chart, peer in options.peers]
    ends = [extent(peer, runs) for extent, peer in asked if extent is not None]
    return scale_between(min(low for low, _ in ends), max(high for _, high in ends))


def scale_between(low: float, high: float) -> Scale:
    """Return a scale between two ends: logarithmic if they are so far apart that values would be, see `fitting`."""
    return Scale(low, high, low > 0 and high / low > WIDEST_LINEAR)
