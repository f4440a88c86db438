"""The words of one comparison as HTML for one page: Markdown with citations, links and the quotes of claims."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape
from msgspec import Struct

from proofpress.diagnostics import Diagnostic, Location, suggest
from proofpress.markup import Converter, plain_words
from proofpress.markup.formulas import WrongFormula, create_mathml
from proofpress.markup.markdown import MOST_BRACKETS, find_unsupported
from proofpress.markup.words import CLOSE, OPEN, PRIVATE, TAG, mark_roles
from proofpress.models import Source, Text
from proofpress.models.own_pages import OwnPicture

SAFE_LINK = re.compile(r"(?:https?://[^/]|mailto:|#|(?![/\\]{2})[^:/?#\\]*(?:[/?#]|$))", re.IGNORECASE)
QUOTED = re.compile("\ue000(\\d+)\ue001([^\ue000-\ue003]*)\ue002")
COLOURED = re.compile(f"{OPEN}([12])([^{CLOSE}]*){CLOSE}")
# In addresses of mail, Markdown writes every character by its number.
UNPAIRED = re.compile(
    f"{OPEN}[12]|\ue000\\d+\ue001|{CLOSE}|&#57344;(?:&#\\d\\d;)+&#57345;|&#57346;|&#57347;&#(?:49|50);"
)
PARAGRAPH = re.compile(r"\s*<p>(.*)</p>\s*", re.DOTALL)


class Quote(Struct, frozen=True):
    """Words of a text that a claim stands for.

    anchor: the id that they bear where they become a link. href: leads to the claim; shape, word: what became of it.
    """

    words: str
    anchor: str
    href: str
    shape: str
    word: str


class Prose:
    """Turns the words of one comparison into HTML for one page.

    words: what is printed for a text. sources: what `[@id]` may cite. bibliography: the link to the article, which
    holds the bibliography and what `#…` leads to; empty on that page itself. folder: the link to the comparison's
    folder, from which addresses in its texts lead. diagnostics: added to here. links: the address of each link of a
    text as the page has it, and where it was written; added to here. pictures: those that texts may show, by the name
    of the file. shelf: the link to the folder in which they are published.
    """

    def __init__(
        self,
        words: Callable[[Text], str],
        sources: Mapping[str, Source],
        bibliography: str,
        diagnostics: list[Diagnostic],
        folder: str = "",
        links: dict[str, tuple[str, Location]] | None = None,
        pictures: Mapping[str, OwnPicture] = MappingProxyType({}),
        shelf: str = "",
    ) -> None:
        self.words = words
        self.sources = sources
        self.bibliography = bibliography
        self.diagnostics = diagnostics
        self.folder = folder
        self.links: dict[str, tuple[str, Location]] = {} if links is None else links
        self.pictures = pictures
        self.shelf = shelf
        self.numbers = {source: number for number, source in enumerate(sources, 1)}
        self._text = Text("", Location(""))
        self._converters = {
            blocks: Converter(blocks=blocks, cite=self._cite, link=self._link, formula=_set_formula, picture=self._show)
            for blocks in (True, False)
        }

    def blocks(self, text: Text, quotes: Sequence[Quote] = ()) -> Markup:
        """Return a text as paragraphs, and what else its markup has.

        quotes: where their words stand in the text they become a link with the mark of the claim; its word is in an
        attribute, so that the text has no word that was not quoted. Words that stand in part within other markup stay
        as they are.
        """
        source = PRIVATE.sub("", self.words(text)).strip()
        for number, quote in enumerate(quotes):
            source = _mark_quote(source, quote.words, number)
        html = self._html(text, mark_roles(source) if text.coloured else source)
        html = TAG.sub(_restore_marks, html)
        html = COLOURED.sub(lambda m: f'<span class="{("first", "second")[int(m[1]) - 1]}">{m[2]}</span>', html)

        def link(match: re.Match[str]) -> str:
            if "<" in match[2]:
                return match[2]
            quote = quotes[int(match[1])]
            mark = f'<svg class="mark" aria-hidden="true"><use href="#mark-{quote.shape}"/></svg>'
            verdict = f'<span class="outcome" data-word="{quote.word}">{mark}</span>'
            # The last word stays on one line with the mark; what follows on the verdict's word does so by itself.
            start = max(match[2].rfind(space) for space in " \n") + 1
            rest = f'<span class="said">{match[2][:start]}</span>' if start else ""
            kept = f'<span class="kept"><span class="said">{match[2][start:]}</span>{verdict}</span>'
            anchor, href = escape(quote.anchor), escape(quote.href)
            return f'<a class="claim {quote.shape}" id="{anchor}" href="{href}">{rest}{kept}</a>'

        return Markup(UNPAIRED.sub("", QUOTED.sub(link, html)))

    def inline(self, text: Text) -> Markup:
        """Return a text of one paragraph, without the paragraph around it."""
        html = self.blocks(text)
        paragraph = PARAGRAPH.fullmatch(html)
        return Markup(paragraph[1]) if paragraph and "<p>" not in paragraph[1] else html

    def plain(self, text: Text) -> str:
        """Return a text without any markup, on one line: for attributes, feeds and JSON."""
        return plain_words(text, self.words)

    def _html(self, text: Text, source: str) -> str:
        if text.reads == "letters":
            parts = re.split(r"\n\s*\n", source)
            return "\n".join(f"<p>{escape(part.strip())}</p>" for part in parts if part.strip())
        self._text = text
        for offset, what, hint in find_unsupported(text):
            message = f"{what} is not rendered in a text"
            diagnostic = Diagnostic(text.locate(offset), "unsupported-markup", message, hint)
            if diagnostic not in self.diagnostics:
                self.diagnostics.append(diagnostic)
        if source.count("[") > MOST_BRACKETS:
            self._report("too-many", f"a text has more than {MOST_BRACKETS} signs '['", "write fewer links in one text")
            return ""
        try:
            return self._converters[text.reads == "blocks"].convert(source)
        except RecursionError:
            self._report("too-deep", "marks are nested too deeply in a text", "nest lists and quotes less")
            return ""

    def _report(self, rule: str, message: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(self._text.location, rule, message, hint))

    def _cite(self, name: str) -> Element:
        """Return the number of a source, linked to the bibliography."""
        link = Element("a", {"class": "cite", "href": f"{self.bibliography}#source-{name}"})
        link.text = f"[{self.numbers.get(name, '?')}]"
        if name in self.sources:
            # Short: the bibliography has the rest, too far down the page to be compressed with this.
            link.set("title", f"{self.sources[name].authors.partition(',')[0]} {self.sources[name].year}")
        else:
            self._report("unknown-source", f"[@{name}] cites no source of this page", suggest(name, self.sources))
        return link

    def _show(self, file: str, alt: str) -> Element | None:
        """Return a picture of the author's own, as large as it is; None for one that is not known."""
        picture = self.pictures.get(file)
        if picture is None:
            return None
        size = {"width": str(picture.width), "height": str(picture.height)}
        return Element("img", {"src": f"{self.shelf}{file}", "alt": alt, **size, "loading": "lazy"})

    def _link(self, address: str) -> str | None:
        """Return the address of a link as this page writes it, or None if nobody may follow it.

        `#…` and `?…` lead to the article; any other relative address leads from the comparison's folder: so a link
        means the same on every page and in every build.
        """
        if not SAFE_LINK.match(re.sub(r"[\x00-\x20]", "", address)):
            message = f"'{address}' is no address that a page may link to"
            hint = "write https://…, mailto:…, a path of this site or #anchor"
            self._report("unsafe-link", message, hint)
            return None
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", address):
            return address
        written = f"{self.bibliography}{address}" if address[:1] in ("#", "?", "") else f"{self.folder}{address}"
        offset = max(self._text.source.find(address), 0)
        self.links.setdefault(written, (address, self._text.locate(offset)))
        return written


def _set_formula(source: str, display: bool) -> str:
    """Return a formula as MathML; one that is wrong was told already, with its place."""
    source = UNPAIRED.sub("", COLOURED.sub(lambda match: "^_"[int(match[1]) - 1].join(("", match[2], "")), source))
    try:
        return create_mathml(source, display)
    except WrongFormula:
        return str(escape(source))


def _restore_marks(tag: re.Match[str]) -> str:
    """Return a tag without signs of ours: within one, as in an address, marks of roles are what was written."""
    text = COLOURED.sub(lambda match: "^_"[int(match[1]) - 1].join(("", match[2], "")), tag[0])
    return UNPAIRED.sub("", text)


def _mark_quote(source: str, words: str, number: int) -> str:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.search(pattern, source) if pattern else None
    taken = match and PRIVATE.search(match[0])
    within = match and source.count("\ue000", 0, match.start()) != source.count("\ue002", 0, match.start())
    if not match or taken or within:
        return source
    return f"{source[: match.start()]}\ue000{number}\ue001{match[0]}\ue002{source[match.end() :]}"
