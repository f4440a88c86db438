"""Two commands at once: for one output, of two outputs that share a store, and while a store is being cleared."""

import functools
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proofpress.cache.store import MARKER, Store
from proofpress.publish.lock import lock
from tests.desk import ROOT, Desk

BUSY = "output: error[busy]: another build is writing 'output' — wait until it ends, or give another --output\n"
HOLD = """
import sys, time
from pathlib import Path
from proofpress.publish.lock import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def mine(stored, empty_desk) -> Desk:
    """The small site with nothing built, and a store of its own in which all is trained and drawn."""
    shutil.copytree(stored[2], empty_desk.folder / "runs")
    return Desk(empty_desk.folder, Path("runs"))


def hold(desk: Desk, seconds: float) -> subprocess.Popen:
    """Hold the desk's output as another build does, from another process."""
    holding = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk.output), str(seconds)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert holding.stdout.readline() == b"held\n"
    return holding


def test_a_second_build_waits_for_the_first(mine):
    """A build of a folder that another one is writing begins when that one has ended."""
    begun = time.monotonic()
    with hold(mine, 2.0) as other:
        assert mine.run("--quiet").status == 0
        assert other.wait() == 0
    assert time.monotonic() - begun > 1.0


@pytest.mark.parametrize("command", ["build", "clean"])
def test_one_who_waited_in_vain_is_told_why(mine, monkeypatch, command):
    """A command whose patience ends says which folder is being written, writes nothing, and ends with status 1."""
    assert mine.run("--quiet").status == 0
    before = mine.site()
    mine.edit("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")
    short = functools.partial(lock, patience_s=0.2)
    monkeypatch.setattr("proofpress.publish.lock.lock", short)
    with hold(mine, 600) as other:
        said = mine.run(command)
        other.kill()
    assert (said.status, said.out, said.err) == (1, "", BUSY)
    assert mine.site() == before
    # The one that was killed holds nothing any more.
    assert mine.run(command).status == 0


def test_two_builds_of_one_folder_at_once(mine):
    """One ends well, and the other too or, if the first takes long, in words; the site is what one alone makes."""
    alone = Desk(mine.folder, mine.runs)
    command = [sys.executable, str(ROOT / "build.py"), *mine.words(["--quiet"])]
    builds = [subprocess.Popen(command, cwd=mine.folder, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = sorted((build.communicate()[1], build.returncode) for build in builds)
    assert ended[0] == ("", 0)
    assert ended[1] in [("", 0), (BUSY, 1)]
    together = mine.site()
    assert alone.run("clean").status == 0
    assert alone.run("--quiet").status == 0
    assert alone.site() == together
    assert sorted(path.name for path in mine.folder.iterdir()) == ["content", "output", "runs"]


def test_two_sites_that_share_a_store_train_what_one_of_them_would(mine):
    """Two builds from no runs, at once and with one store: both sites are whole, and every entry is sound."""
    for path in mine.folder.glob("runs/*/*.*"):
        if path.suffix != ".poster":
            path.unlink()
    command = [sys.executable, str(ROOT / "build.py"), *mine.words(["--quiet"])]
    builds = [
        subprocess.Popen([*command, "--output", name], cwd=mine.folder, stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [(b"", 0), (b"", 0)]
    one, two = (Desk(mine.folder / name, mine.runs) for name in ("one", "two"))
    differ = {path for path in files(one.folder) if files(one.folder)[path] != files(two.folder).get(path)}
    # Seconds of training are measured, and each site says those of the runs that it found stored or stored itself.
    assert differ <= {"build.json"}
    told: list[str] = []
    store = Store(mine.folder / "runs", tell=told.append)
    entries = [path for path in store.folder.glob("*/*.*") if store.get(path.stem, path.suffix[1:])]
    assert len(entries) == len(list(store.folder.glob("*/*.*")))
    assert told == []
    assert len(list(store.folder.glob("*/*.runs"))) == 1
    assert [path.name for path in store.folder.rglob(".*")] == [MARKER]


def test_runs_are_not_cleared_from_under_a_build(mine):
    """`clean --runs` while a build uses the store is refused in a line, and removes neither runs nor site."""
    assert mine.run("--quiet").status == 0
    before, site = files(mine.folder / "runs"), mine.site()
    with Store(mine.folder / "runs").in_use():
        said = mine.run("clean", "--runs", "runs")
    assert (said.status, said.err) == (1, "runs: error[busy]: a build is using 'runs' — wait until it ends\n")
    assert (files(mine.folder / "runs"), mine.site()) == (before, site)
    assert mine.run("clean", "--runs", "runs").out == "removed output and runs\n"


def files(folder: Path) -> dict[str, bytes]:
    """Return path → bytes of every file in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
