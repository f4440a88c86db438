"""How the processor is used: XLA held to one thread, so that many workers do not fight for the cores.

Side effects: reads the number of cores and sets XLA_FLAGS in the environment, before jax reads it.

On two cores, two workers with a thread each train twice as fast as XLA's own pool, and every run comes
out the same whatever else runs. A GPU is used by jax as it finds it; only XLA's CPU part is held.
"""

import importlib
import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

ONE_THREAD = "--xla_cpu_multi_thread_eigen=false"


def quiet_jax() -> ModuleType:
    """Return jax, its CPU backend held to one thread for each caller. Call it before anything uses jax.

    What the environment says of XLA_FLAGS is kept and wins. Nothing is changed where jax is already imported. Workers
    may call it at the same time: one imports, the others wait until it has.
    """
    fresh = "jax" not in sys.modules
    flags = os.environ.get("XLA_FLAGS", "")
    if fresh and "xla_cpu_multi_thread_eigen" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} {ONE_THREAD}".strip()
    # Not from sys.modules: another worker's import may have put it there unfinished.
    jax = importlib.import_module("jax")
    if fresh:
        jax.config.update("jax_cpu_enable_async_dispatch", False)
    return jax


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that jax compiles when it is first called, quickly where it is for a CPU.

    Of XLA's levels the first gives loops that are as fast as the second's, in three quarters of the time; a small
    site's training is compiling to a third. On a GPU nothing is changed.
    """
    jax = quiet_jax()
    options = {"xla_backend_optimization_level": 1} if jax.default_backend() == "cpu" else None
    ready: Callable[..., Any] = jax.jit(function, compiler_options=options)
    return ready


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
