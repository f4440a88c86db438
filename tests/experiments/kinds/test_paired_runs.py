import itertools

import numpy as np
import pytest

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import paired_runs
from proofpress.experiments.kinds.paired_runs import KIND, PairedRuns
from proofpress.experiments.kinds.shuffle import renamed
from proofpress.experiments.recipes import Model, Training
from proofpress.experiments.training.network import flat
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

IRIS, TRAINING, MODEL = Data("iris"), Training(learning_rate=0.2, batch_size=16, steps=60), Model(hidden=(6,))
CHANGES = {
    "nothing": {"learning_rate": 0.2},
    "start": {"new": "start"},
    "order": {"new": "order"},
    "split": {"new": "split"},
    "slow": {"learning_rate": 0.0002},
    "wide": {"units": 8},
}


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert "rate ÷ 30" in validated(KIND, example(KIND, paired_runs)).changes


def test_each_change_makes_paired_runs_of_its_own_kind() -> None:
    """Nothing changed is the same run; a new start gives other weights; another width has no cosine."""
    options = PairedRuns(IRIS, TRAINING, MODEL, changes=CHANGES, seeds=3, first_seed=4)
    channels = whole(KIND, options)
    assert_as_outlined(KIND, options, channels)
    cosine = dict(zip(CHANGES, channels["cosine"].values, strict=True))
    disagreement = dict(zip(CHANGES, channels["disagreement"].values, strict=True))
    np.testing.assert_allclose(cosine["nothing"], 1, atol=1e-6)
    np.testing.assert_array_equal(disagreement["nothing"], 0)
    np.testing.assert_array_equal(channels["test_accuracy"].values[0], channels["base_accuracy"].values)
    assert np.all(cosine["start"] < cosine["order"])
    assert np.all((cosine["order"] < 1 - 1e-6) & (cosine["order"] > 0.9))
    assert np.all(cosine["split"] < 1 - 1e-6)
    assert np.all(disagreement["slow"] > disagreement["order"])
    assert np.isnan(cosine["wide"]).all()


def test_matching_undoes_a_renaming_of_units() -> None:
    """A network whose hidden units were given another order, in two layers, is itself again once they are matched."""
    chance, sizes = np.random.default_rng(5), (3, 7, 5, 2)
    layers = [(chance.normal(size=(n, m)), chance.normal(size=n)) for m, n in itertools.pairwise(sizes)]
    other = flat(renamed(layers, chance))
    found = paired_runs.matched(flat(layers), other, sizes)
    assert paired_runs.cosine(flat(layers), other) < 0.9
    np.testing.assert_allclose(found, flat(layers))


def test_start_weights_are_compared_as_well() -> None:
    """The same start has cosine 1; another start's is near 0 before training, and rises when units are matched."""
    changes = {"slow": {"learning_rate": 0.1}, "start": {"new": "start"}, "wide": {"units": 8}}
    channels = whole(KIND, PairedRuns(IRIS, TRAINING, Model(hidden=(40,)), changes=changes, seeds=3))
    bare, of_units = channels["start_cosine"].values, channels["start_matched_cosine"].values
    np.testing.assert_allclose(bare[0], 1, atol=1e-6)
    assert np.all(np.abs(bare[1]) < 0.25)
    assert np.all(of_units[1] > bare[1] + 0.2)
    assert np.isnan(bare[2]).all()


def test_cosine_is_the_angle() -> None:
    """Parallel rows have cosine 1, opposite ones -1, rows at right angles 0; a diverged one has none."""
    one = np.array([1.0, 2.0, 0.0])
    assert paired_runs.cosine(one, 3 * one) == pytest.approx(1)
    assert paired_runs.cosine(one, -one) == pytest.approx(-1)
    assert paired_runs.cosine(one, np.array([-2.0, 1.0, 5.0])) == pytest.approx(0)
    assert np.isnan(paired_runs.cosine(one, np.array([np.inf, 0, 0])))


def test_a_new_split_leaves_the_test_rows_alone() -> None:
    """Training and validation rows are split again; test rows stay as they are."""
    data = load(IRIS)
    again = paired_runs.resplit(data, 3)
    split = data.sizes[0] + data.sizes[1]
    np.testing.assert_array_equal(again.order[split:], data.order[split:])
    assert set(again.order[:split]) == set(data.order[:split])
    assert set(again.order[: data.sizes[0]]) != set(data.order[: data.sizes[0]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"new": "luck"}, "'new' is one of 'start', 'order' or 'split', not 'luck'"),
        ({"units": 2, "learning_rate": 1.0}, "the change 'a' changes 2 things; a pair differs in just one"),
        ({"train": 10}, "'train' changes the data of a pair; use 'new: split' for other training rows"),
    ],
)
def test_wrong_options_are_told(change: dict[str, float | int | str], message: str) -> None:
    """Options that cannot be meant are refused with a sentence."""
    with pytest.raises(ValueError, match=exactly(message)):
        PairedRuns(IRIS, TRAINING, changes={"a": change})
