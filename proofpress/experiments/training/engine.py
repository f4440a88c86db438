"""Trains many networks side by side: a run is a pure function of its job, its data and its lane.

    found = run(Job(sizes=(64, 32, 10), batch=32, updates=660, checkpoints=(660,)), load(Data("digits")), lanes)

A `Lane` is one run's seed and the options that may differ between lanes; a `Job` holds what they
share. Lanes of one seed share their batches, and train faster for it; lanes of several seeds have their
own. Callers cut a sweep into jobs of at most `MOST_LANES` lanes.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.datasets.arrays import Arrays
from proofpress.draws import noisy_labels, start_weights
from proofpress.experiments.training.jax_runtime import quiet_jax
from proofpress.experiments.training.network import flat, layers_of
from proofpress.experiments.training.outcomes import chance_loss, outcome, two_class_scores
from proofpress.experiments.training.schedules import factors

if TYPE_CHECKING:
    import numpy as np

    from proofpress.experiments.training.program import Program, Shape

MOST_LANES = 16
LANE_STEP = 4
FEW_LANES = 8


class Lane(Struct, frozen=True):
    """One run's seed and its own options.

    weight_decay: factor on half the sum of squared weights in the objective; biases are free of it.
    dropout: the chance that a hidden unit is dropped. momentum: read by the optimizer `momentum` only.
    """

    seed: int
    learning_rate: float
    weight_decay: float = 0.0
    dropout: float = 0.0
    momentum: float = 0.9
    init: str = "he"
    init_scale: float = 1.0
    label_noise: float = 0.0
    schedule: str = "constant"


class Job(Struct, frozen=True):
    """What all lanes share.

    sizes: units of each layer, inputs first. batch: rows in a batch; all training rows or more means all.
    updates: parameter updates of a run. checkpoints: numbers of updates done, rising, at which to measure.
    record: any of `weights` (at each checkpoint), `moves`, `predictions`, `gradient_norm`.
    noisy_validation: whether label noise replaces validation labels too.
    """

    sizes: tuple[int, ...]
    batch: int
    updates: int
    checkpoints: tuple[int, ...]
    activation: str = "relu"
    optimizer: str = "sgd"
    record: tuple[str, ...] = ()
    noisy_validation: bool = False


def run(
    job: Job,
    arrays: Arrays,
    lanes: Sequence[Lane],
    start: "np.ndarray | None" = None,
    batches: "np.ndarray | None" = None,
) -> dict[str, "np.ndarray"]:
    """Return what was recorded, each array with the dimension `lanes` first, then `checkpoints` where it has them.

    start: `(lanes, parameters)` start weights in the order of `network.flat`, instead of drawn ones.
    batches: `(updates, batch)` training rows of each update, for all lanes, instead of drawn ones.
    `*_loss`, `*_accuracy` for train, validation and test (accuracy for classes only), `weight_norm` and, as
    asked, `gradient_norm`: `(lanes, checkpoints)`. `outcome`: `(lanes,)` codes of `outcomes.OUTCOMES`.
    For two classes `test_precision`, `test_recall`, `test_f1`: `(lanes, checkpoints)`. As asked `weights`
    `(lanes, checkpoints, parameters)`, `moves` `(lanes, parameters)`, `predictions` `(lanes, checkpoints, test rows)`.
    A measurement that is not finite is NaN.
    """
    jax = quiet_jax()
    import numpy as np

    from proofpress.experiments.training.batches import Feed
    from proofpress.experiments.training.program import program

    shape = shape_of(job, arrays, lanes)
    compiled = program(shape)
    padded = [*lanes, *[lanes[-1]] * (shape.lanes - len(lanes))]
    targets = np.stack([lane_targets(job, arrays, lane) for lane in padded])
    hyper = {
        name: np.array([getattr(lane, name) for lane in padded], np.float32)
        for name in ("weight_decay", "dropout", "momentum")
    }
    state = compiled.begin(_params(job, padded, start), hyper["momentum"])
    inputs, labels, parts = jax.device_put((arrays.inputs, targets, shares(arrays)))
    notes = []
    done = 0
    rates = np.stack([lane.learning_rate * factors(lane.schedule, job.updates) for lane in padded], axis=1)
    feed = Feed(shape, arrays.sizes[0], rates.astype(np.float32), [lane.seed for lane in padded], batches)
    for checkpoint in job.checkpoints:
        for updates, rows, numbers, rates in feed.stretches(done, checkpoint):
            state = compiled.advance(state, updates, inputs, labels, rows, numbers, rates, hyper)
        done = checkpoint
        notes.append(_note(job, compiled, state["params"], inputs, labels, parts, hyper["weight_decay"]))
    found = _gathered(job, arrays, notes, targets)
    if "moves" in job.record:
        found["moves"] = flat(state["moves"])
    return {name: values[: len(lanes)] for name, values in found.items()}


def shape_of(job: Job, arrays: Arrays, lanes: Sequence[Lane]) -> "Shape":
    """Return what is compiled for a job, whose number of lanes is that of `abreast`."""
    from proofpress.experiments.training.program import Shape

    rows = arrays.sizes[0]
    return Shape(
        sizes=job.sizes,
        activation=job.activation,
        optimizer=job.optimizer,
        batch=min(job.batch, rows),
        lanes=abreast(len(lanes)),
        shared=len({lane.seed for lane in lanes}) == 1,
        whole=job.batch >= rows,
        dropout=len(job.sizes) > 2 and any(lane.dropout for lane in lanes),
        moves="moves" in job.record,
    )


def abreast(lanes: int) -> int:
    """Return how many lanes are compiled for some: more than `FEW_LANES` are padded, so that compilations are shared.

    >>> [abreast(lanes) for lanes in (1, 5, 8, 9, 13)]
    [1, 5, 8, 12, 16]
    """
    return lanes if lanes <= FEW_LANES else -(-lanes // LANE_STEP) * LANE_STEP


def lane_targets(job: Job, arrays: Arrays, lane: Lane) -> "np.ndarray":
    """Return the targets that a lane is trained and measured with, `(rows,)`, wrong labels in place."""
    if not lane.label_noise or not arrays.classes:
        return arrays.targets
    targets = arrays.targets.copy()
    train, validation, _ = arrays.sizes
    targets[:train] = noisy_labels(targets[:train], arrays.classes, lane.label_noise, lane.seed)
    if job.noisy_validation:
        part = slice(train, train + validation)
        targets[part] = noisy_labels(targets[part], arrays.classes, lane.label_noise, lane.seed, "validation")
    return targets


def shares(arrays: Arrays) -> "np.ndarray":
    """Return `(rows, 3)`: one over a part's rows for the rows in it; columns train, validation, test."""
    import numpy as np

    parts = np.repeat(np.arange(3), arrays.sizes)
    shared: np.ndarray = (parts[:, None] == np.arange(3)) / np.array(arrays.sizes, np.float32)
    return shared


