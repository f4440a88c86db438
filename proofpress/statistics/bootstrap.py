"""Intervals over seeds, or over splits of the data and seeds: the whole procedure is repeated on runs drawn anew.

Percentile bootstrap (Efron 1979; Efron and Tibshirani 1993, chapter 13): seeds are drawn with replacement, every
channel is read at the drawn seeds, and everything is done again, the choice of a best setting included. With few
seeds the percentiles lie too close together; they are taken further out, as Hesterberg (2015, What Teachers Should
Know About the Bootstrap) expands them. Equal sets of seeds are drawn alike, so that experiments which share their
seeds stay paired. The draw is fixed: the same runs give the same interval.

Where the data are split several times, there are two levels. Splits are drawn with replacement, and the seeds within a
split without: each split that is drawn brings all of its own. To draw the seeds with replacement as well would count
their variance twice, once as the difference between splits' means and once within (Davison and Hinkley 1997,
*Bootstrap Methods and their Application*, section 3.8). What is then counted as independent is the splits.
"""

import math
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress.models import Runs, Select
from proofpress.runs.repeats import SEED, count_repeats
from proofpress.runs.selection import resample

if TYPE_CHECKING:
    import numpy as np

RESAMPLES = 2000
LEVEL = 0.95
DRAW = 1979
"""What the generator of draws begins with, before the seeds that are drawn."""
IN_LOGS = frozenset({"deviation"})
"""Statistics of scale. Of few seeds their replicates are too small and too alike, however far percentiles are moved."""
NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)
"""How many standard errors the interval of a normal number extends to each side."""
MOST_STEPS = 100
"""Steps of Newton's method towards a quantile; eight suffice for any number of seeds."""
PROPORTIONS = frozenset({"share", "wins", "arrivals"})
"""Statistics that count runs of which something is true or not. If all agree, resampling has nothing to draw."""
BLOCK_NUMBERS = 4_000_000
"""How many numbers are held at once while resampling: 32 MB as float64."""
MOST_UNDEFINED = 1 / 20
"""In what share of the resamples a number may be undefined and still have an interval."""


class Spread(Struct, frozen=True):
    """An interval and the standard error behind it."""

    low: float
    high: float
    error: float


def share_seeds(runs: Mapping[str, Runs]) -> dict[str, Runs]:
    """Return the runs with only the seeds that all experiments have, in one order, so that they are paired.

    Where none are shared the runs stay as they are.
    """
    seeds = {name: of.axes[SEED] for name, of in runs.items() if _has_seeds(of)}
    return resample(runs, {name: _indices(seeds[name], shared) for name, shared in shared_seeds(seeds).items()})


