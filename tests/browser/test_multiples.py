"""Small multiples: on phones the next one shows up to the edge, on desks two stand in the columns above them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from proofpress.models import Drawing
from tests.browsing import laid_out, lay_out
from tests.site import made_up
from tests.site.conftest import rendered

pytestmark = pytest.mark.browser

ROW = """() => {
  const row = document.querySelector(".multiples");
  const places = [...row.children].map((e) => {
    const [box, caption, picture] = [e, e.querySelector("figcaption"), e.querySelector("img")]
      .map((part) => part.getBoundingClientRect());
    return { left: box.left, high: picture.height, caption: caption.top };
  });
  return { places, end: row.getBoundingClientRect().right };
}"""
COLUMNS = """() => [".reading > .words", ".reading > .lead"].map((name) =>
  document.querySelector(name).getBoundingClientRect().left)"""


def _tall(drawing: Drawing) -> Drawing:
    """Return a drawing whose picture for phones is higher than wide."""
    return replace(
        drawing,
        pictures=tuple(
            replace(p, height=480, data=made_up.svg(p.width, 480, "#eef5fa", p.name))
            if p.name.endswith("-narrow") and p.format == "svg"
            else p
            for p in drawing.pictures
        ),
    )


@pytest.fixture
def article(visit: Callable, tmp_path: Path) -> Callable:
    """Opens an article whose first section has a lead and two small multiples, the second one tall."""
    material = made_up.material("steps")
    first, *others = material.comparison.sections
    sections = (replace(first, figures=("figure-1", "figure-2", "figure-3")), *(replace(s, figures=()) for s in others))
    drawings = {**material.drawings, "figure-3": _tall(material.drawings["figure-3"])}
    files = rendered(replace(material, comparison=replace(material.comparison, sections=sections), drawings=drawings))
    lay_out(files, tmp_path)

    def open_article(width: int):
        page = visit((tmp_path / "index.html").as_uri(), width)
        page.evaluate("document.querySelectorAll('img').forEach((image) => { image.loading = 'eager'; })")
        page.wait_for_load_state("networkidle")
        return laid_out(page)

    return open_article


@pytest.mark.parametrize("width", [360, 390, 768])
def test_the_next_one_shows_up_to_the_edge(article, width):
    """The row reaches the window's edge; 56 pixels of the second figure show; captions stand on one line."""
    page = article(width)
    row = page.evaluate(ROW)
    first, second = row["places"]
    assert row["end"] == pytest.approx(width, abs=0.5)
    assert width - second["left"] >= 56
    assert abs(first["caption"] - second["caption"]) <= 1
    assert abs(first["high"] - second["high"]) <= 150
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_stand_in_the_columns_of_words_and_stage(article):
    """On a desk two small multiples share the left edges of the columns above them."""
    page = article(1440)
    assert [place["left"] for place in page.evaluate(ROW)["places"]] == pytest.approx(page.evaluate(COLUMNS), abs=1)


def test_paper_shows_all_of_them(article):
    """On a printed page, which is as narrow as a phone held sideways, no small multiple lies beyond its edge."""
    page = article(680)
    page.emulate_media(media="print")
    beyond = "[...document.querySelectorAll('.multiples > *')].map((e) => e.getBoundingClientRect().right - innerWidth)"
    assert max(page.evaluate(beyond)) <= 0
    assert page.evaluate("getComputedStyle(document.querySelector('.multiples')).overflowX") == "visible"
