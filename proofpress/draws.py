"""Everything random in a run, drawn by numpy outside jax: plain numpy, or a browser, can repeat a run.

A stream of random numbers belongs to a seed and a purpose, never to a setting. So all settings of a sweep share start
weights, batch order, dropout numbers and wrong labels (common random numbers), and the difference between two runs is
caused by the option in which they differ.
"""

import itertools
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

DROPOUT_LEVELS = 65536


def generator(seed: int, purpose: str) -> "np.random.Generator":
    """Return numpy's PCG64 generator for a seed and a purpose (its CRC-32 is the second word of the seed)."""
    import numpy as np

    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(purpose.encode())]))


def start_weights(
    sizes: tuple[int, ...], seed: int, init: str = "he", scale: float = 1.0
) -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return start weights: for each layer `(outputs, inputs)` weights and `(outputs,)` biases, float32.

    sizes: units of each layer, inputs first. Biases start at 0, except with `small`.
    init: `he` Gaussian, variance 2 / inputs (He et al. 2015, arXiv:1502.01852); `glorot` uniform, variance
    2 / (inputs + outputs) (Glorot and Bengio 2010); `small` uniform on ±1/√inputs, biases too; `zero`.
    scale: multiplies all of them. The same numbers are drawn whatever the scale.
    """
    import numpy as np

    chance = generator(seed, "start weights")
    layers = []
    for inputs, outputs in itertools.pairwise(sizes):
        biases = np.zeros(outputs)
        if init == "he":
            weights = chance.normal(size=(outputs, inputs)) * np.sqrt(2 / inputs)
        elif init == "glorot":
            weights = chance.uniform(-1, 1, size=(outputs, inputs)) * np.sqrt(6 / (inputs + outputs))
        elif init == "small":
            weights = chance.uniform(-1, 1, size=(outputs, inputs)) / np.sqrt(inputs)
            biases = chance.uniform(-1, 1, size=outputs) / np.sqrt(inputs)
        else:
            weights = np.zeros((outputs, inputs))
        layers.append(((scale * weights).astype(np.float32), (scale * biases).astype(np.float32)))
    return layers


def batch_order(rows: int, batch: int, updates: int, seed: int) -> "np.ndarray":
    """Return which training rows each update sees, `(updates, batch)`, int32.

    Each epoch is a new shuffle; rows that do not fill a last batch are left out of that epoch. A batch of
    all rows is not shuffled: every update sees the rows in order.
    """
    import numpy as np

    if batch >= rows:
        return np.broadcast_to(np.arange(rows, dtype=np.int32), (updates, rows))
    chance = generator(seed, "batch order")
    batches = rows // batch
    epochs = max(1, -(-updates // batches))
    shuffled = [chance.permutation(rows)[: batches * batch].reshape(batches, batch) for _ in range(epochs)]
    return np.concatenate(shuffled)[:updates].astype(np.int32)


def dropout_stream(seed: int) -> "np.random.Generator":
    """Return the generator of dropout numbers; `dropout_numbers` takes them update by update."""
    return generator(seed, "dropout")


def dropout_numbers(stream: "np.random.Generator", updates: int, units: int, batch: int) -> "np.ndarray":
    """Return the next numbers that decide which units are kept, `(updates, units, batch)`, uint16.

    units: of all hidden layers, first layer first. A unit is dropped for a row if its number is below rate · 65536.
    """
    import numpy as np

    return stream.integers(0, DROPOUT_LEVELS, size=(updates, units, batch), dtype=np.uint16)


def noisy_labels(labels: "np.ndarray", classes: int, fraction: float, seed: int, part: str = "train") -> "np.ndarray":
    """Return labels of which `round(fraction · rows)` are replaced by another class, all others equally likely.

    A larger fraction replaces the same rows, with the same wrong classes, and more. part: names the
    stream, so that validation labels can be drawn apart from training labels.
    """
    chance = generator(seed, f"label noise {part}")
    order = chance.permutation(len(labels))
    shift = chance.integers(1, classes, size=len(labels))
    wrong = order[: round(fraction * len(labels))]
    noisy = labels.copy()
    noisy[wrong] = (labels[wrong] + shift[wrong]) % classes
    return noisy
