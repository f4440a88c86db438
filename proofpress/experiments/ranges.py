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
    from, to: the two ends. points: how many values, both ends among them.
    Raises ValueError if the ends do not make a range.
    """

    # `from` is a keyword in Python, so the field has an underscore that authors do not write.
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


def spread(ends: Range, shares: Sequence[float]) -> tuple[float | int, ...]:
    """Return the values at shares 0 to 1 of the way, rounded to six significant digits (or to whole numbers).

    >>> spread(Range(0.001, 10, scale="log"), (0, 0.5, 1))
    (0.001, 0.1, 10.0)
    """
    if ends.scale == "log":
        low, high = math.log10(ends.from_), math.log10(ends.to)
        values = [10 ** (low + share * (high - low)) for share in shares]
    else:
        values = [ends.from_ + share * (ends.to - ends.from_) for share in shares]
    return tuple(round(value) if ends.whole else float(f"{value:.{SIGNIFICANT}g}") for value in values)


def points(values: "Range | Sequence[Any]") -> tuple[Any, ...]:
    """Return the values of a range, or those of a list. Raises ValueError if there is none or one comes twice.

    >>> points(Range(1, 100, points=3, scale="log"))
    (1.0, 10.0, 100.0)
    """
    if isinstance(values, Range):
        listed = spread(values, [n / (values.points - 1) for n in range(values.points)])
    else:
        listed = tuple(values)
    if not listed:
        raise ValueError("an axis needs at least one value")
    twice = next((value for index, value in enumerate(listed) if value in listed[:index]), None)
    if twice is not None:
        raise ValueError(f"{twice} comes twice on one axis")
    return listed


def drawn(values: "Range | Sequence[Any]", count: int, seed: str) -> tuple[Any, ...]:
    """Return `count` values drawn evenly from a range (from its logarithms on a log scale) or a list."""
    chance = random.Random(seed)
    if isinstance(values, Range):
        return spread(values, [chance.random() for _ in range(count)])
    return tuple(chance.choice(list(values)) for _ in range(count))
