"""`verify`: train the experiments again, with fresh seeds and with the same ones, and see what holds.

Fresh seeds should give a value that the published interval covers. The value of a single round varies as much as the
published one, so that a sound 95 % interval covers about five of six; the mean of ten rounds varies little, so that it
covers about nineteen of twenty. Gates should be met in every round. The same seeds should give the same numbers: to
the bit on one machine, nearly so on another.

Fresh rounds come first, and each is stored when it is done: an interrupted verification continues from there. What
they gave is recorded before any problem is raised.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from itertools import count
from typing import Any

from msgspec.structs import replace

from proofpress import claims, experiments, pipeline
from proofpress.cache import code
from proofpress.cache.store import Store
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location, suggest
from proofpress.models import Comparison, Estimate, Experiment, Fresh, Record, Repeat
from proofpress.models.build_options import BuildOptions
from proofpress.models.recorded import is_recorded
from proofpress.provenance import build_date, current_commit
from proofpress.verification.fresh_seeds import check_fresh_seeds
from proofpress.verification.repeat import cannot_repeat, repeat_line, repeat_runs
from proofpress.verification.same_seeds import compare_same_seeds
from proofpress.verification.summary import as_json, claim_line, summarize, write_verified


def verify(
    options: BuildOptions,
    console: Console,
    wanted: tuple[str, ...],
    rounds: int,
    *,
    record: bool = False,
    fresh_only: bool = False,
    repeat: bool = False,
    at_most: int | None = None,
) -> dict[str, Any]:
    """Return what training again gave, summed up in `line`.

    wanted: ids of experiments; none means all. Claims that read others too are named and not checked. record: keep
    what was found in each comparison's verified.yaml, of repeated runs too. fresh_only: do not train the published
    seeds again. repeat: run the authors' commands that make recorded runs again, at_most so many of each experiment; a
    run that was recorded elsewhere is else only named.
    Raises BuildError for an unknown id and, when all is done, for each verdict that a round of fresh seeds turned.
    """
    store = Store(options.runs, tell=console.say)
    comparisons = pipeline.read(options).comparisons
    _require_known(wanted, comparisons)
    day = build_date(current_commit(options.content, options.templates, code.HERE))
    checked: list[tuple[Fresh, Estimate]] = []
    recorded: list[str] = []
    repeated: list[str] = []
    diagnostics: list[Diagnostic] = []
    trainings = count()
    trainings_in_all = len(comparisons) * (1 + rounds + (0 if fresh_only else 2))
    for comparison in comparisons:
        asked = {name: it for name, it in comparison.experiments.items() if not wanted or name in wanted}
        elsewhere = {name: it for name, it in asked.items() if is_recorded(it)}
        chosen = {name: it for name, it in asked.items() if name not in elsewhere}
        repeats: dict[str, Repeat] = {}
        for name, experiment in elsewhere.items():
            if repeat and experiment.options.repeat is not None:
                stored = experiments.train({name: experiment}, store, keep_manifests=False)[name]
                repeats[name] = repeat_runs(experiment, stored, at_most, console.say, day)
                repeated.append(repeat_line(repeats[name]))
            else:
                repeated.append(cannot_repeat(experiment))
            console.say(repeated[-1])
        if record and repeats:
            recorded.append(write_verified(options.content, comparison, {}, repeats))
            console.say(f"recorded in {recorded[-1]}")
        if not chosen:
            continue
        with ExitStack() as stack:
            # One executor for all rounds, since the programs of a round are those of the next.
            executor = stack.enter_context(pipeline.cluster_of(options)) or stack.enter_context(
                experiments.executor_of(chosen, options.jobs, 1 + rounds)
            )

            def train(
                them: Mapping[str, Experiment], store: Store, executor: Any = executor, published: Any = chosen
            ) -> dict[str, Record]:
                start = next(trainings)
                progress = console.part(start / trainings_in_all, (start + 1) / trainings_in_all).show_progress
                noted = them is published
                return experiments.train(
                    them, store, jobs=options.jobs, progress=progress, executor=executor, keep_manifests=noted
                )

            found = check_fresh_seeds(comparison, chosen, rounds, train, store, console.say, day)
            fresh = claims.fresh(replace(comparison, checks=found.checks), found.published)
            diagnostics += found.missed
            for claim in comparison.claims:
                if claim.id in fresh:
                    checked.append((fresh[claim.id], found.published[str(claim.statistic)]))
                    console.say(claim_line(*checked[-1]))
            if record and found.checks:
                recorded.append(write_verified(options.content, comparison, found.checks, repeats))
                console.say(f"recorded in {recorded[-1]}")
            if not fresh_only:
                for sentence in compare_same_seeds(chosen, train, store):
                    console.say(sentence)
    summary = summarize([fresh for fresh, _ in checked])
    if diagnostics:
        console.say(summary["line"])
        raise BuildError(diagnostics)
    return {**summary, "claims": [as_json(*pair) for pair in checked], "recorded": recorded, "elsewhere": repeated}


def _require_known(names: tuple[str, ...], comparisons: tuple[Comparison, ...]) -> None:
    """Raise BuildError for each name that is no experiment."""
    known = {name for comparison in comparisons for name in comparison.experiments}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BuildError(
            Diagnostic(Location("verify"), "unknown-experiment", f"'{name}' is not an experiment", suggest(name, known))
            for name in unknown
        )
