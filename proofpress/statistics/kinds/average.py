"""One number for many seeds: their mean, median or standard deviation.

accuracy: {kind: mean, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1}, unit: percent, digits: 1}
typical: {kind: median, experiment: rates, channel: test_loss, at: {learning_rate: 0.1}, unit: plain, digits: 2}
spread: {kind: deviation, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1}, unit: points, digits: 2}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.statistics.reading import Each, read


class Average(Select, frozen=True):
    """A place in the runs. each: how the unnamed dimensions of a channel (such as its weights) become one number."""

    each: Each = "mean"


def _mean(options: Average, runs: Mapping[str, Runs]) -> Any:
    return read(runs, options, each=options.each).mean(SEED).values


def _median(options: Average, runs: Mapping[str, Runs]) -> Any:
    """Return the median; runs that diverged count as worse than all others where the channel can judge."""
    import numpy as np

    values = read(runs, options, each=options.each)
    better = runs[options.experiment].channels[options.channel].better
    if better:
        worst = -np.inf if better == "higher" else np.inf
        values = values.map(lambda each: np.where(np.isnan(each), worst, each))
    return values.reduce(np.median, SEED).values


def _deviation(options: Average, runs: Mapping[str, Runs]) -> Any:
    """Return the standard deviation over seeds, with n - 1 in the denominator."""
    import numpy as np

    values = read(runs, options, each=options.each)
    if values.sizes[SEED] < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    return values.reduce(np.std, SEED, ddof=1).values


def _selects(options: Average) -> tuple[Select, ...]:
    return (options,)


KINDS = (
    StatisticKind("mean", Average, "The mean over seeds.", _selects, _mean),
    StatisticKind("median", Average, "The median over seeds.", _selects, _median),
    StatisticKind("deviation", Average, "The standard deviation over seeds.", _selects, _deviation),
)
