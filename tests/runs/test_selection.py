"""Picking numbers out of runs by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.models import Best, Channel, Runs, Select
from proofpress.runs.named_array import index_of
from proofpress.runs.selection import best_index, narrow, resample, select

RATES = (0.1, 0.2, 0.4)
BEST = Best("validation")


@pytest.fixture
def two_axes() -> dict[str, Runs]:
    """Rates × decays × steps × seeds of random numbers, and a judge of the same shape."""
    generator = np.random.default_rng(3)
    dims = ("rate", "decay", "step", "seed")
    axes = {"rate": RATES, "decay": (0, 1), "step": (10, 20, 30, 40), "seed": (0, 1, 2, 3, 4)}
    return {
        "e": Runs(
            "e",
            axes,
            {
                "test": Channel(dims, generator.normal(size=(3, 2, 4, 5)), "higher"),
                "validation": Channel(dims, generator.normal(size=(3, 2, 4, 5)), "higher"),
                "size": Channel(("decay",), np.array([7.0, 9.0])),
            },
        )
    }


def values(runs: dict[str, Runs], channel: str) -> np.ndarray:
    return runs["e"].channels[channel].values


def pick(runs: dict[str, Runs], where: Select) -> np.ndarray:
    """Return the selected numbers, shape `([resamples,] seeds)` plus trailing dimensions."""
    return select(runs, where).transpose("resample", "seed", ..., missing_dims="ignore").values


def test_select_takes_the_coordinate_and_the_last_step(two_axes: dict[str, Runs]) -> None:
    """A coordinate is matched as a number, and `step` is the last one where nothing is said."""
    picked = pick(two_axes, Select("e", "test", {"rate": 0.2, "decay": "first"}))
    assert np.array_equal(picked, values(two_axes, "test")[1, 0, -1])


def test_select_refuses_an_axis_that_nothing_settles(two_axes: dict[str, Runs]) -> None:
    """Numbers are never averaged or taken from an axis silently."""
    with pytest.raises(KeyError, match="has an axis 'decay' that nothing settles"):
        pick(two_axes, Select("e", "test", {"rate": 0.2}))


def test_index_names_what_is_not_there() -> None:
    """A coordinate that is not on the axis is an error, however near."""
    assert index_of(RATES, 0.1 + 1e-12) == 0
    with pytest.raises(ValueError, match=r"0\.3 is not on the axis 'rate'"):
        index_of(RATES, 0.3, "rate")


def test_best_for_all_seeds_is_the_argmax_of_the_mean(two_axes: dict[str, Runs]) -> None:
    """All seeds choose together by the judge's mean, and the channel is read where they chose."""
    picked = pick(two_axes, Select("e", "test", {"rate": BEST, "decay": 1}))
    chosen = values(two_axes, "validation")[:, 1, -1].mean(axis=-1).argmax()
    assert np.array_equal(picked, values(two_axes, "test")[chosen, 1, -1])


def test_best_per_seed_lets_each_seed_choose(two_axes: dict[str, Runs]) -> None:
    """Early stopping: each seed reads the channel at the step at which its own judge is best."""
    picked = pick(two_axes, Select("e", "test", {"rate": 0.1, "decay": 0, "step": Best("validation", "seed")}))
    judge, test = values(two_axes, "validation")[0, 0], values(two_axes, "test")[0, 0]
    assert np.array_equal(picked, [test[judge[:, seed].argmax(), seed] for seed in range(5)])


def test_equal_judges_choose_jointly(two_axes: dict[str, Runs]) -> None:
    """Two axes with the same judge are searched as one grid, not one after the other."""
    picked = pick(two_axes, Select("e", "test", {"rate": BEST, "decay": BEST}))
    means = values(two_axes, "validation")[:, :, -1].mean(axis=-1)
    rate, decay = np.unravel_index(means.argmax(), means.shape)
    assert np.array_equal(picked, values(two_axes, "test")[rate, decay, -1])


def test_a_rate_is_chosen_among_runs_that_stopped_early(two_axes: dict[str, Runs]) -> None:
    """With `step` left to each seed, all seeds choose the rate by what early stopping gives."""
    at = {"rate": BEST, "decay": 0, "step": Best("validation", "seed")}
    picked = pick(two_axes, Select("e", "test", at))
    judge = values(two_axes, "validation")[:, 0]
    rate = judge.max(axis=1).mean(axis=-1).argmax()
    test = values(two_axes, "test")[rate, 0]
    assert np.array_equal(picked, [test[judge[rate, :, seed].argmax(), seed] for seed in range(5)])


