"""From runs to estimates: numbers that do not vary, numbers that cannot be had, and how many runs are looked at."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofpress.cache.store import Store
from proofpress.claims import measure
from proofpress.models import Best, Estimate, Runs, Statistic
from tests.claims.made import comparison, records, runs, statistic, with_channel

RATES = (0.1, 1.0, 10.0)


def evaluate(tmp_path: Path, of: tuple[Runs, ...], *statistics: Statistic) -> tuple[dict[str, Estimate], list[str]]:
    """Return the estimates of statistics of some runs, and what could not be measured."""
    site = comparison({each.experiment: each for each in of}, statistics)
    estimates, diagnostics = measure(site, records(*of), Store(tmp_path))
    return estimates, [each.message for each in diagnostics]


def steady(better: str = "higher") -> Runs:
    """Return heights that rise with step and fall with rate, the same for twelve seeds but for the last digits."""
    noise = np.random.default_rng(1).normal(scale=1e-3, size=(3, 4, 12))
    values = np.array([0.9, 0.6, 0.1])[:, None, None] * np.array([0.2, 0.5, 0.8, 1.0])[:, None] + noise
    return runs(values, ("rate", "step", "seed"), better=better, rate=RATES, step=(0, 10, 20, 30))


def crossing(name: str, above: float) -> Statistic:
    return statistic(name, "crossing", experiment="tides", channel="height", axis="rate", above=above)


def steps_to(name: str, reaches: float) -> Statistic:
    at = {"rate": 0.1}
    return statistic(name, "steps_to", experiment="tides", channel="height", at=at, reaches=reaches)


def formula(name: str, words: str) -> Statistic:
    return statistic(name, "expression", formula=words, digits=2)


@pytest.mark.parametrize(
    ("kind", "second", "judge"),
    [("ratio", "over", "height"), ("ratio", "over", "fit"), ("difference", "minus", "fit")],
)
def test_a_setting_that_explodes_does_not_hide_how_the_others_vary(
    tmp_path: Path, kind: str, second: str, judge: str
) -> None:
    """A number has its interval even where another setting, or the channel that chooses, is 1e14 times as large."""
    errors = np.random.default_rng(2).uniform(0.1, 0.2, size=(3, 40)) * np.array([4.0, 1.0, 1e14])[:, None]
    of = with_channel(
        runs(errors, ("rate", "seed"), rate=RATES, better="lower"), "fit", errors, ("rate", "seed"), "lower"
    )
    places: dict[str, Any] = {"at": {"rate": 0.1}, second: {"rate": Best(judge)}}
    estimates, messages = evaluate(
        tmp_path, (of,), statistic("worse", kind, experiment="tides", channel="height", **places)
    )
    assert messages == []
    worse = estimates["worse"]
    assert worse.low < worse.value < worse.high


@pytest.mark.parametrize(
    ("operands", "words", "value"),
    [
        ((crossing("a", 0.5), crossing("b", 0.8)), "log10(a / b)", 1.0),
        ((steps_to("a", 0.85), steps_to("b", 0.4)), "a - b", 20.0),
        ((crossing("a", 0.5), statistic("b", "count", experiment="tides", of="seeds")), "a * b", 12.0),
        ((crossing("a", 0.5), formula("b", "2 * a")), "b - a", 1.0),
    ],
    ids=["crossings", "steps", "a-count", "an-expression"],
)
def test_what_does_not_vary_has_a_number_without_an_interval(
    tmp_path: Path, operands: tuple[Statistic, ...], words: str, value: float
) -> None:
    """A formula over numbers that are the same in every resample is worked out, and says that it does not vary."""
    estimates, messages = evaluate(tmp_path, (steady(),), *operands, formula("both", words))
    assert messages == []
    both = estimates["both"]
    assert (both.value, both.low, both.high, both.error) == pytest.approx((value, value, value, 0))
    assert both.interval == both.text


def test_what_varies_in_few_resamples_is_combined_too(tmp_path: Path) -> None:
    """Operands whose own interval has no width, though some resamples differ, make a number with an interval."""
    heights = np.array([[1.0] * 40, [1.0] * 39 + [-30.0]])
    of = runs(heights, ("rate", "seed"), rate=(1.0, 2.0))
    estimates, messages = evaluate(tmp_path, (of,), crossing("a", -1), crossing("b", 0.5), formula("both", "a / b"))
    assert messages == []
    assert estimates["both"].value == pytest.approx(estimates["a"].value / estimates["b"].value)
    assert estimates["both"].seeds == 40


def test_one_seed_beside_many_makes_no_interval_of_its_own(tmp_path: Path) -> None:
    """An experiment with one seed is compared with one that has others, and only the latter is drawn anew."""
    many = runs(np.random.default_rng(2).normal(size=16), seed=tuple(range(100, 116)))
    one = runs([0.5], experiment="calm", seed=(0,))
    gap = statistic("gap", "difference", experiment="tides", channel="height", minus={"experiment": "calm"})
    estimates, messages = evaluate(tmp_path, (many, one), gap)
    assert messages == []
    assert estimates["gap"].low < estimates["gap"].value < estimates["gap"].high
    assert (estimates["gap"].seeds, estimates["gap"].runs) == (16, 17)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("a / (b - b)", "'both' has no number: 'a / (b - b)' divides by zero"),
        ("log10(a - 2 * b)", "'both' has no number: 'log10(a - 2 * b)' cannot be worked out: -1 has no logarithm"),
        ("10.0 ** 400", "'both' has no number: '10.0 ** 400' cannot be worked out: "),
        ("1e308 * 10 * a", "'both' has no number: it is not finite"),
    ],
)
def test_a_formula_without_a_number_is_named(tmp_path: Path, words: str, message: str) -> None:
    """What cannot be worked out is told with the name of the statistic and its formula, not as a fault of ours."""
    _, messages = evaluate(tmp_path, (steady(),), crossing("a", 0.5), crossing("b", 0.5), formula("both", words))
    assert len(messages) == 1
    assert messages[0].startswith(message)


def counted(tmp_path: Path, of: tuple[Runs, ...], *statistics: Statistic) -> int:
    estimates, messages = evaluate(tmp_path, of, *statistics)
    assert messages == []
    return estimates[statistics[-1].id].runs


def grid() -> Runs:
    """Return heights of two rates × two doses × three steps × sixteen seeds, and a judge of the same runs."""
    values = np.random.default_rng(3).normal(size=(2, 2, 3, 16))
    dims = ("rate", "dose", "step", "seed")
    of = runs(values, dims, rate=(0.1, 1.0), dose=(0, 1), step=(0, 10, 20))
    return with_channel(of, "judge", values[::-1], dims)


def mean(name: str, **at: Any) -> Statistic:
    return statistic(name, "mean", experiment="tides", channel="height", at=at)


def difference(minus: dict[str, Any], **at: Any) -> Statistic:
    return statistic("gap", "difference", experiment="tides", channel="height", at=at, minus=minus)


def test_runs_of_two_places_are_all_counted(tmp_path: Path) -> None:
    """A difference between two settings rests on the runs of both, whether one statistic reads them or two."""
    one, other = mean("one", rate=0.1, dose=0), mean("other", rate=1.0, dose=0)
    assert counted(tmp_path, (grid(),), difference({"rate": 1.0}, rate=0.1, dose=0)) == 32
    assert counted(tmp_path, (grid(),), one, other, formula("gap", "one - other")) == 32
    assert counted(tmp_path, (grid(),), one, mean("same", rate=0.1, dose=0), formula("gap", "one - same")) == 16


def test_settings_that_differ_in_two_axes_are_two_settings(tmp_path: Path) -> None:
    """Runs are counted where they were looked at, not at every crossing of the coordinates that were named."""
    assert counted(tmp_path, (grid(),), difference({"rate": 1.0, "dose": 1}, rate=0.1, dose=0)) == 32


def test_one_run_is_counted_once(tmp_path: Path) -> None:
    """Two checkpoints or two channels of a run are one run; where a setting is chosen, all that compete are counted."""
    assert counted(tmp_path, (grid(),), difference({"step": "first"}, rate=0.1, dose=0)) == 16
    assert counted(tmp_path, (grid(),), difference({"channel": "judge"}, rate=0.1, dose=0)) == 16
    assert counted(tmp_path, (grid(),), mean("middle", rate="mean", dose=0)) == 32


def test_two_experiments_add_up(tmp_path: Path) -> None:
    """Runs of two experiments are different runs, and only those of the seeds that both have are looked at."""
    tides, calm = runs(np.arange(6.0)), runs(np.arange(4.0), experiment="calm", seed=(2, 3, 4, 5))
    gap = statistic("gap", "difference", experiment="tides", channel="height", minus={"experiment": "calm"})
    assert counted(tmp_path, (tides, calm), gap) == 8


def test_a_share_along_an_axis_is_the_mean_of_the_shares_in_each_seed(tmp_path: Path) -> None:
    """Number, interval and ratio are those of the means of a channel that holds the shares themselves."""
    chance = np.random.default_rng(4)
    heights = chance.normal(size=(2, 9, 12)) + np.array([0.0, 0.6])[:, None, None]
    of = runs(heights, ("side", "rate", "seed"), side=("one", "other"))
    of = with_channel(of, "counted", (heights > 0.5).mean(axis=1), ("side", "seed"))
    shares = [
        statistic(f"{side}_share", "share", **here(side, "height", rate="mean"), above=0.5) for side in ("one", "other")
    ]
    means = [statistic(f"{side}_mean", "mean", **here(side, "counted")) for side in ("one", "other")]
    ratios = [formula(f"ratio_{each}", f"other_{each} / one_{each}") for each in ("share", "mean")]
    estimates, messages = evaluate(tmp_path, (of,), *shares, *means, *ratios)
    assert messages == []
    for found, wanted in (("one_share", "one_mean"), ("other_share", "other_mean"), ("ratio_share", "ratio_mean")):
        one, other = estimates[found], estimates[wanted]
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))
        assert one.low < one.value < one.high
    assert estimates["one_share"].value == pytest.approx((heights[0] > 0.5).mean())
    assert (estimates["one_share"].runs, estimates["ratio_share"].runs) == (9 * 12, 2 * 9 * 12)


def here(side: str, channel: str, **at: Any) -> dict[str, Any]:
    return {"experiment": "tides", "channel": channel, "at": {"side": side, **at}}
