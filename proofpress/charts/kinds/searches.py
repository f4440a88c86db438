"""`searches`: where several ways of searching looked, over the map of what there was to find; a star on the best.

    chart: {kind: searches, experiment: search-demo, x: learning_rate, y: batch_size,
            ground: rate-and-batch, channel: test_accuracy, classes: [0.5, 0.8, 0.9, 0.95, 0.97]}

Each method has a small map. The star is the trial with the best validation accuracy; the number is its test accuracy.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from proofpress.charts.axes import Axis, axis, coordinate
from proofpress.charts.grid import FAILED_SHARE, key_strip, paint, shading
from proofpress.charts.reading import Summarised, cell, failed_share, of_one_seed, settled, summary
from proofpress.drawing.canvas import Box
from proofpress.drawing.legend import in_words, role_of, role_of_chart
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale
from proofpress.drawing.theme import INK, WHITE
from proofpress.formatting import number, quantity
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.selection import ScalarSelect

if TYPE_CHECKING:
    import numpy as np

LOW, KEY = 2.6, 290
"""How much wider than high a low frame is; the width in units of a key beside the maps."""


class Searches(Summarised, frozen=True):
    """Options of `searches`.

    x, y: settings searched, channels of the search and axes of the map. ground: the experiment of the map, whose
    `channel` colours it by `classes`. by: the axis of methods; show: which of them; words: method → its name.
    judge: the channel that chooses the star; result: the channel written beside the name, unless `numbers` is false,
    as it should be where the searches are too close to rank. seed: the search's index.
    classes: borders between the colours of the map. numbers: whether results are printed.
    """

    experiment: str
    x: str
    y: str
    ground: str
    channel: str = "test_accuracy"
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    classes: tuple[float, ...] = ()
    by: str = "method"
    show: tuple[str, ...] = ()
    words: Mapping[str, Phrase] = field(default_factory=dict)
    judge: str = "validation_accuracy"
    result: str = "test_accuracy"
    numbers: bool = True
    seed: int = 0
    role: Role | None = None

    def summarised(self, read: Sequence[Select]) -> Sequence[Select]:
        """Return the channel of the map; of the searches, one is shown."""
        return read[-1:]


class Method(Struct, frozen=True):
    """One search: its name, where it looked, what it got, the trial that its judge chose, and its side."""

    words: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    results: tuple[float, ...]
    best: int
    role: str


def selects(options: Searches) -> tuple[Select, ...]:
    """Return the channels of the search and of the map."""
    read = (options.x, options.y, options.judge, options.result)
    methods = options.show or ("first",)
    search = tuple(
        ScalarSelect(options.experiment, c, {options.by: m, "trial": "first"}) for c in read for m in methods
    )
    return (*search, ScalarSelect(options.ground, options.channel, settled(options.at, options.x, options.y)))


def methods_of(options: Searches, runs: Mapping[str, Runs]) -> list[Method]:
    """Return the searches shown, in order."""
    import numpy as np

    of = runs[options.experiment]
    found = []
    for method in options.show or of.axes[options.by]:
        channels: dict[str, np.ndarray] = {
            channel: of_one_seed(
                runs, Select(options.experiment, channel, {options.by: method}), options.seed, ("trial",)
            )
            for channel in (options.x, options.y, options.judge, options.result)
        }
        best = int(np.argmax(np.where(np.isfinite(channels[options.judge]), channels[options.judge], -np.inf)))
        words = options.words.get(str(method), coordinate(method))
        xs, ys, results = (tuple(channels[channel].tolist()) for channel in (options.x, options.y, options.result))
        found.append(Method(words, xs, ys, results, best, role_of(method)))
    return found


def table(options: Searches, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each trial: method, trial, the two settings, the result, whether it was chosen."""
    rows = tuple(
        (m.words, trial + 1, cell(x), cell(y), cell(result), gettext("yes") if trial == m.best else gettext("no"))
        for m in methods_of(options, runs)
        for trial, (x, y, result) in enumerate(zip(m.xs, m.ys, m.results, strict=True))
    )
    return DataTable(
        (
            gettext("method"),
            gettext("trial"),
            *map(in_words, (options.x, options.y, options.result)),
            gettext("chosen"),
        ),
        rows,
    )


