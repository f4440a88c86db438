"""Every statistic as a row for programs and a line for people."""

from pathlib import Path

import numpy as np

from proofpress.cache.store import Store
from proofpress.claims import measure
from proofpress.claims.numbers import COLUMNS, numbers_lines, numbers_table
from tests.claims.made import comparison, records, runs, statistic

HEIGHT = statistic("height", "mean", "points", 1, experiment="tides", channel="height")
PHASE = statistic("phase", "setting", experiment="tides", name="moon.phase")
SEEDS = statistic("seeds", "count", "count", 0, experiment="tides", of="seeds")


def test_rows_and_lines_say_the_same(tmp_path: Path) -> None:
    """Programs get numbers in full, people as prose prints them; a word has neither interval nor error."""
    of = runs(np.linspace(0.1, 0.2, 8))
    estimates, _ = measure(comparison({"tides": of}, (HEIGHT, PHASE, SEEDS)), records(of), Store(tmp_path))
    table = numbers_table(estimates)
    assert table.columns == COLUMNS
    height, phase, seeds = (dict(zip(COLUMNS, row, strict=True)) for row in table.rows)
    assert height["low"] < height["value"] < height["high"]
    assert (height["value"], height["runs"], height["seeds"]) == (estimates["height"].value, 8, 8)
    assert (phase["value"], phase["low"], phase["high"], phase["error"]) == ("full", None, None, None)
    assert (seeds["value"], seeds["low"]) == (8, 8)
    lines = numbers_lines(estimates)
    assert lines[0].split("  ")[0] == "height"
    assert estimates["height"].interval in lines[0]
    assert lines[0].endswith("8 runs, 8 seeds")
    assert len({line.index("run") for line in lines[1:]}) == 1


def test_a_page_without_statistics_has_no_numbers() -> None:
    """Nothing measured is an empty table, not an error."""
    assert numbers_table({}).rows == ()
    assert numbers_lines({}) == []
