"""The plan of an infographic: every word filled in, every row of the table in its column.

It holds no runs, so that keys can be made of it without reading an array.
"""

from collections.abc import Mapping, Sequence
from textwrap import shorten

from msgspec import Struct
from msgspec.structs import replace

from proofpress import formatting
from proofpress.charts.kinds import chart_kinds
from proofpress.diagnostics import Location
from proofpress.language import gettext
from proofpress.markup import Span, either_or, plain_words, role_spans
from proofpress.models import Column, Comparison, Featured, Figure, Findings, Panel, Record, TableRow, Text, print_texts
from proofpress.models.limits import LONGEST_ALT
from proofpress.models.recorded import RECORDED_SIGN, RECORDED_WORDS, any_recorded, is_recorded

WIDE, HIGH, MARGIN, GUTTER = 1920, 1080, 56.0, 46.0

MOST_COLUMNS = 4
BROADER = {2: 2.0, 3: 1.3, 4: 1.15}
"""How much broader than the column of words the others are in an automatic plan, by the number of columns."""

TOP, BOTTOM = 210.0, 992.0
UPPER, LOWER = (TOP, 250.0), (722.0, 270.0)
"""Top and height of the charts above and below the bar, before `layout.arrange_charts` has measured the words."""


class Plan(Struct, frozen=True):
    """All words of an infographic and its columns, left to right.

    names: of the two things compared. featured: by position, the pair that is shown large, and one beside it.
    composed: by an author, who is told of what does not fit.
    """

    title: str
    names: tuple[str, str]
    headline: tuple[Span, ...]
    standfirst: str
    alt: str
    method: str
    source: str
    columns: tuple[Column[str], ...]
    location: Location
    featured: tuple[int, ...] = ()
    composed: bool = True

    def name(self, role: str) -> str:
        """Return what is called `first` or `second`."""
        return self.names[0 if role == "first" else 1]

    @property
    def panels(self) -> tuple[Panel[str], ...]:
        """All panels in reading order: column by column, above before below."""
        return tuple(panel for column in self.columns for panel in (*column.above, *column.below))


def create_plan(comparison: Comparison, records: Mapping[str, Record], findings: Findings) -> Plan:
    """Return the plan of the author's infographic, or an automatic one if the content composes none."""

    def words(text: Text) -> str:
        return plain_words(text, findings.text)

    table = comparison.table
    title, names = words(comparison.title), (words(table.columns[0]), words(table.columns[1]))
    if comparison.poster is None:
        return _automatic(comparison, records, findings, title, names)
    poster = comparison.poster
    printed = print_texts(poster, words)
    return Plan(
        title=title,
        names=names,
        headline=role_spans(poster.headline, findings.text),
        standfirst=printed.standfirst,
        alt=printed.alt,
        method=with_recorded(printed.method, comparison),
        source=printed.source,
        # Notes are for the slides: they stand on no sheet.
        columns=tuple(_marked(replace(column, notes=""), comparison) for column in printed.columns),
        location=poster.location,
        featured=choose_featured(printed.columns, poster.picture),
    )


def with_recorded(method: str, comparison: Comparison) -> str:
    """Return the line on how runs were made; if some were made elsewhere, it says so."""
    recorded = any(map(is_recorded, comparison.experiments.values()))
    return f"{method} {RECORDED_SIGN} {gettext(RECORDED_WORDS)}" if recorded else method


def _marked(column: Column[str], comparison: Comparison) -> Column[str]:
    """Return a column with the mark of recorded runs behind the captions of panels that draw them."""

    def marked(panels: tuple[Panel[str], ...]) -> tuple[Panel[str], ...]:
        return tuple(
            replace(panel, caption=f"{panel.caption} {RECORDED_SIGN}".strip())
            if any_recorded(_reads(panel), comparison.experiments)
            else panel
            for panel in panels
        )

    return replace(column, above=marked(column.above), below=marked(column.below))


def _reads(panel: Panel[str]) -> tuple[str, ...]:
    """Return the experiments that a panel draws."""
    return tuple(dict.fromkeys(select.experiment for select in chart_kinds()[panel.chart].selects(panel.options)))


