"""The logs of trainers, a file for each run, are read as a table of them; the path says which run a log is."""

import json
import shutil
from pathlib import Path

import pytest

from proofpress import pipeline
from proofpress.models.build_options import BuildOptions
from tests.desk import SMALL, Desk
from tests.experiments.kinds.recorded_rows import RATES, SEEDS, STEPS, accuracy

LOGS = """\
experiments:
  learning-rate:
    title: Three learning rates, each run with a log of its own
    kind: recorded
    files: logs/{lr}-s{seed}/trainer_state.json
    axes: {learning_rate: lr}
    seed: seed
    step: step
    channels:
      test_accuracy: {column: eval_acc, better: higher}
      validation_accuracy: {column: eval_val, better: higher}
    made: {by: Trainer}
    repeat: python again.py --lr {learning_rate} --seed {seed} --out {file}
"""
AGAIN = '''\
"""Writes one log."""
import shutil, sys
from pathlib import Path

given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
log = Path(__file__).parent / "logs" / f"{given['--lr']}-s{given['--seed']}" / "trainer_state.json"
shutil.copy(log, given["--out"])
'''


@pytest.fixture
def logged(tmp_path):
    """A desk with a site of runs that a trainer logged, one file each; the folder says which run it is."""
    shutil.copytree(SMALL, tmp_path / "content")
    folder = tmp_path / "content" / "steps"
    (folder / "experiments.yaml").write_text(LOGS)
    (folder / "again.py").write_text(AGAIN)
    for rate in RATES:
        for seed in SEEDS:
            log = folder / "logs" / f"{rate:g}-s{seed}" / "trainer_state.json"
            log.parent.mkdir(parents=True)
            history = []
            for step in STEPS:
                number = accuracy(rate, seed, step)
                history += [{"step": 10 * step, "loss": 2.0}, {"step": 10 * step + 5, "loss": 1.0}]
                history += [{"step": 10 * step, "eval_acc": number, "eval_val": number - 0.05}]
            log.write_text(json.dumps({"log_history": history}, indent=2))
    desk = Desk(tmp_path, tmp_path / "runs")
    desk.edit("steps/claims.yaml", "kind: measured", "kind: recorded")
    return desk


def test_a_log_for_each_run_is_a_table_of_them(logged, monkeypatch):
    """What stands in braces in the paths says which run a log is; every logged number is in the record."""
    said = logged.run("--format", "json")
    assert (said.status, said.summary["recorded"]) == (0, 1), said.err
    monkeypatch.chdir(logged.folder)
    options = BuildOptions(content=Path("content"), runs=logged.runs)
    found = pipeline.load_runs("steps/learning-rate", options)["test_accuracy"]
    assert found.coords == {"learning_rate": RATES, "seed": tuple(SEEDS), "step": (0, 10, 20)}
    expected = [[[accuracy(rate, seed, step) for step in STEPS] for seed in SEEDS] for rate in RATES]
    assert found.values.tolist() == expected
    # A byte of one log is in what everything is found by.
    log = logged.folder / "content" / "steps" / "logs" / "0.01-s2" / "trainer_state.json"
    log.write_text(log.read_text().replace(str(accuracy(0.01, 2, 0)), "0.25"))
    assert logged.run().status in (0, 1)
    changed = pipeline.load_runs("steps/learning-rate", options)["test_accuracy"]
    assert changed.sel(learning_rate=0.01, seed=2, step=0).values == 0.25
    assert "made again by their command, the same numbers" in logged.run("verify", "--repeat", "--at-most", "3").err


def test_a_run_is_known_by_its_path_alone(logged):
    """Two logs that change places change the runs, though no byte of them did."""
    logs = logged.folder / "content" / "steps" / "logs"
    before = logged.run("numbers", "--format", "json").summary
    (logs / "0.1-s0").rename(logs / "away")
    (logs / "0.0001-s0").rename(logs / "0.1-s0")
    (logs / "away").rename(logs / "0.0001-s0")
    assert logged.run("numbers", "--format", "json").summary != before


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "column: eval_acc,",
            "column: eval_accc,",
            "content/steps/experiments.yaml:10:31: error[missing-column]: the table "
            "'content/steps/logs/0.0001-s0/trainer_state.json' has no column 'eval_accc', and 11 more have none — did "
            "you mean 'eval_acc'?",
        ),
        (
            "{lr}-s{seed}",
            "{lr}-s{lr}",
            "content/steps/experiments.yaml:2:3: error[wrong-options]: 'files' names {lr} twice; write * for what "
            "needs no name",
        ),
        (
            "{lr}-s{seed}",
            "{lr}-s{sed}",
            "content/steps/experiments.yaml:2:3: error[wrong-options]: 'files' names {sed}, which is no column of "
            "'axes', 'seed', 'step' or 'where': name it there, or write * for it",
        ),
        (
            "logs/{lr}-s",
            "log/{lr}-s",
            "content/steps/experiments.yaml:5:12: error[missing-file]: no file in the comparison's folder is called "
            "like 'log/*-s*/trainer_state.json' — did you mean 'logs/0.1-s3/trainer_state.json'?",
        ),
    ],
)
def test_what_is_wrong_with_logs_is_told_where_it_is_written(logged, old, new, expected):
    """A column that no log has, a name that says nothing, a folder that is not there."""
    logged.edit("steps/experiments.yaml", old, new)
    assert logged.run("check").diagnostics == [expected]


def test_event_files_are_read_among_the_runs(logged):
    """A folder of TensorBoard for each run is read as a trainer's logs are; a tag that is missing is told."""
    from tensorboardX import SummaryWriter

    for log in (logged.folder / "content" / "steps" / "logs").glob("*/trainer_state.json"):
        history = json.loads(log.read_text())["log_history"]
        log.unlink()
        with SummaryWriter(str(log.parent)) as writer:
            for entry in history:
                for name in set(entry) - {"step"}:
                    writer.add_scalar(name.replace("_", "/"), entry[name], entry["step"])
    logged.edit("steps/experiments.yaml", "trainer_state.json", "events.out.tfevents.*")
    logged.edit("steps/experiments.yaml", "eval_val", "eval/val")
    assert (
        "has no column 'eval_acc', and 11 more have none — did you mean 'eval/acc'?"
        in logged.run("check").diagnostics[0]
    )
    logged.edit("steps/experiments.yaml", "eval_acc", "eval/acc")
    said = logged.run("--format", "json")
    assert (said.status, said.summary["recorded"]) == (0, 1), said.err
