"""The poster of a comparison that names none: a column of words, and columns in which the first figures stand.

The first column bears the names of the two things, so its cells are words alone, set large. Each of the others has a
figure above the bar and one below it, as far as there are any. Where exactly figures stand is known when words are
measured: see `poster_arranged`.
"""

from collections.abc import Mapping
from textwrap import shorten

from proofpress.infographic.plan import GUTTER, MARGIN, WIDE, Plan, PlannedColumn, PlannedPanel, cells, plain
from proofpress.infographic.words import unmarked
from proofpress.models import Comparison, Figure, Findings, Record

MOST_COLUMNS = 4
LONGEST_ALT = 250
BROADER = {2: 2.0, 3: 1.3, 4: 1.15}
"""How much broader than the column of words the others are, by the number of columns."""

TOP, BOTTOM = 210.0, 992.0
UPPER, LOWER = (TOP, 250.0), (722.0, 270.0)


def composed(
    comparison: Comparison,
    records: Mapping[str, Record],
    findings: Findings,
    title: str,
    names: tuple[str, str],
) -> Plan:
    """Return a plan of the table's rows and the first figures, above and below in turn."""
    shown = [comparison.figures[name] for section in comparison.sections for name in section.figures]
    figures = list(dict.fromkeys(figure.id for figure in [*shown, *comparison.figures.values()]))
    counts = shared_out(len(comparison.table.rows), len(figures))
    worded = len(counts) > 1 and bool(figures)
    whole = WIDE - 2 * MARGIN - GUTTER * (len(counts) - 1)
    parts = [1.0, *(BROADER[len(counts)] if worded else 1.0 for _ in counts[1:])]
    columns, left, row, taken = [], MARGIN, 0, 0
    for place, count in enumerate(counts):
        width = whole * parts[place] / sum(parts)
        held = comparison.table.rows[row : row + count]
        own = figures[taken : taken + 2] if place or not worded else []
        above, below = (tuple(_figure(comparison.figures[name], findings, left, width, band) for name in some)
                        for some, band in ((own[:1], UPPER), (own[1:], LOWER)))  # fmt: skip
        aspects = tuple(findings.text(aspect.aspect) for aspect in held)
        spine = ", ".join(aspect if not n else aspect.lower() for n, aspect in enumerate(map(plain, aspects)))
        texts = cells(comparison, findings, aspects)
        columns.append(PlannedColumn(spine, texts, left, width, above, below, comparison.location))
        left, row, taken = left + width + GUTTER, row + count, taken + len(own)
    runs, updates = (sum(getattr(record, what) for record in records.values()) for what in ("runs", "updates"))
    takeaway = unmarked(plain(findings.text(comparison.takeaway)))
    alt = f"{title}: the comparison table, with a chart for each pair of cells. {takeaway}"
    return Plan(
        title=title,
        headline=f"^{names[0]}^ or _{names[1]}_?",
        standfirst=takeaway,
        alt=shorten(alt, LONGEST_ALT, placeholder=" …"),
        method=f"Every curve and number comes from training runs: {runs:,} of them, {updates:,} updates in all.",
        source="Settings, seeds and data are listed with the figures.",
        names=names,
        columns=tuple(columns),
        location=comparison.location,
        composed=False,
    )


def shared_out(rows: int, figures: int) -> list[int]:
    """Return how many rows of the table each column has: the column of words has what cannot be shared evenly.

    >>> shared_out(3, 2), shared_out(5, 6), shared_out(7, 0), shared_out(1, 4)
    ([2, 1], [2, 1, 1, 1], [4, 3], [1])
    """
    if not figures:
        return [-(-rows // 2), rows // 2] if rows > 1 else [max(rows, 1)]
    count = max(1, min(rows, MOST_COLUMNS, 1 + -(-figures // 2)))
    return [rows - (count - 1) * (rows // count), *[rows // count] * (count - 1)]


def _figure(figure: Figure, findings: Findings, left: float, width: float, band: tuple[float, float]) -> PlannedPanel:
    """Return a panel of a figure; the caption, written for a page, is left out: the chart names its own axes."""
    title = plain(findings.text(figure.title))
    return PlannedPanel(figure.chart, figure.options, title, "", (left, band[0], width, band[1]), figure.location)
