"""Each kind of statistic on runs small enough to check by eye."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.models import Best, Runs
from proofpress.runs.parameters import Parameter
from proofpress.runs.selection import ScalarSelect, resample
from proofpress.statistics.kinds import statistic_kinds
from tests.claims.made import runs, with_channel


def find(kind: str, where: Runs, /, *more: Runs, **options: Any) -> Any:
    """Return the number that a kind finds in the runs."""
    row = statistic_kinds()[kind]
    return row.estimate(row.options(**options), {each.experiment: each for each in (where, *more)})


def here(**more: Any) -> dict[str, Any]:
    return {"experiment": "tides", "channel": "height", **more}


TWO_RATES = runs([[1.0, 2.0, 3.0], [5.0, 6.0, 10.0]], ("rate", "seed"), rate=(0.1, 1))


def test_mean_median_and_deviation_reduce_the_seeds() -> None:
    """1, 2 and 6 have the mean 3, the median 2 and the standard deviation √7."""
    of = runs([1.0, 2.0, 6.0])
    assert find("mean", of, **here()) == 3
    assert find("median", of, **here()) == 2
    assert find("deviation", of, **here()) == pytest.approx(7**0.5)


def test_the_median_counts_a_diverged_run_as_worst() -> None:
    """One run of three that diverged leaves a median: the worst of the other two."""
    assert find("median", runs([np.nan, 3.0, 4.0]), **here()) == 3
    assert find("median", runs([np.nan, 3.0, 4.0], better="lower"), **here()) == 4


@pytest.mark.parametrize(("each", "expected"), [("mean", 1.5), ("sum", 4.5), ("max", 3.5), ("min", 0), ("zeros", 1.5)])
def test_unnamed_dimensions_become_one_number_for_a_run(each: str, expected: float) -> None:
    """The moves of three weights in two seeds: 0, 2, 4 and 0, 0, 3."""
    of = runs([[0, 2, 4], [0, 0, 3]], ("seed", "*weight"), better="")
    assert find("mean", of, **here(each=each)) == pytest.approx(expected)


def test_difference_subtracts_the_second_place() -> None:
    """The mean at rate 1 is 7, at rate 0.1 it is 2."""
    assert find("difference", TWO_RATES, **here(at={"rate": 1}, minus={"rate": 0.1})) == 5


def test_difference_between_experiments_drops_an_axis() -> None:
    """`null` takes away an axis that the second experiment does not have."""
    calm = runs([1.0, 1.0, 1.0], experiment="calm")
    assert find("difference", TWO_RATES, calm, **here(at={"rate": 1}, minus={"experiment": "calm", "rate": None})) == 6


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("wins", {"against": {"experiment": "calm"}}),
        ("correlation", {"against": {"experiment": "calm"}}),
        ("prevalence", {"minus": {"experiment": "calm"}, "over": ("rate",)}),
    ],
)
def test_seeds_that_are_not_shared_are_not_paired(kind: str, options: dict[str, Any]) -> None:
    """As many seeds, but others: nothing pairs the first run of one with the first of the other."""
    calm = runs(np.ones((2, 3)), ("rate", "seed"), experiment="calm", rate=(0.1, 1), seed=(100, 101, 102))
    at = {} if kind == "prevalence" else {"rate": 1}
    with pytest.raises(ValueError, match="the two places share no seeds"):
        find(kind, TWO_RATES, calm, **here(at=at, **options))


def test_wins_counts_ties_as_half() -> None:
    """First against second: a win, a tie, a loss; and the other way round where lower is better."""
    of = runs([[3.0, 2.0, 1.0, 5.0], [1.0, 2.0, 3.0, 4.0]], ("rate", "seed"), rate=(1, 2))
    assert find("wins", of, **here(at={"rate": 1}, against={"rate": 2})) == 2.5 / 4
    lower = replace(of, channels={"height": replace(of.channels["height"], better="lower")})
    assert find("wins", lower, **here(at={"rate": 1}, against={"rate": 2})) == 1.5 / 4


def test_ratio_divides_the_means() -> None:
    """7 is three and a half times 2."""
    assert find("ratio", TWO_RATES, **here(at={"rate": 1}, over={"rate": 0.1})) == 3.5


def test_chosen_returns_the_coordinate() -> None:
    """Height is best at rate 1, for all seeds; and at a word, where coordinates are words."""
    assert find("best_setting", TWO_RATES, experiment="tides", axis="rate", best="height") == 1
    words = runs([[1.0], [5.0]], ("shore", "seed"), shore=("sand", "rock"))
    assert find("best_setting", words, experiment="tides", axis="shore", best="height") == "rock"


def test_chosen_per_seed_is_the_median_choice() -> None:
    """Seeds choose the steps 10, 30 and 30: the median is 30."""
    of = runs([[9.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 2.0, 3.0]], ("step", "seed"), step=(10, 20, 30))
    assert find("best_setting", of, experiment="tides", axis="step", best="height", per="seed") == 30


def test_share_of_a_label() -> None:
    """Two of four runs ebb; an unknown label is named with those that there are."""
    of = runs([0, 1, 1, 2], labels=("flows", "ebbs", "stands"))
    assert find("share", of, **here(equals="ebbs")) == 0.5
    with pytest.raises(ValueError, match=r"'ebb' is not a label .* \(labels: flows, ebbs, stands\)"):
        find("share", of, **here(equals="ebb"))


def test_share_beyond_a_number_pools_an_averaged_axis() -> None:
    """Of six runs over both rates, four are above 2."""
    assert find("share", TWO_RATES, **here(at={"rate": "mean"}, above=2)) == pytest.approx(4 / 6)
    with pytest.raises(ValueError, match="just one of 'equals', 'above' and 'below'"):
        find("share", TWO_RATES, **here(above=2, below=3))


def test_share_along_an_axis_counts_its_coordinates_in_each_seed() -> None:
    """Seeds end above 2 at one and at two of three rates; a run without a number is neither above nor below."""
    of = runs([[1.0, 3.0], [5.0, 4.0], [np.nan, 1.0]], ("rate", "seed"), rate=(0.1, 1, 10))
    assert find("share", of, **here(at={"rate": "mean"}, above=2)) == pytest.approx((1 / 3 + 2 / 3) / 2)
    assert find("share", of, **here(at={"rate": "mean"}, below=2)) == pytest.approx((1 / 3 + 1 / 3) / 2)
    codes = runs([[0, 1], [1, 1], [2, 0]], ("rate", "seed"), labels=("flows", "ebbs", "stands"), rate=(0.1, 1, 10))
    assert find("share", codes, **here(at={"rate": "mean"}, equals="ebbs")) == pytest.approx((1 / 3 + 2 / 3) / 2)


def test_count_and_setting_read_the_ledger() -> None:
    """Runs are counted from the ledger, coordinates from the axes; settings come by their dotted name."""
    of = replace(TWO_RATES, ledger={"runs": 6}, settings={"moon.phase": "full", "buoys": (32, 16)})
    assert find("count", of, experiment="tides", of="runs") == 6
    assert find("count", of, experiment="tides", of="rate") == 2
    assert find("setting", of, experiment="tides", name="moon.phase") == "full"
    assert find("setting", of, experiment="tides", name="buoys") == "32, 16"
    with pytest.raises(ValueError, match=r"'moon.phas' is not a fixed setting of 'tides': did you mean 'moon.phase'\?"):
        find("setting", of, experiment="tides", name="moon.phas")


RISING = runs([[0.1, 0.1, 0.1], [0.9, 0.1, 0.2], [0.9, 0.95, 0.3]], ("step", "seed"), step=(10, 20, 30))


def test_steps_to_is_the_median_arrival() -> None:
    """Seeds reach 0.9 at step 20, at step 30 and never: the median is 30, and two of three arrive."""
    assert find("steps_to", RISING, **here(reaches=0.9)) == 30
    assert find("arrivals", RISING, **here(reaches=0.9)) == pytest.approx(2 / 3)


def test_steps_to_refuses_a_median_nobody_knows() -> None:
    """Where most runs never arrive there is no median, and the sentence says what to count instead."""
    with pytest.raises(
        ValueError, match=r"0 of 3 seeds reach 0\.99, so that the median is not known: count the 'arriv"
    ):
        find("steps_to", RISING, **here(reaches=0.99))


def test_correlation_agrees_with_numpy() -> None:
    """Pearson over seeds is numpy's; Spearman of a monotone pair is 1."""
    generator = np.random.default_rng(1)
    first, second = generator.normal(size=(2, 9))
    of = with_channel(runs(first), "other", second, ("seed",))
    found = find("correlation", of, **here(against={"channel": "other"}))
    assert found == pytest.approx(np.corrcoef(first, second)[0, 1])
    curved = with_channel(runs(first), "other", np.exp(first), ("seed",))
    assert find("correlation", curved, **here(against={"channel": "other"}, method="spearman")) == pytest.approx(1)


