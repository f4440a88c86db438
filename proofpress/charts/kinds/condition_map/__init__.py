"""`condition_map`: where a sentence holds over two conditions, and an explorer of its cells."""

from proofpress.charts.kinds.condition_map.chart import ConditionMap, draw, selects, sheet_height, table
from proofpress.charts.kinds.condition_map.explorer import EXPLORER
from proofpress.models import ChartKind

KIND = ChartKind(
    "condition_map",
    ConditionMap,
    "where a sentence holds, cell by cell over two conditions",
    selects,
    table,
    draw,
    height=sheet_height,
    aliases=("habitat",),
    explorers=(EXPLORER,),
)
