"""Trains what is not stored, and returns records of all runs.

Side effects: reads the clock, to say how long training took.

    records = train(site_experiments, Store(Path("runs")), jobs=2, progress=show)

Only the difference between what the content asks for and what the store holds is trained, in pieces, each stored as
soon as it is finished. If nothing is to train, neither numpy nor jax is imported.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import suppress
from functools import cache
from typing import Any

from proofpress.cache import keys
from proofpress.cache.store import Store, pack
from proofpress.diagnostics import AuthorError, BuildError, Diagnostic
from proofpress.experiments import results
from proofpress.experiments.experiment_manifest import TOTALS, remember, totals, unchanged
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.plan import ENTRY, Piece, Plan, plan
from proofpress.experiments.training.executor import executor_for
from proofpress.extras import EXTRAS, TRAIN, installing
from proofpress.models import Experiment, ExperimentKind, Record, Runs
from proofpress.parallel import worker_count
from proofpress.runs.repeats import SPLIT
from proofpress.versions import version

Progress = Callable[[float, float, str], None]
Result = tuple[bytes, Mapping[str, float], float]
Meta = Mapping[str, Any]
Task = tuple[Plan, Piece]


def train(
    experiments: Mapping[str, Experiment],
    store: Store,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
    kinds: Mapping[str, ExperimentKind] | None = None,
    keep_manifests: bool = True,
) -> dict[str, Record]:
    """Return a record of each experiment, after training the pieces that the store does not hold.

    jobs: the most workers, by default one for each core, as far as the memory goes.
    executor: use this one instead (it stays open).
    progress: called with (cost done, cost in all, what was finished), first with nothing done; costs are rough seconds
    of one core, so that time left is time spent × (all - done) / done. Not called if nothing is to train.
    keep_manifests: whether `stale` compares the next experiments of the same names with these.
    Raises BuildError with status 3, once all other pieces are finished and stored, naming those that failed.
    An interrupt cancels what has not begun, lets running pieces end, keeps all that is finished, and is raised again.
    """
    kinds = kinds or experiment_kinds()
    manifests: dict[str, Meta] = {}
    plans: dict[str, Plan] = {}
    for name, experiment in experiments.items():
        manifest = unchanged(experiment, kinds[experiment.kind], store) if keep_manifests else None
        if manifest is None:
            plans[name] = plan(experiment, kinds)
        else:
            manifests[name] = manifest
    _require_libraries(plans.values())
    tasks = [(planned, piece) for planned in plans.values() for piece in planned.pieces]
    metas = {piece.key: meta for _, piece in tasks if (meta := _meta(piece.key, store)) is not None}
    waiting = in_order(tasks, set(metas))
    trained = {piece.key for _, piece in waiting}
    if waiting:
        pool = executor or executor_for(jobs or worker_count(), sum(piece.cost for _, piece in waiting))
        try:
            metas |= _train_all(waiting, store, pool, progress or _silent)
        finally:
            if executor is None:
                pool.shutdown(cancel_futures=True)
    for name, planned in plans.items():
        stored = [metas[piece.key] for piece in planned.pieces]
        manifests[name] = remember(planned, stored, store) if keep_manifests else totals(planned, stored)
    return {
        name: _record(experiment, kinds, store, manifests[name], trained) for name, experiment in experiments.items()
    }


def recall(
    experiments: Mapping[str, Experiment], store: Store, kinds: Mapping[str, ExperimentKind] | None = None
) -> dict[str, Record] | None:
    """Return the records that `train` would, where nothing is to train or to plan; else None."""
    kinds = kinds or experiment_kinds()
    manifests: dict[str, Meta] = {}
    for name, experiment in experiments.items():
        manifest = unchanged(experiment, kinds[experiment.kind], store)
        if manifest is None:
            return None
        manifests[name] = manifest
    return {name: _record(each, kinds, store, manifests[name], set()) for name, each in experiments.items()}


def _require_libraries(plans: Iterable[Plan]) -> None:
    """Raise BuildError, with status 3, for experiments that need a library which is not installed."""
    faults = []
    for planned in plans:
        experiment, versions = planned.experiment, planned.parts["versions"]
        lacked = [library for library in versions if EXTRAS.get(library) == TRAIN and version(library) == "absent"]
        if lacked:
            message = f"experiment '{experiment.id}' needs what is not installed: {', '.join(lacked)}"
            faults.append(Diagnostic(experiment.location, "missing-extra", message, installing(TRAIN)))
    if faults:
        raise BuildError(faults, status=3)


def executor_of(experiments: Mapping[str, Experiment], jobs: int | None = None, times: int = 1) -> Executor:
    """Return what trains some experiments so many times, each compilation once for all of them.

    It is a context manager: whoever asks for it ends it.
    """
    kinds = experiment_kinds()
    cost = sum(piece.cost for each in experiments.values() for piece in plan(each, kinds).pieces)
    return executor_for(jobs or worker_count(), cost * times)


def in_order(tasks: Sequence[Task], stored: set[str]) -> list[Task]:
    """Return what is to train, each key once, in the order in which workers should take it.

    One piece of each compilation first, so that workers compile different things at the same time; within that, the
    longest first, so that none is left running alone at the end.
    """
    fresh = {piece.key: (planned, piece) for planned, piece in tasks if piece.key not in stored}
    longest = sorted(fresh.values(), key=lambda task: -task[1].cost)
    opened: set[Any] = set()
    openers: list[Task] = []
    others: list[Task] = []
    for planned, piece in longest:
        group = (planned.kind.name, piece.record.get("group", planned.experiment.id))
        (others if group in opened else openers).append((planned, piece))
        opened.add(group)
    return openers + others


def work(run: Callable[[Any, Meta], tuple[Any, Any]], options: Any, piece: Meta) -> Result:
    """Train one piece: its arrays packed, its counts, and the seconds it took. Runs on a worker, anywhere."""
    begun = time.perf_counter()
    arrays, counts = run(options, piece)
    return pack(arrays), dict(counts), time.perf_counter() - begun


def _train_all(waiting: Sequence[Task], store: Store, pool: Executor, progress: Progress) -> dict[str, Meta]:
    """Train the pieces; return what is stored about each."""
    sources = {modules: keys.source_digest(*modules) for modules in {planned.modules for planned, _ in waiting}}
    total, done = sum(piece.cost for _, piece in waiting), 0.0
    progress(0.0, total, "")
    tasks: dict[Future[Result], Task] = {}
    metas: dict[str, Meta] = {}
    faults: list[Diagnostic] = []
    stopped: set[str] = set()
    try:
        for planned, piece in waiting:
            future = pool.submit(work, planned.kind.run, piece.options, dict(piece.record))
            tasks[future] = (planned, piece)
        unfinished = set(tasks)
        while unfinished:
            finished, unfinished = wait(unfinished, return_when=FIRST_COMPLETED)
            for future in finished:
                planned, piece = tasks[future]
                if future.cancelled():
                    continue
                try:
                    result = _checked(planned, piece, future.result())
                except Exception as fault:
                    if planned.experiment.id not in stopped:
                        faults.append(_failure(planned, piece, fault))
                    if isinstance(fault, AuthorError):
                        # The author's code would fail again, and for as long.
                        stopped.add(planned.experiment.id)
                        for other in unfinished:
                            if tasks[other][0] is planned:
                                other.cancel()
                else:
                    metas[piece.key] = _keep(planned, piece, result, store, sources)
                done += piece.cost
                progress(done, total, planned.experiment.id)
    except BaseException:
        for future in tasks:
            future.cancel()
        # A running piece cannot be stopped, but it can be waited for, and kept.
        for future in wait(tasks).done:
            if not future.cancelled() and not future.exception() and tasks[future][1].key not in metas:
                with suppress(BuildError, OSError, results.WrongResult):
                    _keep(*tasks[future], _checked(*tasks[future], future.result()), store, sources)
        raise
    if faults:
        raise BuildError(faults, status=3)
    return metas


def _keep(
    planned: Plan, piece: Piece, result: tuple[bytes, Meta], store: Store, sources: Mapping[tuple[str, ...], str]
) -> Meta:
    """Store the result of a piece. Raises BuildError if the code that trained it has changed meanwhile.

    sources: the digest of the source files of each plan's modules, as they were before.
    """
    data, meta = result
    if keys.source_digest(*planned.modules) != sources[planned.modules]:
        experiment = planned.experiment
        message = f"the code changed while experiment '{experiment.id}' was training, so that nothing more was stored"
        raise BuildError([Diagnostic(experiment.location, "code-changed", message, "build again")], status=3)
    store.put(piece.key, ENTRY, data, meta)
    return meta


def _checked(planned: Plan, piece: Piece, result: Any) -> tuple[bytes, Meta]:
    """Return the arrays of a piece as bytes, and what is stored about them.

    Raises WrongResult if they are not what the piece gives: a worker of a cluster may return anything.
    """
    try:
        data, counts, seconds = result
        meta = {**counts, "seconds": seconds, "kind": planned.kind.name, "versions": dict(planned.parts["versions"])}
        fits = results.counted(meta)
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise results.WrongResult("it lacks arrays, counts or seconds")
    results.read(planned.kind, piece.options, piece.record, data)
    return data, meta


def _meta(key: str, store: Store) -> Meta | None:
    """Return what is stored about a piece, None if it is not there or not in order."""
    entry = store.get(key, ENTRY)
    if entry is not None and not results.counted(entry.meta):
        _drop(key, store)
        return None
    return None if entry is None else entry.meta


def _drop(key: str, store: Store) -> None:
    """Remove an entry that is sound but not what a piece gives, and say so."""
    store.tell(f"stored {ENTRY} {key[:12]} is of another shape: dropped, and made again")
    store.drop(key, ENTRY)


def _failure(planned: Plan, piece: Piece, fault: Exception) -> Diagnostic:
    experiment = planned.experiment
    if isinstance(fault, AuthorError):
        return fault.diagnostic
    words = " ".join(str(fault).split())[:300]
    message = f"training of experiment '{experiment.id}' failed in piece {piece.number + 1} of {len(planned.pieces)}"
    if isinstance(fault, results.WrongResult):
        hint = "see that the workers are yours and run this version"
        return Diagnostic(
            experiment.location, "training-failed", f"{message}: not the result of a piece: {words}", hint
        )
    hint = "give it less to do at once, or use fewer --jobs" if isinstance(fault, MemoryError | BrokenExecutor) else ""
    return Diagnostic(experiment.location, "training-failed", f"{message}: {type(fault).__name__}: {words}", hint)


def _record(
    experiment: Experiment, kinds: Mapping[str, ExperimentKind], store: Store, manifest: Meta, trained: set[str]
) -> Record:
    schema = experiment.run_schema

    @cache
    def load() -> Runs:
        planned = plan(experiment, kinds)
        arrays: list[Mapping[str, Any]] = [_arrays(planned, piece, store) for piece in planned.pieces]
        channels = planned.kind.assemble(experiment.options, arrays)
        return Runs(experiment.id, schema.axes, channels, repeats=schema.repeats, names=schema.names)

    return Record(
        experiment=experiment.id,
        key=manifest["key"],
        seeds=tuple(schema.axes.get("seed", ())),
        splits=tuple(schema.axes[SPLIT]) if SPLIT in schema.repeats else (),
        facts=dict(schema.settings),
        trained=sum(key in trained for key in manifest["pieces"]),
        load=load,
        **{name: manifest[name] for name in TOTALS},
    )


def _arrays(planned: Plan, piece: Piece, store: Store) -> Mapping[str, Any]:
    """Return a piece's arrays; a piece that is damaged, or of another shape, is trained again here."""
    options = piece.options
    entry = store.get(piece.key, ENTRY)
    if entry is not None:
        try:
            return results.read(planned.kind, options, piece.record, entry.data)
        except results.WrongResult:
            _drop(piece.key, store)
    sources = {planned.modules: keys.source_digest(*planned.modules)}
    result = _checked(planned, piece, work(planned.kind.run, options, dict(piece.record)))
    _keep(planned, piece, result, store, sources)
    return results.read(planned.kind, options, piece.record, result[0])


def _silent(done: float, total: float, what: str) -> None:
    """Report no progress."""
