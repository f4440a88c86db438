"""The learned numbers of one model, taken apart into its weights and biases, and the colours they are drawn in."""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofpress.charts.reading import over_seeds
from proofpress.drawing.theme import Theme, rgb
from proofpress.models import Runs, Select
from proofpress.runs.parameters import counted

if TYPE_CHECKING:
    import numpy as np


def tensors(numbers: "np.ndarray", sizes: Sequence[int]) -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return for each layer its weights `(inputs, outputs)` and biases `(outputs,)` from one row of numbers.

    Raises ValueError where the sizes of the layers do not make up that many numbers.
    """
    count = counted(sizes)
    if count != len(numbers):
        shape = "-".join(map(str, sizes))
        raise ValueError(f"'sizes' {shape} make {count} numbers, the runs have {len(numbers)}")
    layers, start = [], 0
    for inputs, outputs in itertools.pairwise(sizes):
        end = start + inputs * outputs
        layers.append((numbers[start:end].reshape(inputs, outputs), numbers[end : end + outputs]))
        start = end + outputs
    return layers


def one_model(
    runs: Mapping[str, Runs], experiment: str, channel: str, at: Mapping[str, Any], seed: int
) -> "np.ndarray":
    """Return the numbers `(parameters,)` of the model of one seed, by its position."""
    import numpy as np

    from proofpress.runs.selection import along

    values, dims = along(runs, Select(experiment, channel, at), ("seed",))
    if "seed" in dims:
        values = values.take(seed, axis=dims.index("seed"))
    return np.asarray(values, dtype=float).reshape(-1)


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


def of_seed(runs: Mapping[str, Runs], experiment: str, channel: str, at: Mapping[str, Any], seed: int) -> float:
    """Return a channel's number for the model of one seed."""
    return float(over_seeds(runs, Select(experiment, channel, at), ())[..., seed])
