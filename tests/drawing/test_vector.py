"""Files of canvases: what an SVG carries, and that bytes repeat."""

import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as Tree
from typing import Any

import pytest
from PIL import Image

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.sheet import draw_pictures
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import WIDE, Frame
from proofpress.drawing.raster import compact_png, png
from proofpress.drawing.theme import LIGHT
from proofpress.drawing.vector import described, svg
from tests.charts.chart_examples import examples, made_runs
from tests.desk import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def made(identifier: str = "rates") -> tuple[bytes, Canvas]:
    """Return a sweep as SVG, and its canvas."""
    with style(identifier):
        canvas = Canvas(960, 540, LIGHT)
        frame = Frame(canvas, Box(24, 60, 912, 450), WIDE, canvas.ground)
        chart_kinds()["sweep"].draw(examples()["sweep"], made_runs(), frame)
        return svg(canvas, identifier), canvas


def test_an_svg_says_what_it_is() -> None:
    """It has a role, a title and a description that its labels name, a view box, and no size of its own."""
    data = described(made()[0], "A & B", "what <it> shows")
    root = Tree.fromstring(data)
    assert root.get("role") == "img"
    assert root.get("viewBox") == "0 0 960 540"
    assert root.get("width") is None
    assert root.get("height") is None
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (title.text, desc.text) == ("A & B", "what <it> shows")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_ids_are_unique_and_belong_to_the_figure() -> None:
    """Every id begins with the figure's name, occurs once, and every reference leads to one."""
    text = described(made("one")[0], "t", "d").decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("one-") for name in ids)
    references = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text)
    assert {a or b for a, b in references} <= set(ids)


def test_words_stay_words_with_their_letters_embedded() -> None:
    """Text is kept, its font is in the file, and nothing names a date, a library or another host."""
    data, canvas = made()
    text = data.decode()
    kept = {"".join(node.itertext()) for node in Tree.fromstring(data).iter(f"{SVG}text")}
    assert {text.words for text in canvas.letterings} == kept
    assert "font/woff2;base64," in text
    assert not re.search(r"matplotlib|DejaVu|dc:date|https?://(?!www\.w3\.org)", text)


@pytest.mark.parametrize("kind", ["map", "plane"])
def test_the_same_figure_is_the_same_bytes(kind: str) -> None:
    """Drawn twice, every picture of a figure is equal byte for byte."""
    options: Any = examples()[kind]
    first, second = (draw_pictures("same", chart_kinds()[kind], options, made_runs(), "Title")[0] for _ in range(2))
    assert [picture.data for picture in first] == [picture.data for picture in second]


def test_a_png_has_two_pixels_for_one() -> None:
    """A PNG is twice as large as its canvas, opaque, and holds no text chunks."""
    with style("x"):
        picture = Image.open(io.BytesIO(png(Canvas(320, 200, LIGHT))))
    assert picture.size == (640, 400)
    assert picture.info.keys() <= {"transparency", "gamma", "srgb"}


def test_a_palette_is_used_only_where_it_is_harmless() -> None:
    """A picture of few colours keeps every pixel; one whose colours a palette would spoil is kept whole."""
    few = Image.new("RGB", (64, 64), "#A63D00")
    few.paste("#0B5C94", (8, 8, 40, 40))
    spread = Image.new("RGB", (256, 256))
    spread.putdata([((x * 7) % 256, (y * 13) % 256, (x * y) % 256) for y in range(256) for x in range(256)])
    for picture in (few, spread):
        kept = Image.open(io.BytesIO(compact_png(picture))).convert("RGB")
        assert kept.tobytes() == picture.tobytes()


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "no-such-backend"])
def test_the_backend_of_a_notebook_does_not_matter(backend: str) -> None:
    """With MPLBACKEND as a notebook exports it, pictures are drawn, and the variable stays for other programs."""
    code = (
        "import os; from proofpress.drawing.canvas import Canvas, style; from proofpress.drawing.theme import LIGHT\n"
        "from proofpress.drawing import raster, vector\n"
        "with style('x'):\n"
        "    canvas = Canvas(60, 40, LIGHT); canvas.text('words \\u6f22', 2, 20, size=9, colour=LIGHT.ink)\n"
        "    raster.png(canvas), vector.svg(canvas, 'x'), vector.pdf(canvas, 'x')\n"
        "print(os.environ['MPLBACKEND'])"
    )
    env = {**os.environ, "MPLBACKEND": backend}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == (backend, "")
