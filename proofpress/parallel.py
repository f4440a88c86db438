"""Worker processes, and how many of them this machine can bear.

Side effects: starts processes; asks the system which cores and how much memory this process may use.

Workers are spawned, not forked: a fork would copy locks that other threads hold. Arguments and results are pickled.
Workers ignore SIGINT and exit with their parent.
"""

import math
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import Any

from proofpress import own_kinds
from proofpress.cache import loader

CONTROL_GROUPS = Path("/sys/fs/cgroup")
OWN_GROUPS = Path("/proc/self/cgroup")
MEMORY = Path("/proc/meminfo")
WORKER_BYTES = 400e6
"""Memory of a worker that has imported jax or matplotlib and computes."""


def worker_count() -> int:
    """Return how many workers to start if nobody says: one for each core, as far as the memory goes."""
    return max(1, int(min(cores(), _free_memory() / WORKER_BYTES)))


def cores() -> int:
    """Return how many cores this process may use: those it may run on, or fewer where a container has a quota."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.ceil(min(allowed, _quota())))


def _quota() -> float:
    """Return the cores that the control groups of this process share (cgroup v2 and v1), infinity without a quota."""
    times = zip(_limits("cpu.cfs_quota_us", "cpu"), _limits("cpu.cfs_period_us", "cpu"), strict=False)
    quotas = [*(limit.split() for limit in _limits("cpu.max", "")), *times]
    # A quota is written "microseconds period"; without one it is "max period", or -1 in v1.
    numbers = [[float(word) for word in words if word.isdigit()] for words in quotas]
    return min([math.inf, *(each[0] / each[1] for each in numbers if len(each) == 2 and all(each))])


def _free_memory() -> float:
    """Return the bytes that processes may still take, infinity if the system does not say."""
    limits = [*_limits("memory.max", ""), *_limits("memory.limit_in_bytes", "memory")]
    available = [float(words[1]) * 1024 for words in map(str.split, _lines(MEMORY)) if words[:1] == ["MemAvailable:"]]
    return min([math.inf, *available, *(float(limit) for limit in limits if limit.isdigit())])


def _limits(file: str, controller: str) -> list[str]:
    """Return what a file says in each control group that holds this process, from its own up to the outermost.

    controller: whose hierarchy of cgroup v1 is meant; empty for the one hierarchy of v2.
    """
    found = []
    for line in _lines(OWN_GROUPS):
        _, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        if group.startswith("/") and ((controller in controllers.split(",")) if controller else not controllers):
            path = PurePosixPath(group)
            # In a container the group's path may be that of the host, of which only the top is mounted.
            groups = [CONTROL_GROUPS / controller / each.relative_to("/") for each in (path, *path.parents)]
            found += [_lines(folder / file) for folder in groups]
    return [lines[0].strip() for lines in found if lines]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


class WorkerPool(ProcessPoolExecutor):
    """Processes that never see Ctrl-C: SIGINT is blocked before they start, so that it cannot end an import."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Send a call to a process; see `concurrent.futures.Executor.submit`."""
        with _interrupts_blocked():
            return super().submit(fn, *args, **named)


def processes(count: int) -> WorkerPool:
    """Return an Executor of that many processes, which start when there is something to do."""
    known = dict(loader.SOURCES)
    started = (known, own_kinds.attached_folder())
    return WorkerPool(count, mp_context=get_context("spawn"), initializer=_start, initargs=started)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Hold SIGINT back in this thread; a process that is started meanwhile inherits that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(known: Mapping[str, bytes], kinds: Path | None) -> None:
    # If the press was changed meanwhile, a worker would run other code than the press does: then it runs none.
    loader.install(known)
    if kinds is not None:
        own_kinds.attach_folder(kinds)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
