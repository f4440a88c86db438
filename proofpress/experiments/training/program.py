"""The compiled part of training: many networks side by side (replicas), a chunk of updates per call.

What differs between replicas without a new compilation: start weights, learning rate at each update, weight
decay, L1, dropout rate, momentum, labels. The number of updates is given with each call. So one compilation,
named by its `Shape`, serves every experiment on the same network, batch size and number of replicas.
"""

import itertools
from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec import Struct

from proofpress.draws import DROPOUT_LEVELS
from proofpress.experiments.training.jax_runtime import compiled
from proofpress.experiments.training.measurements import measures
from proofpress.experiments.training.network import forward, penalty, row_losses

MOST_UPDATES = 128
NUMBERS_PER_CALL = 1 << 21
DECOUPLED = "adamw"
"""The optimizer that takes weight decay off the weights themselves, and leaves it out of the gradient."""


class Shape(Struct, frozen=True):
    """All that a compilation depends on, the data's own shape apart.

    sizes: units of each layer. batch: rows in a batch. replicas: networks side by side.
    shared: all replicas see the same batches, so that their first layers are one matrix product.
    whole: the batch is all training rows, in order. dropout, moves, shrinks: whether units are dropped, changes
    counted, and weights shrunk towards 0.
    """

    sizes: tuple[int, ...]
    activation: str
    optimizer: str
    batch: int
    replicas: int
    shared: bool
    whole: bool
    dropout: bool
    moves: bool
    shrinks: bool

    @property
    def hidden_units(self) -> int:
        """Units of all hidden layers."""
        return sum(self.sizes[1:-1])

    @property
    def chunk(self) -> int:
        """The most updates in one call, so that dropout numbers stay within a few megabytes."""
        numbers = self.batch * self.hidden_units * (1 if self.shared else self.replicas) if self.dropout else 1
        return max(1, min(MOST_UPDATES, NUMBERS_PER_CALL // max(numbers, 1)))


class Program(Struct, frozen=True):
    """Compiled functions over replicas; every array of a replica has the dimension `replicas` first.

    begin: (params, momentum) → state.
    advance: (state, updates, inputs, targets, batches, numbers, rates, hyper) → state.
    measure: (params, inputs, targets, shares) → measurements, see `measurements.measures`.
    gradient_norm: (params, inputs, targets, shares, decay, l1) → `(replicas,)`.
    """

    begin: Callable[..., Any]
    advance: Callable[..., Any]
    measure: Callable[..., Any]
    gradient_norm: Callable[..., Any]


def optimizer_of(name: str, momentum: Any) -> Any:
    """Return the optax transformation that turns gradients into steps of length 1 (the rate comes later).

    `sgd`; `momentum`, heavy-ball (Polyak 1964); `nesterov`, the same with the gradient looked ahead (Sutskever et al.
    2013); `rmsprop`, over the root of a running mean of squares with a decay of 0.9 (Hinton 2012); `adam`, Kingma and
    Ba 2014 (arXiv:1412.6980) with its defaults; `adamw`, the same, its weight decay taken off the weights directly
    (Loshchilov and Hutter 2019, arXiv:1711.05101).
    """
    import optax

    if name in ("adam", DECOUPLED):
        return optax.scale_by_adam()
    if name == "rmsprop":
        return optax.scale_by_rms(decay=0.9, eps=1e-8, eps_in_sqrt=False)
    if name in ("momentum", "nesterov"):
        return optax.trace(decay=momentum, nesterov=name == "nesterov")
    return optax.identity()


def shrunk(params: Any, by: Any) -> Any:
    """Return parameters whose weights are moved towards 0 by so much, and stop there; biases stay as they are.

    After a step along the gradient of a loss, with `by` the learning rate × λ, this is the proximal step for the
    penalty λ · Σ|weight| (Tibshirani 1996; soft thresholding, Daubechies, Defrise and De Mol 2004): weights become 0
    exactly. Optimizers that rescale the gradient leave the shrinking as it is, as AdamW leaves its decay.
    """
    import jax.numpy as jnp

    return tuple((jnp.sign(weights) * jnp.maximum(jnp.abs(weights) - by, 0), biases) for weights, biases in params)


@cache
def program(shape: Shape) -> Program:
    """Return the compiled functions of a shape; jax compiles each when it is first called."""
    import jax
    import jax.numpy as jnp
    import optax

    def objective(params: Any, inputs: Any, targets: Any, weight_decay: Any, kept: Any) -> Any:
        loss = row_losses(forward(params, inputs, shape.activation, kept)[0], targets).mean()
        return loss if shape.optimizer == DECOUPLED else loss + weight_decay * penalty(params)

    def update(replica: Any, inputs: Any, targets: Any, numbers: Any, rate: Any, hyper: Any) -> Any:
        kept = _kept(shape, numbers, hyper["dropout"]) if shape.dropout else ()
        slopes = jax.grad(objective)(replica["params"], inputs, targets, hyper["weight_decay"], kept)
        rule = optimizer_of(shape.optimizer, hyper["momentum"])
        steps, memory = rule.update(slopes, replica["memory"])
        if shape.optimizer == DECOUPLED:
            layers = zip(steps, replica["params"], strict=True)
            steps = tuple((step + hyper["weight_decay"] * weights, bias) for (step, bias), (weights, _) in layers)
        params = optax.apply_updates(replica["params"], jax.tree.map(lambda step: -rate * step, steps))
        if shape.shrinks:
            params = shrunk(params, rate * hyper["weight_l1"])
        after = {"params": params, "memory": memory}
        if shape.moves:
            after["moves"] = jax.tree.map(lambda n, a, b: n + (a != b), replica["moves"], replica["params"], params)
        return after

    own = None if shape.shared else 0
    update_all = jax.vmap(update, in_axes=(0, None if shape.whole else own, 0, own, 0, 0))

    def begin(params: Any, momentum: Any) -> Any:
        memory = jax.vmap(lambda params, momentum: optimizer_of(shape.optimizer, momentum).init(params))
        state = {"params": params, "memory": memory(params, momentum)}
        if shape.moves:
            state["moves"] = jax.tree.map(lambda p: jnp.zeros(p.shape, jnp.int32), params)
        return state

    def advance(
        state: Any, updates: Any, inputs: Any, targets: Any, batches: Any, numbers: Any, rates: Any, hyper: Any
    ) -> Any:
        def step(index: Any, state: Any) -> Any:
            rows, labels = inputs[: shape.batch], targets[:, : shape.batch]
            if not shape.whole and shape.shared:
                rows, labels = inputs[batches[index]], targets[:, batches[index]]
            elif not shape.whole:
                rows, labels = inputs[batches[index]], jnp.take_along_axis(targets, batches[index], axis=1)
            return update_all(state, rows, labels, numbers[index] if shape.dropout else None, rates[index], hyper)

        return jax.lax.fori_loop(0, updates, step, state)

    measure, gradient_norm = measures(shape.activation)
    return Program(compiled(begin), compiled(advance), measure, gradient_norm)


def _kept(shape: Shape, numbers: Any, rate: Any) -> list[Any]:
    """Return for each hidden layer 0 where a unit is dropped and 1 / (1 - rate) where it is kept."""
    import jax.numpy as jnp

    kept = jnp.where(numbers >= rate * DROPOUT_LEVELS, 1 / (1 - rate), 0.0)
    edges = [sum(shape.sizes[1 : 1 + layer]) for layer in range(len(shape.sizes) - 1)]
    return [kept[start:end] for start, end in itertools.pairwise(edges)]
