"""page.yaml: the words of the article and its sections, and the citations in all texts."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from proofpress.content.collections import Collection, Entry, check_list
from proofpress.content.names import check_address, check_day, check_kebab
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.validation import check
from proofpress.content.validation.annotations import fields, written_remark
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, shortened, suggest
from proofpress.markup import CITATION, NAME, NEARLY
from proofpress.models import Comparison, Section, Text
from proofpress.models.authors import is_orcid
from proofpress.models.text import WrittenText

# Ids that other things on the page already have.
RESERVED_SECTIONS = frozenset({"intro", "table", "sources", "infographic", "lab", "further"})
WORDS_OF_FINDING, WORDS_OF_STEP = 15, 45
BARE = re.compile(r"(?<![\w@/.`])@(\w(?:[\w:./+-]*\w)?)")


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
        diagnostics.extend(_check_authors(page, file))
    return page


def _check_authors(page: Comparison, file: Node) -> Iterator[Diagnostic]:
    """Yield what is wrong with the addresses and numbers of authors."""
    names = [author.name for author in page.people]
    for index, author in enumerate(page.people):
        node = file.at("authors", index)
        if author.name in names[:index]:
            message = f"the author '{shortened(author.name)}' is named twice"
            yield Diagnostic(node.location, "duplicate-id", message, "name each author once")
        if author.url is not None:
            found: list[Diagnostic] = []
            check_address(author.url, node.at("url").location, found, secure=True)
            yield from found
        if author.orcid is not None and not is_orcid(author.orcid):
            message = f"'{shortened(author.orcid)}' is not a number of ORCID"
            hint = "write four groups of four, such as 0000-0002-1825-0097; the last sign checks the others"
            yield Diagnostic(node.at("orcid").location, "wrong-orcid", message, hint)


def read_sections(file: Node | None, diagnostics: list[Diagnostic]) -> Collection[Section]:
    """Return the sections of the article; what is wrong with each is noted."""
    sections = check_list(file, "sections", Section, diagnostics)
    for name, entry in sections.entries.items():
        check_kebab(name, entry.node.at("id").location, diagnostics, RESERVED_SECTIONS)
    return sections


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
    """Note figures that are not there or stand in two places, and words of ours that are too many for their place."""
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
        diagnostics.extend(_check_layout(entry))


def check_opening(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note a figure of the opening, or of the page of what goes further, that is not there or stands elsewhere too."""
    page, node = raw.page, raw.node
    if page is None or node is None:
        return
    named = [(page.hero, node.at("hero").location)] if page.hero is not None else []
    for index, step in enumerate(page.further):
        location = node.at("further", index).location
        diagnostics.extend(_check_length(step.text, WORDS_OF_STEP, "a step"))
        if step.figure is None:
            message = "a step of what goes further has no lead figure to stand beside"
            diagnostics.append(Diagnostic(location, "missing-key", message, "name its 'figure'"))
        else:
            named.append((step.figure, node.at("further", index, "figure").location))
    taken = {figure for section in raw.sections.records.values() for figure in section.figures}
    for figure, location in named:
        if raw.figures.lacks(figure):
            diagnostics.append(raw.figures.missing(figure, "figure", location))
        elif figure in taken:
            message = f"the figure '{figure}' stands in another place of the article already"
            diagnostics.append(Diagnostic(location, "duplicate-id", message, "show it in one place"))
        taken.add(figure)


def _check_layout(entry: Entry[Section]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the finding, the lead figure and the steps of a section."""
    section, node = entry.record, entry.node
    if section.finding is not None:
        yield from _check_length(section.finding, WORDS_OF_FINDING, "a finding")
    if section.runs is not None and section.steps:
        message = "a section says what the runs show as 'runs' or as 'steps', and this one has both"
        yield Diagnostic(node.key("steps"), "duplicate-key", message, "keep one of them")
    taken = {section.lead if section.lead is not None else next(iter(section.figures), None)}
    named = [(section.lead, node.at("lead").location)] if section.lead is not None else []
    for index, step in enumerate(section.steps):
        yield from _check_length(step.text, WORDS_OF_STEP, "a step")
        if step.figure is None:
            continue
        location = node.at("steps", index, "figure").location
        named.append((step.figure, location))
        if step.figure in taken:
            message = f"the figure '{step.figure}' stands beside other words of this section already"
            yield Diagnostic(location, "duplicate-id", message, "leave 'figure' out for words about the lead figure")
        taken.add(step.figure)
    for figure, location in named:
        if figure not in section.figures:
            message = f"'{shortened(figure)}' is not among the 'figures' of this section"
            yield Diagnostic(location, "unknown-figure", message, suggest(figure, section.figures))


def _check_length(text: Text, most: int, what: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for a text of too many words; a value counts as one."""
    words = len(re.sub(r"\{\{.*?\}\}", "0", CITATION.sub("", text.source), flags=re.DOTALL).split())
    if words > most:
        message = f"{what} may have {most} words and this one has {words}"
        yield Diagnostic(text.location, "too-long", message, "say one thing; the rest is another step or a caption")


def check_citations(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note works that are cited in our texts (quoted ones are not looked at) and not among the sources.

    Also those among the sources that are named without brackets, which cites nothing.
    """
    for node in _citing_texts(raw):
        text = Text(node.value, node.begins, lines=node.lines)
        for match in CITATION.finditer(text.source):
            for number, name in enumerate(NAME.finditer(match[0])):
                if raw.sources.lacks(name[1]):
                    # Of one in brackets of its own, the brackets; of others, the name.
                    offset = match.start() + (name.start() if number else 0)
                    diagnostics.append(raw.sources.missing(name[1], "source", text.locate(offset)))
        outside = NEARLY.sub(lambda match: " " * len(match[0]), text.source)
        for match in BARE.finditer(outside):
            if match[1] in raw.sources.entries:
                message = f"'@{match[1]}' names a source without citing it"
                hint = f"write [@{match[1]}]"
                diagnostics.append(Diagnostic(text.locate(match.start()), "bare-citation", message, hint))


def _citing_texts(raw: RawComparison) -> Iterator[Node]:
    """Yield the nodes of the texts in which works can be cited."""
    for record, node in raw.written():
        for field in fields(record):
            remark = written_remark(field.annotation)
            if isinstance(remark, WrittenText) and remark.cites:
                text = node.child(field.key)
                if text is not None and isinstance(text.value, str):
                    yield text
    for entry in raw.sections.entries.values():
        yield from (entry.node.at("steps", index, "text") for index in range(len(entry.record.steps)))
    if raw.page is not None and raw.node is not None:
        yield from (raw.node.at("further", index, "text") for index in range(len(raw.page.further)))
