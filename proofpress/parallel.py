"""Processes that work beside the press, one for each core: spawned, deaf to Ctrl-C, and gone when the press is.

Side effects: starts processes, and asks how many cores there are.

They are never forked: a fork would take over locks that other threads of the press may hold. What they are given and
what they give back is pickled. Ctrl-C is for the press, which decides what is still finished. A press that is killed
closes nothing, so each process watches whether it is still there.
"""

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(count: int) -> ProcessPoolExecutor:
    """Return an Executor of that many processes, which start when there is something to do."""
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_press, daemon=True).start()


def _end_with_the_press() -> None:
    press = parent_process()
    if press is not None:
        press.join()
        os._exit(1)
