"""What the command line says: progress, sentences, problems, and the one line that sums up.

Side effects: writes to the terminal and reads the clock, to estimate the time left.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from msgspec import Struct, field

from proofpress.diagnostics import Diagnostic

BAR_WIDTH = 24
PLAIN_LINE_EVERY_S = 10.0


class Console(Struct):
    """Speaks to the person at the terminal, or, with `form` json, to a program.

    level: 0 quiet (problems only), 1 normal, 2 verbose. colour: ANSI colours may be used.
    """

    level: int = 1
    form: str = "text"
    colour: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    started: float = field(default_factory=time.monotonic)
    _bar_started: float = 0.0
    _bar_spoke: float = 0.0
    _bar_open: bool = False

    def seconds(self) -> float:
        """Return the seconds since the command began."""
        return time.monotonic() - self.started

    def say(self, sentence: str, level: int = 1) -> None:
        """Say a sentence on the way, to stderr: what is worth knowing but is no problem."""
        if level <= self.level and self.form == "text":
            self._end_bar()
            print(sentence, file=self.err)

    def progress(self, done: float, total: float, what: str) -> None:
        """Show how much is done and the time left, judged by the work done so far.

        A terminal gets a bar that redraws itself; anything else a plain line every ten seconds.
        """
        if self.level < 1 or self.form != "text" or total <= 0:
            return
        now = time.monotonic()
        if done <= 0 or not self._bar_started:
            self._bar_started = now
        share = min(done / total, 1.0)
        left = _left(now - self._bar_started, share)
        if self.err.isatty():
            filled = round(share * BAR_WIDTH)
            bar = "█" * filled + "░" * (BAR_WIDTH - filled)
            self.err.write(f"\r\x1b[2K{bar} {share:4.0%} {left} {what}")
            self.err.flush()
            self._bar_open = True
            if share >= 1:
                self._end_bar()
        elif now - self._bar_spoke >= PLAIN_LINE_EVERY_S:
            self._bar_spoke = now
            print(f"{share:4.0%} {left} {what}", file=self.err)

    def diagnostics(self, diagnostics: Iterable[Diagnostic], status: int) -> None:
        """Print every problem, one a line, to stderr; as JSON, one object to stdout."""
        self._end_bar()
        found = tuple(diagnostics)
        if self.form == "json":
            self.finish({"status": status, "diagnostics": [_as_json(diagnostic) for diagnostic in found]})
            return
        for diagnostic in found:
            print(self._red(str(diagnostic)), file=self.err)

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Print the summary: its `line` as text, or all of it as one JSON object."""
        self._end_bar()
        if self.form == "json":
            print(json.dumps({"status": 0, "diagnostics": [], **summary}, allow_nan=False), file=self.out)
        elif self.level >= 1 and summary.get("line"):
            print(summary["line"], file=self.out)

    def _end_bar(self) -> None:
        if self._bar_open:
            self.err.write("\r\x1b[2K")
            self.err.flush()
            self._bar_open = False

    def _red(self, line: str) -> str:
        if not self.colour:
            return line
        head, mark, tail = line.partition(" error[")
        return f"{head}\x1b[31m{mark}\x1b[0m{tail}" if mark else line


def colours_wanted(no_color: bool, stream: TextIO) -> bool:
    """Return whether to use colours: not if asked not to (no-color.org), and only on a terminal."""
    return not no_color and not os.environ.get("NO_COLOR") and stream.isatty()


def _left(seconds: float, share: float) -> str:
    """Return the time left in words, once there is enough to judge it by."""
    if share >= 1:
        return "done"
    if share <= 0 or seconds < 1:
        return "…"
    left = seconds / share * (1 - share)
    return f"{left:.0f} s left" if left < 100 else f"{left / 60:.0f} min left"


def _as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    location = diagnostic.location
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }
