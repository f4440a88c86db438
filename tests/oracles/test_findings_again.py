"""Findings of the site, repeated with scikit-learn alone, agree with what the press finds."""

import ast
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress import claims, content, experiments
from proofpress.cache.store import Store
from proofpress.charts.kinds import chart_kinds
from proofpress.claims.verdicts import finding
from proofpress.content.kinds import Kinds
from proofpress.datasets.splitting import load as load_rows
from proofpress.models import Claim, Comparison, Estimate
from tests.desk import ROOT
from tests.oracles import scikit
from tests.oracles.scikit import Interval, Rows

HOME, TREES = "hyperparameters-vs-parameters", "random-forest-vs-gradient-boosting"
OVERFITTING = "overfitting-vs-underfitting"


@pytest.fixture(scope="module")
def site() -> Comparison:
    """The first comparison, as its content says."""
    return comparison(HOME)


def comparison(slug: str) -> Comparison:
    """Return a comparison of the site, as its content says."""
    kinds = Kinds(experiments.experiment_kinds(), claims.statistic_kinds(), chart_kinds())
    loaded = content.load(ROOT / "content", kinds, only=slug)
    return loaded.comparisons[0]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    """Where the few runs of the press are kept: with the others, if they are kept."""
    return Store(Path(os.environ.get("PROOFPRESS_TEST_RUNS") or tmp_path_factory.mktemp("runs")))


def ours(site: Comparison, store: Store, experiment: str, statistic: str, **changes: Any) -> Estimate:
    """Return a statistic of the content on an experiment of the content with fewer settings or seeds."""
    asked = site.experiments[experiment]
    options = replace(asked.options, **changes)
    fewer = replace(asked, options=options, run_schema=experiments.experiment_kinds()[asked.kind].run_schema(options))
    names, read = claims.reads(site, statistic)
    assert read == {experiment}
    part = replace(
        site, experiments={experiment: fewer}, statistics={n: s for n, s in site.statistics.items() if n in names}
    )
    estimates, diagnostics = claims.measure(part, experiments.train(part.experiments, store), store)
    assert not diagnostics
    return estimates[statistic]


def rows_of(data: Any) -> Rows:
    """Return which rows of scikit-learn's data train, choose and report."""
    split = load_rows(data)
    train, chosen, _ = split.sizes
    return Rows(split.order[:train], split.order[train : train + chosen], split.order[train + chosen :])


def assert_agree(site: Comparison, found: Estimate, theirs: Interval, claimed: bool = True) -> None:
    """Both intervals overlap, and say the same of every claim on the statistic, of which there is one if `claimed`."""
    assert theirs.low < theirs.high
    assert found.low <= theirs.high
    assert theirs.low <= found.high
    for claim in claims_on(site, found.id) if claimed else ():
        again = replace(found, low=theirs.low, high=theirs.high)
        assert finding(claim, again) == finding(claim, found) != "not-shown", claim.id


def claims_on(site: Comparison, statistic: str) -> list[Claim]:
    """Return the claims that stand on a statistic, of which there must be one."""
    found = [claim for claim in site.claims if claim.statistic == statistic]
    assert found
    return found


def test_the_learning_rate_again(site, store):
    """The rate that validation chooses beats one far too small, by as much in scikit-learn as here."""
    options = site.experiments["learning-rate"].options
    small = dict(site.statistics["gap_small"].options.minus)["learning_rate"]
    rates = tuple(r for r in site.experiments["learning-rate"].run_schema.axes["learning_rate"] if 0.3 < r < 0.6)
    assert len(rates) >= 2
    found = ours(site, store, "learning-rate", "gap_small", sweep={"learning_rate": (small, *rates)}, splits=1, seeds=6)
    judged, reported = scikit.accuracies(
        rows_of(options.data),
        [{"rate": rate, "decay": 0.0} for rate in (small, *rates)],
        range(5),
        hidden=options.model.hidden,
        batch=options.training.batch_size,
        epochs=options.training.epochs,
    )
    assert_agree(site, found, scikit.chosen_minus(judged, reported, 0))


