"""`cells`: all learned numbers of one model, and an explorer along its checkpoints."""

from proofpress.charts.kinds.cells.chart import Cells, draw, selects, sheet_height, table
from proofpress.charts.kinds.cells.explorer import SCRUB
from proofpress.models import ChartKind

KIND = ChartKind(
    "cells",
    Cells,
    "all learned numbers of one model, one cell each",
    selects,
    table,
    draw,
    height=sheet_height,
    explorers=(SCRUB,),
)
