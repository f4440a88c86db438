"""The same commit gives the same bytes, whatever the circumstances, and an interrupted build goes on where it was."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.desk import ROOT

LIKE_HERE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"}
LIKE_ELSEWHERE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "POSIX",
    "LANG": "tr_TR.UTF-8",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "SOURCE_DATE_EPOCH": "0",
    "COLUMNS": "40",
    "HOME": "/nonexistent",
}
MORE = """\
  one-setting:
    title: One setting beside the sweep
    kind: network
    data: {name: digits, train: 400, validation: 100, test: 100, split: 0}
    model: {hidden: [6], activation: relu}
    training: {optimizer: sgd, learning_rate: 0.05, batch_size: 8, epochs: 10}
    seeds: 8
"""


def test_two_clean_builds_are_byte_equal(desk_at, tmp_path):
    """Hash seed, time zone, locale, umask, checkout and folders differ, nothing is shared: every byte is the same."""
    here, elsewhere = desk_at(tmp_path / "here"), desk_at(tmp_path / "a" / "deeper place" / "élsewhere")
    checkout = tmp_path / "checkout"
    ignore = shutil.ignore_patterns("__pycache__")
    for part in ("proofpress", "templates"):
        shutil.copytree(ROOT / part, checkout / part, ignore=ignore)
    shutil.copy(ROOT / "build.py", checkout)
    one = here.shell("--jobs", "2", env=LIKE_HERE, umask=0o022)
    other = elsewhere.shell("--jobs", "1", press=checkout, env=LIKE_ELSEWHERE, umask=0o077)
    assert (one.status, other.status) == (0, 0), (one.err, other.err)
    assert one.out.startswith("9 trained, ")
    assert other.out.startswith("9 trained, ")
    assert here.site() == elsewhere.site()
    modes = {path.stat().st_mode & 0o777 for path in elsewhere.output.rglob("*") if path.is_file()}
    assert modes == {0o644}


@pytest.mark.parametrize(("epoch", "day"), [("0", "1970-01-01"), ("1700000000", "2023-11-14")])
def test_the_date_is_the_one_that_is_asked_for(desk, monkeypatch, epoch, day):
    """SOURCE_DATE_EPOCH, 0 included, dates the build, and seconds that a clock measured are left out."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert desk.run().status == 0
    told = json.loads((desk.output / "build.json").read_bytes())
    assert (told["date"], told["seconds"]) == (day, None)
    assert {each["seconds"] for each in told["experiments"].values()} == {None}


def test_without_a_date_asked_for_only_the_seconds_of_training_are_measured(desk):
    """Outside of git and without SOURCE_DATE_EPOCH a build has no date, and says how long training took."""
    told = json.loads((desk.output / "build.json").read_bytes())
    assert told["date"] is None
    assert told["seconds"] > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to another process")
@pytest.mark.parametrize(
    ("blow", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_what_was_finished_when_a_build_ended_early_is_kept(empty_desk, stored, blow, status):
    """Ctrl-C ends with 130, `kill` and `kill -9` with nothing said: finished pieces are used by the next build."""
    # Pictures may be there: this is about runs.
    shutil.copytree(stored[0].runs, empty_desk.runs, ignore=shutil.ignore_patterns("*.runs", "*.build", "*.last"))
    empty_desk.edit("steps/experiments.yaml", "experiments:\n", f"experiments:\n{MORE}")
    command = [sys.executable, str(ROOT / "build.py"), *empty_desk.words(["--jobs", "1"])]
    with subprocess.Popen(command, cwd=empty_desk.folder, stderr=subprocess.PIPE, text=True) as build:
        while not empty_desk.entries() and build.poll() is None:
            time.sleep(0.01)
        build.send_signal(blow)
        said = build.stderr.read()
    assert build.returncode == status, said
    assert "Traceback" not in said
    assert not empty_desk.output.exists()
    kept = {path: path.stat().st_mtime_ns for path in empty_desk.entries()}
    assert kept
    again = empty_desk.run("--format", "json")
    assert again.status == 0, again
    assert again.summary["trained"] + again.summary["reused"] == 9 + 8
    # What was there is not written again, and what was missing is there now.
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert len(empty_desk.entries()) == 2
