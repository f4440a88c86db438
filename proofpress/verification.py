"""`verify`: train the experiments again and see what holds, with the same seeds and with fresh ones.

The same seeds should give the same numbers: on one machine to the bit, on another nearly so. Fresh seeds should
give a value that the published interval covers. With one round of fresh seeds a sound 95 % interval covers about
five times in six, since the fresh value varies as much as the published one; over many rounds, whose mean varies
little, it covers about nineteen times in twenty.

marked: trains again in a temporary folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proofpress import experiments, findings, pipeline
from proofpress.problems import Place, Problem, Problems, mend_name
from proofpress.report import Report
from proofpress.request import Request
from proofpress.store import Store
from proofpress.values import Comparison, Estimate, Experiment, Record, Runs

FRESH_SEEDS_FROM = 100_000
"""Where fresh seeds begin; each round takes the next stretch, far from all that content counts from 0."""


@dataclass(frozen=True)
class Checked:
    """One measured claim again.

    fresh: its value in each round, in the statistic's unit. held: how many rounds met the gate.
    """

    claim: str
    published: Estimate
    fresh: tuple[float, ...]
    held: int

    @property
    def mean(self) -> float:
        """The mean of the fresh values."""
        return sum(self.fresh) / len(self.fresh)

    @property
    def covered(self) -> bool:
        """Whether the published interval covers the mean of the fresh values."""
        return self.published.low <= self.mean <= self.published.high


def verify(request: Request, report: Report, wanted: tuple[str, ...], rounds: int) -> dict[str, Any]:
    """Return what the runs gave again, as a table in `line`.

    wanted: ids of experiments; all, if there are none. Raises Problems for an id that is none, for an experiment
    that with its own seeds gives other statistics than those stored, and for a claim whose gate fresh seeds miss.
    """
    store = Store(request.runs, tell=report.say)
    comparisons = pipeline.load(request).comparisons
    known = {name for comparison in comparisons for name in comparison.experiments}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise Problems(
            Problem(Place("verify"), "unknown-experiment", f"'{name}' is not an experiment", mend_name(name, known))
            for name in unknown
        )
    lines: list[str] = []
    checked: list[Checked] = []
    problems: list[Problem] = []
    for comparison in comparisons:
        chosen = {name: each for name, each in comparison.experiments.items() if name in (wanted or known)}
        with pipeline.executor(request) as workers:
            records = experiments.train(
                comparison.experiments, store, jobs=request.jobs, progress=report.progress, executor=workers
            )
            lines += _same_seeds(chosen, records, request, report)
            again = [{**records, **_fresh(chosen, round_, store, request, report, workers)} for round_ in range(rounds)]
        for each in _claims(comparison, chosen, records, again, store, problems):
            checked.append(each)
            lines.append(_line(each, rounds))
    covered = sum(each.covered for each in checked)
    lines.append(
        f"{covered} of {len(checked)} published intervals cover the fresh value; {rounds} rounds of fresh seeds"
    )
    report.say("\n".join(lines))
    if problems:
        raise Problems(problems)
    return {
        "claims": [_as_json(each) for each in checked],
        "covered": covered,
        "checked": len(checked),
        "line": lines[-1],
    }


def _same_seeds(
    chosen: Mapping[str, Experiment], records: Mapping[str, Record], request: Request, report: Report
) -> list[str]:
    """Train with the stored specs and seeds in a store of its own, and say how far the arrays are apart."""
    with TemporaryDirectory(prefix="proofpress-verify-") as folder:
        again = experiments.train(chosen, Store(Path(folder)), jobs=request.jobs, progress=report.progress)
        return [f"{name}: {_apart(records[name].load(), again[name].load())}" for name in chosen]


def _apart(stored: Runs, again: Runs) -> str:
    """Return in words how far two recordings of the same runs are apart."""
    import numpy as np

    furthest, where = 0.0, ""
    for name, channel in stored.channels.items():
        one, other = channel.values, again.channels[name].values
        if np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
            continue
        gap = float(np.nanmax(np.abs(one.astype(float) - other.astype(float))))
        if not where or gap > furthest:
            furthest, where = gap, name
    return (
        f"trained again, '{where}' differs by up to {furthest:.2g}" if where else "trained again, the same to the bit"
    )


def _fresh(
    chosen: Mapping[str, Experiment], round_: int, store: Store, request: Request, report: Report, workers: Any
) -> dict[str, Record]:
    """Train with seeds that no published number has seen."""
    moved = {}
    for name, each in chosen.items():
        first = FRESH_SEEDS_FROM + each.options.first_seed + round_ * 1000
        options = replace(each.options, first_seed=first)
        moved[name] = replace(each, options=options, outline=experiments.KINDS[each.kind].outline(options))
    return experiments.train(moved, store, jobs=request.jobs, progress=report.progress, executor=workers)


def _claims(
    comparison: Comparison,
    chosen: Mapping[str, Experiment],
    records: Mapping[str, Record],
    again: list[dict[str, Record]],
    store: Store,
    problems: list[Problem],
) -> list[Checked]:
    """Return every measured claim that reads a chosen experiment, measured anew in each round."""
    published, _ = findings.measure(comparison, records, store)
    fresh = [findings.measure(comparison, each, store)[0] for each in again]
    found = []
    for claim in comparison.claims:
        if (
            claim.statistic is None
            or claim.gate is None
            or not set(published[claim.statistic].experiments) & set(chosen)
        ):
            continue
        rounds = [each[claim.statistic] for each in fresh if claim.statistic in each]
        missed = [problem for each in rounds for problem in findings.judge_claim(claim, claim.gate, each)]
        problems.extend(replace(problem, rule="not-repeated") for problem in missed if problem.rule == "false-claim")
        numbers = tuple(float(each.value) for each in rounds if not isinstance(each.value, str))
        false = sum(problem.rule == "false-claim" for problem in missed)
        if numbers:
            found.append(Checked(claim.id, published[claim.statistic], numbers, len(rounds) - false))
    return found


def _line(each: Checked, rounds: int) -> str:
    verdict = "covered" if each.covered else "NOT covered"
    return (
        f"{each.claim}: published {each.published.interval}; fresh {each.mean:.4g} ({verdict}); "
        f"gate met in {each.held} of {rounds}"
    )


def _as_json(each: Checked) -> dict[str, Any]:
    published = each.published
    return {
        "claim": each.claim,
        "value": published.value,
        "low": published.low,
        "high": published.high,
        "fresh": list(each.fresh),
        "covered": each.covered,
        "held": each.held,
    }
