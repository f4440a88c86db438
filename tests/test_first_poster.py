"""The infographic of the first site: where its words lie, that its numbers are the runs', and what its files weigh."""

import json
import re
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from proofpress import claims, experiments, pipeline
from proofpress.cache.store import Store
from proofpress.charts.draw import loaded
from proofpress.charts.kinds import chart_kinds
from proofpress.charts.reading import of_one_seed
from proofpress.drawing import fonts
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.check import find_overlaps
from proofpress.drawing.theme import THEMES
from proofpress.infographic import draw
from proofpress.infographic.plan import Plan, create_plan
from proofpress.infographic.sheets.catalog import Sheet, create_sheets
from proofpress.markup import join_spans
from proofpress.models import Comparison, Runs, Select
from proofpress.models.build_options import BuildOptions

SLUG = "hyperparameters-vs-parameters"
KILO = 1000
# Most of each file, light and dark, in thousands of bytes: what a page, a mail or a chat will carry.
BUDGETS = {
    "poster.png": 220, "poster-2x.png": 600, "poster.avif": 140, "poster-960.avif": 60, "poster.svg": 480,
    "poster-outlined.svg": 640, "poster.pdf": 1000, "picture.png": 220, "picture-2x.png": 600, "picture.avif": 140,
    "picture-960.avif": 60, "picture.svg": 480, "picture.pdf": 1000,
    "og.png": 300, "square.png": 300, "portrait.png": 300,
    "card.avif": 40, "card-1.avif": 40, "card-2.avif": 40, "card-3.avif": 40, "card-4.avif": 40,
}  # fmt: skip
BANDS = {"headline": (0, 160), "standfirst": (0, 160), "spine": (562, 604), "footer": (1006, 1080)}
NUMBER = re.compile(r"(?<![\w.])[\d,]*\d(?:\.\d+)?")


class Poster:
    """The plan of the infographic, its sheets, and each drawn once."""

    def __init__(self, comparison: Comparison, planned: Plan, runs: dict[str, Runs]) -> None:
        self.comparison, self.plan, self.runs = comparison, planned, runs
        self.sheets: dict[str, Sheet] = {sheet.name: sheet for sheet in create_sheets(planned)}
        self.drawn = cache(self._drawn)

    def _drawn(self, name: str, theme: str) -> Canvas:
        with style("test"):
            return self.sheets[name].draw(self.sheets[name].plan, self.runs, THEMES[theme])


@pytest.fixture(scope="module")
def poster(first_site) -> Poster:
    """The poster as the first site has it, from its stored runs."""
    comparison = pipeline.read(BuildOptions(content=first_site.folder / "content", only=SLUG)).comparisons[0]
    store = Store(first_site.runs)
    records = experiments.train(comparison.experiments, store, jobs=1)
    planned = create_plan(comparison, records, claims.judge(comparison, records, store))
    return Poster(comparison, planned, loaded(comparison, records, draw.list_experiments(planned)))


@pytest.fixture(scope="module")
def folder(first_site) -> Path:
    """The folder of the infographic's files."""
    return first_site.output / SLUG / "infographic"


def test_words_lie_apart_inside_and_large_enough(poster):
    """On every real sheet no two texts touch, none leaves it, none is below its floor, every letter is in the font."""
    assert len(poster.sheets) >= 20
    for name, sheet in poster.sheets.items():
        for theme in sheet.themes:
            canvas = poster.drawn(name, theme)
            assert [(one.words, other.words) for one, other in find_overlaps(canvas)] == [], (name, theme)
            for text in canvas.letterings:
                letters = text.box
                assert text.size >= sheet.floor, (name, text)
                assert min(letters.left, letters.top) >= 0, (name, text)
                assert letters.right <= canvas.width, (name, text)
                assert letters.bottom <= canvas.height, (name, text)
                assert fonts.missing(text.words, text.weight) == "", (name, text)


def test_every_word_stands_in_its_band_and_its_column(poster):
    """Words of the first column stand above the bar, of the second below it, and no panel's words leave its column."""
    columns = [(column.left, column.left + column.width) for column in poster.plan.columns]
    for theme in THEMES:
        for text in poster.drawn("poster", theme).letterings:
            letters = text.box
            low, high = BANDS.get(text.level, (160, 562) if letters.top < 580 else (604, 1006))
            assert low <= letters.top, text
            assert letters.bottom <= high, text
            if text.level not in {"headline", "standfirst", "footer"}:
                assert any(left - 1 <= letters.left and letters.right <= right + 1 for left, right in columns), text


def test_what_stands_under_the_charts_stands_on_common_lines(poster):
    """The lowest words of all panels of a side stand on one line, but for the first column's list."""
    canvas = poster.drawn("poster", "light")
    for role, words in (("first", 160), ("second", 604)):
        lowest = []
        for column in poster.plan.columns[1:] if role == "first" else poster.plan.columns:
            for panel in column.panels(role):
                left, top, width, height = panel.rectangle
                inside = [
                    text.box.bottom
                    for text in canvas.letterings
                    if left - 1 <= text.box.left < left + width and top <= text.box.top < top + height + 20
                    if text.level in {"caption", "told"} and text.box.top > words
                ]
                lowest.append(max(inside))
        assert max(lowest) - min(lowest) < 1.0, (role, lowest)


