"""What fresh seeds gave: what `verify` kept of each claim, and what that says about the numbers published now."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofpress.diagnostics import Location


class Measure(Struct, frozen=True):
    """A number and its interval, in the printed unit of its statistic."""

    value: float
    low: float
    high: float


class Check(Struct, frozen=True):
    """One claim measured again with fresh seeds, as verified.yaml keeps it.

    question: digest of what was measured, by `findings.question`. published: the number it was checked against.
    rounds: what each round gave, None where the statistic had no number. seeds: the first and the last of all rounds.
    """

    claim: str
    question: str
    published: Measure
    rounds: tuple[Measure | None, ...]
    seeds: tuple[int, int]
    versions: Mapping[str, str]
    day: str | None
    location: Location = Location("")


class Fresh(Struct, frozen=True):
    """A check held against the number that is published now.

    text: the mean of the rounds as it is printed, a dash where no round had a number. covered: whether the published
    interval covers that mean; inside: in how many rounds it covers the number of that round alone; met: in how many
    the gate was met. varies: whether there is an interval that could have missed.
    earlier: the claim has since changed, so that the check says nothing about it as it stands.
    """

    claim: str
    mean: float | None
    text: str
    covered: bool
    inside: int
    met: int
    rounds: int
    seeds: tuple[int, int]
    day: str | None
    varies: bool
    earlier: bool

    @property
    def numbers(self) -> dict[str, Any]:
        """What programs are told of it, wherever they are."""
        return {
            "mean": self.mean,
            "covered": self.covered,
            "inside": self.inside,
            "met": self.met,
            "rounds": self.rounds,
            "seeds": list(self.seeds),
        }
