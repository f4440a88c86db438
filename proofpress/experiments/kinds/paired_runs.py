"""Pairs of runs that differ in one thing: how alike their weights are, and how often they disagree.

For every seed one run is the base, and each change makes another: new start weights, a new batch order, other rows to
train on, or another value of a setting; all else is shared. The two are compared by the cosine between their
learned numbers and by the share of test rows that they classify differently. S. Fort, H. Hu, B. Lakshminarayanan,
*Deep Ensembles: A Loss Landscape Perspective* (2019), arXiv:1912.02757, compare seeds in this way.

    pairs:
      title: Runs that differ in one thing
      kind: paired_runs
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

Channels (change, seed): `cosine` (NaN where the networks differ in size); `matched_cosine`, the same after the hidden
units of the changed run were given the order in which they are most like those of the base, since their order means
nothing; `start_cosine` and `start_matched_cosine`, both of the start weights, to compare with; `disagreement`, a share
of the test rows, and the `test_accuracy` of the changed run; `base_accuracy` (seed).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from proofpress.datasets.options import require_classes
from proofpress.datasets.splitting import load
from proofpress.diagnostics import one_of
from proofpress.draws import batch_order, generator, start_weights
from proofpress.experiments import costs
from proofpress.experiments.axes import with_option
from proofpress.experiments.networks import NetworkOptions, describe
from proofpress.experiments.recipes import Setting
from proofpress.experiments.seeds import Seeds, seeded_kind
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from proofpress.experiments.training.network import flat, layers_of
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

    from proofpress.datasets.splitting import Arrays

NEW = ("start", "order", "split")
FIXED = ("train", "split", "label_noise")
COSINES = ("cosine", "matched_cosine", "start_cosine", "start_matched_cosine")
PER_CHANGE = (*COSINES, "disagreement", "test_accuracy")
OTHER_SEED = 1_000_003


class PairedRuns(NetworkOptions, frozen=True, kw_only=True):
    """One model and recipe, and what makes the other run of each pair.

    changes: name of the pair → what is changed: `new: start`, `order` or `split`, or one axis and its value.
    """

    changes: Annotated[Mapping[str, Mapping[str, float | int | str]], Meta(min_length=1)]
    seeds: Seeds = 12

    def __post_init__(self) -> None:
        """Raise ValueError if a change is not one thing, or would change the rows on which the pair is compared."""
        require_classes("paired_runs", self.data)
        for name, change in self.changes.items():
            if len(change) != 1:
                raise ValueError(f"the change '{name}' changes {len(change)} things; a pair differs in just one")
            ((what, value),) = change.items()
            if what == "new" and value not in NEW:
                raise ValueError(f"'new' is one of {one_of(NEW)}, not '{value}'")
            if what in FIXED:
                raise ValueError(f"'{what}' changes the data of a pair; use 'new: split' for other training rows")
            if what != "new":
                with_option(self.setting, what, value)


def run_schema(options: PairedRuns) -> RunSchema:
    """Return the axes and channels, known without training."""
    channels: dict[str, tuple[str, ...]] = dict.fromkeys(PER_CHANGE, ("change", "seed"))
    axes = {"change": tuple(options.changes), "seed": options.seed_axis}
    return RunSchema(axes, channels | {"base_accuracy": ("seed",)}, describe(options.setting, seeds=options.seeds))


def run(options: PairedRuns, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train the base and the changed runs of one seed; arrays `(changes,)`."""
    import numpy as np

    seed, data = piece["seed"], load(replace(options.data, label_noise=0.0))
    base = _trained(options.setting, data, seed)
    rows, settings = [], [options.setting]
    for change in options.changes.values():
        ((what, value),) = change.items()
        if what == "new":
            settings.append(options.setting)
            other = _renewed(options.setting, data, seed, str(value))
        else:
            settings.append(with_option(options.setting, what, value))
            other = _trained(settings[-1], data, seed)
        disagreement = np.mean(base["predictions"] != other["predictions"])
        sizes = options.setting.sizes if settings[-1].sizes == options.setting.sizes else None
        alike = [angle for when in (-1, 0) for angle in _cosines(base["weights"][when], other["weights"][when], sizes)]
        rows.append((*alike, disagreement, other["test_accuracy"]))
    arrays = dict(zip(PER_CHANGE, np.array(rows, np.float32).T, strict=True))
    arrays["base_accuracy"] = base["test_accuracy"]
    facts: dict[str, float] = {
        "runs": len(settings),
        "updates": sum(setting.updates for setting in settings),
        "parameters": max(setting.parameters for setting in settings),
    }
    return arrays, facts


