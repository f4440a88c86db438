"""What an explorer loads: recorded runs as one small file, and the words for where it starts.

A file is deflated (RFC 1950): a line of JSON, then bytes.

    sweep, grid   {axes, said, unit, curves: {steps, middle, low, high}}, a row for each cell, the last axis fastest
    scrub         {axes, said, sizes}, then int8 (checkpoints, numbers): cells, all on one scale
    map           {axes, low, high, below, above, measure, capped}, then int8 (rows, columns), first row at the bottom
    habitat       {axes, said, maps: [{says, verdicts}]}, a sentence and, for each map, a verdict for each cell
    atlas         {axes, said, picture, framed}, then int8 (rows, columns) and (rows, columns, numbers of the picture)

A byte of a map is below nought on the one side and above it on the other; its size is the place of the number between
`low` and `high` on a logarithmic scale. capped: several share the largest size, as numbers that were cut off do. The
numbers of runs are arrays already: no library of arrays is imported here.
"""

import math
from collections.abc import Mapping
from itertools import pairwise, product
from typing import Any

from proofpress.cache import keys
from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.models import Explorer, Record, Runs
from proofpress.site.explorers.atlas import atlas
from proofpress.site.explorers.file import SHADES, Prepared, axis_of, ordered, packed, positions, start_cell
from proofpress.site.explorers.habitat import habitat
from proofpress.site.explorers.words import measured

ENTRY = "explorer"
STEP, SEED = "step", "seed"


def prepared(
    explorer: Explorer, words: Mapping[str, str], records: Mapping[str, Record], store: Store | None
) -> Prepared:
    """Return what an explorer loads; from the store, where it has been made before.

    words: `measure`, and what is in `shown`, filled in. Raises Problems for runs that do not fit what was declared.
    """
    reads = {name: records[name] for name in reads_of(explorer)}
    keyed = {name: record.key for name, record in reads.items()}
    name = keys.digest(ENTRY, keyed, keys.code_digest(__name__), explorer, words)
    entry = store.get(name, ENTRY) if store else None
    if entry is not None:
        return Prepared(entry.data, entry.meta)
    runs = {name: record.load() for name, record in reads.items()}
    of = runs[explorer.experiment]
    made = habitat(explorer, words, runs) if explorer.kind == "habitat" else MAKERS[explorer.kind](explorer, words, of)
    if store:
        store.put(name, ENTRY, made.data, made.facts)
    return made


def reads_of(explorer: Explorer) -> tuple[str, ...]:
    """Return the experiments that an explorer reads: its own, and those of the maps above it."""
    maps = explorer.options["chart"].maps if explorer.kind == "habitat" else ()
    others = [parts for each in maps for parts in (each.experiment, each.second.experiment)]
    return tuple(dict.fromkeys((explorer.experiment, *others)))


def lines(explorer: Explorer, words: Mapping[str, str], runs: Runs) -> Prepared:
    """Return the curves over training at each cell of one axis or two: median and range of the seeds."""
    names = [axis.name for axis in explorer.axes]
    values = ordered(explorer, explorer.options["channel"], runs, (*names, SEED, STEP))
    seeds = values.shape[len(names)]
    # Steps are numbers of updates; where runs are of several lengths they are shares of a run.
    curves: dict[str, Any] = {"steps": [round(float(step), 6) for step in runs.axes[STEP]]}
    curves |= {"middle": [], "low": [], "high": []}
    cells = list(product(*(range(size) for size in values.shape[: len(names)])))
    said = []
    outcomes = _outcomes(explorer, words, runs, names)
    for cell in cells:
        of = values[cell].copy()
        of.sort(axis=0)
        middle = (of[(seeds - 1) // 2] + of[seeds // 2]) / 2
        for part, row in (("middle", middle), ("low", of[0]), ("high", of[-1])):
            curves[part].append([round(float(value), 4) if value == value else None for value in row.tolist()])
        said.append(_of_runs(middle[-1], of[0][-1], of[-1][-1], seeds, explorer, words) + outcomes[cell])
    axes = [axis_of(runs.axes[name]) for name in names]
    head = {"axes": axes, "said": said, "unit": explorer.options["unit"], "curves": curves}
    return Prepared(packed(head, b""), {"axes": axes, "said": said[start_cell(explorer, runs, values.shape)]})


def scrub(explorer: Explorer, words: Mapping[str, str], runs: Runs) -> Prepared:
    """Return all numbers of the first run at each checkpoint, as bytes of one scale."""
    cells = ordered(explorer, explorer.options["cells"], runs, (SEED, STEP))[0]
    reads = ordered(explorer, explorer.options["channel"], runs, (SEED, STEP))[0].tolist()
    sizes = list(explorer.options["sizes"])
    count = sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))
    if count != cells.shape[1]:
        message = f"layers of {', '.join(map(str, sizes))} hold {count:,} numbers, the runs hold {cells.shape[1]:,}"
        raise BuildError(
            [Diagnostic(explorer.location, "wrong-count", message, "write the sizes of the trained layers")]
        )
    largest = float(abs(cells).max()) or 1.0
    shades = (cells / largest * SHADES).round().astype("i1")
    said = []
    for at, value in enumerate(reads):
        moved = int((cells[at] != cells[0]).sum())
        read = f"{measured(value, explorer.options['unit'])} {words['measure']}"
        said.append(f"{read}; {moved:,} of {count:,} {words['moved']}.")
    axes = [axis_of(runs.axes[STEP])]
    head = {"axes": axes, "said": said, "sizes": sizes}
    start = positions(explorer, runs)[0]
    return Prepared(packed(head, shades.tobytes()), {"axes": axes, "said": said[start], "count": count})


