"""A disk that is full, read-only or in the way: one line with file, rule and mend, and the old site as it was."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from proofpress.cache.store import MARKER
from tests.desk import ROOT, Desk, Said

ENTRY = r"runs/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]+: error\[disk\]: it cannot be written or read: "
FULL_ENTRY = ENTRY + r"No space left on device — make room on the disk, and build again\n"
FULL_OUTPUT = (
    "output: error[disk]: 'output' cannot be written: No space left on device"
    " — make room on the disk; the old output is untouched\n"
)
TEXT = ("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")
RUNS = ("steps/experiments.yaml", "hidden: [8]", "hidden: [16]")


@pytest.fixture
def mine(own_store) -> Desk:
    """The small site, built, with a store beside it."""
    assert own_store.run().status == 0
    return own_store


@pytest.fixture
def small_disk(stored, tmp_path, monkeypatch) -> Iterator[Desk]:
    """The small site, built on a disk of its own that holds little more."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk):
        shutil.copytree(stored[0].folder / "content", disk / "content")
        shutil.copytree(stored[2], disk / "runs")
        own = Desk(disk, Path("runs"))
        assert own.run().status == 0
        yield own


@pytest.mark.parametrize(("edit", "words"), [(TEXT, re.escape(FULL_OUTPUT) + "|" + FULL_ENTRY), (RUNS, FULL_ENTRY)])
def test_a_disk_that_is_really_full(small_disk, edit, words):
    """Filled to the last byte, the disk keeps the old site; the line says so, and with room the next build succeeds."""
    before = small_disk.site()
    small_disk.edit(*edit)
    filler = small_disk.folder / "filler"
    fill(filler)
    said = small_disk.run("--quiet")
    assert (said.status, said.out) == (1, "")
    assert re.fullmatch(words, said.err), said.err
    assert small_disk.site() == before
    filler.unlink()
    assert small_disk.run().status == 0
    assert strays(small_disk) == []


def test_a_disk_that_is_full_for_the_pages_alone(small_disk):
    """Where the store still has room and output/ has none, it is output/ that is named."""
    shutil.copytree(small_disk.folder / "runs", small_disk.folder.parent / "runs")
    elsewhere = Desk(small_disk.folder, small_disk.folder.parent / "runs")
    before = elsewhere.site()
    elsewhere.edit(*TEXT)
    fill(elsewhere.folder / "filler")
    said = elsewhere.run("--quiet")
    assert (said.status, said.err) == (1, FULL_OUTPUT)
    assert elsewhere.site() == before
    assert strays(elsewhere) == []


def test_a_disk_mounted_read_only(small_disk):
    """On a disk that cannot be written the line names the first file that could not be, and how to go on."""
    before = small_disk.site()
    small_disk.edit(*TEXT)
    mount("-o", "remount,ro", str(small_disk.folder))
    said = small_disk.run("--quiet")
    assert said.status == 1
    assert re.fullmatch(
        rf"{ENTRY}Read-only file system — use a disk that can be written, and build again\n"
        r"|output: error\[disk\]: 'output' cannot be written: Read-only file system"
        r" — give an --output on a disk that can be written\n",
        said.err,
    ), said.err
    assert small_disk.site() == before


def test_a_parent_that_cannot_be_written(mine):
    """The new site is made beside the old one: a parent that does not allow that is named, and nothing changes."""
    before = mine.site()
    parent = mine.folder / "parent"
    parent.mkdir()
    mine.output.rename(parent / "output")
    mine.edit(*TEXT)
    parent.chmod(0o555)
    said = unprivileged(mine, "--output", "parent/output")
    assert (said.status, said.err) == (
        1,
        "parent/output: error[disk]: 'parent/output' cannot be written: Permission denied"
        f" — the build needs to write in '{parent}' too: give another --output\n",
    )
    parent.chmod(0o755)
    (parent / "output").rename(mine.output)
    assert mine.site() == before


