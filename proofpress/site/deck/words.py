"""The words of the slides, taken from the content: titles that differ, alternative texts, notes of half a minute."""

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from proofpress.language import gettext, mark
from proofpress.markup import Span, either_or, join_spans, plain_words, role_spans
from proofpress.models import INFOGRAPHIC, Poster, Site, Text
from proofpress.models.limits import LONGEST_ALT
from proofpress.models.recorded import RECORDED_SIGN, any_recorded
from proofpress.site.authorship import names_of
from proofpress.site.material import Material

FEWEST, MOST = 40, 80
"""Words of the notes to one slide: about half a minute of talk."""
METHOD = mark("Method and sources")
CHECKED = mark("Every number was measured in these runs, and a sentence that the runs do not bear out stops the build.")
CHECKED_RECORDED = mark(
    "Some of these runs were recorded elsewhere, not retrained here; the others were trained by the press. A sentence "
    "that the runs do not bear out stops the build."
)
LONGEST_TITLE = 110
"""Characters of a takeaway that is the title of a slide, at most."""
SOURCES_SHOWN = 300
"""Characters of the line of cited works, at most."""


class Pair(Struct, frozen=True):
    """The words of one pair's slide. picture: the name of its picture."""

    picture: str
    title: str
    alt: str
    notes: str


class Words(Struct, frozen=True):
    """All words of the slides.

    headline: lines of spans. notes: by slide.
    """

    title: str
    headline: tuple[tuple[Span, ...], ...]
    standfirst: str
    credit: str
    names: tuple[str, str]
    picture_title: str
    handout_title: str
    alt: str
    pairs: tuple[Pair, ...]
    table_title: str
    table_alt: str
    rows: tuple[tuple[str, str, str], ...]
    method_title: str
    method: tuple[str, ...]
    article_label: str
    page_label: str
    licence: str
    licence_link: str
    notes: Mapping[str, str]


def _checked(material: Material) -> str:
    """Return the sentence that says where the numbers come from."""
    if any_recorded(material.comparison.experiments, material.comparison.experiments):
        return f"{RECORDED_SIGN} {gettext(CHECKED_RECORDED)}"
    return gettext(CHECKED)


def collect_words(material: Material, site: Site) -> Words:
    """Return the words of the slides of one comparison."""
    comparison, findings = material.comparison, material.findings

    def say(text: Text) -> str:
        return plain_words(text, findings.text)

    table, poster, drawing = comparison.table, comparison.poster, material.drawings[INFOGRAPHIC]
    names = (say(table.columns[0]), say(table.columns[1]))
    title, takeaway, intro = say(comparison.title), say(comparison.takeaway), say(comparison.intro)
    description = say(comparison.description)
    rows = tuple((say(row.aspect), say(row.cells[0]), say(row.cells[1])) for row in table.rows)
    headline = role_spans(poster.headline, findings.text) if poster else either_or(*names)
    standfirst = say(poster.standfirst) if poster else takeaway
    sources = [
        f"{source.authors} ({source.year}). {source.title.rstrip('.')}{_stop(source.title)}"
        for source in comparison.sources.values()
    ]
    method = [say(poster.method), say(poster.source)] if poster else [description, takeaway]
    cells = (f"{names[0]}: {first}. {names[1]}: {second}." for _, first, second in rows)
    method_title = gettext(METHOD)
    taken = {title, method_title}
    # A title says what its slide shows; what the table is called is said where the takeaway is too long for one, or
    # has been said by the picture.
    picture_title, handout_title = (
        _unused(join_spans(headline), taken),
        _unused(gettext("%(title)s on one page", title=title), taken),
    )
    says_it = len(takeaway) <= LONGEST_TITLE and takeaway not in taken
    table_title = _unused(takeaway if says_it else say(table.title), taken)
    notes = {
        "title": spoken([takeaway, description, intro]),
        "picture": spoken([join_spans(headline).rstrip(".") + ".", standfirst, drawing.alt, takeaway, intro]),
        "handout": spoken(
            [gettext("This page is for a desk: %(picture)s", picture=drawing.alt), standfirst, takeaway, intro]
        ),
        "table": spoken([gettext("Read the table row by row, %(first)s first.", first=names[0]), *cells, takeaway]),
        "method": spoken([*method, _checked(material), description, takeaway, intro]),
    }
    table_alt = gettext(
        "Table: %(aspects)s, each for %(first)s and for %(second)s.",
        aspects=", ".join(row[0] for row in rows),
        first=names[0],
        second=names[1],
    )
    return Words(
        title=title,
        headline=_sentences(headline),
        standfirst=standfirst,
        credit=f"{names_of(site, comparison)} · {site.licence}",
        names=names,
        picture_title=picture_title,
        handout_title=handout_title,
        alt=drawing.alt,
        pairs=tuple(_pairs(poster, say, names, taken)),
        table_title=table_title,
        table_alt=_short(table_alt),
        rows=rows,
        method_title=method_title,
        method=(*method, _checked(material), *_fitting(sources)),
        article_label=gettext("Article, claims and runs"),
        page_label=gettext("Pictures to take"),
        licence=site.licence,
        licence_link=site.licence_link,
        notes=notes,
    )


