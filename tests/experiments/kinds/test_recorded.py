"""Recorded runs are read to the bit, told as recorded wherever they are shown, and refused where they are not runs."""

import contextlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress import pipeline
from proofpress.charts.axes import axis
from proofpress.drawing import legend
from proofpress.experiments.methods import recorded_tables
from proofpress.infographic.plan import create_plan
from proofpress.models.build_options import BuildOptions
from proofpress.models.recorded import RECORDED_WORDS
from tests.desk import SMALL, Desk
from tests.experiments.kinds.recorded_rows import HEADER, RATES, SEEDS, STEPS, accuracy, as_csv, rows
from tests.published import judged_comparison

EXPERIMENTS = """\
experiments:
  learning-rate:
    title: Three learning rates, trained elsewhere
    kind: recorded
    files: data/*.csv
    axes: {learning_rate: lr}
    seed: seed
    step: epoch
    channels:
      test_accuracy: {column: test/acc, better: higher}
      validation_accuracy: {column: val/acc, better: higher}
    where: {split: main}
    made: {by: train.py, hardware: one laptop, licence: CC BY 4.0, source: "https://example.org/runs"}
    repeat: python train.py --lr {learning_rate} --seed {seed} --out {file}
"""
SCRIPT = '''\
"""Writes one run."""
import csv, sys
from pathlib import Path

given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
rows = list(csv.reader((Path(__file__).parent / "data" / "runs.csv").open()))
wanted = [row for row in rows[1:] if row[:3] == [given["--lr"], given["--seed"], "main"]]
csv.writer(open(given["--out"], "w")).writerows([rows[0], *wanted])
'''


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with a site of recorded runs, built once."""
    home = tmp_path_factory.mktemp("built")
    shutil.copytree(SMALL, home / "content")
    folder = home / "content" / "steps"
    (folder / "experiments.yaml").write_text(EXPERIMENTS)
    (folder / "train.py").write_text(SCRIPT)
    (folder / "data").mkdir()
    (folder / "data" / "runs.csv").write_text(as_csv(rows()))
    desk = Desk(home, home / "runs")
    desk.edit("steps/claims.yaml", "kind: measured", "kind: recorded")
    said = desk.run("--format", "json")
    assert said.status == 0, said.err
    assert (said.summary["trained"], said.summary["reused"], said.summary["recorded"]) == (0, 0, 1)
    return home


@pytest.fixture
def desk(built, tmp_path):
    """A desk of one's own with that site on it."""
    shutil.copytree(built, tmp_path / "desk")
    return Desk(tmp_path / "desk", tmp_path / "desk" / "runs")


def table_of(desk):
    """Return the path of the desk's table."""
    return desk.folder / "content" / "steps" / "data" / "runs.csv"


def test_every_cell_is_in_the_record(desk, monkeypatch):
    """The record holds each number at its own coordinates, and no row that `where` leaves out."""
    monkeypatch.chdir(desk.folder)
    found = pipeline.load_runs("steps/learning-rate", BuildOptions(content=Path("content"), runs=desk.runs))
    array = found["test_accuracy"]
    assert array.dims == ("learning_rate", "seed", "step")
    expected = [[[accuracy(rate, seed, step) for step in STEPS] for seed in SEEDS] for rate in RATES]
    assert np.array_equal(array.values, expected)


def test_one_cell_of_a_table_reaches_everything(desk):
    """A changed cell changes page, poster, deck, CSV of the figure and ledger; changed back, all are as they were."""
    before = desk.site()
    path, text = table_of(desk), table_of(desk).read_text()
    path.write_text(text.replace("0.1,3,main,2,0.732,0.682", "0.1,3,main,2,0.932,0.682"))
    assert path.read_text() != text
    assert "data of data/runs.csv changed" in desk.run("status").out
    assert desk.run().status == 0
    after = desk.site()
    changed = {name for name in before if after.get(name) != before[name]}
    for name in (
        "index.html",
        "steps/claims/index.html",
        "steps/claims/claims.json",
        "steps/figures/rate-curve.csv",
        "steps/figures/rate-curve.svg",
        "steps/infographic/slides.pptx",
        "build.json",
    ):
        assert name in changed, f"{name} is as it was"
    assert any(name.startswith("steps/infographic/") and name.endswith(".png") for name in changed)
    path.write_text(text)
    assert desk.run().status == 0
    assert desk.site() == before


def create_plan_words(desk):
    """Return the words of the desk's automatic poster."""
    with contextlib.chdir(desk.folder):
        comparison, records, _, findings = judged_comparison(desk, "steps")
        return create_plan(comparison, records, findings)


