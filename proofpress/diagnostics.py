"""What is wrong, where, and how to mend it: one record for every complaint of the press.

A stage never stops at the first mistake. It collects diagnostics in a list and, at its end, raises one `BuildError`
that carries them all; the command line prints them, one a line, and chooses the exit status from `BuildError.status`.
"""

import difflib
import errno
from collections.abc import Iterable

from msgspec import Struct


class Location(Struct, frozen=True, order=True):
    """Where something was written: a file as the author knows it, a line and a column, from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return self.file if not self.line else f"{self.file}:{self.line}:{self.column}"


class Diagnostic(Struct, frozen=True, order=True):
    """One thing that is wrong.

    location: where the author finds it.
    rule: the short kebab-case name of the promise that is broken, such as `unknown-key`.
    message: what was given and what is allowed, in one line and without a final stop.
    hint: what to do about it, in one line; may be empty when the message makes it plain.
    """

    location: Location
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        tail = f" — {self.hint}" if self.hint else ""
        return f"{self.location}: error[{self.rule}]: {self.message}{tail}"


class BuildError(Exception):
    """Everything that one stage found wrong, sorted by location.

    status: the exit status that the contract names: 1 for content, claims and checks, 3 for training.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], status: int = 1) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        self.status = status
        super().__init__("\n".join(map(str, self.diagnostics)))


# What a disk refuses, and what the author can do about it; another OSError is a fault of ours.
REFUSALS = {
    errno.ENOSPC: "make room on the disk, and build again",
    errno.EDQUOT: "make room on the disk, and build again",
    errno.EFBIG: "use a disk that holds larger files, and build again",
    errno.EROFS: "use a disk that can be written, and build again",
    errno.EACCES: "mend its permissions, and build again",
    errno.EPERM: "mend its permissions, and build again",
    errno.EIO: "see to the disk, and build again",
    errno.EMFILE: "close what else is running, and build again",
    errno.ENFILE: "close what else is running, and build again",
    errno.ENOENT: "it was removed meanwhile: build again",
    errno.ENOTDIR: "a file is where a folder is needed: move it away, and build again",
    errno.EISDIR: "a folder is where a file is needed: move it away, and build again",
    errno.ELOOP: "it is a link to itself: remove it, and build again",
    errno.ENAMETOOLONG: "use shorter names, and build again",
}


def from_oserror(fault: OSError) -> Diagnostic | None:
    """Return what a disk refused, in words that say what to do; None if it is not a disk error."""
    hint = REFUSALS.get(fault.errno or 0)
    if hint is None:
        return None
    file = fault.filename2 or fault.filename or "disk"
    return Diagnostic(Location(str(file)), "disk", f"it cannot be written or read: {fault.strerror}", hint)


def one_of(words: Iterable[str]) -> str:
    """Return the words as a sentence part: `a`, `a or b`, `a, b or c`.

    >>> one_of(["grid", "random", "tpe"])
    "'grid', 'random' or 'tpe'"
    """
    quoted = [f"'{word}'" for word in words]
    if len(quoted) < 2:
        return "".join(quoted) or "nothing"
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]


def suggest(given: str, allowed: Iterable[str]) -> str:
    """Return a hint for a mistyped name: the nearest allowed one, or all of them.

    >>> suggest("headng", ["heading", "text"])
    "did you mean 'heading'?"
    """
    names = sorted(allowed)
    near = difflib.get_close_matches(given, names, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else f"use {one_of(names)}"
