"""The 95% intervals of statistics cover what is true, or the guide says of which they do not."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from benchmarks.coverage import (
    CASES,
    DISTRIBUTIONS,
    DOCUMENTS,
    MARK,
    NOT_SIMULATED,
    SEEDS,
    SPLITS,
    covered,
    exceptions,
    filled,
    recorded,
)
from proofpress.models import Coverage
from proofpress.statistics import bootstrap
from proofpress.statistics.coverage import known_coverage
from proofpress.statistics.kinds import statistic_kinds
from tests.claims.made import runs
from tests.desk import ROOT

SAMPLES = 200
NOISE = 3 * (0.05 * 0.95 / SAMPLES) ** 0.5
"""Three standard errors of a share of so many samples."""
GUIDE = (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8")
NAMED = {case.kind: case for case in CASES}


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand resamples instead of two: the outer percentiles hardly move, and the tests take half as long."""
    monkeypatch.setattr(bootstrap, "RESAMPLES", 1000)


JUMPING = {"best_setting", "crossing", "steps_to"}
"""Kinds whose number is one of a few: most of their intervals hold the truth, and more than they should."""
SLOW = 100
"""Samples of the kinds that a test with splits looks at again."""


def test_every_kind_is_simulated_or_says_why_not() -> None:
    """A kind has a case, or a reason why it has none, which the guide gives as well where its number varies."""
    assert set(NAMED) | set(NOT_SIMULATED) == set(statistic_kinds())
    assert not set(NAMED) & set(NOT_SIMULATED)
    assert "how many seeds" in GUIDE.split("## `prevalence`")[1].split("## ")[0]


def test_the_record_has_every_kind_and_enough_samples() -> None:
    """Each simulated kind stands in the record, cell by cell, with the day and at least a thousand samples."""
    rows = recorded()
    assert list(rows) == [case.kind for case in CASES]
    for row in rows.values():
        assert row.samples >= 1000, row.kind
        assert date(2026, 11, 28) <= date.fromisoformat(row.date) <= date.today()
        assert list(row.cells) == list(DISTRIBUTIONS)
        assert all(len(cells) == len(SEEDS) + 1 and min(cells) > 80 for cells in row.cells.values())


@pytest.mark.parametrize("kind", sorted(statistic_kinds()))
def test_a_kind_declares_what_stands_in_the_record(kind: str) -> None:
    """Numbers of repeats with a cell below 92 or above 98 are in the kind's own file, and no others."""
    expected = exceptions(recorded()[kind]) if kind in NAMED else ()
    assert statistic_kinds()[kind].covers == expected
    words = GUIDE.split(f"## `{kind}`")[1].split("\n## ")[0]
    assert (f"<!-- coverage: {kind} -->" in words) == bool(expected), "the guide tells authors of it, and of no other"