def test_nothing_says_that_recorded_runs_were_measured_here(desk):
    """Page, ledger, poster, deck and the files for programs say that the runs were recorded elsewhere."""
    from pptx import Presentation

    page, ledger = ((desk.output / name).read_text() for name in ("index.html", "steps/claims/index.html"))
    assert RECORDED_WORDS.capitalize() in page
    assert RECORDED_WORDS in ledger
    assert "no run made again: recorded elsewhere" in ledger
    assert "measured every number" not in page
    assert "one laptop" in ledger
    record = json.loads((desk.output / "build.json").read_text())
    assert record["experiments"]["steps/learning-rate"]["recorded"] == RECORDED_WORDS
    assert record["runs"] == 0
    claims = {each["id"]: each for each in json.loads((desk.output / "steps/claims/claims.json").read_text())}
    assert claims["small-steps-waste"]["kind"] == "recorded"
    slides = Presentation(desk.output / "steps/infographic/slides.pptx").slides
    said = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert RECORDED_WORDS in said
    plan = create_plan_words(desk)
    assert plan.method.endswith(f"■ {RECORDED_WORDS}")
    assert all(panel.caption.endswith("■") for column in plan.columns for panel in (*column.above, *column.below))
    assert plan.method.startswith(f"Every curve and number comes from {len(RATES) * len(SEEDS)} recorded runs.")
    assert f"What is shown here rests on {len(RATES) * len(SEEDS)} recorded runs, seeds" in page


@pytest.mark.parametrize(
    ("column", "words"), [("epoch", "epoch"), ("year", "year"), ("train/global_step", "updates"), ("Step", "updates")]
)
def test_an_axis_is_called_what_its_column_is(desk, monkeypatch, column, words):
    """Where a column of steps does not count updates, no axis says that it does."""
    table_of(desk).write_text(as_csv(rows(), [column if name == "epoch" else name for name in HEADER]))
    desk.edit("steps/experiments.yaml", "step: epoch", f"step: {column}")
    assert desk.run("numbers").status == 0
    monkeypatch.chdir(desk.folder)
    comparison, records, _, _ = judged_comparison(desk, "steps")
    assert axis(records["learning-rate"].load(), "step").words == words
    with legend.using(replace(comparison.legend, words={"step": "pass"})):
        assert axis(records["learning-rate"].load(), "step").words == "pass"


def test_the_kind_of_a_claim_is_that_of_its_runs(desk):
    """`measured` of recorded runs is refused; so is `recorded` of runs that were trained here."""
    desk.edit("steps/claims.yaml", "kind: recorded", "kind: measured")
    assert desk.run("check").diagnostics == [
        "content/steps/claims.yaml:27:11: error[recorded]: the runs of 'learning-rate' were recorded elsewhere, "
        "so that "
        "nothing is measured here — write kind: recorded"
    ]
    desk.edit("steps/claims.yaml", "kind: measured", "kind: recorded")
    (desk.folder / "content" / "steps" / "experiments.yaml").write_text((SMALL / "steps/experiments.yaml").read_text())
    assert desk.run("check").diagnostics == [
        "content/steps/claims.yaml:27:11: error[not-recorded]: 'rate_gap' reads no recorded runs: it is measured "
        "here — "
        "write kind: measured"
    ]


def test_verify_repeats_only_when_it_is_asked(desk, monkeypatch):
    """`verify` says that the runs cannot be repeated; `--repeat` runs the author's command, and tells a difference."""
    monkeypatch.setenv("PATH", f"{Path(__import__('sys').executable).parent}:{__import__('os').environ['PATH']}")
    said = desk.run("verify")
    assert said.status == 0
    assert (
        "learning-rate: recorded elsewhere, not retrained here; its author's command is run by" in said.out + said.err
    )
    same = desk.run("verify", "--repeat", "--at-most", "3")
    assert same.status == 0, same.err
    assert "3 of 12 recorded runs made again by their command, the same numbers" in same.out + same.err
    script = desk.folder / "content" / "steps" / "train.py"
    script.write_text(
        SCRIPT.replace("[rows[0], *wanted]", "[rows[0], *[[*r[:4], float(r[4]) + 0.25, r[5]] for r in wanted]]")
    )
    other = desk.run("verify", "--repeat", "--at-most", "2")
    assert "0 with the same numbers; 'test_accuracy' differs by up to 0.25" in other.out + other.err
    script.write_text("import sys\nsys.exit('no card')\n")
    failed = desk.run("verify", "--repeat", "--at-most", "1")
    assert failed.status == 1
    assert failed.diagnostics == [
        "content/steps/experiments.yaml:2:3: error[not-repeated]: 'learning-rate': its command ended with status 1: "
        "no card — run it by hand, in the comparison's folder, and mend it or: repeat"
    ]


