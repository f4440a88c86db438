"""Builds a small site over and over and kills builds at random moments; a process of its own, kept warm.

    python -m tests.faults.lane KIND KILLS SEED FOLDER

Each build is forked from here, where the libraries are imported already, so that what is killed is a build and
not the start of Python. What went on is printed as JSON; a broken promise ends it with an AssertionError.
"""

import json
import mmap
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofpress import cli
from proofpress.cache import manifest
from proofpress.cache.store import MARKER, Store
from proofpress.publish import swap
from tests.desk import ROOT, digests

PHASES = ("making", "staging", "exchanging", "discarding", "remembering", "ended")
MAKING, STAGING, EXCHANGING, DISCARDING, REMEMBERING, ENDED = range(6)
WORDS = ("A step subtracts a part", "Each step subtracts a part")
SMALL_SHEETS = 2
Tree = dict[str, str]


@dataclass
class Lane:
    """A site in a folder, and builds of it.

    marks: how far the builds in slots 0 and 1 are, written by them; lasted: seconds of the last whole build of a
    kind, and of its swap; fell: where builds were when they were killed.
    """

    folder: Path
    moments: random.Random
    marks: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, 2))
    lasted: dict[str, float] = field(default_factory=dict)
    fell: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    text: int = 0

    @property
    def store(self) -> Path:
        """Where the lane's runs are kept."""
        return self.folder / "runs"

    def edit(self) -> None:
        """Write the other text."""
        self.text = 1 - self.text
        page = self.folder / "content" / "steps" / "page.yaml"
        words = page.read_text(encoding="utf-8")
        assert WORDS[1 - self.text] in words
        page.write_text(words.replace(WORDS[1 - self.text], WORDS[self.text]), encoding="utf-8")

    def start(self, output: str, slot: int = 0) -> int:
        """Start a build in a process of its own and return its number."""
        self.marks[slot] = MAKING
        child = os.fork()
        if child == 0:
            self._build(output, slot)
        return child

    def _build(self, output: str, slot: int) -> None:
        said = os.open(self.folder / f"said-{slot}", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        os.dup2(said, 1)
        os.dup2(said, 2)
        swap.Staging.put = self._marked(swap.Staging.put, slot, STAGING, STAGING)
        swap._exchange = self._marked(swap._exchange, slot, EXCHANGING, DISCARDING)
        manifest.remember = self._marked(manifest.remember, slot, REMEMBERING, ENDED)
        status = cli.main(["--templates", str(ROOT / "templates"), "--output", output, "--quiet"], "build.py")
        sys.stderr.flush()
        os._exit(status)

    def _marked(self, function: Callable[..., Any], slot: int, before: int, after: int) -> Callable[..., Any]:
        def passing(*given: Any) -> Any:
            self.marks[slot] = before
            found = function(*given)
            self.marks[slot] = after
            return found

        return passing

    def finish(self, child: int, kind: str, slot: int = 0) -> None:
        """Wait until a build ends, note how long it took, and make sure that it went well."""
        begun, swapping = time.monotonic(), 0.0
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            now = time.monotonic()
            if self.marks[slot] in (STAGING, EXCHANGING, DISCARDING):
                swapping = swapping or now
            elif swapping and f"{kind} swap" not in self.lasted:
                self.lasted[f"{kind} swap"] = now - swapping
            if ended:
                break
            time.sleep(0.001)
        if swapping:
            # Else there was nothing to do, which is no measure of a build.
            self.lasted[kind] = now - begun
        self.finished += 1
        said = (self.folder / f"said-{slot}").read_text(encoding="utf-8")
        assert os.waitstatus_to_exitcode(status) == 0, said
        assert said == "", said

    def kill(self, child: int, kind: str, slot: int = 0) -> bool:
        """Kill a build at a moment drawn over all its duration, or over that of its swap; return if it still ran."""
        in_the_swap = self.moments.random() < 0.2
        if in_the_swap:
            while self.marks[slot] < STAGING and not _over(child):
                time.sleep(0.0005)
        name = f"{kind} swap" if in_the_swap else kind
        time.sleep(self.moments.random() * self.lasted[name])
        ran = not _over(child)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if ran:
            self.fell[PHASES[self.marks[slot]]] += 1
        return ran

    def check(self, output: str, old: Tree, new: Tree, slot: int = 0) -> None:
        """Make sure that output/ is one whole site, the one that it has to be, and that every entry is sound."""
        phase = self.marks[slot]
        found = digests(self.folder / output)
        allowed = [old] if phase < EXCHANGING else [new] if phase > EXCHANGING else [old, new]
        assert found in allowed, f"{output}/ is mixed after a kill while {PHASES[phase]}"
        self.check_store()

    def check_store(self) -> None:
        """Make sure that every entry in the store is sound."""
        told: list[str] = []
        store = Store(self.store, tell=told.append)
        for path in self.store.glob("*/*.*"):
            store.get(path.stem, path.suffix[1:])
        assert told == []

    def check_strays(self) -> None:
        """Make sure that nothing lies about that no build needs: here, in the store, among temporary files."""
        here = {path.name for path in self.folder.iterdir() if not path.name.startswith("said-")}
        assert here <= {"content", "one", "two", "runs", "tmp"}, here
        assert [path.name for path in self.store.rglob(".*")] == [MARKER]
        assert list((self.folder / "tmp").iterdir()) == []

    def built(self, output: str, kind: str) -> Tree:
        """Build, and return the tree."""
        self.finish(self.start(output), kind)
        self.check_strays()
        return digests(self.folder / output)


def warm(lane: Lane, kills: int, sites: list[Tree]) -> None:
    """One word changed, all else stored."""
    while lane.fell.total() < kills:
        lane.edit()
        child = lane.start("one")
        if lane.kill(child, "warm"):
            lane.check("one", sites[1 - lane.text], sites[lane.text])
        assert lane.built("one", "warm") == sites[lane.text]


def cold(lane: Lane, kills: int, sites: list[Tree]) -> None:
    """Nothing stored but the larger sheets of the poster, which take too long; killed thrice, then let through."""
    lane.lasted |= {"cold": 5 * lane.lasted["warm"], "cold swap": lane.lasted["warm swap"]}
    while lane.fell.total() < kills:
        sheets = sorted(lane.store.glob("*/*.poster"), key=lambda path: path.stat().st_size)
        for path in set(lane.store.glob("*/*.*")) - set(sheets[SMALL_SHEETS:]):
            path.unlink()
        lane.edit()
        before = sites[1 - lane.text]
        for _ in range(3):
            child = lane.start("one")
            if not lane.kill(child, "cold"):
                break
            lane.check("one", before, sites[lane.text])
            before = digests(lane.folder / "one")
        # What goes on where a killed build ended takes less than a build from nothing: the longest counts.
        lasted = lane.lasted["cold"]
        assert lane.built("one", "cold") == sites[lane.text]
        lane.lasted["cold"] = max(lasted, lane.lasted["cold"])


def together(lane: Lane, kills: int, sites: list[Tree]) -> None:
    """Two builds at once: of two folders with one store, or of the same folder; one is killed, the other is not."""
    lane.built("two", "warm")
    lane.lasted |= {"pair": 2 * lane.lasted["warm"], "pair swap": lane.lasted["warm swap"]}
    while lane.fell.total() < kills:
        lane.edit()
        other = lane.moments.choice(["one", "two"])
        child, survivor = lane.start("one", 0), lane.start(other, 1)
        ran = lane.kill(child, "pair")
        if ran and other == "two":
            lane.check("one", sites[1 - lane.text], sites[lane.text])
        lane.finish(survivor, "pair", 1)
        assert digests(lane.folder / other) == sites[lane.text]
        for output in ("one", "two"):
            assert lane.built(output, "warm") == sites[lane.text]
        lane.check_store()


def _over(child: int) -> bool:
    """Return whether a process ended; it can still be waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def main(kind: str, kills: str, seed: str, folder: str) -> None:
    """Kill builds of one kind and print what went on."""
    import jax  # noqa: F401
    import matplotlib.figure  # noqa: F401
    import sklearn.datasets  # noqa: F401

    begun = time.monotonic()
    lane = Lane(Path(folder), random.Random(int(seed)))
    os.chdir(lane.folder)
    # Once in this very process, so that what is imported and read of the press is there in those that are forked.
    for path in lane.store.glob("*/*.built"):
        path.unlink()
    assert cli.main(["--templates", str(ROOT / "templates"), "--output", "one", "--quiet"], "build.py") == 0
    sites = [digests(lane.folder / "one")]
    lane.edit()
    sites.append(lane.built("one", "warm"))
    assert sites[0] != sites[1]
    {"warm": warm, "cold": cold, "together": together}[kind](lane, int(kills), sites)
    lane.check_strays()
    print(json.dumps({"fell": lane.fell, "finished": lane.finished, "seconds": round(time.monotonic() - begun, 1)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
