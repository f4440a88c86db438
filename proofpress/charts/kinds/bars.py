"""`bars`: results of a few settings side by side: a bar to the mean, a whisker that says how sure it is, the number.

    chart: {kind: bars, experiment: noise, x: optimizer, channel: test_accuracy}
    chart: {kind: bars, items: [{words: trained, experiment: shuffle, channel: accuracy_before},
                                {words: shuffled, experiment: shuffle, channel: accuracy_after}]}

Bars begin at zero. With `zero: false` they are dots on a scale that fits them, with an axis of its values.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

from proofpress.charts.axes import band_words, coordinate
from proofpress.charts.lines import axis_ticks
from proofpress.charts.reading import MEDIAN, cell, numbers, over_seeds, settled, summary
from proofpress.charts.shared import Scaled, set_scale
from proofpress.drawing.canvas import Box
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale, fitting
from proofpress.formatting import quantities, quantity
from proofpress.language import gettext, mark, ngettext
from proofpress.models import Best, ChartKind, DataTable, Options, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.repeats import SEED, count_repeats
from proofpress.runs.selection import ScalarSelect
from proofpress.statistics.bootstrap import student_t

HEAD = 1.5
"""Height of a group's head, in lines."""


class Item(Options, frozen=True):
    """One bar: its words and the numbers it stands for. role: whose colour it has, if not that of what it shows.

    group: what it has in common with the bars after it that have the same, set once over the first of them.
    words: what it is called.
    """

    words: Phrase
    experiment: str
    channel: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    role: Role | None = None
    group: Phrase = ""


class Bars(Scaled, frozen=True):
    """Options of `bars`: either `items`, or one bar for each coordinate of the axis `x` of an experiment.

    band: what the whisker is: the 95% `interval` of the mean over seeds (Student's), or the seeds' `quartiles` or
    whole `range`. digits: after the point, of the numbers. unit: `percent` for shares whose channel is not called one.
    chance: the level that guessing reaches.
    x: the axis whose coordinates are the bars. items: places instead of an axis. zero: whether bars begin at zero;
    else dots on a scale that fits.
    """

    experiment: str = ""
    x: str = ""
    channel: str = ""
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    band: Literal["interval", "quartiles", "range"] = "interval"
    zero: bool = True
    digits: int = 0
    unit: Literal["", "percent"] = ""
    chance: float | None = None
    role: Role | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless there are either items or an axis, and for bars that could not begin at zero."""
        Scaled.__post_init__(self)
        if self.zero and self.y is not None and not self.y[0] <= 0 <= self.y[1]:
            raise ValueError("bars begin at zero, so 'y' must hold it; with 'zero: false' they are dots")
        if self.summary == MEDIAN and self.band == "interval":
            raise ValueError("the interval is one of the mean; with a median write 'band: quartiles' or 'band: range'")
        if bool(self.items) == bool(self.experiment and self.x and self.channel):
            raise ValueError("bars need either 'items' or all of 'experiment', 'x' and 'channel'")


class Bar(Struct, frozen=True):
    """A bar as drawn. role: whose colour it has, empty for that of the chart. group: what stands over its first."""

    words: str
    channel: str
    middle: float
    low: float
    high: float
    seeds: int
    role: str
    group: str


def selects(options: Bars) -> tuple[Select, ...]:
    """Return the numbers read."""
    if options.items:
        return tuple(ScalarSelect(item.experiment, item.channel, item.at) for item in options.items)
    return (ScalarSelect(options.experiment, options.channel, settled(options.at, options.x)),)


def bars_of(options: Bars, runs: Mapping[str, Runs]) -> list[Bar]:
    """Return the bars in order; middle and band are NaN where no run ended with a finite number."""
    items = options.items
    if not items:
        items = tuple(
            Item(coordinate(at), options.experiment, options.channel, {**options.at, options.x: at}, options.role)
            for at in runs[options.experiment].axes[options.x]
        )
    found = []
    for item in items:
        select, role = Select(item.experiment, item.channel, item.at), role_of_chart(item, "")
        if options.band == "interval":
            values = over_seeds(runs, select, ())
            # Where the data are split several times, splits are independent of one another, and seeds of one are not.
            splits, seeds = count_repeats(runs[item.experiment].axes[SEED]) if len(values) > 1 else (1, 1)
            means = values.reshape(splits, seeds).mean(axis=1) if splits > 1 else values
            middle, seeds = mean_interval(numbers(means.tolist())), len(values)
        else:
            of = summary(runs, select, (), options.band, options.summary)
            middle, seeds = (float(of.middle), float(of.low), float(of.high)), of.seeds
        found.append(Bar(item.words, item.channel, *middle, seeds, role, item.group))
    return found


HEADS = {
    "interval": (mark("95% interval, low"), mark("95% interval, high")),
    "range": (mark("range, low"), mark("range, high")),
    "quartiles": (mark("quartiles, low"), mark("quartiles, high")),
    "auto": (mark("auto, low"), mark("auto, high")),
}


def table(options: Bars, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each bar: mean or median, the whisker's ends and the number of seeds."""
    rows = tuple(
        (f"{b.group}: {b.words}" if b.group else b.words, cell(b.middle), cell(b.low), cell(b.high), b.seeds)
        for b in bars_of(options, runs)
    )
    low, high = HEADS[options.band]
    heads = (in_words(options.x) or gettext("what"), *map(gettext, (options.summary, low, high)), gettext("seeds"))
    return DataTable(heads, rows)


