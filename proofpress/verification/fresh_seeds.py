"""Rounds of fresh seeds, and of fresh splits where there are several.

Each round is trained, measured and released before the next: memory holds one round.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from proofpress import __version__, claims, experiments
from proofpress.cache.store import Store
from proofpress.diagnostics import Diagnostic
from proofpress.models import Check, Claim, Comparison, Estimate, Experiment, Record
from proofpress.provenance import libraries
from proofpress.runs.repeats import SEED, SPLIT

FRESH_SEEDS_FROM = 100_000
"""The first fresh seed, far from the seeds of content, which count from 0."""

SEEDS_BETWEEN_ROUNDS = 1000
"""The distance between the first seeds of two rounds."""

COMPUTE = ("jax", "jaxlib", "numpy", "optax", "optuna", "scikit-learn")
"""The libraries that compute runs."""

FRESH_SPLITS_FROM = 1000
"""The first fresh split, where an experiment is repeated over splits; those of content count from 0."""

Train = Callable[[Mapping[str, Experiment], Store], dict[str, Record]]


class FreshRounds(Struct, frozen=True):
    """What some rounds gave: checks by claim, the published estimates, and a problem for each turned verdict."""

    checks: Mapping[str, Check]
    published: Mapping[str, Estimate]
    missed: tuple[Diagnostic, ...]


def check_fresh_seeds(
    comparison: Comparison,
    chosen: Mapping[str, Experiment],
    rounds: int,
    train: Train,
    store: Store,
    say: Callable[[str], None],
    day: str | None,
) -> FreshRounds:
    """Train rounds of fresh seeds, and measure in each the claims that read chosen experiments and no others.

    Experiments that no claim reads, as those of pictures, are not trained again.

    day: the date of the checks.
    """
    part = _checkable(comparison, chosen, say)
    read = {name for claim in part.claims for name in claims.reads(comparison, str(claim.statistic))[1]}
    needed = {name: experiment for name, experiment in chosen.items() if name in read}
    published, _ = claims.measure(part, train(chosen, store), store)
    fresh: list[dict[str, Estimate]] = []
    for index in range(rounds):
        say(f"round {index + 1} of {rounds}")
        fresh.append(claims.measure(part, train(with_fresh_seeds(needed, index), store), store)[0])
    checks = {}
    missed: list[Diagnostic] = []
    for claim in part.claims:
        statistic = str(claim.statistic)
        measure = claims.measure_of(published.get(statistic))
        if measure is None:
            continue
        estimates = [estimate.get(statistic) for estimate in fresh]
        for number, estimate in enumerate(estimates, 1):
            missed += _missed(claim, published[statistic], estimate, number)
        checks[claim.id] = Check(
            claim=claim.id,
            question=claims.question(comparison, statistic),
            published=measure,
            rounds=tuple(map(claims.measure_of, estimates)),
            seeds=_first_and_last(SEED, part, statistic, chosen, rounds) or (0, 0),
            splits=_first_and_last(SPLIT, part, statistic, chosen, rounds),
            versions={"proofpress": __version__, **{name: libraries()[name] for name in COMPUTE}},
            day=day,
        )
    return FreshRounds(checks, published, tuple(missed))


def with_fresh_seeds(chosen: Mapping[str, Experiment], index: int) -> dict[str, Experiment]:
    """Return the experiments with the seeds of a round, which no published number has used. index: from 0.

    Where an experiment is repeated over splits of the data, these are new as well. One that has a single split says
    something about that split, and keeps it.
    """
    fresh = {}
    for name, experiment in chosen.items():
        asked = experiment.options
        options = replace(asked, first_seed=FRESH_SEEDS_FROM + asked.first_seed + index * SEEDS_BETWEEN_ROUNDS)
        if getattr(asked, "splits", 1) > 1:
            split = FRESH_SPLITS_FROM + asked.data.split + index * asked.splits
            options = replace(options, data=replace(asked.data, split=split))
        run_schema = experiments.experiment_kinds()[experiment.kind].run_schema(options)
        fresh[name] = replace(experiment, options=options, run_schema=run_schema)
    return fresh


def _checkable(comparison: Comparison, chosen: Mapping[str, Experiment], say: Callable[[str], None]) -> Comparison:
    """Return the comparison with the claims whose runs are all chosen: a claim on half-old runs would prove little."""
    checkable: list[Claim] = []
    statistics: set[str] = set()
    for claim in comparison.claims:
        if claim.statistic is None:
            continue
        names, read = claims.reads(comparison, claim.statistic)
        if read <= set(chosen):
            checkable.append(claim)
            statistics |= names
        elif read & set(chosen):
            say(f"{claim.id}: not checked, since it reads {' and '.join(sorted(read - set(chosen)))} too")
    needed = {name: statistic for name, statistic in comparison.statistics.items() if name in statistics}
    return replace(comparison, claims=tuple(checkable), statistics=needed)


def _missed(claim: Claim, published: Estimate, estimate: Estimate | None, number: int) -> list[Diagnostic]:
    """Return the problems with a claim that a round turned, or whose gate it missed. number: of the round, from 1."""
    quote = f"round {number} of fresh seeds: '{' '.join(claim.quote.source.split())}' ({claim.id})"
    if estimate is None:
        hint = "use a statistic that any seeds have"
        return [Diagnostic(claim.location, "not-repeated", f"{quote} has no number", hint)]
    found = []
    if claims.turned(claim, published, estimate):
        message = f"{quote} is turned: {estimate.id} is {estimate.interval}, and published {published.interval}"
        found.append(Diagnostic(claim.location, "not-repeated", message, "add seeds, or claim less"))
    missed = [] if claim.gate is None else claims.check_gate(claim, claim.gate, estimate)
    return found + [
        replace(diagnostic, rule="not-repeated", message=f"round {number} of fresh seeds: {diagnostic.message}")
        for diagnostic in missed
        if diagnostic.rule == "missed-gate"
    ]


def _first_and_last(
    axis: str, part: Comparison, statistic: str, chosen: Mapping[str, Experiment], rounds: int
) -> tuple[int, int] | None:
    """Return the first and the last seed, or split, of all rounds, of the experiments that a statistic reads.

    None where none of them is repeated along that axis.
    """
    _, names = claims.reads(part, statistic)
    schemas = [with_fresh_seeds(chosen, index)[name].run_schema for name in names for index in (0, rounds - 1)]
    found = [schema.axes[axis] for schema in schemas if axis in schema.repeats]
    return (min(map(min, found)), max(map(max, found))) if found else None
