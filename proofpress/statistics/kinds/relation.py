"""How two things go together: a correlation, and the slope of a line along an axis.

alike: {kind: correlation, experiment: rates, channel: train_loss, at: {learning_rate: 0.1},
        against: {channel: test_loss}, unit: plain, digits: 2}
trend: {kind: slope, experiment: rates, channel: test_accuracy, axis: learning_rate, scale: log,
        unit: points, digits: 1}
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from proofpress.models import Coverage, Runs, Select, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import scalars
from proofpress.statistics.reading import Override, axis_numbers, both, check_paired, read, whole

if TYPE_CHECKING:
    import numpy as np


class Correlation(Select, frozen=True, kw_only=True):
    """against: what is different at the second place. along: `seed`, or the axis along which means are compared.

    method: `spearman` correlates ranks.
    """

    against: Override
    along: str = "seed"
    method: Literal["pearson", "spearman"] = "pearson"


class Slope(Select, frozen=True, kw_only=True):
    """axis: along which the line runs; scale: `log` gives the change per factor of ten."""

    summary: ClassVar[str] = "mean"

    axis: str
    scale: Literal["linear", "log"] = "linear"


def _correlation(options: Correlation, runs: Mapping[str, Runs]) -> Any:
    """Return Pearson's correlation, or Spearman's (Pearson's of the ranks, ties sharing their mean rank)."""
    places = both(options, options.against)
    if options.along == SEED:
        pair = tuple(read(runs, where) for where in places)
        check_paired(*pair)
    else:
        pair = tuple(read(runs, where, keep=(options.along,)).mean(SEED) for where in places)
    first, second = (each.values for each in pair)
    if first.shape[-1] < 3:
        raise ValueError("a correlation needs at least three pairs")
    if options.method == "spearman":
        first, second = _ranks(first), _ranks(second)
    return pearson(first, second)


def pearson(first: "np.ndarray", second: "np.ndarray") -> "np.ndarray":
    """Return Pearson's correlation along the last axis, NaN where one of the two does not vary."""
    import numpy as np

    first = first - first.mean(axis=-1, keepdims=True)
    second = second - second.mean(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((first * second).sum(axis=-1) / np.sqrt((first**2).sum(axis=-1) * (second**2).sum(axis=-1)))


def _ranks(values: "np.ndarray") -> Any:
    smaller = (values[..., None, :] < values[..., :, None]).sum(axis=-1)
    equal = (values[..., None, :] == values[..., :, None]).sum(axis=-1)
    return smaller + (equal + 1) / 2


def _slope(options: Slope, runs: Mapping[str, Runs]) -> Any:
    """Return the least-squares slope of the mean over seeds against the coordinates."""
    import numpy as np

    x = axis_numbers(runs[options.experiment], options.axis)
    if options.scale == "log":
        if (x <= 0).any():
            raise ValueError(f"the axis '{options.axis}' holds {x.min():g}, which has no logarithm")
        x = np.log10(x)
    if len(x) < 2:
        raise ValueError(f"the axis '{options.axis}' has one coordinate: a slope needs at least two")
    y = read(runs, options, keep=(options.axis,)).mean(SEED).values
    x = x - x.mean()
    return (y * x).sum(axis=-1) / (x**2).sum()


def _correlation_selects(options: Correlation) -> tuple[Select, ...]:
    places = both(options, options.against)
    return scalars(*(places if options.along == SEED else (whole(place, options.along) for place in places)))


KINDS = (
    StatisticKind(
        "correlation",
        Correlation,
        "The correlation of two places over seeds or along an axis.",
        _correlation_selects,
        _correlation,
    ),
    StatisticKind(
        "slope",
        Slope,
        "The slope of a straight line along an axis.",
        lambda options: scalars(whole(options, options.axis)),
        _slope,
        covers=(Coverage(8, 91, 95, "bimodal"),),
    ),
)
