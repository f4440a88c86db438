"""Which works a comparison cites, in the order in which a reader meets them."""

from collections.abc import Iterator

from proofpress.markup import cited_ids
from proofpress.models import INFOGRAPHIC, Source, Text
from proofpress.site.material import Material, find_caption


def list_cited(material: Material) -> dict[str, Source]:
    """Return the works that texts or claims of the article cite, by id, the first cited first."""
    known = material.comparison.sources
    return {name: known[name] for name in dict.fromkeys(_cited_ids(material)) if name in known}


def number_sources(material: Material) -> dict[str, Source]:
    """Return all works, the cited ones first: a work has the same number on every page."""
    return list_cited(material) | dict(material.comparison.sources)


def _cited_ids(material: Material) -> Iterator[str]:
    comparison, findings = material.comparison, material.findings
    table = [text for row in comparison.table.rows for text in (row.aspect, *row.cells)]
    parts: list[tuple[str, list[Text | None], tuple[str, ...]]] = [
        ("intro", [comparison.takeaway, comparison.intro], (INFOGRAPHIC,)),
        ("table", [comparison.table.title, *comparison.table.columns, *table], ()),
        *((section.id,
           [section.heading, section.finding, section.text, section.runs, *(step.text for step in section.steps)],
           section.figures) for section in comparison.sections),
        ("", [step.text for step in comparison.further], comparison.figures_further),
    ]  # fmt: skip
    for section_id, texts, figures in parts:
        for text in texts:
            if text and text.reads != "letters":
                yield from cited_ids(findings.text(text))
        for figure in figures:
            if figure in material.drawings:
                yield from cited_ids(findings.text(find_caption(comparison, figure)))
        for verdict in findings.verdicts:
            if verdict.claim.section == section_id:
                yield from cited_ids(findings.text(verdict.says))
                yield from verdict.claim.sources
