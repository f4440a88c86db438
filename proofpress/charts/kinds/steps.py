"""`steps`: a setting through successive runs: flat inside each run, another value for the next, with the results.

    chart: {kind: steps, experiment: five-runs, channel: learning_rate, result: test_accuracy}

Reads runs of the experiment kind `phases`: an axis of runs, and on it the setting and the result.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import field

from proofpress.charts.axes import run_labels
from proofpress.charts.reading import Summarised, cell, failed_share, numbers, over_seeds, settled, summary
from proofpress.drawing.geometry import Box
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.drawing.scales import Scale, fitting
from proofpress.formatting import number, quantity
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Role, Runs, Select
from proofpress.runs.selection import ScalarSelect

BESIDE = 0.24
"""The share of a frame's width that names at the left of its rows may take."""


class Steps(Summarised, frozen=True):
    """Options of `steps`.

    channel: the setting, a number for each run. result: a channel written under the runs, its mean over seeds.
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
    result = Select(options.experiment, options.result, options.at)
    return settings.tolist(), summary(runs, result, (options.runs,), by=options.summary).middle.tolist()


def table(options: Steps, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each run: the setting, and the result."""
    settings, results = values_of(options, runs)
    labels = runs[options.experiment].axes[options.runs]
    summarised = gettext(
        "%(quantity)s, %(summary)s", quantity=in_words(options.result), summary=gettext(options.summary)
    )
    heads = (gettext("run"), in_words(options.channel), *((summarised,) if results else ()))
    rows = tuple(
        (cell(label), cell(setting), *((cell(results[index]),) if results else ()))
        for index, (label, setting) in enumerate(zip(labels, settings, strict=True))
    )
    return DataTable(heads, rows)


def draw(options: Steps, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw a flat bar for each run with its setting on it, and under the runs their results; failed runs hatched."""
    settings, results = values_of(options, runs)
    unit, theme, count = frame.unit, frame.theme, len(settings)
    row = frame.leading("label") if results else 0.0
    heads = [in_words(options.channel), in_words(options.result)] if frame.words else ["", ""]
    # In a broad frame names stand at the left of their rows, else over the bars and under the results.
    beside = max(map(frame.measure, heads)) + 24 * unit
    broad = any(heads) and beside < frame.box.width * BESIDE
    lines = 0.0 if broad or not heads[1] else frame.leading()
    scale = fitting(numbers(settings))
    y = scale if scale.log else Scale(min(0.0, scale.low), scale.high)
    body = frame.within(frame.box.inset(bottom=(row + lines) if results else 0.0))
    above = frame.leading("label") * 1.1
    plot = body.plot(
        Scale(0, count),
        y.padded(0.12),
        x_ticks=[(index + 0.5, label) for index, label in enumerate(run_labels(frame, count))],
        y_ticks=(),
        y_words="" if broad else heads[0],
        left=beside if broad else 0.0,
        top=above - (0.0 if broad else frame.leading() * 0.3),
    )
    bottom, base = plot.box.bottom, frame.box.bottom - lines - 8 * unit
    failed = failed_share(runs, Select(options.experiment, options.channel, options.at), (options.runs,))
    for index, (setting, share) in enumerate(zip(settings, failed, strict=True)):
        left, right = plot.x_at(index), plot.x_at(index + 1)
        if index:
            frame.canvas.line([(left, plot.box.top - above), (left, bottom)], theme.context, 1.4 * unit, layer=2)
        if share > 0.5:
            frame.failed(Box(left, plot.box.top - above, right - left, bottom - plot.box.top + above))
        level = plot.y_at(setting)
        frame.canvas.line([(left, level), (right, level)], theme.role(role_of_chart(options, "first")), 7 * unit)
        halo = theme.failed if share > 0.5 else False
        middle = (left + right) / 2
        frame.text(number(setting), middle, level - 10 * unit, "label", anchor="center", halo=halo)
        if results:
            frame.text(quantity(results[index], options.result), middle, base, "label", anchor="center")
    if broad:
        frame.text(heads[0], frame.box.left, plot.y_at(settings[0]), base="center")
        frame.text(heads[1], frame.box.left, base)
    elif heads[1]:
        frame.text(
            gettext("%(quantity)s after each run", quantity=heads[1]),
            frame.box.left,
            frame.box.bottom - 6 * unit,
            "caption",
        )


KIND = ChartKind("steps", Steps, "a setting through successive runs, with the results", selects, table, draw)
