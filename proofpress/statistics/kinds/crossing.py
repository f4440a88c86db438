"""How far along an axis a mean stays on one side of a threshold.

edge: {kind: crossing, experiment: rates, channel: test_accuracy, axis: learning_rate, above: 0.5,
       unit: plain, digits: 2}
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from proofpress.models import Coverage, Runs, Select, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import scalars
from proofpress.statistics.reading import axis_numbers, read, whole


class Crossing(Select, frozen=True, kw_only=True):
    """axis: along which the edge is sought. Just one of above and below: the threshold.

    end: the `largest` coordinate at which the mean is beyond the threshold, or the `smallest`.
    above, below: the threshold; just one of them.
    """

    summary: ClassVar[str] = "mean"

    axis: str
    above: float | None = None
    below: float | None = None
    end: Literal["largest", "smallest"] = "largest"

    def __post_init__(self) -> None:
        """Raise ValueError unless there is just one threshold."""
        if (self.above is None) == (self.below is None):
            raise ValueError("a crossing needs just one of 'above' and 'below'")


def _crossing(options: Crossing, runs: Mapping[str, Runs]) -> Any:
    """Return the largest (or smallest) coordinate at which the mean over seeds is beyond the threshold."""
    import numpy as np

    coordinates = axis_numbers(runs[options.experiment], options.axis)
    means = read(runs, options, keep=(options.axis,)).mean(SEED).values
    beyond = means > options.above if options.above is not None else means < options.below
    if beyond.ndim == 1 and not beyond.any():
        side = f"above {options.above:g}" if options.above is not None else f"below {options.below:g}"
        raise ValueError(f"the mean of '{options.channel}' is {side} nowhere along '{options.axis}'")
    if options.end == "largest":
        return np.where(beyond, coordinates, -np.inf).max(axis=-1)
    return np.where(beyond, coordinates, np.inf).min(axis=-1)


KIND = StatisticKind(
    "crossing",
    Crossing,
    "The coordinate up to which a mean stays beyond a threshold.",
    lambda options: scalars(whole(options, options.axis)),
    _crossing,
    covers=(
        Coverage(8, 98, 100, "bimodal"),
        Coverage(16, 100, 100, "normal"),
        Coverage(24, 100, 100, "normal"),
        Coverage(3, 100, 100, "normal", splits=10),
    ),
)
