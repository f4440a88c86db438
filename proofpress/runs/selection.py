"""Arithmetic on named dimensions: pick numbers out of runs the way content names them.

numpy is imported here, so this module is imported only where runs are really read.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from proofpress.models import Best, Channel, Runs, Select

Named = tuple[np.ndarray, tuple[str, ...]]


class _Chosen(Struct, frozen=True):
    """Positions on an axis that a judge chose, one for each combination along the dimensions `dims`."""

    positions: np.ndarray
    dims: tuple[str, ...]


def pick(runs: Mapping[str, Runs], select: Select) -> np.ndarray:
    """Return the selected numbers, one for each seed: shape `(seeds,)` plus unnamed trailing dimensions.

    Resampled runs give `(resamples, seeds)` plus trailing dimensions. `step` is `last` where nothing is said.
    Raises KeyError for an unknown experiment, channel or axis, ValueError for a coordinate that is
    not on its axis; content is checked before, so that these are faults of ours.
    """
    values, dims = along(runs, select, keep=())
    front = [name for name in dims if name in ("resample", "seed")]
    order = [*sorted(front), *(name for name in dims if name not in front)]
    return values.transpose([dims.index(name) for name in order])


def along(runs: Mapping[str, Runs], select: Select, keep: tuple[str, ...]) -> Named:
    """Return the numbers with the axes of `keep` left open, and the names of the dimensions left.

    Kept axes come in the channel's order, `seed` among them where the channel has it. Axes not named
    in `select.at` must be kept, be `step` (then: last), or have one coordinate. Coordinates are settled
    first, then what all seeds choose together, then what each seed chooses; axes with equal `Best` are
    chosen jointly; every kept coordinate chooses for itself.
    """
    return _read(runs[select.experiment], select.channel, select.at, keep)


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

    Resampled runs put `resamples` in front. The judge is read at the same coordinates `where` as the
    channel it chooses for; NaN never wins.
    """
    chosen = _choose(of, (axis,), best, where, keep=())[axis]
    order = sorted(name for name in chosen.dims if name in ("resample", "seed"))
    return chosen.positions.transpose([chosen.dims.index(name) for name in order])


def resample(runs: Mapping[str, Runs], draw: Mapping[str, np.ndarray]) -> dict[str, Runs]:
    """Return the runs with seeds drawn anew: `draw[experiment]` holds positions on its seed axis.

    Positions of shape `(seeds,)` are one resample; `(resamples, seeds)` are many at once, told apart by
    a new dimension `resample` in front of `seed`.
    """
    return {name: _take_seeds(of, draw[name]) if name in draw else of for name, of in runs.items()}


def only(runs: Mapping[str, Runs], selects: tuple[Select, ...]) -> dict[str, Runs]:
    """Return the runs with just the channels and coordinates that the selects read, so that resampling is cheap.

    An axis stays whole where a select averages over it, chooses on it or leaves it open.
    """
    reduced = {}
    for name in dict.fromkeys(select.experiment for select in selects):
        of = runs[name]
        here = [select for select in selects if select.experiment == name]
        channels = {channel: of.channels[channel] for select in here for channel in _channels_read(select)}
        reduced[name] = _keep(replace(of, channels=channels), _coordinates_read(of, here))
    return reduced


def _channels_read(select: Select) -> Iterator[str]:
    yield select.channel
    yield from (where.best for where in select.at.values() if isinstance(where, Best))


def _coordinates_read(of: Runs, selects: list[Select]) -> dict[str, set[int]]:
    """Return axis → the positions that are read, for the axes of which only some are."""
    read: dict[str, set[int]] = {}
    for select in selects:
        dims = {axis for channel in _channels_read(select) for axis in of.channels[channel].dims}
        for axis in (axis for axis in dims if axis in of.axes and axis != "seed"):
            where = select.at.get(axis, "last" if axis == "step" else "mean")
            whole = isinstance(where, Best) or where == "mean"
            here = range(len(of.axes[axis])) if whole else (index(of, axis, where),)
            read.setdefault(axis, set()).update(here)
    return {axis: positions for axis, positions in read.items() if len(positions) < len(of.axes[axis])}


def _keep(of: Runs, positions: Mapping[str, set[int]]) -> Runs:
    chosen = {axis: sorted(some) for axis, some in positions.items()}
    axes = {axis: tuple(of.axes[axis][place] for place in some) for axis, some in chosen.items()}

    def reduce(channel: Channel) -> Channel:
        values = channel.values
        for axis in (axis for axis in channel.dims if axis in chosen):
            values = values.take(chosen[axis], axis=channel.dims.index(axis))
        return replace(channel, values=values)

    return replace(of, axes={**of.axes, **axes}, channels={name: reduce(c) for name, c in of.channels.items()})


