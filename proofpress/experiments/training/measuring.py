"""What a checkpoint measures of networks side by side, compiled once for all ways of training them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from proofpress.experiments.training.jax_runtime import compiled
from proofpress.experiments.training.network import forward, penalty, row_losses


@cache
def measures(activation: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return two compiled functions over lanes, (measure, gradient_norm); arrays of lanes have them first.

    measure: (params, inputs, targets, shares) → loss, accuracy `(lanes, 3)`: train, validation, test;
    finite `(lanes,)`: whether all losses and weights are; dead `(lanes,)`: whether in some hidden layer of
    ReLUs no unit is above 0 for any training row; weight_norm `(lanes,)`, biases left out; guesses
    `(lanes, rows)`: the class given the largest output. accuracy and guesses are for classes only.
    gradient_norm: (params, inputs, targets, shares, weight_decay) → `(lanes,)`: the length of the gradient
    of the objective on all training rows, without dropout.
    inputs: `(rows, features)`. targets: `(lanes, rows)`. shares: `(rows, 3)`, one over a part's rows for the
    rows in it.
    """
    import jax

    def measured(params: Any, inputs: Any, targets: Any, shares: Any) -> Any:
        return _measured(params, inputs, targets, shares, activation)

    def slope_length(params: Any, inputs: Any, targets: Any, shares: Any, weight_decay: Any) -> Any:
        def objective(params: Any) -> Any:
            losses = row_losses(forward(params, inputs, activation)[0], targets)
            return (losses * shares[:, 0]).sum() + weight_decay * penalty(params)

        return _length(jax.tree.leaves(jax.grad(objective)(params)))

    return (
        compiled(jax.vmap(measured, in_axes=(0, None, 0, None))),
        compiled(jax.vmap(slope_length, in_axes=(0, None, 0, None, 0))),
    )


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
