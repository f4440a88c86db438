"""What a checkpoint measures of networks side by side, and what became of a run, as one of four words."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from proofpress.experiments.training.jax_runtime import compiled
from proofpress.experiments.training.network import forward, penalty, row_losses

if TYPE_CHECKING:
    import numpy as np

LEARNS, STALLS, DIES, DIVERGES = range(4)
OUTCOMES = ("learns", "stalls", "dies", "diverges")
STALL_SHARE = 0.95
DIVERGE_FACTOR = 1000.0


@cache
def measures(activation: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return two compiled functions over replicas, (measure, gradient_norm); arrays of replicas have them first.

    measure: (params, inputs, targets, shares) → loss, accuracy `(replicas, 3)`: train, validation, test;
    finite `(replicas,)`: whether all losses and weights are; dead `(replicas,)`: whether in some hidden layer of
    ReLUs no unit is above 0 for any training row; weight_norm `(replicas,)`, biases left out; guesses
    `(replicas, rows)`: the class given the largest output. accuracy and guesses are for classes only.
    gradient_norm: (params, inputs, targets, shares, weight_decay, weight_l1) → `(replicas,)`: the length of the
    gradient of the objective on all training rows, without dropout; of its shortest subgradient where L1 has none.
    inputs: `(rows, features)`. targets: `(replicas, rows)`. shares: `(rows, 3)`, one over a part's rows for the
    rows in it.
    """
    import jax

    def measured(params: Any, inputs: Any, targets: Any, shares: Any) -> Any:
        return _measured(params, inputs, targets, shares, activation)

    def slope_length(params: Any, inputs: Any, targets: Any, shares: Any, weight_decay: Any, l1: Any) -> Any:
        def objective(params: Any) -> Any:
            losses = row_losses(forward(params, inputs, activation)[0], targets)
            return (losses * shares[:, 0]).sum() + weight_decay * penalty(params)

        slopes = jax.grad(objective)(params)
        layers = zip(slopes, params, strict=True)
        return _length(
            jax.tree.leaves([(_with_l1(slope, weights, l1), bias) for (slope, bias), (weights, _) in layers])
        )

    return (
        compiled(jax.vmap(measured, in_axes=(0, None, 0, None))),
        compiled(jax.vmap(slope_length, in_axes=(0, None, 0, None, 0, 0))),
    )


def _with_l1(slope: Any, weights: Any, l1: Any) -> Any:
    """Return the gradient with that of l1 · Σ|weight| added; where a weight is 0, the number nearest to 0 it may be."""
    import jax.numpy as jnp

    at_zero = jnp.sign(slope) * jnp.maximum(jnp.abs(slope) - l1, 0)
    return jnp.where(weights == 0, at_zero, slope + l1 * jnp.sign(weights))


def _measured(params: Any, inputs: Any, targets: Any, shares: Any, activation: str) -> dict[str, Any]:
    """Return what a checkpoint records of one network."""
    import jax
    import jax.numpy as jnp

    outputs, hidden = forward(params, inputs, activation)
    losses = row_losses(outputs, targets)
    # A row of another part may be infinite, and infinity times 0 is not 0.
    loss = jnp.where(shares > 0, losses[:, None] * shares, 0.0).sum(axis=0)
    trained = shares[:, 0] > 0
    dead = [~((layer > 0) & trained).any() for layer in hidden if activation == "relu"]
    found = {
        "loss": loss,
        "finite": jnp.isfinite(loss).all() & jnp.isfinite(_length(jax.tree.leaves(params))),
        "dead": jnp.stack(dead).any() if dead else jnp.zeros((), bool),
        "weight_norm": _length([weights for weights, _ in params]),
    }
    if jnp.issubdtype(targets.dtype, jnp.integer):
        # The first class with the largest output; where none is (not a number), class 0. This is argmax, but a
        # minimum over numbers is what XLA makes fast on a CPU.
        classes = jnp.arange(outputs.shape[0], dtype=jnp.int32)[:, None]
        first = jnp.where(outputs == outputs.max(axis=0), classes, outputs.shape[0]).min(axis=0)
        guesses = jnp.where(first == outputs.shape[0], 0, first).astype(jnp.int8)
        found["accuracy"] = jnp.where(guesses == targets, 1.0, 0.0) @ shares
        found["guesses"] = guesses
    return found


def _length(arrays: list[Any]) -> Any:
    """Return the Euclidean length of some arrays taken as one vector."""
    import jax.numpy as jnp

    return jnp.sqrt(sum((each**2).sum() for each in arrays))


def chance_loss(targets: "np.ndarray", classes: int) -> "np.ndarray":
    """Return the training loss of the best constant answer, `(replicas,)`, which takes no notice of the inputs.

    targets: `(replicas, training rows)`. For classes the entropy of their shares, in nats; for a
    regression the variance.
    """
    import numpy as np

    if not classes:
        variance: np.ndarray = targets.var(axis=1)
        return variance
    share = (targets[:, :, None] == np.arange(classes)).mean(axis=1)
    entropy: np.ndarray = -(share * np.log(np.where(share > 0, share, 1))).sum(axis=1)
    return entropy


def outcome(loss: "np.ndarray", finite: "np.ndarray", dead: "np.ndarray", chance: "np.ndarray") -> "np.ndarray":
    """Return the code of each run's outcome at its last checkpoint, `(replicas,)`, int8; the first that applies:

    diverges: a loss or a weight is not finite, or the training loss is above 1000 times the chance level.
    dies: in some hidden layer no unit is above 0 for any training row, so that no gradient passes.
    stalls: the training loss is not below 95 % of the chance level (the loss of the best constant answer).
    learns: none of these.
    """
    import numpy as np

    wild = ~finite | ~np.isfinite(loss) | (loss > DIVERGE_FACTOR * chance)
    flat = ~(loss < STALL_SHARE * chance)
    return np.select([wild, dead, flat], [DIVERGES, DIES, STALLS], LEARNS).astype(np.int8)


def two_class_scores(guesses: "np.ndarray", truth: "np.ndarray") -> dict[str, "np.ndarray"]:
    """Return precision, recall and F1 of class 1 on the test rows, each `(replicas, checkpoints)`.

    guesses, truth: `(replicas, checkpoints or 1, rows)`. A score without a case to count is 0, so that a
    model that never predicts class 1 has an F1 of 0.
    """
    import numpy as np

    hits = ((guesses == 1) & (truth == 1)).sum(axis=-1)
    predicted = (guesses == 1).sum(axis=-1)
    actual = np.broadcast_to((truth == 1).sum(axis=-1), hits.shape)

    def ratio(count: "np.ndarray", total: "np.ndarray") -> "np.ndarray":
        return (count / np.where(total == 0, 1, total)).astype(np.float32)

    return {
        "test_precision": ratio(hits, predicted),
        "test_recall": ratio(hits, actual),
        "test_f1": ratio(2 * hits, predicted + actual),
    }
