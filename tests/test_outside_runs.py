"""SGD vs Adam: a comparison from outside runs, whose record is just what its table says."""

import csv
from collections import defaultdict
from statistics import fmean

import pytest

from proofpress import pipeline
from proofpress.models.build_options import BuildOptions
from tests.desk import ROOT

SLUG = "sgd-vs-adam"
FOLDER = ROOT / "content" / SLUG


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    """Options of a build whose runs are kept elsewhere."""
    return BuildOptions(content=ROOT / "content", only=SLUG, runs=tmp_path_factory.mktemp("runs"))


def test_it_is_a_whole_comparison(options):
    """It has a table, sections, claims and figures enough, recorded and measured ones, and its own poster."""
    (comparison,) = pipeline.read(options).comparisons
    kinds = defaultdict(int)
    for claim in comparison.claims:
        kinds[claim.kind] += 1
    assert len(comparison.table.rows) >= 5
    assert len(comparison.sections) >= 6
    assert len(comparison.figures) >= 7
    assert sum(kinds.values()) >= 10
    assert kinds["recorded"] >= 5
    assert kinds["measured"] >= 1
    assert comparison.poster is not None
    assert {each.kind for each in comparison.experiments.values()} == {"recorded", "function"}
    assert all(each.options.repeat for each in comparison.experiments.values() if each.kind == "recorded")


def test_the_record_is_the_table(options):
    """Means of the last epoch, by optimizer and rate, are those that a plain reader of the CSV finds."""
    found: dict[tuple[str, float], list[float]] = defaultdict(list)
    with (FOLDER / "data" / "rates.csv").open(newline="") as table:
        for row in csv.DictReader(table):
            if row["epoch"] == "20":
                found[row["optimizer"], float(row["lr"])].append(float(row["test_acc"]))
    array = pipeline.load_runs(f"{SLUG}/rates", options)["test_accuracy"]
    (comparison,) = pipeline.read(options).comparisons
    axes = comparison.experiments["rates"].run_schema.axes
    assert len(found) == len(axes["optimizer"]) * len(axes["learning_rate"]) == 27
    for (optimizer, rate), values in found.items():
        place = axes["optimizer"].index(optimizer), axes["learning_rate"].index(rate)
        assert array.values[place][:, -1].mean() == pytest.approx(fmean(values), abs=1e-12)


def test_the_script_is_the_one_that_wrote_the_table():
    """Optimizers, rates, seeds and columns of the script are those of the table; a build never runs it."""
    script = (FOLDER / "train.py").read_text(encoding="utf-8")
    with (FOLDER / "data" / "rates.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    for value in {row["optimizer"] for row in rows} | {row["lr"] for row in rows}:
        assert value in script
    assert all(f'"{column}"' in script for column in rows[0])
