"""One build at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.diagnostics import BuildError
from proofpress.publish import lock
from proofpress.publish.lock import lock_file

HOLD = "import sys, time; from pathlib import Path; from proofpress.publish import lock\n"
HOLD += "with lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_a_second_build_is_told_to_wait(tmp_path: Path) -> None:
    """While one build holds the folder another gives up after its patience, in words."""
    with lock(tmp_path / "output"), pytest.raises(BuildError) as caught, lock(tmp_path / "output", patience_s=0.1):
        pass
    assert str(caught.value) == (
        f"{tmp_path}/output: error[busy]: another build is writing '{tmp_path}/output' — wait until it ends, or give "
        "another --output"
    )


def test_the_lock_opens_again(tmp_path: Path) -> None:
    """A build that ended, well or badly, holds nothing."""
    with pytest.raises(RuntimeError), lock(tmp_path):
        raise RuntimeError
    with lock(tmp_path, patience_s=0):
        assert lock_file(tmp_path).exists()


def test_a_killed_build_holds_nothing(tmp_path: Path) -> None:
    """The system releases the lock of a process that was killed."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(BuildError), lock(tmp_path, patience_s=0):
            pass
        process.kill()
    with lock(tmp_path, patience_s=5):
        assert process.returncode != 0


def test_names_of_one_folder_share_a_lock(tmp_path: Path) -> None:
    """A link to an output folder, or a way round to it, is the same folder."""
    (tmp_path / "output").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "output")
    names = ["output", "link", "output/../output"]
    assert len({lock_file(tmp_path / name) for name in names}) == 1
