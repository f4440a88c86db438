"""`texture`: a map of very many runs, and an explorer of the run behind each pixel."""

from proofpress.charts.kinds.texture.chart import Texture, draw, selects, table
from proofpress.charts.kinds.texture.explorer import MAP
from proofpress.models import ChartKind

KIND = ChartKind(
    "texture",
    Texture,
    "very many runs, one pixel each",
    selects,
    table,
    draw,
    wide=(960, 600),
    narrow=(400, 420),
    explorers=(MAP,),
)
