"""The kind `estimator`: scikit-learn's own numbers, shapes, and all that is checked before anything is fitted."""

import textwrap
import warnings
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn.ensemble import BaggingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from proofpress.content.experiments import read_experiments
from proofpress.content.files import read_file
from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.experiments.kinds import estimator
from proofpress.experiments.kinds.estimator import KIND
from proofpress.experiments.plan import plan
from tests.content.sites import KINDS
from tests.experiments.kinds.harness import assert_as_outlined, example, whole

SMALL = {
    "data": {"name": "iris", "train": 60, "validation": 30, "test": 60},
    "estimators": {"tree": {"class": "DecisionTreeClassifier"}},
    "seeds": 2,
}


def read(folder: Path, allowed=(), **changes):
    """Return the experiment that an author wrote, read and completed as content is. Raises BuildError."""
    written = {"title": "Fits", "kind": "estimator", **SMALL, **changes}
    (folder / "experiments.yaml").write_text(yaml.safe_dump({"experiments": {"fits": written}}, sort_keys=False))
    diagnostics: list[Diagnostic] = []
    kinds = type(KINDS)(KINDS.experiments, KINDS.statistics, KINDS.charts, allowed)
    found = read_experiments(
        read_file(folder, folder / "experiments.yaml", diagnostics), kinds, folder, None, diagnostics
    )
    if diagnostics:
        raise BuildError(diagnostics)
    return found.records["fits"]


def channels(folder: Path, **changes):
    """Return the options and all channels of a small experiment."""
    options = read(folder, **changes).options
    return options, whole(KIND, options)


def refusals(folder: Path, allowed=(), **changes) -> list[str]:
    """Return what is wrong, without the file's name."""
    with pytest.raises(BuildError) as caught:
        read(folder, allowed, **changes)
    return [line.partition("experiments.yaml:")[2] for line in str(caught.value).splitlines()]


def test_the_example_is_valid_and_says_what_it_records(tmp_path):
    """The YAML of the docstring is a whole experiment of three estimators at thirty settings."""
    schema = read(tmp_path, **example(KIND, estimator)).run_schema
    assert {axis: len(values) for axis, values in schema.axes.items()} == {
        "estimator": 3, "n_estimators": 6, "max_depth": 5, "seed": 20, "feature": 30,
    }  # fmt: skip
    assert schema.axes["feature"][0] == "mean radius"
    assert schema.settings["without_n_estimators"] == "scaled logistic"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"sweep": {"max_depth": [1, 3, "none"], "criterion": ["gini", "entropy"]}},
        {"estimators": {"line": {"class": "LogisticRegression"}}, "record": ["coefficients", "predictions"]},
        {"data": {"name": "diabetes"},
         "estimators": {"lasso": {"class": "Lasso"}, "tree": {"class": "ExtraTreeRegressor"}},
         "sweep": {"alpha": {"from": 0.1, "to": 10, "points": 3, "scale": "log"}}, "scores": ["r2"],
         "record": ["coefficients", "importances"], "each_seed": "both"},
    ],
)  # fmt: skip
def test_what_is_recorded_is_what_the_schema_promised(tmp_path, changes):
    """Names, dimensions and shapes of all channels; an estimator without a swept parameter is the same along it."""
    options, found = channels(tmp_path, **changes)
    assert_as_outlined(KIND, options, found)
    if "alpha" in options.sweep:
        along = found["test_error"].values[1]
        np.testing.assert_array_equal(along, np.broadcast_to(along[:1], along.shape))
        assert np.isnan(found["coefficient"].values[1]).all()
        assert np.isfinite(found["importance"].values[1]).all()


