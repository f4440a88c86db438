import numpy as np
import pytest

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import descent
from proofpress.experiments.kinds.descent import KIND, Descent
from proofpress.experiments.methods import linear
from proofpress.experiments.ranges import Range
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

DATA = Data("diabetes", train=200, validation=1, test=100)
OPTIONS = Descent(data=DATA, relative_rate=Range(0.9, 1.1, points=41), steps=3000, seeds=2)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert validated(KIND, example(KIND, descent)).relative_rates[200] == pytest.approx(1)


def test_records_what_the_outline_promises() -> None:
    """The channels are those of the outline, in their dimensions."""
    assert_as_outlined(KIND, OPTIONS, whole(KIND, OPTIONS))


def test_divergence_begins_at_the_predicted_rate() -> None:
    """The smallest learning rate that diverges is within one step of the grid of 2 / (largest curvature)."""
    channels = whole(KIND, OPTIONS)
    step = OPTIONS.relative_rates[1] - OPTIONS.relative_rates[0]
    np.testing.assert_allclose(channels["rate_ratio"].values, 1, atol=step + 1e-9)
    below = np.array(OPTIONS.relative_rates) < 1 - step / 2
    assert not channels["outcome"].values[below].any()
    assert channels["outcome"].values[-1].all()


@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_gap_shrinks_as_the_eigenvalues_say(decay: float) -> None:
    """After t steps the distance along each eigenvector has shrunk by (1 - rate · curvature) to the power t."""
    inputs, targets = (part.astype(float) for part in load(DATA).part("train"))
    standard, centred, *_ = linear.standardised(inputs, targets)
    curvatures, vectors = np.linalg.eigh(standard.T @ standard / len(centred) + decay * np.eye(10))
    away = vectors.T @ np.linalg.solve(vectors @ np.diag(curvatures) @ vectors.T, standard.T @ centred / len(centred))
    relative, steps = np.array([0.3, 0.95, 1.01]), 40
    found = linear.descend(inputs, targets, decay, relative, steps)
    assert found.predicted == pytest.approx(2 / curvatures.max())
    for row, rate in enumerate(relative * found.predicted):
        left = away * (1 - rate * curvatures) ** steps
        assert found.gap[row] == pytest.approx(np.sum(curvatures * left**2) / np.sum(curvatures * away**2), rel=1e-6)
        assert found.distance[row] == pytest.approx(np.linalg.norm(left) / np.linalg.norm(away), rel=1e-6)


def test_weight_decay_gives_the_ridge_solution() -> None:
    """What descent approaches is ridge regression with alpha = weight decay times the number of rows."""
    inputs, targets = (part.astype(float) for part in load(DATA).part("train"))
    found = linear.descend(inputs, targets, 0.5, np.array([0.9]), 2000)
    solved = linear.fit(inputs, targets, np.array([0.5 * len(inputs)])).coefficients[0]
    standard, centred, *_ = linear.standardised(inputs, targets)
    curvature = standard.T @ standard / len(centred) + 0.5 * np.eye(10)
    np.testing.assert_allclose(solved, np.linalg.solve(curvature, standard.T @ centred / len(centred)), rtol=1e-8)
    assert found.distance[0] < 1e-9


def test_wrong_options_are_told() -> None:
    """Options that cannot be meant are refused with a sentence."""
    with pytest.raises(ValueError, match=exactly("descent needs data with numbers to predict, and 'wine' has classes")):
        Descent(data=Data("wine"))
    with pytest.raises(ValueError, match=exactly("every 'relative_rate' is above 0")):
        Descent(data=DATA, relative_rate=(0.0, 1.0))
