"""The picture for a slide or an opening: one pair large on one axis, another beside it, in large letters."""

from functools import cache

import pytest
from msgspec.structs import replace

from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.check import find_faults
from proofpress.drawing.geometry import ASCENT, Lettering, Ruler
from proofpress.drawing.theme import THEMES
from proofpress.infographic.draw import lay_out
from proofpress.infographic.panel import set_ruler
from proofpress.infographic.plan import choose_featured, create_plan
from proofpress.infographic.sheets.catalog import Sheet, create_sheets
from proofpress.models import Comparison, Panel
from proofpress.models.recorded import RECORDED_SIGN
from proofpress.models.site import Featured
from tests.charts.chart_examples import made_runs
from tests.infographic.poster_examples import FINDINGS, SETTINGS, comparison, panel, poster, records, words

RUNS = {name: replace(runs, settings=SETTINGS) for name, runs in made_runs().items()}


def sheet_of(of: Comparison, name: str = "picture") -> Sheet:
    """Return a sheet of a comparison's infographic."""
    return next(sheet for sheet in create_sheets(create_plan(of, records(), FINDINGS)) if sheet.name == name)


@cache
def drawn(theme: str = "light") -> Canvas:
    """Return the picture of the made-up poster."""
    with style("test"):
        canvas = lay_out(sheet_of(comparison(poster())), RUNS, THEMES[theme], {})
    assert isinstance(canvas, Canvas), canvas
    return canvas


@pytest.mark.parametrize("theme", THEMES)
def test_it_is_read_from_afar(theme: str) -> None:
    """No text is below 24 pixels, none leaves the picture or touches another; the headline has at most two lines."""
    canvas = drawn(theme)
    assert min(text.size for text in canvas.letterings) >= 24
    assert list(find_faults(canvas)) == []
    assert len({text.box.top for text in canvas.letterings if text.level == "headline"}) <= 2


def test_the_two_charts_of_the_hero_have_one_axis() -> None:
    """Both plots begin and end on the same lines, and what the axis says stands once, on the bar between them."""
    canvas = drawn()
    above, below = canvas.rulers[:2]
    assert (above.box.left, above.box.right) == pytest.approx((below.box.left, below.box.right))
    assert above.box.bottom < below.box.top
    for x, label in above.labels:
        (on_bar,) = [text for text in canvas.letterings if text.words == label]
        assert above.box.bottom < on_bar.box.top < on_bar.box.bottom < below.box.top
        assert on_bar.box.left + on_bar.box.width / 2 == pytest.approx(x)


def test_a_title_beside_the_name_of_its_role_leaves_its_line_to_the_chart() -> None:
    """The finding stands on the line of the role's name where it fits, once; a long one stands under it."""
    canvas = drawn()
    for role, title in (("Set numbers", "Flat inside a run"), ("Found numbers", "Weights move at once")):
        (name,) = [text for text in canvas.letterings if text.level == "row" and text.words == role]
        (found,) = [text for text in canvas.letterings if text.words == title]
        assert found.level == "finding"
        assert found.box.left > name.box.right
        assert abs(baseline(found) - baseline(name)) < 1
    whole = poster()
    column = whole.columns[2]
    long = "A finding that is so long that it does not fit beside the name"
    longer = replace(column, above=(replace(column.above[0], title=words(long)),))
    of = comparison(replace(whole, columns=(*whole.columns[:2], longer)))
    with style("test"):
        other = lay_out(sheet_of(of), RUNS, THEMES["light"], {})
    assert isinstance(other, Canvas), other
    (found,) = [text for text in other.letterings if text.words == long]
    assert found.box.left < 100
    assert other.rulers[0].box.height < canvas.rulers[0].box.height


def baseline(text: Lettering) -> float:
    """Return how far down the line lies that a text stands on."""
    return text.box.top + ASCENT * text.size


