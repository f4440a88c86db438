"""`sweep`: what one setting does to the result: the mean over seeds with a band, along the values tried.

    chart: {kind: sweep, experiment: learning-rate, x: learning_rate, channel: test_accuracy, chance: 0.1}

More channels (`also`) or one line for each coordinate of a second axis (`lines`) are named at their ends.
Words and splits of the data have no order: each has a mark and a whisker, and nothing is joined.
Values at which most runs failed are hatched. `best` names the channel that chooses the value marked.
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import field

from proofpress.charts.axes import along_words, axis, channel_words, coordinate, is_ordered, line_words
from proofpress.charts.labels import Line
from proofpress.charts.lines import draw_lines, lines_table, scale_y
from proofpress.charts.reading import failed_share, settled, summary
from proofpress.charts.shared import Scaled, set_scale
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.formatting import number, quantity, rounded
from proofpress.language import gettext
from proofpress.models import Best, DataTable, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.selection import ScalarSelect, best_index


class Sweep(Scaled, frozen=True):
    """Options of `sweep`.

    x: the axis across. channel: what is measured; also: further channels. lines: an axis, one line a coordinate.
    chance: the level that guessing reaches. best: the channel by which the best value is chosen, of the
    first line, or of each with `lines`.
    logs: the values are decimal logarithms, as those of some channels are; the axis is labelled with the numbers.
    band: the whole `range` of the seeds, their `quartiles`, or `auto`, which goes by their number.
    words: what the x axis is called.
    """

    experiment: str
    x: str
    channel: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    lines: str = ""
    chance: float | None = None
    best: str = ""
    logs: bool = False
    band: Literal["auto", "range", "quartiles"] = "auto"
    role: Role | None = None
    words: Phrase = ""


def selects(options: Sweep) -> tuple[Select, ...]:
    """Return the channels read; the axes left open are named."""
    at = settled(options.at, options.x, options.lines)
    read = (options.channel, *options.also, *((options.best,) if options.best else ()))
    return tuple(ScalarSelect(options.experiment, channel, at) for channel in read)


def lines_of(options: Sweep, runs: Mapping[str, Runs]) -> tuple[list[Line], int]:
    """Return the lines as drawn, and the number of seeds."""
    found: list[Line] = []
    seeds = 0
    channels = (options.channel, *options.also)
    settings = runs[options.experiment].axes[options.lines] if options.lines else (None,)
    for channel, words in zip(channels, line_words(channels), strict=True):
        for setting in settings:
            at = {**options.at, **({options.lines: setting} if options.lines else {})}
            of = summary(runs, Select(options.experiment, channel, at), (options.x,), options.band, options.summary)
            label = coordinate(setting) if options.lines else words
            keys = (setting, channel)
            found.append(Line(label, of.middle.tolist(), of.low.tolist(), of.high.tolist(), keys=keys))
            seeds = of.seeds
    return found, seeds


def table(options: Sweep, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each line and value of x: its mean or median, band and number of seeds."""
    lines, seeds = lines_of(options, runs)
    quantity_words = channel_words((options.channel, *options.also)) or gettext("value")
    return lines_table(
        axis(runs[options.experiment], options.x, options.words), lines, seeds, quantity_words, options.summary
    )


def draw(options: Sweep, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw lines with bands, the chance level, failed values hatched, and the best value named."""
    lines, seeds = lines_of(options, runs)
    along = axis(runs[options.experiment], options.x, options.words)
    select = Select(options.experiment, options.channel, options.at)
    failed = failed_share(runs, select, (options.x,)).tolist() if not options.lines else ()
    marks = []
    for line, index in best_places(options, runs) if options.best else ():
        middle = lines[line].middle[index]
        value = number(rounded(10.0**middle, 2)) if options.logs else quantity(middle, options.channel)
        words = gettext("%(value)s at %(place)s", value=value, place=_short(along.coordinates[index]))
        marks.append((line, index, words))
    draw_lines(
        frame,
        along,
        lines,
        options.channel,
        role=role_of_chart(options, "first"),
        ordered=bool(options.lines) and is_ordered(runs[options.experiment], options.lines),
        x_words=along_words(along, seeds, options.band),
        y_words=channel_words((options.channel, *options.also)),
        chance=options.chance,
        logs=options.logs,
        failed=failed,
        group=in_words(options.lines),
        y=set_scale(options, scale_y(lines, options.channel, options.chance), runs),
        fixed=options.is_set,
        marks=marks,
    )


def _short(value: Any) -> str:
    """Return a coordinate in few digits, for a label."""
    return number(float(f"{value:.2g}")) if isinstance(value, float) else coordinate(value)


def extent(options: Sweep, runs: Mapping[str, Runs]) -> tuple[float, float]:
    """Return the ends of the scale that the lines would have alone."""
    y = scale_y(lines_of(options, runs)[0], options.channel, options.chance)
    return y.low, y.high


def best_places(options: Sweep, runs: Mapping[str, Runs]) -> list[tuple[int, int]]:
    """Return line and position on x that the judging channel chooses, for the first line or for each with `lines`."""
    of, best = runs[options.experiment], Best(options.best)
    if not options.lines:
        return [(0, int(best_index(of, options.x, best, options.at)))]
    settings = enumerate(of.axes[options.lines])
    return [(line, int(best_index(of, options.x, best, {**options.at, options.lines: at}))) for line, at in settings]
