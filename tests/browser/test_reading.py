"""What a reader meets: lines of a readable length, targets that can be hit, no sideways scroll, no script needed."""

from io import BytesIO
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from jinja2 import Environment, FileSystemLoader
from PIL import Image

from proofpress.site.parts.evidence import MARKS
from tests.browser.conftest import PAGES
from tests.browsing import laid_out
from tests.site.conftest import TEMPLATES

pytestmark = pytest.mark.browser

LEFT_EDGES = """() => [...document.querySelectorAll(".part > :not(.poster)")].filter((e) => e.checkVisibility())
  .map((e) => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect().left])"""
CHARACTERS_PER_LINE = """() => [...document.querySelectorAll(".part .quoted p")].map((p) => {
  const lines = p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight);
  return p.textContent.length / lines;
})"""

SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, summary")].filter((e) => {
  const box = e.getBoundingClientRect();
  const inline = getComputedStyle(e).display === "inline";
  return e.checkVisibility() && box.width > 1 && !inline && (box.width < 24 || box.height < 24);
}).map((e) => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("path", PAGES)
def test_no_sideways_scroll(visit, path):
    """No page is wider than the window, with its disclosures closed or open."""
    page = visit(path)
    for opened in (False, True):
        page.evaluate("(open) => document.querySelectorAll('details').forEach((d) => { d.open = open; })", opened)
        for width in (320, 360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, opened)


def test_paragraphs_are_wide_enough_on_a_phone(visit):
    """At 360 pixels no paragraph of the article is squeezed below 280."""
    page = laid_out(visit("index.html", 360))
    widths = page.evaluate(
        "[...document.querySelectorAll('.quoted p, .runs p, .standfirst, figcaption > p')]"
        ".map((p) => p.getBoundingClientRect().width)"
    )
    assert len(widths) > 8
    assert min(widths) >= 280


@pytest.mark.parametrize("width", [768, 1440])
def test_lines_have_a_readable_length(visit, width):
    """On wide windows a line of the article has 45 to 80 characters."""
    lengths = laid_out(visit("index.html", width)).evaluate(CHARACTERS_PER_LINE)
    assert lengths
    assert all(45 <= length <= 80 for length in lengths), lengths


@pytest.mark.parametrize("path", PAGES)
def test_targets_can_be_hit(visit, path):
    """All that can be clicked, links within sentences apart, measures at least 24 by 24 pixels."""
    page = visit(path)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SMALL_TARGETS) == [], width


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_complained_of_or_fetched_elsewhere(visit, address, path):
    """The console stays empty, the policy blocks nothing, and only the site's own host is asked."""
    page = visit(path)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert page.told == []
    hosts = {urlsplit(url).netloc for url in page.asked if not url.startswith("data:")}
    assert hosts == {urlsplit(address).netloc}


def test_the_article_reads_without_script(visit):
    """Without script every section, verdict and picture is there, numbers are in a menu, the contents open."""
    page = visit("index.html", 1024, script=False)
    assert page.locator("h2").count() >= 5
    assert page.locator(".runs").first.is_visible()
    page.locator(".verdicts summary").first.click()
    assert page.locator(".verdicts a").first.is_visible()
    page.locator(".data-menu summary").first.click()
    assert page.locator(".data-menu a").first.is_visible()
    page.locator("button.where").click()
    assert page.locator("#page-contents").is_visible()


def test_the_article_reads_without_style(visit):
    """Without the style sheet no words are lost; what is folded then unfolds as on phones."""
    page = visit("index.html")
    page.evaluate("document.querySelectorAll('details.fold').forEach((fold) => { fold.open = true; })")
    words = "document.querySelector('main').innerText.match(/\\w{3,}/g)"
    styled = page.evaluate(words)
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach((l) => l.remove())")
    assert set(styled) <= set(page.evaluate(words))


def test_verdicts_and_sources_are_folded_on_phones_only(visit):
    """Where there is room verdicts and sources are in sight; on phones a line counts them and unfolds them."""
    page = visit("index.html", 1440, script=False)
    for width, shown in ((1440, True), (768, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 844})
        for inside in (".verdicts summary", ".sources li"):
            assert page.locator(inside).first.is_visible() == shown
        assert page.locator(".fold > summary").first.is_visible() != shown
    page.locator(".reading .bearing > summary").first.click()
    assert page.locator(".reading .verdicts summary").first.is_visible()


