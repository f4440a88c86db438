"""How much of the variation in a channel goes with one axis.

by_setting: {kind: variance_share, experiment: random, channel: test_accuracy, axis: configuration,
             over: [configuration, seed], unit: percent, digits: 0}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.selection import SEED, scalars
from proofpress.statistics.reading import read, whole


class VarianceShare(Select, frozen=True, kw_only=True):
    """axis: whose share is asked for; over: all axes whose variation is looked at, `axis` and `seed` among them."""

    axis: str
    over: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raise ValueError where the axis, or the seeds, are left out of the whole."""
        for needed in (self.axis, SEED):
            if needed not in self.over:
                raise ValueError(f"'over' must name '{needed}', since its variation is part of the whole")

    @property
    def kept(self) -> tuple[str, ...]:
        """The axes that are read whole, seeds apart."""
        return tuple(axis for axis in self.over if axis != SEED)


def _variance_share(options: VarianceShare, runs: Mapping[str, Runs]) -> Any:
    """Return the share of the sum of squares that the means along one axis explain (eta squared).

    Source: the one-way decomposition of Fisher's analysis of variance. With few runs to a level the
    share is too high by about their noise, the same in every comparison of equal design.
    """
    array = read(runs, options, keep=options.kept)
    everywhere = tuple(array.axis(dim) for dim in (*options.kept, SEED))
    others = tuple(axis for axis in everywhere if axis != array.axis(options.axis))
    deviations = array.values - array.values.mean(axis=everywhere, keepdims=True)
    total = (deviations**2).mean(axis=everywhere)
    explained = (deviations.mean(axis=others, keepdims=True) ** 2).mean(axis=everywhere)
    if not total.ndim and total == 0:
        raise ValueError("nothing varies, so that there is no variation to share out")
    return explained / total


KIND = StatisticKind(
    "variance_share",
    VarianceShare,
    "The share of variance that goes with one axis.",
    lambda options: scalars(whole(options, *options.kept)),
    _variance_share,
)
