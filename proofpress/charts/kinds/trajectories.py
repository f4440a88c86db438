"""`trajectories`: weights on their way through training, a few of them drawn in full strength.

    chart: {kind: trajectories, experiment: five-runs, channel: trajectory, runs: phase}

The channel has the axis `x` (updates) and a trailing dimension of weights; with `runs`, an axis of successive runs
that are laid end to end, with a rule between them. A run that failed is hatched; what is not finite is not drawn.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import field

from proofpress.charts.axes import run_labels
from proofpress.charts.reading import FAILURES, cell, of_one_seed
from proofpress.drawing.frame import FAILED
from proofpress.drawing.legend import in_words
from proofpress.drawing.scales import Scale
from proofpress.drawing.theme import mix
from proofpress.formatting import number
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Options, Runs, Select
from proofpress.runs.selection import ListSelect

if TYPE_CHECKING:
    import numpy as np


class Trajectories(Options, frozen=True):
    """Options of `trajectories`.

    x: the axis of updates. runs: an axis of successive runs, laid end to end. most: how many weights are drawn,
    evenly chosen; strong: how many of them in full strength, those that travel farthest. seed: its position.
    """

    experiment: str
    channel: str = "weights"
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    x: str = "step"
    runs: str = ""
    most: int = 50
    strong: int = 5
    seed: int = 0


def selects(options: Trajectories) -> tuple[Select, ...]:
    """Return the channel read; its open axes are named."""
    kept = {key: "first" for key in (options.x, options.runs) if key}
    return (ListSelect(options.experiment, options.channel, {**options.at, **kept}),)


def paths_of(options: Trajectories, runs: Mapping[str, Runs]) -> tuple[list[int], "np.ndarray"]:
    """Return the weights drawn, by position, and their values `(runs, steps, weights)`; NaN where a run diverged."""
    import numpy as np

    keep = tuple(key for key in (options.runs, options.x) if key)
    values = of_one_seed(runs, Select(options.experiment, options.channel, options.at), options.seed, keep)
    values = values if options.runs else values[None]
    if values.ndim != 3:
        raise ValueError(f"'{options.channel}' has no weights in its last dimension")
    count = values.shape[-1]
    picked = sorted(
        {round(index * (count - 1) / max(options.most - 1, 1)) for index in range(min(options.most, count))}
    )
    return picked, np.where(np.isfinite(values[..., picked]), values[..., picked], np.nan)


def table(options: Trajectories, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each weight and step drawn."""
    picked, values = paths_of(options, runs)
    of = runs[options.experiment]
    labels = of.axes[options.runs] if options.runs else (1,)
    rows = tuple(
        (cell(label), cell(step), weight + 1, cell(values[run, index, column]))
        for run, label in enumerate(labels)
        for index, step in enumerate(of.axes[options.x])
        for column, weight in enumerate(picked)
    )
    return DataTable(
        (in_words(options.runs) or gettext("run"), gettext("updates"), gettext("weight"), gettext("value")), rows
    )


def draw(options: Trajectories, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw faint lines and a few strong ones, rules between runs, and a word where a run failed."""
    import numpy as np

    _, values = paths_of(options, runs)
    of, theme, unit = runs[options.experiment], frame.theme, frame.unit
    steps = np.asarray(of.axes[options.x], dtype=float)
    count, length = values.shape[0], float(steps[-1] - steps[0])
    failed = find_failed(options, runs, values)
    whole = [run for run in range(count) if not failed[run]]
    shown = values[whole] if whole else values
    reach = float(np.nanmax(np.abs(shown))) if np.isfinite(shown).any() else 1.0
    y = Scale(float(min(np.nanmin(shown), 0) - 0.06 * reach), float(max(np.nanmax(shown), 0) + 0.06 * reach))
    x = Scale(0.0, count * length)
    ticks = [(value, number(value)) for value in y.ticks(3 if frame.box.height < 300 * unit else 5)]
    across = (
        [((run + 0.5) * length, label) for run, label in enumerate(run_labels(frame, count))]
        if count > 1
        else [(value - steps[0], number(value)) for value in Scale(float(steps[0]), float(steps[-1])).ticks(4)]
    )
    words = gettext("updates") if count == 1 else gettext("%(num)s updates in each run", num=number(length))
    plot = frame.plot(x, y, x_ticks=across, y_ticks=ticks, x_words=words, y_words=gettext("value of a weight"))
    for run in range(1, count):
        edge = plot.x_at(run * length)
        frame.canvas.line([(edge, plot.box.top), (edge, plot.box.bottom)], theme.context, 1.4 * unit, layer=2)
    last = values[whole[-1]] if whole else values[-1]
    far = set(np.argsort(-np.nan_to_num(np.ptp(last, axis=0)), kind="stable")[: options.strong].tolist())
    faint = mix(frame.ground, theme.second, 0.5)
    for run in range(count):
        across_run = steps - steps[0] + run * length
        strong = far if run in whole else set()
        weak = [column for column in range(values.shape[2]) if column not in strong]
        # One line with gaps instead of many: the same picture, a third of the bytes.
        xs = np.concatenate([np.append(across_run, np.nan) for _ in weak]) if weak else across_run[:0]
        ys = np.concatenate([np.append(values[run, :, column], np.nan) for column in weak]) if weak else xs
        if failed[run]:
            frame.failed(plot.rectangle(run * length, (run + 1) * length))
        plot.line(xs, ys, mix(theme.failed, theme.muted, 0.45) if failed[run] else faint, 1.1 * unit)
        for column in sorted(strong):
            plot.line(across_run, values[run, :, column], theme.second, 2.4 * unit, layer=5)
        if failed[run]:
            middle = (plot.x_at(run * length) + plot.x_at((run + 1) * length)) / 2
            y = plot.box.top + frame.leading() * 0.9
            frame.text(gettext(FAILED), middle, y, anchor="center", halo=theme.failed)


def find_failed(options: Trajectories, runs: Mapping[str, Runs], values: "np.ndarray") -> list[bool]:
    """Return for each run whether it failed: by its recorded outcome, or because a weight is not finite."""
    import numpy as np

    outcome = runs[options.experiment].channels.get("outcome")
    failed = [not np.isfinite(run).all() for run in values]
    if outcome is None or not options.runs or options.runs not in outcome.dims:
        return failed
    at = {axis: where for axis, where in options.at.items() if axis in outcome.dims}
    codes = of_one_seed(runs, Select(options.experiment, "outcome", at), options.seed, (options.runs,))
    return [gone or outcome.labels[int(code)] in FAILURES for gone, code in zip(failed, codes, strict=True)]


KIND = ChartKind("trajectories", Trajectories, "weights on their way through training", selects, table, draw)
