"""Which intervals are known to hold the truth less often, or more often, than they say."""

from collections.abc import Iterable

from proofpress.models import Coverage
from proofpress.statistics.kinds import statistic_kinds

SEEDS = (8, 16, 24)
"""With how many seeds intervals are simulated, where there is one split of the data."""
SPLITS = (10, 3)
"""Splits of the data, and seeds of each, with which they are simulated beside that."""
WITHIN = (92, 98)
"""How many of 100 intervals may hold the truth and nothing be said: what 95 is, but for the noise of a simulation."""


def known_coverage(kinds: Iterable[str], seeds: int, splits: int = 1) -> Coverage | None:
    """Return what is known of the intervals of a number that rests on such kinds; None where they cover as they say.

    seeds: of each split, if there are several. What was simulated with the most seeds that are no more than these
    counts, at least eight. Of several kinds the one whose intervals hold the truth least often is told.
    """
    simulated = SPLITS[1] if splits > 1 else max((each for each in SEEDS if each <= seeds), default=SEEDS[0])
    known = statistic_kinds()
    rows = [
        row
        for kind in sorted(set(kinds) & set(known))
        for row in known[kind].covers
        if row.seeds == simulated and (row.splits > 1) == (splits > 1)
    ]
    return min(rows, key=lambda row: (row.least >= WITHIN[0], row.least, -row.most), default=None)
