"""Words in a plot of lines: clear of lines and marks, and nearest to what they name."""

import math
from typing import Any

import numpy as np
import pytest
from matplotlib.lines import Line2D

from proofpress.charts.axes import Axis
from proofpress.charts.labels import Line
from proofpress.charts.lines import draw_lines
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import NARROW, Frame
from proofpress.drawing.geometry import Lettering
from proofpress.drawing.scales import Scale
from proofpress.drawing.theme import LIGHT

WHOLE = Scale(0.0, 1.0)


def line(values: np.ndarray, words: str = "line") -> Line:
    """Return a line without a band."""
    return Line(words, values.tolist(), values.tolist(), values.tolist())


def drawn(lines: list[Line], places: np.ndarray, **options: Any) -> tuple[Canvas, Any]:
    """Return a canvas as wide as a phone with the lines on it, and their plot."""
    axis = Axis("updates", tuple(places), tuple(map(float, places)), Scale(float(places[0]), float(places[-1])), ())
    with style("x"):
        canvas = Canvas(400, 400, LIGHT)
        frame = Frame(canvas, Box(12, 40, 376, 350), NARROW, LIGHT.paper)
        plot = draw_lines(
            frame, axis, lines, "test_accuracy", role="first", x_words="updates", y_words="accuracy", y=WHOLE, **options
        )
    return canvas, plot


def found(canvas: Canvas, words: str) -> list[Lettering]:
    """Return the texts with just these words."""
    return [text for text in canvas.letterings if text.words == words]


def crosses(text: Lettering, plot: Any, line: Line, places: np.ndarray) -> bool:
    """Return whether a line runs through the letters of a text, looked at in two hundred places."""
    across = np.linspace(text.box.left, text.box.right, 200)
    ys = np.interp(across, [plot.x_at(place) for place in places], [plot.y_at(value) for value in line.middle])
    within = (across >= plot.box.left) & (across <= plot.box.right)
    return bool((within & (ys > text.box.top + 2) & (ys < text.box.bottom - 2)).any())


@pytest.mark.parametrize(
    ("peak", "height", "end", "slow"),
    [(25, 0.8, 0.65, 45), (25, 0.8, 0.65, 70), (40, 0.75, 0.6, 60), (60, 0.85, 0.5, 50)],
)
def test_words_of_a_peak_lie_on_no_line(peak: float, height: float, end: float, slow: float) -> None:
    """The name of an early peak lies on neither curve, though the other one rises beside it."""
    places = np.arange(0.0, 401, 10)
    test = np.where(places < peak, height * places / peak, end + (height - end) * np.exp(-(places - peak) / 80))
    lines = [line(test, "test"), line(1 - 0.95 * np.exp(-places / slow), "train")]
    at = int(np.argmax(test))
    canvas, plot = drawn(lines, places, marks=[(0, at, "best at 25")], chance=0.1)
    (text,) = found(canvas, "best at 25")
    assert not any(crosses(text, plot, each, places) for each in lines)


def test_no_name_is_read_as_that_of_another_mark() -> None:
    """Of two marks over one another, the lower one is not named over the upper one."""
    places = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
    upper = np.array([0.5, 0.7, 0.85, 0.92, 0.9, 0.89, 0.88, 0.87])
    lines = [line(upper - 0.06, "lower"), line(upper, "upper")]
    canvas, plot = drawn(lines, places, marks=[(0, 3, "86% at 4"), (1, 3, "92% at 4")])
    marks = {
        words: (plot.x_at(4.0), plot.y_at(of.middle[3]))
        for words, of in zip(("86% at 4", "92% at 4"), lines, strict=True)
    }

    def distance(text: Lettering, point: tuple[float, float]) -> float:
        x, y = point
        return math.hypot(max(text.box.left - x, 0, x - text.box.right), max(text.box.top - y, 0, y - text.box.bottom))

    assert found(canvas, "92% at 4")
    for words, point in marks.items():
        for text in found(canvas, words):
            led = [artist for artist in canvas.figure.findobj(Line2D) if artist.get_zorder() == 7]
            assert led or all(
                distance(text, point) < distance(text, other) for other in marks.values() if other != point
            )


@pytest.mark.parametrize("share", [0.15, 0.5, 0.85])
def test_the_word_for_failed_runs_lies_on_no_mark(share: float) -> None:
    """Beside or in a narrow hatched stretch the word stands where the neighbouring values do not."""
    places = np.array([0.0, 1, 2, 3, 4])
    values = np.array([0.3, 0.97, share, 0.97, 0.5])
    spread = Line("line", values.tolist(), (values - 0.03).tolist(), (values + 0.03).tolist())
    canvas, plot = drawn([spread], places, failed=[0, 0, 1, 0, 0])
    (text,) = found(canvas, "failed")
    for place, value in zip(places, values, strict=True):
        x, y = plot.x_at(place), plot.y_at(value)
        aside = max(text.box.left - x, x - text.box.right) > 6
        assert aside or y < text.box.top - 6 or y > text.box.bottom + 6


def test_what_leads_to_a_name_begins_at_its_mark() -> None:
    """Names moved apart are led to the last marks of their lines, not to the edge of the plot."""
    places = np.array([0.0, 1, 2, 3])
    lines = [line(np.array([0.5, 0.5, 0.5, 0.5]), "one"), line(np.array([0.5, 0.5, 0.5, 0.51]), "other")]
    canvas, plot = drawn(lines, places)
    last = plot.x_at(3.0)
    thin = [artist for artist in canvas.figure.findobj(Line2D) if artist.get_color() in (LIGHT.first, LIGHT.ink)]
    slanted = [artist for artist in thin if len({*artist.get_xdata()}) == len({*artist.get_ydata()}) == 2]
    starts = [float(artist.get_xdata()[0]) for artist in slanted]
    assert len(starts) == 2
    assert all(last < start < last + 24 for start in starts)
