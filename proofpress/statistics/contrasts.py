"""Two places in the runs held against one another, and in which cells of a grid the first is better.

Each cell is decided by its own 95% interval: seeds are drawn anew, the same for both places, and the whole
comparison, the choice of a best setting included, is done again (see `bootstrap`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.models import Best, Runs, Select
from proofpress.statistics.bootstrap import as_read, draws, ends, reach, share_seeds

if TYPE_CHECKING:
    import numpy as np

Override = Mapping[str, float | str | Best | None]

HOLDS, REVERSED, UNDECIDED = "holds", "reversed", "undecided"
VERDICTS = (HOLDS, REVERSED, UNDECIDED)
WITHIN = 25
"""How often seeds are drawn anew inside runs whose seeds were drawn anew already."""


class Contrast(Select, frozen=True, kw_only=True):
    """A place in the runs and another. minus: what is different at the second place."""

    minus: Override

    @property
    def second(self) -> Select:
        """The second place."""
        return override(self, self.minus)


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
        """What each cell says: `holds`, `reversed`, or `undecided` where the interval does not exclude nought."""
        import numpy as np

        return np.where(self.low > 0, HOLDS, np.where(self.high < 0, REVERSED, UNDECIDED))


def override(first: Select, parts: Override) -> Select:
    """Return the Select that differs from the first in some parts.

    `experiment` and `channel` replace those of the first; every other name is an axis with its
    coordinate; None takes the axis away, for a second experiment that does not have it.
    """
    at: dict[str, Any] = dict(first.at)
    at.update({name: where for name, where in parts.items() if name not in ("experiment", "channel")})
    return Select(
        experiment=str(parts.get("experiment") or first.experiment),
        channel=str(parts.get("channel") or first.channel),
        at={name: where for name, where in at.items() if where is not None},
    )


def selects(contrast: Contrast, over: tuple[str, ...]) -> tuple[Select, ...]:
    """Return the two places, the axes of the grid read along all their coordinates."""
    every = dict.fromkeys(over, "mean")
    places = (Select(contrast.experiment, contrast.channel, contrast.at), contrast.second)
    return tuple(Select(place.experiment, place.channel, {**place.at, **every}) for place in places)


def cells(contrast: Contrast, over: tuple[str, ...], runs: Mapping[str, Runs]) -> Cells:
    """Return gain and interval in each cell of the axes `over`.

    Raises ValueError where the two places have fewer than two seeds in common.
    """
    import numpy as np

    from proofpress.runs.selection import only, resample

    of = as_read(share_seeds(only(runs, selects(contrast, over))))
    gain = gains(contrast, over, of)
    again = resample(of, {name: draws(each.axes["seed"]) for name, each in of.items()})
    seeds = min(len(each.axes["seed"]) for each in of.values())
    low, high = np.percentile(gains(contrast, over, again), ends(seeds), axis=0)
    return Cells(gain, low, high, seeds)


def share(contrast: Contrast, over: tuple[str, ...], verdict: str, runs: Mapping[str, Runs]) -> Any:
    """Return the share of cells with a verdict: a number, or one for each resample of runs that are resampled."""
    import numpy as np

    if not any("resample" in each.axes for each in runs.values()):
        return float((cells(contrast, over, runs).verdicts == verdict).mean())
    return np.mean(_decided(contrast, over, verdict, runs), axis=tuple(range(1, len(over) + 1)))


def gains(contrast: Contrast, over: tuple[str, ...], runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return how much better the first place is in each cell, shape `([resamples,] *over)`: the mean over seeds.

    Better is what the channel says, and higher where it says nothing.
    """
    import numpy as np

    first, second = (_read(runs, where, over) for where in (contrast, contrast.second))
    seeds = first.shape[-1]
    if seeds != second.shape[-1] or seeds < 2:
        raise ValueError("the two places need at least two seeds in common")
    sign = -1.0 if runs[contrast.experiment].channels[contrast.channel].better == "lower" else 1.0
    return np.asarray(sign * (first - second).mean(axis=-1))


def _decided(contrast: Contrast, over: tuple[str, ...], verdict: str, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return for each resample which cells have a verdict.

    Few draws inside each resample give the error of a cell well enough, but not its outer percentiles: the interval
    reaches as many errors to each side as its percentiles do for a normal distribution.
    """
    import numpy as np

    from proofpress.runs.selection import resample

    inner = {name: draws(tuple(range(_seeds(each))))[:WITHIN] for name, each in runs.items()}
    again = (resample(runs, {name: drawn[place] for name, drawn in inner.items()}) for place in range(WITHIN))
    error = np.std([gains(contrast, over, each) for each in again], axis=0, ddof=1)
    gain, errors = gains(contrast, over, runs), reach(min(map(_seeds, runs.values())))
    held, turned = gain > errors * error, gain < -errors * error
    found = {HOLDS: held, REVERSED: turned, UNDECIDED: ~(held | turned)}
    return np.asarray(found[verdict])


def _seeds(of: Runs) -> int:
    sizes = [c.values.shape[c.dims.index("seed")] for c in of.channels.values() if "seed" in c.dims]
    return int(sizes[0])


def _read(runs: Mapping[str, Runs], where: Select, over: tuple[str, ...]) -> "np.ndarray":
    """Return the numbers at a place, shape `([resamples,] *over, seeds)`."""
    from proofpress.runs.selection import along

    open_ = Select(where.experiment, where.channel, {name: at for name, at in where.at.items() if name not in over})
    values, dims = along(runs, open_, over)
    order = [name for name in ("resample", *over, "seed") if name in dims]
    if missing := [name for name in (*over, "seed") if name not in dims]:
        raise ValueError(f"the channel '{where.channel}' of '{where.experiment}' has no axis '{missing[0]}'")
    if len(order) < len(dims):
        raise ValueError(f"the channel '{where.channel}' of '{where.experiment}' holds a list of numbers for each run")
    return values.transpose([dims.index(name) for name in order])
