"""Figures joined into one picture: one axis across, or one scale."""

import pytest
from msgspec.structs import replace

from proofpress.charts.draw import modules_of, runs_of
from proofpress.charts.kinds import chart_kinds
from proofpress.charts.kinds.joined import Joined
from proofpress.charts.sheet import SHEETS, draw_sheet
from proofpress.drawing.canvas import Canvas, style
from proofpress.drawing.check import find_faults
from tests.charts.chart_examples import examples, made_runs

STILL_AND_MOVING = examples()["joined"]
ACCURACY = replace(examples()["sweep"], best="", chance=None, at={"batch_size": 16, "learning_rate": 0.01}, x="step")
TWO_HEIGHTS = Joined(
    ("high", "low"),
    "upward",
    joined=(
        ("sweep", examples()["sweep"]),
        ("sweep", replace(ACCURACY, at={"batch_size": 16, "learning_rate": 0.001})),
    ),
)


def sheet_of(options: Joined, layout: int = 0) -> Canvas:
    """Return joined figures as a reader sees them. layout: 0 for a desk, 1 for a phone."""
    with style("joined"):
        canvas = draw_sheet(chart_kinds()["joined"], options, made_runs(), "Two", "light", SHEETS[layout])
    assert list(find_faults(canvas)) == []
    return canvas


@pytest.mark.parametrize("layout", [0, 1])
def test_an_axis_that_is_shared_is_labelled_once(layout: int) -> None:
    """Over one another, both plots begin and end on the same lines, and the runs are named under the lower one only."""
    canvas = sheet_of(STILL_AND_MOVING, layout)
    upper, lower = (ruler.box for ruler in canvas.rulers)
    assert (upper.left, upper.right) == pytest.approx((lower.left, lower.right))
    assert upper.bottom < lower.top
    for x, label in canvas.rulers[1].labels:
        (found,) = [text for text in canvas.letterings if text.words == label]
        assert found.box.top > lower.bottom
        assert found.box.left + found.box.width / 2 == pytest.approx(x)


def test_charts_side_by_side_stand_on_one_scale() -> None:
    """A height in one of the two is the same height in the other, though their values differ."""
    canvas = sheet_of(TWO_HEIGHTS)
    left, right = (ruler.box for ruler in canvas.rulers)
    assert (left.top, left.bottom) == pytest.approx((right.top, right.bottom))
    ticks = [
        {text.words: text.box.top for text in canvas.letterings if text.words.endswith("%") and inside(text.box.right)}
        for inside in (lambda x: x < left.left, lambda x: left.right < x < right.left)
    ]
    assert len(ticks[0]) > 2
    assert ticks[0] == pytest.approx(ticks[1])


def test_words_tell_the_charts_apart() -> None:
    """Over each chart stands what it is of, at its left; words for some of them only are the author's mistake."""
    canvas = sheet_of(replace(TWO_HEIGHTS, says=("right labels", "wrong labels")))
    for words, ruler, left in zip(("right labels", "wrong labels"), canvas.rulers, (0, canvas.width / 2), strict=True):
        (found,) = [text for text in canvas.letterings if text.words == words]
        assert found.box.bottom < ruler.box.top
        assert left <= found.box.left < ruler.box.left
    with pytest.raises(ValueError, match="'says' has words for each of 'figures'"):
        Joined(("one", "two"), says=("only one",))


def test_on_a_phone_they_stand_under_one_another() -> None:
    """Where it is narrow each chart has the whole width."""
    canvas = sheet_of(TWO_HEIGHTS, 1)
    upper, lower = (ruler.box for ruler in canvas.rulers)
    assert upper.bottom < lower.top
    assert upper.width > 0.75 * canvas.width


def test_the_numbers_of_all_charts_are_in_one_table() -> None:
    """Each chart's rows are there, after the number of the chart; what the other has more is empty."""
    made = chart_kinds()["joined"].table(STILL_AND_MOVING, made_runs())
    of = {name: chart_kinds()[name].table(examples()[name], made_runs()) for name in STILL_AND_MOVING.figures}
    assert made.columns[0] == "chart"
    for number, (name, table) in enumerate(of.items(), 1):
        rows = [dict(zip(made.columns, row, strict=True)) for row in made.rows if row[0] == number]
        assert [tuple(row[column] for column in table.columns) for row in rows] == list(table.rows), name
        others = set(made.columns) - {"chart", *table.columns}
        assert all(row[column] is None for row in rows for column in others)


def test_what_is_joined_decides_when_it_is_drawn_anew() -> None:
    """The runs and the code of all that is joined are those of the picture."""
    assert runs_of("joined", STILL_AND_MOVING) == ["phases"]
    assert runs_of("joined", TWO_HEIGHTS) == ["rates"]
    assert {module.rpartition(".")[2] for module in modules_of("joined", STILL_AND_MOVING)} == {
        "joined", "steps", "trajectories"
    }  # fmt: skip
