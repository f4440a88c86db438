"""Every statistic with its interval, for whoever looks for a number before writing a claim about it."""

from collections.abc import Mapping
from typing import Any

from proofpress.formatting import count_runs
from proofpress.models import DataTable, Estimate

COLUMNS = ("statistic", "value", "low", "high", "error", "unit", "kind", "runs", "splits", "seeds")
"""Names of the numbers of a statistic, for programs: value, interval and standard error in its printed unit."""


def numbers_table(estimates: Mapping[str, Estimate]) -> DataTable:
    """Return a row for each statistic. Words have no interval."""
    return DataTable(COLUMNS, tuple(_row(estimate) for estimate in estimates.values()))


def numbers_lines(estimates: Mapping[str, Estimate]) -> list[str]:
    """Return a line for each statistic, as people read it: name, number with its interval, runs behind it."""
    names = max(map(len, estimates), default=0)
    printed = max((len(estimate.interval) for estimate in estimates.values()), default=0)
    return [
        f"{name:<{names}}  {estimate.interval:<{printed}}  {count_runs(estimate.runs, estimate.seeds, estimate.splits)}"
        for name, estimate in estimates.items()
    ]


def _row(estimate: Estimate) -> tuple[Any, ...]:
    word = isinstance(estimate.value, str)
    interval = (None, None, None) if word else (estimate.low, estimate.high, estimate.error)
    repeated = (estimate.runs, estimate.splits, estimate.seeds)
    return (estimate.id, estimate.value, *interval, estimate.unit, estimate.kind, *repeated)
