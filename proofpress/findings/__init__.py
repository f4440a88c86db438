"""Findings: from runs to the numbers that prose may print, and what became of each claim."""

from proofpress.findings.fresh import fresh, measure_of, question, reads
from proofpress.findings.gates import judge_claim
from proofpress.findings.judge import judge, measure
from proofpress.findings.statistics import KINDS

__all__ = ["KINDS", "fresh", "judge", "judge_claim", "measure", "measure_of", "question", "reads"]
