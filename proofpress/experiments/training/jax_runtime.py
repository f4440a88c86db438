"""How jax is started, so that the same run gives the same arrays whatever the environment says.

Side effects: sets and removes variables of the environment, before jax reads them.

XLA uses one thread: on two cores, two workers with a thread each train twice as fast as XLA's own pool, and every run
comes out the same whatever else runs. Variables such as JAX_ENABLE_X64, JAX_DISABLE_JIT and XLA_FLAGS would change the
arrays and are not in their keys, so they are not used. JAX_PLATFORMS counts only if a plugin for another processor than
the CPU is installed; what jax then computes on is part of the keys, see `backend`.
"""

import importlib
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import Any

from proofpress.diagnostics import BuildError, Diagnostic, Location

ONE_THREAD = "--xla_cpu_multi_thread_eigen=false"

ACCELERATED = ("jax_plugins", "libtpu")
"""Modules by which jax finds other processors than the CPU."""

HARMLESS = ("JAX_PLATFORMS", "JAX_COMPILATION_CACHE", "JAX_PERSISTENT_CACHE", "JAX_LOGGING", "JAX_TRACEBACK")
"""Beginnings of the variables that change no array."""

SETTINGS = {
    "jax_enable_x64": False,
    "jax_disable_jit": False,
    "jax_debug_nans": False,
    "jax_debug_infs": False,
    "jax_default_matmul_precision": None,
    "jax_numpy_dtype_promotion": "standard",
    "jax_numpy_rank_promotion": "allow",
}
"""What arrays depend on and other code of this process might have changed."""

_LOCK = Lock()


def quiet_jax() -> ModuleType:
    """Return jax with our settings, its CPU backend limited to one thread for each caller.

    Call it before anything uses jax: the flags of XLA cannot be changed once jax is imported. Threads may call it at
    the same time: one imports, the others wait.
    """
    with _LOCK:
        fresh = "jax" not in sys.modules
        if fresh:
            _clean_environment()
        jax = importlib.import_module("jax")
        for name, value in SETTINGS.items():
            if getattr(jax.config, name) != value:
                jax.config.update(name, value)
        if fresh:
            jax.config.update("jax_cpu_enable_async_dispatch", False)
    return jax


def accelerated() -> bool:
    """Return whether a plugin is installed by which jax could use more than the CPU."""
    return any(map(find_spec, ACCELERATED))


@cache
def backend() -> str:
    """Return what jax computes on, such as `cpu` or `gpu`; jax is imported only if it is not certainly the CPU.

    Raises BuildError with status 3 if jax cannot use what JAX_PLATFORMS names.
    """
    if not accelerated():
        return "cpu"
    try:
        return str(quiet_jax().default_backend())
    except RuntimeError as fault:
        platforms = os.environ.get("JAX_PLATFORMS", "")
        message = f"jax cannot compute on '{platforms}': {' '.join(str(fault).split())[:200]}"
        hint = "unset JAX_PLATFORMS, or set it to cpu"
        raise BuildError([Diagnostic(Location("JAX_PLATFORMS"), "no-processor", message, hint)], status=3) from None


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that jax compiles when it is first called.

    On a CPU with XLA level 1, which runs as fast as level 2 and compiles 25 % faster; compiling is a third of a small
    site's training. On a GPU nothing is changed.
    """
    jax = quiet_jax()
    options = {"xla_backend_optimization_level": 1} if jax.default_backend() == "cpu" else None
    ready: Callable[..., Any] = jax.jit(function, compiler_options=options)
    return ready


def _clean_environment() -> None:
    """Leave in the environment only what jax shall read."""
    for name in [name for name in os.environ if name.startswith("JAX_") and not name.startswith(HARMLESS)]:
        del os.environ[name]
    if not accelerated():
        os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["XLA_FLAGS"] = ONE_THREAD
