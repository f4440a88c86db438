"""Textbook learners whose one setting runs from too simple to too flexible, seed by seed.

    polynomial   least squares on a noisy curve; its setting is the degree
    kernel       a support vector classifier with a Gaussian kernel; its setting is gamma
    neighbours   a vote of the nearest training examples; its setting is how many vote

Each learner takes one draw of the data and all values of its setting, and returns scores of
shape `(values, 3)`: on the training, the validation and the test examples; of a polynomial a fourth.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from proofpress.datasets.options import Data, data_set, noise_of, part_sizes
from proofpress.datasets.splitting import load
from proofpress.draws import generator, noisy_labels

if TYPE_CHECKING:
    import numpy as np


class Draw(Struct, frozen=True):
    """One draw of the data: three pairs of inputs `(examples, features)` and targets `(examples,)`."""

    train: tuple["np.ndarray", "np.ndarray"]
    validation: tuple["np.ndarray", "np.ndarray"]
    test: tuple["np.ndarray", "np.ndarray"]

    def parts(self) -> tuple[tuple["np.ndarray", "np.ndarray"], ...]:
        """Return the parts in the order in which scores are reported."""
        return self.train, self.validation, self.test


def draw(data: Data, seed: int) -> Draw:
    """Return the examples of one seed: the split whose id is the seed's distance from the recorded one.

    Training labels have the label noise. Data drawn around a curve are in their own units, not standardised, so that
    every seed's fit can be drawn on the same axes.
    """
    import numpy as np

    split = data.split + seed
    curve = data_set(data).curve
    if curve is not None:
        chance = generator(split, f"classic {data.name}")
        inputs = chance.random(sum(part_sizes(data)))
        targets = curve(inputs) + noise_of(data) * chance.normal(size=len(inputs))
        ends = np.cumsum(part_sizes(data))[:-1]
        return Draw(*zip(np.split(inputs[:, None], ends), np.split(targets, ends), strict=True))
    arrays = load(replace(data, split=split))
    inputs, labels = arrays.part("train")
    noisy = noisy_labels(labels, arrays.classes, data.label_noise, seed)
    return Draw((inputs, noisy), arrays.part("validation"), arrays.part("test"))


def polynomial(examples: Draw, degrees: Sequence[int], grid: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """Return mean squared errors `(degrees, 4)` and the fitted curves on the grid `(degrees, points)`.

    The fourth error is of those test examples that lie between the outermost training examples: beyond them a high
    degree extrapolates, and one example there may outweigh all others. The fit is plain least squares; Legendre
    polynomials as its basis keep high degrees well conditioned.
    """
    import numpy as np
    from numpy.polynomial import legendre

    def basis(inputs: np.ndarray, degree: int) -> np.ndarray:
        return legendre.legvander(2 * inputs - 1, degree)

    inputs, targets = examples.train[0][:, 0], examples.train[1]
    errors, curves = np.empty((len(degrees), 4)), np.empty((len(degrees), len(grid)))
    tested, wanted_there = examples.test[0][:, 0], examples.test[1]
    inside = (inputs.min() <= tested) & (tested <= inputs.max())
    parts = [*examples.parts(), (examples.test[0][inside], wanted_there[inside])]
    for row, degree in enumerate(degrees):
        coefficients = np.linalg.lstsq(basis(inputs, degree), targets, rcond=None)[0]
        for column, (rows, wanted) in enumerate(parts):
            errors[row, column] = np.mean((basis(rows[:, 0], degree) @ coefficients - wanted) ** 2)
        curves[row] = basis(grid, degree) @ coefficients
    return errors, curves


def kernel(examples: Draw, gammas: Sequence[float]) -> "np.ndarray":
    """Return accuracies `(gammas, 3)` of a support vector classifier with C = 1 and a Gaussian kernel."""
    import numpy as np
    from sklearn.svm import SVC

    fitted = (SVC(gamma=gamma).fit(*examples.train) for gamma in gammas)
    return np.array([[model.score(*part) for part in examples.parts()] for model in fitted])


def neighbours(examples: Draw, counts: Sequence[int]) -> "np.ndarray":
    """Return accuracies `(counts, 3)` of the vote of the nearest training examples (Euclidean distance).

    A training example is its own nearest neighbour. A tied vote goes to the smaller class number.
    The neighbours are sorted once, so that all counts cost about as much as one.
    """
    import numpy as np

    inputs, labels = examples.train
    votes_of = np.eye(labels.max() + 1, dtype=int)[labels]
    accuracies = np.empty((len(counts), 3))
    for column, (rows, wanted) in enumerate(examples.parts()):
        distances = np.sum((rows[:, None, :] - inputs[None, :, :]) ** 2, axis=2)
        order = np.argsort(distances, axis=1, kind="stable")
        votes = np.cumsum(votes_of[order], axis=1)
        for row, count in enumerate(counts):
            accuracies[row, column] = np.mean(votes[:, count - 1].argmax(axis=1) == wanted)
    return accuracies
