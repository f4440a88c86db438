"""Links in prose lead to the web, to mail and within the site, as the browser itself reads them, or nowhere."""

import itertools
import re

import pytest
from markupsafe import Markup

from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import Text
from proofpress.site.prose import Prose, Quote

PLACE = Location("content/x/page.yaml", 3, 5)
SCHEMES = (
    "javascript:pwn()",
    "JaVaScRiPt:pwn()",
    "java\tscript:pwn()",
    "java\nscript:pwn()",
    " javascript:pwn()",
    "\x01javascript:pwn()",
    "&#106;avascript:pwn()",
    "&#x6A;avascript:pwn()",
    "&#0000106avascript:pwn()",
    "javascript&colon;pwn()",
    "java&Tab;script:pwn()",
    "java&NewLine;script:pwn()",
    "javascript\\:pwn()",
    "\\javascript:pwn()",
    "javascript&#58;pwn()",
    "jav%61script:pwn()",
    "data:text/html,<script>pwn()</script>",
    "data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==",
    "DATA:text/html,x",
    "vbscript:pwn()",
    "vbs&#99;ript:pwn()",
    "blob:https://x.org/y",
    "file:///etc/passwd",
    "view-source:x",
    "filesystem:x",
    "//evil.example.org",
    "\\\\evil.example.org",
    "/\\evil.example.org",
    "\\/evil.example.org",
    "///evil.example.org",
    "/&#9;/evil.example.org",
    "https:evil.example.org",
    "https:/evil.example.org",
    "ht&#9;tps:evil.example.org",
    "feed:javascript:x",
    "javascript\u2028:x",
    "ｊavascript:pwn()",
    "javascript:\u2028pwn()",
    'https://x.org" onmouseover="pwn()',
    "x' onclick='pwn()",
    '#"><svg onload=pwn()>',
    '?x="><svg onload=pwn()>',
    "https://x.org/`pwn()`",
    'mailto:x@y.org?subject="><svg onload=pwn()>',
)
SHAPES = (
    "[x]({})",
    "[x](<{}>)",
    "[x]( {} )",
    '[x]({} "title")',
    "[x]({} 'title\" onclick=pwn()')",
    "<{}>",
    "[x][1]\n\n[1]: {}",
    "[x][1]\n\n[1]: <{}>",
    "[x]\n\n[x]: {} 'y'",
    "![x]({})",
    "![x][1]\n\n[1]: {}",
    "[![x]({})]({})",
    "^[x]({})^ and _[x]({})_",
    "[*x*]({})",
    "[`x`]({})",
    "- [x]({})",
    "> [x]({})",
    "[[x]({})]({})",
    "{}",
    '<a href="{}">x</a>',
    '[x](<{}> "onclick=pwn()")',
)


def converted() -> tuple[str, list[Diagnostic]]:
    """Return every shape of link around every address, as HTML, and what was told to the author."""
    diagnostics: list[Diagnostic] = []
    prose = Prose(lambda text: text.source, {}, "", diagnostics)
    texts = [shape.replace("{}", scheme) for shape, scheme in itertools.product(SHAPES, SCHEMES)]
    quotes = [Quote("x", "said", "#claim", "disc", "holds")]
    blocks = [prose.blocks(Text(text, PLACE, markup="blocks"), quotes) for text in texts]
    return Markup("\n").join(
        [*blocks, *(prose.inline(Text(text, PLACE, coloured=True)) for text in texts)]
    ), diagnostics


def test_what_is_no_safe_address_is_told_with_its_place():
    """Each address that would run something is refused in a line, and it is an error of the build."""
    _, diagnostics = converted()
    assert len(diagnostics) > len(SCHEMES)
    # Pictures and headings of the page's own levels, which some shapes have, are refused too.
    assert {diagnostic.rule for diagnostic in diagnostics} == {"unsafe-link", "unsupported-markup"}
    assert {diagnostic.location for diagnostic in diagnostics if diagnostic.rule == "unsafe-link"} == {PLACE}


@pytest.mark.browser
def test_the_browser_finds_no_link_that_runs_or_leaves(watched):
    """Chromium reads what is left: no other scheme, no host that was not written out, no handler, nothing that runs."""
    html, _ = converted()
    assert not re.search("[\ue000-\ue003]|&#5734[4-7];", html)
    page = watched(f"<!doctype html><base href='https://site.example.org/a/'><title>x</title>{html}")
    links = page.evaluate("[...document.links].map((a) => [a.protocol, a.host, a.getAttribute('href')])")
    assert len(links) > 20
    for protocol, host, written in links:
        # A colon alone: what the browser cannot make an address of leads nowhere.
        assert protocol in ("https:", "http:", "mailto:", ":"), written
        assert host in ("site.example.org", "") or written.startswith("https://"), written
        assert host != "evil.example.org", written
    names = page.evaluate("[...document.body.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())")
    assert set(names) <= {"href", "title", "class", "aria-hidden", "data-word", "id"}
    ids = page.evaluate(
        "[...document.querySelectorAll('body [id]')].map((each) => [each.localName, each.className, each.id])"
    )
    assert all(tag == "a" and "claim" in named.split() and id.startswith("said") for tag, named, id in ids), ids
    tags = page.evaluate("[...document.body.querySelectorAll('*')].map((e) => e.localName)")
    assert set(tags) <= {
        "p",
        "a",
        "em",
        "strong",
        "code",
        "ul",
        "ol",
        "li",
        "blockquote",
        "span",
        "pre",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
        "hr",
        # The mark of a claim, which is ours.
        "svg",
        "use",
    }
    assert page.ran == []
    assert page.asked == []


def test_brackets_without_end_are_refused():
    """A text of nothing but brackets is refused before Markdown looks for their partners."""
    diagnostics: list[Diagnostic] = []
    assert Prose(lambda text: text.source, {}, "", diagnostics).blocks(Text("[" * 5_000, PLACE)) == ""
    assert [str(diagnostic) for diagnostic in diagnostics] == [
        "content/x/page.yaml:3:5: error[too-many]: a text has more than 200 signs '[' — write fewer links in one text"
    ]
