"""Data sets whose files scikit-learn ships: nothing is fetched."""

import importlib.util
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from proofpress.datasets.data_set import DataSet

if TYPE_CHECKING:
    from proofpress.datasets.data_set import Rows
    from proofpress.datasets.options import Data


def load(data: "Data") -> "Rows":
    """Return the rows as scikit-learn's loader of that name gives them."""
    import sklearn.datasets

    inputs, targets = getattr(sklearn.datasets, f"load_{data.name}")(return_X_y=True)
    return inputs, targets


def _files(*names: str) -> Callable[[], tuple[Path, ...]]:
    """Return a function that finds files of scikit-learn's data folder without importing scikit-learn."""
    return partial(_found, names)


def _found(names: tuple[str, ...]) -> tuple[Path, ...]:
    spec = importlib.util.find_spec("sklearn")
    if spec is None or spec.origin is None:
        return ()
    return tuple(Path(spec.origin).parent / "datasets" / "data" / name for name in names)


KINDS = (
    DataSet(
        name="digits",
        summary="Images of handwritten digits, 8 × 8 pixels, ten classes.",
        rows=1797,
        features=64,
        classes=10,
        load=load,
        files=_files("digits.csv.gz"),
        shades=16,
    ),
    DataSet(
        name="breast_cancer",
        summary="Tumours described by 30 measurements, malignant or benign.",
        rows=569,
        features=30,
        classes=2,
        load=load,
        files=_files("breast_cancer.csv"),
    ),
    DataSet(
        name="wine",
        summary="Wines of three growers, 13 chemical measurements.",
        rows=178,
        features=13,
        classes=3,
        load=load,
        files=_files("wine_data.csv"),
    ),
    DataSet(
        name="iris",
        summary="Three species of iris, four lengths.",
        rows=150,
        features=4,
        classes=3,
        load=load,
        files=_files("iris.csv"),
    ),
    DataSet(
        name="diabetes",
        summary="Patients, ten measurements and the progression of their disease a year later.",
        rows=442,
        features=10,
        classes=0,
        load=load,
        files=_files("diabetes_data_raw.csv.gz", "diabetes_target.csv.gz"),
    ),
)
