"""Training on a Dask cluster: a real scheduler and real workers, which die, lack the press, or have another jax."""

import os
import signal
import subprocess
import sys
from importlib.util import find_spec

import pytest

from proofpress.cache.store import Store
from proofpress.datasets.options import Data
from proofpress.diagnostics import BuildError, Location
from proofpress.experiments import cluster, experiment_kinds, train
from proofpress.experiments.recipes import Training
from proofpress.experiments.training.cluster import compared, differences, installed
from proofpress.models import Experiment
from tests.experiments.dask_processes import PATIENCE_SECONDS, ROOT, dask, own_pid
from tests.test_docs import PAGE

needs_dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="the extra 'cluster' (distributed) is not installed"
)
MEND = " — install there what is installed here, and start it anew"
CTRL_C = """
import os, signal, sys
from pathlib import Path
from proofpress.cache.store import Store
from proofpress.experiments import cluster, train
from tests.experiments.test_cluster import experiment

def stop_at_first(done, total, what):
    if done and not stopped:
        stopped.append(done)
        os.kill(int(sys.argv[3]), signal.SIGSTOP)
        print("stopped", flush=True)

stopped = []
try:
    with cluster(sys.argv[1]) as workers:
        train({"units": experiment()}, Store(Path(sys.argv[2])), executor=workers, progress=stop_at_first)
except KeyboardInterrupt:
    sys.exit(130)
"""
UNITS = (2, 3, 4, 5, 6, 7, 8, 9)
FITS = {
    "experiments.yaml": """\
experiments:
  learning-rate:
    title: Trees side by side, trees one after the other
    kind: estimator
    data: {name: breast_cancer, train: 60, validation: 30, test: 60}
    estimators:
      forest: {class: RandomForestClassifier, max_depth: 3}
      boosting: {class: GradientBoostingClassifier}
      scaled logistic: {class: [StandardScaler, LogisticRegression]}
    sweep: {n_estimators: [2, 8]}
    scores: [roc_auc]
    record: [coefficients, importances, predictions]
    each_seed: both
    seeds: 3
""",
    "claims.yaml": """\
statistics:
  gap:
    kind: difference
    experiment: learning-rate
    channel: test_roc_auc
    at: {estimator: boosting, n_estimators: 8}
    minus: {estimator: forest}
    unit: points
    digits: 4
claims: []
""",
}


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler without workers."""
    with dask(tmp_path) as started:
        yield started


def experiment() -> Experiment:
    """One piece for each number of units, each to be compiled: about a second a piece."""
    options = experiment_kinds()["network"].options(
        Data("digits", train=200, validation=50, test=50),
        Training(steps=200, learning_rate=0.1),
        sweep={"units": UNITS},
        seeds=3,
    )
    return Experiment(
        "units",
        "Units",
        "network",
        options,
        experiment_kinds()["network"].run_schema(options),
        Location("x.yaml", 1, 1),
    )


def entries(store: Store) -> dict[str, tuple[bytes, int]]:
    """What is stored, by name: the arrays' bytes and the runs; not the seconds, which a clock measured."""
    found = {path.stem: store.get(path.stem, "runs") for path in store.folder.glob("*/*.runs")}
    return {key: (entry.data, entry.meta["runs"]) for key, entry in found.items() if entry}


def refused(address: str) -> list[str]:
    """The lines with which a cluster is refused; the status is always that of training."""
    with pytest.raises(BuildError) as fault, cluster(address):
        pass
    assert fault.value.status == 3
    return str(fault.value).splitlines()


@needs_dask
def test_a_cluster_that_loses_a_worker_stores_the_same_bytes(scheduler, tmp_path):
    """Two workers, one killed in mid-run: the store holds what a build without them stores, to the byte."""
    doomed, other = scheduler.worker(), scheduler.worker()
    there, here = Store(tmp_path / "there"), Store(tmp_path / "here")
    left: list[float] = []

    def kill_at_first(done: float, total: float, what: str) -> None:
        if done and not left:
            doomed.send_signal(signal.SIGKILL)
            left.append(total - done)

    with cluster(scheduler.address) as workers:
        pids = {workers.submit(own_pid, number).result(PATIENCE_SECONDS) for number in range(16)}
        record = train({"units": experiment()}, there, executor=workers, progress=kill_at_first)["units"]
    assert pids <= {doomed.pid, other.pid}
    assert (record.trained, doomed.wait(10)) == (len(UNITS), -signal.SIGKILL)
    assert left[0] > 0, "the worker died when all was done, so that nothing was tried"
    train({"units": experiment()}, here, jobs=1)
    assert len(entries(here)) == len(UNITS)
    assert entries(there) == entries(here)