def test_slope_of_a_straight_line_is_exact() -> None:
    """Height 2 + 3 log10(rate) rises by 3 each decade."""
    rates = (0.01, 0.1, 1.0, 10.0)
    heights = 2 + 3 * np.log10(np.array(rates))[:, None] * np.ones(4)
    of = runs(heights, ("rate", "seed"), rate=rates)
    assert find("slope", of, **here(axis="rate", scale="log")) == pytest.approx(3)


def test_a_share_of_variance_is_the_component_of_an_analysis_of_variance() -> None:
    """For a sum of effects of rate and seed it is the rates' unbiased variance over theirs and the seeds'."""
    rates, seeds = np.array([0.0, 4.0, 8.0]), np.array([0.0, 1.0, 2.0, 3.0])
    of = runs(rates[:, None] + seeds, ("rate", "seed"))
    wanted = rates.var(ddof=1) / (rates.var(ddof=1) + seeds.var(ddof=1))
    assert find("variance_share", of, **here(axis="rate")) == pytest.approx(wanted)


def test_crossing_is_the_largest_coordinate_beyond() -> None:
    """The mean is above 1.5 at rates 0.1 and 1, and above 100 nowhere."""
    assert find("crossing", TWO_RATES, **here(axis="rate", above=1.5)) == 1
    assert find("crossing", TWO_RATES, **here(axis="rate", above=1.5, end="smallest")) == 0.1
    with pytest.raises(ValueError, match="the mean of 'height' is above 100 nowhere along 'rate'"):
        find("crossing", TWO_RATES, **here(axis="rate", above=100))


