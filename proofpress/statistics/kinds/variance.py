"""How much of the variation in a channel goes with one axis.

by_setting: {kind: variance_share, experiment: random, channel: test_accuracy, axis: configuration,
             over: [configuration, seed], unit: percent, digits: 0}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, Select, StatisticKind
from proofpress.statistics.reading import read, walk, whole


class VarianceShare(Select, frozen=True, kw_only=True):
    """axis: whose share is asked; over: all axes whose variation is looked at, `axis` and `seed` among them."""

    axis: str
    over: tuple[str, ...]

    def __post_init__(self) -> None:
        for needed in (self.axis, "seed"):
            if needed not in self.over:
                raise ValueError(f"'over' must name '{needed}', since its variation is part of the whole")


def _open(options: VarianceShare) -> tuple[str, ...]:
    return tuple(axis for axis in options.over if axis != "seed")


def _variance_share(options: VarianceShare, runs: Mapping[str, Runs]) -> Any:
    """Return the share of the sum of squares that the means along one axis explain (eta squared).

    Source: the one-way decomposition of Fisher's analysis of variance. With few runs to a level the
    share is too high by about their noise, the same in every comparison of equal design.
    """
    select: Select = options
    for axis in _open(options):
        select = walk(select, axis)
    values = read(runs, select, keep=_open(options))
    front = values.ndim - len(options.over)
    places = dict(zip((*_open(options), "seed"), range(front, values.ndim), strict=True))
    everywhere = tuple(places.values())
    others = tuple(place for place in everywhere if place != places[options.axis])
    deviations = values - values.mean(axis=everywhere, keepdims=True)
    total = (deviations**2).mean(axis=everywhere)
    explained = (deviations.mean(axis=others, keepdims=True) ** 2).mean(axis=everywhere)
    if values.ndim == len(options.over) and total == 0:
        raise ValueError("nothing varies, so that there is no variation to share out")
    return explained / total


def _selects(options: VarianceShare) -> tuple[Select, ...]:
    select: Select = Select(options.experiment, options.channel, options.at)
    for axis in _open(options):
        select = whole(select, axis)
    return (select,)


VARIANCE_SHARE = StatisticKind(
    "variance_share", VarianceShare, "The share of variance that goes with one axis.", _selects, _variance_share
)