@needs_dask
def test_a_build_and_a_verification_run_on_a_cluster(scheduler, empty_desk):
    """`--scheduler` trains there; verified there, the same seeds give the same bits."""
    scheduler.worker()
    built = empty_desk.run("--scheduler", scheduler.address, "--format", "json")
    assert (built.status, built.summary["trained"]) == (0, 9), built
    verified = empty_desk.run("verify", "learning-rate", "--scheduler", scheduler.address)
    assert "learning-rate: trained again, the same to the bit" in verified.out + verified.err


@needs_dask
def test_estimators_fitted_on_a_cluster_are_the_same_to_the_byte(scheduler, desk_at, tmp_path, monkeypatch):
    """With `--scheduler` and two workers or without, what is stored of each fit, and what is printed, is the same."""
    scheduler.worker()
    scheduler.worker()

    def printed_and_stored(name: str, *words: str):
        desk = desk_at(tmp_path / name)
        for file, text in {**FITS, "figures.yaml": "figures: {}\n", "page.yaml": PAGE}.items():
            (desk.folder / "content" / "steps" / file).write_text(text)
        said = desk.run("numbers", "--format", "json", *words)
        assert said.status == 0, said.err
        return said.summary, entries(Store(desk.runs))

    with monkeypatch.context() as here_nothing_is_fitted:
        here_nothing_is_fitted.delattr("proofpress.experiments.methods.estimators.fit")
        there = printed_and_stored("there", "--scheduler", scheduler.address)
    here = printed_and_stored("here", "--jobs", "1")
    assert len(here[1]) == 3 * 3, "a piece for each estimator and seed"
    assert there == here


@needs_dask
def test_a_worker_without_the_press_is_refused(scheduler, tmp_path):
    """Nothing is sent to a worker that cannot run it; the line says which, and what to do."""
    (tmp_path / "bare" / "proofpress").mkdir(parents=True)
    (tmp_path / "bare" / "proofpress" / "__init__.py").write_text('__version__ = "0.0.1"\n')
    scheduler.worker(path=tmp_path / "bare")
    (line,) = refused(scheduler.address)
    worker = line.split()[4]
    message = f"the worker {worker} has no Proofpress: No module named 'proofpress.experiments'"
    assert line == f"--scheduler: error[unlike-worker]: {message}{MEND}"
    assert worker.startswith("tcp://127.0.0.1:")


@needs_dask
def test_a_worker_with_another_jax_is_refused_also_when_it_comes_late(scheduler, tmp_path):
    """Other libraries give other bits under the same key: refused before the first piece, and at any piece."""
    old = tmp_path / "old"
    (old / "jax-0.0.1.dist-info").mkdir(parents=True)
    (old / "jax-0.0.1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: jax\nVersion: 0.0.1\n")
    (old / "proofpress").symlink_to(sys.modules["proofpress"].__path__[0])
    apart = f"jax 0.0.1 (here {installed()['jax']})"
    good = scheduler.worker()
    with cluster(scheduler.address) as workers:
        scheduler.worker(path=old)
        good.kill()
        with pytest.raises(RuntimeError) as fault:
            workers.submit(os.getpid).result(PATIENCE_SECONDS)
    assert str(fault.value).endswith(f" has {apart}")
    (line,) = refused(scheduler.address)
    assert line == f"--scheduler: error[unlike-worker]: the worker {line.split()[4]} has {apart}{MEND}"


@needs_dask
def test_a_scheduler_without_workers_is_refused(scheduler):
    """A build does not wait for workers that nobody starts."""
    assert refused(scheduler.address) == [
        f"--scheduler: error[no-workers]: the Dask scheduler at '{scheduler.address}' has no worker — start one with "
        f"'dask worker {scheduler.address} --nthreads 1'"
    ]


@needs_dask
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nowhere://x"])
def test_an_address_where_no_scheduler_answers_is_one_problem(address, monkeypatch):
    """No traceback: where it was looked for, and what to do."""
    monkeypatch.setattr("proofpress.experiments.training.cluster.WAIT_SECONDS", 1)
    assert refused(address) == [
        f"--scheduler: error[no-scheduler]: no Dask scheduler answers at '{address}' — start one with "
        "'dask scheduler', or leave '--scheduler' out to train on this machine"
    ]


