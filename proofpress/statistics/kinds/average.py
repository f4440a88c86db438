"""One number for many seeds: their mean, median or standard deviation.

accuracy: {kind: mean, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1}, unit: percent, digits: 1}
typical: {kind: median, experiment: rates, channel: test_loss, at: {learning_rate: 0.1}, unit: plain, digits: 2}
spread: {kind: deviation, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1}, unit: points, digits: 2}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, Select, StatisticKind
from proofpress.statistics.reading import Each, read


class Average(Select, frozen=True):
    """A place in the runs. each: how the unnamed dimensions of a channel (such as its weights) become one number."""

    each: Each = "mean"


def _mean(options: Average, runs: Mapping[str, Runs]) -> Any:
    return read(runs, options, each=options.each).mean(axis=-1)


def _median(options: Average, runs: Mapping[str, Runs]) -> Any:
    """Return the median; runs that diverged count as worse than all others where the channel can judge."""
    import numpy as np

    values = read(runs, options, each=options.each)
    better = runs[options.experiment].channels[options.channel].better
    if better:
        values = np.where(np.isnan(values), -np.inf if better == "higher" else np.inf, values)
    return np.median(values, axis=-1)


def _deviation(options: Average, runs: Mapping[str, Runs]) -> Any:
    """Return the standard deviation over seeds, with n - 1 in the denominator."""
    values = read(runs, options, each=options.each)
    if values.shape[-1] < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    return values.std(axis=-1, ddof=1)


MEAN = StatisticKind("mean", Average, "The mean over seeds.", lambda options: (options,), _mean)
MEDIAN = StatisticKind("median", Average, "The median over seeds.", lambda options: (options,), _median)
DEVIATION = StatisticKind(
    "deviation", Average, "The standard deviation over seeds.", lambda options: (options,), _deviation
)
