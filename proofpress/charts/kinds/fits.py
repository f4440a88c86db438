"""`fits`: fitted curves side by side, from too simple to too flexible, over the points they were fitted to.

    chart: {kind: fits, experiment: degree, by: degree, show: [1, 3, 14], words: [too simple, right, too flexible]}

Reads the channels `fit` (by, x), `truth` (x) and `points` of the experiment kind `classic`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import field

from proofpress.charts.axes import coordinate
from proofpress.charts.reading import cell
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale
from proofpress.language import gettext
from proofpress.models import Best, ChartKind, DataTable, Options, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.runs.selection import lists, scalars, select

if TYPE_CHECKING:
    import numpy as np

# More points than these are drawn smaller, so that together they cover no more of the fit.
MANY_POINTS = 40


class Fits(Options, frozen=True):
    """Options of `fits`. by: the axis of the setting. show: its coordinates. words: what each is called.

    x: the axis of the fit.
    """

    experiment: str
    by: str
    show: tuple[float, ...]
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    words: tuple[Phrase, ...] = ()
    x: str = "x"
    role: Role | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where words and coordinates do not pair."""
        if not self.show or (self.words and len(self.words) != len(self.show)):
            raise ValueError("'show' needs coordinates, and 'words', if given, one entry for each of them")


def selects(options: Fits) -> tuple[Select, ...]:
    """Return the fits shown, the truth and the points."""
    fits = (Select(options.experiment, "fit", {options.by: at, options.x: "first"}) for at in options.show)
    truth, points = Select(options.experiment, "truth", {options.x: "first"}), Select(options.experiment, "points", {})
    return scalars(*fits, truth) + lists(points)


def curves_of(options: Fits, runs: Mapping[str, Runs]) -> tuple["np.ndarray", "np.ndarray", "np.ndarray"]:
    """Return the fits `(shown, x)`, the truth `(x,)` and the points `(point, 2)`."""
    import numpy as np

    fits = [select(runs, Select(options.experiment, "fit", {options.by: at}), (options.x,)) for at in options.show]
    truth = select(runs, Select(options.experiment, "truth", {}), (options.x,))
    points = select(runs, Select(options.experiment, "points", {}))
    shown = np.array([fit.values for fit in fits], dtype=float)
    return shown, truth.values.astype(float), points.values.astype(float)


def table(options: Fits, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each place on x: the truth and every fit shown."""
    fits, truth, _ = curves_of(options, runs)
    heads = ("x", "truth", *(f"{in_words(options.by)} {coordinate(at)}" for at in options.show))
    xs = runs[options.experiment].axes[options.x]
    rows = tuple((cell(x), cell(truth[at]), *(cell(value) for value in fits[:, at])) for at, x in enumerate(xs))
    return DataTable(heads, rows)


def draw(options: Fits, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw a small plot for each fit: points, the truth dotted, the fit; words above it."""
    import numpy as np

    fits, truth, points = curves_of(options, runs)
    unit, theme, head = frame.unit, frame.theme, frame.leading("label")
    note = frame.leading() * 1.25 if frame.words else 0
    dot = 8 * min(1.0, (MANY_POINTS / len(points)) ** 0.5)
    low, high = float(points[:, 1].min()), float(points[:, 1].max())
    reach = (high - low) * 0.25
    xs = np.asarray(runs[options.experiment].axes[options.x], dtype=float)
    stacked = frame.box.width < frame.box.height
    body = frame.box.inset(bottom=note)
    boxes = body.rows(len(fits), 12 * unit) if stacked else body.columns(len(fits), 24 * unit)
    heads = [f"{in_words(options.by)} {coordinate(at)}" for at in options.show]
    full = [f"{words}: {head_of}" for words, head_of in zip(options.words or heads, heads, strict=True)]
    fitting = options.words and all(frame.measure(titles, "label") <= boxes[0].width for titles in full)
    titles = full if fitting else options.words or heads
    for index, box, fit in zip(range(len(fits)), boxes, fits, strict=True):
        frame.text(titles[index], box.left, box.top + head * 0.72, "label")
        plot = Plot(
            frame.canvas,
            box.inset(top=head * 1.15),
            Scale(float(xs[0]), float(xs[-1])).padded(0.03),
            Scale(low - reach, high + reach),
        )
        frame.canvas.rectangle(plot.box, edge=theme.context, width=1.2 * unit, layer=2)
        plot.line(xs, truth, theme.muted, 1.8 * unit, dash=(2 * unit, 4 * unit))
        plot.line(xs, fit, theme.role(role_of_chart(options, "second")), 3 * unit, layer=5)
        for x, y in points:
            frame.marker(plot.x_at(x), plot.y_at(y), "circle", dot * unit, frame.ground, theme.ink, dot * 0.175)
    if note:
        words = gettext("circles: training examples; dotted: true curve; line: fitted curve")
        lines = frame.wrapped(words, frame.box.width)
        short = lines[0] if len(lines) == 1 else gettext("circles: examples; dotted: true curve")
        frame.text(short, frame.box.left, frame.box.bottom - 6 * unit, "caption")


def _height(options: Fits, runs: Mapping[str, Runs], narrow: bool) -> int:
    """Return a height at which each plot on a phone is about twice as wide as high."""
    return round(len(options.show) * 592 / 3) if narrow else 336


KIND = ChartKind(
    "fits",
    Fits,
    "fitted curves from too simple to too flexible",
    selects,
    table,
    draw,
    wide=(960, 400),
    narrow=(400, 640),
    height=_height,
)
