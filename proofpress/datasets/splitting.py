"""Data as arrays: loaded, scaled and split into training, validation and test rows."""

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from proofpress.datasets.options import Data, class_count, data_set, part_sizes
from proofpress.draws import generator

if TYPE_CHECKING:
    import numpy as np


class Arrays(Struct, frozen=True, eq=False):
    """A split data set. Rows are ordered train, validation, test.

    inputs: `(rows, features)`, float32, scaled. targets: `(rows,)`, int32 classes or float32 numbers.
    sizes: rows in each part. classes: 0 for numbers to predict. order: `(rows,)`, each row's number in the raw data.
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
def load(data: Data, scaled: bool = True) -> Arrays:
    """Return a data set, scaled and split as the options say, without label noise (see `draws.noisy_labels`).

    A feature that is missing in a row gets the mean of the training rows that have it. scaled: whether inputs, and
    numbers to predict, are scaled; unscaled ones keep their units.
    Pixels are divided by their largest value. Other features, and numbers to predict, are standardised with the mean
    and standard deviation of the training rows. A smaller `train` takes the first rows of a larger one, and leaves
    validation and test as they are.
    """
    import numpy as np

    known = data_set(data)
    inputs, targets = known.load(data)
    if data.positive is not None:
        targets = (targets == data.positive).astype(np.int32)
    classes = class_count(data)
    train, validation, test = part_sizes(data)
    order = split_order(targets if classes else np.zeros(len(targets), int), data.split)
    order = np.concatenate([order[test + validation :][:train], order[test : test + validation], order[:test]])
    inputs, targets = inputs[order], targets[order]
    if np.isnan(inputs).any():
        inputs = np.where(np.isnan(inputs), np.nan_to_num(np.nanmean(inputs[:train], axis=0)), inputs)
    if scaled:
        inputs = inputs / known.shades if known.shades else _standardised(inputs, train)
    if not classes and scaled:
        targets = _standardised(targets, train)
    targets = targets.astype(np.int32 if classes else np.float32)
    return Arrays(inputs.astype(np.float32), targets, (train, validation, test), classes, order)


def split_order(classes: "np.ndarray", split: int) -> "np.ndarray":
    """Return row numbers in an order of which every stretch holds the classes in nearly equal shares.

    Each class is shuffled and spread evenly over [0, 1), with a random shift within each step; rows are then sorted by
    their position there. With one class this is a plain shuffle.
    """
    import numpy as np

    chance = generator(split, "split")
    position = np.empty(len(classes))
    for label in np.unique(classes):
        rows = np.flatnonzero(classes == label)
        position[rows] = (chance.permutation(len(rows)) + chance.random(len(rows))) / len(rows)
    return np.argsort(position, kind="stable")


def _standardised(values: "np.ndarray", train: int) -> "np.ndarray":
    spread = values[:train].std(axis=0)
    standardised: np.ndarray = (values - values[:train].mean(axis=0)) / (spread + (spread == 0))
    return standardised
