"""Splits of the data as an outer level: an experiment with `splits: 10` is made of ten with one split each.

A kind knows nothing of it. It is asked for the pieces of each split, with the options of that split, and its arrays are
joined along a dimension `split`, outside of `seed`. All splits have programs of one shape, which are compiled once.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from proofpress.models import Channel, ExperimentKind, RunSchema
from proofpress.runs.repeats import SEED, SPLIT

if TYPE_CHECKING:
    import numpy as np

SEEDS_BETWEEN_SPLITS = 10_000_000
"""The distance between the first seeds of two splits: no two splits share a start or an order of batches."""

COUNTED = ("seeds", "runs")
"""Settings that count what one split has."""


def of_each_split(options: Any) -> tuple[Any, ...]:
    """Return the options of each split: another split of the data, other seeds. One split leaves them as they are."""
    count = getattr(options, "splits", 1)
    if count == 1:
        return (options,)
    return tuple(
        replace(
            options,
            splits=1,
            first_seed=options.first_seed + SEEDS_BETWEEN_SPLITS * number,
            data=replace(options.data, split=options.data.split + number),
        )
        for number in range(count)
    )


def over_splits(kind: ExperimentKind) -> ExperimentKind:
    """Return a kind whose record has a dimension `split` where its options ask for several."""
    return replace(kind, run_schema=partial(_run_schema, kind), assemble=partial(_assemble, kind))


def _run_schema(kind: ExperimentKind, options: Any) -> RunSchema:
    """Return what an experiment will record, its splits outside of its seeds. Raises ValueError as the kind does."""
    count = getattr(options, "splits", 1)
    if count == 1:
        return kind.run_schema(options)
    schema = kind.run_schema(replace(options, splits=1))
    if SPLIT in schema.axes:
        raise ValueError("'splits' and a sweep of 'split' both say how the data are split; leave one of them out")
    first = options.data.split
    axes: dict[str, tuple[Any, ...]] = {}
    for axis, coordinates in schema.axes.items():
        axes |= {SPLIT: tuple(range(first, first + count)), axis: coordinates} if axis == SEED else {axis: coordinates}
    settings = {name: value for name, value in schema.settings.items() if name != "data.split"}
    if "runs" in settings:
        settings["runs"] *= count
    channels = {name: _with_split(dims) for name, dims in schema.channels.items()}
    return RunSchema(axes, channels, settings | {"splits": count}, repeats=(SPLIT, SEED))


def _assemble(
    kind: ExperimentKind, options: Any, arrays: Sequence[Mapping[str, "np.ndarray"]]
) -> Mapping[str, Channel]:
    """Return the channels of an experiment from the arrays of all its pieces, in order.

    A channel without seeds is that of the first split.
    """
    splits = of_each_split(options)
    if len(splits) == 1:
        return kind.assemble(options, list(arrays))
    import numpy as np

    waiting, parts = iter(arrays), []
    for each in splits:
        parts.append(kind.assemble(each, [next(waiting) for _ in kind.pieces(each)]))
    joined = {}
    for name, channel in parts[0].items():
        if SEED in channel.dims:
            values = np.stack([part[name].values for part in parts], axis=channel.dims.index(SEED))
            channel = replace(channel, dims=_with_split(channel.dims), values=values)
        joined[name] = channel
    return joined


def _with_split(dims: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for dim in dims for each in ((SPLIT, SEED) if dim == SEED else (dim,)))
