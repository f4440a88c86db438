"""Calls of an author's function in a process of their own.

Side effects: writes the author's modules into a temporary folder, starts a process there, and ends it.

The process sees the modules and the files that the options name, and nothing else of the comparison's folder, so that
nothing else can change what it gives. It has a limit of time for each call; of what it prints the last lines are kept.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from typing import Any

from proofpress.diagnostics import AuthorError, Diagnostic, Location, shortened
from proofpress.experiments.methods import call_child
from proofpress.experiments.own_modules import OwnModule
from proofpress.models.own_files import OwnFile

LINES_KEPT = 20
LONGEST_LINE = 500
# One thread for each process, and the same order of sets in all of them.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def call_all(
    module: str,
    function: str,
    calls: Sequence[Mapping[str, Any]],
    *,
    modules: tuple[OwnModule, ...],
    files: tuple[OwnFile, ...],
    limit: float,
    location: Location,
) -> Iterator[Any]:
    """Yield what a function returned at each call, as JSON holds it: a mapping of names to numbers and lists, if it is.

    limit: seconds for one call. location: where the function is defined.
    Raises AuthorError, located in the author's file, for what it raises, for a call that takes too long, and if its
    process ends before it has answered.
    """
    with TemporaryDirectory(prefix="proofpress-") as name:
        folder = Path(name)
        _fill(folder, modules, files, location)
        process = subprocess.Popen(
            [sys.executable, "-P", str(Path(call_child.__file__))],
            cwd=folder,
            env={**os.environ, **ENVIRONMENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            yield from _answers(process, module, function, calls, modules, limit, location)
        finally:
            _end(process)


def _answers(
    process: "subprocess.Popen[bytes]",
    module: str,
    function: str,
    calls: Sequence[Mapping[str, Any]],
    modules: tuple[OwnModule, ...],
    limit: float,
    location: Location,
) -> Iterator[Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    printed: deque[bytes] = deque(maxlen=LINES_KEPT)
    answers: Queue[bytes] = Queue()
    listening = [
        threading.Thread(target=_keep_last, args=(process.stderr, printed), daemon=True),
        threading.Thread(target=_hand_on, args=(process.stdout, answers), daemon=True),
    ]
    for thread in listening:
        thread.start()
    request = {"module": module, "function": function, "calls": [dict(call) for call in calls]}
    with suppress(BrokenPipeError):
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
    for call in calls:
        words = in_words(call)
        try:
            line = answers.get(timeout=limit)
        except Empty:
            message = f"'{function}' had not returned after {limit / 60:g} minutes ({words})"
            hint = "let it do less, or allow more with: minutes"
            raise AuthorError(Diagnostic(location, "function-limit", message, hint)) from None
        if not line:
            process.wait()
            listening[0].join(timeout=1)
            message = f"the process of '{function}' ended without an answer, with status {process.returncode} ({words})"
            raise AuthorError(Diagnostic(location, "function-failed", message, _last(printed)))
        answer = json.loads(line)
        if "fault" in answer:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)
            listening[0].join(timeout=1)
            raise AuthorError(_fault(answer["fault"], function, words, modules, location, printed))
        yield answer["values"]


def in_words(call: Mapping[str, Any]) -> str:
    """Return the arguments of a call in words.

    >>> in_words({"seed": 3, "optimizer": "sgd"})
    'seed 3, optimizer sgd'
    """
    return shortened(", ".join(f"{name} {value}" for name, value in call.items()), 120)


def _fault(
    fault: Mapping[str, Any],
    function: str,
    words: str,
    modules: tuple[OwnModule, ...],
    location: Location,
    printed: deque[bytes],
) -> Diagnostic:
    shown = {module.path: module.shown for module in modules}
    where = Location(shown[fault["file"]], fault["line"] or 1, 1) if fault.get("file") in shown else location
    said = shortened(fault["message"], 300)
    message = f"{fault['type']}: {said}" if fault["type"] else f"'{function}' failed: {said}"
    return Diagnostic(where, "function-failed", f"{message} ({words})", _last(printed) or "mend the function")


def _last(printed: deque[bytes]) -> str:
    """Return the last words that were printed, if any were."""
    lines = [line.decode("utf-8", errors="replace").strip() for line in [*printed]]
    lines = [line for line in lines if line]
    return f"it printed last: {shortened(lines[-1], 200)}" if lines else ""


def _fill(folder: Path, modules: tuple[OwnModule, ...], files: tuple[OwnFile, ...], location: Location) -> None:
    for module in modules:
        path = folder / module.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(module.lines), encoding="utf-8", newline="")
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(file.where, path)
        except OSError as error:
            message = f"'{file.path}' cannot be read where the function runs: {error.strerror}"
            hint = "workers elsewhere need the same disk; or train without --scheduler"
            raise AuthorError(Diagnostic(location, "function-failed", message, hint)) from None


def _keep_last(stream: Any, lines: "deque[bytes]") -> None:
    with stream:
        for line in iter(lambda: stream.readline(LONGEST_LINE), b""):
            lines.append(line)


def _hand_on(stream: Any, answers: "Queue[bytes]") -> None:
    """Put each line into a queue, and an empty one at the end."""
    with stream:
        for line in stream:
            answers.put(line)
    answers.put(b"")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
