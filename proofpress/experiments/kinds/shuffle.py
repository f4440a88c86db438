"""What becomes of a trained network when its learned numbers change places.

Three arrangements of the same numbers: as trained; with hidden units renamed consistently (rows of one layer and
columns of the next moved together), which changes nothing but the order of sums; and shuffled within each tensor,
which keeps every number and loses what was learned. The start weights are there to compare with. The renaming is a
symmetry described by R. Hecht-Nielsen, *On the Algebraic Structure of Feedforward Network Weight Spaces* (1990).

    places:
      title: The same numbers in other places
      kind: shuffle
      data: {name: digits, train: 1077, validation: 360, test: 360}
      model: {hidden: [32]}
      training: {learning_rate: 0.3, batch_size: 32, epochs: 20}
      seeds: 12

Channels (arrangement, seed), the arrangements being start, trained, renamed and shuffled: `test_accuracy`, and
`output_change`, the largest change of an output (before the softmax) on a test row against the trained network; and
`accuracy_change` against the trained network.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofpress.datasets.options import require_classes
from proofpress.datasets.splitting import load
from proofpress.draws import generator
from proofpress.experiments import costs
from proofpress.experiments.networks import NetworkOptions, describe
from proofpress.experiments.seeds import Seeds, seeded_kind
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from proofpress.experiments.training.network import forward, layers_of
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

ARRANGEMENTS = ("start", "trained", "renamed", "shuffled")
CHANNELS = ("test_accuracy", "output_change", "accuracy_change")
DIMS = ("arrangement", "seed")
Layers = Sequence[tuple["np.ndarray", "np.ndarray"]]


class Shuffle(NetworkOptions, frozen=True, kw_only=True):
    """The model and the recipe by which it is trained. seeds: runs, each with a shuffle of its own."""

    seeds: Seeds = 12

    def __post_init__(self) -> None:
        """Raise ValueError if there are no classes to get right, or no hidden units to rename."""
        require_classes("shuffle", self.data)
        if not self.model.hidden:
            raise ValueError("shuffle renames hidden units, so the model needs a hidden layer")


def run_schema(options: Shuffle) -> RunSchema:
    """Return the axes and channels, known without training."""
    axes: dict[str, tuple[Any, ...]] = {"arrangement": ARRANGEMENTS, "seed": options.seed_axis}
    return RunSchema(axes, dict.fromkeys(CHANNELS, DIMS), describe(options.setting, seeds=options.seeds))


def run(options: Shuffle, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train one seed and rearrange it; arrays `(arrangements,)`."""
    import numpy as np

    seed, setting = piece["seed"], options.setting
    job = job_of(setting, (0, setting.updates), ("weights",))
    weights = engine.run(job, load(options.data), [replica_of(setting, seed)])["weights"][0]
    start, trained = layers_of(weights[0], job.sizes), layers_of(weights[1], job.sizes)
    chance = generator(seed, "shuffle")
    inputs, targets = load(options.data).part("test")
    outputs = [
        np.asarray(forward(layers, inputs, job.activation)[0], float)
        for layers in (start, trained, renamed(trained, chance), shuffled(trained, chance))
    ]
    accuracy = np.array([np.mean(output.argmax(axis=0) == targets) for output in outputs])
    arrays = {
        "test_accuracy": accuracy,
        "output_change": np.array([np.abs(output - outputs[1]).max() for output in outputs]),
        "accuracy_change": accuracy - accuracy[1],
    }
    return arrays, {"runs": 1, "updates": setting.updates, "parameters": setting.parameters}


def renamed(layers: Layers, chance: "np.random.Generator") -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return the layers with the units of each hidden layer in another order, and the next layer's inputs with them."""
    import numpy as np

    permuted, before = [], np.arange(layers[0][0].shape[1])
    for number, (weights, biases) in enumerate(layers):
        units = np.arange(len(biases))
        after = chance.permutation(units) if number < len(layers) - 1 else units
        permuted.append((weights[np.ix_(after, before)], biases[after]))
        before = after
    return permuted


def shuffled(layers: Layers, chance: "np.random.Generator") -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return the layers with the numbers of each tensor in random places of that tensor."""
    return [
        (chance.permutation(weights.ravel()).reshape(weights.shape), chance.permutation(biases))
        for weights, biases in layers
    ]


KIND = seeded_kind(
    "shuffle",
    Shuffle,
    "A trained network with its numbers in other places: hidden units renamed, or all shuffled.",
    run_schema=run_schema,
    run=run,
    seconds=lambda options: costs.seconds(costs.training_operations(options.setting)) + 0.1,
    better={"test_accuracy": "higher"},
)
