"""The poster's sheets: what stands where, that it is what the table and the runs say, and what is drawn again when."""

import itertools
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.charts.kinds import chart_kinds
from proofpress.diagnostics import BuildError
from proofpress.drawing import fonts
from proofpress.drawing.canvas import Canvas, Lettering, style
from proofpress.drawing.check import find_overlaps
from proofpress.drawing.theme import THEMES, contrast
from proofpress.infographic import draw
from proofpress.infographic.plan import Plan, create_plan
from proofpress.infographic.sheets.catalog import Sheet, create_sheets
from proofpress.models import Comparison, Legend
from tests.charts.chart_examples import made_runs
from tests.desk import ROOT
from tests.infographic.poster_examples import (
    ASPECTS,
    CELLS,
    FINDINGS,
    PLACE,
    SETTINGS,
    changed,
    comparison,
    panel,
    poster,
    records,
    words,
)

RUNS = {name: replace(runs, settings=SETTINGS) for name, runs in made_runs().items()}
AUTHORED = comparison(poster())


def planned(of: Comparison) -> Plan:
    """Return the plan of a comparison's poster."""
    return create_plan(of, records(), FINDINGS)


ALL = {sheet.name: sheet for sheet in create_sheets(planned(AUTHORED))}


@cache
def drawn(which: str, theme: str) -> Canvas:
    """Return a sheet on its canvas."""
    with style("test"):
        return ALL[which].draw(ALL[which].plan, RUNS, THEMES[theme])


def texts(theme: str, *levels: str) -> list[Lettering]:
    """Return the texts of some levels on the authored poster."""
    found = [text for text in drawn("poster", theme).letterings if text.level in levels]
    assert {text.level for text in found} == set(levels), "a level that is named is on no text of the poster"
    return found


@pytest.mark.parametrize("which", ALL)
def test_words_lie_apart_inside_and_large_enough(which: str) -> None:
    """On every sheet, in every theme, no two texts touch, none leaves the sheet, none is below its floor."""
    sheet: Sheet = ALL[which]
    for theme in sheet.themes:
        canvas = drawn(which, theme)
        assert [(one.words, other.words) for one, other in find_overlaps(canvas)] == []
        for text in canvas.letterings:
            letters = text.box
            assert text.size >= sheet.floor, text
            assert letters.left >= 0, text
            assert letters.top >= 0, text
            assert letters.right <= canvas.width, text
            assert letters.bottom <= canvas.height, text
            assert fonts.missing(text.words, text.weight) == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_stands_in_its_band(theme: str) -> None:
    """What is about the first column stands above the bar, what is about the second below, the bar's words on it."""
    bands = {"headline": (0, 160), "standfirst": (0, 160), "spine": (562, 604), "footer": (1006, 1080)}
    for text in drawn("poster", theme).letterings:
        letters = text.box
        low, high = bands.get(text.level, (160, 562) if letters.top < 580 else (604, 1006))
        assert low <= letters.top, text
        assert letters.bottom <= high, text


def test_cell_texts_are_the_tables_own_on_common_baselines() -> None:
    """Each cell stands word for word beside the bar; columns end, and begin, on one line."""
    cells = texts("light", "cell")
    last, first = [], []
    for column, left in enumerate((56, 542, 1288)):
        mine = [text for text in cells if abs(text.box.left - left) < 2]
        above = [text for text in mine if text.box.bottom < 570]
        below = [text for text in mine if text.box.top > 600]
        assert (" ".join(t.words for t in above), " ".join(t.words for t in below)) == CELLS[column]
        last.append(above[-1].box.bottom)
        first.append(below[0].box.top)
    assert max(last) - min(last) < 0.01
    # Below the bar, the first column begins with the name of its row.
    assert abs(first[1] - first[2]) < 0.01
    assert [text.words for text in texts("light", "spine")] == ["Set by", "Found by", "Moves"]


def test_roles_are_told_apart_without_colour() -> None:
    """A reader who sees no colours has the side of the bar, the name of the row, and triangles up and down."""
    rows = texts("light", "row")
    assert [text.words for text in rows] == ["Set numbers", "Found numbers"]
    assert rows[0].box.bottom < 562
    assert rows[1].box.top > 604
    marks = [a for a in drawn("poster", "light").figure.artists if a.get_zorder() == 9]
    turns = []
    for mark in marks:
        points = mark.get_xy()[:3]
        turns.append(points[2][1] < points[0][1])
    # One of each on the bar for every column, and one beside the name of each row.
    assert turns.count(True) == turns.count(False) == len(ASPECTS) + 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_words_of_a_band_can_be_read_on_it(theme: str) -> None:
    """Every text of the composition itself stands at 4.5:1 or more on what is behind it."""
    of = THEMES[theme]
    grounds = {"headline": of.paper, "standfirst": of.paper, "footer": of.paper, "spine": of.bar}
    for text in texts(theme, "headline", "standfirst", "footer", "spine", "row", "cell", "finding", "caption"):
        ground = grounds.get(text.level) or of.band("first" if text.box.top < 562 else "second")
        assert contrast(text.colour, ground) >= 4.5, text


