"""What is known of each data set without loading it, and how its rows are divided."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from proofpress.models import Options

GENERATED_ROWS = 1000


class DataSet(Struct, frozen=True):
    """Facts of a data set. classes: 0 for regression. files: below sklearn/datasets/data; empty: generated."""

    rows: int
    features: int
    classes: int
    files: tuple[str, ...] = ()


DATA_SETS: Mapping[str, DataSet] = {
    "digits": DataSet(1797, 64, 10, ("digits.csv.gz",)),
    "breast_cancer": DataSet(569, 30, 2, ("breast_cancer.csv",)),
    "wine": DataSet(178, 13, 3, ("wine_data.csv",)),
    "iris": DataSet(150, 4, 3, ("iris.csv",)),
    "diabetes": DataSet(442, 10, 0, ("diabetes_data_raw.csv.gz", "diabetes_target.csv.gz")),
    "moons": DataSet(GENERATED_ROWS, 2, 2),
    "circles": DataSet(GENERATED_ROWS, 2, 2),
    "sine": DataSet(GENERATED_ROWS, 1, 0),
}


class Data(Options, frozen=True):
    """Which data, and how they are split; the split is stratified for classification.

    train, validation, test: rows in each part; where one is not said, parts are 60, 20 and 20 % of all rows.
    split: id of the split, the seed of its shuffle.
    label_noise: fraction of the *training* labels replaced by another class, drawn anew for each seed;
    validation labels stay clean unless `noisy_validation`, and test labels always do.
    positive: makes it a task of two classes: this class against the rest.
    rows, noise: for generated data only: points in all, and the standard deviation of the noise on them.
    Raises ValueError where the parts are larger than the data set or an option does not apply to it.
    """

    name: Literal["digits", "breast_cancer", "wine", "iris", "diabetes", "moons", "circles", "sine"]
    train: Annotated[int, Meta(ge=1)] | None = None
    validation: Annotated[int, Meta(ge=1)] | None = None
    test: Annotated[int, Meta(ge=1)] | None = None
    split: Annotated[int, Meta(ge=0)] = 0
    label_noise: Annotated[float, Meta(ge=0, le=1)] = 0.0
    noisy_validation: bool = False
    positive: Annotated[int, Meta(ge=0)] | None = None
    rows: Annotated[int, Meta(ge=10)] | None = None
    noise: Annotated[float, Meta(ge=0)] | None = None

    def __post_init__(self) -> None:
        known = DATA_SETS[self.name]
        if known.files and (self.rows is not None or self.noise is not None):
            raise ValueError(f"'rows' and 'noise' are for generated data, and '{self.name}' is not generated")
        if self.positive is not None and self.positive >= known.classes:
            allowed = f"a class from 0 to {known.classes - 1}" if known.classes else "left out: it has no classes"
            raise ValueError(f"'positive' is {self.positive}, but for '{self.name}' it must be {allowed}")
        if not known.classes and (self.label_noise or self.noisy_validation):
            raise ValueError(f"'{self.name}' has no classes, so its labels cannot be replaced by another class")
        if sum(part_sizes(self)) > row_count(self):
            parts = " + ".join(map(str, part_sizes(self)))
            raise ValueError(f"the parts have {parts} rows, but '{self.name}' has only {row_count(self)}")


def row_count(data: Data) -> int:
    """Return how many rows there are before the split."""
    return data.rows or DATA_SETS[data.name].rows


def class_count(data: Data) -> int:
    """Return the number of classes, 0 for regression."""
    return 2 if data.positive is not None else DATA_SETS[data.name].classes


def part_sizes(data: Data) -> tuple[int, int, int]:
    """Return the rows for training, validation and test.

    >>> part_sizes(Data("iris"))
    (90, 30, 30)
    """
    rows = row_count(data)
    validation = data.validation if data.validation is not None else rows // 5
    test = data.test if data.test is not None else rows // 5
    train = data.train if data.train is not None else rows - 2 * (rows // 5)
    return train, validation, test
