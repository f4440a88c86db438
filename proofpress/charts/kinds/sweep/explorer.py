"""Explorers of curves over training, along one axis (`sweep`) or two (`grid`).

The file adds `unit` and `curves: {steps, middle, low, high}`, a row of each for every cell, the last axis fastest; and
`sides`, the column in whose colour each cell's curve is drawn, if the legend gives any of them to one.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any, Literal

from msgspec import field

from proofpress.charts.explorer import describe_axis, find_starts, flat_index, measured, pack, read_ordered
from proofpress.charts.reading import FAILURES, MEDIAN, Summarised
from proofpress.drawing.legend import in_words, role_of
from proofpress.formatting import given
from proofpress.language import gettext, ngettext
from proofpress.models import Explorer, ExplorerFile, ExplorerKind, Runs, Select
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import STEP, ScalarSelect


class CurvesExplorer(Summarised, frozen=True):
    """Options of `sweep` and `grid`: a channel over training, and the channel that says what became of a run.

    unit: how the number is printed. outcome: the channel that says what became of a run.
    """

    channel: str
    at: Mapping[str, float | str] = field(default_factory=dict)
    unit: Literal["percent", "plain"] = "percent"
    outcome: str | None = None


def list_selects(options: CurvesExplorer, experiment: str, at: Mapping[str, Any]) -> tuple[Select, ...]:
    """Return the channels read."""
    channels = (options.channel, *((options.outcome,) if options.outcome else ()))
    return tuple(ScalarSelect(experiment, channel, {**options.at, **at}) for channel in channels)


def prepare(explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs]) -> ExplorerFile:
    """Return the curves over training in each cell: mean or median, and range of the seeds."""
    axes_of = runs[explorer.experiment].axes
    names = [axis.name for axis in explorer.axes]
    values = read_ordered(explorer, explorer.options.channel, runs, (*names, SEED, STEP))
    shape, seeds = values.shape[: len(names)], values.shape[len(names)]
    # Steps are numbers of updates; if runs are of several lengths they are shares of a run.
    curves: dict[str, Any] = {"steps": [round(float(step), 6) for step in axes_of[STEP]]}
    curves |= {"middle": [], "low": [], "high": []}
    said = []
    outcomes = _describe_outcomes(explorer, words, runs, names)
    for cell in product(*map(range, shape)):
        sorted_seeds = values[cell].copy()
        sorted_seeds.sort(axis=0)
        low, high = sorted_seeds[0], sorted_seeds[-1]
        median = (sorted_seeds[(seeds - 1) // 2] + sorted_seeds[seeds // 2]) / 2
        middle = median if explorer.options.summary == MEDIAN else sorted_seeds.mean(axis=0)
        for part, row in (("middle", middle), ("low", low), ("high", high)):
            curves[part].append([round(float(value), 4) if value == value else None for value in row.tolist()])
        said.append(_describe_runs(middle[-1], low[-1], high[-1], seeds, explorer, words) + outcomes.get(cell, ""))
    axes = [describe_axis(axes_of[name]) for name in names]
    head: dict[str, Any] = {"axes": axes, "said": said, "unit": explorer.options.unit, "curves": curves}
    still = (*explorer.options.at.values(), explorer.options.channel, explorer.experiment)
    sides = [role_of(*cell, *still) for cell in product(*(axes_of[name] for name in names))]
    if any(sides):
        head["sides"] = sides
    start = flat_index(find_starts(explorer, runs[explorer.experiment]), shape)
    return ExplorerFile(pack(head), {"axes": axes, "said": said[start]})


def _describe_runs(
    middle: float, low: float, high: float, seeds: int, explorer: Explorer, words: Mapping[str, str]
) -> str:
    unit = explorer.options.unit
    result = f"{measured(middle, unit)} {words['measure']}"
    if seeds < 2:
        return f"{result}."
    return ngettext(
        "%(result)s (%(summary)s of %(num)s seed, %(low)s to %(high)s).",
        "%(result)s (%(summary)s of %(num)s seeds, %(low)s to %(high)s).",
        seeds,
        result=result,
        summary=gettext(explorer.options.summary),
        num=seeds,
        low=measured(low, unit),
        high=measured(high, unit),
    )


def _describe_outcomes(
    explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs], names: list[str]
) -> dict[tuple[int, ...], str]:
    """Return for each cell how many of its runs had each outcome, in words; nothing if no outcome is read."""
    channel = explorer.options.outcome
    if channel is None:
        return {}
    codes = read_ordered(explorer, channel, runs, (*names, SEED))
    labels = runs[explorer.experiment].channels[channel].labels
    # Why a run failed is the author's to say: else all that failed are one.
    named = [words.get(label, gettext("fails") if label in FAILURES else in_words(label)) for label in labels]
    sentences: dict[tuple[int, ...], str] = {}
    for cell in product(*map(range, codes.shape[:-1])):
        row = [int(code) for code in codes[cell].tolist()]
        told: dict[str, list[int]] = {}
        for code in row:
            told.setdefault(named[code], []).append(code)
        counts = sorted(((len(each), max(each), name) for name, each in told.items()), reverse=True)
        parts = [
            ngettext(
                "%(outcome)s in %(number)s of %(num)s run",
                "%(outcome)s in %(number)s of %(num)s runs",
                len(row),
                outcome=name,
                number=number,
                num=given(len(row)),
            )
            for number, _, name in counts
        ]
        sentences[cell] = gettext(" It %(outcomes)s.", outcomes="; ".join(parts))
    return sentences


SWEEP = ExplorerKind(
    "sweep", CurvesExplorer, "curves over training along one axis", ("",), prepare, "curves", "svg",
    selects=list_selects,
)  # fmt: skip
GRID = ExplorerKind(
    "grid", CurvesExplorer, "curves over training along two axes", ("", ""), prepare, "curves", "svg",
    selects=list_selects,
)  # fmt: skip
