import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import hypergradient
from proofpress.experiments.kinds.hypergradient import KIND, Hypergradient
from proofpress.experiments.methods import hypergradients
from proofpress.experiments.ranges import Range
from proofpress.experiments.recipes import Model, Training
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

OPTIONS = Hypergradient(
    Data("iris", train=40, label_noise=0.3),
    Training(learning_rate=0.1, optimizer="momentum", batch_size=10, steps=60),
    weight_decay=Range(0.0003, 1, points=15, scale="log"),
    start=0.001,
    model=Model(hidden=(8,), activation="tanh"),
    outer_rate=0.2,
    seeds=2,
    first_seed=1,
)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert len(validated(KIND, example(KIND, hypergradient)).grid) == 21


def test_the_path_goes_down_to_where_the_grid_is_lowest() -> None:
    """The channels are those of the outline; the path ends about as low as the best weight decay of the grid."""
    channels = whole(KIND, OPTIONS)
    assert_as_outlined(KIND, OPTIONS, channels)
    lowest = channels["grid_loss"].values.min(axis=0)
    assert np.all(channels["path_loss"].values[:, -1] < lowest + 0.02)
    assert np.all(channels["loss_change"].values < 0)
    np.testing.assert_allclose(channels["path"].values[:, 0], -3)


def test_the_loss_is_that_of_the_engines_run() -> None:
    """Trained by the engine with the same weight decay and seed, the validation loss is the same."""
    training = replace(OPTIONS.training, weight_decay=0.03)
    setting = replace(OPTIONS.setting, training=training)
    found = engine.run(job_of(setting, (60,)), load(OPTIONS.data), [replica_of(setting, 1)])
    ours, _ = hypergradient.judge_of(OPTIONS, 1)(np.log10(0.03))
    assert ours == pytest.approx(float(found["validation_loss"][0, -1]), rel=1e-4)


@pytest.mark.parametrize("decades", [-2.0, -1.0])
def test_the_slope_is_the_finite_difference(decades: float) -> None:
    """The slope carried through the run is the change of the loss over a small step of the logarithm."""
    judge = hypergradient.judge_of(OPTIONS, 1)
    step = 0.02
    measured = (judge(decades + step)[0] - judge(decades - step)[0]) / (2 * step)
    assert judge(decades)[1] == pytest.approx(measured, rel=0.05, abs=1e-3)


def test_descent_finds_the_bottom_of_a_parabola() -> None:
    """On a loss whose bottom is known the path ends there; where the slope is not finite it stays."""
    path, losses = hypergradients.descend(lambda at: ((at + 1) ** 2, 2 * (at + 1)), -4.0, 0.2, 200)
    assert path[-1] == pytest.approx(-1, abs=0.05)
    assert losses[0] == pytest.approx(9)
    stuck, _ = hypergradients.descend(lambda at: (float("nan"), float("nan")), -4.0, 0.2, 3)
    np.testing.assert_array_equal(stuck, -4)


def test_wrong_options_are_told() -> None:
    """Options that cannot be meant are refused with a sentence."""
    own = "the weight decay is what is moved: leave 'weight_decay' and 'dropout' out of 'training'"
    with pytest.raises(ValueError, match=exactly(own)):
        replace(OPTIONS, training=Training(steps=5, weight_decay=0.1))
    with pytest.raises(ValueError, match=exactly("every weight decay of the grid is above 0")):
        replace(OPTIONS, weight_decay=(0.0, 1.0))
    both = "the loss and the weight decay make up what is minimised: leave 'weight_l1' and 'adamw' out"
    for training in (Training(steps=5, weight_l1=0.1), Training(steps=5, optimizer="adamw")):
        with pytest.raises(ValueError, match=exactly(both)):
            replace(OPTIONS, training=training)
