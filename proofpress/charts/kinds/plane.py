"""`plane`: the way down: the loss over a plane through the weights, with the path of the run.

    chart: {kind: plane, experiment: descent-path}

Reads the channels of the experiment kind `plane`: `loss` with `x_at` and `y_at`, `path` and `path_loss`. Contours
stand at round values of the loss, with their numbers where there is room. The path is dark with a white rim in both
themes, since any shade may lie under it; words are dark or white, whichever is told from their shade, with a rim. The
plane is a slice through all the dimensions, onto which the path is projected, and its words say so.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import field

from proofpress.charts.reading import cell, of_one_seed
from proofpress.drawing.canvas import Box
from proofpress.drawing.theme import INK, WHITE, contrast, mix
from proofpress.formatting import number
from proofpress.language import gettext, mark
from proofpress.models import Best, ChartKind, DataTable, Options, Runs, Select
from proofpress.runs.selection import lists, scalars

if TYPE_CHECKING:
    import numpy as np

ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
"""The loss of contours, in powers of ten."""
AXES = {"loss": ("y", "x"), "x_at": ("x",), "y_at": ("y",), "path": ("step",), "path_loss": ("step",)}
"""The channels read, each with the axes that are left open."""


class Plane(Options, frozen=True):
    """Options of `plane`. parameters: how many dimensions the plane cuts through, written under it. seed: its index."""

    experiment: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    parameters: int = 0
    seed: int = 0


def selects(options: Plane) -> tuple[Select, ...]:
    """Return the channels read."""
    at = {channel: {**options.at, **dict.fromkeys(axes, "first")} for channel, axes in AXES.items()}
    places = {channel: Select(options.experiment, channel, where) for channel, where in at.items()}
    return lists(places.pop("path")) + scalars(*places.values())


def read(options: Plane, runs: Mapping[str, Runs]) -> dict[str, "np.ndarray"]:
    """Return the channels of one seed: `loss` `(y, x)`, `x_at`, `y_at`, `path` `(step, 2)`, `path_loss` `(step,)`."""
    return {
        channel: of_one_seed(runs, Select(options.experiment, channel, options.at), options.seed, axes)
        for channel, axes in AXES.items()
    }


HEADS = (mark("updates"), mark("along x"), mark("along y"), mark("loss"))


def table(options: Plane, runs: Mapping[str, Runs]) -> DataTable:
    """Return the path, a row for each point of it: updates, place in the plane, loss."""
    of = read(options, runs)
    steps = runs[options.experiment].axes["step"]
    rows = tuple(
        (cell(step), cell(x), cell(y), cell(loss))
        for step, (x, y), loss in zip(steps, of["path"], of["path_loss"], strict=True)
    )
    return DataTable(tuple(map(gettext, HEADS)), rows)


def draw(options: Plane, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw filled contours, the path with a dot at each end, and the loss there."""
    import numpy as np

    of = read(options, runs)
    theme, unit = frame.theme, frame.unit
    note = frame.leading() * 1.3 if frame.words else 0
    box = frame.box.inset(bottom=note)
    axes = frame.canvas.axes(box)
    xs, ys = of["x_at"], of["y_at"]
    loss = np.where(np.isfinite(of["loss"]), of["loss"], np.nanmax(of["loss"][np.isfinite(of["loss"])]))
    heights = np.log(np.maximum(loss, 1e-12))
    between = contours_of(float(loss.min()), float(np.percentile(loss, 99)))
    levels = np.log([max(float(loss.min()), 1e-12) * (1 - 1e-9), *between, max(float(loss.max()), between[-1]) * 1.001])
    colours = ramp(theme.ramp("second"), len(levels) - 1)[::-1]
    axes.set_xlim(xs[0], xs[-1])
    axes.set_ylim(ys[0], ys[-1])
    axes.contourf(xs, ys, heights, levels=levels, colors=colours, antialiased=True, zorder=1)
    lines = axes.contour(
        xs,
        ys,
        heights,
        levels=levels[1:-1],
        colors=[mix(c, theme.paper, 0.25) for c in colours[1:]],
        linewidths=0.5,
        zorder=2,
    )
    frame.canvas.rectangle(box, edge=theme.context, width=1.2 * unit, layer=5)

    def at(point: "np.ndarray") -> tuple[float, float]:
        across, up = (point[0] - xs[0]) / (xs[-1] - xs[0]), (point[1] - ys[0]) / (ys[-1] - ys[0])
        return box.left + across * box.width, box.bottom - up * box.height

    def shade(value: float) -> str:
        band = int(np.searchsorted(levels, np.log(max(value, 1e-12)), side="right")) - 1
        return colours[min(max(band, 0), len(colours) - 1)]

    points = [at(point) for point in of["path"] if np.isfinite(point).all()]
    frame.canvas.line(points, WHITE, 7 * unit, layer=6, cap="round")
    frame.canvas.line(points, INK, 3.2 * unit, layer=7, cap="round")
    named = ((points[0], mark("start: loss %(loss)s")), (points[-1], mark("end: loss %(loss)s")))
    for (end, words), value in zip(named, (of["path_loss"][0], of["path_loss"][-1]), strict=True):
        frame.marker(*end, "circle", 15 * unit, WHITE, INK, 2.4)
        _tell(frame, box, end, points, gettext(words, loss=number(float(value), 2)), shade(float(value)))
    for level, loops in zip(between, lines.allsegs, strict=True):
        _number(frame, box, number(level), [at(point) for loop in loops for point in loop], points, shade(level))
    if frame.words:
        lower = gettext("brighter is lower loss") if theme.name == "dark" else gettext("darker is lower loss")
        projected = gettext("%(colours)s; path projected", colours=lower)
        dimensions = number(options.parameters)
        tries = [projected, lower]
        if options.parameters:
            sliced = gettext("slice through %(num)s dimensions; %(rest)s", num=dimensions, rest=projected)
            tries.insert(0, sliced)
        words = next((words for words in tries if frame.measure(words) <= frame.box.width), lower)
        frame.text(words, frame.box.left, frame.box.bottom - 6 * unit, "caption")


