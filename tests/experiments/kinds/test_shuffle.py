import numpy as np
import pytest

from proofpress.datasets.options import Data
from proofpress.experiments.kinds import shuffle
from proofpress.experiments.kinds.shuffle import ARRANGEMENTS, KIND, Shuffle
from proofpress.experiments.recipes import Model, Training
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

TRAINING = Training(learning_rate=0.1, optimizer="momentum", batch_size=16, steps=150)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert validated(KIND, example(KIND, shuffle)).model.hidden == (32,)


def test_renaming_changes_nothing_and_shuffling_all() -> None:
    """Renamed units give the same outputs but for rounding; shuffled numbers no longer know the classes."""
    options = Shuffle(Data("wine"), TRAINING, Model(hidden=(16, 12)), seeds=4)
    channels = whole(KIND, options)
    assert_as_outlined(KIND, options, channels)
    accuracy = dict(zip(ARRANGEMENTS, channels["test_accuracy"].values, strict=True))
    change = dict(zip(ARRANGEMENTS, channels["output_change"].values, strict=True))
    np.testing.assert_array_equal(accuracy["renamed"], accuracy["trained"])
    assert np.all(change["renamed"] < 1e-4)
    assert np.all(change["trained"] == 0)
    assert np.mean(accuracy["trained"]) > 0.9
    assert np.mean(accuracy["shuffled"]) < 0.7
    np.testing.assert_allclose(channels["accuracy_change"].values[3], accuracy["shuffled"] - accuracy["trained"])


def test_rearranged_numbers_are_the_same_numbers() -> None:
    """Both arrangements hold just the numbers of each tensor, and renaming really moves them."""
    generator = np.random.default_rng(0)
    first = generator.normal(size=(5, 3)), generator.normal(size=5)
    layers = [first, (generator.normal(size=(2, 5)), np.arange(2.0))]
    for arrange in (shuffle.renamed, shuffle.shuffled):
        moved = arrange(layers, np.random.default_rng(1))
        for (weights, biases), (were, bias_were) in zip(moved, layers, strict=True):
            np.testing.assert_array_equal(np.sort(weights.ravel()), np.sort(were.ravel()))
            np.testing.assert_array_equal(np.sort(biases), np.sort(bias_were))
        assert not np.array_equal(moved[0][0], layers[0][0])
    inputs = generator.normal(size=(3, 7))

    def outputs(of: shuffle.Layers) -> np.ndarray:
        hidden = np.tanh(of[0][0] @ inputs + of[0][1][:, None])
        return np.asarray(of[1][0] @ hidden + of[1][1][:, None])

    np.testing.assert_allclose(outputs(shuffle.renamed(layers, np.random.default_rng(1))), outputs(layers))


def test_wrong_options_are_told() -> None:
    """Options that cannot be meant are refused with a sentence."""
    with pytest.raises(ValueError, match=exactly("shuffle needs data with classes, and 'diabetes' has none")):
        Shuffle(Data("diabetes"), TRAINING)
    with pytest.raises(ValueError, match=exactly("shuffle renames hidden units, so the model needs a hidden layer")):
        Shuffle(Data("iris"), TRAINING, Model(hidden=()))
