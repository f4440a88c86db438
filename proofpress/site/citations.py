"""Which works a comparison cites, in the order in which a reader meets them."""

import re
from collections.abc import Iterable, Iterator

from proofpress.models import Source, Text
from proofpress.site.material import POSTER, Material

CITATION = re.compile(r"\[@([\w-]+)\]")


def cited(material: Material) -> dict[str, Source]:
    """Return the works that texts or claims of the article cite, by id, the first cited first."""
    known = material.comparison.sources
    return {name: known[name] for name in dict.fromkeys(_named(material)) if name in known}


def numbered(material: Material) -> dict[str, Source]:
    """Return all works, the cited ones first: a work has the same number on every page."""
    return cited(material) | dict(material.comparison.sources)


def _named(material: Material) -> Iterator[str]:
    comparison, findings = material.comparison, material.findings
    table = [text for row in comparison.table.rows for text in (row.aspect, *row.cells)]
    parts: list[tuple[str, list[Text | None], tuple[str, ...]]] = [
        ("intro", [comparison.takeaway, comparison.intro], (POSTER,)),
        ("table", [comparison.table.title, *comparison.table.columns, *table], ()),
        *((section.id, [section.heading, section.text, section.runs], section.figures)
          for section in comparison.sections),
    ]  # fmt: skip
    for section_id, texts, figures in parts:
        captions = [material.drawings[name].caption for name in figures if name in material.drawings]
        yield from _in(findings.text(text) for text in texts if text)
        yield from _in(captions)
        for verdict in findings.verdicts:
            if verdict.claim.section == section_id:
                yield from _in([findings.text(verdict.claim.says)])
                yield from verdict.claim.sources


def _in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from CITATION.findall(text)
