"""What `verify` kept: of claims what fresh seeds gave, of recorded runs what came when they were made again."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

from proofpress.diagnostics import Location
from proofpress.models.schema import FILLED_IN, Hint, NonBlank, Written


class Measure(Struct, frozen=True):
    """A number and its interval, in the printed unit of its statistic."""

    value: float
    low: float
    high: float


def _measure(numbers: tuple[float, float, float]) -> Measure:
    return Measure(*numbers)


Triple = Annotated[Measure, Written(tuple[float, float, float], _measure)]
"""A measure that is written as three numbers."""
Seed = Annotated[int, Meta(ge=0)]
AGAIN = Hint("remove its entry; it is written anew by: python build.py verify --record")
REPEAT_AGAIN = Hint("remove its entry; it is written anew by: python build.py verify --repeat --record")


class Check(Struct, frozen=True):
    """One claim measured again with fresh seeds, as verified.yaml keeps it.

    question: digest of what was measured, by `claims.question`. published: the number it was checked against.
    rounds: what each round gave, None if the statistic had no number. seeds: the first and the last of all rounds.
    splits: the first and the last split of the data; None where the rounds kept the published split.
    day: on which day.
    """

    called: ClassVar[str] = "a checked claim"

    claim: Annotated[str, FILLED_IN]
    question: Annotated[NonBlank, AGAIN]
    published: Annotated[Triple, AGAIN]
    rounds: Annotated[tuple[Triple | None, ...], Meta(min_length=1), AGAIN]
    seeds: Annotated[tuple[Seed, Seed], AGAIN]
    versions: Annotated[Mapping[str, NonBlank], AGAIN]
    day: NonBlank | None = None
    splits: Annotated[tuple[Seed, Seed] | None, AGAIN] = None
    location: Location = Location("")


class Repeat(Struct, frozen=True):
    """Recorded runs made again by their author's command, as verified.yaml keeps it of an experiment.

    question: digest of what was recorded and of the command, by `claims.asked`. again: how many of the `runs` were
    made again, evenly spread. same: how many of those gave the same numbers. differs: channel → the largest distance
    between what was recorded and what came, of those that differ; None where only one of the two is a number.
    day: on which day.
    """

    called: ClassVar[str] = "a repeated experiment"

    experiment: Annotated[str, FILLED_IN]
    question: Annotated[NonBlank, REPEAT_AGAIN]
    again: Annotated[int, Meta(ge=1), REPEAT_AGAIN]
    runs: Annotated[int, Meta(ge=1), REPEAT_AGAIN]
    same: Annotated[int, Meta(ge=0), REPEAT_AGAIN]
    differs: Annotated[Mapping[str, float | None], REPEAT_AGAIN] = {}
    day: NonBlank | None = None
    location: Location = Location("")


class Repeated(Struct, frozen=True):
    """What is known of the recorded runs of an experiment: whether there is a command, and what it gave.

    repeat: what was kept, None if it was never run. earlier: whether the runs or the command have changed since.
    """

    repeatable: bool
    repeat: Repeat | None = None
    earlier: bool = False

    @property
    def counts(self) -> bool:
        """Whether the command was run on what is recorded now."""
        return self.repeat is not None and not self.earlier


class Fresh(Struct, frozen=True):
    """A check held against the number that is published now.

    text: the mean of the rounds as it is printed, a dash if no round had a number. covered: whether the published
    interval covers that mean; inside: in how many rounds it covers the number of that round alone; kept: in how many
    the verdict was not turned and the gate, if there is one, was met. varies: whether there is an interval that could
    have missed.
    earlier: whether the claim has changed since, so that the check says nothing about it as it stands.
    """

    claim: str
    mean: float | None
    text: str
    covered: bool
    inside: int
    kept: int
    rounds: int
    seeds: tuple[int, int]
    day: str | None
    varies: bool
    earlier: bool
    splits: tuple[int, int] | None = None

    @property
    def numbers(self) -> dict[str, Any]:
        """The numbers that every file for programs gives of it."""
        return {
            "mean": self.mean,
            "covered": self.covered,
            "inside": self.inside,
            "kept": self.kept,
            "rounds": self.rounds,
            "seeds": list(self.seeds),
            "splits": list(self.splits) if self.splits else None,
        }
