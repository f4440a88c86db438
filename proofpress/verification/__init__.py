"""`verify`: train the experiments again and see what holds, with fresh seeds and with the same ones.

Fresh seeds should give a value that the published interval covers. How often, for a sound 95 % interval, depends on
what it is asked to cover: the value of a single round varies as much as the published one, so that about five in six
are covered; the mean of ten rounds varies little, so that about nineteen in twenty are. Gates should be met in every
round. The same seeds should give the same numbers: on one machine to the bit, on another nearly so.

Fresh rounds come first, and each is in the store when it is done: a verification that was interrupted goes on from
there. What they gave is recorded before anything is complained of.
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from proofpress import claims, experiments, pipeline
from proofpress.cache.fingerprint import build_date, current_commit
from proofpress.cache.store import Store
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location, suggest
from proofpress.models import Comparison, Estimate, Fresh
from proofpress.models.build_options import BuildOptions
from proofpress.verification.record import record as keep
from proofpress.verification.rounds import fresh_rounds
from proofpress.verification.same import same_seeds
from proofpress.verification.words import as_json, line, sum_up


def verify(
    options: BuildOptions,
    console: Console,
    wanted: tuple[str, ...],
    rounds: int,
    *,
    record: bool = False,
    fresh_only: bool = False,
) -> dict[str, Any]:
    """Return what the runs gave again, summed up in `line`.

    wanted: ids of experiments; all, if there are none. Claims that read others too are not checked, and named.
    record: keep what was found in each comparison's verified.yaml. fresh_only: leave the published seeds alone.
    Raises Problems for an id that is none, and, when all is done, for each gate that a round of fresh seeds missed.
    """
    store = Store(options.runs, tell=console.say)
    comparisons = pipeline.load(options).comparisons
    _known(comparisons, wanted)
    day = build_date(current_commit(options.content))
    checked: list[tuple[Fresh, Estimate]] = []
    recorded: list[str] = []
    diagnostics: list[Diagnostic] = []
    for comparison in comparisons:
        chosen = {name: each for name, each in comparison.experiments.items() if not wanted or name in wanted}
        if not chosen:
            continue
        with pipeline.executor(options) as workers:

            def train(them: Mapping[str, Any], to: Store, executor: Any = workers, own: Any = chosen) -> Any:
                noted = them is own
                return experiments.train(
                    them, to, jobs=options.jobs, progress=console.progress, executor=executor, keep_manifests=noted
                )

            found = fresh_rounds(comparison, chosen, rounds, train, store, console.say, day)
            told = claims.fresh(replace(comparison, checks=found.checks), found.published)
            diagnostics += found.missed
            for claim in comparison.claims:
                if claim.id in told:
                    checked.append((told[claim.id], found.published[str(claim.statistic)]))
                    console.say(line(*checked[-1]))
            if record and found.checks:
                recorded.append(keep(options.content, comparison, found.checks))
                console.say(f"recorded in {recorded[-1]}")
            if not fresh_only:
                for sentence in same_seeds(chosen, train, store):
                    console.say(sentence)
    summary = sum_up([each for each, _ in checked])
    if diagnostics:
        console.say(summary["line"])
        raise BuildError(diagnostics)
    return {
        **summary,
        "claims": [as_json(*each) for each in checked],
        "recorded": recorded,
    }


def _known(comparisons: tuple[Comparison, ...], wanted: tuple[str, ...]) -> None:
    known = {name for comparison in comparisons for name in comparison.experiments}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise BuildError(
            Diagnostic(Location("verify"), "unknown-experiment", f"'{name}' is not an experiment", suggest(name, known))
            for name in unknown
        )
