"""Trains in several processes, if there is enough to train.

Side effects: starts processes, and asks whether jax could use more than the CPU.

Threads of one process take turns at Python's lock: two of them train 1.5 times as fast as one, two processes twice as
fast. But each process compiles for itself. So a piece goes to a process that has compiled its program already; a
process without such a piece takes the program with the most work that no other process has, and only then a share of
another's.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from threading import RLock
from typing import Any

from msgspec import Struct, field

from proofpress.experiments.training.jax_runtime import accelerated
from proofpress.parallel import processes

WORTH_SECONDS = 10.0
"""How much training is worth a process, whose start takes two seconds."""


class Task(Struct, frozen=True, eq=False):
    """A piece that waits for a process. program: what must be compiled for it. cost: seconds on one core, roughly."""

    program: Any
    cost: float
    call: tuple[Any, ...] = ()
    future: "Future[Any]" = field(default_factory=Future)


class Worker(Struct, eq=False):
    """A process that trains one piece at a time, and the programs that it has compiled."""

    pool: ProcessPoolExecutor
    programs: set[Any] = field(default_factory=set)
    busy: bool = False


def executor_for(jobs: int, seconds: float) -> Executor:
    """Return what trains: processes if each of several has enough to do, else threads of this one.

    jobs: the most of either. seconds: of training on one core, roughly. If jax could use more than the CPU there is one
    process: each would claim the memory of the whole card.
    """
    count = min(jobs, int(seconds / WORTH_SECONDS))
    return ProcessExecutor(count) if count > 1 and not accelerated() else ThreadPoolExecutor(jobs)


def next_task(compiled: set[Any], opened: set[Any], waiting: Sequence[Task]) -> Task:
    """Return what a process should do next. compiled: its own programs; opened: those of all processes.

    Tasks of one program are taken in the order in which they wait.
    """
    for task in waiting:
        if task.program in compiled:
            return task
    costs: defaultdict[Any, float] = defaultdict(float)
    for task in waiting:
        costs[task.program] += task.cost
    program = max(costs, key=lambda each: (each not in opened, costs[each]))
    return next(task for task in waiting if task.program == program)


class ProcessExecutor(Executor):
    """Processes that train. If one is killed, its piece fails and another process takes its place."""

    def __init__(self, count: int) -> None:
        self._workers = [Worker(processes(1)) for _ in range(count)]
        self._waiting: list[Task] = []
        self._unfinished: set[Future[Any]] = set()
        # Broken pools are kept until the end. Their last reference must not go in a callback of theirs: Python 3.12.1
        # and 3.13.0 call it holding a lock that dropping the pool waits for.
        self._broken: list[ProcessPoolExecutor] = []
        self._closed = False
        # A call that is over at once is answered in the same thread, hence the reentrant lock.
        self._lock = RLock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Have a process call `fn(run, options, piece)`: the function of a kind and what is to be trained."""
        run, _, piece = args
        task = Task((run.__module__, piece.get("group")), float(piece.get("cost", 1.0)), (fn, *args))
        with self._lock:
            if self._closed:
                raise RuntimeError("no piece can be trained after shutdown")
            self._unfinished.add(task.future)
            self._waiting.append(task)
            self._assign()
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; see `concurrent.futures.Executor.shutdown`."""
        with self._lock:
            for task in self._waiting if cancel_futures else ():
                task.future.cancel()
            self._assign()
            unfinished = set(self._unfinished)
        if wait:
            wait_for(unfinished)
        with self._lock:
            self._closed = True
            pools = [*self._broken, *(worker.pool for worker in self._workers)]
        for pool in pools:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _assign(self) -> None:
        """Give every idle worker a task. The caller holds the lock."""
        for worker in self._workers:
            while self._waiting and not worker.busy:
                opened = {program for each in self._workers for program in each.programs}
                task = next_task(worker.programs, opened, self._waiting)
                self._waiting.remove(task)
                # False for a task that was cancelled while it waited, whose future is notified here.
                if task.future.set_running_or_notify_cancel():
                    worker.busy = True
                    worker.programs.add(task.program)
                    self._begin(worker, task).add_done_callback(partial(self._finished, worker, task))
                else:
                    self._unfinished.discard(task.future)

    def _begin(self, worker: Worker, task: Task) -> Future[Any]:
        try:
            return worker.pool.submit(*task.call)
        except BrokenProcessPool:
            # The process was killed while it had nothing to do.
            self._replace(worker)
            worker.programs.add(task.program)
            return worker.pool.submit(*task.call)

    def _replace(self, worker: Worker) -> None:
        self._broken.append(worker.pool)
        worker.pool, worker.programs = processes(1), set()

    def _finished(self, worker: Worker, task: Task, done: Future[Any]) -> None:
        fault = done.exception()
        with self._lock:
            if isinstance(fault, BrokenProcessPool):
                self._replace(worker)
            worker.busy = False
            self._unfinished.discard(task.future)
            if not self._closed:
                self._assign()
        if fault is None:
            task.future.set_result(done.result())
        else:
            task.future.set_exception(fault)
