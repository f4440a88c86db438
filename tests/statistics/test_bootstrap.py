"""Intervals over seeds: they cover, they stay paired, and the choice is made anew in each resample."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from scipy import stats

from proofpress.models import Best, Runs
from proofpress.statistics import bootstrap
from proofpress.statistics.bootstrap import RESAMPLES, draw_seeds, repeats_of, replicate, share_seeds, spread
from proofpress.statistics.kinds import statistic_kinds
from tests.claims.made import runs, with_channel

MEAN = statistic_kinds()["mean"]
DIFFERENCE = statistic_kinds()["difference"]


def interval(kind: Any, options: Any, *of: Runs) -> Any:
    named = {each.experiment: each for each in of}
    return spread(replicate(kind.estimate, options, named), repeats_of(named).drawn)


def test_the_interval_covers_a_known_mean() -> None:
    """Over 200 samples of 30 normal numbers the 95% interval holds the true mean in 88% to 98% of them."""
    generator = np.random.default_rng(0)
    options = MEAN.options("tides", "height")
    covered = 0
    for sample in generator.normal(5.0, 2.0, size=(200, 30)):
        found = interval(MEAN, options, runs(sample))
        covered += found.low < 5.0 < found.high
    assert 0.88 <= covered / 200 <= 0.98


@pytest.mark.parametrize("seeds", [8, 12, 24])
def test_of_few_seeds_the_interval_of_a_mean_is_students(seeds: int) -> None:
    """Over 300 samples of normal numbers its width is Student's on average, and it holds the true mean as often."""
    generator = np.random.default_rng(seeds)
    samples = generator.normal(5.0, 2.0, size=(300, seeds))
    found = [interval(MEAN, MEAN.options("tides", "height"), runs(sample)) for sample in samples]
    widths = [2 * stats.t.ppf(0.975, seeds - 1) * stats.sem(sample) for sample in samples]
    assert np.mean([each.high - each.low for each in found]) == pytest.approx(np.mean(widths), rel=0.05)
    covered = np.mean([each.low < 5.0 < each.high for each in found])
    assert 0.915 <= covered <= 0.985


def test_the_error_is_the_standard_error_of_the_mean() -> None:
    """For a mean it is s / √n (with n − 1 in the denominator of s), within the draw's noise."""
    sample = np.random.default_rng(1).normal(size=40)
    found = interval(MEAN, MEAN.options("tides", "height"), runs(sample))
    assert found.error == pytest.approx(sample.std(ddof=1) / 40**0.5, rel=0.08)


def test_a_paired_difference_forgets_what_seeds_share() -> None:
    """Where two experiments differ by just 1 in each seed, nothing is uncertain, however much the seeds vary."""
    high = np.random.default_rng(2).normal(0, 100, size=20)
    first, second = runs(high + 1), runs(high, experiment="calm")
    found = interval(DIFFERENCE, DIFFERENCE.options("tides", "height", minus={"experiment": "calm"}), first, second)
    assert found.low == pytest.approx(1)
    assert found.high == pytest.approx(1)


def test_seeds_are_paired_by_number_not_by_position() -> None:
    """Two experiments that list shared seeds in another order, or have more of them, are paired all the same."""
    high = np.random.default_rng(2).normal(0, 100, size=6)
    first = runs(high + 1, seed=(0, 1, 2, 3, 4, 5))
    second = runs(high[::-1][:5], experiment="calm", seed=(5, 4, 3, 2, 1))
    shared = share_seeds({"tides": first, "calm": second})
    assert repeats_of(shared).drawn == 5
    options = DIFFERENCE.options("tides", "height", minus={"experiment": "calm"})
    found = spread(replicate(DIFFERENCE.estimate, options, shared), 5)
    assert (found.low, found.high) == (pytest.approx(1), pytest.approx(1))


def test_experiments_without_shared_seeds_are_drawn_apart() -> None:
    """Seeds that are not shared are drawn independently, so that the variances add up."""
    high = np.random.default_rng(3).normal(size=30)
    first, second = runs(high), runs(high, experiment="calm", seed=tuple(range(100, 130)))
    found = interval(DIFFERENCE, DIFFERENCE.options("tides", "height", minus={"experiment": "calm"}), first, second)
    assert found.error == pytest.approx((2 * high.var() / 30) ** 0.5, rel=0.1)


def test_the_choice_is_made_anew_in_each_resample() -> None:
    """Two settings are chosen about equally often, so that the interval spans both of their heights."""
    judge = np.array([[0.0, 1.0] * 8, [1.0, 0.0] * 8])
    heights = np.array([[10.0] * 16, [20.0] * 16])
    of = with_channel(runs(heights, ("rate", "seed")), "judge", judge, ("rate", "seed"))
    options = MEAN.options("tides", "height", {"rate": Best("judge")})
    found = replicate(MEAN.estimate, options, {"tides": of})
    assert set(found) == {10.0, 20.0}
    assert 0.35 < (found == 20).mean() < 0.65


def test_draws_depend_on_the_seeds_alone() -> None:
    """The same seeds are drawn alike everywhere and always, other seeds otherwise."""
    assert np.array_equal(draw_seeds((0, 1, 2)), draw_seeds((0, 1, 2)))
    assert not np.array_equal(draw_seeds((0, 1, 2)), draw_seeds((3, 4, 5)))
    assert draw_seeds((0, 1, 2)).shape == (RESAMPLES, 3)


