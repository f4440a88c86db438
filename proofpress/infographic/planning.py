"""From a comparison to the plan of its poster: the author's own, or a default one where the author names none."""

from collections.abc import Mapping

from proofpress.infographic.default import composed
from proofpress.infographic.plan import Plan, PlannedColumn, PlannedPanel, cells, plain
from proofpress.models import Column, Comparison, Findings, Panel, Poster, Record, Text


def plan(comparison: Comparison, records: Mapping[str, Record], findings: Findings) -> Plan:
    """Return the plan of the author's poster, or of a default one."""
    table = comparison.table
    names = (plain(findings.text(table.columns[0])), plain(findings.text(table.columns[1])))
    title = plain(findings.text(comparison.title))
    if comparison.poster is not None:
        return _authored(comparison, comparison.poster, findings, title, names)
    return composed(comparison, records, findings, title, names)


def _authored(comparison: Comparison, poster: Poster, findings: Findings, title: str, names: tuple[str, str]) -> Plan:
    def words(text: Text) -> str:
        return plain(findings.text(text))

    return Plan(
        title=title,
        headline=words(poster.headline),
        standfirst=words(poster.standfirst),
        alt=words(poster.alt),
        method=words(poster.method),
        source=words(poster.source),
        names=names,
        columns=tuple(_column(comparison, column, findings) for column in poster.columns),
        location=poster.location,
    )


def _column(comparison: Comparison, column: Column, findings: Findings) -> PlannedColumn:
    def planned(panel: Panel) -> PlannedPanel:
        title, caption = plain(findings.text(panel.title)), plain(findings.text(panel.caption))
        return PlannedPanel(panel.chart, panel.options, title, caption, panel.rectangle, panel.location)

    return PlannedColumn(
        spine=plain(findings.text(column.spine)),
        cells=cells(comparison, findings, column.aspects),
        left=column.left,
        width=column.width,
        above=tuple(map(planned, column.above)),
        below=tuple(map(planned, column.below)),
        location=column.location,
    )
