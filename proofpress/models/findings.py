"""What was found: numbers that prose may print, and what became of each claim."""

from collections.abc import Mapping

from msgspec import Struct, field

from proofpress.models.checks import Fresh, Repeated
from proofpress.models.claims import Claim
from proofpress.models.statistic_kinds import Coverage
from proofpress.models.text import Text


class Estimate(Struct, frozen=True):
    """A statistic's number, in its printed unit, with the interval over seeds, or over splits of the data and seeds.

    low, high: the 95% bootstrap interval (equal to value if nothing varies).
    error: standard error, the standard deviation of the bootstrap replicates.
    runs: how many were looked at. splits, seeds: how many splits of the data vary, and how many seeds of each.
    text: the number with its unit, as prose prints it; number: without the unit; interval: with low and high.
    coverage: how often such intervals hold the truth in simulation, where that is known not to be as often as they say.
    """

    id: str
    kind: str
    unit: str
    value: float | str
    low: float
    high: float
    error: float
    level: float
    runs: int
    seeds: int
    experiments: tuple[str, ...]
    number: str
    text: str
    interval: str
    splits: int = 1
    coverage: Coverage | None = None


class Verdict(Struct, frozen=True):
    """What became of one claim.

    verdict: `holds`, `holds-if`, `not-shown` or `no-difference`; None if nothing is measured.
    estimate: of the number that decides; elsewhere: of the same at the claim's other places.
    threshold: where the interval would have to lie for the words to hold, and gate: the regression test, in words.
    says: the words that are printed, those that the claim has for this verdict.
    opposite: whether the interval lies beyond what matters on the other side, a special case of `not-shown`.
    """

    claim: Claim
    verdict: str | None
    estimate: Estimate | None
    threshold: str
    says: Text
    gate: str = ""
    elsewhere: tuple[Estimate, ...] = ()
    opposite: bool = False


class Findings(Struct, frozen=True):
    """The findings of one comparison: estimates by name, verdicts in order of the claims, texts filled in.

    fresh: what fresh seeds gave, by the id of the claim, as far as `verify` has kept it. repeated: the same of recorded
    runs made again, by the id of the experiment.
    """

    estimates: Mapping[str, Estimate]
    verdicts: tuple[Verdict, ...]
    filled: Mapping[Text, str]
    fresh: Mapping[str, Fresh] = field(default_factory=dict)
    repeated: Mapping[str, Repeated] = field(default_factory=dict)

    def text(self, text: Text) -> str:
        """Return the words as they are printed: quoted words as they stand, ours with values in place."""
        return text.source if text.verbatim else self.filled[text]
