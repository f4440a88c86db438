"""Markdown to HTML that cannot do harm: no raw HTML, no pictures, no headings, only links that are safe to follow."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE as AMPERSAND
from markupsafe import Markup, escape

from proofpress.diagnostics import Diagnostic, Location, suggest
from proofpress.markup import CITATION
from proofpress.models import Source, Text

SPECIAL = re.compile(r"[`*_\[\]<>&\\]|^[ \t]*(?:[+-]|\d+[.)])|^(?: {4}|\t)|  $|^[ \t]*[=-]+[ \t]*$", re.MULTILINE)
MOST_BRACKETS = 200
"""Beyond this, what Markdown does to find their partners takes long: for each one it reads to the end of the text."""
SAFE_LINK = re.compile(r"(?:https?://[^/]|mailto:|#|(?![/\\]{2})[^:/?#\\]*(?:[/?#]|$))", re.IGNORECASE)
ESCAPED = re.compile("\x02(\\d+)\x03")
"""How the Markdown library keeps a character that was written with a backslash, until the very end."""
PRIVATE = re.compile("[\ue000-\ue003]")
MARKED = re.compile("\ue000(\\d+)\ue001([^\ue000-\ue003]*)\ue002")
FIRST = re.compile(r"\^((?:[^^\n]|\n(?!\s*\n))+)\^")
SECOND = re.compile(r"(?<!\w)_((?:[^_\n]|\n(?!\s*\n))+)_(?!\w)")
COLOURED = re.compile("\ue003([12])([^\ue002]*)\ue002")
TAG = re.compile(r"<[^>]*>")
# In addresses of mail, Markdown writes every character by its number.
UNPAIRED = re.compile("\ue000\\d+\ue001|\ue002|&#57344;(?:&#\\d\\d;)+&#57345;|&#57346;|&#57347;&#(?:49|50);")
PARAGRAPH = re.compile(r"\s*<p>(.*)</p>\s*", re.DOTALL)


class Prose:
    """Turns the words of one comparison into HTML.

    words: what is printed for a text. sources: what `[@id]` may cite. bibliography: the link to the article, which
    holds the bibliography and what `#…` leads to; empty on that page itself. diagnostics: added to here.
    """

    def __init__(
        self,
        words: Callable[[Text], str],
        sources: Mapping[str, Source],
        bibliography: str,
        diagnostics: list[Diagnostic],
    ) -> None:
        self.words = words
        self.sources = sources
        self.bibliography = bibliography
        self.diagnostics = diagnostics
        self.numbers = {source: number for number, source in enumerate(sources, 1)}
        self.location = Location("")
        self._converter: Markdown | None = None

    def report(self, rule: str, message: str, hint: str) -> None:
        """Note a fault in the text that is being converted."""
        self.diagnostics.append(Diagnostic(self.location, rule, message, hint))

    def blocks(self, text: Text, quotes: Sequence[tuple[str, str]] = (), *, roles: bool = False) -> Markup:
        """Return a text as paragraphs and lists.

        quotes: (words, link) pairs; where the words stand in the text they become that link, unobtrusively.
        Words that stand in part within other markup stay as they are. roles: `^…^` and `_…_` wear the colours
        of the two columns, as on the infographic.
        """
        source = PRIVATE.sub("", self.words(text)).strip()
        for number, (words, _) in enumerate(quotes):
            source = _mark_quote(source, words, number)
        html = self._html(_mark_roles(source) if roles else source, text.location)
        html = _colour_roles(html) if roles else html

        def link(match: re.Match[str]) -> str:
            if "<" in match[2]:
                return match[2]
            return f'<a class="claim" href="{escape(quotes[int(match[1])][1])}">{match[2]}</a>'

        return Markup(UNPAIRED.sub("", MARKED.sub(link, TAG.sub(_remove_marks, html))))

    def inline(self, text: Text, *, roles: bool = False) -> Markup:
        """Return a text of one paragraph, without the paragraph around it."""
        html = self.blocks(text, roles=roles)
        paragraph = PARAGRAPH.fullmatch(html)
        return Markup(paragraph[1]) if paragraph and "<p>" not in paragraph[1] else html

    def coloured(self, text: Text) -> Markup:
        """Return a text of one paragraph in which `^…^` and `_…_` wear the colours of the two columns."""
        return self._coloured(self.words(text), text.location)

    def plain(self, text: Text) -> str:
        """Return a text without any markup, on one line: for attributes, feeds and JSON."""
        html = self._coloured(re.sub(rf"\s*{CITATION.pattern}", "", self.words(text)), text.location)
        return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())

    def _coloured(self, source: str, location: Location) -> Markup:
        html = _colour_roles(self._html(_mark_roles(PRIVATE.sub("", source)), location))
        paragraph = PARAGRAPH.fullmatch(html)
        return Markup(PRIVATE.sub("", paragraph[1] if paragraph else html))

    def _html(self, source: str, location: Location) -> str:
        if not SPECIAL.search(source) and "#" not in source:
            paragraphs = (part.strip() for part in re.split(r"\n\s*\n", source))
            return "\n".join(f"<p>{escape(part)}</p>" for part in paragraphs if part)
        self.location = location
        if source.count("[") > MOST_BRACKETS:
            message = f"a text has more than {MOST_BRACKETS} signs '['"
            self.report("too-many", message, "write fewer links in one text")
            return ""
        if self._converter is None:
            self._converter = _create_converter(self)
        return self._converter.reset().convert(source)


def _mark_roles(source: str) -> str:
    return SECOND.sub("\ue0032\\1\ue002", FIRST.sub("\ue0031\\1\ue002", source))


def _colour_roles(html: str) -> str:
    """Return HTML in which what was marked is a span of its column; within a tag, as in an address, marks are text."""
    within = TAG.sub(lambda tag: COLOURED.sub(lambda m: "^_"[int(m[1]) - 1].join(("", m[2], "")), tag[0]), html)
    outside = TAG.sub(_remove_marks, within)
    spans = COLOURED.sub(lambda m: f'<span class="{("first", "second")[int(m[1]) - 1]}">{m[2]}</span>', outside)
    return re.sub("\ue003[12]", "", spans)


def _remove_marks(tag: re.Match[str]) -> str:
    """Return a tag without marks of ours: what they stand for would end the attribute that they are in."""
    return UNPAIRED.sub("", re.sub("\ue003[12]", "", tag[0]))


def _mark_quote(source: str, words: str, number: int) -> str:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.search(pattern, source) if pattern else None
    taken = match and PRIVATE.search(match[0])
    within = match and source.count("\ue000", 0, match.start()) != source.count("\ue002", 0, match.start())
    if not match or taken or within:
        return source
    return f"{source[: match.start()]}\ue000{number}\ue001{match[0]}\ue002{source[match.end() :]}"


def _create_converter(prose: Prose) -> Markdown:
    markdown = Markdown(output_format="html")
    for registry, names in (
        (markdown.preprocessors, ("html_block",)),
        (markdown.inlinePatterns, ("html", "image_link", "image_reference", "short_image_ref")),
        (markdown.parser.blockprocessors, ("hashheader", "setextheader", "hr")),
    ):
        for name in names:
            registry.deregister(name)
    markdown.inlinePatterns.register(_Citation(prose, markdown), "citation", 178)
    markdown.treeprocessors.register(_SafeLinks(prose, markdown), "safe-links", 5)
    return markdown


class _Citation(InlineProcessor):
    """`[@id]` becomes the number of a source, linked to the bibliography."""

    def __init__(self, prose: Prose, markdown: Markdown) -> None:
        super().__init__(CITATION.pattern, markdown)
        self.prose = prose

    # The name is Markdown's; its type hints leave out that a match may come with its span.
    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the link, and the span of the text that it stands for."""
        name, sources = match[1], self.prose.sources
        link = Element("a", {"class": "cite", "href": f"{self.prose.bibliography}#source-{name}"})
        link.text = f"[{self.prose.numbers.get(name, '?')}]"
        if name in sources:
            # Short: the bibliography has the rest, too far down the page to be compressed with this.
            link.set("title", f"{sources[name].authors.partition(',')[0]} {sources[name].year}")
        else:
            self.prose.report("unknown-source", f"[@{name}] cites no source of this page", suggest(name, sources))
        return link, match.start(), match.end()


class _SafeLinks(Treeprocessor):
    """Links to anything but the web, mail and this site lose their address, and are reported."""

    def __init__(self, prose: Prose, markdown: Markdown) -> None:
        super().__init__(markdown)
        self.prose = prose

    def run(self, root: Element) -> None:
        """Look at every link below the root."""
        for link in root.iter("a"):
            shown = unescape(
                ESCAPED.sub(lambda match: chr(int(match[1])), link.get("href", "").replace(AMPERSAND, "&"))
            )
            if not SAFE_LINK.match(re.sub(r"[\x00-\x20]", "", shown)):
                link.tag = "span"
                link.attrib.clear()
                message = f"'{shown}' is no address that a page may link to"
                self.prose.report("unsafe-link", message, "write https://…, mailto:…, a path of this site or #anchor")
            elif shown.startswith("#"):
                # An anchor of the article, from whichever page its words are read.
                link.set("href", self.prose.bibliography + shown)
