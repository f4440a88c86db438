"""How much of the variance of a single run goes with one axis, corrected for noise.

by_setting: {kind: variance_share, experiment: random, channel: test_accuracy, axis: configuration,
             unit: percent, digits: 0}
by_split: {kind: variance_share, experiment: random, channel: test_accuracy, axis: split, of: configuration,
           unit: percent, digits: 0}

The axis is taken for a random sample, of settings or of splits: the share is of a variance that other samples would
have as well, and its interval draws them anew. S. R. Searle, G. Casella, C. E. McCulloch, *Variance Components* (1992),
chapter 4.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from proofpress.models import Coverage, Runs, Select, StatisticKind
from proofpress.runs.repeats import BOTH, SEED, SPLIT, count_repeats
from proofpress.runs.selection import RESAMPLE, drawn, scalars
from proofpress.statistics.reading import read, whole

if TYPE_CHECKING:
    import numpy as np


class VarianceShare(Select, frozen=True, kw_only=True):
    """axis: whose share is asked for: an axis of settings, which are a random sample, or `split`, or `seed`.

    of: the axis of settings beside which the share of `split` or `seed` is asked for; else that is `axis`.
    """

    axis: str
    of: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError where the settings are not named."""
        if self.axis in BOTH and not self.of:
            raise ValueError(f"the share of '{self.axis}' is one beside settings: name their axis in 'of'")

    @property
    def settings(self) -> str:
        """The axis of the settings."""
        return self.of or self.axis


def _variance_share(options: VarianceShare, runs: Mapping[str, Runs]) -> Any:
    """Return the variance component of an axis as a share of the variance of a single run.

    The component is the mean product of two runs that agree in the axis and differ in all else, less that of two that
    agree in nothing (for a seed of several splits, in the split alone); the whole is the mean square of one run, less
    that of two that agree in nothing. No noise of a run enters a product of two, so that few runs to a level do not
    make the share too high. It may come out below zero, and is zero then.
    """
    import numpy as np

    of = runs[options.experiment]
    array = read(runs, options, keep=(options.settings,))
    splits, seeds = count_repeats(of.axes[SEED])
    if options.axis == SPLIT and splits == 1:
        raise ValueError("there is just one split of the data")
    # Without splits each seed is independent of the others, as a split is.
    units = (splits, seeds) if splits > 1 else (seeds, 1)
    values = array.values.reshape(*array.values.shape[:-1], *units)
    values = values - values.mean(axis=(-3, -2, -1), keepdims=True)
    other_setting, other_unit = (1.0 - same for same in _same(of, options.settings, units, values.shape))
    pairs = other_setting.sum(axis=(-2, -1))
    # Means over the seeds of a split, settings × splits; products of all pairs of them.
    means = values.mean(axis=-1)
    nothing = np.einsum("...ks,...kl,...lt,...st->...", means, other_setting, means, other_unit, optimize=True)
    nothing = nothing / (pairs * other_unit.sum(axis=(-2, -1)))
    total = (values**2).mean(axis=(-3, -2, -1)) - nothing
    if not total.ndim and total <= 0:
        raise ValueError("nothing varies, so that there is no variation to share out")
    if options.axis == options.settings:
        alike = np.einsum("...ks,...kt,...st->...", means, means, other_unit, optimize=True)
        alike = alike / (means.shape[-2] * other_unit.sum(axis=(-2, -1)))
        return np.maximum(alike - nothing, 0.0) / total
    one_seed = np.einsum("...ksm,...kl,...lsm->...", values, other_setting, values, optimize=True)
    if units[1] == 1:
        return np.maximum(one_seed / (pairs * units[0]) - nothing, 0.0) / total
    one_split = np.einsum("...ks,...kl,...ls->...", means, other_setting, means, optimize=True) * units[1] ** 2
    one_split = (one_split - one_seed) / (pairs * units[0] * units[1] * (units[1] - 1))
    one_seed = one_seed / (pairs * units[0] * units[1])
    return np.maximum(one_split - nothing if options.axis == SPLIT else one_seed - one_split, 0.0) / total


def _same(of: Runs, settings: str, units: tuple[int, int], shape: tuple[int, ...]) -> tuple["np.ndarray", "np.ndarray"]:
    """Return which settings, and which splits, are one and the same: 1 or 0, `([resamples,] n, n)` each.

    A resample may hold a setting or a split several times; two copies are no independent pair.
    """
    import numpy as np

    if RESAMPLE not in of.axes:
        return np.eye(shape[-3]), np.eye(units[0])
    unit = drawn(of, SEED)[:, :: units[1]] // units[1]
    setting = drawn(of, settings) if f"drawn {settings}" in of.channels else np.arange(shape[-3])[None]
    return _equal(setting), _equal(unit)


def _equal(drawn_at: "np.ndarray") -> "np.ndarray":
    equal: np.ndarray = (drawn_at[:, :, None] == drawn_at[:, None, :]).astype(float)
    return equal


KIND = StatisticKind(
    "variance_share",
    VarianceShare,
    "The share of variance that goes with one axis, corrected for noise.",
    lambda options: scalars(whole(options, options.settings)),
    _variance_share,
    draws=lambda options: (options.settings,),
    covers=(
        Coverage(8, 98, 100, "skewed"),
        Coverage(16, 93, 100, "skewed"),
        Coverage(24, 89, 100, "skewed"),
        Coverage(3, 93, 100, "skewed", splits=10),
    ),
)
