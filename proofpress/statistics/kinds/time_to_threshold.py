"""When a channel first reaches a threshold, for runs of which some never do (censored at the last checkpoint).

slow: {kind: steps_to, experiment: rates, channel: test_accuracy, reaches: 0.9, at: {learning_rate: 0.01},
       unit: count, digits: 0}
arrive: {kind: arrivals, experiment: rates, channel: test_accuracy, reaches: 0.9, at: {learning_rate: 0.01},
         unit: percent, digits: 0}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Coverage, Runs, Select, StatisticKind
from proofpress.runs.selection import STEP, scalars
from proofpress.statistics.reading import axis_numbers, read, sign, whole


class TimeToThreshold(Select, frozen=True, kw_only=True):
    """reaches: the threshold, from below for a channel of which higher is better, else from above.

    axis: along which time runs.
    """

    reaches: float
    axis: str = STEP


def _reached(options: TimeToThreshold, runs: Mapping[str, Runs]) -> Any:
    """Return whether each run has reached the threshold, shape `([resamples,] steps, seeds)`."""
    values = read(runs, options, keep=(options.axis,)).values
    return values <= options.reaches if sign(runs, options) < 0 else values >= options.reaches


def _steps_to(options: TimeToThreshold, runs: Mapping[str, Runs]) -> Any:
    """Return the median over seeds of the first checkpoint at or beyond the threshold.

    A run that never arrives counts as arriving at the last checkpoint, which is the least it can be; that
    leaves the median exact as long as more than half arrive. Raises ValueError where fewer do.
    """
    import numpy as np

    reached = _reached(options, runs)
    steps = axis_numbers(runs[options.experiment], options.axis)
    arrives = reached.any(axis=-2)
    if reached.ndim == 2 and arrives.mean() <= 0.5:
        raise ValueError(
            f"{int(arrives.sum())} of {arrives.size} seeds reach {options.reaches:g}, so that the median is not known: "
            "count the 'arrivals' instead"
        )
    return np.median(np.where(arrives, steps[reached.argmax(axis=-2)], steps[-1]), axis=-1)


def _arrivals(options: TimeToThreshold, runs: Mapping[str, Runs]) -> Any:
    """Return the share of seeds that reach the threshold at any checkpoint."""
    return _reached(options, runs).any(axis=-2).mean(axis=-1)


def _selects(options: TimeToThreshold) -> tuple[Select, ...]:
    return scalars(whole(options, options.axis))


KINDS = (
    StatisticKind(
        "steps_to",
        TimeToThreshold,
        "The median step at which a threshold is reached.",
        _selects,
        _steps_to,
        covers=(
            Coverage(8, 98, 99, "normal"),
            Coverage(16, 96, 99, "normal"),
            Coverage(24, 97, 100, "normal"),
            Coverage(3, 97, 100, "normal", splits=10),
        ),
    ),
    StatisticKind("arrivals", TimeToThreshold, "The share of seeds that reach a threshold.", _selects, _arrivals),
)
