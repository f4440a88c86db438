"""The explorer `scrub`: all learned numbers of one run at the checkpoint that the reader moves to.

The file adds `sizes`, and after the line int8 `(checkpoints, numbers)`: all numbers on one scale, that of the figure at
the last checkpoint; what is beyond it has its end.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from proofpress.charts.explorer import SHADES, describe_axis, find_starts, measured, pack, read_ordered
from proofpress.charts.model import limit
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.formatting import given
from proofpress.language import gettext
from proofpress.models import Explorer, ExplorerFile, ExplorerKind, Options, Runs, Select
from proofpress.runs.parameters import parameter_count
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import STEP, ListSelect, ScalarSelect


class ScrubExplorer(Options, frozen=True):
    """Options of `scrub`. cells: the channel whose numbers are shown; sizes: the layers that they belong to.

    unit: how the number is printed.
    """

    channel: str
    cells: str
    sizes: Annotated[tuple[Annotated[int, Meta(gt=0)], ...], Meta(min_length=1)]
    at: Mapping[str, float | str] = field(default_factory=dict)
    unit: Literal["percent", "plain"] = "percent"


def list_selects(options: ScrubExplorer, experiment: str, at: Mapping[str, Any]) -> tuple[Select, ...]:
    """Return the channels read."""
    where = {**options.at, **at}
    return ScalarSelect(experiment, options.channel, where), ListSelect(experiment, options.cells, where)


def prepare(explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs]) -> ExplorerFile:
    """Return all numbers of the first run at each checkpoint. Raises BuildError if `sizes` hold another number."""
    options = explorer.options
    cells = read_ordered(explorer, options.cells, runs, (SEED, STEP))[0]
    results = read_ordered(explorer, options.channel, runs, (SEED, STEP))[0].tolist()
    sizes = list(options.sizes)
    count = parameter_count(sizes)
    if count != cells.shape[1]:
        message = f"layers of {', '.join(map(str, sizes))} hold {count:,} numbers, the runs hold {cells.shape[1]:,}"
        hint = "write the sizes of the trained layers"
        raise BuildError([Diagnostic(explorer.location, "wrong-count", message, hint)])
    shades = (cells / limit(cells[-1]) * SHADES).round().clip(-SHADES, SHADES).astype("i1")
    said = []
    for checkpoint, value in enumerate(results):
        moved = int((cells[checkpoint] != cells[0]).sum())
        result = f"{measured(value, options.unit)} {words['measure']}"
        said.append(
            gettext(
                "%(result)s; %(number)s of %(all)s %(what)s.",
                result=result,
                number=given(moved),
                all=given(count),
                what=words["moved"],
            )
        )
    axes = [describe_axis(runs[explorer.experiment].axes[STEP])]
    head = {"axes": axes, "said": said, "sizes": sizes}
    start = find_starts(explorer, runs[explorer.experiment])[0]
    return ExplorerFile(pack(head, shades.tobytes()), {"axes": axes, "said": said[start], "count": count})


SCRUB = ExplorerKind(
    "scrub", ScrubExplorer, "all learned numbers of one run along its checkpoints", (STEP,), prepare, "cells",
    words=("moved",), selects=list_selects, settings=True,
)  # fmt: skip
