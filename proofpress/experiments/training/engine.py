"""Trains many networks side by side: a run is a pure function of its job, its data and its replica.

    arrays = run(Job(sizes=(64, 32, 10), batch=32, updates=660, checkpoints=(660,)), load(Data("digits")), replicas)

A `Replica` is one run's seed and the options that may differ between replicas; a `Job` holds what they share.
Replicas of one seed share their batches, which makes them faster; replicas of several seeds have their own. Callers
cut a sweep into jobs of at most `MOST_REPLICAS` replicas.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.datasets.splitting import Arrays
from proofpress.draws import noisy_labels, start_weights
from proofpress.experiments.training.batches import Batches
from proofpress.experiments.training.jax_runtime import quiet_jax
from proofpress.experiments.training.measurements import chance_loss, outcome, two_class_scores
from proofpress.experiments.training.network import flat, layers_of
from proofpress.experiments.training.program import DECOUPLED, Program, Shape, program
from proofpress.experiments.training.schedules import factors

if TYPE_CHECKING:
    import numpy as np

MOST_REPLICAS = 16
REPLICA_STEP = 4
FEW_REPLICAS = 8


class Replica(Struct, frozen=True):
    """One run's seed and its own options.

    weight_decay: factor on half the sum of squared weights in the objective. weight_l1: factor on the sum of absolute
    weights. Biases are free of both. dropout: the chance that a hidden unit is dropped.
    momentum: read by the optimizers `momentum` and `nesterov` only.
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
    weight_l1: float = 0.0


class Job(Struct, frozen=True):
    """What all replicas share.

    sizes: units of each layer, inputs first. batch: rows in a batch; all training rows or more means all.
    updates: parameter updates of a run. checkpoints: numbers of updates done, rising, at which to measure.
    record: any of `weights` (at each checkpoint), `moves`, `predictions`, `gradient_norm`, `nonzero`.
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
    replicas: Sequence[Replica],
    start: "np.ndarray | None" = None,
    batches: "np.ndarray | None" = None,
) -> dict[str, "np.ndarray"]:
    """Return what was recorded, each array with the dimension `replicas` first, then `checkpoints` if it has them.

    start: `(replicas, parameters)` start weights in the order of `network.flat`, instead of drawn ones.
    batches: `(updates, batch)` training rows of each update, for all replicas, instead of drawn ones.

    Of each checkpoint, `(replicas, checkpoints)`: `*_loss` and, for classes, `*_accuracy` of train, validation and
    test; `weight_norm`; for two classes `test_precision`, `test_recall`, `test_f1`; if asked for `gradient_norm`,
    `nonzero` (the share of the weights that are not 0), `weights` with `(…, parameters)` and `predictions` with
    `(…, test rows)`. Of each run: `outcome` `(replicas,)`, codes of `measurements.OUTCOMES`; if asked for `moves`
    `(replicas, parameters)`. A measurement that is not finite is NaN.
    """
    jax = quiet_jax()
    import numpy as np

    shape = shape_of(job, arrays, replicas)
    compiled = program(shape)
    padded = [*replicas, *[replicas[-1]] * (shape.replicas - len(replicas))]
    targets = np.stack([replica_targets(job, arrays, replica) for replica in padded])
    hyper = {
        name: np.array([getattr(replica, name) for replica in padded], np.float32)
        for name in ("weight_decay", "weight_l1", "dropout", "momentum")
    }
    state = compiled.begin(_params(job, padded, start), hyper["momentum"])
    inputs, labels, parts = jax.device_put((arrays.inputs, targets, shares(arrays)))
    checkpoints = []
    done = 0
    rates = np.stack([replica.learning_rate * factors(replica.schedule, job.updates) for replica in padded], axis=1)
    updates = Batches(shape, arrays.sizes[0], rates.astype(np.float32), [replica.seed for replica in padded], batches)
    for checkpoint in job.checkpoints:
        for count, rows, numbers, rates in updates.chunks(done, checkpoint):
            state = compiled.advance(state, count, inputs, labels, rows, numbers, rates, hyper)
        done = checkpoint
        checkpoints.append(_measured(job, compiled, state["params"], inputs, labels, parts, hyper))
    recorded = _joined(job, arrays, checkpoints, targets)
    if "moves" in job.record:
        recorded["moves"] = flat(state["moves"])
    return {name: values[: len(replicas)] for name, values in recorded.items()}


def program_of(job: Job, arrays: Arrays, replicas: Sequence[Replica]) -> Program:
    """Return the compiled functions for so many replicas of a job."""
    return program(shape_of(job, arrays, replicas))


def shape_of(job: Job, arrays: Arrays, replicas: Sequence[Replica]) -> Shape:
    """Return what is compiled for a job, its number of replicas as `padded_size` says."""
    rows = arrays.sizes[0]
    return Shape(
        sizes=job.sizes,
        activation=job.activation,
        optimizer=job.optimizer,
        batch=min(job.batch, rows),
        replicas=padded_size(len(replicas)),
        shared=len({replica.seed for replica in replicas}) == 1,
        whole=job.batch >= rows,
        dropout=len(job.sizes) > 2 and any(replica.dropout for replica in replicas),
        moves="moves" in job.record,
        shrinks=any(replica.weight_l1 for replica in replicas),
    )


def padded_size(replicas: int) -> int:
    """Return for how many replicas to compile: more than `FEW_REPLICAS` are padded, so that compilations are shared.

    >>> [padded_size(replicas) for replicas in (1, 5, 8, 9, 13)]
    [1, 5, 8, 12, 16]
    """
    return replicas if replicas <= FEW_REPLICAS else -(-replicas // REPLICA_STEP) * REPLICA_STEP


def replica_targets(job: Job, arrays: Arrays, replica: Replica) -> "np.ndarray":
    """Return the targets that a replica is trained and measured with, `(rows,)`, wrong labels among them."""
    if not replica.label_noise or not arrays.classes:
        return arrays.targets
    targets = arrays.targets.copy()
    train, validation, _ = arrays.sizes
    targets[:train] = noisy_labels(targets[:train], arrays.classes, replica.label_noise, replica.seed)
    if job.noisy_validation:
        part = slice(train, train + validation)
        targets[part] = noisy_labels(targets[part], arrays.classes, replica.label_noise, replica.seed, "validation")
    return targets


def shares(arrays: Arrays) -> "np.ndarray":
    """Return `(rows, 3)`: one over a part's rows for the rows in it; columns train, validation, test."""
    import numpy as np

    parts = np.repeat(np.arange(3), arrays.sizes)
    shared: np.ndarray = (parts[:, None] == np.arange(3)) / np.array(arrays.sizes, np.float32)
    return shared