def _params(job: Job, lanes: Sequence[Lane], start: "np.ndarray | None") -> Any:
    import numpy as np

    if start is not None:
        start = np.concatenate([start, np.repeat(start[-1:], len(lanes) - len(start), axis=0)])
        return tuple((w.astype(np.float32), b.astype(np.float32)) for w, b in layers_of(start, job.sizes))
    drawn = [start_weights(job.sizes, lane.seed, lane.init, lane.init_scale) for lane in lanes]
    return tuple(
        (np.stack([layers[at][0] for layers in drawn]), np.stack([layers[at][1] for layers in drawn]))
        for at in range(len(job.sizes) - 1)
    )


def _note(
    job: Job, compiled: "Program", params: Any, inputs: Any, labels: Any, parts: Any, decay: Any
) -> dict[str, "np.ndarray"]:
    import numpy as np

    note = {name: np.asarray(values) for name, values in compiled.measure(params, inputs, labels, parts).items()}
    if "gradient_norm" in job.record:
        note["gradient_norm"] = np.asarray(compiled.gradient_norm(params, inputs, labels, parts, decay))
    if "weights" in job.record:
        note["weights"] = flat(params)
    return note


def _gathered(
    job: Job, arrays: Arrays, notes: Sequence[dict[str, "np.ndarray"]], targets: "np.ndarray"
) -> dict[str, "np.ndarray"]:
    """Return the notes of all checkpoints as arrays, `(lanes, checkpoints, …)`."""
    import numpy as np

    noted = {name: np.stack([note[name] for note in notes], axis=1) for name in notes[0]}
    found: dict[str, np.ndarray] = {}
    for measure in ("loss", "accuracy"):
        for column, part in enumerate(("train", "validation", "test")):
            if measure in noted:
                found[f"{part}_{measure}"] = noted[measure][..., column].astype(np.float32)
    for name in ("weight_norm", "gradient_norm", "weights"):
        if name in noted:
            found[name] = noted[name].astype(np.float32)
    for name in [name for name in found if name.endswith(("loss", "norm"))]:
        found[name] = np.where(np.isfinite(found[name]), found[name], np.nan)
    chance = chance_loss(targets[:, : arrays.sizes[0]], arrays.classes)
    found["outcome"] = outcome(found["train_loss"][:, -1], noted["finite"][:, -1], noted["dead"][:, -1], chance)
    if arrays.classes:
        guesses = noted["guesses"][..., -arrays.sizes[2] :]
        if arrays.classes == 2:
            found |= two_class_scores(guesses, targets[:, None, -arrays.sizes[2] :])
        if "predictions" in job.record:
            found["predictions"] = guesses
    return found
