"""Markdown as authors know it is rendered, or refused in a line; nothing stays raw in silence."""

import re
from xml.etree.ElementTree import Element

import pytest

from proofpress.diagnostics import Diagnostic, Location
from proofpress.markup import Converter
from proofpress.markup.formulas import ELEMENTS
from proofpress.models import Text
from proofpress.site.prose import Prose

PLACE = Location("page.yaml", 3, 5)


def convert(source: str) -> str:
    """Return a text of several paragraphs as HTML."""
    return Converter(blocks=True).convert(source)


def diagnose(source: str, **flags: object) -> list[str]:
    """Return what is told of a text."""
    diagnostics: list[Diagnostic] = []
    Prose(lambda text: text.source, {}, "", diagnostics).blocks(Text(source, PLACE, markup="blocks", **flags))
    return [str(diagnostic) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("```python\nprint('<b>')\n```", '<pre><code class="language-python">print(\'&lt;b&gt;\')\n</code></pre>'),
        ("### Three\n\n#### Four", "<h3>Three</h3>\n<h4>Four</h4>"),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("- [ ] todo\n- [x] done", "<ul>\n<li>☐ todo</li>\n<li>☑ done</li>\n</ul>"),
        ("3. third\n4. fourth", '<ol start="3">\n<li>third</li>\n<li>fourth</li>\n</ol>'),
        ("- a\n\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
        ("Term\n: What it is", "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>"),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("    indented", "<pre><code>indented\n</code></pre>"),
        ("- a\n  - b\n    - c", "<ul>\n<li>a<ul>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n</ul>"),
        ("a & b &copy; `&lt;`", "<p>a &amp; b &amp;copy; <code>&amp;lt;</code></p>"),
    ],
)  # fmt: skip
def test_what_authors_expect_is_rendered(source, html):
    """Fences, headings from h3 on, strikethrough, tasks, lists, definitions, rules: each comes out as HTML."""
    assert convert(source) == html


def test_tables_carry_no_style():
    """Cells that are aligned to the right have the class of numbers, since the policy of a page forbids styles."""
    html = convert("| left | right |\n|------|------:|\n| a | 1 |")
    assert "style" not in html
    assert '<table class="data">' in html
    assert '<td class="n">1</td>' in html


def test_footnotes_are_rendered_and_linked():
    """A note stands below its text, and each of the two leads to the other."""
    html = convert("A claim[^1] here.\n\n[^1]: The note.")
    assert "The note." in html
    assert html.count('class="footnote-ref"') == html.count('class="footnote-backref"') == 1


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('![A](a.svg "title")', "3:5: error[unsupported-markup]: a picture with more than its words and its file"
         " is not rendered in a text — write ![what it shows](file.png)"),
        ("a\n\nb $\\foo{x}$ c", "5:7: error[unsupported-markup]: a formula of which '\\foo' is no command that is known"
         " is not rendered in a text — write LaTeX such as $w_{t+1} = w_t - \\eta g$"),
        ("so \\(w_{t\\)", "3:8: error[unsupported-markup]: a formula of which its braces do not match"
         " is not rendered in a text — write LaTeX such as $w_{t+1} = w_t - \\eta g$"),
        ("So [see @a2001, p. 3].", "3:8: error[unsupported-markup]: '[see @a2001, p. 3]', a citation with more than"
         " its works, is not rendered in a text — write [@work] or [@work; @other], and pages or other words outside of"
         " the brackets"),
        ("So [@a2001, @b2002].", "3:8: error[unsupported-markup]: '[@a2001, @b2002]', a citation with more than its"
         " works, is not rendered in a text — write [@work] or [@work; @other], and pages or other words outside of the"
         " brackets"),
        ("So [-@a2001].", "3:8: error[unsupported-markup]: '[-@a2001]', a citation with more than its works, is not"
         " rendered in a text — write [@work] or [@work; @other], and pages or other words outside of the brackets"),
        ("## Two", "3:5: error[unsupported-markup]: a heading of the page's own levels is not rendered in a text"
         " — begin it with '### '"),
        ("1. a\n   ```\n   b\n   ```", "4:5: error[unsupported-markup]: code within a list is not rendered in a text"
         " — begin the fence at the start of a line"),
    ],
)  # fmt: skip
def test_what_is_not_rendered_is_refused_at_its_place(source, line):
    """A mark that nothing renders is an error that names it, and says what to write instead."""
    assert f"page.yaml:{line}" in diagnose(source)


