"""The learned numbers of one model, taken apart into its weights and biases, and the colours they are drawn in."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from proofpress.drawing.theme import Theme, rgb
from proofpress.runs.parameters import format_sizes, parameter_count

if TYPE_CHECKING:
    import numpy as np


def tensors(numbers: "np.ndarray", sizes: Sequence[int]) -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return for each layer its weights `(inputs, outputs)` and biases `(outputs,)` from one row of numbers.

    Raises ValueError where the sizes of the layers do not make up that many numbers.
    """
    count = parameter_count(sizes)
    if count != len(numbers):
        raise ValueError(f"'sizes' {format_sizes(sizes)} make {count} numbers, the runs have {len(numbers)}")
    layers, start = [], 0
    for inputs, outputs in itertools.pairwise(sizes):
        end = start + inputs * outputs
        layers.append((numbers[start:end].reshape(inputs, outputs), numbers[end : end + outputs]))
        start = end + outputs
    return layers


def limit(numbers: "np.ndarray") -> float:
    """Return the size at which colours are full: the 98th percentile of the absolute values."""
    import numpy as np

    finite = np.abs(numbers[np.isfinite(numbers)])
    return float(np.percentile(finite, 98)) or 1.0


def coloured(theme: Theme, numbers: "np.ndarray", full: float) -> "np.ndarray":
    """Return numbers as colours, bytes of shape `(…, 3)`: from negative over zero, the paper, to positive."""
    import numpy as np

    stops = np.array([rgb(colour) for colour in theme.diverging])
    at = (np.clip(np.nan_to_num(numbers) / full, -1, 1) + 1) / 2 * (len(stops) - 1)
    channels = [np.interp(at, range(len(stops)), stops[:, part]) for part in range(3)]
    return np.asarray(np.rint(np.stack(channels, axis=-1)), dtype=np.uint8)
