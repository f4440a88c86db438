"""How runs are repeated: with several seeds, and where the data are split anew with several seeds of each split.

Statistics, charts and explorers reduce over all runs of a setting. They read pooled runs, whose dimension `seed` holds
the seeds of all splits, split by split, with a pair (split, seed) as each one's coordinate; what must know which runs
share a split, as resampling does, reads it there.
"""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from proofpress.models import Channel, Runs, RunSchema

SPLIT, SEED = "split", "seed"
BOTH = (SPLIT, SEED)


def pooled(of: Runs) -> Runs:
    """Return runs whose dimension `seed` holds the seeds of all splits; those of one split stay as they are."""
    if of.repeats != BOTH:
        return of
    channels = {name: _pooled_channel(channel) for name, channel in of.channels.items()}
    return replace(of, axes=_pooled_axes(of.axes), channels=channels, repeats=(SEED,))


def pooled_schema(of: RunSchema) -> RunSchema:
    """Return the run schema of pooled runs."""
    if of.repeats != BOTH:
        return of
    channels = {name: tuple(dim for dim in dims if dim != SPLIT) for name, dims in of.channels.items()}
    return replace(of, axes=_pooled_axes(of.axes), channels=channels, repeats=(SEED,))


def count_repeats(seeds: Sequence[Any]) -> tuple[int, int]:
    """Return how many splits there are, and how many seeds of each, from the coordinates of pooled runs.

    >>> count_repeats((0, 1, 2)), count_repeats(((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)))
    ((1, 3), (3, 2))
    """
    splits = len({seed[0] for seed in seeds if isinstance(seed, tuple)}) or 1
    return splits, len(seeds) // splits


def describe_repeat(seed: Any) -> str:
    """Return the coordinate of a pooled run in words.

    >>> describe_repeat((3, 1)), describe_repeat(7)
    ('3, 1', '7')
    """
    return ", ".join(map(str, seed)) if isinstance(seed, tuple) else str(seed)


def _pooled_axes(axes: Any) -> dict[str, tuple[Any, ...]]:
    pairs = tuple((split, seed) for split in axes[SPLIT] for seed in axes[SEED])
    return {axis: pairs if axis == SEED else coordinates for axis, coordinates in axes.items() if axis != SPLIT}


def _pooled_channel(channel: Channel) -> Channel:
    if SPLIT not in channel.dims:
        return channel
    at = channel.dims.index(SPLIT)
    shape = channel.values.shape
    values = channel.values.reshape(*shape[:at], shape[at] * shape[at + 1], *shape[at + 2 :])
    return replace(channel, dims=tuple(dim for dim in channel.dims if dim != SPLIT), values=values)