def test_weight_decay_again(site, store):
    """With few and partly wrong labels the decay that validation chooses helps, by as much in scikit-learn as here."""
    options = site.experiments["weight-decay"].options
    decays = tuple(
        d for d in site.experiments["weight-decay"].run_schema.axes["weight_decay"] if d == 0 or 0.01 < d < 0.05
    )
    assert len(decays) >= 3
    found = ours(site, store, "weight-decay", "decay_gain", sweep={"weight_decay": decays}, splits=1, seeds=6)
    training = options.training
    judged, reported = scikit.accuracies(
        rows_of(options.data),
        [{"rate": training.learning_rate, "decay": decay} for decay in decays],
        range(5),
        hidden=options.model.hidden,
        batch=training.batch_size,
        epochs=training.steps * training.batch_size // options.data.train,
        momentum=training.momentum,
        wrong=options.data.label_noise,
    )
    assert_agree(site, found, scikit.chosen_minus(judged, reported, decays.index(0)))


@pytest.mark.parametrize(("statistic", "train"), [("folds_gain", 320), ("cv_variance_ratio", 80)])
def test_cross_validation_again(site, store, statistic, train):
    """Folds steady the choice of a penalty and, with many patients, gain nothing: in scikit-learn's hands as here."""
    options = site.experiments["cross-validation"].options
    seeds = 100
    found = ours(site, store, "cross-validation", statistic, train=(train,), seeds=seeds)
    theirs = scikit.penalties(
        np.array(options.alphas), train, options.data.test, options.folds, options.holdout, range(seeds)
    )
    if statistic == "folds_gain":
        difference = theirs["excess_folds"] - theirs["excess_none"]
        assert_agree(site, found, scikit.bootstrap(lambda at: float(100 * difference[at].mean()), seeds))
        return
    ratio = scikit.bootstrap(lambda at: float(theirs["single"][at].var() / theirs["folds"][at].var()), seeds)
    assert min(ratio.low, found.low) > 1
    assert ratio.low <= found.high
    assert found.low <= ratio.high


@pytest.mark.parametrize("statistic", ["underfit_factor", "overfit_decades"])
def test_polynomials_again(site, store, statistic):
    """A constant and degree 14 both miss new points, by as much with numpy's polynomials on other draws as here."""
    options = site.experiments["degree"].options
    seeds, data = 100, options.data
    found = ours(site, store, "degree", statistic, seeds=seeds)
    theirs = scikit.polynomials(options.values, data.train, data.validation, data.test, data.noise, range(seeds))
    first, last = options.values.index(0), options.values.index(14)

    def number(at: np.ndarray) -> float:
        best = theirs["validation"][:, at].mean(axis=1).argmin()
        if statistic == "underfit_factor":
            return float(theirs["test"][first, at].mean() / theirs["test"][best, at].mean())
        return float(np.log10(theirs["inside"][last, at] / theirs["inside"][best, at]).mean())

    assert_agree(site, found, scikit.bootstrap(number, seeds), claimed=statistic == "overfit_decades")


@pytest.mark.parametrize(
    ("experiment", "statistic", "other"), [("gamma", "gamma_gap", 1000), ("neighbours-wine", "neighbours_gain", 1)]
)
def test_textbook_classifiers_again(site, store, experiment, statistic, other):
    """What a kernel too narrow and a single neighbour cost: by as much in scikit-learn on other draws as here."""
    options = site.experiments[experiment].options
    data, seeds = options.data, 40
    found = ours(site, store, experiment, statistic, seeds=seeds)
    sizes = (int(data.train), int(data.validation), int(data.test))
    noise = data.noise if options.method == "kernel" else data.label_noise
    judged, reported = scikit.classified(options.method, options.values, sizes, noise, range(seeds))
    theirs = scikit.chosen_minus(judged, reported, options.values.index(other))
    assert_agree(site, found, theirs, claimed=False)