def draw(options: Searches, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw a map for each method with its trials, and one key of the colours."""
    methods, unit = methods_of(options, runs), frame.unit
    across, up = axis(runs[options.ground], options.x), axis(runs[options.ground], options.y)
    select = Select(options.ground, options.channel, options.at)
    middles = summary(runs, select, (options.y, options.x), by=options.summary).middle
    failed = failed_share(runs, select, (options.y, options.x))
    usual = role_of_chart(options, "first")
    shades = shading(frame, usual, options.classes, middles[failed <= FAILED_SHARE])
    labels = _labels(up)
    left = max(frame.measure(label) for _, label in labels) + 12 * unit
    # The key stands under the maps, or beside them where the frame is low.
    aside = frame.box.width > LOW * frame.box.height
    key = KEY * unit if aside else 18 * unit + frame.leading() * (2.35 if frame.words else 1.25)
    body = frame.box.inset(left=left, **({"right": key} if aside else {"bottom": key}))
    boxes = body.columns(len(methods), 16 * unit)
    results = [quantity(method.results[method.best], options.result, 1) * options.numbers for method in methods]
    wanted = max(
        frame.measure(method.words, "label", 400) + frame.measure(result, "label")
        for method, result in zip(methods, results, strict=True)
    )
    # Name and result on one line where there is room on every map, else one under the other.
    lines = 1 if wanted + 10 * unit < boxes[0].width else 2
    line = frame.leading("label")
    for index, (method, result, box) in enumerate(zip(methods, results, boxes, strict=True)):
        inner = box.inset(top=line * (lines + 0.15), bottom=1.25 * frame.leading())
        head, colour = box.top + line * 0.75, frame.theme.role(method.role or usual)
        frame.text(method.words, inner.left, head, "label", weight=400)
        x, anchor = (inner.right, "right") if lines == 1 else (inner.left, "left")
        frame.text(result, x, head + line * (lines - 1), "label", anchor=anchor, colour=colour)
        _one(frame, inner, across, up, middles, failed, shades, method)
        _ticks(frame, inner, across, up, labels if index == 0 else [])
    start = body.right + 24 * unit if aside else frame.box.left if frame.flush else body.left
    baseline = body.top + line * 1.5 if aside else body.bottom + frame.leading() * 0.88
    if frame.words:
        words = (
            gettext("across: %(axis)s", axis=in_words(options.x)),
            gettext("up: %(axis)s", axis=in_words(options.y)),
        )
        for index, part in enumerate(words if aside else ("; ".join(words),)):
            frame.text(part, start, baseline + index * frame.leading(), "caption")
    top = baseline + frame.leading() * 1.6 if aside else frame.box.bottom - 12 * unit - frame.leading() * 1.25
    strip = Box(start, top, frame.box.right - start, frame.box.bottom - top)
    fits = frame.measure(in_words(options.channel)) < strip.width * 0.3
    key_strip(
        frame, strip, shades, options.channel, in_words(options.channel) if fits else "", bool((failed > 0.5).any())
    )
    if not fits and aside:
        frame.text(in_words(options.channel), start, top + 12 * unit + frame.leading() * 2, "caption")


def _labels(up: Axis) -> list[tuple[float, str]]:
    """Return the ticks of the upward axis: every coordinate where they are few or words, else at most three."""
    if len(up.coordinates) <= 4 or up.labels:
        return [(position, coordinate(at)) for position, at in zip(up.positions, up.coordinates, strict=True)]
    return up.ticks(3)


def _one(
    frame: Any,
    box: Box,
    across: Axis,
    up: Axis,
    middles: "np.ndarray",
    failed: "np.ndarray",
    shades: Any,
    method: Method,
) -> None:
    """Draw the map and the trials of one method."""
    import numpy as np

    unit = frame.unit
    x_edges, y_edges = across.edges(), up.edges()
    plot = Plot(frame.canvas, box, Scale(x_edges[0], x_edges[-1]), Scale(y_edges[0], y_edges[-1]))
    xs, ys = [plot.x_at(edge) for edge in x_edges], [plot.y_at(edge) for edge in y_edges]
    paint(frame, xs, ys, middles, (failed > FAILED_SHARE) | np.isnan(middles), shades)
    for trial, (x, y) in enumerate(zip(method.xs, method.ys, strict=True)):
        px = min(max(plot.x_at(float(across.scale.forward(x))), box.left + 5 * unit), box.right - 5 * unit)
        py = min(max(plot.y_at(float(up.scale.forward(y))), box.top + 5 * unit), box.bottom - 5 * unit)
        if trial != method.best:
            frame.marker(px, py, "circle", 9 * unit, WHITE, INK, 1.6)
        else:
            star = (px, py)
    frame.marker(*star, "star", 18 * unit, WHITE, INK, 1.6)


def _ticks(frame: Any, box: Box, across: Axis, up: Axis, labels: list[tuple[float, str]]) -> None:
    """Write some values of x under a map, and of y at its left."""
    unit = frame.unit
    x_edges, y_edges = across.edges(), up.edges()
    plot = Plot(frame.canvas, box, Scale(x_edges[0], x_edges[-1]), Scale(y_edges[0], y_edges[-1]))
    taken = 1e9
    for position, label in labels:
        y = plot.y_at(float(up.scale.forward(position)))
        if taken - y >= frame.type.tick * 1.15:
            frame.text(label, box.left - 8 * unit, y, anchor="right", base="center")
            taken = y
    free = box.left - 1e9
    for value in across.scale.ticks(9):
        label, x = number(value), plot.x_at(float(across.scale.forward(value)))
        start, end = x - frame.measure(label) / 2, x + frame.measure(label) / 2
        # A label that would have to be moved under the map would name another place.
        if start > free + 10 * unit and start >= box.left - 4 * unit and end <= box.right + 4 * unit:
            frame.text(label, start, box.bottom + frame.leading() * 0.95)
            free = end


KIND = ChartKind(
    "searches", Searches, "where searches looked, over what there was to find", selects, table, draw, narrow=(400, 500)
)
