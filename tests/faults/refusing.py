"""Builds a small site over and over on a disk that refuses one call; a process of its own, kept warm.

    python -m tests.faults.refusing KIND MOST SEED FOLDER

A first build counts the calls that change the disk: opening for writing, writing, renaming, exchanging, linking, making
a folder, synchronising, changing a mode, removing. Then, for MOST of each kind of call, a build is forked in
which just that one is refused, as a full or a failing disk refuses it. What went on is printed as JSON; a broken
promise ends it with an AssertionError.
"""

import builtins
import errno
import io
import json
import os
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofpress import cli
from proofpress.cache.store import Store
from proofpress.publish import swap
from tests.desk import digests

WORDS = ("A step subtracts a part", "Each step subtracts a part")
PATHS = ("replace", "rename", "link", "mkdir", "chmod", "unlink", "rmdir")
# What only a cold build does is to store much; the rest of it is like a warm one's, which takes a tenth of the time.
STORES = ("open", "mkdir", "write", "replace")
HANDLES = ("write", "fsync", "fchmod")
# A full disk lets files go, and their modes be changed; a failing one lets nothing be done.
NEEDS_NO_ROOM = {"chmod", "fchmod", "unlink", "rmdir"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
WHY = "(?:No space left on device|Input/output error)"
MEND = "(?:make room on the|see to the) disk"
SAID = re.compile(
    rf"runs/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.[a-z]+: error\[disk\]: it cannot be written or read: {WHY}"
    rf" — {MEND}, and build again\n"
    rf"|runs: error\[disk\]: 'runs' cannot be used as a store: {WHY} — give a --runs that can be written\n"
    rf"|output: error\[disk\]: 'output' cannot be written: {WHY} — {MEND}; the old output is untouched\n"
)
SMALL_SHEETS = 2
Tree = dict[str, str]


@dataclass
class Disk:
    """Counts the calls that change what lies in a folder, and refuses one of them. at: which one; none, where zero."""

    folder: str
    at: int = 0
    code: int = errno.ENOSPC
    calls: list[str] = field(default_factory=list)

    def ask(self, call: str, *locations: Any) -> None:
        """Count a call; raise OSError, as the system would, if it is the one that is refused."""
        real = [self._path(location) for location in locations]
        if not any(path.startswith(self.folder) for path in real):
            return
        self.calls.append(call)
        if len(self.calls) == self.at:
            fault = OSError(self.code, os.strerror(self.code))
            named = [location for location in locations if not isinstance(location, int)]
            if named:
                fault.filename, fault.filename2 = str(named[0]), str(named[1]) if len(named) > 1 else None
            raise fault

    def _path(self, location: Any) -> str:
        return (
            os.readlink(f"/proc/self/fd/{location}")
            if isinstance(location, int)
            else os.path.abspath(os.fspath(location))
        )

    def mount(self) -> None:
        """Put itself between this process and the system; there is no way back."""
        for name in PATHS:
            setattr(os, name, self._between(name, getattr(os, name), 2 if name in PATHS[:3] else 1))
        for name in HANDLES:
            setattr(os, name, self._between(name, getattr(os, name), 1))
        swap._exchange_at_once = self._between("exchange", swap._exchange_at_once, 2)
        os.open = self._opening(os.open)
        builtins.open = io.open = self._opened

    def _between(self, name: str, call: Callable[..., Any], locations: int) -> Callable[..., Any]:
        def asking(*given: Any, **more: Any) -> Any:
            # Relative to a folder's handle, as rmtree does it, the folder stands for what is in it.
            self.ask(name, *([more["dir_fd"]] if more.get("dir_fd") is not None else given[:locations]))
            return call(*given, **more)

        return asking

    def _opening(self, call: Callable[..., int]) -> Callable[..., int]:
        def asking(path: Any, flags: int, *given: Any, **more: Any) -> int:
            if flags & WRITES:
                self.ask("open", path)
            return call(path, flags, *given, **more)

        return asking

    def _opened(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if not set(mode) & set("wax+"):
            return READ(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if not isinstance(file, int):
            self.ask("open", file)
        raw = _Written(file, mode.replace("b", "").replace("t", ""), closefd=closefd, opener=opener)
        raw.disk = self
        if buffering == 0:
            return raw
        buffered = io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)


READ = io.open


class _Written(io.FileIO):
    """A file that asks its disk before it writes, which is when a buffer is full, flushed or closed."""

    disk: Disk

    def write(self, data: Any) -> int | None:
        """Write, if the disk lets it."""
        self.disk.ask("write", self.fileno())
        return super().write(data)


@dataclass
class Lane:
    """A site in a folder, and builds of it: those that are refused something, and those that are not.

    all: what is stored when the first text was built; few: what is stored when the second text is.
    """

    folder: Path
    all: Path
    few: Path
    refused: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)

    def write(self, text: int) -> None:
        """Write one of the two texts into the page."""
        page = self.folder / "content" / "steps" / "page.yaml"
        words = page.read_text(encoding="utf-8")
        page.write_text(words.replace(WORDS[1 - text], WORDS[text]), encoding="utf-8")

    def build(self, at: int = 0, code: int = errno.ENOSPC) -> tuple[int, str, list[str]]:
        """Build in a process of its own; return its status, what it said, and the calls that it made."""
        child = os.fork()
        if child == 0:
            said = os.open(self.folder / "said", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
            calls = os.open(self.folder / "calls", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
            os.dup2(said, 1)
            os.dup2(said, 2)
            write, disk = os.write, Disk(str(self.folder), at, code)
            disk.mount()
            status = cli.main(["--templates", "templates", "--quiet", "--jobs", "1"], "build.py")
            sys.stderr.flush()
            write(calls, " ".join(disk.calls).encode())
            os._exit(status)
        _, status = os.waitpid(child, 0)
        found = [(self.folder / name).read_text(encoding="utf-8") for name in ("said", "calls")]
        return os.waitstatus_to_exitcode(status), found[0], found[1].split()

    def sound(self) -> Tree:
        """Build with a disk that refuses nothing; return the site that comes out, once it is known to be tidy."""
        status, said, _ = self.build()
        assert (status, said) == (0, ""), said
        here = {path.name for path in self.folder.iterdir()} - {"said", "calls"}
        assert here == {"content", "output", "runs", "templates", "tmp"}, here
        hidden = {
            path.name for location in ("runs", "output", "templates") for path in (self.folder / location).rglob(".*")
        }
        assert hidden == {".proofpress", ".nojekyll"}, hidden
        assert list((self.folder / "tmp").iterdir()) == []
        told: list[str] = []
        store = Store(self.folder / "runs", tell=told.append)
        for key, kind in store.entries():
            store.get(key, kind)
        assert told == []
        return digests(self.folder / "output")

    def begin(self) -> None:
        """Lay out the site of the first text, as built with all that is stored, and then write the second text."""
        self.store(self.all)
        self.write(0)
        self.sound()
        if self.few != self.all:
            self.store(self.few)
        self.write(1)

    def store(self, kept: Path) -> None:
        """Put what was kept in the place of what is stored."""
        shutil.rmtree(self.folder / "runs")
        shutil.copytree(kept, self.folder / "runs", copy_function=os.link)

    def refuse(self, at: int, code: int, sites: list[Tree]) -> None:
        """Refuse one call of a build, and see that it keeps every promise."""
        status, said, calls = self.build(at, code)
        assert len(calls) >= at, "the build made other calls than the one before it"
        what = f"{errno.errorcode[code]} at call {at}, {calls[at - 1]}: {said!r}"
        self.refused[calls[at - 1]] += 1
        self.ended["went on" if status == 0 else "stopped"] += 1
        found = digests(self.folder / "output")
        if status == 0:
            assert found == sites[1], what
            assert said == "", what
        else:
            assert status == 1, what
            assert SAID.fullmatch(said), what
            assert found == sites[0], what
        assert self.sound() == sites[1], what


def drawn(calls: list[str], names: Sequence[str], most: int, chance: random.Random) -> list[int]:
    """Return which calls are refused, from 1: of each kind that is named the first, the last, and so many in all."""
    chosen: list[int] = []
    for name in names:
        first, *others = (at for at, call in enumerate(calls, 1) if call == name)
        chosen += [first, *others[-1:], *chance.sample(others[:-1], min(most - 2, max(len(others) - 1, 0)))]
    return sorted(chosen)


def main(kind: str, most: str, seed: str, folder: str) -> None:
    """Refuse calls of builds of one kind and print what went on."""
    import jax  # noqa: F401
    import matplotlib.figure  # noqa: F401
    import sklearn.datasets  # noqa: F401

    here = Path(folder).resolve()
    kept = here.parent / f"{here.name}-all"
    lane = Lane(here, kept, kept if kind == "warm" else here.parent / f"{here.name}-few")
    os.chdir(here)
    # Once in this very process, so that what is imported and read of the press is there in those that are forked.
    assert cli.main(["--templates", "templates", "--quiet"], "build.py") == 0
    sites = [lane.sound()]
    shutil.copytree(here / "runs", lane.all, ignore=shutil.ignore_patterns("*.built"))
    if kind == "cold":
        sheets = sorted(here.glob("runs/*/*.poster"), key=lambda path: path.stat().st_size)
        kept_too = {path.name for path in sheets[SMALL_SHEETS:]} | {path.name for path in here.glob("runs/*")}
        shutil.copytree(here / "runs", lane.few, ignore=lambda _, names: set(names) - kept_too)
    lane.write(1)
    sites.append(lane.sound())
    assert sites[0] != sites[1]
    lane.begin()
    status, said, calls = lane.build()
    assert (status, said) == (0, "")
    names = STORES if kind == "cold" else tuple(dict.fromkeys(calls))
    for number, at in enumerate(drawn(calls, names, int(most), random.Random(int(seed)))):
        code = errno.EIO if calls[at - 1] in NEEDS_NO_ROOM or number % 2 else errno.ENOSPC
        lane.begin()
        lane.refuse(at, code, sites)
    print(json.dumps({"calls": Counter(calls), "refused": lane.refused, "ended": lane.ended}))


if __name__ == "__main__":
    main(*sys.argv[1:])
