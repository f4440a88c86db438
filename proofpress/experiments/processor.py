"""How the processor is used: XLA held to one thread, so that many workers do not fight for the cores.

marked: reads the number of cores and sets XLA_FLAGS in the environment, before jax reads it.

On two cores, two workers with a thread each train twice as fast as XLA's own pool, and every run comes
out the same whatever else runs. A GPU is used by jax as it finds it; only XLA's CPU part is held.
"""

import importlib
import os
import sys
from types import ModuleType

ONE_THREAD = "--xla_cpu_multi_thread_eigen=false"


def quiet_jax() -> ModuleType:
    """Return jax, its CPU backend held to one thread for each caller. Call it before anything uses jax.

    The environment's own XLA_FLAGS are kept and win. Nothing is changed where jax is already imported.
    """
    if "jax" not in sys.modules:
        flags = os.environ.get("XLA_FLAGS", "")
        if "xla_cpu_multi_thread_eigen" not in flags:
            os.environ["XLA_FLAGS"] = f"{flags} {ONE_THREAD}".strip()
        jax = importlib.import_module("jax")
        jax.config.update("jax_cpu_enable_async_dispatch", False)
        return jax
    return sys.modules["jax"]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
