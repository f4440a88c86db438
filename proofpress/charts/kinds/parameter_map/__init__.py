"""`parameter_map`: one learned number over two settings, and an explorer of the run behind each pixel."""

from proofpress.charts.kinds.parameter_map.chart import ParameterMap, draw, selects, table
from proofpress.charts.kinds.parameter_map.explorer import EXPLORER
from proofpress.models import ChartKind

KIND = ChartKind(
    "parameter_map",
    ParameterMap,
    "one learned number over two settings, one pixel for each run",
    selects,
    table,
    draw,
    wide=(960, 560),
    narrow=(400, 620),
    aliases=("atlas",),
    explorers=(EXPLORER,),
)
