"""Where the words of every chart lie, from the renderer's extents."""

import itertools
from functools import cache

import numpy as np
import pytest

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.sheet import SHEETS, draw_sheet
from proofpress.drawing import fonts
from proofpress.drawing.canvas import Box, Canvas, Lettering, style
from proofpress.drawing.frame import DESK, POSTER, SHOWN, Frame
from proofpress.drawing.theme import THEMES, contrast
from tests.charts.chart_examples import examples, made_runs, variants

CASES = [*examples().items(), *variants()]
NAMES = [f"{kind}-{place}" for place, (kind, _) in enumerate(CASES)]
KINDS = [kind for kind, _ in CASES]
TITLE = "Too small or too large: no learning"


@cache
def drawn(case: int, theme: str, layout: str) -> tuple[Canvas, float]:
    """Return a chart on its canvas, and the smallest size of type allowed there."""
    (kind, options), runs = CASES[case], made_runs()
    chart = chart_kinds()[kind]
    with style("test"):
        if layout != "poster":
            sheet = next(sheet for sheet in SHEETS if sheet.layout == layout)
            made = draw_sheet(chart, options, runs, TITLE, theme, sheet)
            assert made.letterings, "tests that look at every text would look at none"
            # A smaller sheet is shown as large as it is, so its letters may be smaller.
            return made, sheet.type.floor * (max(made.width, SHOWN) / DESK if layout == "wide" else 1)
        canvas = Canvas(600, 280, THEMES[theme], THEMES[theme].first_band)
        chart.draw(options, runs, Frame(canvas, Box(20, 20, 540, 216), POSTER, canvas.ground))
        return canvas, POSTER.floor


def overlap(one: Lettering, other: Lettering) -> bool:
    """Return whether two texts touch by more than a pixel, their line boxes trimmed to the letters."""
    across = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    down = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return across > 1 and down > 0.12 * min(one.size, other.size)


@pytest.mark.parametrize("layout", ["wide", "narrow", "poster"])
@pytest.mark.parametrize("case", range(len(CASES)), ids=NAMES)
def test_words_lie_apart_and_inside(case: int, layout: str) -> None:
    """No two texts of a chart overlap, none leaves its canvas (or panel), none is below the floor."""
    canvas, floor = drawn(case, "light", layout)
    bounds = Box(20, 14, 540, 228) if layout == "poster" else Box(0, 0, canvas.width, canvas.height)
    for text in canvas.letterings:
        assert text.size >= floor - 1e-6, text
        assert bounds.left - 1 <= text.box.left, text
        assert text.box.right <= bounds.right + 1, text
        assert bounds.top - 1 <= text.box.top, text
        assert text.box.bottom <= bounds.bottom + 1, text
    touching = [(a.words, b.words) for a, b in itertools.combinations(canvas.letterings, 2) if overlap(a, b)]
    assert touching == []


@pytest.mark.parametrize("case", range(len(CASES)), ids=NAMES)
def test_dark_says_the_same_in_the_same_places(case: int) -> None:
    """The dark picture has the words of the light one in the same places, but for the names of shades."""
    light, dark = (drawn(case, theme, "wide")[0] for theme in ("light", "dark"))
    shades = ("darker", "brighter", "black", "white")
    plain = [[t for t in canvas.letterings if not any(s in t.words for s in shades)] for canvas in (light, dark)]
    assert [(t.words, t.box) for t in plain[0]] == [(t.words, t.box) for t in plain[1]]
    assert len(light.letterings) == len(dark.letterings)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("case", range(len(CASES)), ids=NAMES)
def test_words_can_be_read(case: int, theme: str) -> None:
    """Every text is of characters that the typeface has and, unless it lies on a mark, at least 4.5:1 on the ground."""
    canvas, _ = drawn(case, theme, "narrow")
    for text in canvas.letterings:
        assert fonts.missing(text.words, text.weight) == ""
        if text.colour not in ("#1B1F24", "#FFFFFF"):
            assert contrast(text.colour, canvas.ground) >= 4.5, text


def test_every_kind_is_drawn_here() -> None:
    """Each chart kind has an example, so that a new one cannot go untested."""
    missing = sorted(chart_kinds().keys() - examples().keys())
    assert not missing, f"tests/charts/chart_examples.py: give an example of {missing}"
    assert set(examples()) == set(chart_kinds())


@pytest.mark.parametrize("theme", THEMES)
def test_words_on_shades_have_a_rim_that_they_can_be_read_on(theme: str) -> None:
    """Contour labels and the ends of the path lie on any shade of a ramp: each has a rim, and is read against that."""
    canvas, _ = drawn(KINDS.index("plane"), theme, "wide")
    (axes,) = [axes.get_position() for axes in canvas.figure.axes]
    bottom = (1 - axes.y0) * canvas.height
    on_it = [text for text in canvas.letterings if text.level != "title" and text.box.bottom < bottom]
    rims = {halo.artist.get_text(): halo.colour for halo in canvas.halos.values()}
    assert len(on_it) > 5
    for text in on_it:
        assert contrast(text.colour, rims[text.words]) >= 12, text.words


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_a_name_beside_whiskers_is_level_with_its_line_or_led_to_it(layout: str) -> None:
    """In a race each name stands where its line ends; one that had to move has a leader to that height."""
    canvas, _ = drawn(KINDS.index("race"), "light", layout)
    (ruler,) = canvas.rulers
    names = [text for text in canvas.letterings if text.level == "label"]
    whole = canvas.height
    lines = [line.get_xydata() for line in canvas.figure.get_children() if hasattr(line, "get_xydata")]
    leaders = [points for points in lines if points[:, 0].min() > ruler.box.right and np.ptp(points[:, 0]) > 0]
    ends = [line.get_ydata()[-1] for axes in canvas.figure.axes for line in axes.get_lines() if line.get_zorder() == 4]
    (axes,) = {id(axes): axes for axes in canvas.figure.axes if axes.get_lines()}.values()
    levels = [whole - float(axes.transData.transform((0, end))[1]) / canvas.figure.bbox.height * whole for end in ends]
    assert len(names) == len(levels) == 3
    for text in names:
        middle = text.box.top + text.box.height / 2
        led = [float(points[0, 1]) for points in leaders if abs(points[-1, 1] - middle) < 4]
        assert any(abs(middle - level) < 4 or any(abs(y - level) < 1 for y in led) for level in levels), text.words
