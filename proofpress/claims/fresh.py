"""What the rounds of fresh seeds that `verify` recorded say about the numbers that are published now.

Rounds are kept as numbers and judged here, at every build, by the interval that is published and by what the claim
asserts and asks for now. They count as long as the claim asks the same question of the same experiments and its number
has not left the interval that was checked. Within it, it may differ: where training is chaotic, the last bits of
another processor's sums decide how a run ends, as another seed would.

Recorded runs get no fresh seeds. Where their author gives a command, what it gave when some of them were made again is
kept, of the experiment, and counts as long as the tables and the command are what they were.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from proofpress import formatting
from proofpress.cache.keys import canonical, digest
from proofpress.claims.gates import passes
from proofpress.claims.verdicts import turned
from proofpress.diagnostics import Diagnostic
from proofpress.models import Check, Claim, Comparison, Estimate, Experiment, Fresh, Measure, Repeated
from proofpress.models.own_files import Completable
from proofpress.models.recorded import is_recorded
from proofpress.statistics.kinds import statistic_kinds

LAST_BITS = 1e-6
"""What is no difference: numbers are kept with seven digits, and means of equal numbers are rounded."""


def fresh(comparison: Comparison, estimates: Mapping[str, Estimate]) -> dict[str, Fresh]:
    """Return what fresh seeds gave, by claim, for the measured claims that were ever checked."""
    checked = {}
    for claim in comparison.claims:
        check, estimate = comparison.checks.get(claim.id), estimates.get(claim.statistic or "")
        if check is not None and estimate is not None and not isinstance(estimate.value, str):
            same = check.question == question(comparison, estimate.id)
            checked[claim.id] = _fresh(claim, check, estimate, comparison.statistics[estimate.id].digits, same)
    return checked


def list_unverified(comparison: Comparison, estimates: Mapping[str, Estimate]) -> list[Diagnostic]:
    """Return a diagnostic for each measured claim that `verified.yaml` does not speak of as it stands now.

    Recorded runs that claims read are asked for where a command makes them again; of others nothing is asked.
    """
    known = fresh(comparison, estimates)
    diagnostics = []
    for claim in comparison.claims:
        if claim.kind != "measured" or (claim.id in known and not known[claim.id].earlier):
            continue
        what = "has changed since it was checked" if claim.id in known else "was never checked"
        message = f"'{' '.join(claim.quote.source.split())}' ({claim.id}) {what} with fresh seeds"
        hint = "check it: python build.py verify --fresh 10 --record"
        diagnostics.append(Diagnostic(claim.location, "not-verified", message, hint))
    return diagnostics + _list_unrepeated(comparison)


def _list_unrepeated(comparison: Comparison) -> list[Diagnostic]:
    """Return a diagnostic for each experiment whose recorded runs could be made again, and were not as they stand."""
    recorded = [str(claim.statistic) for claim in comparison.claims if claim.kind == "recorded"]
    read = {name for statistic in recorded for name in reads(comparison, statistic)[1]}
    diagnostics = []
    for name, known in repeated(comparison).items():
        if name not in read or known.counts or not known.repeatable:
            continue
        what = "the recorded runs or the command of" if known.repeat else "no recorded run was ever made again of"
        message = f"{what} '{name}'" + (" changed since some were made again" if known.repeat else "")
        hint = f"make some again: python build.py verify {name} --repeat --at-most 10 --record"
        diagnostics.append(Diagnostic(comparison.experiments[name].location, "not-verified", message, hint))
    return diagnostics


def repeated(comparison: Comparison) -> dict[str, Repeated]:
    """Return what is known of recorded runs made again, by experiment, for all that were recorded elsewhere."""
    known = {}
    for name, experiment in comparison.experiments.items():
        if is_recorded(experiment):
            repeat = comparison.repeats.get(name)
            earlier = repeat is not None and repeat.question != asked(experiment)
            known[name] = Repeated(experiment.options.repeat is not None, repeat, earlier)
    return known


def asked(experiment: Experiment) -> str:
    """Return a digest of what an experiment asks for, and of what files of the author's own say."""
    return digest(experiment.kind, _asked(experiment.options))


def question(comparison: Comparison, statistic: str) -> str:
    """Return a digest of what a statistic asks, of which experiments.

    Versions, code, words and the names of our classes are not in it.
    """
    names, experiments = reads(comparison, statistic)
    statistics = {name: comparison.statistics[name] for name in names}
    trained = {name: comparison.experiments[name] for name in experiments}
    return digest(
        statistic,
        {name: [each.kind, to_builtins(each.options), each.unit] for name, each in statistics.items()},
        {name: [each.kind, _asked(each.options)] for name, each in trained.items()},
    )


def _asked(options: Any) -> Any:
    """Return options as they were written; of files of the author's own, what they say and not where they lie."""
    return canonical(options) if isinstance(options, Completable) else to_builtins(options)


def reads(comparison: Comparison, statistic: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the statistics that one is worked out from, itself among them, and the experiments that they read."""
    statistics: set[str] = set()
    experiments: set[str] = set()
    waiting = [statistic]
    while waiting:
        name = waiting.pop()
        if name in statistics or name not in comparison.statistics:
            continue
        statistics.add(name)
        kind, options = statistic_kinds()[comparison.statistics[name].kind], comparison.statistics[name].options
        experiments |= {select.experiment for select in kind.selects(options)} | set(kind.ledger(options))
        waiting.extend(kind.uses(options))
    return frozenset(statistics), frozenset(experiments)


def measure_of(estimate: Estimate | None) -> Measure | None:
    """Return the number of an estimate with its interval; None without an estimate, or if it is a word."""
    if estimate is None or isinstance(estimate.value, str):
        return None
    return Measure(float(estimate.value), estimate.low, estimate.high)


def _fresh(claim: Claim, check: Check, estimate: Estimate, digits: int, same: bool) -> Fresh:
    rounds = [measure for measure in check.rounds if measure is not None]
    values = [measure.value for measure in rounds]
    mean = sum(values) / len(values) if values else None
    text = formatting.NOTHING
    if mean is not None:
        text = formatting.with_unit(formatting.fixed(mean, digits), estimate.unit)
    published = measure_of(estimate)
    assert published is not None, "claims on words are refused before"
    again = [replace(estimate, value=one.value, low=one.low, high=one.high) for one in rounds]
    kept = [(claim.gate is None or passes(claim.gate, one)) and not turned(claim, estimate, one) for one in again]
    return Fresh(
        claim=claim.id,
        mean=mean,
        text=text,
        covered=mean is not None and _covers(published, mean),
        inside=sum(_covers(published, value) for value in values),
        kept=sum(kept),
        rounds=len(check.rounds),
        seeds=check.seeds,
        splits=check.splits,
        day=check.day,
        varies=published.low < published.high or not all(_covers(published, value) for value in values),
        earlier=not same or _moved(check.published, published, digits),
    )


def _covers(published: Measure, value: float) -> bool:
    slack = LAST_BITS * abs(value)
    return published.low - slack <= value <= published.high + slack


def _moved(then: Measure, now: Measure, digits: int) -> bool:
    """Return whether one of two numbers lies outside the interval of the other by more than half its last digit."""
    slack = 0.5 / 10**digits + LAST_BITS * abs(now.value)
    pairs = ((then, now.value), (now, then.value))
    return any(not measure.low - slack <= value <= measure.high + slack for measure, value in pairs)
