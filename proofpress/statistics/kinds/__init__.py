"""The kinds of statistics: a module for each idea, which names its kind as `KIND`, or its kinds as `KINDS`."""

from collections.abc import Mapping
from functools import cache

from proofpress.models import StatisticKind
from proofpress.registry import discover


@cache
def statistic_kinds() -> Mapping[str, StatisticKind]:
    """Return all kinds of statistics by name: those of this package, and those that other packages bring."""
    return discover(__name__, "proofpress.statistics", StatisticKind)