def _params(job: Job, replicas: Sequence[Replica], start: "np.ndarray | None") -> Any:
    import numpy as np

    if start is not None:
        start = np.concatenate([start, np.repeat(start[-1:], len(replicas) - len(start), axis=0)])
        return tuple((w.astype(np.float32), b.astype(np.float32)) for w, b in layers_of(start, job.sizes))
    drawn = [start_weights(job.sizes, replica.seed, replica.init, replica.init_scale) for replica in replicas]
    return tuple(
        (np.stack([layers[number][0] for layers in drawn]), np.stack([layers[number][1] for layers in drawn]))
        for number in range(len(job.sizes) - 1)
    )


def _measured(
    job: Job, compiled: Program, params: Any, inputs: Any, labels: Any, parts: Any, hyper: Mapping[str, "np.ndarray"]
) -> dict[str, "np.ndarray"]:
    """Return what one checkpoint records, replicas first."""
    import numpy as np

    arrays = {name: np.asarray(values) for name, values in compiled.measure(params, inputs, labels, parts).items()}
    if "gradient_norm" in job.record:
        # The decay of AdamW is no part of what is minimised.
        decay = hyper["weight_decay"] * (job.optimizer != DECOUPLED)
        arrays["gradient_norm"] = np.asarray(
            compiled.gradient_norm(params, inputs, labels, parts, decay, hyper["weight_l1"])
        )
    if "nonzero" in job.record:
        weights = [np.asarray(each) for each, _ in params]
        arrays["nonzero"] = sum((each != 0).sum(axis=(1, 2)) for each in weights) / sum(
            each[0].size for each in weights
        )
    if "weights" in job.record:
        arrays["weights"] = flat(params)
    return arrays


def _joined(
    job: Job, arrays: Arrays, checkpoints: Sequence[dict[str, "np.ndarray"]], targets: "np.ndarray"
) -> dict[str, "np.ndarray"]:
    """Return what was measured at all checkpoints as arrays, `(replicas, checkpoints, …)`, and scores of the end."""
    import numpy as np

    measured = {name: np.stack([each[name] for each in checkpoints], axis=1) for name in checkpoints[0]}
    recorded: dict[str, np.ndarray] = {}
    for measure in ("loss", "accuracy"):
        for column, part in enumerate(("train", "validation", "test")):
            if measure in measured:
                recorded[f"{part}_{measure}"] = measured[measure][..., column].astype(np.float32)
    for name in ("weight_norm", "gradient_norm", "nonzero", "weights"):
        if name in measured:
            recorded[name] = measured[name].astype(np.float32)
    for name in [name for name in recorded if name.endswith(("loss", "norm"))]:
        recorded[name] = np.where(np.isfinite(recorded[name]), recorded[name], np.nan)
    chance = chance_loss(targets[:, : arrays.sizes[0]], arrays.classes)
    finite, dead = measured["finite"][:, -1], measured["dead"][:, -1]
    recorded["outcome"] = outcome(recorded["train_loss"][:, -1], finite, dead, chance)
    if arrays.classes:
        guesses = measured["guesses"][..., -arrays.sizes[2] :]
        if arrays.classes == 2:
            recorded |= two_class_scores(guesses, targets[:, None, -arrays.sizes[2] :])
        if "predictions" in job.record:
            recorded["predictions"] = guesses
    return recorded
