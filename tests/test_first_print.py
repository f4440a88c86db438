"""The first article on paper: few pages, none of them half empty, no heading alone at the foot of one."""

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from tests.browsing import hosting, tabs

pytestmark = [pytest.mark.browser]
MOST_PAGES = 14
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def printed(first_site, browser, tmp_path_factory) -> Path:
    """The article as Chromium prints it on A4."""
    target = tmp_path_factory.mktemp("printed") / "article.pdf"
    with hosting(first_site.output) as address, tabs(browser) as open_tab:
        page = open_tab(address + "index.html")
        page.wait_for_load_state("networkidle")
        page.pdf(path=target, prefer_css_page_size=True)
    return target


@pytest.fixture(scope="module")
def sheets(printed) -> list[tuple[float, list[tuple[float, str]]]]:
    """The height of each page, and its lines from top to bottom: where each ends, and its words."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    command = ["pdftotext", "-bbox-layout", str(printed), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pages = ElementTree.fromstring(told[told.index("<html") :]).iter(f"{XHTML}page")
    return [
        (
            float(page.get("height")),
            sorted(
                (float(line.get("yMax")), " ".join(word.text or "" for word in line))
                for line in page.iter(f"{XHTML}line")
            ),
        )
        for page in pages
    ]


def test_the_article_takes_few_pages(sheets):
    """It is printed on at most 14 pages of A4."""
    assert 5 <= len(sheets) <= MOST_PAGES
    assert all(height == pytest.approx(842, abs=1.5) for height, _ in sheets)


def test_no_page_is_half_empty(sheets):
    """The words and figures of every page but the last reach beyond its middle."""
    for number, (height, lines) in enumerate(sheets[:-1], 1):
        assert lines[-1][0] > height * 0.55, (number, lines[-1])


def test_no_heading_stands_alone(sheets, first_site):
    """Below each heading at least three lines follow on the same page."""
    page = html5lib.parse((first_site.output / "index.html").read_bytes(), namespaceHTMLElements=False)
    headings = {" ".join("".join(h2.itertext()).split()) for h2 in page.find(".//main").iter("h2")}
    found = 0
    for number, (_, lines) in enumerate(sheets, 1):
        words = [line for _, line in lines]
        for at, line in enumerate(words):
            if line in headings:
                found += 1
                assert len(words) - at > 3, (number, line)
    assert found >= 8


def test_what_unfolds_stays_closed(sheets):
    """How each claim was tested, menus and the bar are no part of a printed page; each section and source is."""
    words = " ".join(line for _, lines in sheets for _, line in lines)
    assert "Of “" not in words
    assert "Skip to the content" not in words
    assert "Data ▾" not in words
    for expected in ("Table of Comparison", "Sources", "holds"):
        assert expected in words
