"""Which data an experiment uses, and how their rows are divided."""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from proofpress.datasets.data_set import data_sets
from proofpress.models import Options

if TYPE_CHECKING:
    DataSetName = str
else:
    DataSetName = Literal[tuple(data_sets())]


class Data(Options, frozen=True):
    """Which data, and how they are split; the split is stratified for classification.

    train, validation, test: rows in each part; where one is not given, the parts are 60, 20 and 20 % of all rows.
    split: id of the split, the seed of its shuffle.
    label_noise: fraction of the *training* labels replaced by another class, drawn anew for each seed;
    validation labels stay right unless `noisy_validation`, and test labels always do.
    positive: makes it a task of two classes: this class against the rest.
    rows, noise: for generated data only: rows in all, and the standard deviation of the noise on them.
    Raises ValueError if the parts are larger than the data set or an option does not apply to it.
    """

    name: DataSetName
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
        known = data_sets()[self.name]
        if not known.generated and (self.rows is not None or self.noise is not None):
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
    return data.rows or data_sets()[data.name].rows


def feature_count(data: Data) -> int:
    """Return how many numbers a row has."""
    return data_sets()[data.name].features


def class_count(data: Data) -> int:
    """Return the number of classes, 0 for numbers to predict."""
    return 2 if data.positive is not None else data_sets()[data.name].classes


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


def noise_of(data: Data) -> float:
    """Return the standard deviation of the noise on generated data, 0 for other data."""
    return data.noise if data.noise is not None else data_sets()[data.name].noise or 0.0


def require_classes(kind: str, data: Data) -> None:
    """Raise ValueError if a kind of experiment that needs classes is given numbers to predict."""
    if not class_count(data):
        raise ValueError(f"{kind} needs data with classes, and '{data.name}' has none")


def require_numbers(kind: str, data: Data) -> None:
    """Raise ValueError if a kind of experiment that predicts numbers is given classes."""
    if class_count(data):
        raise ValueError(f"{kind} needs data with numbers to predict, and '{data.name}' has classes")
