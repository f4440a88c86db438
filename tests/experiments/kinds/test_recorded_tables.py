"""Tables of recorded runs in every shape that is taken give the same arrays, each number at its coordinates."""

import numpy as np

from proofpress.diagnostics import Location
from proofpress.experiments.methods.recorded_tables import Layout
from proofpress.experiments.methods.recordings import read_recordings
from proofpress.models.own_files import OwnFile
from tests.experiments.kinds.recorded_rows import RATES, SEEDS, STEPS, accuracy, as_csv, rows


def layout(**changed):
    """Return the layout of the made-up table."""
    given = {
        "axes": {"rate": "lr"},
        "seed": "seed",
        "step": "epoch",
        "channels": {"accuracy": "test/acc"},
        "where": {},
        "melt": "",
        "allow": (),
    }
    return Layout(**{**given, **changed})


def read(tmp_path, text, **changed):
    """Return what a table of some text records."""
    (tmp_path / "a.csv").write_text(text)
    file = OwnFile("a.csv", "", "a.csv", tmp_path)
    return read_recordings([file], layout(**changed), lambda *at: Location("y.yaml"), lambda sentence: None)


def test_what_is_meant_is_taken(tmp_path):
    """Allowed: incomplete seeds are left out, steps that not all runs have too, and numbers that are none stay."""
    table = [row for row in rows()[:-1] if row[:2] != [0.1, 2] and not (row[1] == 0 and row[3] == 2 and row[0] == 0.01)]
    table[5][4] = "inf"
    found = read(tmp_path, as_csv(table), allow=("missing-runs", "unequal-steps", "not-finite"))
    assert found.axes == {"rate": RATES, "seed": (0, 1, 3), "step": (0, 1)}
    assert found.channels["accuracy"][2, 2].tolist() == [accuracy(0.1, 3, 0), accuracy(0.1, 3, 1)]
    assert not np.isfinite(found.channels["accuracy"]).all() or table[5][3] == 2


def test_words_come_in_their_order_and_numbers_in_theirs(tmp_path):
    """Coordinates: numbers ascending, then words as they first come; what looks whole is whole."""
    table = [[rate, 0, 0, 1.0] for rate in ("sgd", 10, 2.5, "adam", -1)]
    found = read(tmp_path, as_csv(table, ["lr", "seed", "epoch", "test/acc"]))
    assert found.axes["rate"] == (-1, 2.5, 10, "sgd", "adam")
    assert [type(value) for value in found.axes["rate"]] == [int, float, int, str, str]


def test_a_wide_table_is_the_tidy_one(tmp_path):
    """One column a run, as trackers export them, gives the same arrays as one row a step."""
    tidy = read(tmp_path, as_csv(rows()[:-1]), channels={"accuracy": "test/acc", "other": "val/acc"})
    header = [f"lr={rate} s{seed} - {column}" for rate in RATES for seed in SEEDS for column in ("test/acc", "val/acc")]
    lines = []
    for step in STEPS:
        cells = [cell for row in rows()[:-1] if row[3] == step for cell in row[4:]]
        lines.append([step, *cells])
    wide = read(
        tmp_path,
        as_csv(lines, ["epoch", *header]),
        channels={"accuracy": "test/acc", "other": "val/acc"},
        melt="lr={lr} s{seed} - {column}",
    )
    assert wide.axes == tidy.axes
    assert all(np.array_equal(wide.channels[name], tidy.channels[name]) for name in tidy.channels)


def test_rows_may_come_in_any_order_of_runs(tmp_path):
    """Runs may be interleaved, as they are when several are logged at once."""
    table = sorted(rows()[:-1], key=lambda row: (row[3], -row[1], row[0]))
    one, other = read(tmp_path, as_csv(rows()[:-1])), read(tmp_path, as_csv(table))
    assert one.axes == other.axes
    assert np.array_equal(one.channels["accuracy"], other.channels["accuracy"])


def test_without_seeds_or_steps_there_is_one_of_each(tmp_path):
    """A table of final results has no step; a single run for each setting has the seed 0."""
    table = [[rate, accuracy(rate, 0, 0)] for rate in RATES]
    found = read(tmp_path, as_csv(table, ["lr", "test/acc"]), seed="", step="")
    assert found.axes == {"rate": RATES, "seed": (0,)}
    assert found.channels["accuracy"].tolist() == [[accuracy(rate, 0, 0)] for rate in RATES]
