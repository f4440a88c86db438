"""The poster that nobody composed: of any number of figures, rows and words it is one that can be read."""

import re
from functools import cache

import pytest
from msgspec.structs import replace

from proofpress.drawing.canvas import Canvas, style
from proofpress.drawing.check import find_overlaps
from proofpress.drawing.theme import THEMES
from proofpress.infographic.draw import lay_out
from proofpress.infographic.layout import arrange_charts
from proofpress.infographic.plan import MARGIN, WIDE, Plan, create_plan, share_rows
from proofpress.infographic.sheets.catalog import Sheet, create_sheets
from proofpress.markup import either_or, join_spans
from proofpress.models import Comparison, Figure, TableRow
from tests.charts.chart_examples import examples, made_runs
from tests.infographic.poster_examples import ASPECTS, FINDINGS, PLACE, SETTINGS, comparison, records, words

RUNS = {name: replace(runs, settings=SETTINGS) for name, runs in made_runs().items()}
KINDS = ("sweep", "curves", "bars", "fits", "steps", "trajectories")
COUNTS = (0, 1, 2, 3, 6)
LONG = "Settings that somebody configured before the training and that influence how the model behaves"


def with_figures(count: int, rows: int = 5, text: str = "What it is, in a few words") -> Comparison:
    """Return a comparison without a poster, of so many figures and rows of the table."""
    figures = {
        kind: Figure(kind, kind, examples()[kind], words(f"What {kind} shows"), words("seeds"), words("alt"), PLACE)
        for kind in KINDS[:count]
    }
    of = comparison(None)
    table = tuple(
        TableRow(words(f"Aspect {n}"), (words(f"{text} {n}"), words(f"{text}, not {n}"))) for n in range(rows)
    )
    section = replace(of.sections[0], figures=tuple(figures))
    return replace(of, figures=figures, sections=(section,), table=replace(of.table, rows=table))


def planned(of: Comparison) -> Plan:
    """Return the plan of a comparison's poster."""
    return create_plan(of, records(), FINDINGS)


@cache
def sheets_of(count: int, rows: int = 5) -> dict[str, Sheet]:
    """Return all sheets of so many figures and rows, by name."""
    return {sheet.name: sheet for sheet in create_sheets(planned(with_figures(count, rows)))}


def drawn(sheet: Sheet, theme: str = "light") -> Canvas:
    """Return a sheet on its canvas."""
    with style("test"):
        canvas = lay_out(sheet, RUNS, THEMES[theme], {})
    assert isinstance(canvas, Canvas), canvas
    return canvas


def shown(of: Comparison) -> Plan:
    """Return the plan as it is drawn, its panels in their places."""
    with style("test"):
        return arrange_charts(Canvas(1920, 1080, THEMES["light"]), planned(of), RUNS)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("rows", [1, 3, 5, 9])
@pytest.mark.parametrize("count", COUNTS)
def test_words_lie_apart_each_in_its_band(count: int, rows: int, theme: str) -> None:
    """Of any number of figures and rows: no two texts touch, and none leaves its band or runs into the margin."""
    canvas = drawn(sheets_of(count, rows)["poster"], theme)
    assert [(one.words, other.words) for one, other in find_overlaps(canvas)] == []
    bands = {"headline": (0, 160), "standfirst": (0, 160), "spine": (562, 604), "footer": (1006, 1080)}
    for text in canvas.letterings:
        letters = text.box
        low, high = bands.get(text.level, (160, 562) if letters.top < 580 else (604, 1006))
        assert low <= letters.top, text
        assert letters.bottom <= high, text
        assert letters.left >= MARGIN - 1, text
        assert letters.right <= WIDE - MARGIN + 1, text
        assert text.size >= 18, text


