"""Pictures beside those that a person has looked at and approved.

An approved picture is a small one, `approved/<name>.png`, 480 pixels wide. A drawing is shrunk to the same size and
compared as an eye would: both a little blurred, so that a hinted edge does not count, in the colours as they are.
To approve what is drawn now: look at it, then run

    PROOFPRESS_APPROVE=1 python -m pytest tests/charts/test_approved.py

and commit the pictures that changed. Approved on the matplotlib that requirements.txt pins; another version may set
type a little differently, so that there the test is skipped.
"""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from proofpress.charts.draw import loaded
from proofpress.charts.kinds import chart_kinds
from proofpress.charts.sheet import SHEETS, draw_sheet
from proofpress.drawing.canvas import Canvas, style
from proofpress.drawing.raster import png
from proofpress.drawing.theme import THEMES
from proofpress.infographic.plan import create_plan
from proofpress.infographic.sheets.catalog import create_sheets
from proofpress.versions import version
from tests.charts.chart_examples import examples, made_runs
from tests.infographic.poster_examples import FINDINGS, comparison, poster, records

APPROVED = Path(__file__).parent / "approved"
PINNED = re.search(r"^matplotlib==([\d.]+)", Path("requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
WIDTH = 480
BLUR = 1.5
MOST_IN_ALL = 0.6
MOST_ANYWHERE = 40
COMPOSITIONS = ("poster", "picture", "card", "og", "square", "portrait", "pair-1")

pytestmark = pytest.mark.skipif(
    PINNED is None or version("matplotlib") != PINNED[1], reason="approved on the pinned matplotlib"
)


def shrunk(canvas: Canvas) -> Image.Image:
    """Return the canvas as a small picture."""
    picture = Image.open(io.BytesIO(png(canvas, 1.0))).convert("RGB")
    return picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """Return how far two pictures of one size are apart, of 255: on average, and at the worst spot."""
    softened = [picture.filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other)]
    apart = ImageChops.difference(*softened)
    return max(ImageStat.Stat(apart).mean), max(high for _, high in apart.getextrema())


def approved(name: str, canvas: Canvas) -> None:
    """Compare a drawing with the approved one, or approve it where that is asked for."""
    drawn, path = shrunk(canvas), APPROVED / f"{name}.png"
    if os.environ.get("PROOFPRESS_APPROVE"):
        path.parent.mkdir(exist_ok=True)
        drawn.quantize(256, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
        return
    assert path.is_file(), f"{name} was never approved: look at it, then approve it"
    before = Image.open(path).convert("RGB")
    assert before.size == drawn.size, f"{name} changed its shape from {before.size} to {drawn.size}"
    average, worst = difference(before, drawn)
    looks = f"{name} looks different: {average:.2f} of 255 on average, {worst} at worst"
    assert average <= MOST_IN_ALL, looks
    assert worst <= MOST_ANYWHERE, looks


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", examples())
def test_a_chart_looks_as_it_was_approved(kind: str, theme: str) -> None:
    """No change of code changes how a chart looks without somebody's having looked at it."""
    with style(f"{kind}-{theme}"):
        canvas = draw_sheet(
            chart_kinds()[kind], examples()[kind], made_runs(), "What a reader should see", theme, SHEETS[0]
        )
        approved(f"chart-{kind}-{theme}", canvas)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", COMPOSITIONS)
def test_the_poster_looks_as_it_was_approved(name: str, theme: str) -> None:
    """Nor does a composition of the poster."""
    of = comparison(poster())
    plan = create_plan(of, records(), FINDINGS)
    sheet = next(sheet for sheet in create_sheets(plan) if sheet.name == name)
    runs = loaded(of, records(), sorted(records()))
    with style(f"{name}-{theme}"):
        approved(f"{name}-{theme}", sheet.draw(sheet.plan, runs, THEMES[theme]))


def test_the_comparison_sees_what_an_eye_would_see() -> None:
    """A word more in a picture is noticed, a shift of a fifth of a pixel is not."""
    canvas = Image.new("RGB", (WIDTH, 270), "white")
    canvas.paste("black", (40, 40, 240, 44))
    moved = canvas.transform(canvas.size, Image.Transform.AFFINE, (1, 0, 0.2, 0, 1, 0), Image.Resampling.BICUBIC)
    worded = canvas.copy()
    worded.paste("black", (300, 100, 340, 112))
    assert difference(canvas, moved)[0] <= MOST_IN_ALL
    average, worst = difference(canvas, worded)
    assert average > MOST_IN_ALL or worst > MOST_ANYWHERE
