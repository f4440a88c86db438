"""Which data an experiment uses, and how their rows are divided."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from proofpress.datasets.data_set import DataSet, data_sets
from proofpress.diagnostics import one_of
from proofpress.models import Options
from proofpress.models.own_files import OwnFile

if TYPE_CHECKING:
    from proofpress.datasets.data_set import Rows

    DataSetName = str
else:
    DataSetName = Literal[tuple(data_sets())]

OWN_DATA = "proofpress.datasets.own_data"
"""The module that reads the rows of a file."""
UNREAD_ROWS = 1_000_000_000
"""As many rows as a file is taken to have until it is read: no number of rows is refused before."""


class Data(Options, frozen=True):
    """Which data, and how they are split; the split is stratified for classification.

    name or file: a data set of the press, or a table in the comparison's folder.
    train, validation, test: rows in each part; where one is not given, the parts are 60, 20 and 20 % of all rows.
    split: id of the split, the seed of its shuffle.
    label_noise: fraction of the *training* labels replaced by another class, drawn anew for each seed;
    validation labels stay right unless `noisy_validation`, and test labels always do.
    positive: makes it a task of two classes: this class against the rest.
    rows, noise: for generated data only: rows in all, and the standard deviation of the noise on them.
    options: for data that scikit-learn generates: the other parameters of its function.
    target, features: of a file, the column to predict, and the columns to predict it from (all others by default).
    predict: whether the target is classes or a number, where the table leaves that open. missing: what is done about
    values that are not there. licence, source: of a file, as the page tells them.
    noisy_validation: whether validation labels are replaced too.
    Raises ValueError if the parts are larger than the data set or an option does not apply to it.
    """

    unkeyed: ClassVar[tuple[str, ...]] = ("licence", "source")

    name: DataSetName | None = None
    train: Annotated[int, Meta(ge=1)] | None = None
    validation: Annotated[int, Meta(ge=1)] | None = None
    test: Annotated[int, Meta(ge=1)] | None = None
    split: Annotated[int, Meta(ge=0)] = 0
    label_noise: Annotated[float, Meta(ge=0, le=1)] = 0.0
    noisy_validation: bool = False
    positive: Annotated[int, Meta(ge=0)] | None = None
    rows: Annotated[int, Meta(ge=10)] | None = None
    noise: Annotated[float, Meta(ge=0)] | None = None
    options: Mapping[str, int | float | bool | str | tuple[float, ...]] = field(default_factory=dict)
    file: str | None = None
    target: str | None = None
    features: Annotated[tuple[str, ...], Meta(min_length=1)] | None = None
    predict: Literal["classes", "number"] | None = None
    missing: Literal["drop", "mean"] | None = None
    licence: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if (self.name is None) == (self.file is None):
            raise ValueError("say which data: one of 'name' (a data set of the press) or 'file' (a table of your own)")
        self._check_file() if self.file is not None else self._check_name()
        known = data_set(self)
        if is_unread(self):
            return
        if self.positive is not None and self.positive >= known.classes:
            allowed = f"a class from 0 to {known.classes - 1}" if known.classes else "left out: it has no classes"
            raise ValueError(f"'positive' is {self.positive}, but for '{called(self)}' it must be {allowed}")
        if not known.classes and (self.label_noise or self.noisy_validation):
            raise ValueError(f"'{called(self)}' has no classes, so its labels cannot be replaced by another class")
        if sum(part_sizes(self)) > row_count(self):
            parts = " + ".join(map(str, part_sizes(self)))
            raise ValueError(f"the parts have {parts} rows, but '{called(self)}' has only {row_count(self)}")

    def __hash__(self) -> int:
        # A mapping has no hash of its own.
        return hash((self.name, self.file, self.split, self.train, self.label_noise, tuple(sorted(self.options))))

    def _check_name(self) -> None:
        known = data_sets()[self.name or ""]
        if not known.generated and (self.rows is not None or self.noise is not None):
            raise ValueError(f"'rows' and 'noise' are for generated data, and '{self.name}' is not generated")
        if self.noise is not None and known.noise is None:
            raise ValueError(f"'{self.name}' is generated without 'noise'")
        if self.options and not known.function:
            raise ValueError(f"'options' are for data that scikit-learn generates, and '{self.name}' is not among them")
        if self.target is not None and self.target not in known.targets:
            allowed = f"use {one_of(known.targets)}" if known.targets else "leave 'target' out"
            raise ValueError(f"'{self.target}' is not a target of '{self.name}'; {allowed}")
        given = [name for name in ("features", "predict", "missing", "licence", "source") if getattr(self, name)]
        if given:
            raise ValueError(f"{one_of(given)} is for a file of your own, and '{self.name}' is a data set of the press")

    def _check_file(self) -> None:
        if self.target is None:
            raise ValueError("'target' names the column that is predicted; the others are features")
        if self.rows is not None or self.noise is not None or self.options:
            raise ValueError("'rows', 'noise' and 'options' are for generated data, and a file is not generated")
        if self.features is not None and self.target in self.features:
            raise ValueError(f"'{self.target}' is the target, so it cannot be a feature")


class Facts(Struct, frozen=True):
    """What was found in a table, or in data generated with options of the author's.

    rows: those that are used. features: names. classes: their names, in the order of their numbers; none for numbers.
    """

    rows: int
    features: tuple[str, ...]
    classes: tuple[str, ...]


class FoundData(Data, frozen=True, kw_only=True):
    """Data whose facts are known only once a file is read or a function called. own: the file, None for a function."""

    facts: Facts
    own: OwnFile | None = None

    def __hash__(self) -> int:
        return super().__hash__()


def data_set(data: Data) -> DataSet:
    """Return what is known of the data before they are split; of a file that is not read yet, next to nothing."""
    if data.file is not None:
        facts = data.facts if isinstance(data, FoundData) else Facts(UNREAD_ROWS, ("",), ())
        return DataSet(data.file, "", facts.rows, len(facts.features), len(facts.classes), _load_own)
    known = data_sets()[data.name or ""]
    if not isinstance(data, FoundData):
        return known
    facts = data.facts
    return replace(known, rows=facts.rows, features=len(facts.features), classes=len(facts.classes))


def is_unread(data: Data) -> bool:
    """Return whether the data are a file of which nothing is known yet."""
    return data.file is not None and not isinstance(data, FoundData)


def called(data: Data) -> str:
    """Return how messages name the data."""
    return data.file or data.name or ""


def row_count(data: Data) -> int:
    """Return how many rows there are before the split."""
    return data.rows or data_set(data).rows


def feature_count(data: Data) -> int:
    """Return how many numbers a row has."""
    return data_set(data).features


def feature_names(data: Data) -> tuple[str, ...]:
    """Return what the numbers of a row are called.

    >>> feature_names(Data("moons"))
    ('x1', 'x2')
    """
    names = data.facts.features if isinstance(data, FoundData) else data_set(data).feature_names
    return names or tuple(f"x{number}" for number in range(1, feature_count(data) + 1))


def class_count(data: Data) -> int:
    """Return the number of classes, 0 for numbers to predict."""
    return 2 if data.positive is not None else data_set(data).classes


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
    return data.noise if data.noise is not None else data_set(data).noise or 0.0


def require_classes(kind: str, data: Data) -> None:
    """Raise ValueError if a kind of experiment that needs classes is given numbers to predict."""
    if not class_count(data) and not is_unread(data):
        raise ValueError(f"{kind} needs data with classes, and '{called(data)}' has none")


def require_numbers(kind: str, data: Data) -> None:
    """Raise ValueError if a kind of experiment that predicts numbers is given classes."""
    if class_count(data):
        raise ValueError(f"{kind} needs data with numbers to predict, and '{called(data)}' has classes")


def described(data: Data) -> dict[str, Any]:
    """Return what is told of the data to readers: how they are called, their licence, where they are from."""
    told = {"name": called(data), "licence": data.licence, "source": data.source}
    return {name: words for name, words in told.items() if words is not None}


def as_written(data: Data) -> dict[str, Any]:
    """Return what decides on the rows, as JSON can hold it; what was found in a file is left out."""
    names = [name for name in Data.__struct_fields__ if name not in Data.unkeyed]
    return {name: getattr(data, name) for name in names}


def _load_own(data: Data) -> "Rows":
    # Found by name, so that a change in how files are read trains again what reads a file, and nothing else.
    rows: Rows = import_module(OWN_DATA).load(data)
    return rows
