"""The way through the room: measure, judge, fill in; everything wrong is told at once."""

from collections.abc import Mapping

from proofpress.findings.fresh import fresh
from proofpress.findings.gates import verdicts
from proofpress.findings.limits import too_long
from proofpress.findings.measure import Bench
from proofpress.findings.prose import fill
from proofpress.findings.statistics import KINDS
from proofpress.problems import Problem, Problems
from proofpress.store import Store
from proofpress.values import Comparison, Estimate, Findings, Record, StatisticKind


def judge(
    comparison: Comparison,
    records: Mapping[str, Record],
    store: Store,
    kinds: Mapping[str, StatisticKind] = KINDS,
) -> Findings:
    """Return the estimates, the verdicts and the filled texts of one comparison.

    Raises Problems, all at once: a statistic without a number, a claim that the runs do not bear out,
    an undefined value, a bare number, words that are too long.
    """
    bench = Bench(comparison, records, store, kinds)
    estimates = bench.estimates()
    judged, failed = verdicts(comparison, estimates)
    filled, misprints = fill(comparison, estimates)
    problems = [*bench.problems, *failed, *misprints, *too_long(comparison, filled)]
    if problems:
        raise Problems(problems)
    return Findings(estimates, judged, filled, fresh(comparison, estimates, kinds))


def measure(
    comparison: Comparison, records: Mapping[str, Record], store: Store
) -> tuple[dict[str, Estimate], list[Problem]]:
    """Return the estimates alone, and what could not be measured, without judging a claim or filling a text."""
    bench = Bench(comparison, records, store, KINDS)
    return bench.estimates(), bench.problems