@pytest.mark.parametrize(
    "source",
    [
        "It costs $5 and $6.",
        "`$x^2$` and `![a](b)`",
        "```\n# one\n![a](b)\n```",
        "a # b",
        "`[see @a]`",
        "[@us](https://a.org)",
        "me@a.org [or me@a.org]",
    ],
)
def test_what_only_looks_like_it_is_left(source):
    """Prices, and marks within code, are what they are."""
    assert diagnose(source) == []


@pytest.mark.parametrize(
    ("source", "display", "inner"),
    [
        ("$n$", "inline", "<mi>n</mi>"),
        ("$x^2$", "inline", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("\\(a < b\\)", "inline", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        ("$$\\frac{a}{b}$$", "block", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        (
            "\\[\\begin{matrix}1&2\\\\3&4\\end{matrix}\\]",
            "block",
            "<mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd>",
        ),
    ],
)
def test_formulas_are_mathml(source, display, inner):
    """A formula is set by the browser itself, without script; words that cannot show one have its LaTeX."""
    text = Text(f"So {source} holds.", PLACE, markup="blocks")
    prose = Prose(lambda text: text.source, {}, "", [])
    html = str(prose.blocks(text))
    assert html.startswith(f'<p>So <math display="{display}">')
    assert html.endswith("</math> holds.</p>")
    assert inner in html
    assert "&amp;" not in html
    latex = source.strip("$").removeprefix("\\(").removesuffix("\\)").removeprefix("\\[").removesuffix("\\]")
    assert prose.plain(text) == f"So {latex} holds."


@pytest.mark.parametrize(
    "source", ["$\\text{<script>alert(1)</script>} = x$", "$x_{<b>}$", "$\\href{javascript:x}{y}$"]
)
def test_a_formula_smuggles_no_html(source):
    """Whatever stands in a formula, the page has only elements of MathML, without links or styles."""
    html = str(Prose(lambda text: text.source, {}, "", []).blocks(Text(source, PLACE, markup="blocks")))
    assert not [tag for tag in re.findall(r"</?([a-zA-Z]+)", html) if tag not in ELEMENTS | {"p"}], html
    assert "href=" not in html


def test_marks_that_are_nested_too_deeply_are_told():
    """Six hundred lists within one another are an error with a place, not a fault of the press."""
    assert diagnose("- " * 600 + "x") == [
        "page.yaml:3:5: error[too-deep]: marks are nested too deeply in a text — nest lists and quotes less"
    ]


@pytest.mark.parametrize(
    ("source", "html", "plain"),
    [
        ("As shown [@a2001].", "<p>As shown <cite>a2001</cite>.</p>", "<p>As shown.</p>"),
        (
            "As shown [@a2001; @b2002;@c.3].",
            "<p>As shown <span><cite>a2001</cite><cite>b2002</cite><cite>c.3</cite></span>.</p>",
            "<p>As shown.</p>",
        ),
        ("As [@a2001](b/) says.", '<p>As <a href="b/">@a2001</a> says.</p>', '<p>As <a href="b/">@a2001</a> says.</p>'),
    ],
)
def test_one_pair_of_brackets_may_cite_several_works(source, html, plain):
    """Works in brackets are cited one after the other, and left out where nothing is cited; a link is a link."""

    def cite(name: str) -> Element:
        element = Element("cite")
        element.text = name
        return element

    assert Converter(blocks=True, cite=cite).convert(source) == html
    assert convert(source) == plain
