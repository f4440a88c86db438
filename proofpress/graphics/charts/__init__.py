"""The chart kinds: a module and a line each."""

from collections.abc import Mapping
from types import MappingProxyType

from proofpress.graphics.charts import curves, sweep
from proofpress.graphics.charts.chart import Chart

KINDS: Mapping[str, Chart] = MappingProxyType({chart.name: chart for chart in (sweep.CHART, curves.CHART)})
