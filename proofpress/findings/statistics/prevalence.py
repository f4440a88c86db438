"""In how many circumstances one thing is better than another: the share of cells of a grid in which it shows.

helps: {kind: prevalence, experiment: habitat, channel: test_accuracy, over: [train, label_noise],
        at: {weight_decay: {best: validation_accuracy}}, minus: {weight_decay: 0}, unit: percent, digits: 0}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge, Len

from proofpress.findings.statistics.reading import Override, override, read, walk, whole
from proofpress.values import Runs, Select, StatisticKind


@dataclass(frozen=True, kw_only=True)
class Prevalence(Select):
    """over: the axes whose coordinates make the cells. minus: what is different at the second place.

    errors: how many standard errors the mean of the paired differences must lie above zero to count.
    """

    over: Annotated[tuple[str, ...], Len(1)]
    minus: Override
    errors: Annotated[float, Ge(0)] = 2.0


def _prevalence(options: Prevalence, runs: Mapping[str, Runs]) -> Any:
    """Return the share of cells in which the first place is better by so many standard errors.

    Better is what the channel says, and higher where it says nothing. A cell in which nothing differs does not count.
    """
    select: Select = options
    for axis in options.over:
        select = walk(select, axis)
    first = read(runs, select, keep=options.over)
    second = read(runs, override(select, options.minus), keep=options.over)
    seeds = first.shape[-1]
    if seeds != second.shape[-1] or seeds < 2:
        raise ValueError("the two places need at least two seeds in common")
    sign = -1.0 if runs[options.experiment].channels[options.channel].better == "lower" else 1.0
    gains = sign * (first - second)
    error = gains.std(axis=-1, ddof=1) / seeds**0.5
    shows = gains.mean(axis=-1) > options.errors * error
    return shows.mean(axis=tuple(range(shows.ndim - len(options.over), shows.ndim)))


def _selects(options: Prevalence) -> tuple[Select, ...]:
    select: Select = Select(options.experiment, options.channel, options.at)
    for axis in options.over:
        select = whole(select, axis)
    return select, override(select, options.minus)


PREVALENCE = StatisticKind(
    "prevalence", Prevalence, "The share of circumstances in which one place is better.", _selects, _prevalence
)
