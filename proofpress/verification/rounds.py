"""Rounds of fresh seeds: each trained, measured and let go of before the next, so that one is in memory at a time."""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from proofpress import __version__, claims, experiments
from proofpress.cache.fingerprint import libraries
from proofpress.cache.store import Store
from proofpress.diagnostics import Diagnostic
from proofpress.models import Check, Claim, Comparison, Estimate, Experiment, Record

FRESH_SEEDS_FROM = 100_000
"""Where fresh seeds begin, far from all that content counts from 0."""

STRETCH = 1000
"""How many seeds lie between the beginnings of two rounds."""

COMPUTE = ("jax", "jaxlib", "numpy", "optax", "optuna", "scikit-learn")
"""The libraries that runs come from."""

Train = Callable[[Mapping[str, Experiment], Store], dict[str, Record]]


class Rounds(Struct, frozen=True):
    """What some rounds gave: checks by claim, the estimates that are published, a problem for each gate missed."""

    checks: Mapping[str, Check]
    published: Mapping[str, Estimate]
    missed: tuple[Diagnostic, ...]


def fresh_rounds(
    comparison: Comparison,
    chosen: Mapping[str, Experiment],
    rounds: int,
    train: Train,
    store: Store,
    say: Callable[[str], None],
    day: str | None,
) -> Rounds:
    """Train rounds of fresh seeds and measure in each all claims that read chosen experiments and no others.

    day: what the checks are dated with.
    """
    part = _part(comparison, chosen, say)
    published, _ = claims.measure(part, train(chosen, store), store)
    again: list[dict[str, Estimate]] = []
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        again.append(claims.measure(part, train(moved(chosen, number), store), store)[0])
    checks = {}
    missed: list[Diagnostic] = []
    for claim in part.claims:
        measured = claims.measure_of(published.get(str(claim.statistic)))
        if measured is None:
            continue
        found = [each.get(str(claim.statistic)) for each in again]
        missed += [diagnostic for number, each in enumerate(found, 1) for diagnostic in _missed(claim, each, number)]
        checks[claim.id] = Check(
            claim=claim.id,
            question=claims.question(comparison, str(claim.statistic)),
            published=measured,
            rounds=tuple(map(claims.measure_of, found)),
            seeds=_seeds(part, str(claim.statistic), chosen, rounds),
            versions={"proofpress": __version__, **{name: libraries()[name] for name in COMPUTE}},
            day=day,
        )
    return Rounds(checks, published, tuple(missed))


def moved(chosen: Mapping[str, Experiment], number: int) -> dict[str, Experiment]:
    """Return the experiments with the seeds of a round, which no published number has seen."""
    found = {}
    for name, each in chosen.items():
        first = FRESH_SEEDS_FROM + each.options.first_seed + number * STRETCH
        options = replace(each.options, first_seed=first)
        kind = experiments.experiment_kinds()[each.kind]
        found[name] = replace(each, options=options, run_schema=kind.run_schema(options))
    return found


def _part(comparison: Comparison, chosen: Mapping[str, Experiment], say: Callable[[str], None]) -> Comparison:
    """Return the comparison with only what can be checked: a claim half of whose runs are old would prove little."""
    chosen_claims: list[Claim] = []
    statistics: set[str] = set()
    for claim in comparison.claims:
        if claim.statistic is None or claim.gate is None:
            continue
        names, read = claims.reads(comparison, claim.statistic)
        if read <= set(chosen):
            chosen_claims.append(claim)
            statistics |= names
        elif read & set(chosen):
            say(f"{claim.id}: not checked, since it reads {' and '.join(sorted(read - set(chosen)))} too")
    kept = {name: each for name, each in comparison.statistics.items() if name in statistics}
    return replace(comparison, claims=tuple(chosen_claims), statistics=kept)


def _missed(claim: Claim, estimate: Estimate | None, number: int) -> list[Diagnostic]:
    """Return the problem with a claim whose gate a round did not meet."""
    if estimate is None:
        quote = " ".join(claim.quote.source.split())
        message = f"round {number} of fresh seeds: '{quote}' ({claim.id}) has no number"
        return [Diagnostic(claim.location, "not-repeated", message, "use a statistic that any seeds have")]
    assert claim.gate is not None
    return [
        replace(diagnostic, rule="not-repeated", message=f"round {number} of fresh seeds: {diagnostic.message}")
        for diagnostic in claims.judge_claim(claim, claim.gate, estimate)
        if diagnostic.rule == "false-claim"
    ]


def _seeds(part: Comparison, statistic: str, chosen: Mapping[str, Experiment], rounds: int) -> tuple[int, int]:
    """Return the first and the last seed of all rounds, of the experiments that a statistic reads."""
    _, read = claims.reads(part, statistic)
    ends = [moved(chosen, number)[name].run_schema.axes["seed"] for name in sorted(read) for number in (0, rounds - 1)]
    return min(min(each) for each in ends), max(max(each) for each in ends)