def test_scores_are_those_of_scikit_learn(tmp_path):
    """Each cell of a sweep is the score of that estimator, made and fitted by hand on the rows of that split."""
    estimators = {
        "forest": {"class": "RandomForestClassifier", "max_features": 3},
        "line": {"class": ["StandardScaler", "LogisticRegression"], "C": 0.1},
    }
    data = {"name": "breast_cancer", "train": 200, "validation": 100, "test": 200}
    sweep = {"n_estimators": [2, 5], "max_depth": [1, "none"]}
    _, found = channels(tmp_path, data=data, estimators=estimators, sweep=sweep, scores=["roc_auc"])
    for seed in range(2):
        arrays = load(Data(**data, split=seed), scaled=False)
        (x, y), (test, truth) = arrays.part("train"), arrays.part("test")
        for row, count in enumerate((2, 5)):
            for column, depth in enumerate((1, None)):
                forest = RandomForestClassifier(count, max_depth=depth, max_features=3, random_state=0).fit(x, y)
                cell = (0, row, column, seed)
                assert found["test_accuracy"].values[cell] == pytest.approx(forest.score(test, truth))
                score = roc_auc_score(truth, forest.predict_proba(test)[:, 1])
                assert found["test_roc_auc"].values[cell] == pytest.approx(score)
        line = make_pipeline(StandardScaler(), LogisticRegression(C=0.1)).fit(x, y)
        np.testing.assert_allclose(found["test_accuracy"].values[1, :, :, seed], line.score(test, truth))


def test_coefficients_are_counted_measured_and_named(tmp_path):
    """The coefficients are the lasso's own, in the units of the data; `nonzero` counts them and the norm is theirs."""
    data = {"name": "diabetes", "train": 200, "validation": 100, "test": 100}
    options, found = channels(
        tmp_path,
        data=data,
        estimators={"lasso": {"class": "Lasso"}},
        sweep={"alpha": [0.1, 1]},
        record=["coefficients"],
    )
    arrays = load(Data(**data, split=1), scaled=False)
    theirs = Lasso(alpha=1).fit(*arrays.part("train"))
    np.testing.assert_allclose(found["coefficient"].values[0, 1, 1], theirs.coef_, rtol=1e-3)
    assert found["nonzero"].values[0, 1, 1] == (theirs.coef_ != 0).sum() < 10
    assert found["coefficient_norm"].values[0, 1, 1] == pytest.approx(np.linalg.norm(theirs.coef_), rel=1e-3)
    error = ((theirs.predict(arrays.part("test")[0]) - arrays.part("test")[1]) ** 2).mean()
    assert found["test_error"].values[0, 1, 1] == pytest.approx(error, rel=1e-3)
    assert KIND.run_schema(options).axes["feature"][2] == "bmi"


def test_one_axis_may_have_a_name_of_its_own_in_each_class(tmp_path):
    """`trees` is `n_estimators` in one class and `max_iter` in another."""
    estimators = {
        "forest": {"class": "RandomForestClassifier"},
        "boosting": {"class": "HistGradientBoostingClassifier"},
    }
    sweep = {"trees": {"forest": "n_estimators", "boosting": "max_iter", "values": [1, 4]}}
    _, found = channels(tmp_path, estimators=estimators, sweep=sweep, seeds=1)
    arrays = load(Data(**SMALL["data"]), scaled=False)
    for row, kind in enumerate((RandomForestClassifier, HistGradientBoostingClassifier)):
        for column, count in enumerate((1, 4)):
            made = kind(count) if row == 0 else kind(max_iter=count)
            score = made.set_params(random_state=0).fit(*arrays.part("train")).score(*arrays.part("test"))
            assert found["test_accuracy"].values[row, column, 0] == pytest.approx(score)


