"""Training on an existing Dask cluster: its workers are compared with this machine, then used as an Executor.

Side effects: talks to the scheduler and its workers over the network.

    with cluster("tcp://10.0.0.1:8786") as workers:
        records = train(experiments, store, executor=workers)

The key of a run names code and libraries, and it is made here. So a worker that has others must not compute it: all
workers are asked before the first piece is sent, and each piece asks again, for workers that join later. The scheduler
unpickles what it passes on, and is asked too.
"""

import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import cache
from os import environ
from typing import Any

from proofpress import __version__
from proofpress.cache import keys
from proofpress.datasets.data_set import data_sets
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.training.jax_runtime import ONE_THREAD, backend

CODE = "Proofpress's code"
WAIT_SECONDS = 10


class Workers(Executor):
    """An Executor whose every task first compares its worker with `here`. inner: what sends the tasks."""

    def __init__(self, inner: Executor, here: Mapping[str, str]) -> None:
        self._inner = inner
        self._here = dict(here)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Send a call to a worker. Its result is a RuntimeError if the worker is unlike this machine."""
        return self._inner.submit(compared, self._here, fn, *args, **named)


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Yield the workers of the Dask scheduler at an address, such as `tcp://10.0.0.1:8786`.

    Raises BuildError with status 3 if Dask is missing, no scheduler answers within seconds, it has no worker, or it or
    one of its workers has other code or libraries than this machine.
    """
    try:
        from distributed import Client
    except ImportError:
        hint = "install the extra 'cluster': pip install 'proofpress[cluster]'"
        raise _diagnostic("no-dask", "Dask is not installed", hint) from None
    try:
        client = Client(address, timeout=WAIT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        hint = "start one with 'dask scheduler', or leave '--scheduler' out to train on this machine"
        raise _diagnostic("no-scheduler", f"no Dask scheduler answers at '{address}'", hint) from None
    try:
        _compare_all(client, address)
        # The same piece twice is the same task; a worker that dies has its pieces sent to another.
        yield Workers(client.get_executor(), installed())
    finally:
        client.close()


def compared(here: Mapping[str, str], fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Call a function on a worker like `here`. Raises RuntimeError, naming what differs, on any other."""
    apart = differences(here, installed())
    if apart:
        raise RuntimeError(f"the worker on {platform.node()} has {apart}")
    return fn(*args, **named)


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return in words what a worker has that differs from here, nothing if all is alike.

    >>> differences({"jax": "0.10", "numpy": "2.4"}, {"jax": "0.9", "numpy": "2.4"})
    'jax 0.9 (here 0.10)'
    """
    apart = [name for name in here if there.get(name) != here[name]]
    # A digest of code tells a reader nothing, so that it is only named.
    words = [f"other {name}" if name == CODE else f"{name} {there.get(name)} (here {here[name]})" for name in apart]
    return ", ".join(words)


@cache
def installed() -> Mapping[str, str]:
    """Return what a result depends on in this process: versions by name, and a digest of the code of all kinds."""
    kinds, sources = experiment_kinds().values(), data_sets().values()
    modules = sorted({*(kind.run.__module__ for kind in kinds), *(source.load.__module__ for source in sources)})
    loose = "jax" in sys.modules and ONE_THREAD not in environ.get("XLA_FLAGS", "")
    return {
        "Proofpress": __version__,
        CODE: keys.digest(keys.code_parts(*modules)),
        **keys.library_versions(*modules),
        "backend of jax": backend(),
        "XLA": "with many threads" if loose else "with one thread",
    }


def _compare_all(client: Any, address: str) -> None:
    """Ask scheduler and workers what they have. Raises BuildError for each unlike this machine, or without workers."""
    answers = client.run(_question(), on_error="return")
    if not answers:
        hint = f"start one with 'dask worker {address} --nthreads 1'"
        raise _diagnostic("no-workers", f"the Dask scheduler at '{address}' has no worker", hint)
    answers = {f"worker {each}": answer for each, answer in sorted(answers.items())}
    answers[f"scheduler {address}"] = client.run_on_scheduler(_question())
    unlike = {
        who: differences(installed(), answer) if isinstance(answer, Mapping) else f"no Proofpress: {answer}"
        for who, answer in answers.items()
    }
    hint = "install there what is installed here, and start it anew"
    faults = [_fault("unlike-worker", f"the {who} has {words}", hint) for who, words in unlike.items() if words]
    if faults:
        raise BuildError(faults, status=3)


def _question() -> Callable[[], Any]:
    """Return a function that is pickled by value, not by name: it has to run where Proofpress is not installed."""

    def ask() -> Any:
        try:
            from proofpress.experiments.training.cluster import installed
        except ImportError as fault:
            return str(fault)
        return installed()

    return ask


def _fault(rule: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(Location("--scheduler"), rule, message, hint)


def _diagnostic(rule: str, message: str, hint: str) -> BuildError:
    return BuildError([_fault(rule, message, hint)], status=3)
