"""output/ is the whole old site or the whole new one, and nothing that is not ours is lost."""

import errno
import os
import random
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proofpress.cache.file_stamp import stamp
from proofpress.diagnostics import BuildError
from proofpress.models import File
from proofpress.publish import folder, swap
from tests.publish import whole

OLD = (File("index.html", b"old"), File("same/a.txt", b"same"), File("gone/b.txt", b"gone"))
NEW = (File("index.html", b"new"), File("same/a.txt", b"same"), File("more/c.txt", b"more"))


def tree(location: Path) -> dict[str, bytes]:
    """Return path → bytes of all files in a folder but the marker."""
    return {
        path.relative_to(location).as_posix(): path.read_bytes()
        for path in location.rglob("*")
        if path.is_file() and path.name != folder.MARKER
    }


def as_tree(files: tuple[File, ...]) -> dict[str, bytes]:
    return {file.path: file.data for file in files}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with the old site in it, alone in its parent."""
    location = tmp_path / "site" / "output"
    whole.swap(OLD, location)
    return location


def alone(output: Path) -> bool:
    return [path.name for path in output.parent.iterdir()] == [output.name]


def told(output: Path, files: tuple[File, ...] = NEW) -> str:
    with pytest.raises(BuildError) as caught:
        whole.swap(files, output)
    return str(caught.value)


def test_the_new_site_replaces_the_old(output: Path) -> None:
    """Files are written, kept and removed, and nothing is left beside the folder."""
    done = whole.swap(NEW, output)
    assert (done.written, done.kept, done.removed) == (2, 1, 1)
    assert tree(output) == as_tree(NEW)
    assert alone(output)


def test_unchanged_files_are_not_rewritten(output: Path) -> None:
    """A file with the same bytes is the same file, with its time; a changed one is new."""
    before = {path: (output / path).stat() for path in ("same/a.txt", "index.html")}
    os.utime(output / "same/a.txt", (1, 1))
    whole.swap(NEW, output)
    after = (output / "same/a.txt").stat()
    assert (after.st_ino, after.st_mtime) == (before["same/a.txt"].st_ino, 1)
    assert (output / "index.html").stat().st_ino != before["index.html"].st_ino


def test_only_names_of_new_files_are_waited_for(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders on the way to what was written are synchronised, and not those of files that are kept."""
    waited: list[str] = []
    monkeypatch.setattr(folder, "sync", lambda location: waited.append(os.path.relpath(location, output.parent)))
    with swap.Staging(output) as staging:
        for file in (NEW[0], File("new/deep/d.txt", b"deep")):
            staging.put(file)
        staging.stand({"same/a.txt": stamp(str(output / "same/a.txt"))}, {})
        staging.exchange()
    new = folder.beside(output).staging.name
    assert waited == [new, f"{new}/new", f"{new}/new/deep", "."]
    assert set(tree(output)) == {"index.html", "new/deep/d.txt", "same/a.txt"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """A folder that is there but empty becomes ours; litter of file managers does not count."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output/.DS_Store").write_bytes(b"")
    whole.swap(NEW, tmp_path / "output")
    assert tree(tmp_path / "output") == as_tree(NEW)


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    """A folder without our marker keeps all that is in it."""
    location = tmp_path / "photos"
    location.mkdir()
    (location / "cat.jpg").write_bytes(b"cat")
    assert told(location) == (
        f"{location}: error[not-ours]: '{location}' holds files that no build of ours wrote, such as 'cat.jpg' — give "
        "an empty --output, or empty this one yourself"
    )
    assert tree(location) == {"cat.jpg": b"cat"}


def test_a_strangers_file_in_our_folder_is_refused(output: Path) -> None:
    """What somebody put into our folder is named, and stays; so does the old site."""
    for name in ("CNAME", "deep/notes.txt", "z1", "z2"):
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_bytes(b"mine")
    (output / "link").symlink_to("/etc")
    assert told(output) == (
        f"{output}: error[not-ours]: '{output}' holds what no build of ours wrote: 'CNAME', 'deep/notes.txt' "
        f"and 'link' "
        "and 2 more — move it out of the folder: a build replaces the folder as a whole"
    )
    assert tree(output).keys() >= as_tree(OLD).keys() | {"CNAME", "deep/notes.txt"}
    assert alone(output)


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    """An output that is a file is left alone."""
    (tmp_path / "output").write_bytes(b"file")
    location = tmp_path / "output"
    assert told(location) == (
        f"{location}: error[not-ours]: '{location}' is not a folder — give another --output, or move the file away"
    )


def test_the_root_of_the_disk_is_refused() -> None:
    """There is no place beside the root, and nobody means it."""
    assert told(Path("/")) == ("/: error[not-ours]: '/' is the root of the disk — give a folder in it as --output")


@pytest.mark.parametrize("words", [b"", b"{}", b"[1]", b'{"files": 3}'])
def test_a_damaged_marker_makes_nothing_ours(output: Path, words: bytes) -> None:
    """A marker that does not say what we wrote protects all files: none of them is removed."""
    (output / folder.MARKER).write_bytes(words)
    assert "holds what no build of ours wrote: 'gone/b.txt', 'index.html' and 'same/a.txt' — " in told(output)
    assert tree(output) == as_tree(OLD)


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    """An output that is a link to a folder stays a link; one that leads nowhere is refused."""
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "real")
    whole.swap(NEW, tmp_path / "output")
    assert (tmp_path / "output").is_symlink()
    assert tree(tmp_path / "real") == as_tree(NEW)
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    assert f"'{tmp_path}/lost' is a link to '{tmp_path}/nowhere', which is not there" in told(tmp_path / "lost")


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, mask: int) -> None:
    """Files are readable by all and folders can be entered by all, whatever the umask."""
    before = os.umask(mask)
    try:
        whole.swap(NEW, tmp_path / "output")
    finally:
        os.umask(before)
    for path in [tmp_path / "output", *(tmp_path / "output").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("after", range(4))
def test_a_full_disk_leaves_the_old_site(output: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Wherever the disk fills up, the old site stands, nothing is left beside it, and the words say what to do."""
    write = folder.write
    written: list[str | Path] = []

    def full(path: str | Path, data: bytes) -> os.stat_result:
        if len(written) == after:
            Path(path).write_bytes(data[:1])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        written.append(path)
        return write(path, data)

    monkeypatch.setattr(folder, "write", full)
    files = (*NEW, File("last.txt", b"last"))
    assert told(output, files) == (
        f"{output}: error[disk]: '{output}' cannot be written: No space left on device — make room on the "
        f"disk; the old "
        "output is untouched"
    )
    assert tree(output) == as_tree(OLD)
    assert alone(output)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EBUSY])