def test_seeds_are_splits_or_starts_or_both(tmp_path):
    """`start` keeps the rows and moves the random state; `split` keeps the state and moves the rows; `both` both."""
    given = {"estimators": {"tree": {"class": "ExtraTreeClassifier", "max_depth": 2}}, "seeds": 4}
    for each, splits, states in (
        ("split", range(4), [0] * 4),
        ("start", [0] * 4, range(4)),
        ("both", range(4), range(4)),
    ):
        _, found = channels(tmp_path, **given, each_seed=each)
        from sklearn.tree import ExtraTreeClassifier

        for seed, (split, state) in enumerate(zip(splits, states, strict=True)):
            arrays = load(Data(**SMALL["data"], split=split), scaled=False)
            tree = ExtraTreeClassifier(max_depth=2, random_state=state).fit(*arrays.part("train"))
            assert found["test_accuracy"].values[0, seed] == pytest.approx(tree.score(*arrays.part("test")))


def test_parameters_may_be_estimators_themselves(tmp_path):
    """A value with `class` is made into an estimator, and its parameters can be swept by their long names."""
    bagged = {
        "class": "BaggingClassifier",
        "n_estimators": 3,
        "estimator": {"class": "DecisionTreeClassifier", "max_depth": 1},
    }
    _, found = channels(
        tmp_path, estimators={"bagged": bagged}, sweep={"estimator__max_depth": [1, 2]}, seeds=1, data={"name": "wine"}
    )
    arrays = load(Data("wine"), scaled=False)
    for column, depth in enumerate((1, 2)):
        made = BaggingClassifier(DecisionTreeClassifier(max_depth=depth), n_estimators=3)
        made.set_params(random_state=0, estimator__random_state=0)
        score = made.fit(*arrays.part("train")).score(*arrays.part("test"))
        assert found["test_accuracy"].values[0, column, 0] == pytest.approx(score)


def test_a_fit_that_did_not_converge_is_told(tmp_path):
    """`converged` is 0 where scikit-learn warned that a fit stopped before its end."""
    line = {"line": {"class": "LogisticRegression"}}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, found = channels(tmp_path, estimators=line, sweep={"max_iter": [1, 2000]}, seeds=1)
    assert found["converged"].values[0, :, 0].tolist() == [0, 1]


