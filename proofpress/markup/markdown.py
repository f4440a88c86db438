"""Markdown to HTML that cannot do harm: no raw HTML, no pictures but known ones, only links that are safe to follow.

Marks are read around whole words only, so that `2*3*4`, `__init__` and `C:\new` are what they are: `*` and `**`
emphasise, `_` never does. What is not rendered is refused with its place, see `find_unsupported`.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import DoubleTagInlineProcessor, InlineProcessor, SimpleTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import escape

from proofpress.diagnostics import shortened
from proofpress.markup.citations import CITATION, NEARLY, cited_ids
from proofpress.markup.formulas import FORMULA, WrongFormula, create_mathml, source_of
from proofpress.models import Text

SPECIAL = re.compile(r"[`*\[\]<>\\~|$]|^[ \t]*(?:[+-]|#|:|\d+[.)])|^(?: {4}|\t)|  $|^[ \t]*[=_-]+[ \t]*$", re.MULTILINE)
"""Signs that Markdown may read; text without any is escaped and set into paragraphs without the library."""
AMPERSAND = "\ue004"
"""Stands for `&` while the library converts, which would else take `&copy;` for a sign that nobody wrote."""
ESCAPED = re.compile("\x02(\\d+)\x03")
"""How the Markdown library keeps a character that was written with a backslash, until the very end."""
MOST_BRACKETS = 200
"""Beyond this, what Markdown does to find their partners takes long: for each one it reads to the end of the text."""
BLOCKS = ("fenced_code", "tables", "footnotes", "def_list", "sane_lists")

UNSUPPORTED = (
    (re.compile(r"!\[[^\]\n]*\](?:\[|\((?!\s*[^)\s]+\s*\)))"), "a picture with more than its words and its file",
     "write ![what it shows](file.png)"),
    (re.compile(r"^ {0,3}##? .*|^(?=\S).+\n(?:=+|-+)[ \t]*$", re.MULTILINE), "a heading of the page's own levels",
     "begin it with '### '"),
)  # fmt: skip
"""Marks that authors know from elsewhere and that are not rendered: what each is, and what to write instead."""
PICTURE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\(\s*(?P<file>[^)\s]+)\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
INDENTED_FENCE = re.compile(r"^ +(?:```|~~~)[^`\n]*$(?=.*^ +(?:```|~~~))", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+).+?\1", re.DOTALL)


class Converter:
    """Turns Markdown into HTML.

    blocks: paragraphs, lists, code, tables, footnotes, definitions and headings from `###` on; else one paragraph in
    which only emphasis, code, links and citations are read. cite: the id of a source → the element that stands for
    the citation; None drops citations. link: an address → the address to write, or None for one that must not be.
    picture: the file and the alternative text of a picture → its element; None leaves the text in its place.
    formula: LaTeX, and whether it stands on a line of its own → HTML; what was written is left where it is left out.
    """

    def __init__(
        self,
        *,
        blocks: bool,
        cite: Callable[[str], Element | None] = lambda name: None,
        link: Callable[[str], str | None] = lambda address: address,
        formula: Callable[[str, bool], str] = lambda source, display: str(escape(source)),
        picture: Callable[[str, str], Element | None] = lambda file, alt: None,
    ) -> None:
        self.blocks = blocks
        self._picture = picture
        self._formula = formula
        self._cite = cite
        self._link = link
        self._markdown: Markdown | None = None

    def convert(self, source: str) -> str:
        """Return HTML. Raises RecursionError for marks that are nested too deeply."""
        if not SPECIAL.search(source):
            parts = re.split(r"\n\s*\n", source) if self.blocks else [source]
            return "\n".join(f"<p>{escape(part.strip())}</p>" for part in parts if part.strip())
        if self._markdown is None:
            self._markdown = self._create()
        prepared = _align_lists(source) if self.blocks else source
        return self._markdown.reset().convert(prepared.replace("&", AMPERSAND)).replace(AMPERSAND, "&amp;")

    def _create(self) -> Markdown:
        markdown = Markdown(
            output_format="html",
            extensions=list(BLOCKS) if self.blocks else [],
            extension_configs={"footnotes": {"UNIQUE_IDS": True}},
        )
        markdown.preprocessors.deregister("html_block")
        patterns = markdown.inlinePatterns
        for name in ("html", "entity", "image_link", "image_reference", "short_image_ref", "em_strong"):
            patterns.deregister(name)
        processors = markdown.parser.blockprocessors
        if self.blocks:
            processors.deregister("setextheader")
            markdown.treeprocessors.register(_Tasks(markdown), "tasks", 15)
            markdown.treeprocessors.register(_PageRules(markdown), "page-rules", 14)
        else:
            for name in ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference",
                         "paragraph"):  # fmt: skip
                processors.deregister(name)
            processors.register(_Paragraph(markdown.parser), "paragraph", 10)
        patterns.register(DoubleTagInlineProcessor(_around(r"\*\*\*"), "strong,em"), "strong-em", 62)
        patterns.register(SimpleTagInlineProcessor(_around(r"\*\*"), "strong"), "strong", 61)
        patterns.register(SimpleTagInlineProcessor(_around(r"\*"), "em"), "em", 60)
        patterns.register(SimpleTagInlineProcessor(_around("~~"), "del"), "del", 59)
        patterns.register(_Citation(self._cite, markdown), "citation", 178)
        if self.blocks:
            patterns.register(_Picture(self._picture, markdown), "picture", 177)
        # After code, before signs that are kept by a backslash.
        patterns.register(_Formula(self._formula, markdown), "formula", 185)
        markdown.treeprocessors.register(_Links(self._link, markdown), "links", 5)
        return markdown


def find_unsupported(text: Text) -> Iterator[tuple[int, str, str]]:
    """Yield for each mark that is not rendered its offset in the text, what it is, and what to write instead."""
    if text.reads == "letters":
        return
    source = FENCE.sub(_blank, text.source)
    if text.reads == "blocks":
        for match in INDENTED_FENCE.finditer(source):
            yield match.start(), "code within a list", "begin the fence at the start of a line"
    source = CODE.sub(_blank, source)
    for pattern, what, hint in UNSUPPORTED:
        if text.reads == "blocks":
            for match in pattern.finditer(source):
                yield match.start(), what, hint
    for match in NEARLY.finditer(source):
        if not CITATION.match(source, match.start()):
            hint = "write [@work] or [@work; @other], and pages or other words outside of the brackets"
            yield match.start(), f"'{shortened(match[0])}', a citation with more than its works,", hint
    for match in FORMULA.finditer(source):
        try:
            create_mathml(source_of(match), display=False)
        except WrongFormula as wrong:
            yield match.start(), f"a formula of which {wrong}", "write LaTeX such as $w_{t+1} = w_t - \\eta g$"


def find_pictures(text: Text) -> Iterator[tuple[int, str, str]]:
    """Yield for each picture of a text its offset, its alternative text and its file, as written."""
    if text.reads != "letters" and "![" in text.source:
        source = CODE.sub(_blank, FENCE.sub(_blank, text.source))
        for match in PICTURE.finditer(source):
            yield match.start(), match["alt"].strip(), match["file"]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "x", match[0])


def _align_lists(source: str) -> str:
    """Return a text whose nested lists are indented by four spaces a level, as the library wants them."""
    lines: list[str] = []
    indents: list[int] = []
    for line in source.split("\n"):
        item = re.match(r"( *)(?:[-+*]|\d+[.)]) ", line)
        if item and (indents or not item[1]):
            indent = len(item[1])
            while indents and indents[-1] > indent:
                indents.pop()
            if not indents or indents[-1] < indent:
                indents.append(indent)
            line = " " * 4 * (len(indents) - 1) + line.lstrip()
        elif line.strip() and not line.startswith(" "):
            indents = []
        lines.append(line)
    return "\n".join(lines)


def _around(mark: str) -> str:
    """Return the pattern of words between two marks: the first opens before a word, the second closes after one."""
    sign = mark.replace("\\", "")[0]
    sign = re.escape(sign)
    return rf"(?<![\w{sign}])({mark})(?=[^\s{sign}])(.+?)(?<=[^\s{sign}]){mark}(?![\w{sign}])"


class _Paragraph(BlockProcessor):
    """All of a text of one paragraph, whatever its lines begin with."""

    def test(self, parent: Element, block: str) -> bool:
        """Take every block."""
        return True

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Put the next block into a paragraph."""
        paragraph = Element("p")
        paragraph.text = blocks.pop(0).strip()
        if paragraph.text:
            parent.append(paragraph)
        return True


