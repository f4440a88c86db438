"""The way through the room: measure the statistics, judge the claims, fill in the texts."""

from collections.abc import Mapping

from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.claims.evaluator import Evaluator
from proofpress.claims.fresh import fresh, reads, repeated
from proofpress.claims.prose import fill, too_long
from proofpress.claims.verdicts import verdicts
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.language import using
from proofpress.models import Comparison, Estimate, Findings, Record
from proofpress.statistics.coverage import known_coverage


def judge(comparison: Comparison, records: Mapping[str, Record], store: Store) -> Findings:
    """Return the estimates, the verdicts and the filled texts of one comparison.

    Raises BuildError with all that is wrong: a statistic without a number, a claim that the runs do not support,
    an undefined value, a number that is typed, words that are too long.
    """
    estimates, diagnostics = measure(comparison, records, store)
    with using(comparison.language):
        judged, failed = verdicts(comparison, estimates)
        filled, misprints = fill(comparison, estimates)
        diagnostics += [*failed, *misprints, *too_long(comparison, filled)]
        if diagnostics:
            raise BuildError(diagnostics)
        return Findings(estimates, judged, filled, fresh(comparison, estimates), repeated(comparison))


def measure(
    comparison: Comparison, records: Mapping[str, Record], store: Store
) -> tuple[dict[str, Estimate], list[Diagnostic]]:
    """Return the estimates alone, and what could not be measured, without judging a claim or filling a text."""
    evaluator = Evaluator(comparison, records, store)
    with using(comparison.language):
        estimates = evaluator.estimates()
    return {name: _with_coverage(each, comparison) for name, each in estimates.items()}, evaluator.diagnostics


def _with_coverage(estimate: Estimate, comparison: Comparison) -> Estimate:
    """Return an estimate with what is known of intervals such as its own, where they do not cover as they say."""
    if estimate.low == estimate.high:
        return estimate
    kinds = {comparison.statistics[name].kind for name in reads(comparison, estimate.id)[0]}
    return replace(estimate, coverage=known_coverage(kinds, estimate.seeds, estimate.splits))
