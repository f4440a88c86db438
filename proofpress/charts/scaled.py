"""Scales that authors set: the ends of one chart's values, or one scale for several charts that are compared."""

from collections.abc import Mapping
from typing import Annotated, Any

from proofpress.charts.reading import Summarised
from proofpress.drawing.scales import WIDEST_LINEAR, Scale
from proofpress.models import Runs
from proofpress.models.schema import FILLED_IN


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