def test_findings_of_both_pairs_stand_on_one_line() -> None:
    """Titles beside the hero begin on the line of its role's name; both charts are as high, whatever their titles."""
    of = poster()
    wrapped = panel("sweep", "A finding that takes a second line beside it", (420, 722, 400, 240))
    beside = replace(of.columns[1], above=(panel("sweep", "Short", (420, 210, 400, 240)),), below=(wrapped,))
    with style("test"):
        canvas = lay_out(
            sheet_of(comparison(replace(of, columns=(of.columns[0], beside, of.columns[2])))), RUNS, THEMES["light"], {}
        )
    assert isinstance(canvas, Canvas), canvas
    *_, name = [baseline(text) for text in canvas.letterings if text.level == "row"]
    (first,) = [text for text in canvas.letterings if text.words.startswith("A finding")]
    assert baseline(first) == pytest.approx(name)
    one, other = (ruler.box.height for ruler in canvas.rulers[2:])
    assert one == pytest.approx(other)


def test_the_mark_of_recorded_runs_is_explained() -> None:
    """Where a chart in the picture bears the mark of runs recorded elsewhere, the bar says what it means."""
    sheet = sheet_of(comparison(poster()))

    def marked(panels: tuple[Panel[str], ...]) -> tuple[Panel[str], ...]:
        return tuple(replace(each, caption=f"{each.caption} {RECORDED_SIGN}") for each in panels)

    columns = tuple(replace(each, above=marked(each.above), below=marked(each.below)) for each in sheet.plan.columns)
    with style("test"):
        canvas = lay_out(replace(sheet, plan=replace(sheet.plan, columns=columns)), RUNS, THEMES["light"], {})
    assert isinstance(canvas, Canvas), canvas
    said = f"{RECORDED_SIGN} recorded elsewhere"
    assert said in [text.words for text in canvas.letterings]
    assert said not in [text.words for text in drawn().letterings]


def test_the_bar_says_what_its_numbers_are() -> None:
    """Where the numbers of a shared axis leave no room for its name, the last but one gives way to it."""
    ruler = Ruler(Box(100, 0, 760, 10), tuple((100 + 190 * at, f"0.{at}") for at in range(5)), "learning rate (band)")
    with style("test"):
        canvas = Canvas(900, 60, THEMES["light"])
        rest = set_ruler(canvas, ruler, "Rate", Box(50, 0, 820, 60), 36)
    assert rest == "band"
    assert [text.words for text in canvas.letterings] == ["0.0", "0.1", "0.2", "0.4", "learning rate"]
    assert list(find_faults(canvas)) == []


def test_charts_with_axes_of_their_own_keep_them() -> None:
    """Where the axes of the two differ, each stands under its chart, and the bar bears the column's words."""
    of = poster()
    column = replace(of.columns[2], above=(panel("sweep", "Too small or large", (1288, 210, 576, 240)),))
    with style("test"):
        canvas = lay_out(
            sheet_of(comparison(replace(of, columns=(*of.columns[:2], column)))), RUNS, THEMES["light"], {}
        )
    assert isinstance(canvas, Canvas), canvas
    assert "Moves" in [text.words for text in canvas.letterings if text.level == "spine"]
    for ruler in canvas.rulers[:2]:
        labels = [text for text in canvas.letterings if text.words == ruler.labels[0][1]]
        assert any(ruler.box.bottom < text.box.top < ruler.box.bottom + 60 for text in labels)


def test_the_author_chooses_and_else_the_last_two_are_shown() -> None:
    """Without a choice it is the last two pairs with evidence on both sides; with one, just those that are named."""
    columns = create_plan(comparison(poster()), records(), FINDINGS).columns
    assert choose_featured(columns) == (2, 1)
    assert choose_featured(columns, Featured("Who sets it", "When it moves")) == (0, 2)
    bare = [replace(column, below=()) for column in columns]
    assert choose_featured(bare) == (2,)
    assert choose_featured([replace(column, above=()) for column in bare]) == (2,)


def test_a_picture_that_has_no_room_for_its_charts_is_words() -> None:
    """With names of a hundred letters in its cells, a picture that nobody composed is laid out with fewer charts."""
    of = comparison(None)
    crowded = replace(of, takeaway=words("so it is " * 40))
    with style("test"):
        canvas = lay_out(sheet_of(crowded), RUNS, THEMES["light"], {})
    assert isinstance(canvas, Canvas), canvas
    assert list(find_faults(canvas)) == []
