"""The lab's own model and its pages' logic, tested under node against numbers from the real engine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lab import reference

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def numbers(tmp_path_factory) -> Path:
    """The file of numbers that the node tests compare with."""
    path = tmp_path_factory.mktemp("lab") / "reference.json"
    reference.write(path)
    return path


def test_the_script_agrees_with_the_engine(numbers):
    """Random numbers, losses, outcomes and files of the browser's model are those of the engine, to 1e-3 and better."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("the tests of the lab's scripts need node 20 or newer on the PATH")
    done = subprocess.run(
        [node, "--test", *map(str, sorted(HERE.glob("*.test.mjs")))],
        env={**os.environ, "LAB_REFERENCE": str(numbers)}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "\n# skipped 0\n" in done.stdout
