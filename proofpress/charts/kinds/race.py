"""`race`: the best found so far, trial by trial, of several ways of searching: means with bands over repetitions.

chart: {kind: race, experiment: search, channel: best_so_far}
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import field
from msgspec.structs import replace

from proofpress.charts.axes import axis, band_words, coordinate
from proofpress.charts.labels import Line
from proofpress.charts.lines import draw_lines, lines_table, scale_y
from proofpress.charts.reading import numbers, settled, summary
from proofpress.charts.shared import Scaled, set_scale
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.drawing.scales import Scale
from proofpress.formatting import is_fraction
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.selection import ScalarSelect


class Race(Scaled, frozen=True):
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
    words: Mapping[str, Phrase] = field(default_factory=dict)
    from_trial: int = 1
    quantity: str = "test_accuracy"
    band: Literal["range", "quartiles"] = "quartiles"
    role: Role | None = None


def selects(options: Race) -> tuple[Select, ...]:
    """Return the channel read; both axes are named."""
    return (ScalarSelect(options.experiment, options.channel, settled(options.at, options.x, options.by)),)


def lines_of(options: Race, runs: Mapping[str, Runs]) -> tuple[list[Line], int]:
    """Return a line for each method, and the number of repetitions. Trials before the first drawn are NaN."""
    of = runs[options.experiment]
    early = [index + 1 < options.from_trial for index in range(len(of.axes[options.x]))]
    found, seeds = [], 0
    for method in of.axes[options.by]:
        select = Select(options.experiment, options.channel, {**options.at, options.by: method})
        best = summary(runs, select, (options.x,), options.band, options.summary)
        middle, low, high = (
            [float("nan") if skip else value for skip, value in zip(early, part.tolist(), strict=True)]
            for part in (best.middle, best.low, best.high)
        )
        found.append(Line(options.words.get(str(method), coordinate(method)), middle, low, high, keys=(method,)))
        seeds = best.seeds
    return found, seeds


def table(options: Race, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each method and trial."""
    lines, seeds = lines_of(options, runs)
    return lines_table(
        axis(runs[options.experiment], options.x), lines, seeds, in_words(options.quantity), options.summary
    )


def draw(options: Race, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the lines, the best on top, each named at its end, where a whisker has its band if there are several."""
    lines, seeds = lines_of(options, runs)
    lines.sort(key=lambda line: -line.middle[-1])
    along = axis(runs[options.experiment], options.x)
    if options.from_trial > 1:
        along = replace(along, scale=Scale(along.positions[options.from_trial - 1], along.scale.high))
    y = set_scale(options, _scale(lines, options.quantity), runs)
    shape = "whisker" if len(lines) > 2 or along.dotted else "band"
    spread = band_words(seeds, options.band, shape, of="searches")
    draw_lines(
        frame,
        along,
        lines,
        options.quantity,
        role=role_of_chart(options, "first"),
        x_words=gettext("trials (%(band)s)", band=spread) if spread else gettext("trials"),
        y_words=gettext("best %(quantity)s", quantity=in_words(options.quantity)),
        y=y,
        fixed=options.is_set,
        spread_at_end=True,
    )


def extent(options: Race, runs: Mapping[str, Runs]) -> tuple[float, float]:
    """Return the ends of the scale that the lines would have alone."""
    y = _scale(lines_of(options, runs)[0], options.quantity)
    return y.low, y.high


def _scale(lines: Sequence[Line], quantity: str) -> Scale:
    """Return a scale for what the searches differ in: the first quarter of the trials may enter from below."""
    from math import floor

    late = len(lines[0].middle) // 4
    held = [Line("", line.middle[late:], line.low[late:], line.high[late:]) for line in lines]
    if not is_fraction(quantity):
        return scale_y(held, quantity, None)
    low = min(numbers([value for line in held for value in (line.low[-1], *line.middle)]), default=0.0)
    high = max(numbers([value for line in held for value in (line.high[-1], *line.middle)]), default=1.0)
    step = 0.1 if high - low > 0.3 else 0.05 if high - low > 0.1 else 0.01
    return Scale(max(0.0, floor(low / step) * step), min(1.0, high + step / 2))


KIND = ChartKind("race", Race, "the best found so far, trial by trial", selects, table, draw, extent=extent)