def test_on_phones_quoted_words_unfold_their_verdict(visit):
    """A touch of quoted words opens the folded verdicts of their section and the claim among them."""
    page = visit("index.html", 390, script=False)
    page.locator('.quoted a[href="#claim-part-1-waste"]').click()
    assert page.locator("#claim-part-1-waste").is_visible()


BAR = """() => [...document.querySelectorAll(".bar > *")].filter((e) => e.checkVisibility() && !e.popover).map((e) => {
  const { left, right, top, bottom } = e.getBoundingClientRect();
  return [e.textContent.trim().slice(0, 20), left, right, bottom - top];
})"""


@pytest.mark.parametrize("path", [path for path in PAGES if "embed" not in path])
def test_the_bar_is_one_line_without_holes(visit, path):
    """From 640 pixels on nothing in the bar wraps or overlaps, and the site's links follow that to its list at once."""
    page = visit(path)
    for width in (640, 768, 1023, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        parts = page.evaluate(BAR)
        assert max(high for *_, high in parts) <= 52, (width, parts)
        assert all(right <= left + 1 for (_, _, right, _), (_, left, _, _) in pairwise(parts)), (width, parts)
        names = [name for name, *_ in parts]
        if "Handbook" in names:
            at = names.index("Handbook")
            assert parts[at][1] - parts[at - 1][2] <= 24, (width, parts)
        assert ("Handbook" in names) or (width < 1024), width


COUNTING_LINES = """() => [...document.querySelectorAll(".bearing > summary")].map((line) => {
  const own = line.getBoundingClientRect();
  const counts = [...line.querySelectorAll(":scope > .outcome")].map((e) => e.getBoundingClientRect());
  const style = getComputedStyle(line);
  const around = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom) + 2;
  const high = Math.max(...counts.map((e) => e.bottom)) - Math.min(...counts.map((e) => e.top));
  return [own.height - around - high, own.right - Math.max(...counts.map((e) => e.right))];
})"""


def test_the_sign_that_verdicts_unfold_takes_no_line_of_its_own(visit):
    """However many lines the counts take on a phone, the sign stands beside them, and they keep clear of it."""
    page = laid_out(visit("index.html", 390))
    for width in range(320, 460, 10):
        page.set_viewport_size({"width": width, "height": 844})
        found = page.evaluate(COUNTING_LINES)
        assert len(found) > 2
        assert [(left, room) for left, room in found if left > 14 or room < 24] == [], width


NEXT_TO_MARKS = """() => [...document.querySelectorAll(".claim")].flatMap((claim) => {
  const after = document.createTreeWalker(claim.closest("p, td"), NodeFilter.SHOW_TEXT);
  const boxes = (node, start, end) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range.getBoundingClientRect();
  };
  const said = claim.querySelector(".kept .said").firstChild;
  const word = boxes(said, said.length - 1, said.length);
  const mark = claim.querySelector(".mark").getBoundingClientRect();
  // In half a phone a mark and its word may stand on a line of their own.
  const verdict = claim.querySelector(".outcome").getBoundingClientRect();
  if (innerWidth < 640 && claim.closest("td")) return [[claim.textContent, verdict.height - mark.height]];
  const found = [[claim.textContent, Math.abs(mark.bottom - word.bottom)]];
  while (after.nextNode()) {
    const node = after.currentNode;
    if (claim.compareDocumentPosition(node) !== Node.DOCUMENT_POSITION_FOLLOWING) continue;
    if (/^[,.;:)]/.test(node.data)) {
      found.push([claim.textContent + node.data[0], Math.abs(boxes(node, 0, 1).bottom - word.bottom)]);
    }
    break;
  }
  return found;
})"""


def test_no_line_begins_with_a_mark_or_with_what_follows_it(visit):
    """A verdict's mark is on the line of the word before it or, in cells, after it, and a comma on that of the mark."""
    page = laid_out(visit("index.html"))
    looked = set()
    for width in (*range(320, 460, 10), 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        found = page.evaluate(NEXT_TO_MARKS)
        looked |= {words[-1] for words, _ in found}
        assert [words for words, apart in found if apart > 12] == [], width
    assert looked & set(",.")


@pytest.mark.parametrize(("scheme", "ending"), [("light", "figure-1.svg"), ("dark", "figure-1-dark.svg")])
def test_pictures_follow_the_theme(visit, scheme, ending):
    """The picture shown is the one drawn for the theme that the reader's system asks for."""
    page = visit("index.html", scheme=scheme)
    page.locator("#figure-figure-1").scroll_into_view_if_needed()
    picture = page.locator("#figure-figure-1 img")
    assert picture.evaluate("(image) => image.decode().then(() => image.currentSrc)").endswith(ending)


def test_phones_get_the_card(visit):
    """A narrow window shows the card, which can be read there, instead of the poster."""
    page = visit("index.html", 360)
    assert page.evaluate("document.querySelector('.poster img').currentSrc").endswith("/card.svg")


def test_nothing_moves_while_loading(visit):
    """Sizes are known before pictures arrive: the layout does not shift."""
    page = visit("index.html", 360)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()"
        ".reduce((sum, entry) => sum + entry.value, 0))).observe({type: 'layout-shift', buffered: true})"
        " || setTimeout(() => done(0), 300))"
    )
    assert shift < 0.01


def test_the_site_works_from_disk(visit, folder):
    """Opened from disk the page has its style, and its links lead to files."""
    page = visit((folder / "some/sub/path/index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18px"
    page.locator(".verdicts summary").first.click()
    page.locator(".verdicts").get_by_role("link", name="Ledger").first.click()
    assert page.locator("h1").inner_text() == "Claims ledger"


def test_the_page_for_nothing_helps_at_any_depth(visit, address):
    """Where nothing is, a page with style leads back into the site, however deep the address."""
    page = visit(address + "a/b/c/d/")
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18px"
    page.locator("main a").first.click()
    assert page.url == address + "index.html"


LARGE = """(shape) => {
  const use = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const mark = use("svg");
  mark.setAttribute("viewBox", "0 0 12 12");
  mark.setAttribute("class", "mark large");
  mark.innerHTML = shape;
  const box = { position: "fixed", top: "200px", left: 0, width: "120px", height: "120px", margin: 0 };
  Object.assign(mark.style, { ...box, background: "white" });
  document.querySelectorAll(".large").forEach((old) => old.remove());
  document.querySelector(".claim").append(mark);
}"""


def test_marks_beside_quoted_words_have_the_shape_of_their_verdict(visit):
    """A disc is full, a ring empty, a half full on its left; a bar crosses one ring; an equal sign has two lines."""
    page = laid_out(visit("index.html", 768))
    marks = Environment(loader=FileSystemLoader(TEMPLATES)).get_template("parts/marks.html").module
    drawn = {}
    for name in {shape: None for shape, _ in MARKS.values()}:
        page.evaluate(LARGE, marks.shape(name))
        picture = Image.open(BytesIO(page.screenshot(clip={"x": 0, "y": 200, "width": 120, "height": 120}))).convert(
            "L"
        )
        # Left of the middle, right of it, on the upper line of the equal sign, and in the middle.
        drawn[name] = tuple(picture.getpixel(at) < 200 for at in ((40, 60), (80, 60), (60, 40), (58, 62)))
    assert drawn == {
        "disc": (True, True, True, True),
        "half": (True, False, False, True),
        "ring": (False, False, False, False),
        "barred": (False, False, False, True),
        "equal": (False, False, True, False),
        "gem": (True, True, True, True),
        "diamond": (False, False, False, False),
    }


def test_the_parts_of_an_article_share_one_edge(visit):
    """At 1440 pixels headings, words, figures and lists begin where the title does."""
    page = laid_out(visit("index.html", 1440))
    # A paragraph of its own, as the one that leads to further figures.
    page.evaluate("document.querySelector('.citation').append(document.querySelector('.quoted p').cloneNode(true))")
    edges = page.evaluate(
        "[...document.querySelectorAll('main .part')].flatMap((part) => [...part.children]"
        ".filter((each) => each.offsetHeight).map((each) => each.getBoundingClientRect().left"
        " - document.querySelector('h1').getBoundingClientRect().left))"
    )
    assert len(edges) > 12
    assert [edge for edge in edges if abs(edge) > 1] == []


@pytest.mark.parametrize("path", ["steps/data/index.html", "steps/infographic/index.html"])
def test_what_can_be_taken_begins_where_its_heading_does(visit, path):
    """Lists of files, words and headings of a page of downloads share one left edge, however wide the window."""
    page = visit(path)
    for width in (390, 768, 1024, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        edges = page.evaluate(LEFT_EDGES)
        assert len(edges) > 5
        assert {words: left for words, left in edges if abs(left - edges[0][1]) > 1} == {}, width
