"""`race`: the best found so far, trial by trial, of several ways of searching: medians with bands over repetitions.

chart: {kind: race, experiment: search, channel: best_so_far}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from proofpress.graphics.charts.chart import Chart
from proofpress.graphics.charts.lines import Line, along_words, draw_lines, lines_table
from proofpress.graphics.charts.reading import axis, coordinate, settled, summary
from proofpress.graphics.words import name
from proofpress.values import Best, DataTable, Options, Runs, Select


@dataclass(frozen=True)
class Race(Options):
    """Options of `race`.

    x: the axis of trials. by: the axis of methods, a line for each; words: method → its name.
    from_trial: the first one drawn, since the first few are luck.
    band: the whole `range` of the repetitions or their `quartiles`.
    quantity: how the channel is named.
    """

    experiment: str
    channel: str = "best_so_far"
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    x: str = "trial"
    by: str = "method"
    words: Mapping[str, str] = field(default_factory=dict)
    from_trial: int = 1
    quantity: str = "test_accuracy"
    band: Literal["range", "quartiles"] = "quartiles"
    role: Literal["first", "second"] = "first"


def selects(options: Race) -> tuple[Select, ...]:
    """Return the channel read; both axes are named."""
    return (Select(options.experiment, options.channel, settled(options.at, options.x, options.by)),)


def lines_of(options: Race, runs: Mapping[str, Runs]) -> tuple[list[Line], int]:
    """Return a line for each method, and the number of repetitions. Trials before the first drawn are NaN."""
    of = runs[options.experiment]
    early = [index + 1 < options.from_trial for index in range(len(of.axes[options.x]))]
    found, seeds = [], 0
    for method in of.axes[options.by]:
        select = Select(options.experiment, options.channel, {**options.at, options.by: method})
        told = summary(runs, select, (options.x,), options.band)
        median, low, high = (
            [float("nan") if skip else value for skip, value in zip(early, part.tolist(), strict=True)]
            for part in (told.median, told.low, told.high)
        )
        found.append(Line(options.words.get(str(method), coordinate(method)), median, low, high))
        seeds = told.seeds
    return found, seeds


def table(options: Race, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each method and trial."""
    lines, seeds = lines_of(options, runs)
    return lines_table(axis(runs[options.experiment], options.x), lines, seeds, name(options.quantity))


def draw(options: Race, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the lines with their bands, each named at its end."""
    lines, seeds = lines_of(options, runs)
    along = axis(runs[options.experiment], options.x)
    words = along_words("trials", seeds, options.band).replace("seeds", "searches")
    draw_lines(
        frame,
        along,
        lines,
        options.quantity,
        role=options.role,
        x_words=words,
        y_words=f"best {name(options.quantity)}",
    )


CHART = Chart("race", Race, "the best found so far, trial by trial", selects, table, draw)
