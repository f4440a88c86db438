"""Two commands at once: for one output, of two outputs that share a store, and while a store is being cleared."""

import functools
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
import sys
from pathlib import Path
from proofpress.publish.lock import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(desk: Desk) -> subprocess.Popen:
    """Hold the desk's output as another build does, from another process, until its input is closed."""
    command = [sys.executable, "-c", HOLD, str(desk.output)]
    holding = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holding.stdout.readline() == b"held\n"
    return holding


def test_a_second_build_waits_for_the_first(own_store, monkeypatch):
    """A build of a folder that another one is writing begins when that one has ended."""
    slept = []
    with hold(own_store) as other:

        def sleep(seconds: float) -> None:
            """The build waits: nothing is there yet, and the other one ends now."""
            slept.append(own_store.output.exists())
            other.stdin.close()

        monkeypatch.setattr(time, "sleep", sleep)
        assert own_store.run("--quiet").status == 0
        assert other.wait() == 0
    assert slept
    assert not any(slept)


@pytest.mark.parametrize("command", ["build", "clean"])
def test_one_who_waited_in_vain_is_told_why(own_store, monkeypatch, command):
    """A command whose patience ends says which folder is being written, writes nothing, and ends with status 1."""
    assert own_store.run("--quiet").status == 0
    before = own_store.site()
    own_store.edit("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")
    short = functools.partial(lock, patience_s=0.2)
    monkeypatch.setattr("proofpress.publish.lock.lock", short)
    with hold(own_store) as other:
        said = own_store.run(command)
        other.kill()
    assert (said.status, said.out, said.err) == (1, "", BUSY)
    assert own_store.site() == before
    # The one that was killed holds nothing any more.
    assert own_store.run(command).status == 0


def test_two_builds_of_one_folder_at_once(own_store):
    """One ends well, and the other too or, if the first takes long, in words; the site is what one alone makes."""
    alone = Desk(own_store.folder, own_store.runs)
    command = [sys.executable, str(ROOT / "build.py"), *own_store.words(["--quiet"])]
    builds = [subprocess.Popen(command, cwd=own_store.folder, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = sorted((build.communicate()[1], build.returncode) for build in builds)
    assert ended[0] == ("", 0)
    assert ended[1] in [("", 0), (BUSY, 1)]
    together = own_store.site()
    assert alone.run("clean").status == 0
    assert alone.run("--quiet").status == 0
    assert alone.site() == together
    assert sorted(path.name for path in own_store.folder.iterdir()) == ["content", "output", "runs"]


def test_two_sites_that_share_a_store_train_what_one_of_them_would(own_store):
    """Two builds from no runs, at once and with one store: both sites are whole, and every entry is sound."""
    for path in own_store.folder.glob("runs/*/*.*"):
        if path.suffix != ".poster":
            path.unlink()
    command = [sys.executable, str(ROOT / "build.py"), *own_store.words(["--quiet"])]
    builds = [
        subprocess.Popen([*command, "--output", name], cwd=own_store.folder, stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [(b"", 0), (b"", 0)]
    one, two = (Desk(own_store.folder / name, own_store.runs) for name in ("one", "two"))
    differ = {path for path in files(one.folder) if files(one.folder)[path] != files(two.folder).get(path)}
    # Seconds of training are measured, and each site says those of the runs that it found stored or stored itself.
    assert differ <= {"build.json"}
    told: list[str] = []
    store = Store(own_store.folder / "runs", tell=told.append)
    entries = [path for path in store.folder.glob("*/*.*") if store.get(path.stem, path.suffix[1:])]
    assert len(entries) == len(list(store.folder.glob("*/*.*")))
    assert told == []
    assert len(list(store.folder.glob("*/*.runs"))) == 1
    assert [path.name for path in store.folder.rglob(".*")] == [MARKER]


def test_runs_are_not_cleared_from_under_a_build(own_store):
    """`clean --runs` while a build uses the store is refused in a line, and removes neither runs nor site."""
    assert own_store.run("--quiet").status == 0
    before, site = files(own_store.folder / "runs"), own_store.site()
    with Store(own_store.folder / "runs").in_use():
        said = own_store.run("clean", "--runs", "runs")
    assert (said.status, said.err) == (1, "runs: error[busy]: a build is using 'runs' — wait until it ends\n")
    assert (files(own_store.folder / "runs"), own_store.site()) == (before, site)
    assert own_store.run("clean", "--runs", "runs").out == "removed output and runs\n"


def files(folder: Path) -> dict[str, bytes]:
    """Return path → bytes of every file in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