def cosine(one: "np.ndarray", other: "np.ndarray") -> float:
    """Return the cosine of the angle between two rows of learned numbers; NaN if they differ in length or diverged."""
    import numpy as np

    if one.shape != other.shape:
        return float("nan")
    one, other = one.astype(float), other.astype(float)
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        angle = float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
    return angle if np.isfinite(angle) else float("nan")


def matched(base: "np.ndarray", other: "np.ndarray", sizes: tuple[int, ...]) -> "np.ndarray":
    """Return other learned numbers with each layer's hidden units in the order in which they are most like the base.

    Units are matched one to one, layer by layer, by the sum of the products of their incoming weights and biases, in
    the last hidden layer of their outgoing weights too: the assignment that makes this largest (Kuhn 1955), which
    changes no answer of the network.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not (np.isfinite(base).all() and np.isfinite(other).all()):
        return other
    ours, theirs = layers_of(base.astype(float), sizes), layers_of(other.astype(float), sizes)
    for number in range(len(sizes) - 2):
        (weights, biases), (incoming, own), (outgoing, after) = ours[number], theirs[number], theirs[number + 1]
        alike = weights @ incoming.T + np.outer(biases, own)
        if number == len(sizes) - 3:
            # The units of any other next layer are in another order still.
            alike += ours[number + 1][0].T @ outgoing
        _, order = linear_sum_assignment(alike, maximize=True)
        theirs[number], theirs[number + 1] = (incoming[order], own[order]), (outgoing[:, order], after)
    return flat(theirs)


def _cosines(base: "np.ndarray", other: "np.ndarray", sizes: tuple[int, ...] | None) -> tuple[float, float]:
    """Return the cosine of two rows of learned numbers, and of the base and the matched other; NaN without sizes."""
    if sizes is None:
        return float("nan"), float("nan")
    return cosine(base, other), cosine(base, matched(base, other, sizes))


def resplit(data: "Arrays", seed: int) -> "Arrays":
    """Return the data with training and validation rows split again; test rows stay as they are."""
    import numpy as np

    split = data.sizes[0] + data.sizes[1]
    rows = np.concatenate([generator(seed, "new split").permutation(split), np.arange(split, len(data.targets))])
    return replace(data, inputs=data.inputs[rows], targets=data.targets[rows], order=data.order[rows])


def _renewed(setting: Setting, data: "Arrays", seed: int, what: str) -> dict[str, "np.ndarray"]:
    """Train the base's setting with one thing drawn again; the rest is drawn as for the base."""
    job, model = job_of(setting, (1,)), setting.model
    if what == "split":
        return _trained(setting, resplit(data, seed), seed)
    if what == "start":
        start = flat(start_weights(job.sizes, seed + OTHER_SEED, model.init, model.init_scale))[None]
        return _trained(setting, data, seed, start=start)
    order = batch_order(data.sizes[0], min(job.batch, data.sizes[0]), job.updates, seed + OTHER_SEED)
    return _trained(setting, data, seed, batches=order)


def _trained(setting: Setting, data: "Arrays", seed: int, **given: "np.ndarray") -> dict[str, "np.ndarray"]:
    """Return `weights` `(2, parameters)` at the start and the end, `predictions` `(test rows,)` and `test_accuracy`."""
    job = job_of(setting, (0, setting.updates), ("predictions", "weights"))
    measured = engine.run(job, data, [replica_of(setting, seed)], **given)
    ends = {name: measured[name][0, -1] for name in ("predictions", "test_accuracy")}
    return {"weights": measured["weights"][0], **ends}


def seconds(options: PairedRuns) -> float:
    """Return how long one seed takes: the base and each changed run."""
    return (costs.seconds(costs.training_operations(options.setting)) + 0.05) * (len(options.changes) + 1)


KIND = seeded_kind(
    "paired_runs",
    PairedRuns,
    "Pairs of runs that differ in one thing: how alike their weights are, and how often they disagree.",
    run_schema=run_schema,
    run=run,
    seconds=seconds,
    better={"test_accuracy": "higher", "base_accuracy": "higher"},
    aliases=("strangers",),
)
