"""The page's typeface: it is used where it comes, and where it comes late or never, lines stay where they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route

from proofpress.drawing.fonts import FAMILY

pytestmark = pytest.mark.browser

LINES = """() => [...document.querySelectorAll("h1, h2, h3, p, li, dd, dt, td, th, summary")]
  .filter((e) => e.checkVisibility() && e.textContent.trim() && !e.querySelector("p, ul, div, svg, img, button, input"))
  .map((e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    const line = parseFloat(getComputedStyle(e).lineHeight);
    return [e.textContent.trim().slice(0, 40), Math.round(range.getBoundingClientRect().height / line)];
  })"""
HEIGHT = "document.documentElement.scrollHeight"
WATCH = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
  .observe({type: "layout-shift", buffered: true});"""
TWO_FRAMES = """document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))))"""


@contextmanager
def tab(browser: Browser, width: int, font: Callable[[Route], None]) -> Iterator[Page]:
    """Yield a tab whose requests for fonts are handed to a function."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.route("**/*.woff2", lambda route: font(route))
    try:
        yield context.new_page()
    finally:
        context.close()


def fonts_of(page: Page, selector: str) -> set[str]:
    """Return the families that the browser drew the words of an element with, as its own tools say it."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    node = tools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return {font["familyName"] for font in tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}


def test_pages_are_set_in_their_typeface(visit):
    """Headings, paragraphs and strong words are drawn with the one file, which is fetched once, before it is needed."""
    page = visit("index.html")
    page.evaluate(TWO_FRAMES)
    for selector in ("h1", "h2", ".standfirst", ".quoted p"):
        assert fonts_of(page, selector) == {FAMILY}, selector
    fetched = [address for address in page.asked if address.endswith(".woff2")]
    assert len(fetched) == 1
    assert page.evaluate("document.querySelector('link[rel=preload]').href") == fetched[0]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["index.html", "steps/claims/index.html"])
def test_lines_break_alike_without_the_typeface(browser, address, path, width):
    """With the font blocked nineteen of twenty blocks keep their number of lines, and the page its height, nearly."""
    found = []
    for answer in (Route.continue_, Route.abort):
        with tab(browser, width, answer) as page:
            page.goto(address + path)
            page.evaluate(TWO_FRAMES)
            assert (FAMILY in fonts_of(page, "h1")) is (answer is Route.continue_)
            found.append((page.evaluate(LINES), page.evaluate(HEIGHT)))
    (lines, height), (stand_in_lines, stand_in_height) = found
    assert len(lines) == len(stand_in_lines) > 20
    other = [(one, two) for one, two in zip(lines, stand_in_lines, strict=True) if one != two]
    assert len(other) <= len(lines) / 20, other
    assert abs(stand_in_height - height) <= 0.02 * height, (height, stand_in_height)


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_when_the_typeface_comes_late(browser, address, width):
    """Words are there before the font is, and the layout shifts by less than a hundredth when it comes."""
    held: list[Route] = []
    with tab(browser, width, held.append) as page:
        page.add_init_script(WATCH)
        page.goto(address + "index.html", wait_until="domcontentloaded")
        page.wait_for_function("document.querySelector('h1').getClientRects().length > 0")
        page.evaluate("new Promise((done) => setTimeout(done, 300))")
        assert FAMILY not in fonts_of(page, "h1")
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).visibility") == "visible"
        assert held
        for request in held:
            request.continue_()
        page.evaluate(TWO_FRAMES)
        assert fonts_of(page, "h1") == {FAMILY}
        assert page.evaluate("window.moved") < 0.01