def formula(words: str, **numbers: Any) -> Any:
    row = statistic_kinds()["expression"]
    return row.estimate(row.options(words), numbers)


def test_expression_is_arithmetic_on_names() -> None:
    """A formula reads its names, and its kind says which they are."""
    assert formula("(a - b) / sqrt(b)", a=10, b=4) == 3
    row = statistic_kinds()["expression"]
    assert row.uses(row.options("max(a, b) ** 2 / c")) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("words", "numbers", "message"),
    [
        ("a / b", {"a": 1.0, "b": 0.0}, "divides by zero"),
        ("a / b", {"a": 1.0, "b": "full"}, "'b' is a word, not a number"),
        ("9 ** 9 ** 9 ** a", {"a": 9.0}, "cannot be worked out"),
        ("'x' * 1000000000", {}, "needs numbers, not str"),
        ("a.hex()", {"a": 1.0}, "gives no number"),
        ("().__class__.__mro__", {}, "cannot be worked out"),
    ],
)
def test_expression_refuses_what_is_not_arithmetic(words: str, numbers: dict[str, Any], message: str) -> None:
    """Text, huge powers, attributes and classes end in a sentence, not in work or access."""
    with pytest.raises(ValueError, match=message):
        formula(words, **numbers)


def test_expression_is_checked_when_it_is_read() -> None:
    """A formula that does not parse is refused before anything trains."""
    with pytest.raises(ValueError, match=r"'a \+' is not a formula"):
        statistic_kinds()["expression"].options("a +")


@pytest.mark.parametrize("name", sorted(statistic_kinds()))
def test_every_kind_is_listed_under_its_name_with_an_example(name: str) -> None:
    """The table's names are the kinds' own, and each module shows its kind in YAML."""
    import sys

    kind = statistic_kinds()[name]
    assert kind.name == name
    assert kind.summary.endswith(".")
    assert f"kind: {name}" in (sys.modules[kind.estimate.__module__].__doc__ or "")


