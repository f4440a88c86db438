"""Splits as an outer level: what is trained, how it is joined, and what an interval over them holds."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.experiments import experiment_kinds
from proofpress.experiments.kinds import network
from proofpress.experiments.splits import SEEDS_BETWEEN_SPLITS, of_each_split
from proofpress.models import Best, Channel, Runs, Select
from proofpress.runs.repeats import count_repeats, pooled, pooled_schema
from proofpress.runs.selection import select
from proofpress.statistics.bootstrap import Repeats, draw_seeds, interval, repeats_of, replicate, spread
from proofpress.statistics.kinds import statistic_kinds
from tests.experiments.kinds.harness import assert_as_outlined, exactly, validated, whole

KIND = experiment_kinds()["network"]
MEAN = statistic_kinds()["mean"]
SMALL = {
    "data": {"name": "iris", "train": 60, "validation": 30, "test": 60, "split": 4},
    "model": {"hidden": [4]},
    "training": {"learning_rate": 0.1, "batch_size": 20, "steps": 12},
    "sweep": {"learning_rate": [0.1, 1.0]},
    "seeds": 2,
}


def trained(**changes: Any) -> tuple[Any, dict[str, Channel]]:
    """Return the options and the channels of a small network, its pieces run as a build runs them."""
    options = validated(KIND, {**SMALL, **changes})
    arrays = [KIND.run(each, piece)[0] for each in of_each_split(options) for piece in KIND.pieces(each)]
    return options, dict(KIND.assemble(options, arrays))


def nested(values: Any, better: str = "higher") -> Runs:
    """Return pooled runs of a channel `height` with the dimensions split and seed last."""
    array = np.asarray(values, float)
    dims = ("rate", "split", "seed")[-array.ndim :]
    axes = {dim: tuple(range(size)) for dim, size in zip(dims, array.shape, strict=True)}
    return pooled(Runs("tides", axes, {"height": Channel(dims, array, better)}, repeats=("split", "seed")))


def test_each_split_is_the_experiment_on_that_split_with_seeds_of_its_own() -> None:
    """What splits give is, split by split, what an experiment on that split with those seeds gives, to the bit."""
    options, channels = trained(splits=2)
    assert_as_outlined(KIND, options, channels)
    assert channels["test_loss"].dims == ("learning_rate", "split", "seed", "step")
    assert KIND.run_schema(options).axes["split"] == (4, 5)
    for number in range(2):
        alone = {"data": {**SMALL["data"], "split": 4 + number}, "first_seed": number * SEEDS_BETWEEN_SPLITS}
        _, wanted = trained(**alone)
        for name, channel in wanted.items():
            found = channels[name].values
            at = found[:, number] if "seed" in channel.dims else found
            np.testing.assert_array_equal(at, channel.values, err_msg=name)


def test_one_split_is_what_it_was() -> None:
    """With `splits: 1`, the default, pieces, axes and channels are those of the kind alone."""
    options = validated(KIND, SMALL)
    assert of_each_split(options) == (options,)
    assert KIND.run_schema(options) == network.run_schema(options)
    assert "split" not in KIND.run_schema(options).axes
    assert {name: each.values.shape for name, each in whole(KIND, options).items()} == {
        name: each.values.shape for name, each in trained()[1].items()
    }


def test_splits_and_a_sweep_of_them_exclude_one_another() -> None:
    """Two ways to say how the data are split are refused, with what to do."""
    options = validated(KIND, {**SMALL, "splits": 2, "sweep": {"split": [0, 1]}})
    message = "'splits' and a sweep of 'split' both say how the data are split; leave one of them out"
    with pytest.raises(ValueError, match=exactly(message)):
        KIND.run_schema(options)


def test_every_kind_that_trains_a_network_takes_splits() -> None:
    """All of them record a dimension `split` beside `seed`, wherever they have seeds, and count all runs."""
    for kind in experiment_kinds().values():
        fields = set(kind.options.__struct_fields__)
        assert "splits" in fields or not {"data", "training"} <= fields, kind.name
        assert "data" in fields or "splits" not in fields, kind.name


def test_pooled_runs_hold_every_run_once() -> None:
    """Pooled, the seeds of all splits stand in one dimension, split by split, as schema and runs say alike."""
    options, channels = trained(splits=3)
    schema = KIND.run_schema(options)
    of = pooled(Runs("x", schema.axes, channels, repeats=schema.repeats))
    assert of.axes["seed"] == ((4, 0), (4, 1), (5, 0), (5, 1), (6, 0), (6, 1)) == pooled_schema(schema).axes["seed"]
    assert count_repeats(of.axes["seed"]) == (3, 2)
    assert {name: each.dims for name, each in of.channels.items()} == dict(pooled_schema(schema).channels)
    whole_loss = channels["test_loss"].values
    np.testing.assert_array_equal(of.channels["test_loss"].values[:, 3], whole_loss[:, 1, 1])


def test_splits_are_drawn_and_bring_their_seeds() -> None:
    """Each resample holds whole splits, in place of seeds from here and there, and experiments stay paired by split."""
    drawn = draw_seeds(tuple((split, seed) for split in range(5) for seed in range(3)))
    blocks = drawn.reshape(len(drawn), 5, 3)
    assert np.all(blocks % 3 == np.arange(3))
    assert np.all(blocks // 3 == blocks[:, :, :1] // 3)
    fewer = draw_seeds(tuple((split, seed) for split in range(5) for seed in range(2)))
    np.testing.assert_array_equal(fewer.reshape(len(fewer), 5, 2)[:, :, 0] // 2, blocks[:, :, 0] // 3)


@pytest.mark.parametrize(("between", "within"), [(1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
def test_an_interval_over_splits_covers_the_mean_of_all_splits(between: float, within: float) -> None:
    """Over 400 samples of 10 splits × 3 seeds it holds the true mean in 92% to 98%, however the variance lies."""
    generator = np.random.default_rng(7)
    covered = 0
    for _ in range(400):
        sample = between * generator.normal(size=(10, 1)) + within * generator.normal(size=(10, 3))
        named = {"tides": nested(5 + sample)}
        assert repeats_of(named) == Repeats(10, 3)
        found = spread(replicate(MEAN.estimate, MEAN.options("tides", "height"), named), repeats_of(named).drawn)
        covered += found.low < 5 < found.high
    assert 0.92 <= covered / 400 <= 0.98


def test_an_interval_of_a_deviation_within_splits_covers() -> None:
    """Over 100 samples of 10 splits × 2 seeds it holds the deviation of seeds, whatever splits differ by."""
    kind, generator, covered = statistic_kinds()["deviation"], np.random.default_rng(9), 0
    options = kind.options("tides", "height", within="split")
    for _ in range(100):
        sample = 3 * generator.normal(size=(10, 1)) + 2 * generator.normal(size=(10, 2))
        found = interval("deviation", kind.estimate, options, {"tides": nested(sample)})
        assert found is not None
        covered += found.low < 2 < found.high
    assert covered >= 90


def test_drawing_the_seeds_again_as_well_would_count_them_twice() -> None:
    """Where splits do not matter, drawing seeds within drawn splits as well makes intervals a quarter too wide."""
    generator = np.random.default_rng(8)
    true, both, splits = (30 * 1.0) ** -0.5, [], []
    for _ in range(300):
        sample = generator.normal(size=(10, 3))
        rows = generator.integers(0, 10, size=(400, 10))
        seeds = generator.integers(0, 3, size=(400, 10, 3))
        both.append(sample[rows[:, :, None], seeds].mean(axis=(1, 2)).var() * 10 / 9)
        splits.append(sample[rows].mean(axis=(1, 2)).var() * 10 / 9)
    assert np.mean(splits) ** 0.5 == pytest.approx(true, rel=0.05)
    assert np.mean(both) ** 0.5 > 1.25 * true


def test_the_seeds_of_a_split_choose_together() -> None:
    """With `per: split` each split goes by the mean of its own seeds, neither by all splits nor by single seeds."""
    heights = np.zeros((2, 2, 3))
    heights[1, 0] = [3, 3, -5]  # one seed of split 0 would choose otherwise
    heights[1, 1] = [-9, -9, 1]
    found = {
        per: select({"tides": nested(heights)}, Select("tides", "height", {"rate": Best("height", per)}))
        for per in ("all", "split", "seed")
    }
    assert found["all"].values.tolist() == [0, 0, 0, 0, 0, 0]
    assert found["split"].values.tolist() == [3, 3, -5, 0, 0, 0]
    assert found["seed"].values.tolist() == [3, 3, 0, 0, 0, 1]


def test_the_share_of_variance_is_the_true_one() -> None:
    """Over 60 samples, with 6 parts noise to 1 of settings, 2 of splits and 3 of seeds, the shares come out as such."""
    kind, generator = statistic_kinds()["variance_share"], np.random.default_rng(9)
    shares = []
    for _ in range(60):
        values = generator.normal(size=(30, 1, 1)) + 2**0.5 * generator.normal(size=(1, 80, 1))
        values = values + 3**0.5 * generator.normal(size=(1, 80, 3))
        runs = {"tides": nested(values + 6**0.5 * generator.normal(size=(30, 80, 3)))}
        asked: list[dict[str, str]] = [
            {"axis": "rate"},
            {"axis": "split", "of": "rate"},
            {"axis": "seed", "of": "rate"},
        ]
        shares.append([kind.estimate(kind.options("tides", "height", **each), runs) for each in asked])
    assert np.mean(shares, axis=0) == pytest.approx([1 / 12, 2 / 12, 3 / 12], abs=0.02)


def test_the_interval_of_a_share_of_variance_covers() -> None:
    """Over 60 samples of settings and splits, both drawn anew, it holds the true share in 88% or more of them."""
    kind, generator = statistic_kinds()["variance_share"], np.random.default_rng(10)
    options, covered = kind.options("tides", "height", axis="rate"), 0
    for _ in range(60):
        values = generator.normal(size=(30, 1, 1)) + generator.normal(size=(1, 10, 1))
        runs = {"tides": nested(values + 2 * generator.normal(size=(30, 10, 2)))}
        found = spread(replicate(kind.estimate, options, runs, kind.draws(options)), 10)
        covered += found.low < 1 / 6 < found.high
    assert covered >= 53


def test_fresh_options_keep_the_number_of_splits() -> None:
    """The options of one split have one split, another id and other seeds, and differ in nothing else."""
    options = validated(KIND, {**SMALL, "splits": 3})
    for number, each in enumerate(of_each_split(options)):
        assert each.data.split == 4 + number
        assert replace(each, data=options.data, first_seed=0, splits=3) == options
