"""Training in processes: who takes what, what becomes of a process that dies, and of all when the press does."""

import inspect
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool, _ExecutorManagerThread
from pathlib import Path
from typing import Any

import pytest

from proofpress.cache.store import Store
from proofpress.experiments.training import executor as executors
from proofpress.experiments.training import jax_runtime
from proofpress.experiments.training.executor import ProcessExecutor, Task, executor_for, next_task
from proofpress.parallel import processes
from tests.desk import ROOT
from tests.experiments.test_training import KINDS, experiment, train

PATIENCE = 120
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


AT_IMPORT = signal.pthread_sigmask(signal.SIG_BLOCK, []) if hasattr(signal, "pthread_sigmask") else set()


def blocked_at_import() -> set[int]:
    """Return the signals that were blocked in this process when it imported this module."""
    return AT_IMPORT


def sleeps(options: Any, piece: Any) -> int:
    """Say which process this is, and wait for the file `go` beside that note."""
    note = Path(piece["file"])
    note.with_suffix(".new").write_text(str(os.getpid()))
    note.with_suffix(".new").rename(note)
    wait_until((note.parent / "go").exists)
    return os.getpid()


def wait_until(true: Callable[[], Any]) -> None:
    """Return as soon as something is true; fail if it is not within the patience of a test."""
    for _ in range(PATIENCE * 50):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("nothing happened")


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


def test_a_broken_pool_is_not_dropped_while_it_ends(monkeypatch: pytest.MonkeyPatch):
    """Python 3.12.1 and 3.13.0 tell of a dead process holding a lock that dropping the pool waits for: no hang."""
    ends = _ExecutorManagerThread.terminate_broken

    def end_with_the_lock_held(self: Any, cause: Any) -> None:
        join = self.join_executor_internals

        def release_and_join() -> None:
            self.shutdown_lock.release()
            join()

        self.join_executor_internals = release_and_join
        self.shutdown_lock.acquire()
        ends(self, cause)

    if "shutdown_lock" not in inspect.getsource(ends):
        monkeypatch.setattr(_ExecutorManagerThread, "terminate_broken", end_with_the_lock_held)
    pool = ProcessExecutor(1)
    try:
        dies, lives = (pool.submit(work, run, None, {}) for run in (killed, who))
        with pytest.raises(BrokenProcessPool):
            dies.result(PATIENCE)
        assert lives.result(PATIENCE) != os.getpid()
    finally:
        pool.shutdown()


def test_a_process_that_is_killed_in_mid_task_fails_that_piece_and_training_ends(tmp_path: Path):
    """A worker killed from outside while it trains: one diagnostic, the others stored, and no process is left."""
    pool = ProcessExecutor(2)
    sleeping = [pool.submit(work, sleeps, None, {"file": str(tmp_path / str(at)), "group": at}) for at in range(2)]
    for at in range(2):
        wait_until((tmp_path / str(at)).exists)
    os.kill(int((tmp_path / "0").read_text()), signal.SIGKILL)
    with pytest.raises(BrokenProcessPool):
        sleeping[0].result(PATIENCE)
    (tmp_path / "go").touch()
    assert sleeping[1].result(PATIENCE) == int((tmp_path / "1").read_text())
    again = pool.submit(work, who, None, {})
    assert isinstance(again.result(PATIENCE), int)
    pool.shutdown()


def test_a_process_that_is_killed_while_idle_is_replaced():
    """A worker killed between two pieces costs none."""
    pool = ProcessExecutor(1)
    try:
        first = pool.submit(work, who, None, {}).result(PATIENCE)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: pool._workers[0].pool._broken)
        assert pool.submit(work, who, None, {}).result(PATIENCE) != first
    finally:
        pool.shutdown()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="the system has no signal masks")
def test_ctrl_c_while_a_process_starts_is_left_to_the_press():
    """SIGINT is blocked before the process imports anything: no traceback, and the piece is done."""
    pool = processes(1)
    try:
        assert signal.SIGINT in pool.submit(blocked_at_import).result(PATIENCE)
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    finally:
        pool.shutdown()