def test_a_store_that_cannot_be_written(mine):
    """Runs that cannot be stored are told with the entry's file; the old site stays."""
    before = mine.site()
    mine.edit(*RUNS)
    for folder in [mine.folder / "runs", *(mine.folder / "runs").iterdir()]:
        folder.chmod(0o555)
    said = unprivileged(mine)
    assert said.status == 1
    assert re.fullmatch(ENTRY + "Permission denied — mend its permissions, and build again\n", said.err), said.err
    assert mine.site() == before
    for folder in [mine.folder / "runs", *(mine.folder / "runs").iterdir()]:
        folder.chmod(0o755)
    assert mine.run().status == 0


def test_a_store_that_cannot_be_made(mine):
    """A store whose parent cannot be written is told before anything is trained."""
    (mine.folder / "closed").mkdir(0o555)
    said = unprivileged(mine, "--runs", "closed/runs")
    assert (said.status, said.err) == (
        1,
        "closed/runs: error[disk]: 'closed/runs' cannot be used as a store: Permission denied"
        " — give a --runs that can be written\n",
    )


@pytest.mark.parametrize("command", ["build", "check", "verify"])
@pytest.mark.parametrize("runs", ["file", "file/runs", "lost", "circle"])
def test_a_store_that_is_no_folder(mine, command, runs):
    """A file, a place in a file, a link to nowhere: told in a line before anything is trained."""
    (mine.folder / "file").write_bytes(b"mine")
    (mine.folder / "lost").symlink_to("nowhere")
    (mine.folder / "circle").symlink_to("circle")
    before = mine.site()
    said = mine.run(command, "--runs", runs)
    assert (said.status, said.out, said.err) == (
        1,
        "",
        f"{runs}: error[disk]: '{runs}' is not a folder — give another --runs, or move the file away\n",
    )
    assert mine.site() == before
    assert (mine.folder / "file").read_bytes() == b"mine"


def test_status_of_a_store_that_is_no_folder(mine):
    """`status`, which makes no folder, says in a line which file it cannot read."""
    (mine.folder / "file").write_bytes(b"mine")
    said = mine.run("status", "--runs", "file")
    assert said.status == 1
    assert re.fullmatch(
        r"file/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]+: error\[disk\]: it cannot be written or read: Not a directory"
        " — a file is where a folder is needed: move it away, and build again\n",
        said.err,
    ), said.err


def test_a_folder_in_place_of_an_entry(mine):
    """A folder that has the name of an entry is told in a line, and stays."""
    (entry,) = mine.folder.glob("runs/*/*.runs")
    entry.unlink()
    (entry / "more").mkdir(parents=True)
    said = mine.run("--quiet")
    assert (said.status, said.err) == (
        1,
        f"{entry.relative_to(mine.folder)}: error[disk]: it cannot be written or read: Is a directory"
        " — a folder is where a file is needed: move it away, and build again\n",
    )
    assert (entry / "more").is_dir()
    assert strays(mine) == []


def unprivileged(desk: Desk, *words: str) -> Said:
    """Run a command as somebody for whom permissions count; root is stripped of what it may do beyond them."""
    prefix: list[str] = []
    if os.getuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("permissions do not count for root, and there is no setpriv to make them count")
        prefix = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", "--"]
    command = [*prefix, sys.executable, str(ROOT / "build.py"), *desk.words(["--quiet", *words])]
    ended = subprocess.run(command, cwd=desk.folder, capture_output=True, text=True, check=False)
    return Said(ended.returncode, ended.stdout, ended.stderr)


@contextlib.contextmanager
def mounted(folder: Path) -> Iterator[None]:
    """A disk of eight megabytes, in memory."""
    try:
        mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk of one's own needs root and `mount`")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def mount(*words: str) -> None:
    """Call mount(8)."""
    subprocess.run(["mount", *words], check=True, capture_output=True)


def fill(file: Path) -> None:
    """Write until the disk holds no more."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as filler:
        while filler.write(bytes(1024)):
            pass


def strays(desk: Desk, known: Sequence[str] = ("content", "filler", "output", "runs")) -> list[str]:
    """Return what lies beside output/ and in the store and should not."""
    beside = [path.name for path in desk.folder.iterdir() if path.name not in known]
    return beside + [path.name for path in (desk.folder / desk.runs).rglob(".*") if path.name != MARKER]
