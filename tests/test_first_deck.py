"""The first site's slides as LibreOffice shows them: every word whole, inside its slide, apart from the others."""

import re
import shutil
import subprocess
from html import unescape
from itertools import combinations
from pathlib import Path

import pytest
from pptx import Presentation

NEEDED = ("soffice", "pdftotext", "pdffonts")
SLIDES = Path("hyperparameters-vs-parameters/infographic/slides.pptx")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in NEEDED), reason=f"needs {', '.join(NEEDED)}"
)


@pytest.fixture(scope="module")
def slides(first_site) -> list:
    """The slides, read by the library."""
    return list(Presentation(first_site.output / SLIDES).slides)


@pytest.fixture(scope="module")
def rendered(first_site, tmp_path_factory) -> Path:
    """The slides as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("deck")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    source = str(first_site.output / SLIDES)
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), source]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "slides.pdf"


@pytest.fixture(scope="module")
def pages(rendered) -> list[tuple[float, float, list[tuple[float, float, float, float, str]]]]:
    """For each page its width and height in points and its words, each with left, top, right and bottom."""
    command = ["pdftotext", "-bbox", str(rendered), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = []
    for page in re.findall(r"<page .*?</page>", text, re.DOTALL):
        size = re.match(r'<page width="([\d.]+)" height="([\d.]+)"', page)
        words = [(*map(float, word[:4]), unescape(word[4])) for word in WORD.findall(page)]
        found.append((float(size[1]), float(size[2]), words))
    return found


def test_every_slide_is_a_page_of_16_to_9(slides, pages):
    """A page for each slide: title, picture, four pairs, table, handout, method; no title is a numbered one."""
    assert len(pages) == len(slides) == 9
    titles = [slide.shapes.title.text for slide in slides]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if re.search(r"\(\d+\)$", title)] == []
    assert all(abs(width / height - 16 / 9) < 0.01 for width, height, _ in pages)


def test_every_word_is_rendered_in_an_embedded_font(slides, pages, rendered):
    """What the library reads is what the page shows, letter for letter; no letter is missing from the fonts used."""
    for number, (slide, (_, _, words)) in enumerate(zip(slides, pages, strict=True)):
        shown = "".join(word for *_, word in words)
        assert "\ufffd" not in shown
        for shape in slide.shapes:
            if shape.has_text_frame and shape.top >= 0:
                told = "".join(shape.text_frame.text.split())
                assert told in shown, (number, shape.text_frame.text)
    fonts = subprocess.run(["pdffonts", str(rendered)], check=True, capture_output=True, text=True).stdout
    lines = fonts.splitlines()[2:]
    assert lines
    assert all(re.search(r"\s(yes)\s+\w+\s+\w+\s+\d+\s+\d+$", line) for line in lines), fonts


def test_no_text_runs_over_its_box_or_the_slide(slides, pages):
    """In whatever typeface stands in, the words of a box lie within it, and no two boxes with words overlap."""
    for slide, (width, height, words) in zip(slides, pages, strict=True):
        point = width / 12192000
        boxes = [
            tuple(point * edge for edge in (s.left, s.top, s.left + s.width, s.top + s.height))
            for s in slide.shapes
            if s.has_text_frame and s.top >= 0 and s.text_frame.text.strip()
        ]
        for one, other in combinations(boxes, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 1 or down <= 1, (slide.shapes.title.text, one, other)
        tables = [s for s in slide.shapes if s.has_table]
        for left, top, right, bottom, word in words:
            assert min(left, top) >= 0, word
            assert right <= width, word
            assert bottom <= height, word
            inside = any(
                box[0] - 1 <= left and box[1] - 1 <= top and right <= box[2] + 1 and bottom <= box[3] + 1
                for box in boxes
            )
            assert inside or tables, (slide.shapes.title.text, word)


def test_no_word_of_the_table_is_broken(slides, pages):
    """The native table's columns are wide enough for every word of it."""
    number = next(n for n, slide in enumerate(slides) if any(shape.has_table for shape in slide.shapes))
    table = next(shape.table for shape in slides[number].shapes if shape.has_table)
    shown = {word for *_, word in pages[number][2]}
    assert {word for row in table.rows for cell in row.cells for word in cell.text.split()} <= shown


def test_slides_are_named_told_and_described(slides):
    """Each has a title of its own, read first, notes of 40 to 80 words, and a description of each picture and table."""
    titles = [slide.shapes.title.text for slide in slides]
    assert len(set(titles)) == len(titles)
    for slide in slides:
        assert slide.shapes[0] == slide.shapes.title
        assert 40 <= len(slide.notes_slide.notes_text_frame.text.split()) <= 80, slide.shapes.title.text
        for shape in slide.shapes:
            if shape.shape_type in (13, 19):
                alt = shape._element.xpath(".//p:cNvPr")[0].get("descr")
                assert 20 < len(alt) <= 250, slide.shapes.title.text
