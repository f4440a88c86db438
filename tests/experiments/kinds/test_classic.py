import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from proofpress.datasets.options import Data
from proofpress.experiments.kinds import classic
from proofpress.experiments.kinds.classic import KIND, Classic
from proofpress.experiments.methods import classics
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

SINE = Data("sine", train=20, validation=20, test=50, noise=0.3)
MOONS = Data("moons", train=60, validation=30, test=40, noise=0.3, rows=200)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert validated(KIND, example(KIND, classic)).values[-1] == 14


@pytest.mark.parametrize(
    "options",
    [
        Classic(method="polynomial", data=SINE, sweep={"degree": (0, 3)}, seeds=3, first_seed=2),
        Classic(method="kernel", data=MOONS, sweep={"gamma": (0.1, 1.0)}, seeds=2),
        Classic(method="neighbours", data=Data("iris"), sweep={"neighbours": (1, 5, 15)}, seeds=2),
    ],
    ids=lambda options: options.method,
)
def test_records_what_the_outline_promises(options: Classic) -> None:
    """Every method records the channels of its outline, in their dimensions."""
    assert_as_outlined(KIND, options, whole(KIND, options))


@pytest.mark.parametrize("degree", [0, 1, 4, 9])
def test_polynomial_is_least_squares(degree: int) -> None:
    """The fitted curve is the one that numpy's own polynomial fit finds, and the errors are the curve's."""
    draw = classics.draw(SINE, 5)
    grid = np.linspace(0, 1, 7)
    errors, curves = classics.polynomial(draw, [degree], grid)
    theirs = np.polynomial.Polynomial.fit(draw.train[0][:, 0], draw.train[1], degree)
    np.testing.assert_allclose(curves[0], theirs(grid), rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(errors[0, 2], np.mean((theirs(draw.test[0][:, 0]) - draw.test[1]) ** 2), rtol=1e-6)
    trained, tested = draw.train[0][:, 0], draw.test[0][:, 0]
    inside = (tested > trained.min()) & (tested < trained.max())
    assert 0 < inside.sum() < len(tested)
    np.testing.assert_allclose(errors[0, 3], np.mean((theirs(tested[inside]) - draw.test[1][inside]) ** 2), rtol=1e-6)


def test_training_error_falls_with_the_degree() -> None:
    """A polynomial of higher degree never fits the training rows worse."""
    errors, _ = classics.polynomial(classics.draw(SINE, 0), range(12), np.zeros(1))
    assert np.all(np.diff(errors[:, 0]) <= 1e-12)


def test_neighbours_vote_as_in_scikit_learn() -> None:
    """The accuracies of all counts are those of scikit-learn's classifier."""
    draw = classics.draw(MOONS, 1)
    counts = [1, 2, 3, 8, 60]
    ours = classics.neighbours(draw, counts)
    models = [KNeighborsClassifier(count, algorithm="brute").fit(*draw.train) for count in counts]
    np.testing.assert_allclose(ours, [[model.score(*part) for part in draw.parts()] for model in models])


def test_a_narrow_kernel_knows_the_training_rows_by_heart() -> None:
    """With a huge gamma every training row is classified right, and unseen rows far worse."""
    draw = classics.draw(MOONS, 0)
    (wide, narrow) = classics.kernel(draw, [1.0, 1e5])
    assert narrow[0] == 1.0
    assert narrow[2] < wide[2]


def test_seeds_are_other_draws_and_settings_share_them() -> None:
    """Two seeds see different rows; the same seed sees the same rows whatever else is asked for."""
    first, again, other = (classics.draw(MOONS, seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first.train[0], again.train[0])
    assert not np.array_equal(first.train[0], other.train[0])
    few = whole(KIND, Classic(method="polynomial", data=SINE, sweep={"degree": (3,)}, seeds=1))
    many = whole(KIND, Classic(method="polynomial", data=SINE, sweep={"degree": (1, 3)}, seeds=2))
    assert few["test_error"].values[0, 0] == many["test_error"].values[1, 0]


def test_label_noise_wrongs_the_training_labels_only() -> None:
    """A fifth of the training labels is wrong where a fifth is asked for; validation and test labels are right."""
    noisy = classics.draw(Data("iris", label_noise=0.2), 3)
    clean = classics.draw(Data("iris"), 3)
    assert np.sum(noisy.train[1] != clean.train[1]) == round(0.2 * len(clean.train[1]))
    np.testing.assert_array_equal(noisy.test[1], clean.test[1])


@pytest.mark.parametrize(
    ("method", "data", "sweep", "message"),
    [
        ("polynomial", SINE, {"gamma": (1,)}, "polynomial sweeps 'degree' and nothing else; give it values"),
        ("polynomial", MOONS, {"degree": (1,)}, "a polynomial is fitted to 'sine', not to 'moons'"),
        ("kernel", SINE, {"gamma": (1,)}, "kernel needs data with classes, and 'sine' has none"),
        ("kernel", MOONS, {"gamma": (0,)}, "gamma is above 0"),
        ("polynomial", SINE, {"degree": (1.5,)}, "degree takes whole numbers"),
        ("neighbours", MOONS, {"neighbours": (61,)}, "neighbours lie between 1 and the 60 training rows"),
    ],
)
def test_wrong_options_are_told(method: str, data: Data, sweep: dict[str, tuple[float, ...]], message: str) -> None:
    """Options that cannot be meant are refused with a sentence."""
    with pytest.raises(ValueError, match=exactly(message)):
        Classic(method=method, data=data, sweep=sweep)
