"""Values along an axis as authors write them: a list, or a range with its two ends."""

import math
import random
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta

from proofpress.models import Options

SIGNIFICANT = 6


class Range(Options, frozen=True, rename={"from_": "from"}):
    """Evenly spaced values from one end to the other, both included; written `{from, to, points, scale}`.

    scale: `log` spaces the logarithms evenly; both ends must then be above 0. whole: round to whole numbers.
    Raises ValueError where the ends do not make a range.
    """

    # `from` is a word of Python's, so the field carries an underscore that authors do not write.
    from_: float
    to: float
    points: Annotated[int, Meta(ge=2)] = 10
    scale: Literal["linear", "log"] = "linear"
    whole: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.from_) and math.isfinite(self.to)) or self.from_ == self.to:
            raise ValueError(f"a range from {self.from_} to {self.to} has no extent; give two different finite ends")
        if self.scale == "log" and min(self.from_, self.to) <= 0:
            raise ValueError(f"a log range from {self.from_} to {self.to} must have both ends above 0")


def spread(of: Range, shares: Sequence[float]) -> tuple[float | int, ...]:
    """Return the values at shares 0 to 1 of the way, rounded to six significant digits (or to whole numbers).

    >>> spread(Range(0.001, 10, scale="log"), (0, 0.5, 1))
    (0.001, 0.1, 10.0)
    """
    if of.scale == "log":
        low, high = math.log10(of.from_), math.log10(of.to)
        values = [10 ** (low + share * (high - low)) for share in shares]
    else:
        values = [of.from_ + share * (of.to - of.from_) for share in shares]
    return tuple(round(value) if of.whole else float(f"{value:.{SIGNIFICANT}g}") for value in values)


def points(of: "Range | Sequence[Any]") -> tuple[Any, ...]:
    """Return the values of a range, or of a list as it stands. Raises ValueError where a value comes twice.

    >>> points(Range(1, 100, points=3, scale="log"))
    (1.0, 10.0, 100.0)
    """
    values = spread(of, [n / (of.points - 1) for n in range(of.points)]) if isinstance(of, Range) else tuple(of)
    if not values:
        raise ValueError("an axis needs at least one value")
    twice = next((value for at, value in enumerate(values) if value in values[:at]), None)
    if twice is not None:
        raise ValueError(f"{twice} comes twice on one axis")
    return values


def drawn(of: "Range | Sequence[Any]", count: int, seed: str) -> tuple[Any, ...]:
    """Return `count` values drawn evenly from a range (from its logarithms on a log scale) or a list."""
    chance = random.Random(seed)
    if isinstance(of, Range):
        return spread(of, [chance.random() for _ in range(count)])
    return tuple(chance.choice(list(of)) for _ in range(count))