def draw(options: Bars, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw a row for each bar: its words at the left, the bar, its number at the right of it; heads over groups."""
    bars, unit, theme = bars_of(options, runs), frame.unit, frame.theme
    whiskers = whisker_words([bar.seeds for bar in bars], options.band)
    text = "; ".join(part for part in (_quantity(options, bars), whiskers) if part)
    under = frame.wrapped(text, frame.box.width) if frame.words else []
    note = frame.leading() * (len(under) + 0.3) if under else 0
    labels = [frame.wrapped(bar.words, frame.box.width * 0.4, "tick") for bar in bars]
    left = max(frame.measure(line) for lines in labels for line in lines) + 12 * unit
    values = _format_values(options, bars)
    right = max(frame.measure(value, "label") for value in values) + 14 * unit
    axis = 0.0 if options.zero else frame.leading() * 1.25 + 4 * unit
    box = frame.box.inset(left=left, right=right, bottom=note + axis)
    plot = Plot(frame.canvas, box, set_scale(options, _scale(options, bars), runs), Scale(0, len(bars)))
    usual = theme.role(role_of_chart(options, "first"))
    # Beside bars in the colours of the two sides, one that is of neither must not look like one of them.
    sided = not options.role and any(bar.role for bar in bars)
    if not options.zero:
        _axis(frame, plot, _shown_as(options, bars[0]))
    if options.chance is not None:
        x = plot.x_at(options.chance)
        frame.canvas.line([(x, box.top), (x, box.bottom)], theme.muted, 1.8 * unit, dash=(2 * unit, 5 * unit))
    for bar, lines, value, row in zip(bars, labels, values, _rows(frame, box, bars), strict=True):
        y = row.top + row.height / 2
        if options.zero:
            frame.canvas.line([(box.left, row.top), (box.left, row.bottom)], theme.muted, 1.4 * unit)
        for index, line in enumerate(lines):
            at = y + (index - (len(lines) - 1) / 2) * frame.leading()
            frame.text(line, box.left - 10 * unit, at, anchor="right", base="center", colour=theme.ink)
        colour = theme.role(bar.role) if bar.role else theme.muted if sided else usual
        if not numbers([bar.middle]):
            frame.failed(Box(box.left, y - row.height * 0.25, box.width * 0.2, row.height * 0.5))
            continue
        _bar(options, frame, plot, bar, y, min(row.height * 0.52, 46 * unit), colour)
        end = min(max(plot.x_at(bar.middle), plot.x_at(bar.high)), box.right) + 10 * unit
        frame.text(value, end, y, "label", base="center")
    for index, line in enumerate(reversed(under)):
        frame.text(line, frame.box.left, frame.box.bottom - 6 * unit - index * frame.leading(), "caption")


def _rows(frame: Any, box: Box, bars: Sequence[Bar]) -> list[Box]:
    """Return the row of each bar, under the heads of their groups, which are set."""
    head = HEAD * frame.leading("label")
    starts = [bool(bar.group) and (not at or bars[at - 1].group != bar.group) for at, bar in enumerate(bars)]
    height = (box.height - head * sum(starts)) / len(bars)
    rows, top = [], box.top
    for bar, begins in zip(bars, starts, strict=True):
        if begins:
            frame.text(bar.group, frame.box.left, top + head * 0.78, "label")
            top += head
        rows.append(Box(box.left, top, box.width, height))
        top += height
    return rows


def _axis(frame: Any, plot: Plot, channel: str) -> None:
    """Draw the axis under dots, with its values and a hairline through the rows at each."""
    unit, box, theme = frame.unit, plot.box, frame.theme
    frame.canvas.line([(box.left, box.bottom), (box.right, box.bottom)], theme.muted, 1.4 * unit)
    taken = frame.box.left - 100.0
    for value, label in axis_ticks(plot.x, channel, 3 if box.width < 300 * unit else 5):
        x, width = plot.x_at(value), frame.measure(label)
        start = min(x - width / 2, frame.box.right - width)
        if start < taken + 8 * unit:
            continue
        taken = start + width
        frame.canvas.line([(x, box.top), (x, box.bottom)], theme.context, unit, layer=1)
        frame.canvas.line([(x, box.bottom), (x, box.bottom + 5 * unit)], theme.muted, 1.4 * unit)
        frame.text(label, start, box.bottom + frame.leading() + 3 * unit)


def mean_interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the mean of some numbers and its 95% interval by Student's t; NaN without numbers."""
    count = len(values)
    mean = sum(values) / count if count else float("nan")
    if count < 2:
        return mean, mean, mean
    variance = sum((value - mean) ** 2 for value in values) / (count - 1)
    half = student_t(count - 1) * (variance / count) ** 0.5
    return mean, mean - half, mean + half


def whisker_words(seeds: Sequence[int], band: str) -> str:
    """Return what a whisker is, in words, from the number of seeds of each bar; nothing where none has several.

    >>> whisker_words([12, 20], "interval")
    'whisker: 95% interval of the mean, 12–20 seeds'
    """
    fewest, most = min(seeds), max(seeds)
    shown = str(most) if fewest == most else f"{fewest}–{most}"
    if band != "interval" or most < 2:
        return band_words(most, band, "whisker", shown=shown)
    return ngettext(
        "whisker: 95%% interval of the mean, %(num)s seed",
        "whisker: 95%% interval of the mean, %(num)s seeds",
        most,
        num=shown,
    )


def _format_values(options: Bars, bars: list[Bar]) -> list[str]:
    """Return the numbers beside the bars; bars of one channel have the same number of digits."""
    digits = options.digits or None
    if len({bar.channel for bar in bars}) > 1:
        return [quantity(bar.middle, _shown_as(options, bar), digits) for bar in bars]
    return quantities([bar.middle for bar in bars], _shown_as(options, bars[0]), digits)


def _shown_as(options: Bars, bar: Bar) -> str:
    """Return the name of a channel whose values are written as a bar's are."""
    return "share" if options.unit == "percent" else bar.channel


def _bar(options: Bars, frame: Any, plot: Plot, bar: Bar, y: float, height: float, colour: str) -> None:
    unit = frame.unit
    start = plot.x_at(max(plot.x.low, 0) if options.zero else plot.x.low)
    low, end, high = (
        min(max(plot.x_at(value), plot.box.left), plot.box.right) for value in (bar.low, bar.middle, bar.high)
    )
    if options.zero:
        frame.canvas.rectangle(Box(min(start, end), y - height / 2, abs(end - start), height), colour, layer=3)
    if high - low > 1:
        frame.canvas.line([(low, y), (high, y)], frame.theme.ink, 2.4 * unit, layer=5)
        for x in (low, high):
            frame.canvas.line([(x, y - 6 * unit), (x, y + 6 * unit)], frame.theme.ink, 2.4 * unit, layer=5)
    if not options.zero:
        frame.marker(end, y, "circle", 15 * unit, colour, frame.ground, 2)


def _scale(options: Bars, bars: list[Bar]) -> Scale:
    values = numbers([value for bar in bars for value in (bar.low, bar.high, bar.middle)])
    values += [options.chance] if options.chance is not None else []
    if options.zero:
        return Scale(min(0.0, *values), max(0.0, *values) or 1.0)
    scale = fitting(values)
    return Scale(scale.low, scale.high).padded(0.06)


def _quantity(options: Bars, bars: list[Bar]) -> str:
    channels = {bar.channel for bar in bars}
    return in_words(channels.pop()) if len(channels) == 1 else ""


def extent(options: Bars, runs: Mapping[str, Runs]) -> tuple[float, float]:
    """Return the ends of the scale that the bars would have alone."""
    scale = _scale(options, bars_of(options, runs))
    return scale.low, scale.high


def _height(options: Bars, runs: Mapping[str, Runs], narrow: bool) -> int:
    bars = bars_of(options, runs)
    heads = len({bar.group for bar in bars} - {""})
    axis = 0 if options.zero else 30
    # Bars that a head binds stand closer than bars alone.
    each = (40 if narrow else 44) if heads else 52 if narrow else 58
    return len(bars) * each + heads * (44 if narrow else 48) + axis + (56 if narrow else 36)


KIND = ChartKind(
    "bars", Bars, "results of a few settings, with their spread", selects, table, draw, height=_height, extent=extent
)
