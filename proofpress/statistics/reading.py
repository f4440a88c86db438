"""What every kind of statistic shares: reading numbers with seeds last, and naming a second place in the runs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from proofpress.models import Best, Runs, Select

if TYPE_CHECKING:
    import numpy as np

Coordinate = float | str | Best
Each = Literal["mean", "sum", "min", "max", "zeros"]


def read(runs: Mapping[str, Runs], select: Select, keep: tuple[str, ...] = (), each: Each = "mean") -> "np.ndarray":
    """Return the selected numbers, shape `([resamples,] *keep, seeds)`, as float64.

    each: how the unnamed trailing dimensions of a channel become one number for a run: their mean, sum,
    smallest, largest, or how many of them are exactly zero. A channel without seeds has one.
    Raises ValueError where the channel has no axis that is to be kept.
    """
    import numpy as np

    from proofpress.runs.selection import along

    values, dims = along(runs, select, keep)
    missing = [axis for axis in keep if axis not in dims]
    if missing:
        raise ValueError(f"the channel '{select.channel}' of '{select.experiment}' has no axis '{missing[0]}'")
    values = values.astype(np.float64)
    trailing = tuple(place for place, name in enumerate(dims) if name.startswith("*"))
    if trailing:
        values = (values == 0).sum(axis=trailing) if each == "zeros" else getattr(values, each)(axis=trailing)
    named = [name for name in dims if not name.startswith("*")]
    order = [name for name in ("resample", *keep, "seed") if name in named]
    values = values.transpose([named.index(name) for name in order])
    return values if "seed" in named else values[..., None]


def whole(first: Select, axis: str) -> Select:
    """Return a Select that says that all coordinates of an axis are read."""
    return Select(first.experiment, first.channel, {**first.at, axis: "mean"})


def walk(first: Select, axis: str) -> Select:
    """Return a Select in which an axis is left open, to be walked along."""
    return Select(first.experiment, first.channel, {name: at for name, at in first.at.items() if name != axis})


def numbers(of: Runs, axis: str) -> "np.ndarray":
    """Return the coordinates of an axis as float64; raises ValueError where they are words."""
    import numpy as np

    words = [where for where in of.axes[axis] if not isinstance(where, int | float)]
    if words:
        raise ValueError(f"the axis '{axis}' of '{of.experiment}' holds words such as '{words[0]}', not numbers")
    return np.asarray(of.axes[axis], dtype=np.float64)
