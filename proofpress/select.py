"""Arithmetic on named dimensions: pick numbers out of runs the way content names them.

numpy is imported here, so this module is imported only where runs are really read.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from proofpress.values import Best, Runs, Select


def pick(runs: Mapping[str, Runs], select: Select) -> np.ndarray:
    """Return the selected numbers, one for each seed: shape `(seeds,)` plus unnamed trailing dimensions.

    Axes are settled in the channel's order. `step` is `last` where nothing is said. An axis with a
    `Best` that lets each seed choose is settled after the others.
    Raises KeyError for an unknown experiment, channel or axis, ValueError for a coordinate that is
    not on its axis; content is checked before, so that these are faults of ours.
    """
    return along(runs, select, keep=())[0]


def along(runs: Mapping[str, Runs], select: Select, keep: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the numbers with the axes of `keep` left open, and the names of the dimensions left.

    Kept axes come in the channel's order, `seed` among them where the channel has it. Axes not named
    in `select.at` must be kept, be `step` (then: last), or have one coordinate.
    """
    of = runs[select.experiment]
    channel = of.channels[select.channel]
    where = dict(select.at)
    for axis in channel.dims:
        if axis in keep or axis == "seed" or axis.startswith("*") or axis in where:
            continue
        if axis != "step" and len(of.axes[axis]) != 1:
            raise KeyError(f"{select.experiment}.{select.channel} has an axis '{axis}' that nothing settles")
        where[axis] = "last"

    values, dims = channel.values, channel.dims
    for axis in [name for name in channel.dims if name in where and not _chooses_per_seed(where[name])]:
        values, dims = _settle(of, values, dims, axis, where)
    for axis in [name for name in channel.dims if name in where and _chooses_per_seed(where[name])]:
        values, dims = _settle(of, values, dims, axis, where)
    return values, dims


def index(of: Runs, axis: str, where: Any) -> int:
    """Return the position on an axis that a coordinate, `first` or `last` names.

    Floats are matched to a relative 1e-9, for coordinates written with few digits.
    """
    coordinates = of.axes[axis]
    if where == "first":
        return 0
    if where == "last":
        return len(coordinates) - 1
    for position, coordinate in enumerate(coordinates):
        if coordinate == where:
            return position
        numbers = isinstance(coordinate, int | float) and isinstance(where, int | float)
        if numbers and abs(coordinate - where) <= 1e-9 * max(abs(coordinate), abs(where)):
            return position
    raise ValueError(f"{where!r} is not on the axis '{axis}'")


def best_index(of: Runs, axis: str, best: Best, where: Mapping[str, Any]) -> np.ndarray:
    """Return the position on `axis` at which the judging channel is best, shape `()` or `(seeds,)`.

    The judge is read at the same coordinates `where` as the channel it chooses for; NaN never wins.
    """
    judge = of.channels[best.best]
    others = {name: at for name, at in where.items() if name != axis and name in judge.dims}
    values, dims = along({of.experiment: of}, Select(of.experiment, best.best, others), keep=(axis, "seed"))
    worst = -np.inf if judge.better == "higher" else np.inf
    values = np.where(np.isfinite(values), values, worst)
    if best.per == "all" and "seed" in dims:
        values, dims = values.mean(axis=dims.index("seed")), tuple(d for d in dims if d != "seed")
    place = dims.index(axis)
    return values.argmax(axis=place) if judge.better == "higher" else values.argmin(axis=place)


def resample(runs: Mapping[str, Runs], draw: Mapping[str, np.ndarray]) -> dict[str, Runs]:
    """Return the runs with seeds drawn anew: `draw[experiment]` holds positions on its seed axis."""
    return {name: _take(of, draw[name]) if name in draw else of for name, of in runs.items()}


def _take(of: Runs, positions: np.ndarray) -> Runs:
    channels = {
        name: replace(channel, values=channel.values.take(positions, axis=channel.dims.index("seed")))
        if "seed" in channel.dims
        else channel
        for name, channel in of.channels.items()
    }
    seeds = tuple(of.axes["seed"][position] for position in positions)
    return replace(of, axes={**of.axes, "seed": seeds}, channels=channels)


def only(runs: Mapping[str, Runs], selects: tuple[Select, ...]) -> dict[str, Runs]:
    """Return the runs with just the channels that the selects read, so that resampling is cheap."""
    wanted: dict[str, set[str]] = {}
    for select in selects:
        judges = {where.best for where in select.at.values() if isinstance(where, Best)}
        wanted.setdefault(select.experiment, set()).update({select.channel} | judges)
    return {
        name: replace(runs[name], channels={c: v for c, v in runs[name].channels.items() if c in channels})
        for name, channels in wanted.items()
    }


def _chooses_per_seed(where: Any) -> bool:
    return isinstance(where, Best) and where.per == "seed"


def _settle(
    of: Runs, values: np.ndarray, dims: tuple[str, ...], axis: str, where: Mapping[str, Any]
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Settle one axis of an array; the dimension disappears."""
    place = dims.index(axis)
    rest = tuple(name for name in dims if name != axis)
    if where[axis] == "mean":
        return values.mean(axis=place), rest
    if not isinstance(where[axis], Best):
        return values.take(index(of, axis, where[axis]), axis=place), rest
    chosen = best_index(of, axis, where[axis], where)
    if chosen.ndim == 0:
        return values.take(int(chosen), axis=place), rest
    seeds = dims.index("seed")
    shape = [1] * values.ndim
    shape[seeds] = len(chosen)
    return np.take_along_axis(values, chosen.reshape(shape), axis=place).squeeze(place), rest


