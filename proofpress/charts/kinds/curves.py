"""`curves`: how channels go over the updates of a run: medians over seeds with bands.

    chart: {kind: curves, experiment: baseline, channels: [train_loss, validation_loss]}
    chart: {kind: curves, experiment: learning-rate, channels: [test_accuracy], by: learning_rate}

One line for each channel, or, with `by`, one for each coordinate of an axis. A line ends where its runs diverged.
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import field

from proofpress.charts.axes import along_words, axis, channel_words, coordinate, line_words
from proofpress.charts.labels import Line
from proofpress.charts.lines import draw_lines, lines_table
from proofpress.charts.reading import settled, summary
from proofpress.drawing.words import name
from proofpress.formatting import number
from proofpress.models import Best, ChartKind, DataTable, Options, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.selection import ScalarSelect


class Curves(Options, frozen=True):
    """Options of `curves`.

    channels: what is shown. x: the axis across. by: an axis, one line for each of its coordinates (of one channel).
    at: where the other axes are. chance: the level that guessing reaches. log: a logarithmic x axis.
    best: the channel by which a place on x is chosen and marked, on its own line or the first (early stopping).
    words, y_words: what the axes are called.
    """

    experiment: str
    channels: tuple[str, ...]
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    x: str = "step"
    by: str = ""
    chance: float | None = None
    best: str = ""
    band: Literal["auto", "range", "quartiles"] = "auto"
    role: Literal["first", "second"] = "second"
    words: Phrase = ""
    y_words: Phrase = ""

    def __post_init__(self) -> None:
        """Raise ValueError where there is no channel, or several with `by`."""
        if not self.channels:
            raise ValueError("curves need at least one channel")
        if self.by and len(self.channels) > 1:
            raise ValueError("curves with 'by' show one channel, a line for each coordinate; give one channel")


def selects(options: Curves) -> tuple[Select, ...]:
    """Return the channels read; the axes left open are named."""
    read = (*options.channels, *((options.best,) if options.best else ()))
    return tuple(
        ScalarSelect(options.experiment, channel, settled(options.at, options.x, options.by)) for channel in read
    )


def lines_of(options: Curves, runs: Mapping[str, Runs]) -> tuple[list[Line], int]:
    """Return the lines as drawn, and the number of seeds."""
    found: list[Line] = []
    seeds = 0
    for channel, words in zip(options.channels, line_words(options.channels), strict=True):
        for setting in runs[options.experiment].axes[options.by] if options.by else (None,):
            at = {**options.at, **({options.by: setting} if options.by else {})}
            of = summary(runs, Select(options.experiment, channel, at), (options.x,), options.band)
            label = coordinate(setting) if options.by else words
            ends = "fails" if not _finite(of.median[-1]) else ""
            found.append(Line(label, of.median.tolist(), of.low.tolist(), of.high.tolist(), ends))
            seeds = of.seeds
    return found, seeds


def table(options: Curves, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each line and place of x: median, band and number of seeds."""
    lines, seeds = lines_of(options, runs)
    along = axis(runs[options.experiment], options.x, options.words or _x_words(options))
    return lines_table(along, lines, seeds, channel_words(options.channels) or "value")


def draw(options: Curves, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the lines with their bands and names, and the place that the judging channel chooses."""
    lines, seeds = lines_of(options, runs)
    along = axis(runs[options.experiment], options.x, options.words or _x_words(options))
    mark = None
    if options.best:
        index = _chosen(options, runs)
        own = options.channels.index(options.best) if options.best in options.channels else 0
        mark = (own, index, f"best at {number(along.coordinates[index])}")
    draw_lines(
        frame,
        along,
        lines,
        options.channels[0],
        role=options.role,
        ordered=bool(options.by),
        x_words=along_words(along, seeds, options.band),
        y_words=options.y_words or channel_words(options.channels),
        chance=options.chance,
        group=name(options.by),
        mark=mark,
    )


def _chosen(options: Curves, runs: Mapping[str, Runs]) -> int:
    import numpy as np

    better = runs[options.experiment].channels[options.best].better
    at = {**options.at, **({options.by: "first"} if options.by else {})}
    judge = summary(runs, Select(options.experiment, options.best, at), (options.x,)).median
    return int(np.nanargmin(judge) if better == "lower" else np.nanargmax(judge))


def _x_words(options: Curves) -> str:
    return "updates" if options.x == "step" else name(options.x)


def _finite(value: float) -> bool:
    return value == value


KIND = ChartKind("curves", Curves, "channels over the updates of a run", selects, table, draw)