def test_an_experiment_can_gain_seeds_estimators_and_keep_its_fits(tmp_path):
    """More seeds or another estimator leave the keys of what there was as they are; another parameter does not."""

    def keys(**changes):
        return {piece.key for piece in plan(read(tmp_path, **changes), KINDS.experiments).pieces}

    more = {**SMALL["estimators"], "line": {"class": "LogisticRegression"}}
    before = keys()
    assert before < keys(seeds=3)
    assert before < keys(estimators=more)
    assert not before & keys(estimators={"tree": {"class": "DecisionTreeClassifier", "max_depth": 2}})


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            {"estimators": {"forest": {"class": "RandomForrestClassifier"}}},
            ["12:16: error[unknown-class]: scikit-learn has no estimator 'RandomForrestClassifier' — "
             "did you mean 'RandomForestClassifier'?"],
        ),
        (
            {"estimators": {"tree": {"class": "DecisionTreeClassifier", "max_dept": 1}}},
            ["13:19: error[unknown-parameter]: 'DecisionTreeClassifier' has no parameter 'max_dept' — "
             "did you mean 'max_depth'?"],
        ),
        (
            {"estimators": {"tree": {"class": "DecisionTreeRegressor"}}},
            ["12:16: error[wrong-class]: 'DecisionTreeRegressor' is no classifier, and 'iris' has classes — "
             "use 'DecisionTreeClassifier'"],
        ),
        (
            {"sweep": {"max_depht": [1]}},
            ["16:7: error[unknown-parameter]: none of the estimators has a parameter 'max_depht' — "
             "did you mean 'max_depth'?"],
        ),
        (
            {"sweep": {"max_depth": [1, 0]}},
            ["17:9: error[wrong-parameter]: The 'max_depth' parameter of DecisionTreeClassifier must be an int in the "
             "range [1, inf) or None. Got 0 instead"],
        ),
        (
            {"scores": ["acuracy", "f1", "r2", "rand_score"]},
            ["15:7: error[unknown-score]: scikit-learn has no score 'acuracy' — did you mean 'accuracy'?",
             "16:7: error[wrong-score]: the score 'f1' is not for the 3 classes of 'iris' — use {allowed}",
             "17:7: error[wrong-score]: the score 'r2' is for numbers, and 'iris' has classes — use {allowed}",
             "18:7: error[wrong-score]: the score 'rand_score' is of clusterings — use {allowed}"],
        ),
        (
            {"estimators": {"far": {"class": "SVC"}}, "scores": ["neg_log_loss"]},
            ["15:7: error[wrong-score]: the score 'neg_log_loss' needs 'predict_proba', which 'far' lacks — "
             "leave the score out, or have the estimator tell probabilities"],
        ),
        (
            {"record": ["coefficients"]},
            ["15:7: error[wrong-record]: none of the estimators has coefficients ('coef_') — "
             "leave 'coefficients' out of 'record'"],
        ),
        (
            {"estimators": {"bent": {"class": ["PolynomialFeatures", "LogisticRegression"]}},
             "record": ["coefficients"]},
            ["17:7: error[wrong-record]: 'bent': it has 45 numbers in 'coef_', and not one for each feature — "
             "leave 'coefficients' out, or the step that changes the features"],
        ),
        (
            {"estimators": {"near": {"class": "KNeighborsClassifier"}}, "each_seed": "start"},
            ["14:16: error[no-random-state]: none of the estimators has a random state, so that every seed would give "
             "the same — write each_seed: split"],
        ),
        (
            {"estimators": {"tree": {"class": "my_package.Tree"}}},
            ["12:16: error[package-not-allowed]: 'my_package.Tree' is in a package that site.yaml does not allow — "
             "write estimators_from: [my_package] in site.yaml"],
        ),
        (
            {"estimators": {"all": {"class": "StackingClassifier"}}},
            ["12:9: error[missing-parameter]: 'StackingClassifier' needs the parameter 'estimators' — give it a value"],
        ),
        (
            {"estimators": {"tree": {"max_depth": 1}}},
            ["2:3: error[wrong-options]: 'tree' needs the key 'class': a class, or a list of the steps of a pipeline"],
        ),
        (
            {"splits": 2},
            ["2:3: error[wrong-options]: with 'splits', each seed is another start: write each_seed: start"],
        ),
        (
            {"sweep": {"seed": [1]}},
            ["2:3: error[wrong-options]: an axis cannot be called 'seed': the runs have one of that name"],
        ),
    ],
)  # fmt: skip
def test_everything_is_checked_before_anything_is_fitted(tmp_path, changes, lines):
    """Each mistake is told at its line, with the nearest name or what there is."""
    found = refusals(tmp_path, **changes)
    assert [line.partition(" — use ")[0] for line in found] == [line.partition(" — use ")[0] for line in lines]
    for line, wanted in zip(found, lines, strict=True):
        assert line == wanted.replace("{allowed}", line.partition(" — use ")[2])


def test_a_package_that_the_site_allows_is_used_and_in_the_key(tmp_path, monkeypatch):
    """A class by its full path is fitted, and the version of its package is part of what its fits are found by."""
    package = tmp_path / "lent"
    package.mkdir()
    (package / "__init__.py").write_text(
        textwrap.dedent(
            """
            from sklearn.tree import DecisionTreeClassifier

            class Stump(DecisionTreeClassifier):
                def __init__(self, max_depth=1, random_state=None):
                    super().__init__(max_depth=max_depth, random_state=random_state)
            """
        )
    )
    monkeypatch.syspath_prepend(tmp_path)
    options = read(tmp_path, ("lent",), estimators={"stump": {"class": "lent.Stump"}}).options
    (piece, _) = KIND.pieces(options)
    assert piece["versions"] == {"lent": "absent"}
    assert whole(KIND, options)["train_accuracy"].values.max() < 0.7
