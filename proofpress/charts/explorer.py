"""What the explorers of all chart kinds have in common: their files, their axes, their start, their numbers.

A file is deflated (RFC 1950): a line of JSON, then signed bytes. The line has `axes`, each with `keys`, as links write
its coordinates, and `words`, as readers see them, and `said`, a sentence for each cell; each kind adds its own. The
numbers of runs are arrays already: no library of arrays is imported here.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from proofpress.drawing.legend import in_words
from proofpress.formatting import MINUS, percent, short
from proofpress.language import gettext, using
from proofpress.models import Explorer, ExplorerAxis, Runs, Select
from proofpress.runs.selection import select

SHADES = 127
"""Steps from zero to the largest number that a signed byte holds."""


def pack(head: Mapping[str, Any], data: bytes = b"") -> bytes:
    """Return a line of JSON and bytes, deflated."""
    line = json.dumps(head, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    return zlib.compress(line + b"\n" + data, 9)


def read_ordered(explorer: Explorer, channel: str, runs: Mapping[str, Runs], order: tuple[str, ...]) -> Any:
    """Return a channel of the explorer's experiment with the axes of `order`, in that order, then those left open."""
    where = Select(explorer.experiment, channel, explorer.options.at)
    return select(runs, where, order).transpose(*order, ...).values


def describe_axis(coordinates: Any) -> dict[str, list[str]]:
    """Return the coordinates of an axis, numbers or words, as links write them and as readers see them."""
    return {
        "keys": [value.replace("_", "-") if isinstance(value, str) else link_number(value) for value in coordinates],
        "words": [in_words(value) if isinstance(value, str) else short(value) for value in coordinates],
    }


def find_start(axis: ExplorerAxis, coordinates: Sequence[Any], middle: bool) -> int:
    """Return the position that a range begins at: nearest to the author's start; else the middle, or the first."""
    if axis.start is None:
        return len(coordinates) // 2 if middle else 0
    start = axis.start
    return min(range(len(coordinates)), key=lambda position: abs(coordinates[position] - start))


def find_starts(explorer: Explorer, runs: Runs, middle: bool = False) -> tuple[int, ...]:
    """Return the position at which each axis of an explorer starts."""
    return tuple(find_start(axis, runs.axes[axis.name], middle) for axis in explorer.axes)


def flat_index(positions: Sequence[int], shape: Sequence[int]) -> int:
    """Return which cell some positions are, the last axis fastest."""
    cell = 0
    for position, size in zip(positions, shape, strict=True):
        cell = cell * size + position
    return cell


def link_number(value: float) -> str:
    """Return a coordinate as links write it: the number without commas.

    >>> link_number(0.000316227766), link_number(1024)
    ('0.000316', '1024')
    """
    with using():
        return short(value).replace(",", "").replace(MINUS, "-")


def measured(value: float, unit: str) -> str:
    """Return a measured number in its unit, `percent` or `plain`; `not a number` for NaN."""
    if value != value:
        return gettext("not a number")
    return percent(value) if unit == "percent" else short(value)
