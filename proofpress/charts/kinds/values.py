"""`values`: what was set for a run: the name of each setting and its value.

    chart: {kind: values, experiment: one-run, settings: {epochs: training.epochs}}

The values come from the record of the experiment, by dotted option; none is typed.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import field

from proofpress.charts.axes import coordinate
from proofpress.charts.rows import draw_rows, rows_height
from proofpress.diagnostics import suggest
from proofpress.drawing.legend import role_of_chart
from proofpress.formatting import listed
from proofpress.language import gettext
from proofpress.models import ChartKind, DataTable, Options, Role, Runs, Select
from proofpress.models.schema import Phrase


class Values(Options, frozen=True):
    """Options of `values`.

    settings: words → a dotted option of the experiment. glosses: words → what the setting is, in few words, set where
    there is room. channel: any one that it records.
    """

    experiment: str
    settings: Mapping[str, str]
    glosses: Mapping[str, Phrase] = field(default_factory=dict)
    channel: str = "outcome"
    role: Role | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where there is nothing to list."""
        if not self.settings:
            raise ValueError("'settings' must name at least one setting")
        if unknown := [words for words in self.glosses if words not in self.settings]:
            raise ValueError(f"'glosses' explains '{unknown[0]}': {suggest(unknown[0], self.settings)}")


def selects(options: Values) -> tuple[Select, ...]:
    """Return a channel of the experiment, so that its record is at hand."""
    return (Select(options.experiment, options.channel, {}),)


def rows_of(options: Values, runs: Mapping[str, Runs]) -> list[tuple[str, Any]]:
    """Return words and value of each setting. Raises ValueError for an option that the experiment does not fix."""
    fixed = runs[options.experiment].settings
    rows = []
    for words, option in options.settings.items():
        if option not in fixed:
            raise ValueError(f"'{options.experiment}' fixes no option '{option}': {suggest(option, fixed)}")
        value = fixed[option]
        single = isinstance(value, list | tuple) and len(value) == 1
        rows.append((words, value[0] if single else value))
    return rows


def table(options: Values, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each setting."""
    rows = (
        (words, value if isinstance(value, int | float | str) else _written(value))
        for words, value in rows_of(options, runs)
    )
    return DataTable((gettext("setting"), gettext("value")), tuple(rows))


def draw(options: Values, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw a row for each setting with a hairline under it."""
    draw_rows(
        frame,
        [(words, _written(value)) for words, value in rows_of(options, runs)],
        (),
        role_of_chart(options, "first"),
        notes=[options.glosses.get(words, "") for words in options.settings],
    )


def _written(value: Any) -> str:
    return listed(list(map(coordinate, value))) if isinstance(value, list | tuple) else coordinate(value)


def _height(options: Values, runs: Mapping[str, Runs], narrow: bool) -> int:
    return rows_height(len(options.settings), narrow)


KIND = ChartKind(
    "values", Values, "settings of a run, name and value", selects, table, draw, wide=(560, 400), height=_height
)
