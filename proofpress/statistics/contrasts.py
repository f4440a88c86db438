"""Two places in the runs compared in each cell of a grid, and the cells in which the first is better.

Each cell is decided by its own 95% interval: seeds are drawn anew, the same for both places, and the whole
comparison, the choice of a best setting included, is done again (see `bootstrap`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.models import Runs, Select
from proofpress.runs.named_array import NamedArray
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import RESAMPLE, narrow, resample, scalars
from proofpress.statistics.bootstrap import (
    as_float64,
    draw_seeds,
    interval_half_width,
    percentiles,
    repeats_of,
    share_seeds,
)
from proofpress.statistics.reading import Override, both, check_paired, read, sign, whole

if TYPE_CHECKING:
    import numpy as np

HOLDS, REVERSED, UNDECIDED = "holds", "reversed", "undecided"
VERDICTS = (HOLDS, REVERSED, UNDECIDED)
INNER_RESAMPLES = 25
"""How often seeds are drawn anew inside runs whose seeds were drawn anew already."""


class Contrast(Select, frozen=True, kw_only=True):
    """A place in the runs and another. minus: what is different at the second place."""

    minus: Override

    @property
    def second(self) -> Select:
        """The second place."""
        return both(self, self.minus)[1]


class Cells(Struct, frozen=True):
    """What became of a contrast in each cell of a grid, arrays of the grid's shape.

    gain: how much better the first place is, in the channel's own unit; low, high: the 95% interval of that.
    """

    gain: "np.ndarray"
    low: "np.ndarray"
    high: "np.ndarray"
    seeds: int

    @property
    def verdicts(self) -> "np.ndarray":
        """The verdict of each cell: `holds`, `reversed`, or `undecided` where the interval includes zero."""
        import numpy as np

        return np.where(self.low > 0, HOLDS, np.where(self.high < 0, REVERSED, UNDECIDED))


def selects(contrast: Contrast, over: tuple[str, ...]) -> tuple[Select, ...]:
    """Return the two places, the axes of the grid read along all their coordinates."""
    return scalars(*(whole(place, *over) for place in both(contrast, contrast.minus)))


def cells(contrast: Contrast, over: tuple[str, ...], runs: Mapping[str, Runs]) -> Cells:
    """Return gain and interval in each cell of the axes `over`.

    Raises ValueError where the two places have fewer than two seeds in common.
    """
    import numpy as np

    shared = as_float64(share_seeds(narrow(runs, selects(contrast, over))))
    gain = gains(contrast, over, shared)
    again = resample(shared, {name: draw_seeds(each.axes[SEED]) for name, each in shared.items()})
    repeats = repeats_of(shared)
    low, high = np.percentile(gains(contrast, over, again).values, percentiles(repeats.drawn), axis=0)
    return Cells(gain.values, low, high, repeats.splits * repeats.seeds)


def share(contrast: Contrast, over: tuple[str, ...], verdict: str, runs: Mapping[str, Runs]) -> Any:
    """Return the share of cells with a verdict: a number, or one for each resample of runs that are resampled."""
    if not any(RESAMPLE in each.axes for each in runs.values()):
        return float((cells(contrast, over, runs).verdicts == verdict).mean())
    return _decided(contrast, over, verdict, runs).mean(*over).values


def gains(contrast: Contrast, over: tuple[str, ...], runs: Mapping[str, Runs]) -> NamedArray:
    """Return how much better the first place is in each cell, `([resample,] *over)`: the mean over seeds.

    Better is what the channel says, and higher where it says nothing. Raises ValueError where the two places do not
    have at least two seeds in common.
    """
    first, second = (read(runs, where, over) for where in both(contrast, contrast.minus))
    check_paired(first, second)
    if first.sizes[SEED] < 2:
        raise ValueError("the two places need at least two seeds in common")
    better = sign(runs, contrast)
    return first.map(lambda values: better * (values - second.values)).mean(SEED)


def _decided(contrast: Contrast, over: tuple[str, ...], verdict: str, runs: Mapping[str, Runs]) -> NamedArray:
    """Return which cells have a verdict in each resample, `(resample, *over)`.

    Few draws inside each resample give the error of a cell well enough, but not its outer percentiles: the interval
    reaches as many errors to each side as its percentiles do for a normal distribution.
    """
    import numpy as np

    draws = {name: draw_seeds(of.axes[SEED])[:INNER_RESAMPLES] for name, of in runs.items()}
    again = (resample(runs, {name: each[inner] for name, each in draws.items()}) for inner in range(INNER_RESAMPLES))
    error = np.std([gains(contrast, over, inner).values for inner in again], axis=0, ddof=1)
    margin = interval_half_width(repeats_of(runs).drawn) * error

    def decide(gain: "np.ndarray") -> Any:
        holds, turned = gain > margin, gain < -margin
        return {HOLDS: holds, REVERSED: turned, UNDECIDED: ~(holds | turned)}[verdict]

    return gains(contrast, over, runs).map(decide)
