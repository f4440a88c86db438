"""How far a reader of the first site scrolls: screens of an article and its ledger, and from words to their figure."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browsing import hosting, laid_out, tabs

pytestmark = pytest.mark.browser

SLUG = "hyperparameters-vs-parameters"
DESK, PHONE = (1440, 900), (390, 844)
ARTICLES = (
    "index.html", "overfitting-vs-underfitting/index.html", "random-forest-vs-gradient-boosting/index.html",
    "sgd-vs-adam/index.html",
)  # fmt: skip
HEIGHT = "document.documentElement.scrollHeight"
APART = """() => [...document.querySelectorAll(".step .runs, .reading:has(.lead) .runs")].map((words) => {
  words.scrollIntoView({ behavior: "instant", block: "center" });
  const box = words.getBoundingClientRect();
  const figure = words.closest(".spread").querySelector("figure").getBoundingClientRect();
  return [words.textContent.trim().slice(0, 60), Math.max(figure.top - box.bottom, box.top - figure.bottom, 0),
    figure.bottom > 0 && figure.top < innerHeight];
})"""


# Which file each picture of lines and letters shows, and how large.
SHOWN = """(all) => all.filter((image) => image.currentSrc.endsWith(".svg"))
  .map((image) => [image.currentSrc, image.clientWidth, image.clientHeight])"""


@pytest.fixture(scope="module")
def visit(first_site, browser):
    """Opens a page of the first site in a window of some size."""
    with hosting(first_site.output) as root, tabs(browser) as open_tab:

        def open_page(path: str, size: tuple[int, int]):
            page = open_tab(root + path, size[0])
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.wait_for_load_state("networkidle")
            return laid_out(page)

        yield open_page


@pytest.fixture(scope="module")
def open_still(first_site, browser):
    """Opens a page of the first site without script, in a window of some width."""
    with hosting(first_site.output) as root, tabs(browser) as open_tab:
        yield lambda path, width: open_tab(root + path, width, script=False)


@pytest.mark.parametrize(
    ("path", "size", "most"),
    [
        ("index.html", DESK, 18.5),
        ("index.html", PHONE, 22),
        (f"{SLUG}/claims/index.html", DESK, 12),
        (f"{SLUG}/claims/index.html", PHONE, 12),
        ("overfitting-vs-underfitting/index.html", DESK, 18.5),
        ("overfitting-vs-underfitting/index.html", PHONE, 22),
        ("random-forest-vs-gradient-boosting/index.html", DESK, 10),
        ("random-forest-vs-gradient-boosting/index.html", PHONE, 14),
        ("sgd-vs-adam/index.html", DESK, 10),
        ("sgd-vs-adam/index.html", PHONE, 14),
    ],
)
def test_pages_are_no_higher_than_they_may_be(visit, path, size, most):
    """A page has at most so many screens, on a desk and on a phone."""
    assert visit(path, size).evaluate(HEIGHT) / size[1] <= most


@pytest.mark.parametrize(("size", "screens"), [(DESK, 0), (PHONE, 1)])
def test_words_of_ours_stand_near_their_figure(visit, size, screens):
    """A figure is in sight where the words about it are read on a desk, and less than a screen away on a phone."""
    apart = visit("index.html", size).evaluate(APART)
    assert len(apart) > 20
    for words, pixels, seen in apart:
        assert seen if screens == 0 else pixels <= screens * size[1], words


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("path", ARTICLES)
def test_words_in_pictures_can_be_read(first_site, open_still, path, width):
    """Without script, no picture of an article is shown so small that its letters are below 11 pixels."""
    shown = open_still(path, width).locator("main picture img").evaluate_all(SHOWN)
    assert len(shown) > 8
    sizes = {}
    for address, wide, high in shown:
        source = (first_site.output / urlsplit(address).path.lstrip("/")).read_text(encoding="utf-8")
        across, down = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', source)[0])
        letters = min(map(float, re.findall(r"font-size:\s*([\d.]+)px", source)))
        sizes[address.rpartition("/")[2]] = letters * min(wide / across, high / down)
    assert {name: size for name, size in sizes.items() if size < 11} == {}