def test_every_kept_coordinate_chooses_for_itself(two_axes: dict[str, Runs]) -> None:
    """A curve over one axis shows, at each of its points, the best of the other."""
    found = select(two_axes, Select("e", "test", {"rate": BEST}), keep=("decay",))
    assert found.dims == ("decay", "seed")
    for decay in (0, 1):
        alone = pick(two_axes, Select("e", "test", {"rate": BEST, "decay": decay}))
        assert np.array_equal(found.sel(decay=decay).values, alone)


def test_a_kept_axis_stays_open(two_axes: dict[str, Runs]) -> None:
    """What is asked for whole is whole, whatever the content says of that axis elsewhere."""
    found = select(two_axes, Select("e", "test", {"rate": 0.2, "decay": 1}), keep=("rate",))
    assert found.coords["rate"] == RATES
    assert np.array_equal(found.values, values(two_axes, "test")[:, 1, -1])


def test_nan_never_wins(two_axes: dict[str, Runs]) -> None:
    """A setting at which any seed diverged is not chosen."""
    values(two_axes, "validation")[1, 0, -1] = 100.0
    values(two_axes, "validation")[1, 0, -1, 2] = np.nan
    assert best_index(two_axes["e"], "rate", BEST, {"decay": 0}) != 1


def test_a_judge_must_vary_along_what_it_chooses(two_axes: dict[str, Runs]) -> None:
    """A channel that has no such axis cannot choose on it."""
    with pytest.raises(KeyError, match="cannot choose on 'rate'"):
        pick(two_axes, Select("e", "test", {"rate": Best("size"), "decay": 0}))


@given(st.data())
def test_many_resamples_at_once_equal_one_at_a_time(data: st.DataObject) -> None:
    """Resampling all at once gives, resample by resample, what drawing the seeds one by one gives."""
    generator = np.random.default_rng(data.draw(st.integers(0, 1000)))
    axes = {"rate": RATES, "step": (1, 2), "seed": (0, 1, 2, 3)}
    channels = {
        "test": Channel(("rate", "step", "seed"), generator.normal(size=(3, 2, 4)), "higher"),
        "validation": Channel(("step", "rate", "seed"), generator.normal(size=(2, 3, 4)), "lower"),
        "size": Channel(("rate",), np.array([1.0, 2.0, 3.0])),
        "moves": Channel(("rate", "seed", "*weight"), generator.normal(size=(3, 4, 6))),
    }
    of = {"e": Runs("e", axes, channels)}
    per = st.sampled_from([BEST, Best("validation", "seed")])
    at = {"rate": data.draw(st.one_of(st.sampled_from(RATES), per)), "step": data.draw(st.one_of(st.just("last"), per))}
    where = Select("e", data.draw(st.sampled_from(sorted(channels))), at)
    draw = generator.integers(0, 4, size=(5, 4))
    together = pick(resample(of, {"e": draw}), where)
    singly = [pick(resample(of, {"e": one}), where) for one in draw]
    assert np.array_equal(np.broadcast_to(together, np.shape(singly)), singly)


@given(st.sampled_from(["first", "last", "mean", 10, 30, BEST]), st.sampled_from([*RATES, "first", "mean", BEST]))
def test_reducing_the_runs_changes_no_number(step: object, rate: object) -> None:
    """`narrow` keeps all that its selects read: every one of them picks the same numbers as before."""
    generator = np.random.default_rng(5)
    dims = ("rate", "step", "seed")
    axes = {"rate": RATES, "step": (10, 20, 30, 40), "seed": (0, 1, 2)}
    channels = {name: Channel(dims, generator.normal(size=(3, 4, 3)), "higher") for name in ("test", "validation")}
    runs = {"e": Runs("e", axes, {**channels, "unread": channels["test"]})}
    selects = (Select("e", "test", {"rate": rate, "step": step}), Select("e", "test", {"rate": 0.4}))
    reduced = narrow(runs, selects)
    assert "unread" not in reduced["e"].channels
    for where in selects:
        assert np.array_equal(pick(reduced, where), pick(runs, where))
