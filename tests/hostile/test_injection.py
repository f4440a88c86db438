"""What would run, if it were taken for more than text, is text on every page, in every file, before a real browser."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import PurePosixPath

import html5lib
import pytest
from playwright.sync_api import expect
from pptx import Presentation

from tests.hostile.conftest import pages_of
from tests.hostile.site import LONG, QUOTED, SHORT

DANGEROUS = re.compile(
    r"[\x00-\x20]*(j\s*a\s*v\s*a|v\s*b\s*)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|[\x00-\x20]*data\s*:", re.IGNORECASE
)
LINKS = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "srcset",
    "poster",
    "xlink:href",
    "{http://www.w3.org/1999/xlink}href",
)
PAGES = {"index.html", "steps/claims/index.html", "steps/infographic/index.html", "steps/lab/index.html",
         "steps/embed/rate-curve/index.html"}  # fmt: skip


def shown(words: str) -> str:
    """Return words as a reader sees them in a text, white space aside, which Markdown and HTML treat as one."""
    return re.sub(r"\s+", "", words)


def elements(hostile):
    """Yield path and element of every page and picture, as parsers that are not ours see them."""
    for path in pages_of(hostile.output):
        data = (hostile.output / path).read_bytes()
        if path.endswith(".html"):
            yield from ((path, e) for e in html5lib.parse(data.decode(), namespaceHTMLElements=False).iter())
        elif path.endswith((".svg", ".xml")):
            yield from ((path, e) for e in ElementTree.fromstring(data).iter())


def test_the_browser_would_notice(watched):
    """The same words, let through as they are, run: a test that hears nothing there would hear nothing anywhere."""
    page = watched(f'<!doctype html><title>x</title><img src="http://evil.example.org/x.png">{SHORT}{LONG}')
    assert page.ran
    assert "evil.example.org" in page.asked


def test_no_element_or_attribute_comes_from_content(hostile):
    """No script but our own files and data, no handler, no frame, form or base, no address that runs anything."""
    seen = set()
    for path, element in elements(hostile):
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2].lower()
        seen.add(path)
        assert name not in {"iframe", "object", "embed", "foreignobject", "math", "mtext"}, path
        assert name != "form" or not {"action", "method", "target"} & set(element.attrib), path
        assert name != "base" or path == "404.html"
        if name == "script":
            kind = element.get("type")
            assert not path.endswith((".svg", ".xml")), path
            assert kind == "application/ld+json" or re.fullmatch(
                r"(\.\./)*assets/[\w.-]+\.js", element.get("src", "")
            ), path
            if kind == "application/ld+json":
                assert json.loads(element.text or "")["@context"] == "https://schema.org"
        for attribute, value in element.attrib.items():
            assert not str(attribute).rpartition("}")[2].lower().startswith("on"), (path, attribute)
            if attribute in LINKS and not (name == "link" and value.startswith("data:image/svg+xml,")):
                assert not DANGEROUS.match(value), (path, value)
                assert "evil.example.org" not in value, (path, value)
    assert seen >= PAGES


def test_json_feed_and_sitemap_hold_the_words_as_they_are(hostile):
    """Files for machines parse, and say the title word for word."""
    for path in pages_of(hostile.output):
        data = (hostile.output / path).read_bytes()
        if path.endswith(".json"):
            json.loads(data)
        if path.endswith("oembed.json"):
            said = json.loads(data)
            framed = html5lib.parse(said["html"], namespaceHTMLElements=False).find("body")
            assert [element.tag for element in framed.iter()] == ["body", "iframe"], path
            assert set(framed[0].attrib) == {"src", "title", "width", "height", "loading", "style"}
    feed = ElementTree.fromstring((hostile.output / "feed.xml").read_bytes())
    assert shown(SHORT) in shown("".join(feed.itertext()))


def test_slides_hold_words_and_no_links_elsewhere(hostile):
    """The deck has the words as they are, and leads nowhere but to the site."""
    (path,) = hostile.output.rglob("*.pptx")
    deck = Presentation(str(path))
    words = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert shown(SHORT) in shown(words)
    for slide in deck.slides:
        for relation in slide.part.rels.values():
            target = relation.target_ref if relation.is_external else ""
            assert not relation.is_external or target.startswith(("https://example.org/", "https://creative")), target


@pytest.mark.browser
def test_nothing_runs_on_any_page(hostile, watched, address):
    """Every page, picture and record, opened: nothing runs, nothing is blocked or asked of another host."""
    for path in pages_of(hostile.output):
        page = watched(address + path)
        assert page.ran == [], path
        assert page.told == [], path
        assert set(page.asked) <= {address.split("/")[2], ""}, path
        assert page.evaluate("document.querySelectorAll('svg[onload], img[onerror], [onmouseover]').length") == 0, path
        if path in PAGES:
            assert shown(SHORT) in shown(page.evaluate("document.body.textContent")), path
        if PurePosixPath(path).suffix == ".html" and path in PAGES:
            assert "pwn()" in page.title(), path


@pytest.mark.browser
def test_the_article_shows_the_words_letter_by_letter(watched, address):
    """Templates' and Markdown's signs in quoted text are shown; nothing in braces was worked out."""
    page = watched(address + "index.html")
    words = shown(page.evaluate("document.body.textContent"))
    heading = page.locator("#why-the-size-matters, h2").first.text_content()
    assert heading
    for part in ("{{range(9)}}", "{%raw%}", "{{''.__class__.__mro__}}", "<script>pwn()</script>", "]]>", "${pwn()}"):
        assert part in words, part
    assert "[0,1,2,3" not in words
    assert "range(0,9)" not in words
    assert shown(QUOTED.split(" {{")[1]) in words


@pytest.mark.browser
def test_nothing_runs_while_the_reader_plays(watched, address):
    """Guided steps, training and stepping through runs put the words where scripts put words: still nothing runs."""
    page = watched(address + "steps/lab/index.html")
    page.locator("a[data-step]").first.click()
    page.locator("#lab-train").click()
    expect(page.locator("#lab-train")).to_have_text("Train again")
    assert (page.ran, page.told) == ([], [])
    page = watched(address + "index.html")
    explorer = page.locator("#explore-rate")
    explorer.scroll_into_view_if_needed()
    slider = explorer.locator("input[type=range]").first
    slider.focus()
    for key in ("End", "Home", "ArrowRight"):
        slider.press(key)
        page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert shown(SHORT) in shown(explorer.text_content())
    assert (page.ran, page.told) == ([], [])
