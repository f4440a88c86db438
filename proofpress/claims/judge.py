"""The way through the room: measure, judge, fill in; everything wrong is told at once."""

from collections.abc import Mapping

from proofpress.cache.store import Store
from proofpress.claims.evaluator import Evaluator
from proofpress.claims.fresh import fresh
from proofpress.claims.gates import verdicts
from proofpress.claims.limits import too_long
from proofpress.claims.prose import fill
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.models import Comparison, Estimate, Findings, Record, StatisticKind
from proofpress.statistics.kinds import KINDS


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
    bench = Evaluator(comparison, records, store, kinds)
    estimates = bench.estimates()
    judged, failed = verdicts(comparison, estimates)
    filled, misprints = fill(comparison, estimates)
    diagnostics = [*bench.diagnostics, *failed, *misprints, *too_long(comparison, filled)]
    if diagnostics:
        raise BuildError(diagnostics)
    return Findings(estimates, judged, filled, fresh(comparison, estimates, kinds))


def measure(
    comparison: Comparison, records: Mapping[str, Record], store: Store
) -> tuple[dict[str, Estimate], list[Diagnostic]]:
    """Return the estimates alone, and what could not be measured, without judging a claim or filling a text."""
    bench = Evaluator(comparison, records, store, KINDS)
    return bench.estimates(), bench.diagnostics
