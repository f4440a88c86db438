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


CELLS = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
"""What is measured of the nuclei of cells in a tumour; of each there are a mean, a standard error and a worst value."""
EXERCISE = ("Weight", "Waist", "Pulse")
WINE = (
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "color intensity",
    "hue",
    "od280/od315 of diluted wines",
    "proline",
)


def load(data: "Data") -> "Rows":
    """Return the rows as scikit-learn's loader of that name gives them."""
    import sklearn.datasets

    inputs, targets = getattr(sklearn.datasets, f"load_{data.name}")(return_X_y=True)
    return inputs, targets


def exercise(data: "Data") -> "Rows":
    """Return the rows of scikit-learn's exercise data, and the one of its three targets that is asked for."""
    import sklearn.datasets

    inputs, targets = sklearn.datasets.load_linnerud(return_X_y=True)
    return inputs, targets[:, EXERCISE.index(data.target or EXERCISE[0])]


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
        feature_names=tuple(f"pixel {row},{column}" for row in range(1, 9) for column in range(1, 9)),
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
        feature_names=(
            *(f"mean {cell}" for cell in CELLS),
            *(f"{c} error" for c in CELLS),
            *(f"worst {c}" for c in CELLS),
        ),
    ),
    DataSet(
        name="wine",
        summary="Wines of three growers, 13 chemical measurements.",
        rows=178,
        features=13,
        classes=3,
        load=load,
        files=_files("wine_data.csv"),
        feature_names=WINE,
    ),
    DataSet(
        name="iris",
        summary="Three species of iris, four lengths.",
        rows=150,
        features=4,
        classes=3,
        load=load,
        files=_files("iris.csv"),
        feature_names=("sepal length", "sepal width", "petal length", "petal width"),
    ),
    DataSet(
        name="diabetes",
        summary="Patients, ten measurements and the progression of their disease a year later.",
        rows=442,
        features=10,
        classes=0,
        load=load,
        files=_files("diabetes_data_raw.csv.gz", "diabetes_target.csv.gz"),
        feature_names=("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"),
    ),
    DataSet(
        name="linnerud",
        summary="Twenty men: three exercises, and weight, waist or pulse to predict from them.",
        rows=20,
        features=3,
        classes=0,
        load=exercise,
        files=_files("linnerud_exercise.csv", "linnerud_physiological.csv"),
        feature_names=("Chins", "Situps", "Jumps"),
        targets=EXERCISE,
    ),
)
