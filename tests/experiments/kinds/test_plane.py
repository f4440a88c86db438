import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import plane
from proofpress.experiments.kinds.plane import KIND, Plane
from proofpress.experiments.methods import planes
from proofpress.experiments.recipes import Model, Training
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from tests.experiments.kinds.harness import assert_as_outlined, example, validated, whole

OPTIONS = Plane(
    Data("iris", label_noise=0.1),
    Training(learning_rate=0.1, batch_size=16, steps=60, weight_decay=0.01),
    Model(hidden=(6,)),
    path=12,
    grid=9,
    seeds=2,
    first_seed=3,
)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert validated(KIND, example(KIND, plane)).steps[-1] == 660


def test_records_what_the_outline_promises() -> None:
    """The channels are those of the outline; the path lies inside the grid; the objective falls along it."""
    channels = {name: channel.values for name, channel in whole(KIND, OPTIONS).items()}
    assert_as_outlined(KIND, OPTIONS, whole(KIND, OPTIONS))
    for seed in range(2):
        for at, axis in enumerate(("x_at", "y_at")):
            assert channels[axis][seed].min() < channels["path"][seed, :, at].min()
            assert channels[axis][seed].max() > channels["path"][seed, :, at].max()
    assert np.all(channels["path_loss"][:, -1] < channels["path_loss"][:, 0])
    assert np.all((channels["explained"] > 0.5) & (channels["explained"] <= 1))


@pytest.mark.parametrize(("optimizer", "decay"), [("sgd", 0.01), ("adamw", 0.0)])
def test_the_objective_is_training_loss_plus_penalties(optimizer: str, decay: float) -> None:
    """At kept weights it is the loss, plus half the decay times squares unless it is AdamW's, plus the L1 penalty."""
    options = replace(OPTIONS, training=replace(OPTIONS.training, optimizer=optimizer, weight_l1=0.02))
    job = job_of(options.setting, options.steps, ("weights",))
    found = engine.run(job, load(options.data), [replica_of(options.setting, 3)])
    row = found["weights"][0, -1]
    weights = np.concatenate([row[: 4 * 6], row[4 * 6 + 6 : 4 * 6 + 6 + 6 * 3]])
    penalties = decay / 2 * np.sum(weights**2) + 0.02 * np.abs(weights).sum()
    ours = KIND.run(options, {"seed": 3})[0]["path_loss"][-1]
    assert ours == pytest.approx(found["train_loss"][0, -1] + penalties, rel=1e-5)


def test_a_flat_path_is_wholly_in_its_plane() -> None:
    """A path in a plane is found in it again: distances are kept, its end is the origin, all is explained."""
    generator = np.random.default_rng(0)
    basis = np.linalg.qr(generator.normal(size=(20, 2)))[0].T
    flat = np.stack([np.linspace(3, 0, 8), np.sin(np.linspace(0, 3, 8))], axis=1)
    weights = generator.normal(size=20) + flat @ basis
    found = planes.plane_of(weights)
    assert found.explained == pytest.approx(1)
    np.testing.assert_allclose(found.path[-1], 0, atol=1e-12)
    np.testing.assert_allclose(
        np.linalg.norm(np.diff(found.path, axis=0), axis=1), np.linalg.norm(np.diff(flat, axis=0), axis=1)
    )
    assert found.path[0, 0] < 0
    np.testing.assert_allclose(found.weights(found.path[:, 0], found.path[:, 1]), weights, atol=1e-9)


def test_the_window_grows_until_the_minimum_is_inside() -> None:
    """Where the path ends short of the minimum, the grid still shows the minimum away from its rim."""
    weights = np.zeros((5, 4))
    weights[:, 0] = np.linspace(-3, -1, 5)
    weights[:, 1] = [0, 0.2, 0.3, 0.2, 0]
    found = planes.plane_of(weights)

    def bowl(at: np.ndarray) -> np.ndarray:
        return np.asarray(((at - np.array([1.0, 0, 0, 0])) ** 2).sum(axis=1))

    across, up, values = planes.grid(found, bowl, 31, 0.1)
    row, column = np.unravel_index(values.argmin(), values.shape)
    assert 0 < row < 30
    assert 0 < column < 30
    lowest = found.weights(across[[column]], up[[row]])[0]
    np.testing.assert_allclose(lowest, [1, 0, 0, 0], atol=0.3)
