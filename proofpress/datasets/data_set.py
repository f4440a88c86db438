"""What a data set is: its facts, known without loading it, and how its rows are loaded or generated."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from proofpress.registry import discover

if TYPE_CHECKING:
    import numpy as np

    from proofpress.datasets.options import Data

    Rows = tuple[np.ndarray, np.ndarray]


class DataSet(Struct, frozen=True):
    """Facts of a data set and the function that gives its rows.

    features: numbers in a row. classes: how many there are, 0 for numbers to predict.
    load: a module-level function: options → inputs `(rows, features)` and targets `(rows,)`, before scaling and split.
    Its module is part of the keys of runs.
    files: returns the files that hold the rows; their bytes are part of the keys of runs.
    noise: for data generated with noise, its standard deviation if the author names none; None otherwise.
    function: of scikit-learn, which draws the rows and takes the author's `options`; no name for other data.
    feature_names: what the numbers of a row are called, x1, x2 … if there are none.
    targets: what can be predicted, if there is a choice; the first unless the author names another.
    shades: for images, the largest value of a pixel; inputs are divided by it. None: inputs are standardised.
    curve: for one feature, the function of it that the targets are drawn around, `(rows,)` → `(rows,)`.
    """

    name: str
    summary: str
    rows: int
    features: int
    classes: int
    load: "Callable[[Data], Rows]"
    files: Callable[[], tuple[Path, ...]] = tuple
    noise: float | None = None
    function: str = ""
    feature_names: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    shades: int | None = None
    curve: "Callable[[np.ndarray], np.ndarray] | None" = None

    @property
    def generated(self) -> bool:
        """Whether the rows are drawn, as many as the author wants."""
        return self.noise is not None or bool(self.function)


@cache
def data_sets() -> Mapping[str, DataSet]:
    """Return all data sets by name."""
    return discover("proofpress.datasets.sources", "proofpress.datasets", DataSet)
