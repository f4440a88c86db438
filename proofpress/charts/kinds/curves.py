"""`curves`: how channels go over the updates of a run: means over seeds with bands.

    chart: {kind: curves, experiment: baseline, channels: [train_loss, validation_loss]}
    chart: {kind: curves, experiment: learning-rate, channels: [test_accuracy], by: learning_rate}

One line for each channel, or, with `by`, one for each coordinate of an axis. A line ends where its runs diverged.
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import field

from proofpress.charts.axes import Axis, along_words, axis, channel_words, coordinate, is_ordered, line_words
from proofpress.charts.labels import Line
from proofpress.charts.lines import draw_lines, lines_table, scale_y
from proofpress.charts.reading import settled, summary
from proofpress.charts.shared import Scaled, set_scale
from proofpress.drawing.frame import FAILED
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.selection import STEP, ScalarSelect


class Curves(Scaled, frozen=True):
    """Options of `curves`.

    channels: what is shown. x: the axis across. by: an axis, one line for each of its coordinates (of one channel).
    at: where the other axes are. chance: the level that guessing reaches. log: a logarithmic x axis.
    best: the channel by which a place on x is chosen and marked, on its own line or the first (early stopping); with
    `by`, one on each line.
    words, y_words: what the axes are called. logs: the values are decimal logarithms; the axis is labelled with the
    numbers. level: a channel whose mean is a dotted level. level_words: what
    it is called.
    band: what is shaded, the whole `range` of the seeds or their `quartiles`.
    """

    experiment: str
    channels: tuple[str, ...]
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    x: str = "step"
    by: str = ""
    chance: float | None = None
    best: str = ""
    logs: bool = False
    band: Literal["auto", "range", "quartiles"] = "auto"
    role: Role | None = None
    words: Phrase = ""
    y_words: Phrase = ""
    level: str = ""
    level_words: Phrase = ""

    def __post_init__(self) -> None:
        """Raise ValueError where there is no channel, or several with `by`."""
        Scaled.__post_init__(self)
        if not self.channels:
            raise ValueError("curves need at least one channel")
        if self.level and self.chance is not None:
            raise ValueError("'level' and 'chance' both set a dotted level; give one of them")
        if self.by and len(self.channels) > 1:
            raise ValueError("curves with 'by' show one channel, a line for each coordinate; give one channel")


def selects(options: Curves) -> tuple[Select, ...]:
    """Return the channels read; the axes left open are named."""
    read = (*options.channels, *((options.best,) if options.best else ()))
    lines = tuple(
        ScalarSelect(options.experiment, channel, settled(options.at, options.x, options.by)) for channel in read
    )
    return (*lines, *((_level_select(options),) if options.level else ()))


def _level_select(options: Curves) -> Select:
    """Return where the channel of the dotted level is read: along no axis of the lines."""
    at = {key: where for key, where in options.at.items() if key not in (options.x, options.by)}
    return ScalarSelect(options.experiment, options.level, at)


def level_of(options: Curves, runs: Mapping[str, Runs]) -> float | None:
    """Return the dotted level: the one that guessing reaches, or the mean of a channel over seeds; None for none."""
    if not options.level:
        return options.chance
    select = _level_select(options)
    of = summary(runs, Select(select.experiment, select.channel, select.at), (), by=options.summary)
    return float(of.middle)


def lines_of(options: Curves, runs: Mapping[str, Runs]) -> tuple[list[Line], int]:
    """Return the lines as drawn, and the number of seeds."""
    found: list[Line] = []
    seeds = 0
    for channel, words in zip(options.channels, line_words(options.channels), strict=True):
        for setting in runs[options.experiment].axes[options.by] if options.by else (None,):
            at = {**options.at, **({options.by: setting} if options.by else {})}
            of = summary(runs, Select(options.experiment, channel, at), (options.x,), options.band, options.summary)
            label = coordinate(setting) if options.by else words
            ends = gettext(FAILED) if not _finite(of.middle[-1]) else ""
            keys = (setting, channel)
            found.append(Line(label, of.middle.tolist(), of.low.tolist(), of.high.tolist(), ends, keys))
            seeds = of.seeds
    return found, seeds


def table(options: Curves, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each line and place of x: its mean or median, band and number of seeds."""
    lines, seeds = lines_of(options, runs)
    along = axis(runs[options.experiment], options.x, options.words)
    return lines_table(along, lines, seeds, channel_words(options.channels) or gettext("value"), options.summary)


def draw(options: Curves, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the lines with their bands and names, and the place that the judging channel chooses."""
    lines, seeds = lines_of(options, runs)
    along = axis(runs[options.experiment], options.x, options.words)
    level = level_of(options, runs)
    y = set_scale(options, scale_y(lines, options.channels[0], level), runs)
    draw_lines(
        frame,
        along,
        lines,
        options.channels[0],
        role=role_of_chart(options, "first"),
        ordered=bool(options.by) and is_ordered(runs[options.experiment], options.by),
        x_words=along_words(along, seeds, options.band),
        y_words=options.y_words or channel_words(options.channels),
        chance=level,
        level_words=(options.level_words or in_words(options.level)) if options.level else "",
        logs=options.logs,
        joined=options.x == STEP,
        group=in_words(options.by),
        y=y,
        fixed=options.is_set,
        marks=_marks(options, runs, along) if options.best else (),
    )


def extent(options: Curves, runs: Mapping[str, Runs]) -> tuple[float, float]:
    """Return the ends of the scale that the lines would have alone."""
    y = scale_y(lines_of(options, runs)[0], options.channels[0], level_of(options, runs))
    return y.low, y.high


def _marks(options: Curves, runs: Mapping[str, Runs], along: Axis) -> list[tuple[int, int, str]]:
    """Return line, place and words of each place that is chosen."""
    if options.by:
        settings = runs[options.experiment].axes[options.by]
        places = [(line, _chosen(options, runs, {options.by: at})) for line, at in enumerate(settings)]
    else:
        own = options.channels.index(options.best) if options.best in options.channels else 0
        places = [(own, _chosen(options, runs, {}))]
    return [
        (line, index, gettext("best at %(place)s", place=along.label(along.coordinates[index])))
        for line, index in places
    ]


def _chosen(options: Curves, runs: Mapping[str, Runs], line: Mapping[str, Any]) -> int:
    """Return the place on x at which the mean of the judging channel is best. line: where its line stands."""
    import numpy as np

    better = runs[options.experiment].channels[options.best].better
    judge = summary(runs, Select(options.experiment, options.best, {**options.at, **line}), (options.x,)).middle
    return int(np.nanargmin(judge) if better == "lower" else np.nanargmax(judge))


def _finite(value: float) -> bool:
    return value == value


KIND = ChartKind("curves", Curves, "channels over the updates of a run", selects, table, draw, extent=extent)
