"""Scales: from values to places along an axis, with ticks at round values written out."""

import math
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

WIDEST_LINEAR = 30
"""Values of which the largest is more than so many times the smallest stand on a logarithmic scale."""


class Scale(Struct, frozen=True):
    """A linear or logarithmic scale from low to high, both values on the axis (low > 0 where logarithmic).

    The axes of a plot run in the numbers that `forward` gives.
    """

    low: float
    high: float
    log: bool = False

    def forward(self, values: Any) -> Any:
        """Return values as numbers along the axis: themselves, or their decimal logarithm, NaN if there is none."""
        import numpy as np

        array = np.asarray(values, dtype=float)
        if not self.log:
            return array
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(array > 0, np.log10(np.where(array > 0, array, 1.0)), np.nan)

    def ticks(self, most: int = 5, whole: bool = False) -> list[float]:
        """Return at most `most` round values within the scale: powers of ten, or multiples of 1, 2, 2.5 or 5.

        whole: of what is counted, whole numbers alone.
        """
        return _log_ticks(self.low, self.high, most) if self.log else _linear_ticks(self.low, self.high, most, whole)

    def padded(self, share: float) -> "Scale":
        """Return the scale widened on both sides by a share of its length."""
        low, high = (math.log10(self.low), math.log10(self.high)) if self.log else (self.low, self.high)
        room = (high - low) * share or 0.5
        low, high = low - room, high + room
        return Scale(10**low, 10**high, True) if self.log else Scale(low, high)


def fitting(values: Sequence[float]) -> Scale:
    """Return the scale that suits some values: logarithmic if the largest is over 30 times the smallest, above zero."""
    finite = [float(value) for value in values if math.isfinite(value)]
    if not finite:
        return Scale(0.0, 1.0)
    low, high = min(finite), max(finite)
    if low > 0 and high / low > WIDEST_LINEAR:
        return Scale(low, high, True)
    return Scale(low, high) if high > low else Scale(low - 0.5, high + 0.5)


def _linear_ticks(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    span = high - low
    if span <= 0:
        return [low]
    power = 10 ** math.floor(math.log10(span / max(most, 1)))
    for step in (power * factor for factor in (1, 2, 2.5, 5, 10, 20, 25, 50)):
        if whole and not float(step).is_integer():
            continue
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return [round(index * step, 12) for index in range(first, last + 1)]
    return [low]


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    powers = list(range(first, last + 1))
    if len(powers) < 2:
        return _linear_ticks(low, high, most)
    stride = math.ceil(len(powers) / most)
    return [10.0**power for power in powers[::stride]]
