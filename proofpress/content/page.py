"""page.yaml: the words of the article, its sections and sources, and the citations in all texts."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from proofpress.content.collections import Collection, check_list
from proofpress.content.names import check_address, check_day, check_kebab
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.validation import check
from proofpress.content.validation.annotations import fields, written_remark
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic
from proofpress.models import Comparison, Section, Source, Text
from proofpress.models.text import WrittenText

CITATION = re.compile(r"\[@([^\]\s]*)\]")
# Ids that other things on the page already have.
RESERVED_SECTIONS = frozenset({"intro", "table", "sources", "infographic", "lab"})


def read_page(file: Node | None, slug: str, diagnostics: list[Diagnostic]) -> Comparison | None:
    """Return a comparison as far as page.yaml says it, its sections and sources left out; what is wrong is noted."""
    if file is None:
        return None
    page = check(
        Comparison,
        file,
        diagnostics,
        slug=slug,
        sections=(),
        sources={},
        experiments={},
        statistics={},
        claims=(),
        figures={},
        poster=None,
    )
    if page is not None:
        check_day(page.published, file.at("published").location, diagnostics)
    return page


def read_sections(file: Node | None, diagnostics: list[Diagnostic]) -> Collection[Section]:
    """Return the sections of the article; what is wrong with each is noted."""
    sections = check_list(file, "sections", Section, diagnostics)
    for name, entry in sections.entries.items():
        check_kebab(name, entry.node.at("id").location, diagnostics, RESERVED_SECTIONS)
    return sections


def read_sources(file: Node | None, diagnostics: list[Diagnostic]) -> Collection[Source]:
    """Return the works that are cited; what is wrong with each is noted."""
    sources = check_list(file, "sources", Source, diagnostics)
    for name, entry in sources.entries.items():
        check_kebab(name, entry.node.at("id").location, diagnostics)
        check_address(entry.record.link, entry.node.at("link").location, diagnostics, secure=True)
    return sources


def read_as_markdown(page: Comparison, sections: tuple[Section, ...]) -> tuple[Comparison, tuple[Section, ...]]:
    """Return a page and its sections whose quoted texts are read as Markdown."""

    def inline(text: Text) -> Text:
        return replace(text, markup="inline")

    def passage(text: Text) -> Text:
        return replace(text, markup="blocks")

    table, read = (
        page.table,
        (replace(section, heading=inline(section.heading), text=passage(section.text)) for section in sections),
    )
    rows = tuple(
        replace(row, aspect=inline(row.aspect), cells=(inline(row.cells[0]), inline(row.cells[1])))
        for row in table.rows
    )
    columns = (inline(table.columns[0]), inline(table.columns[1]))
    table = replace(table, title=inline(table.title), columns=columns, rows=rows)
    return replace(page, intro=passage(page.intro), table=table), tuple(read)


def check_sections(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note figures of sections that are not there, or shown twice."""
    for entry in raw.sections.entries.values():
        shown: set[str] = set()
        for index, figure in enumerate(entry.record.figures):
            location = entry.node.at("figures", index).location
            if raw.figures.lacks(figure):
                diagnostics.append(raw.figures.missing(figure, "figure", location))
            elif figure in shown:
                message = f"the figure '{figure}' is shown twice in this section"
                diagnostics.append(Diagnostic(location, "duplicate-id", message, "name it once"))
            shown.add(figure)


def check_citations(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note works that are cited in our texts (quoted ones are not looked at) and not among the sources."""
    for text in _citing_texts(raw):
        for match in CITATION.finditer(text.value):
            if raw.sources.lacks(match[1]):
                location = Text(text.value, text.begins, lines=text.lines).locate(match.start())
                diagnostics.append(raw.sources.missing(match[1], "source", location))


def _citing_texts(raw: RawComparison) -> Iterator[Node]:
    """Yield the nodes of the texts in which works can be cited."""
    for record, node in raw.written():
        for field in fields(record):
            remark = written_remark(field.annotation)
            if isinstance(remark, WrittenText) and remark.cites:
                text = node.child(field.key)
                if text is not None and isinstance(text.value, str):
                    yield text