def contours_of(low: float, high: float) -> list[float]:
    """Return the round values between a least and a largest loss, at least one.

    >>> contours_of(0.19, 2.4)
    [0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0]
    """
    import math

    powers = range(math.floor(math.log10(max(low, 1e-12))), math.ceil(math.log10(max(high, 1e-12))) + 1)
    values = (round(step * 10.0**power, 12) for power in powers for step in ROUND)
    return [value for value in values if low < value < high] or [(low + high) / 2]


def _number(
    frame: Any,
    box: Box,
    words: str,
    contour: list[tuple[float, float]],
    path: list[tuple[float, float]],
    shade: str,
) -> None:
    """Write the loss of a contour onto it, where it is farthest from the path and from other words; or nowhere."""
    import math

    unit, width, high = frame.unit, frame.measure(words), frame.type.tick
    inner = box.inset(width / 2 + 6 * unit, high, width / 2 + 6 * unit, high)
    taken = [text.box for text in frame.canvas.letterings]

    def room(spot: tuple[float, float]) -> float:
        x, y = spot
        if not (inner.left <= x <= inner.right and inner.top <= y <= inner.bottom):
            return 0.0
        word = Box(x - width / 2 - 6 * unit, y - high * 0.7, width + 12 * unit, high * 1.4)
        if any(word.touches(other) for other in taken):
            return 0.0
        return min(math.hypot(x - px, y - py) for px, py in path)

    best = max(contour, key=room, default=(0.0, 0.0))
    if contour and room(best) > 26 * unit:
        ink, rim = _told_from(shade)
        frame.text(words, *best, anchor="center", base="center", colour=ink, halo=rim)


def ramp(stops: tuple[str, ...], count: int) -> list[str]:
    """Return colours evenly spaced over a ramp."""
    found = []
    for index in range(count):
        at = index * (len(stops) - 1) / (count - 1)
        step = min(int(at), len(stops) - 2)
        found.append(mix(stops[step], stops[step + 1], at - step))
    return found


def _tell(
    frame: Any,
    box: Any,
    end: tuple[float, float],
    points: list[tuple[float, float]],
    words: str,
    shade: str,
) -> None:
    """Name an end of the path where the words lie farthest from the path."""
    import math

    unit, width, line = frame.unit, frame.measure(words, "label"), frame.leading("label")
    spots = [
        (end[0] - width / 2, end[1] + line * 1.15),
        (end[0] - width / 2, end[1] - line * 0.75),
        (end[0] + 14 * unit, end[1] + line * 0.3),
        (end[0] - 14 * unit - width, end[1] + line * 0.3),
    ]
    spots = [
        (
            min(max(x, box.left + 8 * unit), box.right - width - 8 * unit),
            min(max(y, box.top + line), box.bottom - 10 * unit),
        )
        for x, y in spots
    ]

    def room(spot: tuple[float, float]) -> float:
        across = [spot[0] + width * share for share in (0, 0.25, 0.5, 0.75, 1)]
        return min(math.hypot(x - px, (spot[1] - line * 0.3 - py) * 1.5) for px, py in points for x in across)

    x, y = max(spots, key=room)
    ink, rim = _told_from(shade)
    frame.text(words, x, y, "label", colour=ink, halo=rim)


def _told_from(shade: str) -> tuple[str, str]:
    """Return the colour of words on a shade, and that of their rim: dark and white, or the other way round."""
    return (INK, WHITE) if contrast(INK, shade) >= contrast(WHITE, shade) else (WHITE, INK)


KIND = ChartKind("plane", Plane, "the loss over a plane through the weights, with the path down", selects, table, draw)