@needs_dask
def test_an_address_that_needs_certificates_is_one_problem():
    """tls:// without certificates in Dask's configuration: what is lacking, and where it goes; no traceback."""
    (line,) = refused("tls://127.0.0.1:1")
    begin = "--scheduler: error[no-scheduler]: Dask cannot connect to 'tls://127.0.0.1:1': "
    assert line.startswith(begin)
    assert line.endswith(" — give Dask's configuration what the address needs: for tls:// distributed.comm.tls")


@needs_dask
def test_a_scheduler_that_hangs_fails_what_is_unfinished(scheduler, tmp_path, monkeypatch):
    """Stopped in mid-training: each unfinished piece fails, what was finished is stored, and the command ends."""
    for name, seconds in (("WATCH_SECONDS", 0.5), ("PATIENCE_SECONDS", 5), ("CLOSE_SECONDS", 1)):
        monkeypatch.setattr(f"proofpress.experiments.training.cluster.{name}", seconds)
    scheduler.worker()
    store = Store(tmp_path / "runs")

    def stop_at_first(done: float, total: float, what: str) -> None:
        if done:
            scheduler.processes[0].send_signal(signal.SIGSTOP)

    with pytest.raises(BuildError) as fault, cluster(scheduler.address) as workers:
        train({"units": experiment()}, store, executor=workers, progress=stop_at_first)
    assert fault.value.status == 3
    assert {line.partition(": TimeoutError: ")[2] for line in str(fault.value).splitlines()} == {
        "the Dask scheduler does not answer any more"
    }
    assert 1 <= len(entries(store)) < len(UNITS)


@needs_dask
def test_a_scheduler_that_hangs_before_the_first_piece_is_refused(scheduler, monkeypatch):
    """A scheduler that takes the connection and then says nothing is not waited for."""
    monkeypatch.setattr("proofpress.experiments.training.cluster.WAIT_SECONDS", 2)
    scheduler.processes[0].send_signal(signal.SIGSTOP)
    assert refused(scheduler.address) == [
        f"--scheduler: error[no-scheduler]: no Dask scheduler answers at '{scheduler.address}' — start one with "
        "'dask scheduler', or leave '--scheduler' out to train on this machine"
    ]


@needs_dask
def test_a_worker_that_hangs_is_not_waited_for(scheduler, monkeypatch):
    """All workers are asked before the first piece goes out; one that never answers ends the command."""
    monkeypatch.setattr("proofpress.experiments.training.cluster.PATIENCE_SECONDS", 5)
    scheduler.worker().send_signal(signal.SIGSTOP)
    assert refused(scheduler.address) == [
        f"--scheduler: error[no-answer]: the Dask scheduler at '{scheduler.address}', or a worker of it, does not "
        "answer — start it anew, or leave '--scheduler' out to train on this machine"
    ]


@needs_dask
@pytest.mark.skipif(not hasattr(os, "setsid"), reason="sends SIGINT to a process")
def test_ctrl_c_ends_a_build_whose_scheduler_hangs(scheduler, tmp_path):
    """Ctrl-C is not waited out: the command ends although nobody answers."""
    scheduler.worker()
    script = tmp_path / "train.py"
    script.write_text(CTRL_C)
    command = [sys.executable, str(script), scheduler.address, str(tmp_path / "runs"), str(scheduler.processes[0].pid)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == "stopped\n"
        build.send_signal(signal.SIGINT)
        assert build.wait(PATIENCE_SECONDS) == 130
    assert entries(Store(tmp_path / "runs"))


def test_without_dask_the_extra_is_named(monkeypatch):
    """The press runs without Dask, and says how to get it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refused("tcp://127.0.0.1:8786") == [
        "--scheduler: error[no-dask]: Dask is not installed — install the extra 'cluster': "
        'python -m pip install "proofpress[cluster]"'
    ]


def test_what_differs_is_named():
    """Versions with both values, code by its name alone; and a call goes through where nothing differs."""
    here = installed()
    other = {**here, "numpy": "1.0", "Proofpress's code": "0"}
    assert differences(here, here) == ""
    assert differences(here, other) == f"other Proofpress's code, numpy 1.0 (here {here['numpy']})"
    assert compared(here, max, 2, 3) == 3
    with pytest.raises(RuntimeError, match=r"has jax .* \(here 0\.0\)"):
        compared({**here, "jax": "0.0"}, max, 2, 3)
