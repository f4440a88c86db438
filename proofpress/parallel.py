"""Worker processes, and how many cores there are for them.

Side effects: starts processes, and asks how many cores this process may use.

Workers are spawned, not forked: a fork would copy locks that other threads hold. Arguments and results are pickled.
Workers ignore SIGINT and exit with their parent.
"""

import os
import signal
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread

from proofpress.cache import loader


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(count: int) -> ProcessPoolExecutor:
    """Return an Executor of that many processes, which start when there is something to do."""
    known = dict(loader.SOURCES)
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_start, initargs=(known,))


def _start(known: Mapping[str, bytes]) -> None:
    # If the press was changed meanwhile, a worker would run other code than the press does: then it runs none.
    loader.install(known)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
