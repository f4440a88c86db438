"""Findings: from runs to the numbers that prose may print, and what became of each claim."""

from proofpress.findings.judge import judge

__all__ = ["judge"]