@pytest.mark.parametrize("count", COUNTS)
def test_every_sheet_of_it_can_be_read(count: int) -> None:
    """Slides, cards and previews of it have no two texts that touch, and none that leaves the sheet."""
    for sheet in sheets_of(count).values():
        canvas = drawn(sheet)
        assert [(one.words, other.words) for one, other in find_overlaps(canvas)] == [], sheet.name
        for text in canvas.letterings:
            letters = text.box
            assert text.size >= sheet.floor, (sheet.name, text)
            assert letters.left >= 0, (sheet.name, text)
            assert letters.top >= 0, (sheet.name, text)
            assert letters.right <= canvas.width, (sheet.name, text)
            assert letters.bottom <= canvas.height, (sheet.name, text)


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_figures_stand_in_turn_above_and_below(count: int) -> None:
    """Each figure is shown once, in order, first above the bar and then below it, column by column."""
    of = shown(with_figures(count))
    assert [panel.title for panel in of.panels] == [f"What {kind} shows" for kind in KINDS[:count]]
    assert [len(column.above) + len(column.below) for column in of.columns] == [
        0, *[2] * (count // 2), *[1] * (count % 2)
    ]  # fmt: skip
    for role in ("first", "second"):
        rectangles = [panel.rectangle for column in of.columns for panel in column.panels(role)]
        # On common lines, and high enough to be read.
        assert len({(top, height) for _, top, _, height in rectangles}) <= 1
        assert all(height >= 150 for *_, height in rectangles)


@pytest.mark.parametrize("count", [2, 3, 6])
def test_no_half_of_the_poster_is_empty(count: int) -> None:
    """From two figures on, evidence takes at least half of the width above the bar, and a third below it."""
    of = shown(with_figures(count))
    wide = [sum(panel.rectangle[2] for column in of.columns for panel in column.panels(role))
            for role in ("first", "second")]  # fmt: skip
    assert wide[0] >= (WIDE - 2 * MARGIN) / 2
    assert wide[1] >= (WIDE - 2 * MARGIN) / 3


def test_its_words_are_the_tables_and_the_records() -> None:
    """Each aspect stands once on the bar; the names of the two make the headline; runs and updates are counted."""
    of = planned(with_figures(3))
    assert [column.spine for column in of.columns] == ["Aspect 0, Aspect 1, Aspect 2", "Aspect 3", "Aspect 4"]
    assert of.headline == either_or("Set numbers", "Found numbers")
    runs, updates = (sum(getattr(record, what) for record in records().values()) for what in ("runs", "updates"))
    assert f"{runs:,} training runs, {updates:,} updates in all" in of.method
    aspects = planned(comparison(None)).columns
    assert ", ".join(column.spine for column in aspects) == ", ".join(ASPECTS)


MARKED = replace(words("What is ^set^ stays; what is _found_ moves."), markup="inline", coloured=True)


def test_marks_of_roles_are_no_words() -> None:
    """The takeaway may colour words for a page; what the poster prints and tells of it has no marks."""
    of = planned(
        replace(
            with_figures(2),
            takeaway=MARKED,
        )
    )
    assert of.standfirst == "What is set stays; what is found moves."
    assert not re.search(r"[\^_]", of.alt)


@pytest.mark.parametrize("count", COUNTS)
def test_it_copes_with_long_words(count: int) -> None:
    """With long texts in many rows and a long takeaway, words still lie apart and on the sheet."""
    of = replace(with_figures(count, 6, LONG), takeaway=words(f"{LONG}. " * 6))
    canvas = drawn(create_sheets(planned(of))[0])
    assert list(find_overlaps(canvas)) == []
    assert all(text.box.right <= canvas.width - 40 for text in canvas.letterings)
    assert len(planned(of).alt) <= 250


def test_rows_are_share_rows_so_that_words_have_the_most() -> None:
    """Every row has a column, no column is without one, and the column of words has no fewer than any other."""
    for rows in range(1, 12):
        for figures in range(12):
            counts = share_rows(rows, figures)
            assert sum(counts) == rows
            assert min(counts) >= 1
            assert max(counts) == counts[0]
            assert len(counts) <= 4


@pytest.mark.parametrize(("rows", "aspect"), [(12, "Aspect"), (6, "An aspect whose name has forty-four letters in")])
def test_many_or_long_aspects_hold_on_the_bar(rows: int, aspect: str) -> None:
    """What has no room on the bar gives way to an ellipsis, and no two texts touch on any sheet."""
    of = with_figures(2, rows)
    table = tuple(replace(row, aspect=words(f"{aspect} {n}")) for n, row in enumerate(of.table.rows))
    for sheet in create_sheets(planned(replace(of, table=replace(of.table, rows=table)))):
        canvas = drawn(sheet)
        assert list(find_overlaps(canvas)) == [], sheet.name
        assert all(text.box.right <= canvas.width for text in canvas.letterings), sheet.name


def test_a_table_without_room_is_told() -> None:
    """Forty rows cannot stand on one sheet: the build says so, with what to do."""
    sheet = create_sheets(planned(with_figures(2, 40, LONG)))[0]
    with style("test"):
        wrong = lay_out(sheet, RUNS, THEMES["light"], {})
    assert isinstance(wrong, tuple)
    (diagnostic,) = wrong
    assert diagnostic.rule == "no-room"
    assert diagnostic.message.startswith("the infographic that the press composes has no room for the table: '")
    assert diagnostic.hint == "use fewer rows or fewer words, or compose poster.yaml"


def test_names_keep_their_capitals_and_their_signs() -> None:
    """Aspects stand on the bar as the table has them, and names full of underscores make the headline."""
    of = with_figures(2, 2)
    rows = tuple(
        replace(row, aspect=words(name)) for row, name in zip(of.table.rows, ("AUC", "GPU memory"), strict=True)
    )
    columns = (words("batch_size"), words("learning_rate"))
    plan = planned(replace(of, table=replace(of.table, rows=rows, columns=columns)))
    assert [column.spine for column in plan.columns] == ["AUC", "GPU memory"]
    assert join_spans(plan.headline) == "batch_size or learning_rate?"
    assert [span.role for span in plan.headline] == ["first", "", "second", ""]
