"""Pairs of runs that differ in one thing: how alike their weights are, and how often they disagree.

For every seed one run is the base, and each change makes another: new start weights, a new batch order, other rows to
train on, or another value of a setting; all else is shared. The two are compared by the cosine between their
learned numbers and by the share of test rows that they classify differently. S. Fort, H. Hu, B. Lakshminarayanan,
*Deep Ensembles: A Loss Landscape Perspective* (2019), arXiv:1912.02757, compare seeds in this way.

    pairs:
      title: Runs that differ in one thing
      kind: strangers
      data: {name: digits, train: 1077, validation: 360, test: 360}
      model: {hidden: [32]}
      training: {learning_rate: 0.3, batch_size: 32, epochs: 20}
      changes:
        new start: {new: start}
        new order: {new: order}
        new split: {new: split}           # of training and validation rows; the test rows stay
        rate ÷ 30: {learning_rate: 0.01}
        rate ÷ 300: {learning_rate: 0.001}
        twice the units: {units: 64}
      seeds: 12

Channels (change, seed): `cosine` (NaN where the networks differ in size), `disagreement`, a share of the test rows, and
the `test_accuracy` of the changed run; `base_accuracy` (seed).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field
from msgspec.structs import replace

from proofpress.datasets.data import Data, class_count
from proofpress.diagnostics import one_of
from proofpress.experiments.axes import Setting, moved
from proofpress.experiments.describe import told
from proofpress.experiments.recipes import Model, Training, updates_of
from proofpress.experiments.training.batching import job_of, lane_of
from proofpress.experiments.training.network import flat, parameter_count
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

    from proofpress.datasets.arrays import Arrays

NEW = ("start", "order", "split")
FIXED = ("train", "split", "label_noise")
PER_CHANGE = ("cosine", "disagreement", "test_accuracy")
OTHER_SEED = 1_000_003
OPERATIONS_PER_SECOND = 5e9


class Strangers(Options, frozen=True):
    """One model and recipe, and what makes the other run of each pair.

    changes: name of the pair → what is changed: `new: start`, `order` or `split`, or one axis and its value.
    """

    data: Data
    training: Training
    changes: Annotated[Mapping[str, Mapping[str, float | int | str]], Meta(min_length=1)]
    model: Model = field(default_factory=Model)
    seeds: Annotated[int, Meta(ge=1)] = 12
    first_seed: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Raise ValueError where a change is not one thing, or would change the rows that the pair is judged on."""
        if not class_count(self.data):
            raise ValueError(f"strangers needs data with classes, and '{self.data.name}' has none")
        for name, change in self.changes.items():
            if len(change) != 1:
                raise ValueError(f"the change '{name}' changes {len(change)} things; a pair differs in just one")
            ((what, value),) = change.items()
            if what == "new" and value not in NEW:
                raise ValueError(f"'new' is one of {one_of(NEW)}, not '{value}'")
            if what in FIXED:
                raise ValueError(f"'{what}' changes the data of a pair; use 'new: split' for other training rows")
            if what != "new":
                moved(self.setting, what, value)

    @property
    def setting(self) -> Setting:
        """What the base run trains, but for the seed."""
        return Setting(self.data, self.model, self.training)


def run_schema(options: Strangers) -> RunSchema:
    """Return the axes and channels, known without training."""
    seeds = tuple(range(options.first_seed, options.first_seed + options.seeds))
    channels: dict[str, tuple[str, ...]] = dict.fromkeys(PER_CHANGE, ("change", "seed"))
    axes = {"change": tuple(options.changes), "seed": seeds}
    return RunSchema(axes, channels | {"base_accuracy": ("seed",)}, told(options.setting, seeds=options.seeds))


def pieces(options: Strangers) -> tuple[Mapping[str, Any], ...]:
    """Return the work, one seed a piece."""
    job = job_of(options.setting, (1,))
    each = job.updates * job.batch * 6 * parameter_count(job.sizes) / OPERATIONS_PER_SECOND + 0.05
    cost = each * (len(options.changes) + 1)
    return tuple({"seed": options.first_seed + n, "cost": cost} for n in range(options.seeds))