def test_the_length_of_coefficients_again(site, store):
    """From the weakest penalty to the strongest the coefficients shrink, as much with scikit-learn's ridge as here."""
    options = site.experiments["cross-validation"].options
    found = ours(site, store, "cross-validation", "norm_ratio", train=(320,), seeds=50)
    weak, strong = (scikit.lengths(float(alpha), 320, range(50)) for alpha in (options.alphas[0], options.alphas[-1]))
    assert_agree(site, found, scikit.bootstrap(lambda at: float(weak[at].mean() / strong[at].mean()), 50))


@pytest.mark.parametrize(
    ("experiment", "statistic", "first", "second"),
    [("trees", "forest_many", "forest", "one"), ("wrong-labels", "noisy_gap", "forest", "boosting")],
)
def test_forests_and_boosting_again(store, experiment, statistic, first, second):
    """What many trees add to one, and a forest to boosting with wrong labels: on other splits as much as here."""
    trees = comparison(TREES)
    data = trees.experiments[experiment].options.data
    seeds = 10
    found = ours(trees, store, experiment, statistic)
    theirs = scikit.tumours(int(data.train), int(data.test), data.label_noise, range(seeds))
    apart = theirs[first] - theirs[second]
    assert_agree(trees, found, scikit.bootstrap(lambda at: float(100 * apart[at].mean()), seeds))


def test_the_spread_of_polynomials_again(store):
    """From draw to draw the error of degree 14 spreads far more than a line's: as much with numpy's as here."""
    overfitting = comparison(OVERFITTING)
    options, seeds = overfitting.experiments["degree"].options, 100
    found = ours(overfitting, store, "degree", "spread_gap", seeds=seeds)
    data = options.data
    inside = scikit.polynomials((1, 14), data.train, data.validation, data.test, data.noise, range(seeds))["inside"]
    logs = np.log10(inside)
    theirs = scikit.bootstrap(lambda at: float(logs[1, at].std(ddof=1) - logs[0, at].std(ddof=1)), seeds)
    assert_agree(overfitting, found, theirs)


def test_the_flattery_of_a_choice_again(store):
    """The best of ten numbers of neighbours on 36 wines looks better there than it is: by as much in scikit-learn."""
    overfitting = comparison(OVERFITTING)
    options, seeds = overfitting.experiments["neighbours"].options, 60
    found = ours(overfitting, store, "neighbours", "optimism", seeds=seeds)
    data = options.data
    sizes = (int(data.train), int(data.validation), int(data.test))
    judged, reported = scikit.classified("neighbours", options.values, sizes, data.label_noise, range(seeds))
    gaps = (judged - reported) - (judged - reported).mean(axis=0)
    flattery = gaps[judged.argmax(axis=0), np.arange(seeds)]
    assert_agree(overfitting, found, scikit.bootstrap(lambda at: float(100 * flattery[at].mean()), seeds))


def test_what_weights_look_like_again(site, store):
    """Weights of a network without hidden units correlate with mean images, in plain numpy as much as is published.

    The press measures it by the weights under so strong a weight decay that nothing but mean images is left of them.
    """
    options = site.experiments["pictures"].options
    found = ours(site, store, "pictures", "picture_likeness", sweep={"weight_decay": (0, 10)})
    assert options.model.init == "small"
    theirs = scikit.likenesses(
        int(options.data.train), options.training.learning_rate, options.training.steps, range(6)
    )
    assert_agree(site, found, scikit.bootstrap(lambda at: float(theirs[at].mean()), 6))


def test_repetitions_know_nothing_of_the_press():
    """What trains again imports numpy and scikit-learn alone, so that no fault of the press can be in both."""
    tree = ast.parse(Path(scikit.__file__).read_text(encoding="utf-8"))
    names = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "proofpress"]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names == {"collections", "dataclasses", "numpy", "sklearn", "warnings"}
