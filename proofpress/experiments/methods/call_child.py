"""The process in which an author's function runs. It is started as a script, and knows nothing of the press.

Side effects: imports and runs the author's code; ends when the process that started it does.

It reads one line of JSON (module, function, calls: a list of keyword arguments) and answers each call with a line: the
values that were returned, or what went wrong. Whatever the function prints goes to the error stream.
"""

import json
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from typing import Any, BinaryIO

DEEPEST = 3


def main() -> None:
    """Answer the calls of one request."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    questions = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    # The function has nobody to ask; and `exit` closes the stream that it would ask by.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    request = json.loads(questions.readline())
    threading.Thread(target=_end_with, args=(questions,), daemon=True).start()
    here = os.getcwd()
    sys.path.insert(0, here)
    try:
        for answer in _answers(request, here):
            sys.stdout.flush()
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
            if "fault" in answer:
                break
    finally:
        sys.stdout.flush()
    # What the function left running must not keep the process.
    os._exit(0)


def _answers(request: dict[str, Any], here: str) -> Iterator[dict[str, Any]]:
    try:
        function = getattr(__import__(request["module"], fromlist=["_"]), request["function"])
    except BaseException as fault:
        yield {"fault": _fault(fault, here)}
        return
    for call in request["calls"]:
        try:
            returned = function(**call)
            answer = {"values": _plain(returned)}
        except BaseException as fault:
            answer = {"fault": _fault(fault, here)}
        if "fault" not in answer and os.path.realpath(os.getcwd()) != os.path.realpath(here):
            answer = {"fault": {"type": "", "message": f"it changed the working folder to {os.getcwd()}"}}
        yield answer


def _plain(returned: Any) -> Any:
    """Return what JSON can hold of what a function returned, with words in place of what it cannot."""
    if not hasattr(returned, "items"):
        return _named(returned)
    return {str(name): _numbers(value) for name, value in returned.items()}


def _numbers(value: Any, depth: int = 0) -> Any:
    # Arrays and tensors of any library.
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, float):
        return value
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return [_numbers(item, depth + 1) for item in value]
    return _named(value)


def _named(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"


def _fault(fault: BaseException, here: str) -> dict[str, Any]:
    """Return what went wrong, and where in the author's own files."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if _is_own(frame.filename, here)]
    if isinstance(fault, SyntaxError) and fault.filename and _is_own(fault.filename, here):
        file, line = fault.filename, fault.lineno or 1
    elif frames:
        file, line = frames[-1].filename, frames[-1].lineno or 1
    else:
        file, line = "", 1
    path = os.path.relpath(os.path.realpath(file), os.path.realpath(here)).replace(os.sep, "/") if file else ""
    message = f"it called exit({fault.code!r})" if isinstance(fault, SystemExit) else str(fault)
    kind = "" if isinstance(fault, SystemExit) else type(fault).__name__
    return {"type": kind, "message": message[:1000], "file": path, "line": line}


def _is_own(file: str, here: str) -> bool:
    return os.path.isfile(file) and os.path.realpath(file).startswith(os.path.realpath(here) + os.sep)


def _end_with(questions: BinaryIO) -> None:
    """End this process when the one that asks is gone."""
    questions.read()
    os._exit(1)


if __name__ == "__main__":
    main()