def test_what_a_repeat_gave_is_recorded_and_asked_for(desk, monkeypatch):
    """`--record` keeps it, the ledger and claims.json say it, and a release needs it as the table and command stand."""
    monkeypatch.setenv("PATH", f"{Path(__import__('sys').executable).parent}:{__import__('os').environ['PATH']}")
    asked = "make some again: python build.py verify learning-rate --repeat --at-most 10 --record"
    assert desk.run("check", "--verified").diagnostics == [
        "content/steps/experiments.yaml:2:3: error[not-verified]: no recorded run was ever made again of "
        f"'learning-rate' — {asked}"
    ]
    kept = desk.run("verify", "--repeat", "--at-most", "3", "--record")
    assert "recorded in content/steps/verified.yaml" in kept.out + kept.err
    assert desk.run("check", "--verified").status == 0
    assert desk.run().status == 0
    ledger = (desk.output / "steps/claims/index.html").read_text()
    assert "3 of 12 recorded runs made again by their command, the same numbers" in ledger
    claims = json.loads((desk.output / "steps/claims/claims.json").read_text())
    (repeated,) = {json.dumps(each["repeated"]) for each in claims if each["kind"] == "recorded"}
    of_rate = json.loads(repeated)["learning-rate"]
    assert (of_rate["again"], of_rate["runs"], of_rate["same"], of_rate["earlier"]) == (3, 12, 3, False)
    path = table_of(desk)
    path.write_text(path.read_text().replace("0.1,3,main,2,0.732,0.682", "0.1,3,main,2,0.733,0.682"))
    assert desk.run("check", "--verified").diagnostics == [
        "content/steps/experiments.yaml:2:3: error[not-verified]: the recorded runs or the command of 'learning-rate' "
        f"changed since some were made again — {asked}"
    ]


