"""The press is updated while it runs: no page is made by old code under the digest of the new one."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.desk import ROOT, SMALL, digests

SERVE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from proofpress import cli
path, (before, after), words = Path(sys.argv[2]), json.loads(sys.argv[3]), sys.argv[4:]
assert cli.main(words, "build.py") == 0
status = path.stat()
path.write_text(path.read_text().replace(before, after))
if len(before) == len(after):
    import os
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
page = Path("content/steps/page.yaml")
page.write_text(page.read_text().replace("A step subtracts", "Each step subtracts"))
sys.exit(cli.main(words, "build.py"))
"""
PLACES = {
    "a module that runs": ("proofpress/site/pages/feeds.py", "Allow: /", "Allow: .", "robots.txt"),
    "one that only the start needs": (
        "proofpress/console.py",
        "PLAIN_LINE_EVERY_S = 10.0",
        "PLAIN_LINE_EVERY_S = 20.0",
        None,
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_process_that_outlived_an_update_builds_nothing(stored, tmp_path, place):
    """An edit of the press, of equal size and time, between two builds of one process: told, and nothing published.

    The next process runs the new code, whatever was compiled of the old one.
    """
    module, before, after, shows = PLACES[place]
    press = tmp_path / "press"
    for name in ("proofpress", "templates"):
        shutil.copytree(ROOT / name, press / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", press)
    shutil.copytree(SMALL, tmp_path / "content")
    shutil.copytree(stored[2], tmp_path / "runs")
    words = ["--templates", str(press / "templates"), "--quiet"]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": ""}
    command = [sys.executable, "-c", SERVE, str(press), str(press / module), json.dumps([before, after]), *words]
    ended = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 3, ended
    assert "error[code-changed]: the code was changed after this command began" in ended.stderr
    old = digests(tmp_path / "output")
    fresh = [sys.executable, str(press / "build.py"), *words]
    subprocess.run(fresh, cwd=tmp_path, env=env, check=True)
    new = digests(tmp_path / "output")
    assert new["index.html"] != old["index.html"]
    if shows:
        assert after in (tmp_path / "output" / shows).read_text()


def test_code_that_changes_at_any_moment_is_never_run_under_anothers_key(tmp_path):
    """A package saved anew between any two steps, 200 times: a key is that of the code that ran, or it is told.

    Whichever of its modules it is, whether its size and time stay, and whatever was compiled of it before.
    """
    command = [sys.executable, "-m", "tests.faults.meddling", "200", "3", str(tmp_path)]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    turns = json.loads(ended.stdout)
    assert turns["kept"] + turns["told"] == 200
    assert min(turns["kept"], turns["told"]) > 20
