"""Claims: from runs to the numbers that prose may print, and what became of each claim."""

from proofpress.claims.fresh import fresh, list_unverified, measure_of, question, reads
from proofpress.claims.gates import check_gate
from proofpress.claims.judge import judge, measure
from proofpress.claims.verdicts import turned
from proofpress.statistics.kinds import statistic_kinds

__all__ = [
    "check_gate",
    "fresh",
    "judge",
    "list_unverified",
    "measure",
    "measure_of",
    "question",
    "reads",
    "statistic_kinds",
    "turned",
]
