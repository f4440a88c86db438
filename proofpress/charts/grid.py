"""Grids of coloured cells: classes and ramps, failed cells, and the key strip under them.

Cells of one class are painted as one area without seams, so that no ground shows between them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.charts.axes import Axis
from proofpress.drawing.canvas import Box
from proofpress.drawing.frame import FAILED, Frame
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale
from proofpress.drawing.theme import mix
from proofpress.formatting import is_fraction, quantities, quantity, without_percent
from proofpress.language import gettext

if TYPE_CHECKING:
    import numpy as np

FAILED_SHARE = 0.5

Corner = tuple[int, int]


class Shading(Struct, frozen=True):
    """How values become colours: borders of classes with a colour for each class, or a ramp between two ends."""

    colours: tuple[str, ...]
    borders: tuple[float, ...]
    low: float
    high: float

    def colour(self, value: float) -> str:
        """Return the colour of a value."""
        if self.borders:
            return self.colours[sum(value >= border for border in self.borders)]
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 1.0
        at = min(max(share, 0.0), 1.0) * (len(self.colours) - 1)
        step = min(int(at), len(self.colours) - 2)
        return mix(self.colours[step], self.colours[step + 1], at - step)


def shading(frame: Frame, role: str, classes: Sequence[float], values: Any) -> Shading:
    """Return the shading of some values: by classes where borders are given, else over their range."""
    import numpy as np

    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    ramp = frame.theme.ramp(role)
    if not classes:
        return Shading(ramp, (), low, high)
    count = len(classes) + 1
    shares = [index * (len(ramp) - 1) / (count - 1) for index in range(count)]
    steps = [int(min(index, len(ramp) - 2)) for index in shares]
    colours = [mix(ramp[s], ramp[s + 1], p - s) for p, s in zip(shares, steps, strict=True)]
    return Shading(tuple(colours), tuple(classes), low, high)


def spaced(axis: Axis, most: int) -> list[tuple[float, str]]:
    """Return ticks for cells of equal width: all labels if they are few, else those of round powers, else every nth."""
    labels = axis.labels or tuple(_written(at) for at in axis.coordinates)
    indices = list(range(len(labels)))
    if len(indices) > most:
        powers = [index for index in indices if _is_power(axis.coordinates[index])]
        indices = powers if len(powers) >= 2 else indices
        indices = indices[:: -(-len(indices) // most)]
    return [(index + 0.5, labels[index]) for index in indices]


def cells_plot(frame: Frame, x: Axis, y: Axis, x_words: str, y_words: str) -> Plot:
    """Return a plot of equal cells, one for each pair of coordinates, the first row at the bottom."""
    across = 5 if frame.box.width < 430 * frame.unit else 8
    upward = max(2, int(frame.box.height / (frame.leading() * 1.6)) - 1)
    return frame.plot(
        Scale(0, len(x.coordinates)),
        Scale(0, len(y.coordinates)),
        x_ticks=spaced(x, across),
        y_ticks=spaced(y, min(upward, 8)),
        x_words=x_words,
        y_words=y_words,
    )


def cell_box(plot: Plot, column: int, row: int) -> Box:
    """Return the box of a cell."""
    left, right = plot.x_at(column), plot.x_at(column + 1)
    top, bottom = plot.y_at(row + 1), plot.y_at(row)
    return Box(left, top, right - left, bottom - top)


def outlines(mask: "np.ndarray") -> list[list[Corner]]:
    """Return closed outlines, corners `(column, row)`, around the true cells of a mask `(rows, columns)`.

    Holes run the other way round. Where two cells touch at a corner only, the outlines may cross there.
    """
    import numpy as np

    padded = np.pad(np.asarray(mask, dtype=bool), 1)
    following: dict[Corner, list[Corner]] = {}
    for r, c in zip(*np.nonzero(padded), strict=True):
        row, column = int(r) - 1, int(c) - 1
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        beside = (padded[r - 1, c], padded[r, c + 1], padded[r + 1, c], padded[r, c - 1])
        for side, inner in enumerate(beside):
            if not inner:
                following.setdefault(corners[side], []).append(corners[(side + 1) % 4])
    loops: list[list[Corner]] = []
    while following:
        start = at = next(iter(following))
        loop: list[Corner] = []
        while not loop or at != start:
            loop.append(at)
            ways = following[at]
            at = ways.pop()
            if not ways:
                del following[loop[-1]]
        loops.append(_straight(loop))
    return loops


def paint(
    frame: Frame, xs: Sequence[float], ys: Sequence[float], values: "np.ndarray", grey: "np.ndarray", shades: Any
) -> None:
    """Paint cells `(rows, columns)`: by classes or a ramp, those of the mask `grey` as failed.

    xs, ys: the edges of columns and rows in design pixels, one more than there are cells.
    """
    import numpy as np

    canvas = frame.canvas

    def area(mask: "np.ndarray", fill: str, hatch: str = "") -> None:
        loops = [[(xs[column], ys[row]) for column, row in loop] for loop in outlines(mask)]
        if loops:
            canvas.area(loops, fill, hatch=hatch)

    if shades.borders:
        # Each class is painted together with all above it, so that no ground shows between two classes either.
        area(np.ones_like(grey), shades.colours[0])
        for border, colour in zip(shades.borders, shades.colours[1:], strict=True):
            area(~grey & (np.nan_to_num(values, nan=-np.inf) >= border), colour)
    else:
        for row, column in zip(*np.nonzero(~grey), strict=True):
            # On to the middle of the next cells, which are painted over it.
            right = (xs[column + 1] + xs[min(column + 2, grey.shape[1])]) / 2
            top = (ys[row + 1] + ys[min(row + 2, grey.shape[0])]) / 2
            box = Box(xs[column], top, right - xs[column], ys[row] - top)
            canvas.rectangle(box, shades.colour(float(values[row, column])))
    area(grey, frame.theme.failed, frame.theme.hatch)


def fill_cells(frame: Frame, plot: Plot, values: Any, failed: Any, shades: Shading, channel: str = "") -> bool:
    """Fill the cells `(rows, columns)`; with a channel, write values into them where they fit. Return whether written.

    Failed cells, and values that are not finite, are grey and hatched.
    """
    import numpy as np

    grey = (failed > FAILED_SHARE) | ~np.isfinite(values)
    rows, columns = values.shape
    xs, ys = [plot.x_at(edge) for edge in range(columns + 1)], [plot.y_at(edge) for edge in range(rows + 1)]
    paint(frame, xs, ys, values, grey, shades)
    first, labels = cell_box(plot, 0, 0), np.full(values.shape, "", dtype=object)
    labels[~grey] = quantities(values[~grey].tolist(), channel)
    widest = max((frame.measure(words) for words in labels[~grey]), default=0)
    if not channel or widest + 8 * frame.unit >= first.width or frame.leading() >= first.height:
        return False
    for row, column in zip(*np.nonzero(~grey), strict=True):
        box, ink = cell_box(plot, column, row), frame.theme.on(shades.colour(float(values[row, column])))
        x, y = box.left + box.width / 2, box.top + box.height / 2
        frame.text(labels[row, column], x, y, anchor="center", base="center", colour=ink)
    return True


def key_strip(frame: Frame, box: Box, shades: Shading, channel: str, words: str, failed: bool) -> None:
    """Draw what the colours stand for: a strip of colours with the borders between them, and words beside it."""
    unit, theme = frame.unit, frame.theme
    height, baseline = 12 * unit, box.top + 12 * unit + frame.leading() * 0.95
    left = box.left
    if failed:
        swatch = Box(left, box.top, 34 * unit, height)
        frame.failed(swatch)
        frame.text(gettext(FAILED), left, baseline)
        left += max(frame.measure(gettext(FAILED)), 34 * unit) + 22 * unit
    room = box.right - left - (frame.measure(words) + 14 * unit if words else 0)
    labels = _key_labels(shades, channel)
    widest = max(frame.measure(label) for label in labels)
    count = len(shades.colours) if shades.borders else 24
    each = min(room / count, (widest + 16 * unit) if shades.borders else 10 * unit)
    for index in range(count):
        value = shades.low + (shades.high - shades.low) * index / (count - 1)
        colour = shades.colours[index] if shades.borders else shades.colour(value)
        if shades.borders:
            swatch = Box(left + index * each, box.top, each - 3 * unit, height)
            frame.canvas.rectangle(swatch, colour, edge=theme.context, width=0.5)
        else:
            # A pixel under the next one, so that no ground shows between them.
            end = 1 if index + 1 < count else 0
            frame.canvas.rectangle(Box(left + index * each, box.top, each + end, height), colour)
    if shades.borders:
        if widest + 6 * unit > each:
            labels = [*(without_percent(label) for label in labels[:-1]), labels[-1]]
        free = -1e9
        for index, label in enumerate(labels):
            middle = left + (index + 1) * each - 1.5 * unit
            start = middle - frame.measure(label) / 2
            if start > free:
                frame.text(label, start, baseline)
                free = start + frame.measure(label) + 6 * unit
    else:
        frame.text(labels[0], left, baseline)
        frame.text(
            labels[1],
            max(left + count * each - frame.measure(labels[1]), left + frame.measure(labels[0]) + 8),
            baseline,
        )
    if words:
        frame.text(words, left + count * each + 10 * unit, box.top + height / 2, base="center")


def key_room(frame: Frame, shades: Shading, channel: str, words: str, failed: bool) -> float:
    """Return how wide a key strip is that has room for all labels of its borders."""
    unit = frame.unit
    room = frame.measure(words) + 14 * unit if words else 0.0
    if failed:
        room += max(frame.measure(gettext(FAILED)), 34 * unit) + 22 * unit
    *firsts, last = _key_labels(shades, channel)
    widest = max(map(frame.measure, [*map(without_percent, firsts), last]))
    return room + len(shades.colours) * (widest + 6 * unit) if shades.borders else room


def _key_labels(shades: Shading, channel: str) -> list[str]:
    if not shades.borders:
        return [quantity(shades.low, channel), quantity(shades.high, channel)]
    whole = is_fraction(channel) and all(abs(border * 100 - round(border * 100)) < 1e-9 for border in shades.borders)
    return [quantity(border, channel, 0 if whole else None) for border in shades.borders]


def _is_power(value: Any) -> bool:
    import math

    if not isinstance(value, int | float) or value <= 0:
        return False
    power = math.log10(value)
    return abs(power - round(power)) < 1e-6


def _written(value: Any) -> str:
    from proofpress.charts.axes import coordinate

    return coordinate(value)


def _straight(loop: list[Corner]) -> list[Corner]:
    """Return a loop without the corners at which it goes straight on."""
    count = len(loop)
    return [
        at
        for index, at in enumerate(loop)
        if not (
            loop[index - 1][0] == at[0] == loop[(index + 1) % count][0]
            or loop[index - 1][1] == at[1] == loop[(index + 1) % count][1]
        )
    ]
