"""The press in a process of its own, with little memory and little time: loads what it is sent, case by case.

Each line of its input is a case in JSON: `files`, path → bytes as Latin-1, which it writes below content/ and hands to
the command line; or `text`, to be filled in where `a` prints "one"; or `formula`, of a statistic. It answers with a
line: exit status, what was printed, what was said on stderr, seconds.
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
from collections.abc import Callable
from pathlib import Path
from unittest import mock

MEMORY = 2**30
SECONDS = 5.0


def main() -> None:
    """Answer cases until there are no more."""
    from proofpress import cli, pipeline
    from proofpress.commands import check
    from proofpress.models.build_options import BuildOptions

    pipeline.make  # noqa: B018  # all that a load imports is there before memory is counted
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def only_load(options: BuildOptions, console: object, **_: object) -> dict[str, str]:
        pipeline.read(options)
        return {"line": "loaded"}

    # `check` as far as training, which content that loads may ask for without end.
    with mock.patch.object(check.COMMAND, "callback", only_load):
        for line in sys.stdin:
            case = json.loads(line)
            if "text" in case:
                answer = _answer(lambda case=case: _fill(case["text"]))
            elif "formula" in case:
                answer = _answer(lambda case=case: _formula(case["formula"]))
            else:
                _write(case["files"])
                answer = _answer(lambda: cli.main(["check", "--no-color"], "build.py"))
            print(json.dumps(answer), flush=True)


def _write(files: dict[str, str]) -> None:
    shutil.rmtree("content", ignore_errors=True)
    for path, text in files.items():
        target = Path("content", path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("latin-1"))


def _fill(words: str) -> int:
    from proofpress.claims.prose import fill_text
    from proofpress.diagnostics import Diagnostic, Location
    from proofpress.models import Text

    diagnostics: list[Diagnostic] = []
    print(fill_text(Text(words, Location("content/x.yaml", 3, 1)), {"a": "one"}, diagnostics), end="")
    for diagnostic in diagnostics:
        print(diagnostic, file=sys.stderr)
    return 1 if diagnostics else 0


def _formula(words: str) -> int:
    from proofpress.statistics.kinds.expression import Expression

    try:
        Expression(words)
    except ValueError as fault:
        print(f"ValueError: {fault}", file=sys.stderr)
        return 1
    return 0


def _answer(command: Callable[[], int]) -> dict[str, object]:
    out, err = io.StringIO(), io.StringIO()
    # A signal without a handler ends the process even within C, where no exception would get through.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    began = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = command()
    signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - began
    return {"status": status, "out": out.getvalue(), "err": err.getvalue(), "seconds": seconds, "peak": _peak()}


def _peak() -> int:
    """Return the most memory, in bytes, that this program has held (Linux).

    Not `ru_maxrss`: that one outlives exec(2), so a worker would be blamed for the memory of the tests that began it.
    """
    [line] = [line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in line]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
