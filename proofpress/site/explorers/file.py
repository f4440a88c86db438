"""What the files of all explorers have in common: their packing, their axes, and where an explorer starts."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from proofpress.models import Explorer, ExplorerAxis, Runs, Select
from proofpress.site.explorers.words import key, number

SHADES = 127


class Prepared(Struct, frozen=True):
    """An explorer's file, and its facts: `axes`, each with `keys` and `words`, and `said` of the start."""

    data: bytes
    facts: Mapping[str, Any]


def packed(head: Mapping[str, Any], data: bytes) -> bytes:
    """Return a line of JSON and bytes, deflated."""
    line = json.dumps(head, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    return zlib.compress(line + b"\n" + data, 9)


def ordered(explorer: Explorer, channel: str, runs: Runs, order: tuple[str, ...]) -> Any:
    """Return a channel with the axes of `order`, in that order; the others are settled."""
    from proofpress.runs.selection import along

    select = Select(explorer.experiment, channel, explorer.options["at"])
    values, dims = along({explorer.experiment: runs}, select, order)
    rest = [at for at, name in enumerate(dims) if name not in order]
    return values.transpose([*(dims.index(name) for name in order), *rest])


def axis_of(coordinates: Any) -> dict[str, list[str]]:
    """Return the coordinates of an axis, as links write them and as readers see them."""
    return {"keys": [key(value) for value in coordinates], "words": [number(value) for value in coordinates]}


def start_of(axis: ExplorerAxis, coordinates: Sequence[Any], kind: str) -> int:
    """Return the position that a range begins at: the author's, else the middle of a map of runs, else the first."""
    if axis.start is None:
        return len(coordinates) // 2 if kind in ("map", "atlas") else 0
    start = axis.start
    return min(range(len(coordinates)), key=lambda at: abs(coordinates[at] - start))


def positions(explorer: Explorer, runs: Runs) -> tuple[int, ...]:
    """Return where an explorer starts on each of its axes."""
    return tuple(start_of(axis, runs.axes[axis.name], explorer.kind) for axis in explorer.axes)


def start_cell(explorer: Explorer, runs: Runs, shape: tuple[int, ...]) -> int:
    """Return which cell an explorer starts at, the last axis fastest."""
    at = 0
    for position, size in zip(positions(explorer, runs), shape, strict=False):
        at = at * size + position
    return at
