"""What a person at the terminal sees, or a program reads: sentences, progress, problems, and the closing line.

Side effects: writes to the terminal; reads the clock, to estimate the time left.
"""

import codecs
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from proofpress.diagnostics import Diagnostic, as_annotation, as_sarif

PLAIN_LINE_EVERY_S = 10.0
MOST_PROBLEMS = 20
DUMB_TERMINALS = ("dumb", "unknown")
PLAIN_LETTERS = "proofpress.plain"
"""Name of the error handler of streams that cannot print every letter, as where a terminal has code page 437."""

PLAIN = {"—": "-", "–": "-", "−": "-", "…": "...", "×": "x", "·": "-", "→": "->", "’": "'", "“": '"', "”": '"'}


class ProgressBar:
    """One bar, on one scale from the start of a command to its end. It is drawn on a terminal only."""

    def __init__(self) -> None:
        self._drawn: Any = None
        self._first: tuple[float, float] | None = None
        self._last_line = -PLAIN_LINE_EVERY_S

    def show(self, share: float, what: str, stream: TextIO, colour: bool) -> None:
        """Show that a share (0 to 1) of everything is done; off a terminal, in a plain line every ten seconds."""
        now = time.monotonic()
        self._first = self._first or (now, share)
        left = _time_left(now - self._first[0], share - self._first[1], 1 - share)
        if stream.isatty() and os.environ.get("TERM", "") not in DUMB_TERMINALS:
            self._drawn = self._drawn or _start_bar(stream, colour)
            self._drawn.update(self._drawn.task_ids[0], completed=share, description=f"{left} {what}", refresh=True)
            if share >= 1:
                self.clear()
        elif now - self._last_line >= PLAIN_LINE_EVERY_S:
            self._last_line = now
            print(f"{share:4.0%} {left} {what}", file=stream)

    def clear(self) -> None:
        """Remove the bar from the terminal; the next progress draws it again."""
        if self._drawn is not None:
            self._drawn.stop()
            self._drawn = None


class Console(Struct):
    """Writes for a person or, with `format` json, for a program.

    format: text, github (text with annotations), json or sarif. version: of the press, which SARIF states.
    level: 0 quiet (problems only), 1 normal, 2 verbose. colour: ANSI colours may be used. start, end: the part of the
    bar, whose whole length is 1, that `show_progress` fills.
    """

    level: int = 1
    format: str = "text"
    colour: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    started: float = field(default_factory=time.monotonic)
    start: float = 0.0
    end: float = 1.0
    bar: ProgressBar = field(default_factory=ProgressBar)
    version: str = ""

    @property
    def is_read(self) -> bool:
        """Whether a person reads what is printed, beside whatever else does."""
        return self.format in ("text", "github")

    def fresh(self) -> "Console":
        """Return a console for another command: the clock and the bar begin anew."""
        return replace(self, started=time.monotonic(), bar=ProgressBar())

    def part(self, start: float, end: float) -> "Console":
        """Return a console whose progress fills a part of this one's: from `start` to `end`, both from 0 to 1."""
        length = self.end - self.start
        return replace(self, start=self.start + start * length, end=self.start + end * length)

    def seconds(self) -> float:
        """Return the seconds since the command began."""
        return time.monotonic() - self.started

    def say(self, sentence: str, level: int = 1) -> None:
        """Print a sentence to stderr: what is worth knowing but is no problem."""
        if level <= self.level and self.is_read:
            self.bar.clear()
            print(sentence, file=self.err)

    def show_progress(self, done: float, total: float, what: str) -> None:
        """Show how much is done, and the time left, judged by the progress so far."""
        if self.level >= 1 and self.is_read and total > 0:
            share = self.start + (self.end - self.start) * min(done / total, 1.0)
            self.bar.show(share, what, self.err, self.colour)

    def report(self, diagnostics: Iterable[Diagnostic], status: int) -> None:
        """Print the problems, one a line, to stderr: the first twenty, or all if verbose; as JSON, all to stdout.

        On GitHub Actions each is an annotation of its line.
        """
        self.bar.clear()
        diagnostics = tuple(diagnostics)
        if self.format == "json":
            self.finish({"status": status, "diagnostics": [_as_json(diagnostic) for diagnostic in diagnostics]})
            return
        if self.format == "sarif":
            print(json.dumps(as_sarif(diagnostics, self.version), ensure_ascii=False), file=self.out)
            return
        shown = diagnostics if self.level > 1 else diagnostics[:MOST_PROBLEMS]
        for diagnostic in shown:
            is_annotated = self.format == "github"
            line = as_annotation(diagnostic, _in_repository(diagnostic)) if is_annotated else self._red(str(diagnostic))
            print(line, file=self.err)
        if len(diagnostics) > len(shown):
            print(f"and {len(diagnostics) - len(shown):,} more problems: --verbose prints all", file=self.err)

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Print the summary: its `line` as text, or all of it as one JSON object; as SARIF, that nothing is wrong."""
        self.bar.clear()
        if self.format == "json":
            print(json.dumps({"status": 0, "diagnostics": [], **summary}, allow_nan=False), file=self.out)
        elif self.format == "sarif":
            self.report((), 0)
        elif self.level >= 1 and summary.get("line"):
            print(summary["line"], file=self.out)

    def _red(self, line: str) -> str:
        if not self.colour:
            return line
        head, mark, tail = line.partition(" error[")
        return f"{head}\x1b[31m{mark}\x1b[0m{tail}" if mark else line


def usual_format() -> str:
    """Return the format of a command that names none: on GitHub Actions, that of its annotations."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _in_repository(diagnostic: Diagnostic) -> str | None:
    """Return the path of a diagnostic's file from the root of the repository, None if it is no file."""
    file = diagnostic.location.file
    if not os.path.exists(file):
        return None
    return os.path.relpath(file, os.environ.get("GITHUB_WORKSPACE") or os.curdir).replace(os.sep, "/")


def colours_wanted(no_color: bool, stream: TextIO) -> bool:
    """Return whether to use colours: not if asked not to (no-color.org), and only on a terminal."""
    return not no_color and not os.environ.get("NO_COLOR") and stream.isatty()


def _plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Return what to print in place of letters that a stream cannot print, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(PLAIN.get(letter, "?") for letter in letters), error.end


def _start_bar(stream: TextIO, colour: bool) -> Any:
    """Return a `rich.progress.Progress` from 0 to 1 that vanishes when it is stopped."""
    from rich.console import Console as Terminal
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = BarColumn(), TaskProgressColumn(), TextColumn("{task.description}", markup=False)
    bar = Progress(*columns, console=Terminal(file=stream, no_color=not colour), auto_refresh=False, transient=True)
    bar.start()
    bar.add_task("", total=1)
    return bar


def _time_left(seconds: float, done: float, left: float) -> str:
    """Return the time left in words, once there is enough to judge it by.

    seconds: that some progress took. done, left: shares of the whole.
    """
    if left <= 0:
        return "done"
    if done <= 0 or seconds < 1:
        return "…"
    needed = seconds / done * left
    return f"{needed:.0f} s left" if needed < 100 else f"{needed / 60:.0f} min left"


def _as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    message = {"rule": diagnostic.rule, "message": diagnostic.message, "hint": diagnostic.hint}
    return {**asdict(diagnostic.location), **message}


codecs.register_error(PLAIN_LETTERS, _plain_letters)
