"""The explorer `map`: the run behind each pixel of a map: on which side of zero its number is, and how far.

The file adds `low, high, below, above, measure, capped`, and after the line int8 `(rows, columns)`, the first row at
the bottom. A byte is below zero on the one side and above it on the other; its size is the place of the number between
`low` and `high` on a logarithmic scale. capped: several share the largest size, as numbers that were cut off do.
"""

import math
from collections.abc import Mapping

from msgspec import field

from proofpress.charts.explorer import SHADES, describe_axis, pack, read_ordered
from proofpress.models import Explorer, ExplorerFile, ExplorerKind, Options, Runs, Select
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import ListSelect, ScalarSelect


class MapExplorer(Options, frozen=True):
    """Options of `map`. window: the channel with the decimal logarithms of the edges: left, right, bottom, top."""

    channel: str
    at: Mapping[str, float | str] = field(default_factory=dict)
    window: str | None = None


def list_selects(options: MapExplorer, experiment: str, at: Mapping[str, float | str]) -> tuple[Select, ...]:
    """Return the channels read."""
    numbers = ScalarSelect(experiment, options.channel, {**options.at, **at})
    return (numbers, *((ListSelect(experiment, options.window, options.at),) if options.window else ()))


def prepare(explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs]) -> ExplorerFile:
    """Return a map of the first seed, a byte for each run."""
    across, up = (axis.name for axis in explorer.axes)
    values = read_ordered(explorer, explorer.options.channel, runs, (SEED, up, across))[0]
    flat = values.astype(float).ravel().tolist()
    sizes = [abs(value) for value in flat if value and math.isfinite(value)]
    low, high = (math.log10(edge) for edge in (min(sizes), max(sizes)))
    codes = bytes(_encode(value, low, high) & 0xFF for value in flat)
    axes = [describe_axis(coordinates) for coordinates in _list_coordinates(explorer, runs, across, up)]
    for axis in axes:
        axis["keys"] = [str(position) for position in range(len(axis["words"]))]
    head = {"axes": axes, "low": low, "high": high, "below": words["below"], "above": words["above"],
            "measure": words["measure"], "capped": sizes.count(max(sizes)) > 1}  # fmt: skip
    return ExplorerFile(pack(head, codes), {"axes": axes, "said": ""})


def _list_coordinates(explorer: Explorer, runs: Mapping[str, Runs], across: str, up: str) -> list[list[float]]:
    """Return the coordinates of a map's columns and rows: those of its window, if it has one."""
    axes, channel = runs[explorer.experiment].axes, explorer.options.window
    if channel is None:
        return [list(axes[across]), list(axes[up])]
    left, right, bottom, top = read_ordered(explorer, channel, runs, (SEED,))[0].tolist()
    ends, sizes = ((left, right), (bottom, top)), [len(axes[name]) for name in (across, up)]
    return [
        [10 ** (low + (high - low) * position / (size - 1)) for position in range(size)]
        for (low, high), size in zip(ends, sizes, strict=True)
    ]


def _encode(value: float, low: float, high: float) -> int:
    """Return a number as a byte with its sign; zero and what is not finite lie at the far end above."""
    if not value or not math.isfinite(value):
        return SHADES
    share = (math.log10(abs(value)) - low) / ((high - low) or 1)
    return int(math.copysign(1 + round(share * (SHADES - 1)), value))


MAP = ExplorerKind(
    "map", MapExplorer, "the run behind each pixel of a map", ("", ""), prepare, "map",
    words=("below", "above"), selects=list_selects, middle=True,
)  # fmt: skip