def _stop(title: str) -> str:
    """Return the full stop after a title, nothing where the title ends its sentence itself."""
    return "" if title.endswith(("?", "!")) else "."


def _fitting(sources: Iterable[str]) -> Iterable[str]:
    """Return the cited works in one line, as many as fit on the slide."""
    line = cited = gettext("Cited:")
    for source in sources:
        if len(line) + len(source) > SOURCES_SHOWN:
            line += " " + gettext("More on the page.")
            break
        line += f" {source}"
    return [line] if line != cited else []


def spoken(texts: Iterable[str], fewest: int = FEWEST, most: int = MOST) -> str:
    """Return whole texts, in order, until there are `fewest` words; of each the sentences that fit into `most`.

    No sentence is said twice.
    """
    sentences: list[str] = []
    count = 0
    for text in texts:
        if count >= fewest:
            break
        for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
            length = len(sentence.split())
            if sentence and sentence not in sentences and count + length <= most:
                sentences.append(sentence)
                count += length
    return " ".join(sentences)


def _pairs(
    poster: Poster[Text] | None, say: Callable[[Text], str], names: tuple[str, str], taken: set[str]
) -> Iterable[Pair]:
    for number, column in enumerate(poster.columns if poster else (), 1):
        findings = [say(panels[0].title).rstrip(".") for panels in (column.above, column.below) if panels]
        title = _unused(". ".join(dict.fromkeys(findings)) or say(column.spine), taken)
        sides = []
        for name, panels in zip(names, (column.above, column.below), strict=True):
            sides.append(f"{name}: {'; '.join(say(panel.title) for panel in panels)}." if panels else "")
        cells = [f"{say(cell)}." for row in column.rows for cell in row.cells]
        alt = _short(" ".join([f"{title}.", *(side for side in sides if side), *cells]))
        yield Pair(f"pair-{number}", title, alt, spoken([say(column.notes), *cells]))


def _sentences(headline: Iterable[Span]) -> tuple[tuple[Span, ...], ...]:
    """Return a headline in lines: a new one after each sentence that ends within a span."""
    lines: list[list[Span]] = [[]]
    for span in headline:
        first, *others = re.split(r"(?<=[.?!]) +", span.words)
        lines[-1].append(Span(first, span.role))
        lines += [[Span(part, span.role)] for part in others]
    return tuple(tuple(span for span in line if span.words) for line in lines)


def _unused(title: str, taken: set[str]) -> str:
    """Return a title that no slide has yet, numbered if need be, and take it."""
    found, number = title, 2
    while found in taken:
        found, number = f"{title} ({number})", number + 1
    taken.add(found)
    return found


def _short(text: str) -> str:
    """Return an alternative text, whole sentences of it where it is too long."""
    if len(text) <= LONGEST_ALT:
        return text
    cut = text[:LONGEST_ALT]
    return cut[: cut.rindex(". ") + 1] if ". " in cut else cut.rsplit(" ", 1)[0]
