"""The chart kinds: a module and a line each."""

from collections.abc import Mapping
from types import MappingProxyType

from proofpress.graphics.charts import (
    atlas,
    bars,
    cells,
    curves,
    fits,
    habitat,
    map,
    plane,
    race,
    scatter,
    searches,
    steps,
    sweep,
    table,
    texture,
    trajectories,
    values,
    weights,
)
from proofpress.graphics.charts.chart import Chart

CHARTS = (
    sweep.CHART,
    curves.CHART,
    map.CHART,
    weights.CHART,
    cells.CHART,
    trajectories.CHART,
    plane.CHART,
    bars.CHART,
    table.CHART,
    values.CHART,
    steps.CHART,
    race.CHART,
    texture.CHART,
    searches.CHART,
    scatter.CHART,
    fits.CHART,
    habitat.CHART,
    atlas.CHART,
)

KINDS: Mapping[str, Chart] = MappingProxyType({chart.name: chart for chart in CHARTS})
