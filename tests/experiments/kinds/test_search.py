import logging

import numpy as np
import pytest

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import search
from proofpress.experiments.kinds.search import KIND, Search
from proofpress.experiments.methods import searches
from proofpress.experiments.ranges import Range
from proofpress.experiments.recipes import Model, Training
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of
from proofpress.models import Channel
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

SPACE = {"learning_rate": Range(0.01, 1, points=3, scale="log"), "dropout": Range(0, 0.8, points=2)}
BASE = {
    "data": Data("iris", label_noise=0.2),
    "training": Training(batch_size=16, steps=20),
    "model": Model(hidden=(6,)),
    "space": SPACE,
    "trials": 6,
    "seeds": 3,
    "first_seed": 2,
}
OPTIONS = Search(**BASE, shift=0.1)


@pytest.fixture(scope="module")
def channels() -> dict[str, Channel]:
    """The channels of a small search by all methods."""
    return whole(KIND, OPTIONS)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert validated(KIND, example(KIND, search)).trials == 36


def test_records_what_the_outline_promises(channels: dict[str, Channel]) -> None:
    """The channels are those of the outline, in their dimensions."""
    assert_as_outlined(KIND, OPTIONS, channels)


def test_a_grid_visits_every_point_of_its_lattice_once(channels: dict[str, Channel]) -> None:
    """In each study the grid's settings are the lattice, each point once, in that study's shifted box."""
    for study in range(3):
        rates = np.unique(channels["learning_rate"].values[0, study].round(9))
        drops = np.unique(channels["dropout"].values[0, study].round(9))
        assert (len(rates), len(drops)) == (3, 2)
        seen = {*zip(channels["learning_rate"].values[0, study], channels["dropout"].values[0, study], strict=True)}
        assert len(seen) == 6
        np.testing.assert_allclose(rates[1:] / rates[:-1], 10, rtol=1e-4)


def test_a_centred_grid_has_no_point_on_an_end() -> None:
    """With three points to one axis and two to the other, they lie at odd sixths, and at odd quarters."""
    points = searches.proposed("grid-centred", {"one": 3, "other": 2}, 0, 6)
    assert sorted(set(points[:, 0])) == pytest.approx([1 / 6, 1 / 2, 5 / 6])
    assert sorted(set(points[:, 1])) == pytest.approx([1 / 4, 3 / 4])
    assert len({tuple(point) for point in points}) == 6


def test_a_trial_is_the_engines_run_of_its_setting(channels: dict[str, Channel]) -> None:
    """Trained alone, the setting that a channel names has the accuracies that the channels say."""
    setting = OPTIONS.setting
    job = job_of(setting, (20,))
    for method, name in enumerate(OPTIONS.methods):
        replica = engine.Replica(
            seed=3,
            learning_rate=float(channels["learning_rate"].values[method, 1, 4]),
            dropout=float(channels["dropout"].values[method, 1, 4]),
            label_noise=0.2,
        )
        found = engine.run(job, load(Data("iris")), [replica])
        assert found["test_accuracy"][0, -1] == pytest.approx(channels["test_accuracy"].values[method, 1, 4]), name


def test_best_so_far_is_chosen_by_validation() -> None:
    """It is the test score of the best validated trial up to there, the first of equals; worked by hand."""
    validation = np.array([[0.5, 0.7, 0.7, 0.6, 0.9]])
    test = np.array([[0.1, 0.2, 0.3, 0.4, 0.5]])
    np.testing.assert_array_equal(searches.best_so_far(validation, test), [[0.1, 0.2, 0.2, 0.2, 0.5]])


def test_random_doubled_is_twice_the_trials(channels: dict[str, Channel]) -> None:
    """Its first trial is the better, by validation, of random's first two; it never validates worse in the end."""
    random, doubled = OPTIONS.methods.index("random"), OPTIONS.methods.index("random-doubled")
    validation = channels["validation_accuracy"].values
    np.testing.assert_allclose(validation[doubled, :, 0], validation[random, :, :2].max(axis=1))
    assert np.all(validation[doubled].max(axis=1) >= validation[random].max(axis=1))
    np.testing.assert_array_equal(searches.pairs(np.array([[1, 3, 5, 5]])), [[1, 2]])


def test_studies_share_the_box_and_differ_between_seeds(channels: dict[str, Channel]) -> None:
    """All methods of a study search one box; the boxes of two studies are shifted against each other."""
    alone = KIND.run(OPTIONS, {"method": "random", "trials": 12, "seeds": [4]})[0]
    together = KIND.run(OPTIONS, KIND.pieces(OPTIONS)[1])[0]
    np.testing.assert_array_equal(alone["points"][0], together["points"][2])
    lowest = channels["learning_rate"].values[0].min(axis=1)
    assert len(np.unique(lowest)) == 3
    assert np.all((lowest > 0.01 / 10**0.2) & (lowest < 0.01 * 10**0.2))


def test_the_bayesian_search_learns() -> None:
    """Told that one corner is best, it proposes nearer to that corner in the end than in the beginning."""
    of = searches.study("bayesian", {"a": 3, "b": 3}, 0)
    points = []
    for _ in range(40):
        trial, point = searches.ask(of, ("a", "b"))
        of.tell(trial, -float(np.sum((point - 0.9) ** 2)))
        points.append(np.linalg.norm(point - 0.9))
    assert np.mean(points[-15:]) < 0.6 * np.mean(points[:10])


def test_optuna_is_silent_and_its_logging_untouched(capfd: pytest.CaptureFixture[str]) -> None:
    """A new study prints nothing, and the level that others see is the one they set."""
    level = logging.getLogger("optuna").level
    searches.proposed("random", {"a": 2}, 0, 3)
    assert capfd.readouterr().err == ""
    assert logging.getLogger("optuna").level in (level, logging.INFO)
    assert not logging.getLogger(searches.NEW_STUDY).filters


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"trials": 7}, "equal budgets: the grid has 3 × 2 = 6 points, but 'trials' is 7"),
        ({"data": Data("diabetes")}, "search needs data with classes, and 'diabetes' has none"),
        (
            {"space": {"units": Range(1, 9)}},
            "'units' cannot be searched; use 'learning_rate', 'weight_decay', 'weight_l1', 'dropout', 'momentum' or "
            "'init_scale'",
        ),
        (
            {"methods": ("grid", "guess")},
            "'methods' lists each of 'grid', 'grid-centred', 'random', 'bayesian' or 'random-doubled' at most once, "
            "not 'guess'",
        ),
        ({"space": {"dropout": Range(0, 1)}}, "1 is not a value of 'dropout': use a number from 0 to 0.999"),
    ],
)
def test_wrong_options_are_told(given: dict[str, object], message: str) -> None:
    """Options that cannot be meant are refused with a sentence."""
    with pytest.raises(ValueError, match=exactly(message)):
        Search(**(BASE | given))
