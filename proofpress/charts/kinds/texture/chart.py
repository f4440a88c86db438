"""`texture`: a map of very many runs, one pixel each: where training converges and where it diverges.

    chart: {kind: texture, experiment: trainability, zoom: 1}

Reads the experiment kind `trainability`. Colours are equalised by rank, so that each shade covers as many runs as any
other; the runs that converge have the role's ramp, those that diverge a grey one.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import field
from msgspec.structs import replace

from proofpress.charts.reading import LEARNS, cell, of_one_seed, settled
from proofpress.drawing.canvas import Box
from proofpress.drawing.frame import FAILED
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale
from proofpress.drawing.theme import mix, rgb
from proofpress.formatting import number
from proofpress.language import gettext
from proofpress.models import Best, DataTable, Options, Role, Runs, Select
from proofpress.runs.selection import ScalarSelect

if TYPE_CHECKING:
    import numpy as np

BESIDE = 1.5
"""From which width on, in heights, the whole map stands beside a narrower window."""


class Texture(Options, frozen=True):
    """Options of `texture`.

    channel: below 0 a run converged, above 0 it diverged. x, y: the axes. zoom: a coordinate of the axis `zoom`.
    window: where the runs record it, a channel with the decimal logarithms of a map's edges (left, right, bottom, top).
    low, high: the words for the two sides. seed: its position.
    """

    experiment: str
    channel: str = "convergence"
    x: str = "first_layer_rate"
    y: str = "second_layer_rate"
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
    zoom: float | None = None
    window: str = "window"
    low: str = LEARNS
    high: str = FAILED
    seed: int = 0
    role: Role | None = None


def selects(options: Texture) -> tuple[Select, ...]:
    """Return the channel read; its open axes are named."""
    return (ScalarSelect(options.experiment, options.channel, settled(_at(options), options.x, options.y)),)


def pixels_of(options: Texture, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return the channel, `(rows, columns)`, the first row at the bottom."""
    where = Select(options.experiment, options.channel, _at(options))
    return of_one_seed(runs, where, options.seed, (options.y, options.x))


def scales_of(options: Texture, runs: Mapping[str, Runs]) -> tuple[Scale, Scale]:
    """Return the scales across and upward: from edge to edge of the window, or from rate to rate without one.

    The coordinates of the axes are those of the widest window, so that a narrower one has its edges from the channel.
    """
    of = runs[options.experiment]
    if options.window not in of.channels:
        across, up = ((min(of.axes[key]), max(of.axes[key])) for key in (options.x, options.y))
        return Scale(*across, True), Scale(*up, True)
    zoom = {"zoom": options.zoom} if options.zoom is not None else {}
    edges = of_one_seed(runs, Select(options.experiment, options.window, zoom), options.seed)
    left, right, bottom, top = (10.0**edge for edge in edges.ravel().tolist())
    return Scale(left, right, True), Scale(bottom, top, True)


