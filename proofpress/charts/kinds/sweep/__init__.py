"""`sweep`: the result along the values of one setting, and explorers of its curves over training."""

from proofpress.charts.kinds.sweep.chart import Sweep, draw, extent, selects, table
from proofpress.charts.kinds.sweep.explorer import GRID, SWEEP
from proofpress.models import ChartKind

KIND = ChartKind(
    "sweep",
    Sweep,
    "the result along the values of one setting",
    selects,
    table,
    draw,
    extent=extent,
    explorers=(SWEEP, GRID),
)
