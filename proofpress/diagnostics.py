"""What is wrong, where, and how to mend it: one record for every message about what an author wrote.

A stage does not stop at the first mistake. It collects `Diagnostic`s in a list and, at its end, raises one `BuildError`
that carries them all; the command line prints them, one a line, and takes the exit status from `BuildError.status`.
"""

import difflib
import errno
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from msgspec import Struct

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


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
    rule: the short kebab-case name of the rule that is broken, such as `unknown-key`.
    message: what was given and what is allowed, in one line and without a final stop.
    hint: what to do about it, in one line; may be empty if the message makes it plain.
    """

    location: Location
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        tail = f" — {self.hint}" if self.hint else ""
        return f"{self.location}: error[{self.rule}]: {self.message}{tail}"


def as_annotation(diagnostic: Diagnostic, file: str | None) -> str:
    """Return a diagnostic as the runner of GitHub Actions reads it: an error at a line of a pull request.

    file: its path from the root of the repository, None if it is in no file. The escapes are those of the runner
    (actions/toolkit, `command.ts`): a line end or a percent sign would end or change the message.
    """
    location = diagnostic.location
    place = {"file": file, "line": location.line or None, "col": location.column or None} if file else {}
    properties = {**place, "title": diagnostic.rule}
    listed = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in properties.items() if value is not None)
    return f"::error {listed}::{_escaped(str(diagnostic))}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(letter):02X}" if letter in "%\r\n" + more else letter for letter in text)


def as_sarif(diagnostics: Iterable[Diagnostic], version: str) -> dict[str, Any]:
    """Return diagnostics as a log of SARIF 2.1.0 (OASIS), which code hosts and editors read. version: of the press."""
    found = list(diagnostics)
    rules = sorted({diagnostic.rule for diagnostic in found})
    driver = {"name": "Proofpress", "version": version, "rules": [{"id": rule} for rule in rules]}
    results = [
        {
            "ruleId": each.rule,
            "ruleIndex": rules.index(each.rule),
            "level": "error",
            "message": {"text": f"{each.message} — {each.hint}" if each.hint else each.message},
            "locations": [{"physicalLocation": _as_physical(each.location)}],
        }
        for each in found
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SARIF, "version": "2.1.0", "runs": [run]}


def _as_physical(location: Location) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(location.file)}}
    if location.line:
        place["region"] = {"startLine": location.line, "startColumn": max(1, location.column)}
    return place


class BuildError(Exception):
    """Everything that one stage found wrong, sorted by location.

    status: the exit status that the contract names: 1 for content, claims and checks, 3 for training.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], status: int = 1) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        self.status = status
        super().__init__("\n".join(map(str, self.diagnostics)))


class AuthorError(Exception):
    """What an author's own code did wrong: the diagnostic says it at the author's file and line. It can be pickled."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


class LimitExceeded(Exception):
    """There is more in a file, or more wrong with it, than is worth reading on for: the diagnostic says what."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class Diagnostics(list[Diagnostic]):
    """A list of diagnostics that ends the reading when it is full.

    location: where it is said that there may be more.
    """

    MOST = 200

    def __init__(self, location: Location) -> None:
        super().__init__()
        self.location = location

    def append(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic. Raises LimitExceeded when the list is full."""
        super().append(diagnostic)
        if len(self) >= self.MOST:
            message = f"there are more problems than the {self.MOST} told here"
            raise LimitExceeded(Diagnostic(self.location, "too-many", message, "mend these first"))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics one by one, as `append` does."""
        for diagnostic in diagnostics:
            self.append(diagnostic)


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
    """Return the diagnostic of an error of the disk; None if it is not a disk error."""
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


def shortened(words: str, length: int = 40) -> str:
    """Return words on one line, cut to a length with an ellipsis, for a message."""
    line = " ".join(words.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


# The least likeness (difflib's ratio) of two names of which one may be a typing error of the other, and the most
# names that are listed if none is that near.
LIKENESS = 0.7
MOST_LISTED = 60


def nearest(given: str, names: Iterable[str]) -> str | None:
    """Return the name of which a given one may be a typing error, in whatever case; None if there is none.

    >>> nearest("Heading", ["heading", "text"]), nearest("mnist", ["moons"])
    ('heading', None)
    """
    lower = {name.lower(): name for name in names}
    near = difflib.get_close_matches(given.lower(), lower, n=1, cutoff=LIKENESS)
    return lower[near[0]] if near else None


def suggest(given: str, allowed: Iterable[str]) -> str:
    """Return a hint for a mistyped name, in one line of bounded length: the nearest allowed name, or what there is.

    >>> suggest("headng", ["heading", "text"])
    "did you mean 'heading'?"
    >>> suggest("x" * 10_000_000, ["heading", "text"])
    "use 'heading' or 'text'"
    """
    names = sorted({shortened(name) for name in allowed})
    near = nearest(shortened(given), names)
    if near is not None:
        return f"did you mean '{near}'?"
    return f"use {one_of(names)}" if len(names) <= MOST_LISTED else f"use one of the {len(names):,} names there"
