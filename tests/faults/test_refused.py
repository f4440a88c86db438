"""A disk that refuses any one call of a build: one line, the old site as it was, and the next build succeeds."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.desk import ROOT, SMALL

SEED = 20261
# How many calls of each kind are refused. There are hundreds in a build, most of them links and removals.
MOST = {"warm": 6, "cold": 3}


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="calls are told apart by what Linux says of open files")
@pytest.mark.parametrize("kind", MOST)
def test_whichever_call_is_refused_a_build_ends_in_a_line_and_the_next_one_succeeds(stored, tmp_path, kind):
    """No room, or a failing disk, at any call that changes it: the old site whole, or the new one where it can be done.

    Either the command ends with 1 and one line that names the file and what to do, and output/ is the old site; or what
    was refused was not needed, and output/ is the new one. Every stored entry is sound. The next build gives the same
    bytes as if nothing had happened, and nothing is left lying about. `pytest -rP` shows what was refused.
    """
    folder = tmp_path / kind
    shutil.copytree(SMALL, folder / "content")
    shutil.copytree(stored[2], folder / "runs")
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "tmp").mkdir()
    command = [sys.executable, "-m", "tests.faults.refusing", kind, str(MOST[kind]), str(SEED), str(folder)]
    env = {**os.environ, "TMPDIR": str(folder / "tmp"), "SOURCE_DATE_EPOCH": "0"}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=1200)
    assert ended.returncode == 0, f"{kind}, seed {SEED}: {ended.stderr}"
    print(f"{kind}, seed {SEED}: {ended.stdout.strip()}")
    told = json.loads(ended.stdout)
    assert {"open", "write", "mkdir", "replace"} <= set(told["refused"])
    assert min(told["refused"].values()) >= min(MOST[kind], min(told["calls"].values()))
    assert told["ended"]["stopped"] >= 4
    assert told["ended"]["went on"] >= 2
