"""One number for many seeds: their mean, median or standard deviation.

accuracy: {kind: mean, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1}, unit: percent, digits: 1}
typical: {kind: median, experiment: rates, channel: test_loss, at: {learning_rate: 0.1}, unit: plain, digits: 2}
spread: {kind: deviation, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1}, unit: points, digits: 2}
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from proofpress.models import Coverage, Runs, Select, StatisticKind
from proofpress.runs.repeats import SEED, count_repeats
from proofpress.statistics.reading import Each, read


class Average(Select, frozen=True):
    """A place in the runs. each: how the unnamed dimensions of a channel (such as its weights) become one number."""

    summary: ClassVar[str] = "mean"

    each: Each = "mean"


class Median(Average, frozen=True):
    """The same of the median."""

    summary: ClassVar[str] = "median"


class Deviation(Average, frozen=True):
    """within: `split` leaves out how splits of the data differ from one another."""

    summary: ClassVar[str] = ""

    within: Literal["all", "split"] = "all"


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


def _deviation(options: Deviation, runs: Mapping[str, Runs]) -> Any:
    """Return the standard deviation over seeds, with n - 1 in the denominator; within splits, of pooled variance."""
    import numpy as np

    values = read(runs, options, each=options.each)
    if values.sizes[SEED] < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    if options.within == "all":
        return values.reduce(np.std, SEED, ddof=1).values
    # Fewer splits than there are may be read: an interval leaves out each in turn.
    _, seeds = count_repeats(runs[options.experiment].axes[SEED])
    if seeds < 2:
        raise ValueError("a standard deviation within splits needs at least two seeds of each")
    of_each = values.values.reshape(*values.values.shape[:-1], -1, seeds)
    return np.sqrt(of_each.var(axis=-1, ddof=1).mean(axis=-1))


def _selects(options: Average) -> tuple[Select, ...]:
    return (options,)


KINDS = (
    StatisticKind(
        "mean",
        Average,
        "The mean over seeds.",
        _selects,
        _mean,
        covers=(Coverage(3, 91, 94, "skewed", splits=10),),
    ),
    StatisticKind("median", Median, "The median over seeds.", _selects, _median),
    StatisticKind(
        "deviation",
        Deviation,
        "The standard deviation over seeds.",
        _selects,
        _deviation,
        covers=(
            Coverage(8, 86, 98, "skewed"),
            Coverage(16, 85, 100, "skewed"),
            Coverage(24, 84, 100, "skewed"),
            Coverage(3, 84, 100, "skewed", splits=10),
        ),
    ),
)