class _Citation(InlineProcessor):
    """`[@id]` becomes what stands for a source, `[@id; @other]` one after the other."""

    def __init__(self, cite: Callable[[str], Element | None], markdown: Markdown) -> None:
        super().__init__(rf"\s*{CITATION.pattern}", markdown)
        self.cite = cite

    # The name is Markdown's; its type hints leave out that a match may come with its span.
    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the element, and the span of the text that it stands for."""
        found = [element for name in cited_ids(match[0].lstrip()) if (element := self.cite(name)) is not None]
        if not found:
            return "", match.start(), match.end()
        start = match.start() + match[0].index("[")
        if len(found) == 1:
            return found[0], start, match.end()
        several = Element("span")
        several.extend(found)
        return several, start, match.end()


class _Picture(InlineProcessor):
    """`![what it shows](file.png)` becomes the picture, or what it shows in words."""

    def __init__(self, picture: Callable[[str, str], Element | None], markdown: Markdown) -> None:
        super().__init__(PICTURE.pattern, markdown)
        self.picture = picture

    # The name is Markdown's, and its type hints leave out the span here too.
    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the element, and the span of the text that it stands for."""
        element = self.picture(match["file"], match["alt"].strip())
        return match["alt"].strip() if element is None else element, match.start(), match.end()