def test_nothing_varies_without_seeds() -> None:
    """One seed, or a channel that belongs to all seeds alike, has no replicates."""
    options = MEAN.options("tides", "height", {"rate": 1})
    assert replicate(MEAN.estimate, options, {"tides": runs([[1.0], [2.0]], ("rate", "seed"))}) is None
    assert replicate(MEAN.estimate, options, {"tides": runs([1.0, 2.0], ("rate",))}) is None


def test_blocks_do_not_change_the_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little is held in memory at once, the replicates are the same to the last bit."""
    of = {"tides": runs(np.random.default_rng(4).normal(size=12))}
    options = MEAN.options("tides", "height")
    whole = replicate(MEAN.estimate, options, of)
    monkeypatch.setattr("proofpress.statistics.bootstrap.BLOCK_NUMBERS", 100)
    assert np.array_equal(replicate(MEAN.estimate, options, of), whole)


def test_a_number_undefined_too_often_has_no_interval() -> None:
    """A few undefined resamples are left out; more than one of twenty are told."""
    replicates = np.ones(100)
    replicates[:5] = np.nan
    assert spread(replicates, 9).high == 1
    replicates[:6] = np.inf
    with pytest.raises(ValueError, match="undefined in 6 of 100 resamples of the seeds"):
        spread(replicates, 9)


def test_seeds_in_any_order_give_the_same_interval() -> None:
    """Reading the seeds in another order from the store moves nothing."""
    sample = np.random.default_rng(5).normal(size=9)
    straight = runs(sample)
    turned = replace(runs(sample[::-1].copy()), axes={"seed": tuple(range(8, -1, -1))})
    options = MEAN.options("tides", "height")
    found = [spread(replicate(MEAN.estimate, options, share_seeds({"tides": of})), 9) for of in (straight, turned)]
    assert found[0] == found[1]


SHARE, WINS = statistic_kinds()["share"], statistic_kinds()["wins"]


def over_splits(values: np.ndarray) -> Runs:
    """Return pooled runs of several splits, `(splits, seeds)`."""
    pairs = tuple((split, seed) for split in range(values.shape[0]) for seed in range(values.shape[1]))
    return runs(values.ravel(), seed=pairs)


def of_share(*of: Runs, **options: Any) -> Any:
    """Return the interval of the share of runs above a half."""
    named = {each.experiment: each for each in of}
    return bootstrap.interval("share", SHARE.estimate, SHARE.options("tides", "height", above=0.5, **options), named)


@pytest.mark.parametrize(("high", "count"), [(0, 8), (1, 8), (5, 12), (16, 16)])
def test_a_share_of_seeds_has_wilsons_interval(high: int, count: int) -> None:
    """It is scipy's for k of n, where none or all meet the condition as well."""
    found = of_share(runs(np.array([1.0] * high + [0.0] * (count - high))))
    theirs = stats.binomtest(high, count).proportion_ci(0.95, method="wilson")
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_a_share_that_all_splits_agree_on_counts_each_split_once() -> None:
    """Thirty runs of ten splits that all fail say no more than ten."""
    found = of_share(over_splits(np.zeros((10, 3))))
    theirs = stats.binomtest(0, 10).proportion_ci(0.95, method="wilson")
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_a_share_over_splits_is_as_wide_as_they_differ() -> None:
    """Splits that agree within themselves count once each; seeds that differ within splits as runs of their own."""
    apart = of_share(over_splits(np.repeat(np.arange(10) % 2, 3).reshape(10, 3).astype(float)))
    alike = of_share(over_splits(np.tile([0.0, 1.0], (10, 1))))
    ten, twenty = (bootstrap.score_interval(0.5, count, bootstrap.student_t(9)) for count in (10, 20))
    assert (apart.low, apart.high) == pytest.approx(ten, abs=1e-12)
    assert (alike.low, alike.high) == pytest.approx(twenty, abs=1e-12)


@pytest.mark.parametrize("freedom", [*range(1, 40), 99, 100, 1_000, 1_001, 10_000])
def test_students_t_is_that_of_scipy(freedom: int) -> None:
    """From two seeds to thousands, to the last digits of a double: the base install has no scipy to ask."""
    assert bootstrap.student_t(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-13)


def test_a_share_of_what_is_no_yes_or_no_is_resampled() -> None:
    """Where each run has a share of its own, as of the coordinates of an axis, nothing is counted."""
    values = np.random.default_rng(3).uniform(size=(12, 5))
    of = runs(values.mean(axis=1))
    each = with_channel(of, "parts", values, ("seed", "*part"))
    found = bootstrap.interval("share", SHARE.estimate, SHARE.options("tides", "parts", above=0.5), {"tides": each})
    expected = spread(replicate(SHARE.estimate, SHARE.options("tides", "parts", above=0.5), {"tides": each}), 12)
    assert found == expected


def test_ties_count_half_in_the_interval_of_wins() -> None:
    """Six wins and two ties of ten are seven of ten."""
    first = runs(np.array([1.0] * 6 + [0.5] * 4))
    second = runs(np.array([0.0] * 6 + [0.5] * 2 + [1.0] * 2), experiment="calm")
    options = WINS.options("tides", "height", against={"experiment": "calm"})
    found = bootstrap.interval("wins", WINS.estimate, options, {"tides": first, "calm": second})
    assert (found.low, found.high) == pytest.approx(bootstrap.score_interval(0.7, 10), abs=1e-12)
