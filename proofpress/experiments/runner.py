"""Trains what is not stored, and hands out records of all runs.

Side effects: reads the clock, to say how long training took.

    records = train(site_experiments, Store(Path("runs")), jobs=2, progress=show)

Only the difference between what the content asks for and what the store holds is trained, in pieces,
each stored as soon as it is finished. On the warm path neither numpy nor jax is imported.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import suppress
from functools import cache
from typing import Any

from proofpress.cache import keys
from proofpress.cache.store import Store, pack, unpack
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.experiments.experiment_manifest import NUMBERS, remember, summed, unchanged
from proofpress.experiments.plan import ENTRY, Piece, Plan, module_of, plan
from proofpress.experiments.training.executor import crew
from proofpress.models import Experiment, ExperimentKind, Record, Runs
from proofpress.parallel import cores

Progress = Callable[[float, float, str], None]
Work = tuple[bytes, Mapping[str, float], float]
Meta = Mapping[str, Any]


def train(
    experiments: Mapping[str, Experiment],
    store: Store,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
    kinds: Mapping[str, ExperimentKind] | None = None,
    noted: bool = True,
) -> dict[str, Record]:
    """Return a record of each experiment, after training the pieces that the store does not hold.

    jobs: workers, one for each core where it is left out; executor: use this one instead (it stays open).
    progress: called with (cost done, cost in all, what was finished), first with nothing done; costs are
    rough seconds of one core, so that time left is time spent × (all - done) / done. Not called if
    nothing is to train. noted: whether these are what `stale` compares the next experiments of the same names with.
    Raises Problems with status 3, once all other pieces are finished and stored, naming those that failed.
    An interrupt cancels what has not begun, lets running pieces end, keeps all that is finished, and goes on up.
    """
    kinds = kinds or table()
    told = {
        name: note
        for name, experiment in (experiments.items() if noted else ())
        if (note := unchanged(experiment, kinds[experiment.kind], store))
    }
    plans = {name: plan(experiment, kinds) for name, experiment in experiments.items() if name not in told}
    metas = {key: entry.meta for key in _keys(plans) if (entry := store.get(key, ENTRY))}
    waiting = in_order([(each, piece) for each in plans.values() for piece in each.pieces], set(metas))
    trained = {piece.key for _, piece in waiting}
    if waiting:
        pool = executor or crew(jobs or cores(), sum(piece.cost for _, piece in waiting))
        try:
            metas |= _train_all(waiting, store, pool, progress or _silent)
        finally:
            if executor is None:
                pool.shutdown(cancel_futures=True)
    for name, each in plans.items():
        found = [metas[piece.key] for piece in each.pieces]
        told[name] = remember(each, found, store) if noted else summed(each, found)
    return {name: _record(experiment, kinds, store, told[name], trained) for name, experiment in experiments.items()}


def table() -> Mapping[str, ExperimentKind]:
    """Return the table of experiment kinds."""
    from proofpress.experiments.kinds import KINDS

    return KINDS


def in_order(pieces: Sequence[tuple[Plan, Piece]], stored: set[str]) -> list[tuple[Plan, Piece]]:
    """Return what is to train, each key once, in the order in which workers should take it.

    One piece of each compilation first, so that workers compile different things at the same time;
    within that, the longest first, so that none is left running alone at the end.
    """
    fresh = {piece.key: (each, piece) for each, piece in pieces if piece.key not in stored}
    longest = sorted(fresh.values(), key=lambda item: -item[1].cost)
    opened: set[Any] = set()
    openers: list[tuple[Plan, Piece]] = []
    others: list[tuple[Plan, Piece]] = []
    for each, piece in longest:
        group = (each.kind.name, piece.record.get("group", each.experiment.id))
        (others if group in opened else openers).append((each, piece))
        opened.add(group)
    return openers + others


def work(run: Callable[[Any, Meta], tuple[Any, Any]], options: Any, piece: Meta) -> Work:
    """Train one piece: its arrays packed, its counts, and the seconds it took. Runs on a worker, anywhere."""
    begun = time.perf_counter()
    arrays, counts = run(options, piece)
    return pack(arrays), dict(counts), time.perf_counter() - begun


def _train_all(
    waiting: Sequence[tuple[Plan, Piece]], store: Store, pool: Executor, progress: Progress
) -> dict[str, Meta]:
    """Train the pieces; return what is noted of each that came out well."""
    before = {name: keys.source_digest(name) for name in {module_of(each.kind) for each, _ in waiting}}
    total, done = sum(piece.cost for _, piece in waiting), 0.0
    progress(0.0, total, "")
    futures: dict[Future[Work], tuple[Plan, Piece]] = {}
    metas: dict[str, Meta] = {}
    faults: list[Diagnostic] = []
    try:
        for each, piece in waiting:
            options = each.experiment.options
            futures[pool.submit(work, each.kind.run, options, dict(piece.record))] = (each, piece)
        unfinished = set(futures)
        while unfinished:
            finished, unfinished = wait(unfinished, return_when=FIRST_COMPLETED)
            for future in finished:
                each, piece = futures[future]
                try:
                    worked = future.result()
                except Exception as fault:
                    faults.append(_fault(each, piece, fault))
                else:
                    metas[piece.key] = _keep(each, piece, worked, store, before)
                done += piece.cost
                progress(done, total, each.experiment.id)
    except BaseException:
        for future in futures:
            future.cancel()
        # What is running cannot be stopped, but it can be waited for, and kept.
        for future in wait(futures).done:
            if not future.cancelled() and not future.exception() and futures[future][1].key not in metas:
                with suppress(BuildError, OSError):
                    _keep(*futures[future], future.result(), store, before)
        raise
    if faults:
        raise BuildError(faults, status=3)
    return metas


def _keep(each: Plan, piece: Piece, worked: Work, store: Store, before: Mapping[str, str]) -> Meta:
    """Store what was trained. Raises Problems where the code that trained it has changed meanwhile."""
    data, counts, seconds = worked
    module = module_of(each.kind)
    if keys.source_digest(module) != before[module]:
        message = (
            f"the code changed while experiment '{each.experiment.id}' was training, so that nothing more was stored"
        )
        raise BuildError([Diagnostic(each.experiment.location, "code-changed", message, "build again")], status=3)
    meta = {**counts, "seconds": seconds, "kind": each.kind.name, "versions": dict(each.parts["versions"])}
    store.put(piece.key, ENTRY, data, meta)
    return meta


def _fault(each: Plan, piece: Piece, fault: Exception) -> Diagnostic:
    experiment = each.experiment
    words = " ".join(str(fault).split())[:300]
    message = f"training of experiment '{experiment.id}' failed in piece {piece.number + 1} of {len(each.pieces)}"
    hint = "give it less to do at once, or use fewer --jobs" if isinstance(fault, MemoryError | BrokenExecutor) else ""
    return Diagnostic(experiment.location, "training-failed", f"{message}: {type(fault).__name__}: {words}", hint)


def _record(
    experiment: Experiment,
    kinds: Mapping[str, ExperimentKind],
    store: Store,
    note: Mapping[str, Any],
    trained: set[str],
) -> Record:
    run_schema = experiment.run_schema

    @cache
    def load() -> Runs:
        each = plan(experiment, kinds)
        arrays: list[Mapping[str, Any]] = [unpack(_bytes(each, piece, store)) for piece in each.pieces]
        channels = each.kind.assemble(experiment.options, arrays)
        return Runs(experiment.id, run_schema.axes, channels)

    return Record(
        experiment=experiment.id,
        key=note["key"],
        seeds=tuple(run_schema.axes.get("seed", ())),
        facts=dict(run_schema.settings),
        trained=sum(key in trained for key in note["pieces"]),
        load=load,
        **{name: note[name] for name in NUMBERS},
    )


def _bytes(each: Plan, piece: Piece, store: Store) -> bytes:
    """Return a piece's arrays; one that was damaged since the build began is trained again here."""
    entry = store.get(piece.key, ENTRY)
    if entry:
        return entry.data
    module = module_of(each.kind)
    before = {module: keys.source_digest(module)}
    worked = work(each.kind.run, each.experiment.options, dict(piece.record))
    _keep(each, piece, worked, store, before)
    return worked[0]


def _keys(plans: Mapping[str, Plan]) -> list[str]:
    return list(dict.fromkeys(piece.key for each in plans.values() for piece in each.pieces))


def _silent(done: float, total: float, what: str) -> None:
    pass
