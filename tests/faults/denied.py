"""Builds a site again and again, each time with another call to the disk refused; a process of its own, kept warm.

    python -m tests.faults.denied CODE TIMES SEED FOLDER

Python tells an audit hook of every file that is opened for writing, every folder made, every name changed; the
hook raises the error that a disk would. What each build said and left is checked here and printed as JSON.
"""

import json
import os
import random
import re
import sys
from pathlib import Path
from typing import Any

from proofpress import cli
from tests.desk import ROOT, digests

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
OTHERS = {"os.mkdir", "os.rename", "os.link", "os.chmod"}
WORDS = ("A step subtracts a part", "Each step subtracts a part")


class Disk:
    """Counts the calls that change the folder, and refuses one of them.

    at: the call to refuse, counted from 1; 0 refuses none. calls: what was called, with the last part of its path.
    """

    def __init__(self, folder: Path, at: int, code: int) -> None:
        self.folder, self.at, self.code = folder, at, code
        self.calls: list[str] = []

    def heard(self, event: str, given: tuple[Any, ...]) -> None:
        """The audit hook."""
        writes = event in OTHERS or (event == "open" and isinstance(given[2], int) and given[2] & WRITING)
        if not writes or not isinstance(given[0], str | bytes | os.PathLike):
            return
        path = os.path.join(self.folder, os.fsdecode(given[0]))
        if not path.startswith(str(self.folder)) or "said" in path or "__pycache__" in path:
            return
        self.calls.append(f"{event} {os.path.relpath(path, self.folder)}")
        if len(self.calls) == self.at:
            raise OSError(self.code, os.strerror(self.code), path)


def build(folder: Path, at: int, code: int) -> tuple[int, str, list[str]]:
    """Build in a process of its own with one call refused; return its status, what it said, and the calls."""
    child = os.fork()
    if child == 0:
        said = os.open(folder / "said", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        os.dup2(said, 2)
        disk = Disk(folder, at, code)
        sys.addaudithook(disk.heard)
        status = cli.main(["--templates", str(ROOT / "templates"), "--quiet"])
        disk.at = 0
        sys.stderr.flush()
        (folder / "said-calls").write_text("\n".join(disk.calls), encoding="utf-8")
        os._exit(status)
    _, status = os.waitpid(child, 0)
    calls = (folder / "said-calls").read_text(encoding="utf-8").splitlines()
    return os.waitstatus_to_exitcode(status), (folder / "said").read_text(encoding="utf-8"), calls


def main(code: str, times: str, seed: str, folder: str) -> None:
    """Refuse so many calls of a build in which a word changed, the first and the last of them included."""
    here = Path(folder)
    os.chdir(here)
    page = here / "content" / "steps" / "page.yaml"
    first = page.read_text(encoding="utf-8")
    texts = (first, first.replace(*WORDS))
    for path in here.glob("runs/*/*.built"):
        path.unlink()
    assert cli.main(["--templates", str(ROOT / "templates"), "--quiet"]) == 0
    old = digests(here / "output")
    page.write_text(texts[1], encoding="utf-8")
    status, _, _ = build(here, 0, 0)
    assert status == 0
    new = digests(here / "output")
    page.write_text(texts[0], encoding="utf-8")
    assert build(here, 0, 0)[0] == 0
    forget(here)
    page.write_text(texts[1], encoding="utf-8")
    status, _, calls = build(here, 0, 0)
    assert status == 0
    page.write_text(texts[0], encoding="utf-8")
    assert build(here, 0, 0)[0] == 0
    draw = random.Random(int(seed))
    chosen = {1, len(calls), *draw.sample(range(2, len(calls)), int(times) - 2)}
    told = []
    for at in sorted(chosen):
        forget(here)
        page.write_text(texts[1], encoding="utf-8")
        status, said, did = build(here, at, int(code))
        found = digests(here / "output")
        assert found in (old, new), f"{calls[at - 1]}: mixed"
        strays = {path.name for path in here.iterdir()} - {"content", "output", "runs", "said", "said-calls"}
        strays |= {path.name for path in here.glob("runs/**/.*")}
        told.append([did[at - 1], status, said.replace(folder, "."), found == new, sorted(strays)])
        assert build(here, 0, 0)[:2] == (0, "")
        assert digests(here / "output") == new
        page.write_text(texts[0], encoding="utf-8")
        assert build(here, 0, 0)[:2] == (0, "")
        assert digests(here / "output") == old
    print(json.dumps(told))


def forget(here: Path) -> None:
    """Remove what was found in pages and what builds remember, so that the build has to store it again."""
    for path in [*here.glob("runs/*/*.page"), *here.glob("runs/*/*.built")]:
        path.unlink()
    for path in here.glob("runs/*"):
        if re.fullmatch("[0-9a-f]{2}", path.name) and not any(path.iterdir()):
            path.rmdir()


if __name__ == "__main__":
    main(*sys.argv[1:])
