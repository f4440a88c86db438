"""The model: a multi-layer perceptron of any depth and width, one network at a time.

Activations are features first, `(units, rows)`: the engine maps these functions over many networks, and
then all networks' first layers become one matrix product `(networks · units, inputs) × (inputs, rows)`.
No hidden layer makes it softmax regression, or linear regression.
"""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from jax import Array


def forward(
    params: Any, inputs: "Array", activation: str, kept: Sequence["Array"] = ()
) -> tuple["Array", list["Array"]]:
    """Return outputs `(outputs, rows)` and each hidden layer's activations `(units, rows)`.

    params: a tuple of `(weights (outputs, inputs), biases (outputs,))`. inputs: `(rows, features)`.
    kept: for each hidden layer, what its activations are multiplied by (dropout), or nothing.
    """
    import jax
    import jax.numpy as jnp

    act = {"relu": jax.nn.relu, "tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid, "linear": lambda x: x}[activation]
    flow, hidden = inputs.T, []
    for layer, (weights, biases) in enumerate(params[:-1]):
        flow = act(weights @ flow + biases[:, None])
        hidden.append(flow)
        if kept:
            flow = flow * kept[layer]
    weights, biases = params[-1]
    return weights @ flow + biases[:, None], hidden


def row_losses(outputs: "Array", targets: "Array") -> "Array":
    """Return the loss of each row, `(rows,)`: softmax cross-entropy in nats, or squared error.

    outputs: `(outputs, rows)`. targets: `(rows,)`; whole numbers are classes, others numbers to be met.
    """
    import jax
    import jax.numpy as jnp

    if not jnp.issubdtype(targets.dtype, jnp.integer):
        return (outputs[0] - targets) ** 2
    # Comparing with every class is cheaper on a CPU than gathering, and much cheaper to differentiate.
    hit = targets[None, :] == jnp.arange(outputs.shape[0], dtype=targets.dtype)[:, None]
    return jax.nn.logsumexp(outputs, axis=0) - jnp.where(hit, outputs, 0).sum(axis=0)


def penalty(params: Any) -> "Array":
    """Return half the sum of the squared weights; biases do not count."""
    return 0.5 * sum((weights**2).sum() for weights, _ in params)


def flat(layers: Sequence[tuple["np.ndarray", "np.ndarray"]]) -> "np.ndarray":
    """Return the parameters in a row, `(…, parameters)`: W1, b1, W2, b2, …; W as (inputs, outputs), row by row.

    layers: weights `(…, outputs, inputs)` and biases `(…, outputs)`, as the engine holds them.
    """
    import numpy as np

    rows: list[np.ndarray] = []
    for weights, biases in layers:
        turned = np.swapaxes(np.asarray(weights), -1, -2)
        rows += [turned.reshape(*turned.shape[:-2], -1), np.asarray(biases)]
    return np.concatenate(rows, axis=-1)


def layers_of(row: "np.ndarray", sizes: Sequence[int]) -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return the layers of a row of parameters: the reverse of `flat`, for any leading dimensions."""
    import numpy as np

    layers, start = [], 0
    for inputs, outputs in itertools.pairwise(sizes):
        weights = row[..., start : start + inputs * outputs].reshape(*row.shape[:-1], inputs, outputs)
        start += inputs * outputs
        layers.append((np.swapaxes(weights, -1, -2), row[..., start : start + outputs]))
        start += outputs
    return layers
