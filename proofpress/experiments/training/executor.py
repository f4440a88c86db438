"""Trains in several processes, where there is enough to train.

Side effects: asks the interpreter what jax could use beside the CPU.

Threads of one process take turns at Python's lock: two of them train half as much again as one, where two processes
train twice as much. But each process compiles for itself. So a piece goes to a process that has compiled its program
already; one that has no such piece left takes up the program with the most to do that no other has, and only then
helps another out.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from importlib.util import find_spec
from threading import RLock
from typing import Any

from msgspec import Struct, field

from proofpress.parallel import processes

WORTH_SECONDS = 10.0
"""How much training is worth a process, whose start takes two seconds."""

ACCELERATED = ("jax_plugins", "libtpu")
"""Modules by which jax finds other processors than the CPU."""


class Task(Struct, frozen=True, eq=False):
    """A piece that waits for a process. program: what must be compiled for it. cost: seconds on one core, roughly."""

    program: Any
    cost: float
    call: tuple[Any, ...] = ()
    future: "Future[Any]" = field(default_factory=Future)


class Hand(Struct, eq=False):
    """A process that trains one piece at a time, and the programs that it has compiled."""

    pool: ProcessPoolExecutor
    programs: set[Any] = field(default_factory=set)
    busy: bool = False


def crew(jobs: int, seconds: float) -> Executor:
    """Return what trains: processes where each of several has enough to do, else threads of this one.

    jobs: the most of either. seconds: of training on one core, roughly. Where jax could use more than the CPU there is
    one process: each would claim the memory of the whole card.
    """
    count = min(jobs, int(seconds / WORTH_SECONDS))
    return Crew(count) if count > 1 and not any(map(find_spec, ACCELERATED)) else ThreadPoolExecutor(jobs)


def task_for(own: set[Any], opened: set[Any], waiting: Sequence[Task]) -> Task:
    """Return what a process should do next. own: programs that it has compiled; opened: that any process has.

    Of one program the tasks are taken in the order in which they wait.
    """
    for task in waiting:
        if task.program in own:
            return task
    costs: defaultdict[Any, float] = defaultdict(float)
    for task in waiting:
        costs[task.program] += task.cost
    program = max(costs, key=lambda each: (each not in opened, costs[each]))
    return next(task for task in waiting if task.program == program)


class Crew(Executor):
    """Processes that train. A piece whose process is ended from outside fails; another process takes its place."""

    def __init__(self, count: int) -> None:
        self._hands = [Hand(processes(1)) for _ in range(count)]
        self._waiting: list[Task] = []
        # A call that is over at once is answered in the same thread.
        self._lock = RLock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Have a process call `fn(run, options, piece)`: the function of a kind and what is to be trained."""
        run, _, piece = args
        task = Task((run.__module__, piece.get("group")), float(piece.get("cost", 1.0)), (fn, *args))
        with self._lock:
            self._waiting.append(task)
            self._hand_out()
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; see `concurrent.futures.Executor.shutdown`."""
        with self._lock:
            for task in self._waiting if cancel_futures else ():
                task.future.cancel()
            self._hand_out()
        for hand in self._hands:
            hand.pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _hand_out(self) -> None:
        for hand in self._hands:
            while self._waiting and not hand.busy:
                opened = {program for each in self._hands for program in each.programs}
                task = task_for(hand.programs, opened, self._waiting)
                self._waiting.remove(task)
                # A piece that was cancelled is told so only here.
                if task.future.set_running_or_notify_cancel():
                    hand.busy = True
                    hand.programs.add(task.program)
                    hand.pool.submit(*task.call).add_done_callback(partial(self._over, hand, task))

    def _over(self, hand: Hand, task: Task, done: Future[Any]) -> None:
        fault = done.exception()
        with self._lock:
            if isinstance(fault, BrokenProcessPool):
                hand.pool, hand.programs = processes(1), set()
            hand.busy = False
            self._hand_out()
        if fault is None:
            task.future.set_result(done.result())
        else:
            task.future.set_exception(fault)
