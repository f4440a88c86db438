"""A long page is soon there: what is far away is laid out in spare time, and no reader can tell."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import PATIENCE_MS, PUT_OFF, hosting, laid_out, lay_out
from tests.site import made_up
from tests.site.conftest import rendered

pytestmark = pytest.mark.browser

SECTIONS = 16
LEDGER = "steps/claims/index.html"
NO_SPARE_TIME = "globalThis.requestIdleCallback = () => 0;"
HEIGHT = "document.documentElement.scrollHeight"
LAY_OUT = "document.querySelectorAll('section').forEach((s) => { s.style.contentVisibility = 'visible'; })"
AT_REST = """new Promise((done) => {
  let before = null;
  const look = setInterval(() => {
    const now = scrollY;
    if (now === before) { clearInterval(look); done(); }
    before = now;
  }, 250);
})"""
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
BAR_PX = 72
# A frame around a part, as far out as the edge of a phone; what is hit there is the frame where it is not cut off.
BEYOND = """async (part) => {
  const probe = document.createElement("i");
  probe.id = "probe";
  Object.assign(probe.style, { position: "absolute", inset: "-15px", zIndex: 99 });
  Object.assign(part.style, { position: "relative", zIndex: 1 });
  part.append(probe);
  const box = probe.getBoundingClientRect();
  const middle = Math.min(Math.max((box.top + box.bottom) / 2, 100), innerHeight - 10);
  const places = [[box.left + 1, middle], [box.right - 1, middle], [innerWidth / 2, box.top + 1],
    [innerWidth / 2, box.bottom - 1]].filter(([x, y]) => y > 60 && y < innerHeight);
  const found = places.map(([x, y]) => document.elementFromPoint(x, y)?.id);
  probe.remove();
  return found;
}"""


@pytest.fixture(scope="module")
def long_site(tmp_path_factory) -> Path:
    """The folder of a site whose article and ledger have sixteen sections."""
    folder = tmp_path_factory.mktemp("long")
    lay_out(rendered(made_up.material("steps", sections=SECTIONS)), folder)
    return folder


@pytest.fixture
def enter(browser: Browser, long_site: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page of the long site: `enter("index.html", 390, busy=True)`; a busy browser has no spare time."""
    with hosting(long_site) as root:
        contexts = []

        def open_page(path: str, width: int = 390, busy: bool = False, still: bool = True, script: bool = True) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 844}, reduced_motion="reduce" if still else "no-preference",
                java_script_enabled=script,
            )  # fmt: skip
            contexts.append(context)
            if busy:
                context.add_init_script(NO_SPARE_TIME)
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.goto(path if "://" in path else root + path)
            return page

        yield open_page
        for context in contexts:
            context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_what_is_far_is_laid_out_in_spare_time(enter, width):
    """At first most of a long page is put off; in the end nothing is, and it is as high as a page without the rule."""
    assert enter("index.html", width, busy=True).evaluate(PUT_OFF) >= SECTIONS / 2
    page = laid_out(enter("index.html", width))
    high = page.evaluate(HEIGHT)
    page.evaluate(LAY_OUT)
    assert page.evaluate(HEIGHT) == high


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("busy", [True, False])
def test_a_jump_lands_at_its_heading(enter, width, busy):
    """A click among the contents scrolls to the heading, smoothly too, and the bar names its section."""
    page = enter("index.html", width, busy=busy, still=False)
    names = page.locator("#page-contents a[href^='#']").evaluate_all("(all) => all.map((a) => a.hash.slice(1))")
    for name in (names[-6], names[3], names[9]):
        page.locator("button.where").click()
        page.locator(f"#page-contents a[href='#{name}']").click()
        page.wait_for_timeout(200)
        page.evaluate(AT_REST)
        assert abs(page.evaluate(TOP, name) - BAR_PX) <= 4, name
        current = page.locator("#page-contents [aria-current]")
        assert current.get_attribute("href") == f"#{name}"
        assert page.locator("#page-where").text_content() == current.text_content()


@pytest.mark.parametrize("disk", [True, False])
def test_a_link_from_elsewhere_lands_at_its_place(enter, long_site, disk):
    """A link to a late section of the article shows its heading; one to a claim of the ledger shows it unfolded."""
    for path, inside in (("index.html", "section.part h2[id]"), (LEDGER, ".unfolded[id]")):
        start = (long_site / path).as_uri() if disk else path
        place = enter(start).locator(inside).nth(-5).get_attribute("id")
        page = enter(f"{start}#{place}", still=False)
        page.evaluate(AT_REST)
        assert BAR_PX - 4 <= page.evaluate(TOP, place) <= 200, place
        assert page.locator(f"#{place}").is_visible()


def test_a_page_is_left_and_found_again_at_the_same_place(enter):
    """A page that is loaded again, or come back to, stands where it stood."""
    page = laid_out(enter("index.html"))
    page.evaluate("scrollTo(0, 9000)")
    page.evaluate(AT_REST)
    page.reload()
    page.evaluate(AT_REST)
    assert abs(page.evaluate("scrollY") - 9000) <= 4
    page.goto("about:blank")
    page.go_back()
    page.evaluate(AT_REST)
    assert abs(page.evaluate("scrollY") - 9000) <= 4


@pytest.mark.parametrize("path", ["index.html", LEDGER])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_cut_off(enter, path, width):
    """What a part paints beyond its edges, a focus ring or a row of figures up to the window's edge, is not cut off."""
    page = enter(path, width, busy=True)
    for at in (4, 9, -3):
        part = page.locator("section:is(.part, .claims)").nth(at)
        part.evaluate("(part) => part.scrollIntoView({ block: 'center' })")
        page.evaluate(AT_REST)
        assert set(part.evaluate(BEYOND)) == {"probe"}, at


def test_reading_upwards_moves_nothing(enter):
    """Who reaches the end before there was spare time, and reads upwards, sees nothing jump."""
    page = enter("index.html", busy=True)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate(AT_REST)
    page.evaluate(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
        " window.moved += entry.value; })).observe({ type: 'layout-shift' })"
    )
    page.mouse.move(200, 400)
    for _ in range(30):
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(40)
    assert page.evaluate("scrollY") > 0
    assert page.evaluate("window.moved") < 0.01


def test_paper_and_readers_without_script_get_all_of_it(enter):
    """A page that is printed before there was spare time, and a page without script, have every part."""
    page = enter("index.html", 1440, busy=True)
    page.emulate_media(media="print")
    assert page.evaluate(PUT_OFF) == 0
    without = enter("index.html", script=False)
    assert without.locator("main").evaluate(f"() => ({PUT_OFF})()") == 0
