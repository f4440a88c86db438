"""Data as arrays: loaded, scaled and split. Nothing is fetched: scikit-learn ships the files."""

from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.datasets.data import Data, class_count, part_sizes, row_count
from proofpress.draws import generator

if TYPE_CHECKING:
    import numpy as np

DIGIT_SHADES = 16
DEFAULT_NOISE = {"moons": 0.2, "circles": 0.1, "sine": 0.25}


class Arrays(Struct, frozen=True, eq=False):
    """A split data set. Rows are ordered train, validation, test.

    inputs: `(rows, features)`, float32, scaled. targets: `(rows,)`, int32 classes or float32 numbers.
    sizes: rows in each part. classes: 0 for regression. order: `(rows,)`, each row's place in the raw data.
    """

    inputs: "np.ndarray"
    targets: "np.ndarray"
    sizes: tuple[int, int, int]
    classes: int
    order: "np.ndarray"

    def part(self, name: str) -> tuple["np.ndarray", "np.ndarray"]:
        """Return inputs and targets of `train`, `validation` or `test`."""
        train, validation, test = self.sizes
        start, rows = {"train": (0, train), "validation": (train, validation), "test": (train + validation, test)}[name]
        return self.inputs[start : start + rows], self.targets[start : start + rows]


@cache
def load(data: Data) -> Arrays:
    """Return a data set, scaled and split as the options say, without label noise (see `draws.noisy_labels`).

    Shades of digits are divided by 16. Other features, and the targets of a regression, are standardised
    with the mean and standard deviation of the training rows. A smaller `train` takes the first rows of a
    larger one, and leaves validation and test as they are.
    """
    import numpy as np

    inputs, targets = _raw(data)
    if data.positive is not None:
        targets = (targets == data.positive).astype(np.int32)
    classes = class_count(data)
    train, validation, test = part_sizes(data)
    order = split_order(targets if classes else np.zeros(len(targets), int), data.split)
    order = np.concatenate([order[test + validation :][:train], order[test : test + validation], order[:test]])
    inputs, targets = inputs[order], targets[order]
    inputs = inputs / DIGIT_SHADES if data.name == "digits" else _standardised(inputs, train)
    targets = targets.astype(np.int32) if classes else _standardised(targets, train).astype(np.float32)
    return Arrays(inputs.astype(np.float32), targets, (train, validation, test), classes, order)


def split_order(classes: "np.ndarray", split: int) -> "np.ndarray":
    """Return row numbers in an order of which every stretch holds the classes in nearly equal shares.

    Each class is shuffled and spread evenly over [0, 1), with a random shift within each step; rows are
    then taken by their place. With one class this is a plain shuffle.
    """
    import numpy as np

    chance = generator(split, "split")
    place = np.empty(len(classes))
    for each in np.unique(classes):
        rows = np.flatnonzero(classes == each)
        place[rows] = (chance.permutation(len(rows)) + chance.random(len(rows))) / len(rows)
    return np.argsort(place, kind="stable")


def _standardised(values: "np.ndarray", train: int) -> "np.ndarray":
    spread = values[:train].std(axis=0)
    standardised: np.ndarray = (values - values[:train].mean(axis=0)) / (spread + (spread == 0))
    return standardised


def _raw(data: Data) -> tuple["np.ndarray", "np.ndarray"]:
    made = {"moons": _moons, "circles": _circles, "sine": _sine}
    if data.name in made:
        noise = data.noise if data.noise is not None else DEFAULT_NOISE[data.name]
        return made[data.name](row_count(data), noise, generator(data.split, f"generated {data.name}"))
    import sklearn.datasets as shipped

    loaders: dict[str, Any] = {
        "digits": shipped.load_digits,
        "breast_cancer": shipped.load_breast_cancer,
        "wine": shipped.load_wine,
        "iris": shipped.load_iris,
        "diabetes": shipped.load_diabetes,
    }
    inputs, targets = loaders[data.name](return_X_y=True)
    return inputs, targets


def _moons(rows: int, noise: float, chance: "np.random.Generator") -> tuple["np.ndarray", "np.ndarray"]:
    """Return two half circles that reach into each other."""
    import numpy as np

    classes = np.arange(rows) % 2
    angle = np.pi * chance.random(rows)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return np.where(classes[:, None] == 0, upper, lower) + noise * chance.normal(size=(rows, 2)), classes


def _circles(rows: int, noise: float, chance: "np.random.Generator") -> tuple["np.ndarray", "np.ndarray"]:
    """Return a circle of radius 1 around one of radius 1/2; class 1 is the inner one."""
    import numpy as np

    classes = np.arange(rows) % 2
    angle = 2 * np.pi * chance.random(rows)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return circle * (1 - classes[:, None] / 2) + noise * chance.normal(size=(rows, 2)), classes


def _sine(rows: int, noise: float, chance: "np.random.Generator") -> tuple["np.ndarray", "np.ndarray"]:
    """Return one period of a sine over [0, 1) with Gaussian noise on the targets."""
    import numpy as np

    place = chance.random(rows)
    return place[:, None], np.sin(2 * np.pi * place) + noise * chance.normal(size=rows)
