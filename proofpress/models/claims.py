"""Claims: words of the article, what they assert, and what would matter."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from proofpress.diagnostics import Location
from proofpress.models.schema import Hint, NonBlank
from proofpress.models.text import Prose, Quoted, Text


class Gate(Struct, frozen=True):
    """A regression test of a claim's number: the build fails if its interval no longer meets it, in the printed unit.

    Just one of: above a threshold; below one; within a band. Set with the numbers in view, it proves nothing by itself.
    above: a threshold that the whole interval must lie above. below: one that it must lie below. within: the ends
    of a band.
    """

    above: float | None = None
    below: float | None = None
    within: tuple[float, float] | None = None


Asserts = Literal["more", "less", "differs", "same"]
"""What the quoted words say of a number: it is more or less than what it is compared with, differs from it or not."""
NO_EFFECT: Mapping[str, float] = {"points": 0.0, "decades": 0.0, "ratio": 1.0}
"""Units of effects, and the number that means none. Other units are of levels, compared with what a claim names."""


KEYS = {"holds_if": "holds-if", "not_shown": "not-shown", "no_difference": "no-difference"}


class Claim(Struct, frozen=True, rename=KEYS):
    """A sentence of a section and what stands behind it.

    quote: words that must occur in the section (or the table, or the intro) as rendered.
    kind: `measured`, `recorded` (measured in runs that were made elsewhere), `definition`, `source` or `opinion`.
    says: what the site says of the quoted words, where they hold or nothing is measured; may print values.
    holds_if, not_shown, no_difference, opposite: what it says instead for each other verdict, which numbers derive.
    statistic, elsewhere: the number that decides, and the same one at other places, where it need not hold.
    asserts: what the words say of the number. than: what it is compared with; where nothing is said, no effect.
    matters: the smallest effect of interest, in the printed unit; of a ratio, the smallest factor.
    gate: a regression test of the number.
    sources: ids of the works that say so too.
    """

    called: ClassVar[str] = "a claim"
    former: ClassVar[Mapping[str, str]] = {
        "verdict": "remove it: the runs decide. Write `asserts`, what the quoted words say of the number (more, less, "
        "differs or same), and `matters`, the smallest effect of interest",
    }

    id: Annotated[NonBlank, Hint("give it a short name in small letters, such as rate-matters; the ledger links to it")]
    section: Annotated[NonBlank, Hint("name the section it stands in, or 'intro', or 'table'")]
    quote: Annotated[Quoted, Hint("quote the words of the section that it stands for")]
    kind: Literal["measured", "recorded", "definition", "source", "opinion"]
    says: Prose | None = None
    holds_if: Prose | None = None
    not_shown: Prose | None = None
    no_difference: Prose | None = None
    opposite: Prose | None = None
    statistic: NonBlank | None = None
    elsewhere: tuple[NonBlank, ...] = ()
    asserts: Asserts | None = None
    than: float | None = None
    matters: Annotated[float, Meta(gt=0)] | None = None
    gate: Gate | None = None
    sources: tuple[NonBlank, ...] = ()
    location: Location = Location("")

    @property
    def decided(self) -> bool:
        """Whether a number decides what becomes of it."""
        return self.kind in ("measured", "recorded")

    @property
    def words(self) -> Mapping[str, Text]:
        """What is written for each verdict, by the key that it is written under."""
        written = {
            "says": self.says,
            "holds-if": self.holds_if,
            "not-shown": self.not_shown,
            "no-difference": self.no_difference,
            "opposite": self.opposite,
        }
        return {key: text for key, text in written.items() if text is not None}
