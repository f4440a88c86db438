"""The press in a process of its own, with little memory and little time: loads what it is sent, case by case.

Each line of its input is a case in JSON, `{"files": {path: text in Latin-1, or null to leave it out}}`, which it writes
below content/, hands to the command line, and answers with a line: exit status, what was said on stderr, seconds.
What only a fault of the press can do — a traceback, too much memory, too long — ends it, or shows in the answer.
"""

import contextlib
import io
import json
import resource
import shutil
import signal
import sys
import time
from pathlib import Path
from unittest import mock

MEMORY = 2**30
SECONDS = 5.0


def main() -> None:
    """Answer cases until there are no more."""
    from proofpress import cli, pipeline
    from proofpress.request import Request

    pipeline.executor  # noqa: B018  # all that a load imports is there before memory is counted
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def only_load(request: Request, report: object) -> dict[str, str]:
        pipeline.load(request)
        return {"line": "loaded"}

    # `check` as far as training, which content that loads may ask for without end.
    with mock.patch("proofpress.commands.check", only_load):
        for line in sys.stdin:
            files = json.loads(line)["files"]
            shutil.rmtree("content", ignore_errors=True)
            for path, text in files.items():
                target = Path("content", path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode("latin-1"))
            print(json.dumps(_answer(cli.main)), flush=True)


def _answer(command: object) -> dict[str, object]:
    out, err = io.StringIO(), io.StringIO()
    # A signal without a handler ends the process even within C, where no exception would get through.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    began = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = command(["check", "--no-color"])  # type: ignore[operator]
    signal.setitimer(signal.ITIMER_PROF, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    seconds = time.process_time() - began
    return {"status": status, "out": out.getvalue(), "err": err.getvalue(), "seconds": seconds, "peak": peak}


if __name__ == "__main__":
    main()
