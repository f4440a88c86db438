"""Pictures as a browser shows them: every word is there, as large as it was set, and can be read."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.sheet import SHEETS, draw_sheet
from proofpress.drawing.canvas import Canvas, style
from proofpress.drawing.vector import described, svg
from proofpress.models import Channel
from tests.charts.chart_examples import examples, made_runs

MEASURE = """() => [...document.querySelectorAll('svg text:not([aria-hidden])')].map(t => {
  const at = t.getBBox();
  return [t.textContent, parseFloat(getComputedStyle(t).fontSize), at.x, at.width, at.height]; })"""


@pytest.fixture(scope="module")
def page(browser) -> Any:
    """Give a page of a real browser."""
    return browser.new_page(viewport={"width": 960, "height": 640})


def drawn(kind: str, theme: str, options: Any = None) -> tuple[bytes, Canvas]:
    """Return the example of a kind as SVG, and its canvas."""
    with style(kind):
        canvas = draw_sheet(
            chart_kinds()[kind], options or examples()[kind], made_runs(), "A finding", theme, SHEETS[0]
        )
        return described(svg(canvas, kind), "A finding", "What it shows."), canvas


@pytest.mark.parametrize("kind", sorted(examples()))
def test_every_word_is_text_of_its_size(page: Any, kind: str) -> None:
    """Each word set is a text of the SVG, in its size, as wide as it was measured, where it was put."""
    data, canvas = drawn(kind, "light")
    page.set_content(f"<body style='margin:0'>{data.decode()}</body>")
    page.evaluate("() => document.fonts.ready")
    shown = {(words, round(x)): (size, width, high) for words, size, x, width, high in page.evaluate(MEASURE)}
    assert canvas.letterings
    for text in canvas.letterings:
        near = [shown[at] for at in shown if at[0] == text.words and abs(at[1] - text.box.left) <= 3]
        assert near, f"'{text.words}' is no text at {text.box.left:.0f}"
        size, width, high = near[0]
        assert size == pytest.approx(text.size, abs=0.02)
        assert width == pytest.approx(text.box.width, rel=0.03, abs=2)
        assert high >= text.size


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("kind", "words"), [("trajectories", "failed"), ("texture", "learns"), ("sweep", "failed")])
def test_words_across_marks_can_be_read(page: Any, tmp_path: Path, kind: str, words: str, theme: str) -> None:
    """A word with a rim shows strokes of its own colour, rim between them, from its first letter to its last."""
    data, canvas = drawn(kind, theme)
    (tmp_path / "x.svg").write_bytes(data)
    (tmp_path / "x.html").write_text("<body style='margin:0'><img src='x.svg' width='960'></body>", encoding="utf-8")
    page.goto((tmp_path / "x.html").as_uri())
    picture = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), dtype=int)
    text = next(text for text in canvas.letterings if text.words == words)
    box = text.box
    part = picture[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]
    ink = [int(text.colour[place : place + 2], 16) for place in (1, 3, 5)]
    inked = np.abs(part - ink).max(axis=2) < 60
    assert 0.08 < inked.mean() < 0.5
    columns = np.flatnonzero(inked.any(axis=0))
    assert columns[0] < 4
    assert columns[-1] > box.width - 5
    assert columns.size > 0.5 * box.width


@pytest.mark.parametrize("classes", [(0.0,), ()], ids=["classes", "ramp"])
def test_no_ground_shows_between_cells_of_one_colour(page: Any, tmp_path: Path, classes: tuple[float, ...]) -> None:
    """Where all cells have one colour, the map is one, to the eye, at every size: no seam between the cells."""
    runs = made_runs()["rates"]
    dims = runs.channels["test_accuracy"].dims
    even = replace(runs, channels={"test_accuracy": Channel(dims, np.full((3, 5, 4, 4), 0.5), "higher")})
    options = replace(examples()["map"], classes=classes, best="", values=False)
    with style("map"):
        canvas = draw_sheet(chart_kinds()["map"], options, {"rates": even}, "A finding", "light", SHEETS[0])
        (tmp_path / "x.svg").write_bytes(described(svg(canvas, "map"), "A finding", "What it shows."))
    for width in (960, 701, 333):
        (tmp_path / "x.html").write_text(f"<body style='margin:0'><img src='x.svg' width='{width}'></body>")
        page.goto((tmp_path / "x.html").as_uri())
        picture = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        down, across = (round(length * width / canvas.width) for length in (canvas.height, canvas.width))
        inside = picture[round(down * 0.25) : round(down * 0.65), round(across * 0.12) : round(across * 0.95)]
        # A browser that blends a colour over itself rounds by a step or two; a seam would show tens of steps.
        assert np.ptp(inside.reshape(-1, 3).astype(int), axis=0).max() <= 4
