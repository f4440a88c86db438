"""The kinds that look at many settings or many learned numbers at once, against answers known beforehand."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.models import Channel, Runs
from proofpress.runs.parameters import Parameter
from proofpress.statistics.kinds import statistic_kinds
from proofpress.statistics.kinds.optimism import weights
from tests.claims.made import runs, with_channel


def find(kind: str, where: Runs, **options: Any) -> Any:
    """Return the number that a kind finds in the runs."""
    row = statistic_kinds()[kind]
    return row.estimate(row.options(**options), {where.experiment: where})


def test_weights_are_those_of_drawing_without_replacement() -> None:
    """Counted out over all draws of three settings out of six, each place is best as often as its weight says."""
    draws = [min(drawn) for drawn in combinations(range(6), 3)]
    assert weights(6, 3) == pytest.approx([draws.count(place) / len(draws) for place in range(6)])
    assert weights(6, 1) == pytest.approx([1 / 6] * 6)


SCORES = runs([[0.9, 0.8], [0.7, 0.6], [0.5, 0.7]], ("setting", "seed"), channel="seen")
JUDGED = with_channel(SCORES, "fresh", [[0.5, 0.6], [0.6, 0.7], [0.7, 0.8]], ("setting", "seed"))
ASKED = {"experiment": "tides", "channel": "seen", "fresh": "fresh", "axis": "setting"}


def test_optimism_of_one_try_is_none() -> None:
    """Whoever does not choose is not flattered, however easy the data are on which the scores were taken."""
    assert find("optimism", JUDGED, **ASKED, tries=1) == pytest.approx(0)


def test_optimism_is_the_chosen_gap_beyond_the_mean_gap() -> None:
    """Gaps are 0.4, 0.1, −0.2 and 0.2, −0.1, −0.1; the best of all three is the first in both seeds."""
    assert find("optimism", JUDGED, **ASKED, tries=3) == pytest.approx(((0.4 - 0.1) + (0.2 - 0)) / 2)


def test_optimism_counts_every_split_as_a_choice_of_its_own() -> None:
    """Two splits give the mean of the two, as if each were asked alone."""
    chance = np.random.default_rng(3)
    seen, fresh = chance.random((2, 5, 4, 3))
    dims = ("setting", "split", "seed")
    both = with_channel(runs(seen, dims, channel="seen"), "fresh", fresh, dims)
    alone = [find("optimism", both, **ASKED, at={"split": split}, tries=4) for split in range(4)]
    assert find("optimism", both, **ASKED, over=("split",), tries=4) == pytest.approx(np.mean(alone))


def test_regret_is_how_far_the_chosen_setting_lies_behind_the_best() -> None:
    """The third setting is best on fresh data; the first is chosen in both seeds: 0.2 behind in each."""
    assert find("regret", JUDGED, **ASKED) == pytest.approx(((0.7 - 0.5) + (0.8 - 0.6)) / 2)
    dims, (seen, fresh) = ("setting", "seed"), (-JUDGED.channels[name].values for name in ("seen", "fresh"))
    losses = with_channel(runs(seen, dims, channel="seen", better="lower"), "fresh", fresh, dims, "lower")
    assert find("regret", losses, **ASKED) == pytest.approx(0.2)


def test_regret_counts_every_split_as_a_choice_of_its_own() -> None:
    """Two splits give the mean of the two, and whoever chooses by the fresh score itself hardly regrets."""
    chance = np.random.default_rng(4)
    seen, fresh = chance.random((2, 5, 4, 3))
    dims = ("setting", "split", "seed")
    both = with_channel(runs(seen, dims, channel="seen"), "fresh", fresh, dims)
    alone = [find("regret", both, **ASKED, at={"split": split}) for split in range(4)]
    assert find("regret", both, **ASKED, over=("split",)) == pytest.approx(np.mean(alone))
    judged = {**ASKED, "channel": "fresh"}
    assert find("regret", both, **judged, over=("split",)) <= 0


def test_optimism_of_a_loss_is_positive_where_the_choice_flatters() -> None:
    """With a channel of which less is better, a chosen loss below the fresh one is optimism too."""
    of = runs([[1.0, 1.0], [3.0, 3.0]], ("setting", "seed"), channel="seen", better="lower")
    of = with_channel(of, "fresh", [[2.0, 2.0], [2.0, 2.0]], ("setting", "seed"), better="lower")
    assert find("optimism", of, **ASKED, tries=2) == pytest.approx(1)


def test_optimism_refuses_more_tries_than_settings() -> None:
    """The best of four cannot be had from three."""
    with pytest.raises(ValueError, match="4 tries are more than the 3 settings on the axis 'setting'"):
        find("optimism", JUDGED, **ASKED, tries=4)


def test_prevalence_counts_cells_with_a_verdict() -> None:
    """Of three cells one gains for sure, one loses, and one gains by less than its noise."""
    gains = [[1.0, 1.1, 0.9, 1.0], [-1.0, -1.1, -0.9, -1.0], [3.0, -2.8, 0.1, -0.2]]
    of = runs([gains, np.zeros((3, 4))], ("help", "cell", "seed"), help=("yes", "no"))
    asked = {"experiment": "tides", "channel": "height", "over": ("cell",), "at": {"help": "yes"}}
    for verdict in ("holds", "reversed", "undecided"):
        assert find("prevalence", of, **asked, minus={"help": "no"}, verdict=verdict) == pytest.approx(1 / 3)
    assert find("prevalence", of, **asked, minus={"help": "yes"}) == 0


def test_roughness_is_the_mean_step_between_neighbours() -> None:
    """A number that goes 0, 1, 3, 3 in one seed and 0, 2, 2, 9 in the other moves by 4/3 and 3 a step."""
    one = np.array([[0.0, 1.0, 3.0, 3.0], [0.0, 2.0, 2.0, 9.0]]).T
    row = np.stack([np.full_like(one, 7.0), one, np.full_like(one, 5.0)], axis=-1)
    of = runs(row, ("rate", "seed", "*weight"), rate=(1, 2, 3, 4))
    asked = {
        "experiment": "tides",
        "channel": "height",
        "axis": "rate",
        "sizes": (2, 1),
        "parameter": Parameter(1, 1, 2),
    }
    assert find("roughness", of, **asked, within=(1, 4)) == pytest.approx((1 + 3) / 2)
    assert find("roughness", of, **asked, within=(2, 3)) == pytest.approx((2 + 0) / 2)


def test_roughness_leaves_out_runs_that_failed() -> None:
    """A pair counts only where neither run has an outcome that is left out; an outcome that there is not is told."""
    row = np.array([[0.0], [1.0], [50.0], [3.0], [4.5]])[:, None]
    of = runs(np.concatenate([row, row], axis=-1), ("rate", "seed", "*weight"), rate=(1, 2, 3, 4, 5))
    codes = Channel(("rate", "seed"), np.array([[0], [0], [1], [0], [0]]), labels=("learns", "dies"))
    of = replace(of, channels={**of.channels, "outcome": codes})
    asked = {"experiment": "tides", "channel": "height", "axis": "rate", "sizes": (1, 1), "parameter": Parameter(1, 1)}
    assert find("roughness", of, **asked, within=(1, 5), without=("dies",)) == pytest.approx((1 + 1.5) / 2)
    with pytest.raises(ValueError, match="'sleeps' is no outcome"):
        find("roughness", of, **asked, within=(1, 5), without=("sleeps",))
    with pytest.raises(ValueError, match="no two neighbours along 'rate' lie within 2 to 4 and count"):
        find("roughness", of, **asked, within=(2, 4), without=("dies",))


@pytest.mark.parametrize(("shape", "wanted"), [("line", 0.0), ("curve", 0.03), ("noise", 3**0.5)])
def test_bends_tell_a_smooth_curve_from_noise_whatever_the_scale(shape: str, wanted: float) -> None:
    """A straight line gives nothing, a slow curve little, normal numbers √3, a thousand times as large the same."""
    at = np.linspace(0, 1, 2000)[:, None]
    drawn = np.random.default_rng(3).normal(size=(2000, 2))
    values = {"line": 3 * at + np.zeros(2), "curve": np.sin(at * 60) + np.zeros(2), "noise": drawn}[shape]
    for scale in (1, 1000):
        of = runs(scale * values[..., None], ("x", "seed", "*grain"), "grains", x=tuple(range(2000)))
        asked = {"axis": "x", "within": (0, 1999), "sizes": (0, 1), "parameter": Parameter(1, 1)}
        found = find("bends", of, experiment="tides", channel="grains", **asked)
        assert found == pytest.approx(wanted, abs=0.02 if shape == "curve" else 0.05)


def test_roughness_wants_a_number_that_the_network_has() -> None:
    """Layers that do not make up the numbers, and a unit that is not there, are refused."""
    of = runs(np.zeros((2, 1, 3)), ("rate", "seed", "*weight"), rate=(1, 2))
    asked = {"experiment": "tides", "channel": "height", "axis": "rate", "within": (1, 2)}
    with pytest.raises(ValueError, match="'sizes' make 2 numbers, the runs have 3"):
        find("roughness", of, **asked, sizes=(1, 1), parameter=Parameter(1, 1))
    with pytest.raises(ValueError, match="there is no unit 2: layer 1 has 1"):
        find("roughness", of, **asked, sizes=(2, 1), parameter=Parameter(1, 2))


def test_weight_correlation_is_the_mean_correlation_over_seeds() -> None:
    """Multiples of the same numbers correlate fully, whatever is added to them; with their sign turned, inversely."""
    one = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 9.0]])
    of = runs([one, 5 * one + 2, -one], ("rate", "seed", "*weight"), rate=(1, 2, 3))
    asked = {"experiment": "tides", "channel": "height", "at": {"rate": 1}}
    assert find("weight_correlation", of, **asked, against={"rate": 2}) == pytest.approx(1)
    assert find("weight_correlation", of, **asked, against={"rate": 3}) == pytest.approx(-1)


def test_weight_correlation_can_look_at_the_beginning_of_the_list() -> None:
    """The first three numbers go together, whatever the fourth does; more than four there are not."""
    of = runs([[[1.0, 2.0, 3.0, 9.0]], [[2.0, 4.0, 6.0, -9.0]]], ("rate", "seed", "*weight"), rate=(1, 2))
    asked = {"experiment": "tides", "channel": "height", "at": {"rate": 1}, "against": {"rate": 2}}
    assert find("weight_correlation", of, **asked, first=3) == pytest.approx(1)
    with pytest.raises(ValueError, match="the first 5 numbers are more than the 4 that there are"):
        find("weight_correlation", of, **asked, first=5)


def test_weight_correlation_agrees_with_numpy_on_resampled_runs() -> None:
    """Each of two resamples gives the mean of numpy's own correlations of its seeds."""
    from proofpress.runs.selection import resample

    values = np.random.default_rng(5).normal(size=(2, 3, 20))
    of = {"tides": runs(values, ("rate", "seed", "*weight"), rate=(1, 2))}
    row = statistic_kinds()["weight_correlation"]
    options = row.options(experiment="tides", channel="height", at={"rate": 1}, against={"rate": 2})
    drawn = np.array([[0, 0, 2], [1, 2, 1]])
    each = np.array([np.corrcoef(values[0, seed], values[1, seed])[0, 1] for seed in range(3)])
    assert row.estimate(options, resample(of, {"tides": drawn})) == pytest.approx(each[drawn].mean(axis=1))


def test_weight_correlation_needs_lists_that_vary() -> None:
    """A channel with one number for each run, and a run whose numbers are all equal, are refused."""
    asked = {"experiment": "tides", "channel": "height", "against": {}}
    with pytest.raises(ValueError, match="holds no list of numbers for each seed"):
        find("weight_correlation", runs([1.0, 2.0]), **asked)
    with pytest.raises(ValueError, match="all numbers of a run are equal"):
        find("weight_correlation", runs([[1.0, 1.0], [1.0, 2.0]], ("seed", "*weight")), **asked)
