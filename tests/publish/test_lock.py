"""One build at a time."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.diagnostics import BuildError
from proofpress.publish import folder, swap
from proofpress.publish.lock import lock
from tests.publish import whole
from tests.publish.test_swap import NEW

HOLD = "import sys, time; from pathlib import Path; from proofpress.publish.lock import lock\n"
HOLD += "with lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def hold(output: Path, **env: str) -> subprocess.Popen[bytes]:
    """Hold an output folder as a build of somebody else does."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(output)], stdout=subprocess.PIPE, env={**os.environ, **env}
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_build_is_told_to_wait(tmp_path: Path) -> None:
    """While one build holds the folder another gives up after its patience, in words."""
    with lock(tmp_path / "output"), pytest.raises(BuildError) as caught, lock(tmp_path / "output", patience_s=0.1):
        pass
    assert str(caught.value) == (
        f"{tmp_path}/output: error[busy]: another build is writing '{tmp_path}/output' — wait until it ends, or give "
        "another --output"
    )


def test_the_lock_opens_again_and_leaves_nothing(tmp_path: Path) -> None:
    """A build that ended, well or badly, holds nothing, and no file or folder of it stays."""
    output = tmp_path / "deep" / "output"
    with pytest.raises(RuntimeError), lock(output):
        raise RuntimeError
    with lock(output, patience_s=0):
        assert [path.name for path in output.parent.iterdir()] == [".output.proofpress-lock"]
    assert list(tmp_path.iterdir()) == []


def test_a_killed_build_holds_nothing(tmp_path: Path) -> None:
    """The system releases the lock of a process that was killed; its file is taken over."""
    with hold(tmp_path / "output") as process:
        with pytest.raises(BuildError), lock(tmp_path / "output", patience_s=0):
            pass
        process.kill()
    assert [path.name for path in tmp_path.iterdir()] == [".output.proofpress-lock"]
    with lock(tmp_path / "output", patience_s=5):
        assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_users_with_other_folders_for_temporary_files_share_the_lock(tmp_path: Path) -> None:
    """What TMPDIR says makes no difference."""
    (tmp_path / "tmp").mkdir()
    with hold(tmp_path / "output", TMPDIR=str(tmp_path / "tmp")) as process:
        with pytest.raises(BuildError, match="another build is writing"), lock(tmp_path / "output", patience_s=0):
            pass
        process.kill()


def test_names_of_one_folder_share_a_lock(tmp_path: Path) -> None:
    """A link to an output folder, or a way round to it, is the same folder."""
    (tmp_path / "output").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "output")
    for name in ("link", "output/../output"):
        with lock(tmp_path / "output"), pytest.raises(BuildError), lock(tmp_path / name, patience_s=0):
            pass


def test_many_who_want_the_lock_at_once_get_it_one_by_one(tmp_path: Path) -> None:
    """The file is removed by each who held it, and yet no two hold it at the same time."""
    code = (
        "import os, sys; from pathlib import Path; from proofpress.publish.lock import lock\n"
        "for turn in range(60):\n"
        "    with lock(Path(sys.argv[1]), 60):\n"
        "        os.close(os.open(sys.argv[2], os.O_CREAT | os.O_EXCL)); os.unlink(sys.argv[2])\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "output"), str(tmp_path / "inside")]
    for process in [subprocess.Popen(command) for _ in range(3)]:
        assert process.wait() == 0


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_used_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Where the disk has no locks, as some network disks, a build goes on without."""

    def refuse(handle: int, operation: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with lock(tmp_path / "output"):
        whole.swap(NEW, tmp_path / "output")
    assert (tmp_path / "output" / NEW[0].path).read_bytes() == NEW[0].data
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_folder_in_which_a_site_still_grows_is_not_removed(tmp_path: Path) -> None:
    """Even if the lock file was removed, or never made: what a living build has begun is left to it."""
    output = tmp_path / "output"
    with swap.Staging(output) as staging:
        staging.put(NEW[0])
        with pytest.raises(BuildError, match="another build is writing"):
            swap.recover(output)
        assert (folder.beside(output).staging / NEW[0].path).is_file()
        staging.exchange()
    swap.recover(output)
    assert (output / NEW[0].path).is_file()


def test_a_folder_that_cannot_be_written_needs_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written beside output/, a build in which nothing changed still ends well."""
    opened = os.open

    def refuse(path: str | Path, flags: int, *more: int, **named: int) -> int:
        if Path(path).parent == tmp_path and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    with lock(tmp_path / "output"):
        assert list(tmp_path.iterdir()) == []
