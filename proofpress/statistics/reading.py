"""What every kind of statistic shares: numbers read with seeds last, and the two places that a comparison reads."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from proofpress.models import Best, Runs, Select
from proofpress.runs.named_array import NamedArray
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import RESAMPLE, select

if TYPE_CHECKING:
    import numpy as np

Coordinate = float | str | Best
Override = Mapping[str, Coordinate | None]
Each = Literal["mean", "sum", "min", "max", "zeros"]


def read(runs: Mapping[str, Runs], where: Select, keep: tuple[str, ...] = (), each: Each | None = None) -> NamedArray:
    """Return the selected numbers as float64, with the dimensions `([resample,] *keep, seed)`.

    each: how the unnamed trailing dimensions of a channel (such as its weights) become one number for a run: their
    mean, sum, smallest, largest, or how many of them are exactly zero. A channel without seeds has one.
    Raises ValueError where the channel has no axis that is to be kept, or trailing dimensions and `each` is None.
    """
    import numpy as np

    array = select(runs, where, keep).map(lambda values: np.asarray(values, dtype=np.float64))
    if trailing := unnamed(array):
        if each is None:
            raise ValueError(f"{array.name} holds a list of numbers for each run")
        array = array.reduce(_count_zeros if each == "zeros" else getattr(np, each), *trailing)
    if SEED not in array.dims:
        array = array.expand_dims(SEED)
    front = (RESAMPLE,) if RESAMPLE in array.dims else ()
    return array.transpose(*front, *keep, SEED)


def check_paired(first: NamedArray, second: NamedArray) -> None:
    """Raise ValueError where two places do not have the same seeds, as those of experiments that share none."""
    if first.sizes[SEED] != second.sizes[SEED] or first.coords.get(SEED) != second.coords.get(SEED):
        raise ValueError("the two places share no seeds, so that no seed can be compared with itself")


def both(first: Select, parts: Override) -> tuple[Select, Select]:
    """Return a place in the runs, and the one that differs from it in some parts.

    `experiment` and `channel` replace those of the first; every other name is an axis with its coordinate; None
    takes the axis away, for a second experiment that does not have it.
    """
    experiment, channel = (str(parts.get(name) or getattr(first, name)) for name in ("experiment", "channel"))
    at = {**first.at, **{axis: where for axis, where in parts.items() if axis not in ("experiment", "channel")}}
    second = Select(experiment, channel, {axis: where for axis, where in at.items() if where is not None})
    return Select(first.experiment, first.channel, first.at), second


def whole(first: Select, *axes: str) -> Select:
    """Return a Select that says that all coordinates of some axes are read."""
    return Select(first.experiment, first.channel, {**first.at, **dict.fromkeys(axes, "mean")})


def unnamed(array: NamedArray) -> tuple[str, ...]:
    """Return the trailing dimensions that are no axes, such as `*weight`."""
    return tuple(dim for dim in array.dims if dim.startswith("*"))


def sign(runs: Mapping[str, Runs], where: Select) -> float:
    """Return −1 for a channel of which lower is better; 1 where higher is, or the channel says nothing."""
    return -1.0 if runs[where.experiment].channels[where.channel].better == "lower" else 1.0


def axis_numbers(of: Runs, axis: str) -> "np.ndarray":
    """Return the coordinates of an axis as float64; raises ValueError where they are words."""
    import numpy as np

    if words := axis_words(of, axis):
        raise ValueError(f"the axis '{axis}' of '{of.experiment}' holds words such as '{words[0]}', not numbers")
    return np.asarray(of.axes[axis], dtype=np.float64)


def axis_words(of: Runs, axis: str) -> list[Any]:
    """Return the coordinates of an axis that are no numbers."""
    return [where for where in of.axes[axis] if not isinstance(where, int | float)]


def _count_zeros(values: "np.ndarray", axis: Any) -> "np.ndarray":
    import numpy as np

    return np.asarray((values == 0).sum(axis=axis))