def chart(explorer: Explorer, words: Mapping[str, str], runs: Runs) -> Prepared:
    """Return a map of the first seed: on which side of nought each run is, and how far, in one byte."""
    across, up = (axis.name for axis in explorer.axes)
    values = ordered(explorer, explorer.options["channel"], runs, (SEED, up, across))[0]
    flat = values.astype(float).ravel().tolist()
    sizes = [abs(value) for value in flat if value and math.isfinite(value)]
    low, high = (math.log10(edge) for edge in (min(sizes), max(sizes)))
    codes = bytes(_code(value, low, high) & 0xFF for value in flat)
    axes = [axis_of(coordinates) for coordinates in _edges(explorer, runs, across, up)]
    for axis in axes:
        axis["keys"] = [str(at) for at in range(len(axis["words"]))]
    head = {"axes": axes, "low": low, "high": high, "below": words["below"], "above": words["above"],
            "measure": words["measure"], "capped": sizes.count(max(sizes)) > 1}  # fmt: skip
    return Prepared(packed(head, codes), {"axes": axes, "said": ""})


MAKERS = {"sweep": lines, "grid": lines, "scrub": scrub, "map": chart, "atlas": atlas}


def _of_runs(middle: float, low: float, high: float, seeds: int, explorer: Explorer, words: Mapping[str, str]) -> str:
    unit = explorer.options["unit"]
    many = f" (median of {seeds} seeds, {measured(low, unit)} to {measured(high, unit)})" if seeds > 1 else ""
    return f"{measured(middle, unit)} {words['measure']}{many}."


def _outcomes(explorer: Explorer, words: Mapping[str, str], runs: Runs, names: list[str]) -> Any:
    """Return for each cell how many of its runs had each outcome, in words; nothing where no outcome is read."""
    channel = explorer.options["outcome"]
    if channel is None:
        return _Nothing()
    codes = ordered(explorer, channel, runs, (*names, SEED))
    labels = runs.channels[channel].labels
    found: dict[tuple[int, ...], str] = {}
    for cell in product(*(range(size) for size in codes.shape[:-1])):
        row = [int(code) for code in codes[cell].tolist()]
        counts = sorted(((row.count(code), code) for code in set(row)), reverse=True)
        parts = [f"{words.get(labels[code], labels[code])} in {count} of {len(row)} runs" for count, code in counts]
        found[cell] = f" It {'; '.join(parts)}."
    return found


class _Nothing(dict[tuple[int, ...], str]):
    """Says nothing of any cell."""

    def __missing__(self, cell: tuple[int, ...]) -> str:
        return ""


def _edges(explorer: Explorer, runs: Runs, across: str, up: str) -> list[list[float]]:
    """Return the coordinates of a map's columns and rows: those of its window, where it has one."""
    channel = explorer.options["window"]
    if channel is None:
        return [list(runs.axes[across]), list(runs.axes[up])]
    left, right, bottom, top = ordered(explorer, channel, runs, (SEED,))[0].tolist()
    sizes = [len(runs.axes[name]) for name in (across, up)]
    ends = ((left, right), (bottom, top))
    return [
        [10 ** (low + (high - low) * at / (size - 1)) for at in range(size)]
        for (low, high), size in zip(ends, sizes, strict=True)
    ]


def _code(value: float, low: float, high: float) -> int:
    """Return a number as a byte with its sign; nought and what is not finite lie at the far end above."""
    if not value or not math.isfinite(value):
        return SHADES
    share = (math.log10(abs(value)) - low) / ((high - low) or 1)
    return int(math.copysign(1 + round(share * (SHADES - 1)), value))
