"""Claims: from runs to the numbers that prose may print, and what became of each claim."""

from proofpress.claims.fresh import fresh, measure_of, question, reads
from proofpress.claims.gates import judge_claim
from proofpress.claims.judge import judge, measure
from proofpress.statistics.kinds import statistic_kinds

__all__ = ["fresh", "judge", "judge_claim", "measure", "measure_of", "question", "reads", "statistic_kinds"]