def test_a_disk_that_refuses_is_told(output: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """A parent that cannot be written, a read-only disk and a mount point are named; the old site stands."""

    def refuse(beside: folder.Beside, target: Path) -> None:
        raise OSError(code, os.strerror(code), str(target))

    monkeypatch.setattr(swap, "_exchange", refuse)
    message = told(output)
    assert f"error[disk]: '{output}' cannot be written: {os.strerror(code)} — " in message
    assert not message.endswith("see what the disk says")
    assert tree(output) == as_tree(OLD)
    assert alone(output)


def test_an_interrupt_leaves_the_old_site(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while files are written cleans up behind itself."""

    def interrupted(path: Path, data: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        whole.swap(NEW, output)
    assert tree(output) == as_tree(OLD)


def test_without_an_exchange_the_old_steps_aside(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system cannot exchange two folders, two renames do it."""
    monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)
    whole.swap(NEW, output)
    assert tree(output) == as_tree(NEW)
    assert alone(output)


def test_a_build_that_died_between_the_renames_is_undone(output: Path) -> None:
    """If the old site had stepped aside when the process died, it is put back before anything else."""
    staging, aside = folder.beside(output).staging, folder.beside(output).aside
    output.rename(aside)
    staging.mkdir()
    (staging / folder.MARKER).write_bytes(b"")
    assert swap.clean(output)
    assert list(output.parent.iterdir()) == []


def test_a_staging_folder_that_is_not_ours_is_refused(output: Path) -> None:
    """A folder that merely has the name of our staging folder is never removed."""
    staging = folder.beside(output).staging
    staging.mkdir()
    (staging / "thesis.txt").write_bytes(b"years")
    assert f"error[not-ours]: '{staging}' is in the way, and is not ours to remove — move it away" in told(output)
    assert (staging / "thesis.txt").read_bytes() == b"years"
    assert tree(output) == as_tree(OLD)


def test_clean_removes_only_ours(output: Path) -> None:
    """Our folder goes; a folder with a stranger's file in it stays whole; nothing there is no fault."""
    (output / "mine.txt").write_bytes(b"mine")
    with pytest.raises(BuildError, match=r"holds what no build of ours wrote: 'mine\.txt'"):
        swap.clean(output)
    assert tree(output) == as_tree(OLD) | {"mine.txt": b"mine"}
    (output / "mine.txt").unlink()
    assert swap.clean(output)
    assert not swap.clean(output)
    assert list(output.parent.iterdir()) == []


PUBLISH = """
import sys
from pathlib import Path
from proofpress.publish import swap
from proofpress.models import File
from tests.publish import whole
if sys.argv[2] == "renames":
    swap._exchange_at_once = lambda one, other: False
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    files = [File("turn.txt", b"%d" % turn)] + [File(f"{n % 5}/{n}.txt", b"%d %d" % (n, turn)) for n in range(40)]
    whole.swap(files, Path(sys.argv[1]))
"""


@pytest.mark.parametrize("how", ["exchange", "renames"])
def test_killed_at_any_moment_the_site_is_whole(tmp_path: Path, how: str) -> None:
    """Killed at twelve random moments, output/ holds every file of one turn; the next build cleans up.

    Without the exchange there is an instant with no output/, which the next build makes good.
    """
    output = tmp_path / "output"
    moments = random.Random(7)
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(output), how], stdout=subprocess.PIPE, cwd=Path.cwd()
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0.01, 0.2))
            process.kill()
        assert process.returncode != 0
        if how == "renames" or not output.exists():
            swap.recover(output)
        found = tree(output)
        turn = found.pop("turn.txt", b"")
        assert found == ({f"{n % 5}/{n}.txt": b"%d " % n + turn for n in range(40)} if turn else {})
    whole.swap(NEW, output)
    assert tree(output) == as_tree(NEW)
    assert alone(output)
