"""Claims: from runs to the numbers that prose may print, and what became of each claim."""

from proofpress.claims.fresh import asked, fresh, list_unverified, measure_of, question, reads, repeated
from proofpress.claims.gates import check_gate
from proofpress.claims.judge import judge, measure
from proofpress.claims.verdicts import turned
from proofpress.statistics.kinds import statistic_kinds

__all__ = [
    "asked",
    "check_gate",
    "fresh",
    "judge",
    "list_unverified",
    "measure",
    "measure_of",
    "question",
    "reads",
    "repeated",
    "statistic_kinds",
    "turned",
]