def run(options: Strangers, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train the base and the changed runs of one seed; arrays `(changes,)`."""
    import numpy as np

    seed, data = piece["seed"], load_of(options)
    base = _trained(options.setting, data, seed)
    rows, updates, parameters = [], updates_of(options.data, options.training), base["weights"].shape[-1]
    for change in options.changes.values():
        ((what, value),) = change.items()
        if what == "new":
            other = _renewed(options.setting, data, seed, str(value))
        else:
            setting = moved(options.setting, what, value)
            other = _trained(setting, data, seed)
            parameters = max(parameters, other["weights"].shape[-1])
        updates += updates_of(options.data, options.training if what == "new" else setting.training)
        rows.append(
            (
                cosine(base["weights"][0, -1], other["weights"][0, -1]),
                np.mean(base["predictions"][0, -1] != other["predictions"][0, -1]),
                other["test_accuracy"][0, -1],
            )
        )
    arrays = dict(zip(PER_CHANGE, np.array(rows, np.float32).T, strict=True))
    arrays["base_accuracy"] = base["test_accuracy"][0, -1]
    return arrays, {"runs": len(rows) + 1, "updates": updates, "parameters": parameters}


def load_of(options: Strangers) -> "Arrays":
    """Return the data that both runs of a pair see."""
    from proofpress.datasets.arrays import load

    return load(replace(options.data, label_noise=0.0))


def cosine(one: "np.ndarray", other: "np.ndarray") -> float:
    """Return the cosine of the angle between two rows of learned numbers; NaN if they differ in length or diverged."""
    import numpy as np

    if one.shape != other.shape:
        return float("nan")
    one, other = one.astype(float), other.astype(float)
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        found = float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
    return found if np.isfinite(found) else float("nan")


def resplit(data: "Arrays", seed: int) -> "Arrays":
    """Return the data with training and validation rows dealt anew from one heap; test rows stay as they are."""
    import numpy as np

    from proofpress.draws import generator

    heap = data.sizes[0] + data.sizes[1]
    rows = np.concatenate([generator(seed, "new split").permutation(heap), np.arange(heap, len(data.targets))])
    return replace(data, inputs=data.inputs[rows], targets=data.targets[rows], order=data.order[rows])


def _renewed(setting: Setting, data: "Arrays", seed: int, what: str) -> dict[str, "np.ndarray"]:
    """Train the base's setting with one thing drawn anew; the rest is drawn as for the base."""
    from proofpress.draws import batch_order, start_weights

    job, model = job_of(setting, (1,)), setting.model
    if what == "split":
        return _trained(setting, resplit(data, seed), seed)
    if what == "start":
        start = flat(start_weights(job.sizes, seed + OTHER_SEED, model.init, model.init_scale))[None]
        return _trained(setting, data, seed, start=start)
    order = batch_order(data.sizes[0], min(job.batch, data.sizes[0]), job.updates, seed + OTHER_SEED)
    return _trained(setting, data, seed, batches=order)


def _trained(setting: Setting, data: "Arrays", seed: int, **given: "np.ndarray") -> dict[str, "np.ndarray"]:
    from proofpress.experiments.training import engine

    job = job_of(setting, (updates_of(setting.data, setting.training),), ("predictions", "weights"))
    return engine.run(job, data, [lane_of(setting, seed)], **given)


def assemble(options: Strangers, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Lay the seeds side by side."""
    import numpy as np

    better = {"test_accuracy": "higher", "base_accuracy": "higher"}
    return {
        name: Channel(dims, np.stack([piece[name] for piece in arrays], axis=-1), better.get(name, ""))
        for name, dims in run_schema(options).channels.items()
    }


KIND = ExperimentKind(
    name="strangers",
    options=Strangers,
    summary="Pairs of runs that differ in one thing: how alike their weights are, and how often they disagree.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
)