def test_cells_are_the_tables_own_words(poster):
    """Every cell of the table stands on the poster word for word, above or below the bar as its column is."""
    shown = poster.drawn("poster", "light").letterings
    for role, words_of in enumerate(("first", "second")):
        side = [text for text in shown if text.level == "cell" and (text.box.top < 580) == (words_of == "first")]
        told = " ".join(text.words for text in side)
        for row in poster.comparison.table.rows:
            assert row.cells[role].source in told


def test_every_number_in_a_chart_is_one_of_its_own_table(poster):
    """Percentages, counts and losses written into the panels are the records' numbers, rounded as they are shown."""
    canvas = poster.drawn("poster", "light")
    checked = 0
    for panel in poster.plan.panels:
        table = chart_kinds()[panel.chart].table(panel.options, poster.runs)
        numbers = [float(cell) for row in table.rows for cell in row if isinstance(cell, int | float)]
        if panel.chart == "weights":
            of = panel.options
            steps = poster.runs[of.experiment].axes["step"]
            where = [Select(of.experiment, of.right, {"step": step}) for step in ("first", "last")]
            numbers = [float(of_one_seed(poster.runs, each, 0)) for each in where]
            numbers += [steps[-1] - steps[0]]
        box = Box(*panel.rectangle)
        # Labels are measured values; ticks are round values of a scale.
        inside = [text for text in canvas.letterings if text.level == "label" and text.box.touches(box)]
        for text in inside:
            for found in NUMBER.findall(text.words):
                value, digits = float(found.replace(",", "")), len(found.partition(".")[2])
                scaled = [number * (100 if f"{found}%" in text.words else 1) for number in numbers]
                assert any(abs(value - round(number, digits)) < 1e-9 for number in scaled), (panel.title, text)
                checked += 1
    assert checked >= 18


def test_the_headline_counts_what_the_runs_have(poster):
    """The counts in the headline are the settings listed below it, and the parameters of the recorded network."""
    listed = next(panel for panel in poster.plan.panels if panel.chart == "values")
    learned = next(panel for panel in poster.plan.panels if panel.chart == "cells")
    counts = [int(number.replace(",", "")) for number in NUMBER.findall(join_spans(poster.plan.headline))]
    assert counts == [
        len(chart_kinds()["values"].table(listed.options, poster.runs).rows),
        len(chart_kinds()["cells"].table(learned.options, poster.runs).rows),
    ]


def test_roles_are_told_apart_in_greys(poster):
    """Without colours the side of the bar, the names of the rows and triangles up and down say which role it is."""
    canvas = poster.drawn("poster", "light")
    rows = [text for text in canvas.letterings if text.level == "row"]
    assert [text.words for text in rows] == list(poster.plan.names)
    assert rows[0].box.bottom < 562 < 604 < rows[1].box.top
    marks = [artist.get_xy()[:3] for artist in canvas.figure.artists if artist.get_zorder() == 9]
    upward = [points for points in marks if points[2][1] < points[0][1]]
    assert len(upward) == len(marks) - len(upward) == len(poster.plan.columns) + 1
    for words, points in zip(rows, (upward, [points for points in marks if points[2][1] > points[0][1]]), strict=True):
        beside = [p for p in points if abs(p[:, 1].mean() - (words.box.top + words.box.bottom) / 2) < words.size]
        assert len(beside) == 1


@pytest.mark.parametrize("name", BUDGETS)
def test_files_keep_their_budgets(folder, name):
    """Each real file, light and dark, is small enough for where it goes."""
    stem, suffix = name.rsplit(".", 1)
    files = [path for path in (folder / name, folder / f"{stem}-dark.{suffix}") if path.exists()]
    assert files
    assert {path.name: path.stat().st_size for path in files if path.stat().st_size > BUDGETS[name] * KILO} == {}


def test_single_panels_let_a_slide_through(folder):
    """Every panel has a transparent picture for light slides and one for dark ones; its corners are empty."""
    light = sorted(path for path in folder.glob("panel-*.png") if "-dark" not in path.name)
    assert len(light) >= 9
    for path in light:
        for one in (path, path.with_name(f"{path.stem}-dark.png")):
            picture = Image.open(one)
            assert picture.mode == "RGBA"
            corners = [(0, 0), (picture.width - 1, 0), (0, picture.height - 1)]
            assert {picture.getpixel(corner)[3] for corner in corners} == {0}, one.name


def test_the_sheet_promises_no_more_than_it_shows(folder, poster):
    """The data beside the poster has the numbers of every panel, under the panel's title."""
    told = (folder / "infographic.csv").read_text(encoding="utf-8")
    for one, other in combinations([panel.title for panel in poster.plan.panels], 2):
        assert one != other
    for panel in poster.plan.panels:
        assert panel.title in told
    assert json.loads((folder.parent / "embed" / "infographic" / "oembed.json").read_bytes())["title"]


def test_panels_do_not_lie_over_each_other(poster):
    """No panel's rectangle covers another's, nor the bar."""
    boxes = [Box(*panel.rectangle) for panel in poster.plan.panels]
    assert not any(one.touches(other) for one, other in combinations(boxes, 2))
    assert not any(box.touches(Box(0, 562, 1920, 42)) for box in boxes)
