"""The chart kinds: a module and a line each."""

from collections.abc import Mapping
from types import MappingProxyType

from proofpress.charts.chart import Chart
from proofpress.charts.kinds import (
    bars,
    cells,
    condition_map,
    curves,
    fits,
    map,
    parameter_map,
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
    condition_map.CHART,
    parameter_map.CHART,
)

KINDS: Mapping[str, Chart] = MappingProxyType({chart.name: chart for chart in CHARTS})
