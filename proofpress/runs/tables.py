"""The record of an experiment as tables: a row for each combination of coordinates, a column for each axis and channel.

numpy is imported where a table is made.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.models import Channel, Runs

if TYPE_CHECKING:
    import numpy as np

BETWEEN = "--"
"""Stands in a table's name between the experiment, which has no two hyphens in a row, and further axes."""


class RunTable(Struct, frozen=True, eq=False):
    """Channels that have the same axes.

    name: of a file. dims: the axes whose combinations are its rows, the last one fastest. columns: axes, then
    channels: an array of shape `(rows,)` each; codes are written as their labels.
    """

    name: str
    dims: tuple[str, ...]
    columns: Mapping[str, "np.ndarray"]


def list_tables(runs: Runs) -> list[RunTable]:
    """Return the tables of an experiment: one, or several if some channels have axes that others lack.

    A channel with fewer axes than a table is repeated in it. Channels that hold a list for each run, such as its
    weights, are left out.
    """
    scalar = {name: channel for name, channel in runs.channels.items() if set(channel.dims) <= set(runs.axes)}
    shapes = {frozenset(channel.dims) for channel in scalar.values()}
    widest = [shape for shape in shapes if not any(shape < other for other in shapes)]
    widest.sort(key=lambda shape: (-sum(shape >= set(channel.dims) for channel in scalar.values()), sorted(shape)))
    # A channel that fits into several tables stands in the smallest.
    home = {
        name: min(
            (shape for shape in widest if shape >= set(channel.dims)),
            key=lambda shape: (_rows(runs, shape), sorted(shape)),
        )
        for name, channel in scalar.items()
    }
    tables: list[RunTable] = []
    for shape in widest:
        channels = {name: channel for name, channel in scalar.items() if home[name] == shape}
        dims = tuple(axis for axis in runs.axes if axis in shape)
        further = [dim for dim in dims if dim not in tables[0].dims] if tables else []
        name = _name(runs.experiment, further)
        if any(table.name == name for table in tables):
            name = _name(runs.experiment, dims)
        tables.append(RunTable(name, dims, _columns(runs, dims, channels)))
    return tables


def _name(experiment: str, axes: Sequence[str]) -> str:
    return BETWEEN.join([experiment, *(["-".join(axes).replace("_", "-")] if axes else [])])


def list_left_out(runs: Runs) -> tuple[str, ...]:
    """Return the channels that are in no table: those that hold a list for each run."""
    return tuple(name for name, channel in runs.channels.items() if not set(channel.dims) <= set(runs.axes))


def _rows(runs: Runs, shape: frozenset[str]) -> int:
    return math.prod(len(runs.axes[axis]) for axis in shape)


def _columns(runs: Runs, dims: tuple[str, ...], channels: Mapping[str, Channel]) -> dict[str, "np.ndarray"]:
    import numpy as np

    shape = tuple(len(runs.axes[dim]) for dim in dims)
    columns: dict[str, Any] = {}
    for at, dim in enumerate(dims):
        along = _as_array(runs.axes[dim]).reshape([-1 if at == other else 1 for other in range(len(dims))])
        columns[dim] = np.broadcast_to(along, shape).reshape(-1)
    for name, channel in channels.items():
        values = np.asarray(channel.labels)[channel.values] if channel.labels else channel.values
        order = [channel.dims.index(dim) for dim in dims if dim in channel.dims]
        there = values.transpose(order).reshape(
            [size if dim in channel.dims else 1 for dim, size in zip(dims, shape, strict=True)]
        )
        columns[f"{name}_value" if name in dims else name] = np.broadcast_to(there, shape).reshape(-1)
    return columns


def _as_array(coordinates: tuple[Any, ...]) -> "np.ndarray":
    import numpy as np

    kinds = {type(at) for at in coordinates}
    plain = kinds <= {int, float} or kinds == {bool}
    return np.asarray(coordinates if plain else list(map(str, coordinates)))
