"""The chart kinds: each module or package in here names one as `KIND`, and nothing else has to know it.

A kind that brings an explorer is a package: `chart.py` draws, `explorer.py` prepares what the page loads.
"""

from collections.abc import Mapping
from functools import cache

from proofpress.models import ChartKind, ExplorerKind
from proofpress.registry import discover


@cache
def chart_kinds() -> Mapping[str, ChartKind]:
    """Return every chart kind by its name: those of this package, and those that other distributions bring."""
    return discover("proofpress.charts.kinds", "proofpress.charts", ChartKind)


@cache
def explorer_kinds() -> Mapping[str, ExplorerKind]:
    """Return every explorer kind by its name: those that chart kinds bring."""
    return {explorer.name: explorer for kind in chart_kinds().values() for explorer in kind.explorers}