VECTORS = {
    "mean": here(at={"rate": Best("height")}),
    "median": here(at={"rate": 1}),
    "deviation": here(at={"rate": 1}),
    "difference": here(at={"rate": Best("height")}, minus={"rate": 0.1}),
    "wins": here(at={"rate": 1}, against={"rate": 0.1}),
    "ratio": here(at={"rate": 1}, over={"rate": 0.1}),
    "best_setting": {"experiment": "tides", "axis": "rate", "best": "height"},
    "share": here(at={"rate": "mean"}, above=0.5),
    "steps_to": here(at={"rate": 1}, reaches=-1.0),
    "arrivals": here(at={"rate": 1}, reaches=1.5),
    "correlation": here(at={"rate": 1}, against={"rate": 0.1}, method="spearman"),
    "slope": here(axis="rate"),
    "variance_share": here(axis="rate", at={"step": "last"}),
    "crossing": here(axis="rate", above=-0.2),
    "weight_correlation": {"experiment": "tides", "channel": "grains", "at": {"rate": 1}, "against": {"rate": 0.1}},
    "regret": here(fresh="width", axis="step", over=("rate",)),
    "optimism": here(fresh="width", axis="step", tries=2, over=("rate",)),
    "bends": {
        "experiment": "tides",
        "channel": "shells",
        "axis": "step",
        "within": (10, 30),
        "sizes": (2, 3),
        "parameter": Parameter(1, 2, 1),
    },
    "roughness": {
        "experiment": "tides",
        "channel": "grains",
        "axis": "rate",
        "within": (0.1, 1),
        "sizes": (2, 3),
        "parameter": Parameter(1, 2, 1),
    },
}


@pytest.mark.parametrize(
    "name", sorted(set(statistic_kinds()) - {"count", "setting", "settings", "expression", "prevalence"})
)
def test_every_kind_works_on_many_resamples_at_once(name: str) -> None:
    """What a kind gives for many resamples at once is what it gives for each of them alone.

    But for `prevalence`, which decides its cells with fewer draws there: see `test_contrasts`.
    """
    chance = np.random.default_rng(8)
    dims = ("rate", "step", "seed")
    tides = runs(chance.normal(size=(2, 3, 6)), dims, rate=(0.1, 1), step=(10, 20, 30))
    tides = with_channel(tides, "width", chance.normal(size=(2, 3, 6)), dims)
    of = {"tides": with_channel(tides, "grains", chance.normal(size=(2, 6, 9)), ("rate", "seed", "*grain"))}
    of["tides"] = with_channel(of["tides"], "shells", chance.normal(size=(3, 6, 9)), ("step", "seed", "*grain"))
    draw = np.random.default_rng(9).integers(0, 6, size=(7, 6))
    row = statistic_kinds()[name]
    options = row.options(**VECTORS[name])
    together = row.estimate(options, resample(of, {"tides": draw}))
    singly = [row.estimate(options, resample(of, {"tides": one[None]})).item() for one in draw]
    assert np.shape(together) == (7,)
    assert np.allclose(together, singly)


@pytest.mark.parametrize(
    "name", ["arrivals", "correlation", "crossing", "optimism", "slope", "steps_to", "variance_share"]
)
def test_a_list_is_never_taken_for_one_number(name: str) -> None:
    """A kind that needs one number for each run asks for it before training, and reads no list without a word."""
    kind = statistic_kinds()[name]
    options = kind.options(**{**VECTORS[name], "channel": "grains"})
    assert all(isinstance(select, ScalarSelect) for select in kind.selects(options))
    dims = ("rate", "step", "seed", "*grain")
    of = runs(np.ones((2, 3, 6, 4)), dims, "grains", rate=(0.1, 1), step=(10, 20, 30))
    with pytest.raises(ValueError, match="'grains' of 'tides' holds a list of numbers for each run"):
        kind.estimate(options, {"tides": with_channel(of, "width", np.ones((2, 3, 6)), dims[:3])})