def shared_seeds(seeds: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """Return for each experiment those of its seeds that all have, in order; all of its own where none are shared.

    An experiment without seeds is the same for all of them.
    """
    having = [set(own) for own in seeds.values() if own]
    shared = sorted(set.intersection(*having)) if having else []
    return {name: tuple(shared) if shared and own else own for name, own in seeds.items()}


class Repeats(Struct, frozen=True):
    """How often runs are repeated: splits of the data, and seeds of each."""

    splits: int = 1
    seeds: int = 1

    @property
    def drawn(self) -> int:
        """How many are drawn anew, each independent of the others: the splits, or the seeds where there is one."""
        return self.splits if self.splits > 1 else self.seeds


def repeats_of(runs: Mapping[str, Runs]) -> Repeats:
    """Return how often runs are repeated: of experiments that vary, the one with the fewest that can be drawn anew."""
    found = [Repeats(*count_repeats(seeds)) for seeds in _varying(runs).values()]
    return min(found, key=lambda each: each.drawn, default=Repeats())


def draw_seeds(seeds: tuple[Any, ...]) -> "np.ndarray":
    """Return indices on a seed axis, shape `(RESAMPLES, seeds)`: the same for the same seeds.

    Where the data are split several times, splits are drawn, and each brings its seeds.
    """
    import numpy as np

    splits, of_each = count_repeats(seeds)
    if splits == 1:
        names = [seed[-1] if isinstance(seed, tuple) else seed for seed in seeds]
        return np.random.default_rng([DRAW, *names]).integers(0, len(seeds), size=(RESAMPLES, len(seeds)))
    generator = np.random.default_rng([DRAW, *dict.fromkeys(split for split, _ in seeds)])
    drawn = generator.integers(0, splits, size=(RESAMPLES, splits, 1))
    return (drawn * of_each + np.arange(of_each)).reshape(RESAMPLES, len(seeds))


def replicate(
    estimate: Callable[[Any, Mapping[str, Any]], Any],
    options: Any,
    runs: Mapping[str, Runs],
    also: tuple[str, ...] = (),
) -> Any:
    """Return what the procedure gives on each resample, shape `(RESAMPLES,)`, or None where no seeds vary.

    also: axes of which coordinates are drawn anew besides, the same for all experiments that have them.
    """
    import numpy as np

    drawn = {name: draw_seeds(seeds) for name, seeds in _varying(runs).items()}
    if not drawn:
        return None
    settings = {name: _draw_settings(runs[name], also) for name in drawn}
    block = min(RESAMPLES, max(1, BLOCK_NUMBERS // max(1, _size(runs))))
    replicates = np.empty(RESAMPLES)
    for start in range(0, RESAMPLES, block):
        part = slice(start, start + block)
        others = {name: {axis: each[part] for axis, each in axes.items()} for name, axes in settings.items()}
        again = resample(runs, {name: indices[part] for name, indices in drawn.items()}, others)
        # A resample may leave a number undefined; `spread` counts those, so numpy need not warn.
        with np.errstate(divide="ignore", invalid="ignore"):
            replicates[part] = estimate(options, again)
    return replicates


def interval_half_width(seeds: int) -> float:
    """Return how many standard deviations of its replicates an interval extends to each side.

    √(n / (n − 1)) · t, with Student's t of n − 1 degrees of freedom: resampling n seeds divides by n where n − 1 is
    due, and takes the deviation for known. For many seeds the deviations of a normal distribution are left.

    >>> [round(interval_half_width(seeds), 2) for seeds in (8, 24, 10_000)]
    [2.53, 2.11, 1.96]
    """
    return math.sqrt(seeds / (seeds - 1)) * student_t(seeds - 1)


@cache
def student_t(freedom: int) -> float:
    """Return how many standard errors Student's interval of a mean extends to each side. freedom: degrees of it.

    >>> round(student_t(7), 3)
    2.365
    """
    # Newton's method from the left of a concave function: every step ends short of the root, or on it.
    reach = NORMAL
    for _ in range(MOST_STEPS):
        further = reach + (LEVEL - _share_within(reach, freedom)) / (2 * _student_density(reach, freedom))
        if not further > reach:
            break
        reach = further
    return reach


def _share_within(reach: float, freedom: int) -> float:
    """Return the share of Student's distribution within ± reach, in closed form (Abramowitz and Stegun 26.7.3-4)."""
    angle = math.atan(reach / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    terms, term = [], cosine if odd else 1.0
    for power in range(odd, freedom - 1, 2):
        terms.append(term)
        term *= cosine**2 * (power + 1) / (power + 2)
    series = sine * math.fsum(terms)
    return 2 / math.pi * (angle + series) if odd else series


def _student_density(at: float, freedom: int) -> float:
    """Return the density of Student's distribution."""
    scale = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
    return math.exp(scale - (freedom + 1) / 2 * math.log1p(at * at / freedom))


def interval(
    kind: str,
    estimate: Callable[[Any, Mapping[str, Any]], Any],
    options: Any,
    runs: Mapping[str, Runs],
    also: tuple[str, ...] = (),
) -> Spread | None:
    """Return the interval of a statistic and its standard error; None where nothing varies.

    also: axes of which coordinates are drawn anew besides. Raises ValueError as `spread` does.
    """
    if kind in PROPORTIONS and (found := _of_proportion(estimate, options, runs)) is not None:
        return found
    replicates = replicate(estimate, options, runs, also)
    if replicates is None:
        return None
    found = spread(replicates, repeats_of(runs).drawn)
    if kind not in IN_LOGS:
        return found
    wider = _logarithmic(estimate, options, runs)
    return found if wider is None else Spread(min(found.low, wider[0]), max(found.high, wider[1]), found.error)


def magnitude(runs: Mapping[str, Runs], selects: Iterable[Select]) -> float:
    """Return the typical size of the numbers that are computed with: what is smaller by far is the last bits of sums.

    It is the median of what is not zero, so that a setting whose numbers explode does not hide how the others vary. A
    channel that only judges which coordinate is the best enters no sum.
    """
    import numpy as np

    read = sorted({(select.experiment, select.channel) for select in selects})
    values = [runs[experiment].channels[channel].values.ravel() for experiment, channel in read]
    sizes = np.abs(np.concatenate([np.zeros(1), *values]))
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    return float(np.median(sizes)) if sizes.size else 0.0


def percentiles(seeds: int) -> tuple[float, float]:
    """Return the percentiles of the replicates between which the interval over some seeds lies."""
    tail = 100 * NormalDist().cdf(-interval_half_width(seeds))
    return tail, 100 - tail


def spread(replicates: Any, seeds: int) -> Spread:
    """Return the interval between percentiles and the standard error; seeds: how many were drawn anew, at least 2.

    Raises ValueError where the number is undefined in more than one of twenty resamples; fewer are left out.
    """
    import numpy as np

    finite = replicates[np.isfinite(replicates)]
    undefined = len(replicates) - len(finite)
    if undefined > len(replicates) * MOST_UNDEFINED:
        raise ValueError(f"it is undefined in {undefined:,} of {len(replicates):,} resamples of the seeds")
    low, high = np.percentile(finite, percentiles(seeds))
    return Spread(float(low), float(high), float(finite.std(ddof=1)) * math.sqrt(seeds / (seeds - 1)))


def as_float64(runs: Mapping[str, Runs]) -> dict[str, Runs]:
    """Return the runs with their numbers as float64, so that sums do not depend on the order of the seeds' storage."""
    import numpy as np

    return {
        name: replace(
            of,
            channels={key: replace(c, values=np.asarray(c.values, dtype=np.float64)) for key, c in of.channels.items()},
        )
        for name, of in runs.items()
    }


def _logarithmic(
    estimate: Callable[[Any, Mapping[str, Any]], Any], options: Any, runs: Mapping[str, Runs]
) -> tuple[float, float] | None:
    """Return Student's interval of the jackknifed logarithm; None where that is not finite.

    Each seed, or each split with its seeds, is left out in turn (Tukey 1958; Miller 1974, *The jackknife: a review*).
    """
    import numpy as np

    left_out = {}
    for name, seeds in _varying(runs).items():
        splits, of_each = count_repeats(seeds)
        units = np.arange(len(seeds)).reshape((splits, of_each) if splits > 1 else (len(seeds), 1))
        left_out[name] = np.stack([np.delete(units, each, axis=0).ravel() for each in range(len(units))])
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(estimate(options, resample(runs, left_out)))
        middle = np.log(estimate(options, runs))
    if not np.all(np.isfinite([middle, *logs])):
        return None
    count = len(logs)
    error = math.sqrt((count - 1) / count * float(((logs - logs.mean()) ** 2).sum()))
    reach = student_t(count - 1) * error
    return float(np.exp(middle - reach)), float(np.exp(middle + reach))


def score_interval(share: float, count: float, reach: float = NORMAL) -> tuple[float, float]:
    """Return Wilson's score interval of a share of so many independent runs (E. B. Wilson 1927, JASA 22).

    reach: how many standard errors to each side; those of a normal distribution where nothing is said.

    >>> [round(end, 3) for end in score_interval(0.0, 10)]
    [0.0, 0.278]
    """
    shrunk = 1 + reach**2 / count
    middle = (share + reach**2 / (2 * count)) / shrunk
    half = reach / shrunk * math.sqrt(share * (1 - share) / count + reach**2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _of_proportion(
    estimate: Callable[[Any, Mapping[str, Any]], Any], options: Any, runs: Mapping[str, Runs]
) -> Spread | None:
    """Return the score interval of a share of runs; None where a run alone is no yes, no or tie, or is not counted so.

    Runs of one split resemble one another. So many independent ones would vary as much as they do: their share times
    the rest, over the squared standard error of the splits (E. L. Korn, B. I. Graubard 1998, Survey Methodology 24);
    at least the splits, at most the runs. If all runs agree nothing is known of that, and each split counts once.
    """
    import numpy as np

    seeds = _varying(runs)
    counts = {count_repeats(each) for each in seeds.values()}
    if len(counts) != 1:
        return None
    ((splits, of_each),) = counts
    alone = np.arange(splits * of_each)[:, None]
    outcomes = np.asarray(estimate(options, resample(runs, dict.fromkeys(seeds, alone))))
    share = float(estimate(options, runs))
    # A setting that all runs choose together is another one if each chooses alone; then there is nothing to count.
    if not np.isin(outcomes, (0.0, 0.5, 1.0)).all() or abs(float(outcomes.mean()) - share) > 1e-9:
        return None
    count, reach = float(len(outcomes)), NORMAL
    if splits > 1:
        of_split = outcomes.reshape(splits, of_each).mean(axis=1)
        squared = float(of_split.var(ddof=1)) / splits
        agree = share in (0.0, 1.0)
        count = splits if agree else min(count, max(splits, share * (1 - share) / squared)) if squared else count
        reach = NORMAL if agree else student_t(splits - 1)
    low, high = score_interval(share, count, reach)
    return Spread(low, high, (high - low) / (2 * reach))


def _varying(runs: Mapping[str, Runs]) -> dict[str, tuple[Any, ...]]:
    """Return the seeds of each experiment that has several: of one alone nobody knows how it varies."""
    return {name: of.axes[SEED] for name, of in runs.items() if _has_seeds(of) and len(of.axes[SEED]) > 1}


def _draw_settings(of: Runs, axes: tuple[str, ...]) -> dict[str, "np.ndarray"]:
    """Return indices on each of some axes that runs have, shape `(RESAMPLES, coordinates)`."""
    import numpy as np

    sizes = {axis: len(of.axes[axis]) for axis in axes if axis in of.axes}
    return {
        axis: np.random.default_rng([DRAW, zlib.crc32(axis.encode())]).integers(0, size, size=(RESAMPLES, size))
        for axis, size in sizes.items()
    }


def _has_seeds(of: Runs) -> bool:
    return any(SEED in channel.dims for channel in of.channels.values())


def _indices(seeds: tuple[Any, ...], wanted: tuple[Any, ...]) -> "np.ndarray":
    import numpy as np

    return np.asarray([seeds.index(seed) for seed in wanted])


def _size(runs: Mapping[str, Runs]) -> int:
    return sum(channel.values.size for of in runs.values() for channel in of.channels.values())
