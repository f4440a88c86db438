"""The row of the table of chart kinds: a `ChartKind`, and the sheets on which it stands alone."""

from collections.abc import Callable
from typing import Any

from proofpress.models import ChartKind


class Chart(ChartKind, frozen=True):
    """A chart kind with the size it wants.

    wide, narrow: width and height in design pixels of the sheet for a desk and for a phone.
    height: (options, runs by experiment, narrow) → height, for charts whose rows decide it.
    """

    wide: tuple[int, int] = (960, 540)
    narrow: tuple[int, int] = (400, 400)
    height: Callable[[Any, Any, bool], int] | None = None
