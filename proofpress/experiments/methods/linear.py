"""Linear regression with a penalty on the coefficients, solved at once for many penalties.

For inputs X `(examples, features)`, standardised, and targets y, centred, the coefficients that minimise
|y - Xw|² + alpha |w|² are V diag(s / (s² + alpha)) Uᵀy, where X = U diag(s) Vᵀ: one decomposition
serves every alpha. Hastie, Tibshirani, Friedman, *The Elements of Statistical Learning* (2009), section 3.4.1.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np

FLOOR = 1e-20


class Fit(Struct, frozen=True):
    """Solutions for some penalties. coefficients: `(alphas, features)`, of standardised inputs.

    mean, deviation: of the training inputs, `(features,)`. offset: the mean training target.
    """

    coefficients: "np.ndarray"
    mean: "np.ndarray"
    deviation: "np.ndarray"
    offset: float

    def errors(self, inputs: "np.ndarray", targets: "np.ndarray") -> "np.ndarray":
        """Return the mean squared error of each penalty's solution on some examples, shape `(alphas,)`."""
        import numpy as np

        standard = (inputs - self.mean) / self.deviation
        errors: np.ndarray = np.mean((standard @ self.coefficients.T + self.offset - targets[:, None]) ** 2, axis=0)
        return errors


def standardised(inputs: "np.ndarray", targets: "np.ndarray") -> tuple["np.ndarray", ...]:
    """Return inputs with mean 0 and deviation 1, targets with mean 0, and the three numbers that undo it."""
    import numpy as np

    mean, deviation, offset = inputs.mean(axis=0), inputs.std(axis=0), targets.mean()
    deviation = np.where(deviation == 0, 1.0, deviation)
    return (inputs - mean) / deviation, targets - offset, mean, deviation, offset


def fit(inputs: "np.ndarray", targets: "np.ndarray", alphas: "np.ndarray") -> Fit:
    """Return the solutions for all alphas; alpha 0 is least squares (the shortest solution if there are many)."""
    import numpy as np

    standard, centred, mean, deviation, offset = standardised(inputs, targets)
    left, singular, right = np.linalg.svd(standard, full_matrices=False)
    kept = singular > singular.max() * max(standard.shape) * np.finfo(float).eps
    shares = np.where(kept, singular, 0.0) / np.where(kept, singular**2 + alphas[:, None], 1.0)
    return Fit((shares * (left.T @ centred)) @ right, mean, deviation, float(offset))


def validation_errors(
    inputs: "np.ndarray",
    targets: "np.ndarray",
    alphas: "np.ndarray",
    splits: Iterable[tuple["np.ndarray", "np.ndarray"]],
) -> "np.ndarray":
    """Return each penalty's mean squared error on examples that its fit did not see, averaged over the splits.

    splits: pairs of row numbers (fitted, held out), as scikit-learn's splitters give them.
    """
    import numpy as np

    errors = [fit(inputs[seen], targets[seen], alphas).errors(inputs[held], targets[held]) for seen, held in splits]
    mean: np.ndarray = np.mean(errors, axis=0)
    return mean


class Descent(Struct, frozen=True):
    """What gradient descent did at each learning rate; all but the rates have shape `(rates,)`.

    gap: how far the loss ended above its minimum, as a ratio to how far it began above it.
    grows: whether that gap still grew in the second half of the steps. distance: from the coefficients reached to
    those of the closed form, as a ratio to the length of the latter.
    predicted: the learning rate above which descent diverges, 2 / (largest curvature).
    """

    gap: "np.ndarray"
    grows: "np.ndarray"
    distance: "np.ndarray"
    predicted: float


def descend(
    inputs: "np.ndarray", targets: "np.ndarray", decay: float, relative_rates: "np.ndarray", steps: int
) -> Descent:
    """Run gradient descent from zero on |y - Xw|² / 2n + decay |w|² / 2, at all learning rates together.

    relative_rates: learning rates in units of the predicted limit, shape `(rates,)`.
    """
    import numpy as np

    standard, centred, *_ = standardised(inputs, targets)
    curvature = standard.T @ standard / len(centred) + decay * np.eye(standard.shape[1])
    pull = standard.T @ centred / len(centred)
    target = np.linalg.solve(curvature, pull)
    predicted = 2 / float(np.linalg.eigvalsh(curvature)[-1])

    def gaps(coefficients: np.ndarray) -> np.ndarray:
        away = coefficients - target
        gap: np.ndarray = np.einsum("rf,fg,rg->r", away, curvature, away)
        return gap

    rates = (relative_rates * predicted)[:, None]
    coefficients = np.zeros((len(relative_rates), len(target)))
    begin = gaps(coefficients)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps // 2):
            coefficients -= rates * (coefficients @ curvature - pull)
        middle = gaps(coefficients)
        for _ in range(steps - steps // 2):
            coefficients -= rates * (coefficients @ curvature - pull)
        end = gaps(coefficients)
        distance = np.linalg.norm(coefficients - target, axis=1) / np.linalg.norm(target)
        # Below the floor both halves are rounding noise of a run that has converged.
        grows = ~(end <= np.maximum(middle, FLOOR * begin))
        return Descent(end / begin, grows, distance, predicted)