def _automatic(
    comparison: Comparison, records: Mapping[str, Record], findings: Findings, title: str, names: tuple[str, str]
) -> Plan:
    """Return a plan of the table's rows and the first figures, above and below in turn.

    The first column bears the names of the two things, so its cells are words alone, set large. Each of the others
    has a figure above the bar and one below it, as far as there are any.
    """

    def words(text: Text) -> str:
        return plain_words(text, findings.text)

    figures = list(dict.fromkeys([*comparison.figures_of_article, *comparison.figures]))
    rows: tuple[TableRow[str], ...] = print_texts(comparison.table.rows, words)
    counts = share_rows(len(rows), len(figures))
    worded = len(counts) > 1 and bool(figures)
    whole = WIDE - 2 * MARGIN - GUTTER * (len(counts) - 1)
    parts = [1.0, *(BROADER[len(counts)] if worded else 1.0 for _ in counts[1:])]
    columns, left, row, taken = [], MARGIN, 0, 0
    for number, count in enumerate(counts):
        width = whole * parts[number] / sum(parts)
        held = rows[row : row + count]
        chosen = figures[taken : taken + 2] if number or not worded else []
        above, below = (
            tuple(_panel(comparison.figures[name], findings, left, width, band) for name in some)
            for some, band in ((chosen[:1], UPPER), (chosen[1:], LOWER))
        )
        spine = ", ".join(row.aspect for row in held)
        columns.append(Column(held, spine, left, width, above, below, "", comparison.location))
        left, row, taken = left + width + GUTTER, row + count, taken + len(chosen)
    recorded = sum(record.runs for name, record in records.items() if is_recorded(comparison.experiments[name]))
    trained = sum(record.runs for record in records.values()) - recorded
    runs = formatting.count_each({"training run": trained, "recorded run": recorded})
    updates = sum(record.updates for record in records.values())
    updated = formatting.count(updates, "update")
    takeaway = words(comparison.takeaway)
    alt = gettext(
        "%(title)s: the comparison table, with a chart for each pair of cells. %(takeaway)s",
        title=title,
        takeaway=takeaway,
    )
    method = gettext("Every curve and number comes from %(runs)s, %(updates)s in all.", runs=runs, updates=updated)
    if not updates:
        # Estimators are fitted, and recorded runs read: neither counts updates.
        method = gettext("Every curve and number comes from %(runs)s.", runs=runs)
    return Plan(
        headline=either_or(*names),
        standfirst=takeaway,
        alt=shorten(alt, LONGEST_ALT, placeholder=" …"),
        method=with_recorded(method, comparison),
        source=gettext("Settings, seeds and data are listed with the figures."),
        columns=tuple(_marked(column, comparison) for column in columns),
        location=comparison.location,
        featured=choose_featured(columns),
        title=title,
        names=names,
        composed=False,
    )


def choose_featured(columns: Sequence[Column[str]], choice: Featured | None = None) -> tuple[int, ...]:
    """Return the positions of the pairs in the picture: as chosen, else the last two with evidence on both sides.

    Without such a pair it is the last that has any evidence, or the last.
    """

    def at(aspect: str) -> int:
        return next(index for index, column in enumerate(columns) if any(row.aspect == aspect for row in column.rows))

    whole = [index for index, column in enumerate(columns) if column.above and column.below]
    some = [index for index, column in enumerate(columns) if column.above or column.below]
    hero = at(choice.hero) if choice else (whole or some or [len(columns) - 1])[-1]
    beside = [index for index in whole if index != hero][-1:]
    if choice and choice.support:
        beside = [at(choice.support)]
    return (hero, *beside)


def share_rows(rows: int, figures: int) -> list[int]:
    """Return how many rows of the table each column has: the column of words has what cannot be shared evenly.

    >>> share_rows(3, 2), share_rows(5, 6), share_rows(7, 0), share_rows(1, 4)
    ([2, 1], [2, 1, 1, 1], [4, 3], [1])
    """
    if not figures:
        return [-(-rows // 2), rows // 2] if rows > 1 else [max(rows, 1)]
    count = max(1, min(rows, MOST_COLUMNS, 1 + -(-figures // 2)))
    return [rows - (count - 1) * (rows // count), *[rows // count] * (count - 1)]


def _panel(figure: Figure, findings: Findings, left: float, width: float, band: tuple[float, float]) -> Panel[str]:
    """Return a panel of a figure; the caption, written for a page, is left out: the chart names its own axes."""
    title = plain_words(figure.title, findings.text)
    return Panel(figure.chart, figure.options, title, "", (left, band[0], width, band[1]), figure.location)
