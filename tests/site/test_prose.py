"""Markdown that cannot do harm."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.diagnostics import Diagnostic, Location
from proofpress.markup import Converter
from proofpress.models import Source, Text
from proofpress.site.prose import Prose, Quote

PLACE = Location("page.yaml", 3, 5)
WORK = Source("known", 'A "a", B', "1999", 'Of "steps"', "V", "https://example.org", PLACE)
ALLOWED = {
    "p", "em", "strong", "code", "pre", "a", "span", "ul", "ol", "li", "blockquote", "br", "del", "hr", "table",
    "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "div",
    "svg", "use",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "class", "id", "start", "data-word", "aria-hidden"}


MARK = '<svg class="mark" aria-hidden="true"><use href="#mark-disc"/></svg>'


def quote(words: str, href: str) -> Quote:
    """Return words that a claim which holds stands for."""
    return Quote(words, f"said-{href[-1:]}", href, "disc", "holds")


class _Seen(HTMLParser):
    """Notes every tag and attribute of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def ours(source: str, markup: str = "blocks", coloured: bool = False) -> Text:
    """Return words of our own."""
    return Text(source, PLACE, markup=markup, coloured=coloured)


def prose(sources: dict[str, Source] | None = None, diagnostics: list[Diagnostic] | None = None) -> Prose:
    """Return a converter that prints texts as they stand and knows one work."""
    known = {"known": WORK} if sources is None else sources
    return Prose(lambda text: text.source, known, "", [] if diagnostics is None else diagnostics)


def test_markdown_is_understood():
    """Emphasis, code, lists, links and citations become HTML."""
    html = prose().blocks(ours("*a* **b** `c` [d](../x/) [@known]\n\n- e\n- f"))
    assert html == (
        '<p><em>a</em> <strong>b</strong> <code>c</code> <a href="../x/">d</a> '
        '<a class="cite" href="#source-known" title="A &quot;a&quot; 1999">[1]</a></p>\n'
        "<ul>\n<li>e</li>\n<li>f</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<div>\n\n*x*\n\n</div>", "<!-- x -->",
        "<svg/onload=alert(1)>", "[x](javascript:alert(1))", "[x](&#106;avascript:alert(1))", "[x](java\tscript:a)",
        "[x](data:text/html,x)", "[x](//evil.org)", "[x](\\\\evil.org)", "[x][1]\n\n[1]: vbscript:x", "<javascript:x>",
        "![x](https://evil.org/x.png)", "[x](JaVaScRiPt:alert(1))", "# heading",
        "[x](javascript\\:alert(1))", "[x](\\javascript:x)", "x\n===", "***", "[x](file:///etc)",
        '[x](https://a.b "onclick=x")', "[a](https://a.b/\"onclick='x')",
    ],
)  # fmt: skip
def test_markup_is_inert(source):
    """Raw HTML, pictures, headings and unsafe addresses come out as words."""
    html = prose().blocks(ours(source))
    for tag, attributes in _Seen(html).tags:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES
        assert re.match(r"https?://|mailto:|#|[^:]*$", attributes.get("href") or "")
        assert not (attributes.get("href") or "").startswith(("//", "\\"))


@given(st.text(alphabet="<>[]()!\"'&;:/\\`*_#- \nabjavscript=@.1\x00\x02\x03\ue000\ue001\ue002\ue003", max_size=60))
def test_nothing_but_the_allowed_comes_out(source):
    """Whatever is written, only allowed elements and attributes come out, and no address but a safe one."""
    for tag, attributes in _Seen(prose().blocks(ours(source), [quote("a", "#x"), quote("av", "#y")])).tags:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES
        assert re.match(r"(?i)https?://|mailto:|[^:]*$|[^:]*[/?#]", attributes.get("href") or "")


@given(st.text(alphabet="ab. ,'’\n1-+é:;()\"", max_size=60), st.booleans())
def test_the_short_way_is_the_long_way(source, blocks):
    """Words without markup come out just as they would by way of the Markdown library."""
    converter = Converter(blocks=blocks)
    html = converter.convert(source.strip())
    long_way = converter._create().convert(source.strip())
    assert _words(html) == _words(long_way)


def _words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def test_quotes_become_links_across_line_ends():
    """Words of a claim are linked where they stand, however the lines break; the last one keeps to the mark."""
    html = prose().blocks(ours("How far it\nmoves them is chosen."), [quote("it moves them", "#claim-a")])
    verdict = f'<span class="outcome" data-word="holds">{MARK}</span>'
    said = f'<span class="said">it\nmoves </span><span class="kept"><span class="said">them</span>{verdict}</span>'
    assert html == f'<p>How far <a class="claim disc" id="said-a" href="#claim-a">{said}</a> is chosen.</p>'


@pytest.mark.parametrize("words", ["far *it* moves", "nowhere to be found", ""])
def test_quotes_that_meet_markup_stay_plain(words):
    """Words that are not there, or that other markup cuts, make no link and lose nothing."""
    html = prose().blocks(ours("How far *it* moves them."), [quote(words, "#x")])
    assert html == "<p>How far <em>it</em> moves them.</p>"


def test_overlapping_quotes_link_once():
    """Of two quotes that overlap the first one given is linked, and no link lies in another."""
    html = prose().blocks(ours("one two three"), [quote("one two", "#a"), quote("two three", "#b"), quote("one", "#c")])
    assert (
        re.sub("<(span|svg|use|/span|/svg)[^>]*>", "", html)
        == '<p><a class="claim disc" id="said-a" href="#a">one two</a> three</p>'
    )


def test_role_colours():
    """`^…^` and `_…_` wear the colours of the two columns; names with underscores do not."""
    html = prose().inline(ours("You choose ^5 things^; it learns _2,410_ of `my_own_name` & more.", coloured=True))
    assert '<span class="first">5 things</span>' in html
    assert '<span class="second">2,410</span>' in html
    assert "<code>my_own_name</code> &amp; more" in html


def test_plain_words():
    """For attributes and JSON all markup goes, and words in angle brackets stay."""
    assert prose().plain(ours("A *b* `c`\n[@known] ^d^ _e_ <f> & g", coloured=True)) == "A b c d e <f> & g"


def test_faults_name_place_and_mend():
    """An unknown citation is told with its place and the nearest known work."""
    diagnostics: list = []
    prose(diagnostics=diagnostics).blocks(ours("[@knwon]"))
    assert [str(diagnostic) for diagnostic in diagnostics] == [
        "page.yaml:3:5: error[unknown-source]: [@knwon] cites no source of this page — did you mean 'known'?"
    ]


def test_our_words_may_wear_the_colours_of_the_columns():
    """`^…^` and `_…_` colour words in running text of ours; in quoted text and in addresses they are characters."""
    text = "The ^rate^ is set, _weights_ move.\n\nSee [there](https://a.org/_b_/)."
    html = prose().blocks(ours(text, coloured=True))
    assert '<span class="first">rate</span>' in html
    assert '<span class="second">weights</span>' in html
    assert 'href="https://a.org/_b_/"' in html
    assert "span" not in prose().blocks(ours("2^3^2"))
