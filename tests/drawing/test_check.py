"""Every picture is looked at: words off it, words over words, charts over charts, and rows that do not fit."""

import pytest
from msgspec.structs import replace

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.sheet import SHEETS, STRETCHES, draw_pictures, draw_sheet
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.check import find_faults
from proofpress.drawing.frame import POSTER, Frame
from proofpress.drawing.theme import LIGHT
from tests.charts.chart_examples import RATES, examples, made_runs

LONG = "a name of a group that goes on and on and on and on and on and on and on and on and on and on"


def canvas() -> Canvas:
    """Return an empty canvas."""
    return Canvas(400, 200, LIGHT)


def test_words_off_the_canvas_are_found() -> None:
    """Words that run off a side of the canvas are named, and by how far."""
    with style("x"):
        drawn = canvas()
        drawn.text("inside", 10, 40, size=20, colour=LIGHT.ink)
        drawn.text("outside", 380, 40, size=20, colour=LIGHT.ink)
    (fault,) = find_faults(drawn)
    assert fault.rule == "too-wide"
    assert fault.message.startswith("'outside' runs ")


def test_words_over_words_are_found_and_neighbours_are_not() -> None:
    """Two lines at a usual distance are apart; half a line nearer they lie over each other."""
    with style("x"):
        apart, over = canvas(), canvas()
        for drawn, distance in ((apart, 24), (over, 10)):
            drawn.text("first line", 10, 60, size=20, colour=LIGHT.ink)
            drawn.text("second line", 10, 60 + distance, size=20, colour=LIGHT.ink)
    assert list(find_faults(apart)) == []
    assert [fault.message for fault in find_faults(over)] == ["'first line' and 'second line' lie over each other"]


def test_charts_over_charts_are_found() -> None:
    """Charts may touch at their edges; boxes that share more are an overlap."""
    drawn = canvas()
    drawn.charts += [("one", Box(0, 0, 100, 100)), ("two", Box(100, 0, 100, 100)), ("three", Box(150, 50, 100, 100))]
    assert [fault.message for fault in find_faults(drawn)] == ["the charts 'two' and 'three' lie over each other"]


def test_a_figure_with_words_that_cannot_fit_has_no_pictures() -> None:
    """What fits at no height is refused: nothing is drawn over something else."""
    options = replace(examples()["scatter"], words={"new_start": LONG})
    made, lacking, faults = draw_pictures("x", chart_kinds()["scatter"], options, made_runs(), "A finding")
    assert (made, lacking) == ([], "")
    assert any(LONG in fault.message for fault in faults)


def test_a_sheet_is_laid_out_again_as_high_as_is_asked_for() -> None:
    """A higher layout is the same width and that many times as high."""
    kind, options = chart_kinds()["sweep"], examples()["sweep"]
    with style("x"):
        low, high = (
            draw_sheet(kind, options, made_runs(), "T", "light", SHEETS[0], stretch=stretch)
            for stretch in STRETCHES[:2]
        )
    assert (high.width, high.height) == (low.width, round(low.height * STRETCHES[1]))


def test_rows_that_do_not_fit_a_panel_are_refused() -> None:
    """A table of more rows than its box is high is told with how many fit, and not drawn over itself."""
    with style("x"):
        frame = Frame(Canvas(600, 80, LIGHT), Box(0, 0, 600, 60), POSTER, LIGHT.paper)
        with pytest.raises(ValueError, match=rf"{len(RATES) + 1} rows need \d+ pixels: 3 fit here"):
            chart_kinds()["table"].draw(examples()["table"], made_runs(), frame)