def test_the_headline_wears_the_colours_of_the_columns() -> None:
    """Marked words are in the colours of their columns, in order, and together they are the headline."""
    parts = texts("light", "headline")
    of = THEMES["light"]
    assert " ".join(t.words for t in parts).replace(" .", ".") == "You set two numbers. Training finds 123 others."
    assert [t.colour for t in parts] == [of.ink, of.first, of.ink, of.second, of.ink]
    for one, other in itertools.pairwise(parts):
        assert -1 <= other.box.left - one.box.right < 20


def test_the_table_of_the_poster_holds_every_number_drawn() -> None:
    """The data beside the poster are the tables of its panels, cell by cell, in reading order."""
    of = planned(AUTHORED)
    rows = list(draw.collect_numbers(of, RUNS).rows)
    for shown in of.panels:
        table = chart_kinds()[shown.chart].table(shown.options, RUNS)
        mine = [(row[4], row[5]) for row in rows if row[2] == shown.title]
        assert mine == [cell for row in table.rows for cell in zip(table.columns, row, strict=True)]
    assert [title for title, _ in itertools.groupby(row[2] for row in rows)] == [p.title for p in of.panels]


def test_one_changed_word_draws_only_what_shows_it() -> None:
    """A new headline leaves the pairs as they are; a new source line draws the poster alone; new runs draw all."""

    def keys(of: Comparison, key: str = "k1") -> dict[str, str]:
        plan = create_plan(of, records(key), FINDINGS)
        return {sheet.name: draw.create_key(sheet, records(key), Legend()) for sheet in create_sheets(plan)}

    before = keys(AUTHORED)

    def changes(after: dict[str, str]) -> set[str]:
        return {name for name in before if before[name] != after[name]}

    assert changes(keys(changed(headline="You set ^2^. Training finds _123_."))) == {
        "poster", "picture", "card", "og", "square", "portrait",
    }  # fmt: skip
    assert changes(keys(changed(source="Source: elsewhere."))) == {"poster"}
    assert changes(keys(changed(alt="Another description."))) == set()
    assert changes(keys(AUTHORED, "k2")) == set(before)


def test_new_code_of_a_chart_draws_the_sheets_that_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of a sheet changes with the code of each kind of chart on it, and of no other kind."""

    def keys(touched: str) -> dict[str, str]:
        monkeypatch.setattr(draw, "surroundings", lambda *modules: "new" if touched in modules else "as it was")
        return {sheet.name: draw.create_key(sheet, records(), Legend()) for sheet in sheets}

    sheets = create_sheets(create_plan(AUTHORED, records(), FINDINGS))
    before = keys("no module")
    for kind in chart_kinds().values():
        after = keys(kind.draw.__module__)
        showing = {sheet.name for sheet in sheets if kind.name in {panel.chart for panel in sheet.plan.panels}}
        assert {name for name in before if before[name] != after[name]} == showing, kind.name
    assert before["poster"] != keys("proofpress.infographic.draw")["poster"]


def test_words_that_do_not_fit_are_told_to_the_author(tmp_path: Path) -> None:
    """Panels over each other, titles wider than their panels and lines beyond the margin are told with their words."""
    of = poster()
    crowded = replace(
        of.columns[0], below=(panel("values", "A title that is much wider than it", (56, 650, 200, 100)),)
    )
    long = words("Source: " + "and so on " * 26)
    wrong = comparison(replace(of, source=long, columns=(crowded, *of.columns[1:])))
    with pytest.raises(BuildError) as told:
        draw.draw_infographic(wrong, records(), FINDINGS, Store(tmp_path), lambda *said: None)
    messages = {(p.rule, p.message[:38], p.hint) for p in told.value.diagnostics}
    overlaps = [p.message for p in told.value.diagnostics if p.rule == "overlap"]
    assert any("'A title that is much wider than it'" in message for message in overlaps)
    assert messages >= {
        ("too-wide", "the title 'A title that is much wider ", "say the finding in fewer words or widen the panel"),
        ("too-wide", "'Source: and so on and so on and so on", "use fewer words or move it to the left"),
    }
    assert all(p.location == PLACE for p in told.value.diagnostics)


def test_a_warm_poster_needs_no_matplotlib() -> None:
    """Planning and making keys, all that a warm build does, imports no matplotlib; the room alone no numpy either."""
    code = (
        "import sys; from proofpress.infographic import draw, plan\n"
        "assert not {'matplotlib', 'numpy', 'PIL'} & set(sys.modules), 'heavy'\n"
        "from proofpress.models import Legend\n"
        "from tests.infographic import poster_examples as made\n"
        "planned = plan.create_plan(made.comparison(made.poster()), made.records(), made.FINDINGS)\n"
        "from proofpress.infographic.sheets.catalog import create_sheets\n"
        "print(*{draw.create_key(sheet, made.records(), Legend()) for sheet in create_sheets(planned)})\n"
        "assert not {'matplotlib', 'PIL'} & set(sys.modules), 'heavy'"
    )
    told = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT)
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.split()) == len(ALL)
