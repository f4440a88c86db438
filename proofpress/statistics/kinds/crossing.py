"""How far along an axis a mean stays on one side of a threshold.

edge: {kind: crossing, experiment: rates, channel: test_accuracy, axis: learning_rate, above: 0.5,
       unit: plain, digits: 2}
"""

from collections.abc import Mapping
from typing import Any, Literal

from proofpress.models import Runs, Select, StatisticKind
from proofpress.statistics.reading import numbers, read, walk, whole


class Crossing(Select, frozen=True, kw_only=True):
    """axis: along which the edge is sought; just one of above and below; end: the `largest` such coordinate or the
    `smallest`."""

    axis: str
    above: float | None = None
    below: float | None = None
    end: Literal["largest", "smallest"] = "largest"

    def __post_init__(self) -> None:
        if (self.above is None) == (self.below is None):
            raise ValueError("a crossing needs just one of 'above' and 'below'")


def _crossing(options: Crossing, runs: Mapping[str, Runs]) -> Any:
    """Return the largest (or smallest) coordinate at which the mean over seeds is beyond the threshold."""
    import numpy as np

    x = numbers(runs[options.experiment], options.axis)
    means = read(runs, walk(options, options.axis), keep=(options.axis,)).mean(axis=-1)
    beyond = means > options.above if options.above is not None else means < options.below
    if beyond.ndim == 1 and not beyond.any():
        side = f"above {options.above:g}" if options.above is not None else f"below {options.below:g}"
        raise ValueError(f"the mean of '{options.channel}' is {side} nowhere along '{options.axis}'")
    missing = -np.inf if options.end == "largest" else np.inf
    found = np.where(beyond, x, missing)
    return found.max(axis=-1) if options.end == "largest" else found.min(axis=-1)


CROSSING = StatisticKind(
    "crossing",
    Crossing,
    "The coordinate up to which a mean stays beyond a threshold.",
    lambda options: (whole(options, options.axis),),
    _crossing,
)
