"""The kind `train`: outlines, lots, and what a sweep gives."""

import json

import numpy as np
import pytest

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import network
from proofpress.experiments.training.engine import Job, Replica
from proofpress.experiments.training.engine import run as run_engine
from tests.experiments.kinds.harness import assert_as_outlined, example, validated, whole

SMALL = {
    "data": {"name": "iris", "train": 60, "validation": 30, "test": 60},
    "model": {"hidden": [6]},
    "training": {"learning_rate": 0.1, "batch_size": 20, "epochs": 4},
    "seeds": 3,
}


def options(**changes):
    """The small experiment with some options changed, as an author would write it."""
    return validated(network.KIND, {**SMALL, **changes})


def test_the_example_is_valid_and_says_what_it_records():
    """The YAML of the docstring is a whole experiment: 25 rates, 16 seeds, 21 checkpoints."""
    run_schema = network.KIND.run_schema(validated(network.KIND, example(network.KIND, network)))
    assert {axis: len(values) for axis, values in run_schema.axes.items()} == {
        "learning_rate": 25,
        "seed": 16,
        "step": 21,
    }
    assert run_schema.axes["step"][-1] == run_schema.settings["updates"] == 660
    assert run_schema.settings["parameters"] == 2410
    assert run_schema.settings["runs"] == 400


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"sweep": {"learning_rate": [0.01, 0.1, 1]}, "record": ["curves"], "checkpoints": 4},
        {"sweep": {"units": [2, 4], "layers": [0, 2]}},
        {"sweep": {"batch_size": [10, "full"], "optimizer": ["sgd", "adam"]}},
        {"sweep": {"epochs": [1, 4]}, "checkpoints": 2},
        {"sweep": {"train": [20, 60], "label_noise": [0, 0.3]}, "first_seed": 7},
        {"sweep": {"dropout": [0, 0.5]}, "record": ["weights", "moves", "predictions", "gradient_norm"]},
        {"sample": {"configurations": 5, "ranges": {"learning_rate": {"from": 0.01, "to": 1, "scale": "log"}}}},
        {"data": {**SMALL["data"], "positive": 1}, "sweep": {"split": [0, 1]}},
        {"data": {"name": "diabetes"}, "model": {"hidden": []}, "sweep": {"schedule": ["constant", "step"]}},
    ],
)
def test_what_is_recorded_is_what_the_outline_promised(changes):
    """Names, dimensions and shapes of all channels, for sweeps along every kind of axis."""
    of = options(**changes)
    assert_as_outlined(network.KIND, of, whole(network.KIND, of))


def test_every_run_of_a_sweep_is_the_run_that_was_asked_for():
    """Each cell of a grid over options of all kinds equals that run trained by itself."""
    of = options(sweep={"learning_rate": [0.05, 0.2], "batch_size": [15, 20], "label_noise": [0, 0.4]})
    channels = whole(network.KIND, of)
    arrays = load(Data(**SMALL["data"]))
    for cell in np.ndindex(2, 2, 2, 3):
        rate, batch, noise = (0.05, 0.2)[cell[0]], (15, 20)[cell[1]], (0.0, 0.4)[cell[2]]
        updates = 4 * (60 // batch)
        alone = run_engine(
            Job((4, 6, 3), batch, updates, (updates,)), arrays, [Replica(cell[3], rate, label_noise=noise)]
        )
        for name in ("train_loss", "test_loss", "validation_accuracy"):
            assert channels[name].values[(*cell, 0)] == pytest.approx(alone[name][0, 0], abs=2e-5)


def test_early_stopping_can_be_chosen_afterwards():
    """Dense checkpoints let each seed choose the step at which validation was best."""
    from proofpress.models import Best, Runs, Select
    from proofpress.runs.selection import select

    of = options(record=["curves"], checkpoints=6)
    runs = Runs("x", network.run_schema(of).axes, whole(network.KIND, of))
    where = Select("x", "validation_accuracy", {"step": Best("validation_accuracy", "seed")})
    np.testing.assert_array_equal(
        select({"x": runs}, where).values, runs.channels["validation_accuracy"].values.max(axis=1)
    )


def test_a_sweep_can_grow_and_keep_its_lots():
    """More seeds add lots and leave those there were as they are, since a lot says all that it depends on."""
    sweep = {"learning_rate": {"from": 0.001, "to": 1, "points": 8, "scale": "log"}}
    few, more = (network.pieces(options(sweep=sweep, seeds=seeds)) for seeds in (3, 5))
    said = [
        [{k: v for k, v in lot.items() if k not in ("at", "cost", "group")} for lot in lots] for lots in (few, more)
    ]
    assert said[1][: len(said[0])] == said[0]
    assert network.KIND.shared(options()) is None


def test_lots_are_json():
    """A lot can be sent to another machine."""
    for lot in network.pieces(options(sweep={"learning_rate": [0.1, 0.2]})):
        assert json.loads(json.dumps(lot))["replicas"] == list(lot["replicas"])


def test_sampled_configurations_are_told():
    """The value of each sampled option is a channel along `configuration`."""
    ranges = {"learning_rate": {"from": 0.01, "to": 1, "scale": "log"}, "optimizer": ["sgd", "adam"]}
    channels = whole(network.KIND, options(sample={"configurations": 6, "ranges": ranges}))
    assert channels["learning_rate"].dims == ("configuration",)
    assert set(channels["optimizer"].values) <= {"sgd", "adam"}
    assert ((channels["learning_rate"].values >= 0.01) & (channels["learning_rate"].values <= 1)).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"training": {"learning_rate": 0.1}},
            "say how long to train: one of 'epochs' (passes over the rows) or 'steps' (updates)",
        ),
        (
            {"sweep": {"momentum": [0, 0.9]}},
            "'momentum' changes nothing with the optimizer 'sgd'; use 'momentum' or 'nesterov'",
        ),
        ({"sweep": {"learning_rate": [0.1, 0.1]}}, "0.1 comes twice on one axis"),
        ({"sweep": {"learning_rate": []}}, "an axis needs at least one value"),
        (
            {"sweep": {"units": [1, 2]}, "record": ["weights"]},
            "'weights' and 'moves' can be recorded only where all settings have networks of one size",
        ),
        ({"checkpoints": [5, 99]}, "the checkpoint 99 lies beyond the end of a run of 12 updates"),
        ({"checkpoints": [5, 5]}, "'checkpoints' must be numbers of updates, rising"),
        ({"checkpoints": 40}, "40 checkpoints are more than the updates of a run (12)"),
        ({"sweep": {"train": [60, 90]}}, "the parts have 90 + 30 + 60 rows, but 'iris' has only 150"),
        ({"sweep": {"epochs": [1], "steps": [2]}}, "'epochs' and 'steps' both say how long to train; move one of them"),
    ],
)
def test_options_that_do_not_go_together_are_refused(changes, message):
    """The outline says what is wrong, before anything trains."""
    with pytest.raises(ValueError) as fault:  # noqa: PT011  # the whole message is compared below
        network.run_schema(options(**changes))
    assert message in str(fault.value)
