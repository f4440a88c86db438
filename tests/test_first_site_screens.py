"""How far a reader of the first site scrolls: screens of an article and its ledger, and from words to their figure."""

import pytest

from tests.browsing import hosting, laid_out, tabs

pytestmark = pytest.mark.browser

SLUG = "hyperparameters-vs-parameters"
DESK, PHONE = (1440, 900), (390, 844)
HEIGHT = "document.documentElement.scrollHeight"
APART = """() => [...document.querySelectorAll(".step .runs, .reading:has(.lead) .runs")].map((words) => {
  words.scrollIntoView({ behavior: "instant", block: "center" });
  const box = words.getBoundingClientRect();
  const figure = words.closest(".spread").querySelector("figure").getBoundingClientRect();
  return [words.textContent.trim().slice(0, 60), Math.max(figure.top - box.bottom, box.top - figure.bottom, 0),
    figure.bottom > 0 && figure.top < innerHeight];
})"""


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