def _take_seeds(of: Runs, positions: np.ndarray) -> Runs:
    many = ("resample",) if positions.ndim == 2 else ()

    def take(channel: Channel) -> Channel:
        if "seed" not in channel.dims:
            return channel
        place = channel.dims.index("seed")
        dims = (*channel.dims[:place], *many, *channel.dims[place:])
        return replace(channel, dims=dims, values=channel.values.take(positions, axis=place))

    axes = dict(of.axes)
    if many:
        axes["resample"] = tuple(range(len(positions)))
    else:
        axes["seed"] = tuple(of.axes["seed"][position] for position in positions)
    return replace(of, axes=axes, channels={name: take(channel) for name, channel in of.channels.items()})


def _read(of: Runs, name: str, at: Mapping[str, Any], keep: tuple[str, ...]) -> Named:
    channel = of.channels[name]
    values, dims = channel.values, channel.dims
    where = dict(at)
    for axis in channel.dims:
        if axis in (*keep, "seed", "resample") or axis.startswith("*") or axis in where:
            continue
        if axis != "step" and len(of.axes[axis]) != 1:
            raise KeyError(f"{of.experiment}.{name} has an axis '{axis}' that nothing settles")
        where[axis] = "last"

    for axis in (axis for axis in channel.dims if axis in where and not isinstance(where[axis], Best)):
        values, dims = _settle(of, values, dims, axis, where[axis])
    for best, axes in _groups(where, dims):
        chosen = _choose(of, axes, best, where, keep)
        where.update(chosen)
        for axis in axes:
            values, dims = _take_chosen(values, dims, axis, chosen[axis])
    return values, dims


def _groups(where: Mapping[str, Any], dims: tuple[str, ...]) -> list[tuple[Best, tuple[str, ...]]]:
    """Return the axes that are chosen jointly, those first for which all seeds choose together."""
    groups: dict[Best, tuple[str, ...]] = {}
    for axis in (axis for axis in dims if isinstance(where.get(axis), Best)):
        groups[where[axis]] = (*groups.get(where[axis], ()), axis)
    return sorted(groups.items(), key=lambda group: group[0].per == "seed")


def _choose(
    of: Runs, axes: tuple[str, ...], best: Best, where: Mapping[str, Any], keep: tuple[str, ...]
) -> dict[str, _Chosen]:
    """Return for each axis the position at which the judge is best, everything else as `where` says."""
    judge = of.channels[best.best]
    others = {name: at for name, at in where.items() if name not in axes and name in judge.dims}
    values, dims = _read(of, best.best, others, keep=(*keep, *axes))
    missing = [axis for axis in axes if axis not in dims]
    if missing:
        raise KeyError(f"{of.experiment}.{best.best} cannot choose on '{missing[0]}': it does not vary along it")

    higher = judge.better == "higher"
    values = np.where(np.isfinite(values), values, -np.inf if higher else np.inf)
    if best.per == "all" and "seed" in dims:
        values, dims = values.mean(axis=dims.index("seed")), tuple(name for name in dims if name != "seed")

    rest = tuple(name for name in dims if name not in axes)
    values = values.transpose([dims.index(name) for name in (*rest, *axes)])
    shape = values.shape[len(rest) :]
    flat = values.reshape(*values.shape[: len(rest)], -1)
    found = np.unravel_index(flat.argmax(axis=-1) if higher else flat.argmin(axis=-1), shape)
    return {axis: _Chosen(np.asarray(positions), rest) for axis, positions in zip(axes, found, strict=True)}


def _settle(of: Runs, values: np.ndarray, dims: tuple[str, ...], axis: str, where: Any) -> Named:
    """Settle one axis of an array at a coordinate, an average or a choice made before; the dimension disappears."""
    if isinstance(where, _Chosen):
        return _take_chosen(values, dims, axis, where)
    place = dims.index(axis)
    rest = tuple(name for name in dims if name != axis)
    if where == "mean":
        return values.mean(axis=place), rest
    return values.take(index(of, axis, where), axis=place), rest


def _take_chosen(values: np.ndarray, dims: tuple[str, ...], axis: str, chosen: _Chosen) -> Named:
    # A channel without seeds is not resampled, yet the choice made for it may differ from resample to resample.
    missing = tuple(name for name in chosen.dims if name not in dims)
    values, dims = values[(None,) * len(missing)], (*missing, *dims)
    sizes = dict(zip(chosen.dims, chosen.positions.shape, strict=True))
    ordered = chosen.positions.transpose([chosen.dims.index(name) for name in dims if name in sizes])
    positions = ordered.reshape([sizes.get(name, 1) for name in dims])
    place = dims.index(axis)
    taken = np.take_along_axis(values, positions, axis=place).squeeze(place)
    return taken, tuple(name for name in dims if name != axis)