class _Formula(InlineProcessor):
    """A formula becomes what it is set as; Markdown reads no mark in it."""

    def __init__(self, formula: Callable[[str, bool], str], markdown: Markdown) -> None:
        super().__init__(FORMULA.pattern, markdown)
        self.compiled_re = FORMULA
        self.formula = formula

    # The name is Markdown's, and its type hints leave out the span here too.
    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: N802
        """Return a sign that stands for the formula, and the span of the text that it takes."""
        display = match["square"] is not None or match["block"] is not None
        html = self.formula(source_of(match).replace(AMPERSAND, "&"), display)
        return self.md.htmlStash.store(html), match.start(), match.end()


class _Links(Treeprocessor):
    """Gives each link the address to write; one that must not be written becomes its words."""

    def __init__(self, link: Callable[[str], str | None], markdown: Markdown) -> None:
        super().__init__(markdown)
        self.link = link

    def run(self, root: Element) -> None:
        """Look at every link below the root but those of citations and footnotes."""
        for element in root.iter("a"):
            if element.get("class"):
                continue
            written = ESCAPED.sub(lambda match: chr(int(match[1])), element.get("href", ""))
            written = written.replace(AMPERSAND, "&")
            address = self.link(unescape(written))
            if address is None:
                element.tag = "span"
                element.attrib.clear()
            elif address != unescape(written):
                element.set("href", address.replace("&", AMPERSAND))


class _Tasks(Treeprocessor):
    """`[ ]` and `[x]` at the start of an item become boxes, as signs, since nothing on a page can be ticked."""

    def run(self, root: Element) -> None:
        """Look at every item below the root."""
        for item in root.iter("li"):
            holder = item if (item.text or "").strip() else next(iter(item.findall("p")), item)
            match = re.match(r"\s*\[([ xX])\]\s+", holder.text or "")
            if match and holder.text:
                holder.text = ("☐ " if match[1] == " " else "☑ ") + holder.text[match.end() :]


class _PageRules(Treeprocessor):
    """What a page asks of its parts: headings from `h3` on, and classes in place of styles."""

    def run(self, root: Element) -> None:
        """Look at every heading, table and cell below the root."""
        for heading in (*root.iter("h1"), *root.iter("h2")):
            heading.tag = "p"
        for cell in (*root.iter("th"), *root.iter("td")):
            if "right" in cell.attrib.pop("style", ""):
                cell.set("class", "n")
        for table in root.iter("table"):
            table.set("class", "data")
