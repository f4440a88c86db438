"""The explorers' arithmetic and maps, tested under node without a page."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_the_scripts_keep_their_promises():
    """Every test of the scripts passes under node, and none is passed over."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("the tests of the explorers' scripts need node 20 or newer on the PATH")
    files = sorted(HERE.glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *map(str, files)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "\n# skipped 0\n" in done.stdout
