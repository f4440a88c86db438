"""kill -9 at any moment: output/ is the whole old site or the whole new one, and the next build succeeds."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest

from tests.desk import ROOT, SMALL

SEED = 20260
# How many builds of each kind are killed; a cold one trains, judges and draws, and takes ten times as long.
KILLS = {"warm": 140, "cold": 18, "together": 46}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the builds are forked, which this system cannot")
def test_killed_at_any_moment_a_build_leaves_a_whole_site_and_a_sound_store(stored, tmp_path):
    """204 builds die at random moments: each leaves one whole site and sound entries, and the next build succeeds.

    Nothing that they leave piles up: the next build removes it. `pytest -rP` shows where in its work each was killed.
    """
    lanes = {}
    for kind, kills in KILLS.items():
        folder = tmp_path / kind
        shutil.copytree(SMALL, folder / "content")
        shutil.copytree(stored[2], folder / "runs")
        (folder / "tmp").mkdir()
        command = [sys.executable, "-m", "tests.faults.lane", kind, str(kills), str(SEED), str(folder)]
        env = {**os.environ, "TMPDIR": str(folder / "tmp"), "SOURCE_DATE_EPOCH": "0"}
        lanes[kind] = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    fell: Counter[str] = Counter()
    for kind, lane in lanes.items():
        out, err = lane.communicate(timeout=1200)
        assert lane.returncode == 0, f"{kind}, seed {SEED}: {err}"
        print(f"{kind}, seed {SEED}: {out.strip()}")
        fell.update(json.loads(out)["fell"])
    assert fell.total() >= 200
    assert fell["making"] > 50
    assert fell["staging"] + fell["exchanging"] + fell["discarding"] >= 10
