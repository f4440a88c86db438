"""Numbers picked out of runs the way content names them, as arrays with named dimensions."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from proofpress.models import Best, Channel, Runs, RunSchema, Select
from proofpress.runs.named_array import NamedArray, index_of
from proofpress.runs.repeats import SEED, count_repeats

if TYPE_CHECKING:
    import numpy as np

RESAMPLE, STEP = "resample", "step"
EMPTY: Mapping[str, Any] = {}


class ScalarSelect(Select, frozen=True):
    """A Select of one number for each run: content refuses channels that hold a list of numbers, such as weights."""


class ListSelect(Select, frozen=True):
    """A Select of a list of numbers for each run, such as its weights: content refuses channels of single numbers."""


def select(runs: Mapping[str, Runs], where: Select, keep: tuple[str, ...] = ()) -> NamedArray:
    """Return the numbers that a Select names, with the axes of `keep` left open.

    What is left, in the channel's order: the kept axes, `seed` where the channel has it, and its unnamed trailing
    dimensions (`*weight`); resampled runs have `resample` before `seed`. Axes not named in `where.at` must be kept,
    be `step` (then: last), or have one coordinate.

    A kept axis stays open whatever `where.at` says of it. Coordinates are settled first, then what all seeds choose
    together, then what each seed chooses; axes with equal `Best` are chosen jointly; every kept coordinate chooses
    for itself. In a choice, NaN never wins.

    Raises KeyError for an unknown experiment, channel or axis and ValueError for a coordinate that is not on its
    axis; content is checked before, so that these are faults of the press.
    """
    return _select(runs[where.experiment], where.channel, where.at, keep)


def channel_array(of: Runs, name: str) -> NamedArray:
    """Return a whole channel, with the coordinates of its axes."""
    channel = of.channels[name]
    coords = {dim: of.axes[dim] for dim in channel.dims if dim in of.axes}
    return NamedArray(channel.values, channel.dims, coords, f"the channel '{name}' of '{of.experiment}'")


def best_index(of: Runs, axis: str, best: Best, where: Mapping[str, Any]) -> "np.ndarray":
    """Return the index on `axis` at which the judging channel is best, shape `([resamples,] [seeds])`.

    The judge is read at the same coordinates `where` as the channel it chooses for; NaN never wins.
    """
    (chosen,) = _choose(of, (axis,), best, where, keep=()).values()
    return chosen.transpose(RESAMPLE, SEED, missing_dims="ignore").values


def resample(
    runs: Mapping[str, Runs], draws: Mapping[str, "np.ndarray"], also: Mapping[str, Mapping[str, "np.ndarray"]] = EMPTY
) -> dict[str, Runs]:
    """Return the runs with seeds drawn anew: `draws[experiment]` holds indices on its seed axis.

    Indices of shape `(seeds,)` are one resample; `(resamples, seeds)` are many at once, told apart by a new
    dimension `resample` in front of `seed`. Experiments without draws, and channels without seeds, stay as they are.
    also: experiment → axis → indices on that axis, `(resamples, coordinates)`, drawn besides.
    """
    return {
        name: _draw(of, {SEED: draws[name], **also.get(name, {})}) if name in draws else of for name, of in runs.items()
    }


def drawn(of: Runs, axis: str) -> "np.ndarray":
    """Return which coordinates of an axis resampled runs hold, as indices `(resamples, coordinates)`."""
    return of.channels[f"drawn {axis}"].values


def narrow(runs: Mapping[str, Runs], selects: tuple[Select, ...]) -> dict[str, Runs]:
    """Return the runs with just the channels and coordinates that the selects read, so that resampling is cheap.

    An axis stays whole where a select averages over it, chooses on it or leaves it open (says `mean`).
    """
    narrowed = {}
    for name in dict.fromkeys(each.experiment for each in selects):
        of = runs[name]
        here = [each for each in selects if each.experiment == name]
        read = _indices_read(of, here)
        channels = {channel: _narrow_channel(of, channel, read) for each in here for channel in channels_read(each)}
        axes = {axis: tuple(of.axes[axis][index] for index in indices) for axis, indices in read.items()}
        narrowed[name] = replace(of, axes={**of.axes, **axes}, channels=channels)
    return narrowed


def _narrow_channel(of: Runs, name: str, indices: Mapping[str, list[int]]) -> Channel:
    narrowed = channel_array(of, name).isel(indices, missing_dims="ignore")
    return replace(of.channels[name], values=narrowed.values)


def scalars(*places: Select) -> tuple[ScalarSelect, ...]:
    """Return Selects of the same places that ask for one number for each run."""
    return tuple(ScalarSelect(place.experiment, place.channel, place.at) for place in places)


def lists(*places: Select) -> tuple[ListSelect, ...]:
    """Return Selects of the same places that ask for a list of numbers for each run."""
    return tuple(ListSelect(place.experiment, place.channel, place.at) for place in places)


def count_runs(of: RunSchema, selects: Iterable[Select], seeds: Container[int]) -> int:
    """Return how many runs some selects look at, each counted once. seeds: those that are looked at.

    Checkpoints, and numbers of one list, belong to the same run. Channels that vary along different axes, such as the
    base runs of an experiment that has some, belong to different runs.
    """
    import numpy as np

    looked_at: dict[tuple[str, ...], np.ndarray] = {}
    for where in selects:
        for channel in channels_read(where):
            axes = tuple(sorted(axis for axis in of.channels[channel] if axis in of.axes and axis != STEP))
            runs = looked_at.setdefault(axes, np.zeros([len(of.axes[axis]) for axis in axes], dtype=bool))
            indices = (_indices(of.axes[axis], axis, where) for axis in axes)
            runs[np.ix_(*indices)] = True
    for axes, runs in looked_at.items():
        if SEED in axes:
            left_out = [index for index, seed in enumerate(of.axes[SEED]) if seed not in seeds]
            runs[(slice(None),) * axes.index(SEED) + (left_out,)] = False
    return sum(int(runs.sum()) for runs in looked_at.values())


def channels_read(where: Select) -> Iterator[str]:
    """Yield the channel of a select, and those that choose for it."""
    yield where.channel
    yield from (at.best for at in where.at.values() if isinstance(at, Best))


def _indices_read(of: Runs, selects: list[Select]) -> dict[str, list[int]]:
    """Return axis → the indices that are read, in order, for the axes of which only some are."""
    read: dict[str, set[int]] = {}
    for where in selects:
        dims = {axis for channel in channels_read(where) for axis in of.channels[channel].dims}
        for axis in (axis for axis in dims if axis in of.axes and axis != SEED):
            read.setdefault(axis, set()).update(_indices(of.axes[axis], axis, where))
    return {axis: sorted(indices) for axis, indices in read.items() if len(indices) < len(of.axes[axis])}


def _indices(coordinates: tuple[Any, ...], axis: str, where: Select) -> Sequence[int]:
    """Return the indices that a select reads on an axis: all of them where it averages, chooses or says nothing."""
    at = where.at.get(axis, "last" if axis == STEP else "mean")
    if isinstance(at, Best) or at == "mean":
        return range(len(coordinates))
    return (index_of(coordinates, at, axis),)


def _draw(of: Runs, indices: Mapping[str, "np.ndarray"]) -> Runs:
    many = indices[SEED].ndim == 2

    def draw(name: str) -> Channel:
        array = channel_array(of, name)
        for axis, each in indices.items():
            # Under a name of its own, since the drawn coordinates take the place of those that they are drawn from.
            drawn_at = NamedArray(each, (RESAMPLE, f"drawn {axis}")[-each.ndim :])
            array = array.isel({axis: drawn_at}, missing_dims="ignore")
            dims = tuple(axis if dim == f"drawn {axis}" else dim for dim in array.dims)
            array = replace(array, dims=dims)
        return replace(of.channels[name], dims=array.dims, values=array.values)

    channels = {name: draw(name) for name in of.channels}
    if not many:
        return replace(of, axes={**of.axes, SEED: tuple(of.axes[SEED][at] for at in indices[SEED])}, channels=channels)
    channels |= {f"drawn {axis}": Channel((RESAMPLE, axis), each) for axis, each in indices.items()}
    return replace(of, axes={**of.axes, RESAMPLE: tuple(range(len(indices[SEED])))}, channels=channels)


def _select(of: Runs, name: str, at: Mapping[str, Any], keep: tuple[str, ...]) -> NamedArray:
    """Return a channel with all but the kept axes settled. at: axis → where, or a NamedArray of indices."""
    array = channel_array(of, name)
    where = {axis: coordinate for axis, coordinate in at.items() if axis not in keep}
    where |= dict.fromkeys(_unsaid(array, where, keep), "last")
    for axis in array.dims:
        if axis in where and not isinstance(where[axis], Best):
            array = _settle(array, axis, where[axis])
    for best, axes in _joint_choices(where, array.dims):
        chosen = _choose(of, axes, best, where, keep)
        where.update(chosen)
        array = array.isel(chosen)
    return array


def _unsaid(array: NamedArray, where: Mapping[str, Any], keep: tuple[str, ...]) -> Iterator[str]:
    """Yield the axes of which the last coordinate is meant. Raises KeyError for others that are not settled."""
    for axis in array.dims:
        if axis in (*keep, *where, SEED, RESAMPLE) or axis.startswith("*"):
            continue
        if axis != STEP and array.sizes[axis] != 1:
            raise KeyError(f"{array.name} has an axis '{axis}' that nothing settles")
        yield axis


def _settle(array: NamedArray, axis: str, where: Any) -> NamedArray:
    if isinstance(where, NamedArray):
        return array.isel({axis: where})
    return array.mean(axis) if where == "mean" else array.sel({axis: where})


def _joint_choices(where: Mapping[str, Any], dims: tuple[str, ...]) -> list[tuple[Best, tuple[str, ...]]]:
    """Return the axes that are chosen jointly, those first for which the most runs choose together."""
    groups: dict[Best, tuple[str, ...]] = {}
    for axis in (axis for axis in dims if isinstance(where.get(axis), Best)):
        groups[where[axis]] = (*groups.get(where[axis], ()), axis)
    return sorted(groups.items(), key=lambda group: ("all", "split", "seed").index(group[0].per))


def _choose(
    of: Runs, axes: tuple[str, ...], best: Best, where: Mapping[str, Any], keep: tuple[str, ...]
) -> dict[str, NamedArray]:
    """Return for each axis the indices at which the judge is best, everything else as `where` says."""
    import numpy as np

    judge = of.channels[best.best]
    others = {name: at for name, at in where.items() if name not in axes and name in judge.dims}
    scores = _select(of, best.best, others, keep=(*keep, *axes))
    if missing := [axis for axis in axes if axis not in scores.dims]:
        raise KeyError(f"{scores.name} cannot choose on '{missing[0]}': it does not vary along it")

    higher = judge.better == "higher"
    worst = -np.inf if higher else np.inf
    scores = scores.map(lambda values: np.where(np.isfinite(values), values, worst))
    if best.per == "all" and SEED in scores.dims:
        scores = scores.mean(SEED)
    if best.per == "split" and SEED in scores.dims:
        scores = _mean_of_each_split(scores, count_repeats(of.axes[SEED])[0])

    rest = tuple(name for name in scores.dims if name not in axes)
    scores = scores.transpose(*rest, *axes)
    settings = scores.values.shape[len(rest) :]
    flat = scores.values.reshape(*scores.values.shape[: len(rest)], -1)
    found = np.unravel_index(flat.argmax(axis=-1) if higher else flat.argmin(axis=-1), settings)
    return {axis: NamedArray(np.asarray(indices), rest) for axis, indices in zip(axes, found, strict=True)}


def _mean_of_each_split(scores: NamedArray, splits: int) -> NamedArray:
    """Return the numbers with the mean of the runs that share its split in place of each run's own."""
    import numpy as np

    at = scores.axis(SEED)
    values = np.moveaxis(scores.values, at, -1)
    grouped = values.reshape(*values.shape[:-1], splits, -1)
    means = np.broadcast_to(grouped.mean(axis=-1, keepdims=True), grouped.shape).reshape(values.shape)
    return replace(scores, values=np.moveaxis(means, -1, at))