RUNS = "content/steps/data/runs.csv"
YAML = "content/steps/experiments.yaml"
LINE = "0.1,1,main,1,0.711,0.661"
TABLES = {
    "second-row": (
        lambda text: text.replace(LINE, LINE + "\n" + LINE),
        f"{RUNS}:31:1: error[second-row]: there is a second row of the run of learning_rate 0.1, seed 1 at epoch 1, "
        "after that of line 30 — remove one, or name the column in which they differ: under 'axes', in 'where' or as "
        "'step'",
    ),
    "backwards": (
        lambda text: text.replace(LINE, LINE.replace("main,1,", "main,9,")),
        f"{RUNS}:31:1: error[step-backwards]: the run of learning_rate 0.1, seed 1 goes back from epoch 9 (line "
        f"30) to 2 "
        "— remove what a restart did again; or, if these are two runs, name what tells them apart under 'axes'",
    ),
    "unequal": (
        lambda text: text.replace(LINE + "\n", ""),
        f"{RUNS}:30:1: error[unequal-steps]: the run of learning_rate 0.1, seed 1 has 2 steps, others up to 3: it "
        f"has no "
        "epoch 1 — if only the steps that all runs have are meant, write: allow: [unequal-steps]",
    ),
    "missing-run": (
        lambda text: "".join(line for line in text.splitlines(True) if not line.startswith("0.1,1,main")),
        f"{RUNS}:1:1: error[missing-run]: there is no run of learning_rate 0.1, seed 1, and each combination needs the "
        "same seeds — add it, or leave the seeds that are not complete out with: allow: [missing-runs]",
    ),
    "word": (
        lambda text: text.replace("0.711", "good"),
        f"{RUNS}:30:1: error[wrong-value]: the column 'test/acc' holds 'good', and a channel holds numbers — write "
        "numbers in all rows",
    ),
    "decimal-comma": (
        lambda text: text.replace("0.711", '"0,711"'),
        f"{RUNS}:30:1: error[wrong-value]: the column 'test/acc' holds '0,711', and a channel holds numbers — "
        f"write the "
        "decimal sign as a point: 0.711",
    ),
    "nan": (
        lambda text: text.replace("0.711", "nan"),
        f"{RUNS}:30:1: error[not-finite]: the column 'test/acc' holds nothing, and a channel holds finite numbers — if "
        "such runs are meant, as where training diverged, write: allow: [not-finite]",
    ),
    "inf": (
        lambda text: text.replace("0.711", "inf"),
        f"{RUNS}:30:1: error[not-finite]: the column 'test/acc' holds inf, and a channel holds finite numbers — "
        f"if such "
        "runs are meant, as where training diverged, write: allow: [not-finite]",
    ),
    "all-nan": (
        lambda text: "\n".join([",".join([*line.split(",")[:4], "nan", "1"]) for line in text.splitlines()]).replace(
            "nan,1", "test/acc,val/acc", 1
        ),
        f"{RUNS}:2:1: error[no-values]: the column 'test/acc' holds no number in any row that is read — name another "
        "column, or mend the file",
    ),
    "seed": (
        lambda text: text.replace(LINE, LINE.replace("0.1,1,", "0.1,1.5,")),
        f"{RUNS}:30:1: error[wrong-seed]: the column 'seed' holds 1.5, and a seed is a whole number — write 0, 1, "
        f"2 and "
        "so on for each seed",
    ),
    "no-seed": (
        lambda text: text.replace(LINE, LINE.replace("0.1,1,", "0.1,,")),
        f"{RUNS}:30:1: error[wrong-seed]: the column 'seed' holds nothing, and a seed is a whole number — write 0, 1, "
        f"2 and so on for each seed",
    ),
    "no-coordinate": (
        lambda text: text.replace(LINE, LINE.replace("0.1,1,", ",1,")),
        f"{RUNS}:30:1: error[missing-value]: the row has nothing in the column 'lr', which is the axis "
        f"'learning_rate' — "
        "fill it in, or leave such rows out with: where",
    ),
    "case": (
        lambda text: text.replace("split,", "split,Seed,").replace("main,", "main,1,").replace("other,", "other,1,"),
        f"{RUNS}:1:1: error[ambiguous-column]: the columns 'seed' and 'Seed' differ only in case — rename one of "
        f"them, so "
        "that nobody takes one for the other",
    ),
    "column": (
        lambda text: text.replace("val/acc", "val/accuracy"),
        f"{YAML}:11:37: error[missing-column]: the table '{RUNS}' has no column 'val/acc' — did you mean "
        f"'val/accuracy'?",
    ),
    "where": (
        lambda text: text.replace("main", "mian"),
        f"{YAML}:12:20: error[no-rows]: no row has main in the column 'split' — did you mean 'mian'?",
    ),
    "latin-1": (
        lambda text: text.replace("other", "\xe4").encode("latin-1"),
        f"{RUNS}:38:7: error[not-utf-8]: the byte 0xE4 is not UTF-8 text — save the file with the encoding UTF-8",
    ),
    "gone": (
        lambda text: None,
        f"{YAML}:5:12: error[missing-file]: no file in the comparison's folder is called like 'data/*.csv' — put "
        f"the file "
        "there; paths begin in the folder of the comparison",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_what_is_no_record_of_runs_is_one_line(desk, case):
    """Each fault of a table is one line with file and line; the old site stays to the byte."""
    before = desk.site()
    change, expected = TABLES[case]
    path = table_of(desk)
    changed = change(path.read_text())
    if changed is None:
        path.unlink()
    else:
        path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    said = desk.run()
    assert [line for line in said.diagnostics if "unknown-" not in line] == [expected]
    assert said.status == 1
    assert desk.site() == before


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "data/*.csv",
            "../runs.csv",
            f"{YAML}:5:12: error[path-outside]: '../runs.csv' leads out of the comparison's folder — write a path from "
            "that folder downwards, with slashes",
        ),
        (
            "{file}",
            "file",
            f"{YAML}:2:3: error[wrong-options]: 'repeat' does not say where the command writes: add {{file}}, the "
            f"path of "
            "a table",
        ),
        (
            "--lr {learning_rate}",
            "--lr {rate}",
            f"{YAML}:2:3: error[wrong-options]: 'repeat' names {{rate}}, which is no axis; use 'file', "
            f"'learning_rate' or "
            "'seed'",
        ),
        (
            "seed: seed",
            "seed: lr",
            f"{YAML}:2:3: error[wrong-options]: the column 'lr' is named twice: as an axis, as the seed or as the step",
        ),
    ],
)
def test_options_are_checked(desk, old, new, expected):
    """A path out of the folder, a command that cannot be filled in, or a column named twice is told."""
    desk.edit("steps/experiments.yaml", old, new)
    assert expected in desk.run("check").diagnostics


def test_a_link_out_of_the_folder_is_refused(desk, tmp_path):
    """A table may not be a link to a file that lies elsewhere."""
    table_of(desk).rename(tmp_path / "runs.csv")
    table_of(desk).symlink_to(tmp_path / "runs.csv")
    assert "is a link that leads out of the comparison's folder" in desk.run("check").diagnostics[0]


def test_a_long_table_is_read_once(desk, monkeypatch):
    """A build reads a table to check it, and not again to store it; the next build does not read it at all."""
    read_by: list[str] = []
    original = recorded_tables.read_table
    monkeypatch.setattr(recorded_tables, "read_table", lambda *args: read_by.append(args[1]) or original(*args))
    table_of(desk).write_text(table_of(desk).read_text().replace("0.732", "0.733"))
    assert desk.run().status == 0
    assert read_by == [RUNS]
    desk.edit("steps/page.yaml", "a part of the gradient", "a part of the whole gradient")
    assert desk.run().status == 0
    assert read_by == [RUNS]
