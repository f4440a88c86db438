"""Findings again with scikit-learn and numpy alone: its data, its networks, its optimizers, and a loop.

Start weights, batch order and wrong labels are scikit-learn's own or drawn here: nothing is shared with the press
but the settings that the content names and the rows of the split. `MLPClassifier` minimises, on a batch of b rows,
mean loss + alpha / 2b · (sum of squared weights): a weight decay of d is an `alpha` of d · b.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_wine, make_moons
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, ShuffleSplit, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

RESAMPLES = 1000


@dataclass(frozen=True)
class Interval:
    """A number with its 95% percentile-bootstrap interval over seeds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Rows:
    """Rows of scikit-learn's digits that train, choose and report."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def accuracies(
    rows: Rows,
    settings: Sequence[Mapping[str, float]],
    seeds: Sequence[int],
    *,
    hidden: tuple[int, ...],
    batch: int,
    epochs: int,
    momentum: float = 0.0,
    wrong: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return validation and test accuracy of each setting and seed, shape `(settings, seeds)`.

    settings: mappings with `rate` and `decay`. wrong: the share of training labels replaced by another class.
    """
    images, digits = load_digits(return_X_y=True)
    images = images / 16
    judged, reported = np.empty((2, len(settings), len(seeds)))
    for column, seed in enumerate(seeds):
        labels = _wrong_labels(digits[rows.train], wrong, seed)
        for row, setting in enumerate(settings):
            network = MLPClassifier(
                hidden, activation="relu", solver="sgd", learning_rate_init=setting["rate"], batch_size=batch,
                alpha=setting["decay"] * batch, momentum=momentum, nesterovs_momentum=False, max_iter=epochs,
                n_iter_no_change=epochs + 1, random_state=seed,
            )  # fmt: skip
            with warnings.catch_warnings(), np.errstate(over="ignore", invalid="ignore"):
                warnings.simplefilter("ignore", ConvergenceWarning)
                network.fit(images[rows.train], labels)
            judged[row, column] = network.score(images[rows.validation], digits[rows.validation])
            reported[row, column] = network.score(images[rows.test], digits[rows.test])
    return judged, reported


def chosen_minus(judged: np.ndarray, reported: np.ndarray, other: int) -> Interval:
    """Return by how many points the setting that validation chooses beats another; the choice is resampled too."""

    def gain(at: np.ndarray) -> float:
        best = judged[:, at].mean(axis=1).argmax()
        return float(100 * (reported[best, at] - reported[other, at]).mean())

    return bootstrap(gain, judged.shape[1])


def penalties(
    alphas: np.ndarray, train: int, test: int, folds: int, holdout: float, seeds: Sequence[int]
) -> dict[str, np.ndarray]:
    """Return for each seed, a split of the patients of its own, what one split and what folds choose, and the cost.

    single, folds: decimal logarithm of the chosen penalty. excess_folds, excess_none: how far the test error of what
    folds chose, and of no penalty, lies above that of the best penalty, as a ratio to it.
    """
    inputs, targets = load_diabetes(return_X_y=True)
    found: dict[str, list[float]] = {"single": [], "folds": [], "excess_folds": [], "excess_none": []}
    for seed in seeds:
        seen, rest = train_test_split(np.arange(len(targets)), train_size=train, test_size=test, random_state=seed)
        x, y = inputs[seen], targets[seen]
        single = _judged(x, y, alphas, ShuffleSplit(1, test_size=holdout, random_state=seed))
        several = _judged(x, y, alphas, KFold(folds, shuffle=True, random_state=seed))
        errors = _errors(x, y, inputs[rest], targets[rest], np.append(alphas, 1e-12))
        best = errors[:-1].min()
        found["single"].append(float(np.log10(alphas[single])))
        found["folds"].append(float(np.log10(alphas[several])))
        found["excess_folds"].append(errors[several] / best - 1)
        found["excess_none"].append(errors[-1] / best - 1)
    return {name: np.array(values) for name, values in found.items()}


def polynomials(
    degrees: Sequence[int], train: int, validation: int, test: int, noise: float, seeds: Sequence[int]
) -> dict[str, np.ndarray]:
    """Return squared errors of polynomials through a noisy sine, `(degrees, seeds)`: on validation and test points.

    inside: on the test points between the outermost training points.
    """
    found = {name: np.empty((len(degrees), len(seeds))) for name in ("validation", "test", "inside")}
    for column, seed in enumerate(seeds):
        chance = np.random.default_rng(seed)
        x = [chance.random(size) for size in (train, validation, test)]
        y = [np.sin(2 * np.pi * at) + chance.normal(0, noise, len(at)) for at in x]
        within = (x[2] > x[0].min()) & (x[2] < x[0].max())
        for row, degree in enumerate(degrees):
            curve = np.polynomial.Polynomial.fit(x[0], y[0], degree)
            squared = (curve(x[2]) - y[2]) ** 2
            found["validation"][row, column] = np.mean((curve(x[1]) - y[1]) ** 2)
            found["test"][row, column] = squared.mean()
            found["inside"][row, column] = squared[within].mean()
    return found


