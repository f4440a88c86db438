"""Two places in the runs compared seed by seed: how far apart they are, and how often the first is better.

gain: {kind: difference, experiment: rates, channel: test_accuracy, at: {learning_rate: {best: validation_accuracy}},
       minus: {learning_rate: 0.001}, unit: points, digits: 1}
wins: {kind: wins, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1},
       against: {learning_rate: 0.001}, unit: percent, digits: 0}
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.statistics.reading import Each, Override, both, check_paired, read, sign


class Difference(Select, frozen=True, kw_only=True):
    """minus: what is different at the second place, which is subtracted."""

    summary: ClassVar[str] = "mean"

    minus: Override
    each: Each = "mean"


class Wins(Select, frozen=True, kw_only=True):
    """against: what is different at the second place."""

    against: Override
    each: Each = "mean"


def _difference(options: Difference, runs: Mapping[str, Runs]) -> Any:
    """Return mean(first) - mean(second): with shared seeds, the mean of the paired differences."""
    first, second = (read(runs, where, each=options.each).mean(SEED) for where in both(options, options.minus))
    return first.values - second.values


def _wins(options: Wins, runs: Mapping[str, Runs]) -> Any:
    """Return the share of seeds in which the first is better; a tie counts half.

    Better is what the channel says, and higher where it says nothing.
    """
    first, second = (read(runs, where, each=options.each) for where in both(options, options.against))
    check_paired(first, second)
    wins = first.values < second.values if sign(runs, options) < 0 else first.values > second.values
    return (wins + 0.5 * (first.values == second.values)).mean(axis=-1)


KINDS = (
    StatisticKind(
        "difference",
        Difference,
        "The mean of the differences between two places, paired by seed.",
        lambda options: both(options, options.minus),
        _difference,
    ),
    StatisticKind(
        "wins",
        Wins,
        "The share of seeds in which one place is better than another.",
        lambda options: both(options, options.against),
        _wins,
    ),
)
