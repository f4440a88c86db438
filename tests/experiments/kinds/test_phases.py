from collections.abc import Mapping

import numpy as np
import pytest

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import phases
from proofpress.experiments.kinds.phases import KIND, Phases
from proofpress.experiments.recipes import Model, Training
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from proofpress.experiments.training.measurements import OUTCOMES
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

IRIS = Data("iris")
TRAINING = Training(batch_size=16, steps=30)
MODEL = Model(hidden=(6,))


def options_of(*given: Mapping[str, float], carry: bool = False) -> Phases:
    """Return small phases on iris."""
    return Phases(IRIS, TRAINING, MODEL, phases=given, carry=carry, weights=7, every=8, seeds=2, first_seed=1)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert validated(KIND, example(KIND, phases)).steps[-1] == 660


def test_records_what_the_outline_promises() -> None:
    """The channels are those of the outline, the values that phases set among them."""
    options = options_of({"learning_rate": 0.1}, {"learning_rate": 0.2, "weight_decay": 0.5})
    channels = whole(KIND, options)
    assert_as_outlined(KIND, options, channels)
    assert KIND.run_schema(options).axes["step"] == (0, 8, 16, 24, 30)
    np.testing.assert_allclose(channels["learning_rate"].values[:, 0], [0.1, 0.2])
    np.testing.assert_allclose(channels["weight_decay"].values, [0, 0.5])


def test_phases_begin_alike_and_equal_phases_end_alike() -> None:
    """Each phase starts from the same weights; two phases with the same settings are the same run."""
    trajectory = whole(KIND, options_of({"learning_rate": 0.1}, {"learning_rate": 0.4}, {"learning_rate": 0.1}))
    weights = trajectory["trajectory"].values
    np.testing.assert_array_equal(weights[:, 0, 0], weights[:, 1, 0])
    np.testing.assert_array_equal(weights[:, 0], weights[:, 2])
    assert not np.array_equal(weights[:, 0, -1], weights[:, 1, -1])


def test_carried_phases_go_on_where_the_one_before_ended() -> None:
    """With `carry`, a phase's first weights are the last ones of the phase before."""
    weights = whole(KIND, options_of({"learning_rate": 0.1}, {"learning_rate": 0.4}, carry=True))["trajectory"].values
    np.testing.assert_array_equal(weights[:, 1, 0], weights[:, 0, -1])
    assert not np.array_equal(weights[:, 1, -1], weights[:, 1, 0])


def test_a_phase_is_the_engines_run() -> None:
    """The weights kept are those of the engine's own run, at the places that `kept` names."""
    options = options_of({"learning_rate": 0.3})
    found = engine.run(
        job_of(options.settings[0], (30,), ("weights",)), load(IRIS), [replica_of(options.settings[0], 1)]
    )
    ours, _ = KIND.run(options, {"seed": 1})
    np.testing.assert_allclose(ours["trajectory"][0, -1], found["weights"][0, 0][ours["kept"]], rtol=1e-5)
    np.testing.assert_allclose(ours["test_accuracy"][0, -1], found["test_accuracy"][0, 0])


def test_divergence_is_masked_and_named() -> None:
    """A phase that diverges is called so and leaves no huge or infinite weight behind."""
    training = Training(learning_rate=0.1, steps=60, batch_size=8)
    data = Data("diabetes", train=200, validation=50, test=50)
    options = Phases(
        data, training, Model(hidden=()), phases=({"learning_rate": 0.01}, {"learning_rate": 50.0}), weights=5
    )
    channels = whole(KIND, options)
    words = [OUTCOMES[code] for code in channels["outcome"].values[0]]
    assert words == ["learns", "diverges"]
    assert np.isfinite(channels["trajectory"].values[0, 0]).all()
    assert np.isnan(channels["trajectory"].values[0, 1, -1]).all()


def test_wrong_options_are_told() -> None:
    """Options that cannot be meant are refused with a sentence."""
    grows = "phase 2 changes the size of the network, so that it is not the same weights"
    with pytest.raises(ValueError, match=exactly(grows)):
        options_of({"learning_rate": 0.1}, {"units": 8})
    longer = "phase 2 has another number of updates than the first; set 'steps' for all"
    with pytest.raises(ValueError, match=exactly(longer)):
        options_of({"learning_rate": 0.1}, {"steps": 31})
    with pytest.raises(ValueError, match=exactly("'weights' asks for 52 of 51 parameters")):
        Phases(IRIS, TRAINING, MODEL, phases=({"learning_rate": 1.0},), weights=52)
