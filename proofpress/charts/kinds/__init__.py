"""The chart kinds: each module or package in here names one as `KIND`, and nothing else has to know it."""

from collections.abc import Mapping
from functools import cache

from proofpress.models import ChartKind
from proofpress.registry import discover


@cache
def chart_kinds() -> Mapping[str, ChartKind]:
    """Return every chart kind by its name: those of this package, and those that other distributions bring."""
    return discover("proofpress.charts.kinds", "proofpress.charts", ChartKind)
