"""`steps`: a setting through successive runs: flat inside each run, another value for the next, with the result.

    chart: {kind: steps, experiment: five-runs, channel: learning_rate, result: test_accuracy}

Reads runs of the experiment kind `phases`: an axis of runs, and on it the setting and the result.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import field

from proofpress.charts.axes import run_labels
from proofpress.charts.reading import cell, failed_share, numbers, over_seeds, settled, summary
from proofpress.drawing.geometry import ASCENT
from proofpress.drawing.legend import name, role_of_chart
from proofpress.drawing.scales import Scale, fitting
from proofpress.formatting import number, quantity
from proofpress.models import Best, ChartKind, DataTable, Options, Role, Runs, Select
from proofpress.runs.selection import ScalarSelect


class Steps(Options, frozen=True):
    """Options of `steps`.

    channel: the setting, a number for each run. result: a channel written on each bar, its median over seeds.
    runs: the axis of successive runs.
    """

    experiment: str
    channel: str
    result: str = ""
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    runs: str = "phase"
    role: Role | None = None


def selects(options: Steps) -> tuple[Select, ...]:
    """Return the channels read; the axis of runs is named."""
    read = (options.channel, *((options.result,) if options.result else ()))
    return tuple(ScalarSelect(options.experiment, channel, settled(options.at, options.runs)) for channel in read)


def values_of(options: Steps, runs: Mapping[str, Runs]) -> tuple[list[float], list[float]]:
    """Return the setting and the result of each run; no results where none is asked for."""
    settings = over_seeds(runs, Select(options.experiment, options.channel, options.at), (options.runs,))[..., 0]
    if not options.result:
        return settings.tolist(), []
    return settings.tolist(), summary(
        runs, Select(options.experiment, options.result, options.at), (options.runs,)
    ).median.tolist()


def table(options: Steps, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each run: the setting, and the result."""
    settings, results = values_of(options, runs)
    labels = runs[options.experiment].axes[options.runs]
    heads = ("run", name(options.channel), *((f"{name(options.result)}, median",) if results else ()))
    rows = tuple(
        (cell(label), cell(setting), *((cell(results[index]),) if results else ()))
        for index, (label, setting) in enumerate(zip(labels, settings, strict=True))
    )
    return DataTable(heads, rows)


def draw(options: Steps, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw a flat bar for each run with its result on it, rules between the runs, and failed runs hatched."""
    settings, results = values_of(options, runs)
    unit, theme, count = frame.unit, frame.theme, len(settings)
    scale = fitting(numbers(settings))
    small = frame.box.height < 300 * unit
    y = (scale if scale.log else Scale(min(0.0, scale.low), scale.high)).padded(0.26 if small else 0.16)
    words = name(options.channel)
    y_ticks = [(value, number(value)) for value in scale.ticks(3 if small else 5)]
    labels = run_labels(frame, count)
    under = "" if labels[0].startswith("run") else "run"
    if results:
        under = f"{under}; " if under else ""
        under += f"on the bars: {name(options.result)}"
    ticks = [(index + 0.5, label) for index, label in enumerate(labels)]
    plot = frame.plot(Scale(0, count), y, x_ticks=ticks, y_ticks=y_ticks, x_words=under, y_words=words)
    for index in range(1, count):
        x = plot.x_at(index)
        frame.canvas.line([(x, plot.box.top), (x, plot.box.bottom)], theme.context, 1.4 * unit, layer=2)
    failed = failed_share(runs, Select(options.experiment, options.channel, options.at), (options.runs,))
    for index, setting in enumerate(settings):
        if failed[index] > 0.5:
            frame.failed(plot.rectangle(index, index + 1))
        level = plot.y_at(setting)
        frame.canvas.line(
            [(plot.x_at(index), level), (plot.x_at(index + 1), level)],
            theme.role(role_of_chart(options, "first")),
            7 * unit,
        )
        if results:
            middle = plot.x_at(index + 0.5)
            value = quantity(results[index], options.result)
            above = level - 12 * unit
            fits = above - ASCENT * frame.type.label >= plot.box.top
            under = level + 12 * unit + ASCENT * frame.type.label
            frame.text(value, middle, above if fits else under, "label", anchor="center")


KIND = ChartKind("steps", Steps, "a setting through successive runs, with the results", selects, table, draw)
