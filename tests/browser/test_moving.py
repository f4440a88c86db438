"""Moving about: by keyboard, by the contents, by deep links."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CLIPBOARD

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ') || document.activeElement.tagName"

COLUMN = "document.activeElement.closest('.words, .stage')?.classList[0] ?? null"

BOX = """() => {
  const { x, y, width, height } = document.activeElement.getBoundingClientRect();
  return { x: Math.max(x - 8, 0), y: Math.max(y - 8, 0), width: width + 16, height: height + 16 };
}"""

# Of each figure beside quoted words: where it stands in the window, and how far it is from the verdicts below it.
CLEARANCES = """() => [...document.querySelectorAll('.reading:has(> .lead)')].map((reading) => {
  const figure = reading.querySelector('.lead > *').getBoundingClientRect();
  return [figure.top, reading.querySelector('.bearing').getBoundingClientRect().top - figure.bottom];
})"""


def test_the_keyboard_meets_things_in_reading_order(visit):
    """In one column Tab goes from top to bottom: the skip link, the site, its list, the contents, poster and words."""
    page = visit("index.html", 800)
    met = []
    for _ in range(5):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
    assert met[:4] == ["Skip to the content", "Small explainers", "All comparisons", "Contents"]
    tops = []
    while met[-1] != "BODY":
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.tagName"))
    assert len(tops) > 40
    late = [(a, b) for a, b in pairwise(tops) if b < a - 120]
    assert late == []


def test_the_keyboard_meets_the_words_before_the_figure_beside_them(visit):
    """In two columns Tab goes through the words of a section first, then to the figure at their side."""
    page = visit("index.html", 1440)
    page.locator('.anchor[href="#part-2"]').focus()
    columns = []
    while len(columns) < 20:
        page.keyboard.press("Tab")
        columns.append(page.evaluate(COLUMN))
        if columns[-1] is None:
            break
    assert columns == [*sorted(columns[:-1], reverse=True), None]
    assert set(columns) == {"words", "stage", None}


def test_focus_can_be_seen(visit):
    """What has the focus wears an outline at least two pixels wide, and looks other than without the focus."""
    page = visit("index.html")
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        name = page.evaluate(FOCUSED)
        assert width >= 2, name
        # The browser may still be on its way there, smoothly.
        page.evaluate("document.activeElement.scrollIntoView({behavior: 'instant', block: 'center'})")
        box = page.evaluate(BOX)
        focused = page.screenshot(clip=box)
        page.evaluate("window.held = document.activeElement; held.blur()")
        assert page.screenshot(clip=box) != focused, name
        page.evaluate("held.focus()")


def test_the_skip_link_skips(visit):
    """The first Tab and Enter lead to the content."""
    page = visit("index.html")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page-main"


def test_the_bar_tells_where_one_is(visit):
    """The bar and the contents name the section that is being read, also after a jump over many."""
    page = visit("index.html")
    assert page.locator("#page-where").inner_text() == "Contents"
    page.evaluate("document.getElementById('part-3').scrollIntoView({behavior: 'instant'})")
    expect(page.locator("#page-where")).to_contain_text("Part 3")
    expect(page.locator("#page-contents [aria-current]")).to_have_attribute("href", "#part-3")


def test_the_contents_lead_to_sections_and_close(visit):
    """An entry of the contents leads to its section, below the bar; the contents close behind it, and on Escape."""
    page = visit("index.html", 360)
    page.emulate_media(reduced_motion="reduce")
    page.locator("button.where").click()
    page.locator('#page-contents a[href="#part-2"]').click()
    assert not page.locator("#page-contents").is_visible()
    page.wait_for_url("**/index.html#part-2")
    bar = page.locator(".bar").bounding_box()
    below = page.locator("#part-2").bounding_box()["y"] - bar["y"] - bar["height"]
    assert 0 <= below < 60
    page.locator("button.where").click()
    page.keyboard.press("Escape")
    assert not page.locator("#page-contents").is_visible()


def test_headings_give_their_link(visit, address):
    """The mark beside a heading leads to it, copies its address and says so to everyone."""
    page = visit("index.html", may=CLIPBOARD)
    page.locator('.anchor[href="#part-2"]').click()
    expect(page.locator("#page-status")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url == address + "index.html#part-2"


def test_quoted_words_open_their_claim_in_place(visit):
    """A click on quoted words unfolds their claim in the same section, with or without script."""
    for script in (True, False):
        page = visit("index.html", script=script)
        page.locator('.quoted a[href="#claim-part-1-waste"]').click()
        details = page.locator("#claim-part-1-waste")
        expect(details).to_be_visible()
        assert "400 runs, 16 seeds" in details.inner_text()


def test_a_claim_leads_on_to_the_ledger(visit):
    """The link of an unfolded claim leads to its entry in the ledger, which is marked as the one meant."""
    page = visit("index.html")
    page.locator('.quoted a[href="#claim-part-1-waste"]').click()
    page.locator("#claim-part-1-waste").get_by_role("link", name="Ledger").click()
    entry = page.locator("#claim-part-1-waste")
    assert entry.evaluate("(e) => e.matches(':target')")
    assert "71.2 points" in entry.inner_text()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("script", [True, False])
def test_an_opened_claim_leads_back_to_its_words(visit, width, script):
    """From an unfolded claim one link leads back to its words in the text, below the bar, where they are marked."""
    page = visit("index.html#claim-part-1-waste", width, script=script)
    page.emulate_media(reduced_motion="reduce")
    said = page.locator("#said-part-1-waste")
    ground = said.locator(".said").first.evaluate("(e) => getComputedStyle(e).backgroundColor")
    page.locator("#claim-part-1-waste").get_by_role("link", name="Back to the text").click()
    expect(said).to_be_in_viewport(ratio=1)
    bar = page.locator(".bar").bounding_box()
    assert said.bounding_box()["y"] >= bar["y"] + bar["height"]
    assert said.evaluate("(e) => e.matches(':target')")
    assert said.locator(".said").first.evaluate("(e) => getComputedStyle(e).backgroundColor") != ground


@pytest.mark.parametrize("width", [390, 1440])
def test_the_ledger_leads_back_to_the_claim_in_the_article(visit, width):
    """An unfolded entry of the ledger leads to the same claim in the article, which stands open there."""
    page = visit("steps/claims/index.html#claim-part-1-waste", width)
    page.locator("#claim-part-1-waste").get_by_role("link", name="In the article").click()
    page.wait_for_url("**/index.html#claim-part-1-waste")
    assert page.locator(".words.quoted").count() > 0
    expect(page.locator("#claim-part-1-waste")).to_be_in_viewport()


def test_a_figure_stands_still_beside_its_words_and_never_over_its_verdicts(visit):
    """However far one has scrolled, the lead of a section lies clear of the verdicts below it."""
    page = visit("index.html", 1440)
    assert page.locator(".reading > .lead ~ .bearing").count() > 1
    page.evaluate(
        "document.querySelectorAll('.reading > .quoted').forEach((words) => { words.style.minHeight = '1500px'; })"
    )
    before, stood = [], 0
    for y in range(0, page.evaluate("document.documentElement.scrollHeight"), 150):
        page.evaluate(f"scrollTo({{ top: {y}, behavior: 'instant' }})")
        found = page.evaluate(CLEARANCES)
        assert [clearance for _, clearance in found if clearance < 0] == [], y
        stood += sum(abs(now - then) < 1 for (now, _), (then, _) in zip(found, before, strict=False))
        before = found
    assert stood > 4
