"""Numbers before a claim is written: the command `numbers`, and the record for Python programs."""

import csv
import io

import numpy as np
import pytest

import proofpress
from proofpress.claims.numbers import COLUMNS

NOWHERE = """statistics:
  nowhere:
    kind: crossing
    experiment: learning-rate
    channel: test_accuracy
    axis: learning_rate
    above: 2
    unit: plain
    digits: 1
"""


def test_numbers_are_the_same_for_people_and_programs(desk):
    """A line for each statistic, a row of CSV or an object of JSON; nothing is trained or written for it."""
    before = (desk.output / "build.json").read_bytes()
    lines = desk.run("numbers").out.splitlines()
    rows = desk.run("numbers", "--format", "json").summary["numbers"]
    table = list(csv.DictReader(io.StringIO(desk.run("numbers", "--format", "csv").out)))
    assert lines[0] == "steps"
    assert (
        [line.split()[0] for line in lines[1:]] == [row["statistic"] for row in rows] == ["rate_gap", "best_accuracy"]
    )
    assert [tuple(row) for row in rows] == [("comparison", *COLUMNS)] * 2
    assert all(float(row["low"]) == other["low"] for row, other in zip(table, rows, strict=True))
    assert all(row["low"] < row["value"] < row["high"] for row in rows)
    assert (desk.output / "build.json").read_bytes() == before


def test_one_missing_number_hides_no_other(desk):
    """A statistic without a number is an error with its place; the others are printed all the same."""
    desk.edit("steps/claims.yaml", "statistics:\n", NOWHERE)
    said = desk.run("numbers", "--format", "table")
    assert said.status == 1
    assert "error[no-number]: 'nowhere' has no number: the mean of 'test_accuracy' is above 2 nowhere" in said.err
    assert "best_accuracy" in said.out
    assert "nowhere" not in said.out


def test_the_record_has_named_dimensions(desk):
    """`proofpress.load_runs` gives each channel with its coordinates, as it was trained."""
    folders = {"content": str(desk.folder / "content"), "runs": str(desk.runs)}
    runs = proofpress.load_runs("steps/learning-rate", **folders)
    accuracy = runs["test_accuracy"]
    assert set(accuracy.dims) == {"learning_rate", "step", "seed"}
    assert accuracy.coords["learning_rate"] == (0.0001, 0.01, 0.1)
    best = accuracy.sel(learning_rate=0.1, step="last").mean("seed").values
    assert best == pytest.approx(np.mean(accuracy.isel(learning_rate=2, step=-1).values))
    with pytest.raises(KeyError, match="'learning' is not an experiment of 'steps': did you mean 'learning-rate'"):
        proofpress.load_runs("steps/learning", **folders)