@pytest.mark.parametrize("document", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_documents_say_what_stands_in_the_record(document) -> None:
    """The table of the method and the sentences of the guide are filled in from the record."""
    text = document.read_text(encoding="utf-8")
    assert MARK.search(text)
    assert filled(text, recorded()) == text, "run python -m benchmarks.coverage with a kind"


def test_what_is_known_of_an_interval() -> None:
    """The most seeds that were simulated and are no more than its own count; of several kinds the worst is told."""
    with_logs = statistic_kinds()["deviation"].covers
    assert known_coverage(["deviation"], 23) == next(row for row in with_logs if row.seeds == 16)
    assert known_coverage(["deviation"], 400) == next(row for row in with_logs if row.seeds == 24)
    assert known_coverage(["deviation", "best_setting"], 5) == next(row for row in with_logs if row.seeds == 8)
    assert known_coverage(["best_setting", "count", "of another package"], 16) == Coverage(16, 100, 100, "normal")
    assert known_coverage(["deviation"], 2, 10) == next(row for row in with_logs if row.splits == 10)
    assert known_coverage(["median", "share"], 16) is None


def test_replicates_of_an_expression_are_those_of_its_formula() -> None:
    """What the simulation divides all at once is what the kind gives, one pair of numbers at a time."""
    kind = statistic_kinds()["expression"]
    options = kind.options(**NAMED["expression"].options("normal"))
    pairs = np.random.default_rng(3).normal(1, 0.2, (50, 2))
    assert [kind.estimate(options, {"first": a, "second": b}) for a, b in pairs.tolist()] == (
        pairs[:, 0] / pairs[:, 1]
    ).tolist()


@pytest.mark.parametrize("kind", sorted(set(NAMED) - {"median"}))
def test_intervals_of_normal_numbers_cover(kind: str) -> None:
    """Over many samples of sixteen seeds, an interval holds the truth in 92 to 98% of them, within the draw's noise."""
    most = 1.0 if kind in JUMPING else 0.98 + NOISE
    found = covered(NAMED[kind], "normal", 16, SAMPLES)
    assert 0.92 - NOISE <= found <= most
    assert abs(found - recorded()[kind].cells["normal"][1] / 100) <= NOISE, "a part of what the record counted"


@pytest.mark.parametrize("kind", ["mean", "median", "difference", "share", "wins", "slope", "optimism", "roughness"])
def test_intervals_over_splits_cover(kind: str) -> None:
    """So they do where half of the variance is between ten splits of the data, and each has three seeds."""
    noise = 3 * (0.05 * 0.95 / SLOW) ** 0.5
    splits, seeds = SPLITS
    assert covered(NAMED[kind], "normal", seeds, SLOW, splits) >= 0.92 - noise


@pytest.mark.parametrize("distribution", sorted(DISTRIBUTIONS))
@pytest.mark.parametrize("seeds", [8, 24])
def test_shares_cover_though_few_runs_meet_them(distribution: str, seeds: int) -> None:
    """Of 4, 50 or 80% of runs, Wilson's interval holds the share as often as it says, where resampling held 26%."""
    assert covered(NAMED["share"], distribution, seeds, SAMPLES) >= 0.92 - NOISE


@pytest.mark.parametrize("seeds", [8, 24])
@pytest.mark.parametrize("distribution", sorted(DISTRIBUTIONS))
def test_intervals_of_means_and_medians_cover_whatever_the_numbers(distribution: str, seeds: int) -> None:
    """Of few seeds and more, normal, bimodal or at a boundary; of skewed ones less often, as the guide says."""
    least = 0.89 if distribution == "skewed" else 0.92
    for kind in ("mean", "median"):
        assert covered(NAMED[kind], distribution, seeds, SAMPLES) >= least - NOISE, kind
    assert "skewed" in GUIDE.split("## `mean`")[1].split("## ")[0]


@pytest.mark.parametrize("seeds", [8, 24])
def test_a_deviation_of_normal_numbers_is_covered(seeds: int) -> None:
    """The percentiles of few seeds cover a deviation far too seldom; its interval in logarithms covers it."""
    assert 0.92 - NOISE <= covered(NAMED["deviation"], "normal", seeds, SAMPLES) <= 0.98 + NOISE


def test_percentiles_are_those_of_scipy() -> None:
    """Before they are taken further out, percentiles of the replicates are scipy's; BCa lies within our interval."""
    sample = np.random.default_rng(5).normal(5, 2, 40)
    kind = statistic_kinds()["mean"]
    replicates = bootstrap.replicate(kind.estimate, kind.options("tides", "height"), {"tides": runs(sample)})
    for method in ("percentile", "BCa"):
        theirs = stats.bootstrap((sample,), np.mean, method=method, n_resamples=9999, random_state=1)
        low, high = np.percentile(replicates, (2.5, 97.5))
        width = high - low
        assert low == pytest.approx(theirs.confidence_interval.low, abs=0.06 * width), method
        assert high == pytest.approx(theirs.confidence_interval.high, abs=0.06 * width), method


def test_a_deviation_is_told_in_logarithms() -> None:
    """Its interval is at least Student's of the jackknifed logarithm: never below zero, and longer upwards."""
    sample = np.random.default_rng(6).normal(0, 1, 9)
    kind = statistic_kinds()["deviation"]
    found = bootstrap.interval("deviation", kind.estimate, kind.options("tides", "height"), {"tides": runs(sample)})
    assert found is not None
    left_out = np.log([np.delete(sample, each).std(ddof=1) for each in range(9)])
    error = (8 / 9 * ((left_out - left_out.mean()) ** 2).sum()) ** 0.5
    reach = np.exp(stats.t.ppf(0.975, 8) * error)
    assert found.low <= sample.std(ddof=1) / reach * (1 + 1e-9)
    assert found.high >= sample.std(ddof=1) * reach * (1 - 1e-9)
