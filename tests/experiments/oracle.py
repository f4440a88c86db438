"""A network and its training in plain numpy, float64, written from the textbook and not from the engine.

Weights are `(inputs, outputs)`, rows come first, gradients are worked out by hand.
"""

import itertools
from collections.abc import Sequence

import numpy as np

Layer = tuple[np.ndarray, np.ndarray]


def unflatten(row: np.ndarray, sizes: Sequence[int]) -> list[Layer]:
    """Return the layers of a row W1, b1, W2, b2, …"""
    layers, at = [], 0
    for i, o in itertools.pairwise(sizes):
        weights = row[at : at + i * o].reshape(i, o).astype(float)
        layers.append((weights, row[at + i * o : at + i * o + o].astype(float)))
        at += i * o + o
    return layers


def flatten(layers: Sequence[Layer]) -> np.ndarray:
    """Return W1, b1, W2, b2, … in a row."""
    return np.concatenate([part.ravel() for layer in layers for part in layer])


def passed(
    layers: Sequence[Layer], x: np.ndarray, activation: str, kept: Sequence[np.ndarray] = ()
) -> list[np.ndarray]:
    """Return the inputs of each layer and the outputs of the last; kept multiplies hidden layers (rows, units)."""
    act = {"relu": lambda a: np.where(a > 0, a, 0), "tanh": np.tanh, "linear": lambda a: a, "sigmoid": sigmoid}[
        activation
    ]
    flow = [x]
    for n, (weights, biases) in enumerate(layers):
        a = flow[-1] @ weights + biases
        if n < len(layers) - 1:
            a = act(a) * (kept[n] if kept else 1)
        flow.append(a)
    return flow


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-a)."""
    return 1 / (1 + np.exp(-a))


def objective(layers: Sequence[Layer], x: np.ndarray, y: np.ndarray, activation: str, decay: float) -> float:
    """Return the mean loss plus decay times half the sum of squared weights."""
    out = passed(layers, x, activation)[-1]
    if y.dtype.kind == "f":
        loss = ((out[:, 0] - y) ** 2).mean()
    else:
        shifted = out - out.max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(len(y)), y].mean()
    return float(loss + decay / 2 * sum((weights**2).sum() for weights, _ in layers))


def gradient(
    layers: Sequence[Layer],
    x: np.ndarray,
    y: np.ndarray,
    activation: str,
    decay: float,
    kept: Sequence[np.ndarray] = (),
) -> list[Layer]:
    """Return the gradient of `objective`, by backpropagation."""
    flow = passed(layers, x, activation, kept)
    if y.dtype.kind == "f":
        back = 2 * (flow[-1] - y[:, None]) / len(y)
    else:
        odds = np.exp(flow[-1] - flow[-1].max(axis=1, keepdims=True))
        back = odds / odds.sum(axis=1, keepdims=True)
        back[np.arange(len(y)), y] -= 1
        back /= len(y)
    found: list[Layer] = []
    for n in range(len(layers) - 1, -1, -1):
        weights, _ = layers[n]
        found.insert(0, (flow[n].T @ back + decay * weights, back.sum(axis=0)))
        if n:
            back = back @ weights.T
            mask = kept[n - 1] if kept else np.ones_like(flow[n])
            before = np.divide(flow[n], mask, out=np.zeros_like(flow[n]), where=mask != 0)
            slope = {"relu": before > 0, "tanh": 1 - before**2, "linear": 1.0, "sigmoid": before * (1 - before)}[
                activation
            ]
            back = back * slope * mask
    return found


def train(
    start: np.ndarray,
    sizes: Sequence[int],
    x: np.ndarray,
    y: np.ndarray,
    batches: np.ndarray,
    rates: Sequence[float],
    *,
    optimizer: str = "sgd",
    activation: str = "relu",
    decay: float = 0.0,
    momentum: float = 0.9,
    l1: float = 0.0,
    kept: Sequence[Sequence[np.ndarray]] | None = None,
) -> np.ndarray:
    """Return the weights after all updates, in a row. kept: for each update, what multiplies each hidden layer."""
    weights = flatten(unflatten(start, sizes))
    is_weight = flatten([(np.ones((i, o)), np.zeros(o)) for i, o in itertools.pairwise(sizes)])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for n, (rows, rate) in enumerate(zip(batches, rates, strict=True)):
        masks = kept[n] if kept else ()
        coupled = 0.0 if optimizer == "adamw" else decay
        g = flatten(gradient(unflatten(weights, sizes), x[rows], y[rows], activation, coupled, masks))
        if optimizer == "sgd":
            step = g
        elif optimizer == "momentum":
            first = momentum * first + g
            step = first
        elif optimizer == "nesterov":
            first = momentum * first + g
            step = momentum * first + g
        elif optimizer == "rmsprop":
            second = 0.9 * second + 0.1 * g**2
            step = g / (np.sqrt(second) + 1e-8)
        else:
            first = 0.9 * first + 0.1 * g
            second = 0.999 * second + 0.001 * g**2
            step = first / (1 - 0.9 ** (n + 1)) / (np.sqrt(second / (1 - 0.999 ** (n + 1))) + 1e-8)
        if optimizer == "adamw":
            step = step + decay * weights * is_weight
        weights = weights - rate * step
        nearest = np.where(weights > 0, np.maximum(weights - rate * l1, 0), np.minimum(weights + rate * l1, 0))
        weights = np.where(is_weight == 1, nearest, weights)
    return weights
