import numpy as np
import pytest
from sklearn.linear_model import Ridge as TheirRidge
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.kinds import ridge
from proofpress.experiments.kinds.ridge import KIND, METHODS, Ridge
from proofpress.experiments.methods import linear
from proofpress.experiments.ranges import Range
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

DATA = Data("diabetes", train=200, validation=1, test=150)
OPTIONS = Ridge(data=DATA, alpha=Range(0.1, 1000, points=9, scale="log"), train=(40, 200), seeds=6)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    options = validated(KIND, example(KIND, ridge))
    assert options.alphas[0] == pytest.approx(0.001)
    assert options.alphas[-1] == pytest.approx(1000)


def test_records_what_the_outline_promises() -> None:
    """The channels are those of the outline, in their dimensions."""
    assert_as_outlined(KIND, OPTIONS, whole(KIND, OPTIONS))


def test_closed_form_is_scikit_learns() -> None:
    """For every alpha the predictions are those of scikit-learn's ridge regression on standardised inputs."""
    inputs, targets = (part.astype(float) for part in load(DATA).part("train"))
    alphas = np.array([0.01, 1.0, 100.0])
    ours = linear.fit(inputs, targets, alphas)
    for row, alpha in enumerate(alphas):
        theirs = make_pipeline(StandardScaler(), TheirRidge(alpha=alpha)).fit(inputs, targets)
        np.testing.assert_allclose(ours.coefficients[row], theirs[-1].coef_, rtol=1e-8)
        np.testing.assert_allclose(
            ours.errors(inputs, targets)[row], np.mean((theirs.predict(inputs) - targets) ** 2), rtol=1e-8
        )


def test_folds_judge_as_in_scikit_learn() -> None:
    """The error by which the folds choose is scikit-learn's cross-validated error, each fold scaled by itself."""
    inputs, targets = (part.astype(float) for part in load(DATA).part("train"))
    folds = KFold(5, shuffle=True, random_state=1)
    ours = linear.validation_errors(inputs, targets, np.array([3.0]), folds.split(inputs))
    model = make_pipeline(StandardScaler(), TheirRidge(alpha=3.0))
    theirs = cross_val_score(model, inputs, targets, cv=folds, scoring="neg_mean_squared_error")
    np.testing.assert_allclose(ours, [-theirs.mean()], rtol=1e-8)


def test_a_penalty_shortens_the_coefficients() -> None:
    """The larger the alpha, the shorter the coefficients; alpha 0 is least squares."""
    inputs, targets = (part.astype(float) for part in load(DATA).part("train"))
    lengths = np.linalg.norm(linear.fit(inputs, targets, np.array([0, 0.1, 10, 1e4])).coefficients, axis=1)
    assert np.all(np.diff(lengths) < 0)
    standard, centred, *_ = linear.standardised(inputs, targets)
    np.testing.assert_allclose(
        linear.fit(inputs, targets, np.zeros(1)).coefficients[0], np.linalg.lstsq(standard, centred)[0], rtol=1e-8
    )


def test_no_choice_among_the_alphas_beats_the_oracle() -> None:
    """The oracle's excess error is 0, and no choice of an alpha lies below it; without a penalty there is no alpha."""
    channels = whole(KIND, OPTIONS)
    excess = dict(zip(METHODS, channels["excess_error"].values, strict=True))
    np.testing.assert_allclose(excess["oracle"], 0, atol=1e-6)
    assert np.all(excess["single-split"] >= -1e-6)
    assert np.all(excess["k-fold"] >= -1e-6)
    assert np.all(np.isnan(channels["chosen_alpha"].values[METHODS.index("none")]))


def test_pieces_do_not_show_in_the_result() -> None:
    """A seed comes out the same whichever other seeds it is solved with."""
    alone = KIND.run(OPTIONS, {"seeds": [3]})[0]["excess_error"][..., 0]
    np.testing.assert_array_equal(whole(KIND, OPTIONS)["excess_error"].values[..., 3], alone)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"data": Data("iris")}, "ridge needs data with numbers to predict, and 'iris' has classes"),
        ({"train": (40, 201)}, "'train' lists sizes up to the 200 training rows of the data"),
        ({"train": (9,)}, "the smallest size in 'train' leaves no two rows for each fold and one to hold out"),
        ({"alpha": (0.0, 1.0)}, "every alpha is above 0; the method 'none' goes without a penalty anyway"),
    ],
)
def test_wrong_options_are_told(given: dict[str, object], message: str) -> None:
    """Options that cannot be meant are refused with a sentence."""
    written = {"data": DATA, "alpha": (0.1, 10), "train": (40,)} | given
    with pytest.raises(ValueError, match=exactly(message)):
        Ridge(**written)