def classified(
    method: str, values: Sequence[float], sizes: tuple[int, int, int], noise: float, seeds: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return validation and test accuracy `(values, seeds)` of a kernel on moons, or of neighbours on wines.

    noise: of the moons' points; of the wines' training labels, the share that is wrong.
    """
    judged, reported = np.empty((2, len(values), len(seeds)))
    for column, seed in enumerate(seeds):
        if method == "kernel":
            inputs, labels = make_moons(sum(sizes), noise=noise, random_state=seed)
        else:
            inputs, labels = load_wine(return_X_y=True)
        seen, rest = train_test_split(np.arange(len(labels)), train_size=sizes[0], stratify=labels, random_state=seed)
        chosen, told = rest[: sizes[1]], rest[sizes[1] : sizes[1] + sizes[2]]
        taught = labels[seen] if method == "kernel" else _wrong_labels(labels[seen], noise, seed, 3)
        for row, value in enumerate(values):
            learner = SVC(gamma=value) if method == "kernel" else KNeighborsClassifier(int(value))
            model = make_pipeline(StandardScaler(), learner).fit(inputs[seen], taught)
            judged[row, column] = model.score(inputs[chosen], labels[chosen])
            reported[row, column] = model.score(inputs[told], labels[told])
    return judged, reported


def tumours(train: int, test: int, wrong: float, seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """Return test accuracy `(seeds,)` of a tree of a forest, and of a hundred trees, averaged or boosted.

    wrong: the share of training labels that say the other of the two.
    """
    inputs, labels = load_breast_cancer(return_X_y=True)
    learners = {
        "one": lambda seed: RandomForestClassifier(1, random_state=seed),
        "forest": lambda seed: RandomForestClassifier(100, random_state=seed),
        "boosting": lambda seed: GradientBoostingClassifier(n_estimators=100, random_state=seed),
    }
    found = {name: np.empty(len(seeds)) for name in learners}
    for column, seed in enumerate(seeds):
        seen, told = train_test_split(
            np.arange(len(labels)), train_size=train, test_size=test, stratify=labels, random_state=seed
        )
        taught = _wrong_labels(labels[seen], wrong, seed, 2)
        for name, learner in learners.items():
            found[name][column] = learner(seed).fit(inputs[seen], taught).score(inputs[told], labels[told])
    return found


def lengths(alpha: float, train: int, seeds: Sequence[int]) -> np.ndarray:
    """Return the length of the coefficients that a penalty leaves, `(seeds,)`, each of patients of its own."""
    inputs, targets = load_diabetes(return_X_y=True)
    found = []
    for seed in seeds:
        seen, _ = train_test_split(np.arange(len(targets)), train_size=train, random_state=seed)
        standard = StandardScaler().fit_transform(inputs[seen])
        found.append(float(np.linalg.norm(Ridge(alpha=alpha).fit(standard, targets[seen]).coef_)))
    return np.array(found)


def likenesses(train: int, rate: float, steps: int, seeds: Sequence[int]) -> np.ndarray:
    """Return how the weights of a network without hidden units correlate with mean images, `(seeds,)`.

    For each digit its mean image less that of all; the network descends on all its training images at once.
    """
    inputs, labels = load_digits(return_X_y=True)
    found = []
    for seed in seeds:
        seen, _ = train_test_split(np.arange(len(labels)), train_size=train, stratify=labels, random_state=seed)
        x, targets = inputs[seen] / 16, np.eye(10)[labels[seen]]
        # Uniform on ±1/√inputs, as PyTorch begins: what is left of it makes pictures less clear.
        weights, biases = np.random.default_rng(seed).uniform(-1 / 8, 1 / 8, (64, 10)), np.zeros(10)
        for _ in range(steps):
            outputs = x @ weights + biases
            likely = np.exp(outputs - outputs.max(axis=1, keepdims=True))
            wrong = (likely / likely.sum(axis=1, keepdims=True) - targets) / train
            weights, biases = weights - rate * x.T @ wrong, biases - rate * wrong.sum(axis=0)
        apart = x.T @ targets / targets.sum(axis=0) - x.mean(axis=0)[:, None]
        found.append(float(np.corrcoef(weights.ravel(), apart.ravel())[0, 1]))
    return np.array(found)


def bootstrap(number: Callable[[np.ndarray], float], seeds: int) -> Interval:
    """Return a number and the middle 95% of what it is on seeds drawn with replacement."""
    chance = np.random.default_rng(0)
    drawn = [number(chance.integers(0, seeds, seeds)) for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(number(np.arange(seeds)), float(low), float(high))


def _wrong_labels(labels: np.ndarray, share: float, seed: int, classes: int = 10) -> np.ndarray:
    chance = np.random.default_rng(seed)
    wrong = chance.choice(len(labels), round(share * len(labels)), replace=False)
    noisy = labels.copy()
    noisy[wrong] = (labels[wrong] + chance.integers(1, classes, len(wrong))) % classes
    return noisy


def _judged(x: np.ndarray, y: np.ndarray, alphas: np.ndarray, splitter: KFold | ShuffleSplit) -> int:
    """Return the position of the penalty with the lowest mean error on rows held out."""
    errors = [_errors(x[seen], y[seen], x[held], y[held], alphas) for seen, held in splitter.split(x)]
    return int(np.mean(errors, axis=0).argmin())


def _errors(x: np.ndarray, y: np.ndarray, to: np.ndarray, truth: np.ndarray, alphas: np.ndarray) -> np.ndarray:
    """Return the mean squared error of each penalty's fit; Ridge takes one penalty for each of many equal targets."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    fit = Ridge(alpha=alphas).fit((x - mean) / spread, np.tile(y[:, None], len(alphas)))
    predicted = np.asarray(fit.predict((to - mean) / spread))
    return np.asarray(np.mean((predicted - truth[:, None]) ** 2, axis=0))
