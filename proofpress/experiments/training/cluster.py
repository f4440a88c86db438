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
from contextlib import contextmanager, suppress
from functools import cache, partial
from os import environ
from threading import Event, Lock, Thread
from typing import Any

from proofpress import __version__
from proofpress.cache import keys
from proofpress.datasets.data_set import data_sets
from proofpress.datasets.options import OWN_DATA
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.training.jax_runtime import ONE_THREAD, backend
from proofpress.extras import installing

CODE = "Proofpress's code"
WAIT_SECONDS = 10
WATCH_SECONDS = 10
PATIENCE_SECONDS = 60
CLOSE_SECONDS = 5


class Workers(Executor):
    """An Executor whose every task first compares its worker with `here`.

    It asks the scheduler now and then. If that does not answer for a minute, all that is unfinished fails: nobody waits
    for ever. A future that is cancelled is left to the scheduler, which drops it when the client closes.
    """

    def __init__(self, client: Any, here: Mapping[str, str]) -> None:
        self._client = client
        self._here = dict(here)
        self._remote: dict[Future[Any], Any] = {}
        self._lock = Lock()
        self._closed = Event()
        Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Send a call to a worker. Its result is a RuntimeError if the worker is unlike this machine."""
        # The same piece twice is the same task; a worker that dies has its pieces sent to another.
        remote = self._client.submit(compared, self._here, fn, *args, **named)
        future: Future[Any] = Future()
        with self._lock:
            self._remote[future] = remote
        future.add_done_callback(self._cancelled)
        remote.add_done_callback(partial(self._finished, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop asking the scheduler; unfinished calls are left to it."""
        self._closed.set()

    def _cancelled(self, future: Future[Any]) -> None:
        """Tell who waits for a future that it was cancelled: Dask is not asked, it may not answer."""
        with self._lock:
            if future.cancelled() and self._remote.pop(future, None) is not None:
                future.set_running_or_notify_cancel()

    def _finished(self, future: Future[Any], remote: Any) -> None:
        """Hand on what became of a task. Dask calls it in a thread of its own."""
        try:
            result = remote.result(timeout=PATIENCE_SECONDS)
        except Exception as fault:
            self._settle(future, fault=fault)
        except BaseException as fault:
            # Dask's word for a task that was given up is no Exception.
            self._settle(future, fault=RuntimeError(f"the scheduler gave the task up: {fault}"))
        else:
            self._settle(future, result)

    def _settle(self, future: Future[Any], result: Any = None, fault: Exception | None = None) -> None:
        """Give a future its outcome, unless it has one or was cancelled."""
        with self._lock:
            if self._remote.pop(future, None) is None or not future.set_running_or_notify_cancel():
                return
        if fault is None:
            future.set_result(result)
        else:
            future.set_exception(fault)

    def _watch(self) -> None:
        """Ask the scheduler who it is until the end; when it is silent, fail what is unfinished."""
        while not self._closed.wait(WATCH_SECONDS):
            try:
                within(PATIENCE_SECONDS, lambda: self._client.run_on_scheduler(bool))
            except Exception:
                with self._lock:
                    unfinished = list(self._remote)
                for future in unfinished:
                    self._settle(future, fault=TimeoutError("the Dask scheduler does not answer any more"))


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Yield the workers of the Dask scheduler at an address, such as `tcp://10.0.0.1:8786`.

    Raises BuildError with status 3 if Dask is missing, no scheduler answers within seconds, it has no worker, it or one
    of its workers does not answer, or has other code or libraries than this machine.
    """
    try:
        from distributed import Client
    except ImportError:
        raise _diagnostic("no-dask", "Dask is not installed", installing("cluster")) from None
    try:
        # The timeout is that of connecting; a scheduler that connects and then says nothing is not in it.
        client = within(3 * WAIT_SECONDS, lambda: Client(address, timeout=WAIT_SECONDS, set_as_default=False))
    except (OSError, ValueError):
        hint = "start one with 'dask scheduler', or leave '--scheduler' out to train on this machine"
        raise _diagnostic("no-scheduler", f"no Dask scheduler answers at '{address}'", hint) from None
    except (TypeError, RuntimeError, ImportError) as fault:
        # Dask raises these for tls:// without certificates, and for protocols whose library is missing.
        words = " ".join(str(fault).split())[:200]
        hint = "give Dask's configuration what the address needs: for tls:// distributed.comm.tls"
        raise _diagnostic("no-scheduler", f"Dask cannot connect to '{address}': {words}", hint) from None
    workers = None
    try:
        try:
            _compare_all(client, address)
        except OSError:
            message = f"the Dask scheduler at '{address}', or a worker of it, does not answer"
            hint = "start it anew, or leave '--scheduler' out to train on this machine"
            raise _diagnostic("no-answer", message, hint) from None
        workers = Workers(client, installed())
        yield workers
    finally:
        if workers is not None:
            workers.shutdown()
        # A scheduler that hangs is not waited for.
        with suppress(Exception):
            within(CLOSE_SECONDS, client.close)


def within(seconds: float, call: Callable[[], Any]) -> Any:
    """Return what a call returns. Raises TimeoutError if it takes longer; the call is then left to itself."""
    answer: Future[Any] = Future()

    def answer_call() -> None:
        try:
            answer.set_result(call())
        except BaseException as fault:
            answer.set_exception(fault)

    Thread(target=answer_call, daemon=True).start()
    return answer.result(seconds)


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
    modules = sorted(
        {*(kind.run.__module__ for kind in kinds), *(source.load.__module__ for source in sources), OWN_DATA}
    )
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
    answers = within(PATIENCE_SECONDS, lambda: client.run(_question(), on_error="return"))
    if not answers:
        hint = f"start one with 'dask worker {address} --nthreads 1'"
        raise _diagnostic("no-workers", f"the Dask scheduler at '{address}' has no worker", hint)
    answers = {f"worker {each}": answer for each, answer in sorted(answers.items())}
    answers[f"scheduler {address}"] = within(PATIENCE_SECONDS, lambda: client.run_on_scheduler(_question()))
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
