"""What a round of fresh seeds trains: other seeds, other splits where there are several, and only what claims read."""

from typing import Any

import numpy as np
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.diagnostics import Location
from proofpress.experiments import experiment_kinds
from proofpress.models import Experiment
from proofpress.verification.fresh_seeds import (
    FRESH_SEEDS_FROM,
    FRESH_SPLITS_FROM,
    check_fresh_seeds,
    with_fresh_seeds,
)
from tests.claims.made import claim, comparison, record, runs, statistic
from tests.experiments.kinds.harness import validated

KIND = experiment_kinds()["network"]


def experiment(name: str, **options: Any) -> Experiment:
    """Return an experiment on irises that takes no time to describe."""
    asked = {"data": {"name": "iris", "split": 3}, "training": {"steps": 4}, "seeds": 2, **options}
    made = validated(KIND, asked)
    return Experiment(name, name, "network", made, KIND.run_schema(made), Location("experiments.yaml", 1, 1))


def test_a_round_draws_new_splits_where_there_are_several() -> None:
    """Over splits, each round has splits of its own; an experiment on one split keeps it, and both have new seeds."""
    asked = {"many": experiment("many", splits=4), "one": experiment("one")}
    rounds = [with_fresh_seeds(asked, index) for index in range(3)]
    splits = [set(each["many"].run_schema.axes["split"]) for each in rounds]
    published = set(asked["many"].run_schema.axes["split"])
    assert all(not one & other for at, one in enumerate(splits) for other in [published, *splits[:at]])
    assert min(splits[0]) == FRESH_SPLITS_FROM + 3
    assert {each["one"].options.data.split for each in rounds} == {3}
    assert {each[name].options.first_seed for each in rounds for name in asked} == {
        FRESH_SEEDS_FROM + 1000 * index for index in range(3)
    }


def test_a_round_trains_only_what_claims_read(tmp_path) -> None:
    """An experiment that is only drawn is trained for the site and not again for its rounds."""
    drawn = [runs(np.arange(6.0), experiment=name) for name in ("tides", "clouds")]
    of = comparison(
        {each.experiment: each for each in drawn},
        (statistic("level", "mean", experiment="tides", channel="height"),),
        (claim("high", "level"),),
    )
    chosen = {name: replace(experiment(name), id=name) for name in of.experiments}
    trained: list[list[str]] = []

    def train(them: Any, store: Store) -> Any:
        trained.append(sorted(them))
        return {name: record(each) for name in them for each in drawn if each.experiment == name}

    found = check_fresh_seeds(of, chosen, 2, train, Store(tmp_path), lambda words: None, None)
    assert trained == [["clouds", "tides"], ["tides"], ["tides"]]
    assert len(found.checks["high"].rounds) == 2
