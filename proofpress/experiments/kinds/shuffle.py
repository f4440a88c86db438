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
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field

from proofpress.datasets.data import Data, class_count
from proofpress.experiments.axes import Setting
from proofpress.experiments.describe import told
from proofpress.experiments.recipes import Model, Training, sizes_of, updates_of
from proofpress.experiments.training.batching import job_of, lane_of
from proofpress.experiments.training.network import forward, layers_of, parameter_count
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

ARRANGEMENTS = ("start", "trained", "renamed", "shuffled")
CHANNELS = ("test_accuracy", "output_change", "accuracy_change")
DIMS = ("arrangement", "seed")
OPERATIONS_PER_SECOND = 5e9
Layers = Sequence[tuple["np.ndarray", "np.ndarray"]]


class Shuffle(Options, frozen=True):
    """The model and the recipe by which it is trained. seeds: runs, each with a shuffle of its own."""

    data: Data
    training: Training
    model: Model = field(default_factory=Model)
    seeds: Annotated[int, Meta(ge=1)] = 12
    first_seed: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Raise ValueError where there are no classes to be right about, or no hidden units to rename."""
        if not class_count(self.data):
            raise ValueError(f"shuffle needs data with classes, and '{self.data.name}' has none")
        if not self.model.hidden:
            raise ValueError("shuffle renames hidden units, so the model needs a hidden layer")

    @property
    def setting(self) -> Setting:
        """What is trained, but for the seed."""
        return Setting(self.data, self.model, self.training)


def run_schema(options: Shuffle) -> RunSchema:
    """Return the axes and channels, known without training."""
    seeds = tuple(range(options.first_seed, options.first_seed + options.seeds))
    axes: dict[str, tuple[Any, ...]] = {"arrangement": ARRANGEMENTS, "seed": seeds}
    return RunSchema(axes, dict.fromkeys(CHANNELS, DIMS), told(options.setting, seeds=options.seeds))


def pieces(options: Shuffle) -> tuple[Mapping[str, Any], ...]:
    """Return the work, one seed a piece."""
    job = job_of(options.setting, (1,))
    cost = job.updates * job.batch * 6 * parameter_count(job.sizes) / OPERATIONS_PER_SECOND + 0.1
    return tuple({"seed": options.first_seed + n, "cost": cost} for n in range(options.seeds))


def run(options: Shuffle, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train one seed and rearrange it; arrays `(arrangements,)`."""
    import numpy as np

    from proofpress.datasets.arrays import load
    from proofpress.draws import generator
    from proofpress.experiments.training import engine

    seed, updates = piece["seed"], updates_of(options.data, options.training)
    job = job_of(options.setting, (0, updates), ("weights",))
    weights = engine.run(job, load(options.data), [lane_of(options.setting, seed)])["weights"][0]
    sizes = sizes_of(options.data, options.model)
    start, trained = layers_of(weights[0], sizes), layers_of(weights[1], sizes)
    chance = generator(seed, "shuffle")
    inputs, targets = load(options.data).part("test")
    outputs = [
        np.asarray(forward(layers, inputs, options.model.activation)[0], float)
        for layers in (start, trained, renamed(trained, chance), shuffled(trained, chance))
    ]
    accuracy = np.array([np.mean(each.argmax(axis=0) == targets) for each in outputs])
    arrays = {
        "test_accuracy": accuracy,
        "output_change": np.array([np.abs(each - outputs[1]).max() for each in outputs]),
        "accuracy_change": accuracy - accuracy[1],
    }
    return arrays, {"runs": 1, "updates": updates, "parameters": weights.shape[-1]}


def renamed(layers: Layers, chance: "np.random.Generator") -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return the layers with the units of each hidden layer in another order, and the next layer's inputs with them."""
    import numpy as np

    found, before = [], np.arange(layers[0][0].shape[1])
    for place, (weights, biases) in enumerate(layers):
        units = np.arange(len(biases))
        after = chance.permutation(units) if place < len(layers) - 1 else units
        found.append((weights[np.ix_(after, before)], biases[after]))
        before = after
    return found


def shuffled(layers: Layers, chance: "np.random.Generator") -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return the layers with the numbers of each tensor in random places of that tensor."""
    return [
        (chance.permutation(weights.ravel()).reshape(weights.shape), chance.permutation(biases))
        for weights, biases in layers
    ]


def assemble(options: Shuffle, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Lay the seeds side by side."""
    import numpy as np

    better = {"test_accuracy": "higher"}
    return {
        name: Channel(DIMS, np.stack([piece[name] for piece in arrays], axis=-1), better.get(name, ""))
        for name in CHANNELS
    }


KIND = ExperimentKind(
    name="shuffle",
    options=Shuffle,
    summary="A trained network with its numbers in other places: hidden units renamed, or all shuffled.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
)
