"""Two places in the runs compared seed by seed: how far apart they are, and how often the first is better.

gain: {kind: difference, experiment: rates, channel: test_accuracy, at: {learning_rate: {best: validation_accuracy}},
       minus: {learning_rate: 0.001}, unit: points, digits: 1}
wins: {kind: wins, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1},
       against: {learning_rate: 0.001}, unit: percent, digits: 0}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, Select, StatisticKind
from proofpress.statistics.contrasts import Override, override
from proofpress.statistics.reading import Each, read


class Difference(Select, frozen=True, kw_only=True):
    """minus: what is different at the second place, which is subtracted."""

    minus: Override
    each: Each = "mean"


class Wins(Select, frozen=True, kw_only=True):
    """against: what is different at the second place."""

    against: Override
    each: Each = "mean"


def _difference(options: Difference, runs: Mapping[str, Runs]) -> Any:
    """Return mean(first) - mean(second): with shared seeds, the mean of the paired differences."""
    first = read(runs, options, each=options.each)
    second = read(runs, override(options, options.minus), each=options.each)
    return first.mean(axis=-1) - second.mean(axis=-1)


def _wins(options: Wins, runs: Mapping[str, Runs]) -> Any:
    """Return the share of seeds in which the first is better; a tie counts half.

    Better is what the channel says, and higher where it says nothing.
    """
    first = read(runs, options, each=options.each)
    second = read(runs, override(options, options.against), each=options.each)
    if first.shape[-1] != second.shape[-1]:
        raise ValueError("the two places share no seeds, so that no seed can be compared with itself")
    lower = runs[options.experiment].channels[options.channel].better == "lower"
    wins = first < second if lower else first > second
    return (wins + 0.5 * (first == second)).mean(axis=-1)


DIFFERENCE = StatisticKind(
    "difference",
    Difference,
    "The mean of the differences between two places, paired by seed.",
    lambda options: (options, override(options, options.minus)),
    _difference,
)
WINS = StatisticKind(
    "wins",
    Wins,
    "The share of seeds in which one place is better than another.",
    lambda options: (options, override(options, options.against)),
    _wins,
)