def table(options: Texture, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each row of pixels: the share of its runs that converged; every pixel is in the runs."""
    import numpy as np

    pixels = pixels_of(options, runs)
    at = runs[options.experiment].axes[options.y]
    low = np.mean(pixels < 0, axis=1)
    rows = tuple((cell(y), cell(share), pixels.shape[1]) for y, share in zip(at, low, strict=True))
    return DataTable(
        (in_words(options.y), gettext("share that %(outcome)s", outcome=gettext(options.low)), gettext("runs")), rows
    )


def draw(options: Texture, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the image, its two sides named where they are widest, and rates along the edges.

    Where there is room beside a narrower window, the whole map stands there, with the window framed.
    """
    window, zooms = scales_of(options, runs), runs[options.experiment].axes.get("zoom", ())
    whole = replace(options, zoom=zooms[0]) if options.zoom is not None and zooms else options
    left, right = frame.box.columns(2, 34 * frame.unit)
    closer = "" if options.zoom is None else gettext("framed, %(zoom)s times closer", zoom=number(options.zoom))
    broad = frame.box.width >= BESIDE * frame.box.height and frame.measure(closer, "caption") <= right.width
    if options.zoom is None or whole == options or not frame.words or not broad:
        _map(options, runs, frame, in_words(options.y))
        return
    plot = _map(whole, runs, frame.within(left), in_words(options.y))
    framed = [(window[0].low, window[0].high), (window[1].low, window[1].high)]
    (x_low, x_high), (y_low, y_high) = (
        (at(low), at(high)) for at, (low, high) in zip((plot.x_at, plot.y_at), framed, strict=True)
    )
    box = Box(x_low, y_high, x_high - x_low, y_low - y_high)
    frame.canvas.rectangle(box, edge=frame.theme.paper, width=5 * frame.unit, layer=6)
    frame.canvas.rectangle(box, edge=frame.theme.ink, width=2 * frame.unit, layer=7)
    _map(options, runs, frame.within(right), closer)


def _map(options: Texture, runs: Mapping[str, Runs], frame: Any, y_words: str) -> Plot:
    """Draw one window, y_words over it, and return its plot."""
    pixels = pixels_of(options, runs)
    scales = scales_of(options, runs)
    x_ticks, y_ticks = ([(v, number(v)) for v in scale.ticks(3)] for scale in scales)
    plot: Plot = frame.plot(*scales, x_ticks=x_ticks, y_ticks=y_ticks, x_words=in_words(options.x), y_words=y_words)
    image = coloured(frame, role_of_chart(options, "first"), pixels)
    frame.canvas.image(plot.box, image[::-1], smooth=True, layer=2)
    for words, mask in ((gettext(options.low), pixels < 0), (gettext(options.high), pixels >= 0)):
        _name_side(frame, plot, image, words, mask)
    return plot


def _name_side(frame: Any, plot: Plot, image: "np.ndarray", words: str, mask: "np.ndarray") -> None:
    """Name one side of the edge where it is widest, if it is wide anywhere."""
    spot = roomiest(mask)
    if spot is None:
        return
    x = plot.box.left + spot[1] * plot.box.width
    y = plot.box.bottom - spot[0] * plot.box.height
    half, line = frame.measure(words, "label") / 2 + 8 * frame.unit, frame.leading("label") * 0.8
    x = min(max(x, plot.box.left + half), plot.box.right - half)
    y = min(max(y, plot.box.top + line), plot.box.bottom - line)
    up = (plot.box.bottom - y) / plot.box.height
    ground = _mean_colour(image, (x - plot.box.left) / plot.box.width, up, half / plot.box.width)
    ink = frame.theme.on(ground)
    frame.text(words, x, y, "label", colour=ink, anchor="center", base="center", halo=ground)


def _mean_colour(image: "np.ndarray", across: float, up: float, reach: float) -> str:
    """Return the mean colour of a stretch of an image, given in shares of its width and height."""
    rows, columns = image.shape[:2]
    left, right = int(max(across - reach, 0) * columns), int(min(across + reach, 1) * columns) + 1
    middle = int(min(up, 0.999) * rows)
    part = image[max(middle - 3, 0) : middle + 4, left:right].reshape(-1, 3).mean(axis=0)
    return "#" + "".join(f"{round(value):02X}" for value in part)


def coloured(frame: Any, role: str, pixels: "np.ndarray") -> "np.ndarray":
    """Return colours `(rows, columns, 3)`, by rank within the runs that converge and within those that do not."""
    import numpy as np

    theme = frame.theme
    greys = (mix(theme.muted, theme.paper, 0.75), theme.muted, mix(theme.muted, theme.ink, 0.7))
    image = np.zeros((*pixels.shape, 3), dtype=np.uint8)
    for mask, stops in ((pixels < 0, theme.ramp(role)[::-1]), (~(pixels < 0), greys)):
        ranks = np.zeros(int(mask.sum()))
        ranks[np.argsort(np.nan_to_num(pixels[mask], posinf=1e30), kind="stable")] = np.linspace(0, 1, len(ranks))
        table_of = np.array([rgb(stop) for stop in stops], dtype=float)
        at = ranks * (len(stops) - 1)
        colours = [np.interp(at, range(len(stops)), table_of[:, part]) for part in range(3)]
        image[mask] = np.rint(np.stack(colours, axis=-1)).astype(np.uint8)
    return image


def roomiest(mask: "np.ndarray") -> tuple[float, float] | None:
    """Return the middle of the largest part of a mask, as shares of height and width; None where it is tiny."""
    import numpy as np

    size = 16
    rows, columns = (np.array_split(np.arange(length), size) for length in mask.shape)
    full = np.array([[mask[np.ix_(r, c)].mean() > 0.98 for c in columns] for r in rows])
    best, reach = None, 0
    padded = np.pad(full, 1)
    for row in range(1, size + 1):
        for column in range(1, size + 1):
            out = 0
            while (
                padded[max(row - out, 0) : row + out + 1, max(column - 2 * out, 0) : column + 2 * out + 1].all()
                and out < size
            ):
                out += 1
            if out > reach:
                best, reach = ((row - 0.5) / size, (column - 0.5) / size), out
    return best


def _at(options: Texture) -> dict[str, Any]:
    return {**options.at, **({"zoom": options.zoom} if options.zoom is not None else {})}
