"""What others take: code, credit and alternative text that are copied, and frames on pages of their own."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CLIPBOARD, UNDER

pytestmark = pytest.mark.browser

FRAMES = ("figure-1", "infographic")
SETTINGS = ({}, {"color_scheme": "dark"}, {"media": "print"}, {"forced_colors": "active"})
# Keeps under a name what the browser computes of each element, and of what stands before and after it.
# Letters and pictures have come by then.
KEEP = """async (name) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode()));
  const parts = [...document.querySelectorAll("body, body *")].flatMap((e) => [[e], [e, "::before"], [e, "::after"]]);
  (globalThis.kept ??= {})[name] = parts.map(([element, part]) => {
    const style = getComputedStyle(element, part);
    return [element, new Map([...style].map((property) => [property, style.getPropertyValue(property)]))];
  });
}"""
# Returns where two that were kept differ.
DIFFER = """([one, other]) => kept[one].flatMap(([element, style], at) =>
  [...style].filter(([property, value]) => kept[other][at][1].get(property) !== value)
    .map(([property]) => `${element.tagName}.${element.className}: ${property}`))"""
# Puts another sheet of the site in the place of the page's own, and waits for it.
LOAD = """(name) => new Promise((loaded) => {
  const sheet = document.querySelector('link[rel="stylesheet"]:not([media])');
  sheet.onload = loaded;
  sheet.href = sheet.href.replace(/[^/]+$/, name);
})"""


def record(folder, figure: str) -> dict:
    """Return the oEmbed record of a figure of the made-up site."""
    return json.loads((folder / UNDER / "steps" / "embed" / figure / "oembed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("width", [360, 1440])
def test_what_is_to_be_pasted_is_what_is_shown(visit, width):
    """Each button puts the words beside it on the clipboard, letter for letter, and says so."""
    page = visit("steps/infographic/index.html", width, may=CLIPBOARD)
    buttons = page.locator("button[data-copy]")
    assert buttons.count() == 3
    for place in range(3):
        page.evaluate("navigator.clipboard.writeText('nothing yet')")
        page.evaluate("document.getElementById('page-status').textContent = ''")
        buttons.nth(place).click()
        expect(page.locator("#page-status")).to_have_text("Copied.")
        shown = page.locator(f"#{buttons.nth(place).get_attribute('data-copy')}").text_content()
        assert page.evaluate("navigator.clipboard.readText()") == shown
        assert len(shown) > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("figure", FRAMES)
def test_a_frame_of_the_size_told_shows_all_of_it(visit, folder, figure, scheme):
    """At the width and height that the code asks for, nothing has to be scrolled."""
    told = record(folder, figure)
    page = visit(f"steps/embed/{figure}/index.html", told["width"], scheme)
    page.set_viewport_size({"width": told["width"], "height": told["height"]})
    page.wait_for_load_state("networkidle")
    wide, high = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert (wide, high) == (told["width"], told["height"])


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("figure", FRAMES)
def test_a_frame_looks_as_the_site_does(visit, folder, figure, width):
    """With the few rules that a page for frames loads, each element has the style that the whole sheet gives."""
    page = visit(f"steps/embed/{figure}/index.html", width)
    page.evaluate("document.querySelector('details').open = true")

    def keep(sheet: str) -> None:
        for setting in SETTINGS:
            page.emulate_media(**{"color_scheme": "light", "media": "screen", "forced_colors": "none"} | setting)
            page.evaluate(KEEP, f"{sheet} {setting}")

    keep("frame")
    assert page.evaluate("kept['frame {}'].length") > 60
    assert all(page.evaluate(DIFFER, ["frame {}", f"frame {setting}"]) for setting in SETTINGS[1:])
    page.evaluate(LOAD, next((folder / UNDER / "assets").glob("site.*.css")).name)
    keep("site")
    for setting in SETTINGS:
        assert page.evaluate(DIFFER, [f"frame {setting}", f"site {setting}"]) == []


@pytest.mark.parametrize("figure", FRAMES)
def test_a_narrow_frame_never_scrolls_sideways(visit, figure):
    """In a column of 320 pixels picture, numbers and source keep within the frame."""
    page = visit(f"steps/embed/{figure}/index.html", 320)
    page.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_code_works_on_a_page_of_somebody_else(browser, address, folder):
    """Pasted into a page, the code shows the figure under its title, as wide as the column."""
    code = record(folder, "figure-1")["html"].replace(f"https://example.org/{UNDER}/", address)
    context = browser.new_context(viewport={"width": 800, "height": 900})
    page = context.new_page()
    page.set_content(f"<main style='width:700px'>{code}</main>")
    frame = page.frame_locator("iframe")
    frame.locator("figure img").wait_for()
    assert page.locator("iframe").bounding_box()["width"] == 700
    assert page.locator("iframe").get_attribute("title") == record(folder, "figure-1")["title"]
    assert frame.locator("a[target=_blank]").first.is_visible()
    context.close()
