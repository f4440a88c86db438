"""Rows of the table of kinds of statistic: how to measure."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from proofpress.models.kinds import Kind
from proofpress.models.options import Select


class Coverage(Struct, frozen=True):
    """How many of 100 of a kind's 95% intervals held a truth that was known, in simulation with so many repeats.

    least, most: of four shapes that the runs' numbers had (normal, skewed, bimodal, bounded), the fewest and the most.
    fewest: the shape that did worst. seeds: 8, 16 or 24, or of each of some splits.
    """

    seeds: int
    least: int
    most: int
    fewest: Literal["normal", "skewed", "bimodal", "bounded"]
    splits: int = 1


class StatisticKind(Kind, frozen=True):
    """A way of computing one number from runs.

    selects: options → the Selects whose references are to be checked.
    estimate: (options, what is read by name: Runs of experiments, or numbers of other statistics) → the number, in
    the channel's own unit. It is called again with resampled runs, which have a dimension `resample`, and then
    returns an array with a number for each resample. Raises ValueError with a sentence if there is no such number.
    ledger: options → experiments of which only `Runs.ledger` and `Runs.settings` are read.
    uses: options → names of the other statistics that are combined.
    draws: options → axes that are drawn anew for an interval beside the seeds, as a random sample of settings is. What
    was drawn is then a channel of the resampled runs: see `selection.drawn`.
    covers: how often its intervals hold the truth, for each number of repeats at which that is known not to be some 95
    of 100 (fewer than 92, or more than 98). It is printed beside each claim that rests on such an interval.
    """

    selects: Callable[[Any], tuple[Select, ...]]
    estimate: Callable[[Any, Mapping[str, Any]], Any]
    ledger: Callable[[Any], tuple[str, ...]] = lambda options: ()
    uses: Callable[[Any], tuple[str, ...]] = lambda options: ()
    draws: Callable[[Any], tuple[str, ...]] = lambda options: ()
    covers: tuple[Coverage, ...] = ()
