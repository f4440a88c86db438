"""The explorer `parameter_map`: the run behind each pixel, and all weights of the unit that the chart is about.

The file adds `picture, framed`, and after the line int8 `(rows, columns)`, the first row at the bottom, and int8
`(rows, columns, weights of the unit)`.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any, Literal

from msgspec import field

from proofpress.charts.explorer import (
    SHADES,
    describe_axis,
    find_starts,
    flat_index,
    measured,
    pack,
    read_ordered,
)
from proofpress.charts.kinds.parameter_map.chart import ParameterMap
from proofpress.charts.reading import FAILURES
from proofpress.formatting import short
from proofpress.language import gettext
from proofpress.models import Explorer, ExplorerFile, ExplorerKind, Options, Runs, Select
from proofpress.runs.parameters import incoming, index_of
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import ScalarSelect

FAILED = -128
"""The byte of a run that died or diverged."""
COARSE = 4
"""Pictures have shades this many steps apart: coarse ones pack into a third of the bytes."""


class ParameterMapExplorer(Options, frozen=True):
    """Options of `parameter_map`, which reads what the chart above it draws. also: further channels that are told.

    outcome: the channel that says what became of a run.
    unit: how the number is printed.
    """

    channel: str
    outcome: str
    also: tuple[str, ...] = ()
    at: Mapping[str, float | str] = field(default_factory=dict)
    unit: Literal["percent", "plain"] = "percent"


def list_selects(options: ParameterMapExplorer, experiment: str, at: Mapping[str, Any]) -> tuple[Select, ...]:
    """Return the channels read beside the chart's."""
    channels = (options.channel, options.outcome, *options.also)
    return tuple(ScalarSelect(experiment, channel, {**options.at, **at}) for channel in channels)


def name_drawn(chart: ParameterMap) -> tuple[str, tuple[str, str]]:
    """Return the experiment and the axes that an explorer of the chart has."""
    return chart.experiment, (chart.x, chart.y)


def prepare(explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs]) -> ExplorerFile:
    """Return for each run its sentence, its number, and the weights of the unit that the number leads into.

    words: `value`, what the number is called; what the channels of `also` and the outcomes are called.
    """
    chart, of = explorer.chart, runs[explorer.experiment]
    across, up = (axis.name for axis in explorer.axes)
    order = (SEED, up, across)
    numbers = read_ordered(explorer, chart.channel, runs, order)[chart.seed].astype(float)
    failed = _find_failed(explorer, runs, order)[chart.seed]
    own = index_of(chart.parameter, chart.sizes)
    picture = incoming(chart.parameter, chart.sizes)
    sizes = abs(numbers[~failed][:, [own, *picture]])
    sizes.sort(axis=0)
    full, most = (float(size) or 1.0 for size in (sizes[int(0.98 * (len(sizes) - 1)), 0], sizes[:, 1:].max()))
    values = _shade(numbers[..., own], full)
    values[failed] = FAILED
    pictures = _shade(numbers[..., picture], most)
    pictures[failed] = 0
    coarse = ((pictures / COARSE).round() * COARSE).clip(-SHADES, SHADES).astype("i1")
    axes = [describe_axis(of.axes[name]) for name in (across, up)]
    said = _describe_runs(explorer, words, runs, order, numbers[..., own])
    head = {"axes": axes, "said": said, "picture": list(chart.picture or ()), "framed": picture.index(own)}
    column, row = find_starts(explorer, of, middle=True)
    start = flat_index((row, column), values.shape)
    return ExplorerFile(pack(head, values.tobytes() + coarse.tobytes()), {"axes": axes, "said": said[start]})


def _describe_runs(
    explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs], order: tuple[str, ...], own: Any
) -> list[str]:
    """Return a sentence for each run, row by row from the bottom."""
    options, seed = explorer.options, explorer.chart.seed
    results = read_ordered(explorer, options.channel, runs, order)[seed]
    also = {name: read_ordered(explorer, name, runs, order)[seed] for name in options.also}
    outcomes = read_ordered(explorer, options.outcome, runs, order)[seed]
    labels = runs[explorer.experiment].channels[options.outcome].labels
    sentences = []
    for run in product(*map(range, own.shape)):
        label = labels[int(outcomes[run])]
        parts = (
            [words.get(label, gettext("fails"))]
            if label in FAILURES
            else [f"{words['value']} {_number(float(own[run]))}"]
        )
        parts.append(f"{measured(float(results[run]), options.unit)} {words['measure']}")
        parts += [f"{words.get(name, name)} {_number(float(values[run]))}" for name, values in also.items()]
        sentences.append("; ".join(parts) + ".")
    return sentences


def _number(value: float) -> str:
    return short(value) if abs(value) < float("inf") else gettext("not a number")


def _find_failed(explorer: Explorer, runs: Mapping[str, Runs], order: tuple[str, ...]) -> Any:
    """Return which runs died or diverged, with the axes of `order`."""
    outcomes = read_ordered(explorer, explorer.options.outcome, runs, order)
    labels = runs[explorer.experiment].channels[explorer.options.outcome].labels
    failed = outcomes != outcomes
    for code, label in enumerate(labels):
        if label in FAILURES:
            failed = failed | (outcomes == code)
    return failed


def _shade(numbers: Any, full: float) -> Any:
    """Return numbers as signed bytes; what is not finite is zero."""
    shares = (numbers / full).clip(-1, 1)
    shares[shares != shares] = 0
    return (shares * SHADES).round().astype("i1")


EXPLORER = ExplorerKind(
    "parameter_map", ParameterMapExplorer, "the run behind each pixel of a parameter map", ("", ""), prepare,
    "parameter_map", words=("value", "picture"), selects=list_selects, drawn=name_drawn, middle=True,
    beside="picture", aliases=("atlas",),
)  # fmt: skip
