"""Training in processes: who takes what, what becomes of a process that dies, and of all when the press does."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from proofpress.cache.store import Store
from proofpress.experiments.training import executor as executors
from proofpress.experiments.training import jax_runtime
from proofpress.experiments.training.executor import ProcessExecutor, Task, executor_for, next_task
from tests.desk import ROOT
from tests.experiments.test_training import KINDS, experiment, train

BEGIN = """
from proofpress.parallel import processes
import os, time
if __name__ == "__main__":
    pool = processes(2)
    print(*{pool.submit(os.getpid).result() for _ in range(8)}, flush=True)
    time.sleep(600)
"""


def work(run: Any, options: Any, piece: Any) -> Any:
    """Do what the training hands to an Executor, without packing and timing."""
    return run(options, piece)


def who(options: Any, piece: Any) -> int:
    """Return the process, after a moment in which others get their turn."""
    time.sleep(0.02)
    return os.getpid()


def interrupted(options: Any, piece: Any) -> str:
    """Send this process what Ctrl-C sends to all of a terminal's."""
    os.kill(os.getpid(), signal.SIGINT)
    return "goes on"


def killed(options: Any, piece: Any) -> None:
    """End this process as a system without memory would."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("compiled", "opened", "first"),
    [(set(), set(), 1), ({"c"}, {"c"}, 3), (set(), {"b"}, 0), ({"d"}, {"a", "b", "c", "d"}, 1)],
    ids=["the most to do", "its own program", "the most that no other has", "helps out"],
)
def test_a_process_takes_its_own_program_then_the_largest_that_no_other_has(compiled, opened, first):
    """No program is compiled twice while there is another one, and within one the order is kept."""
    waiting = [Task("a", 3.0), Task("b", 2.0), Task("b", 2.0), Task("c", 1.0)]
    assert next_task(compiled, opened, waiting) is waiting[first]


def test_each_program_stays_with_one_process():
    """Two programs with equally much to do are not compiled by both processes."""
    pool = ProcessExecutor(2)
    try:
        futures = [pool.submit(work, who, None, {"group": at % 2, "cost": 1.0}) for at in range(20)]
        by_group = [{future.result() for future in futures[group::2]} for group in (0, 1)]
    finally:
        pool.shutdown()
    # Who is done first helps the other out with its last pieces.
    assert min(map(len, by_group)) == 1
    assert os.getpid() not in set.union(*by_group)


def test_processes_train_what_threads_train(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where there is much to train, processes do it, and the same is stored."""
    made: list[ProcessExecutor] = []
    monkeypatch.setattr(executors, "ProcessExecutor", lambda count: made.append(ProcessExecutor(count)) or made[-1])
    asked = {"a": experiment(numbers=(30, 40, 50))}
    apart = train(asked, Store(tmp_path / "apart"), kinds=KINDS, jobs=2)
    with ThreadPoolExecutor(2) as threads:
        together = train(asked, Store(tmp_path / "together"), kinds=KINDS, executor=threads)
    assert len(made) == 1
    assert apart["a"].key == together["a"].key
    assert list(apart["a"].load().channels["square"].values) == list(together["a"].load().channels["square"].values)


def test_a_process_that_dies_fails_its_piece_alone():
    """What the system ends for want of memory costs one piece; the others are still trained."""
    pool = ProcessExecutor(1)
    try:
        dies, lives = (pool.submit(work, run, None, {}) for run in (killed, who))
        with pytest.raises(BrokenProcessPool):
            dies.result()
        assert lives.result() != os.getpid()
    finally:
        pool.shutdown()


def test_ctrl_c_is_left_to_the_press():
    """A piece that is being trained when Ctrl-C is pressed comes to its end."""
    pool = ProcessExecutor(1)
    try:
        assert pool.submit(work, interrupted, None, {}).result() == "goes on"
    finally:
        pool.shutdown()


def test_what_is_cancelled_is_never_begun():
    """An executor that is shut down finishes what it is at, and whoever waits for the rest is told."""
    pool = ProcessExecutor(1)
    futures = [pool.submit(work, who, None, {}) for _ in range(5)]
    pool.shutdown(cancel_futures=True)
    assert isinstance(futures[0].result(), int)
    for future in futures[1:]:
        with pytest.raises(CancelledError):
            future.result()


@pytest.mark.parametrize(("jobs", "seconds", "found"), [(2, 25.0, True), (2, 15.0, False), (1, 99.0, False)])
def test_processes_are_started_only_where_each_has_enough_to_do(jobs, seconds, found):
    """A small site is trained by threads, without a start of two seconds for each."""
    pool = executor_for(jobs, seconds)
    pool.shutdown()
    assert isinstance(pool, ProcessExecutor) == found


def test_a_card_is_left_to_one_process(monkeypatch: pytest.MonkeyPatch):
    """Where jax could use a GPU, no second process claims the memory of the card."""
    monkeypatch.setattr(jax_runtime, "ACCELERATED", ("proofpress",))
    pool = executor_for(2, 99.0)
    pool.shutdown()
    assert isinstance(pool, ThreadPoolExecutor)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux what runs")
def test_processes_end_with_the_press(tmp_path: Path):
    """A press that is killed leaves no process behind."""
    (tmp_path / "begin.py").write_text(BEGIN)
    command = [sys.executable, "begin.py"]
    with subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as press:
        assert press.stdout is not None
        children = press.stdout.readline().split()
        press.kill()
    assert children
    for _ in range(200):
        left = [child for child in children if Path("/proc", child).exists()]
        if not left:
            break
        time.sleep(0.05)
    assert not left
