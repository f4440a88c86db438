"""The size of a multi-layer perceptron."""

from collections.abc import Sequence
from itertools import pairwise


def parameter_count(sizes: Sequence[int]) -> int:
    """Return how many weights and biases a network has. sizes: units of each layer, inputs first.

    >>> parameter_count((64, 32, 10))
    2410
    """
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))
