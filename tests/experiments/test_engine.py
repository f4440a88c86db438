"""The engine against a network written in plain numpy, and the promises about replicas."""

import numpy as np
import pytest

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import Arrays, load
from proofpress.draws import batch_order, dropout_numbers, dropout_stream, start_weights
from proofpress.experiments.training.engine import Job, Replica, replica_targets, run
from proofpress.experiments.training.measurements import DIES, DIVERGES, LEARNS, OUTCOMES, STALLS
from proofpress.experiments.training.network import flat, layers_of
from proofpress.experiments.training.schedules import SCHEDULES, factors
from proofpress.runs.parameters import parameter_count
from tests.experiments import oracle

IRIS = Data("iris", train=60, validation=30, test=60)


@pytest.fixture(scope="module")
def iris() -> Arrays:
    """Three classes, four features."""
    return load(IRIS)


def start_of(sizes: tuple[int, ...], replica: Replica) -> np.ndarray:
    return flat(start_weights(sizes, replica.seed, replica.init, replica.init_scale))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"])
@pytest.mark.parametrize(
    ("hidden", "activation", "decay"),
    [((), "relu", 0.1), ((8,), "relu", 0.0), ((6, 5), "tanh", 0.05), ((5, 4, 3), "sigmoid", 0.01)],
)
def test_a_run_can_be_repeated_step_by_step_in_plain_numpy(iris, optimizer, hidden, activation, decay):
    """Same start weights and batches: all weights agree to 1e-4 after 60 updates, for any optimizer and depth."""
    sizes = (4, *hidden, 3)
    job = Job(sizes, 16, 60, (60,), activation, optimizer, ("weights",))
    replica = Replica(5, 0.02, weight_decay=decay, momentum=0.8, init="glorot", schedule="cosine")
    found = run(job, iris, [replica])["weights"][0, -1]
    inputs, targets = iris.part("train")
    expected = oracle.train(
        start_of(sizes, replica), sizes, inputs.astype(float), targets, batch_order(60, 16, 60, 5),
        0.02 * factors("cosine", 60), optimizer=optimizer, activation=activation, decay=decay, momentum=0.8,
    )  # fmt: skip
    np.testing.assert_allclose(found, expected, atol=1e-4)


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adamw"])
def test_l1_can_be_repeated_in_plain_numpy_and_makes_weights_zero(iris, optimizer):
    """Each update moves the weights, not the biases, towards 0 by rate × λ; which are exactly 0 is recorded."""
    sizes = (4, 8, 3)
    replica = Replica(3, 0.03, weight_decay=0.01, weight_l1=0.1, momentum=0.5)
    found = run(Job(sizes, 16, 80, (0, 80), optimizer=optimizer, record=("weights", "nonzero")), iris, [replica])
    inputs, targets = iris.part("train")
    expected = oracle.train(
        start_of(sizes, replica), sizes, inputs.astype(float), targets, batch_order(60, 16, 80, 3), [0.03] * 80,
        optimizer=optimizer, decay=0.01, momentum=0.5, l1=0.1,
    )  # fmt: skip
    np.testing.assert_allclose(found["weights"][0, -1], expected, atol=1e-4)
    weights = [layer[0] for layer in oracle.unflatten(found["weights"][0, -1], sizes)]
    share = sum((each != 0).sum() for each in weights) / sum(each.size for each in weights)
    assert found["nonzero"][0].tolist() == pytest.approx([1, share])
    assert 0 < share < 1


def test_l1_descends_to_the_lasso_of_scikit_learn():
    """No hidden layer, full batches: the coefficients of the lasso, the same ones 0, and no slope left."""
    from sklearn.linear_model import Lasso

    diabetes = load(Data("diabetes", train=200, validation=100, test=100))
    job = Job((10, 1), 200, 3000, (3000,), record=("weights", "gradient_norm"))
    found = run(job, diabetes, [Replica(0, 0.1, weight_l1=0.2)])
    lasso = Lasso(alpha=0.1, tol=1e-10).fit(*(part.astype(float) for part in diabetes.part("train")))
    weights = found["weights"][0, -1, :10]
    np.testing.assert_allclose(weights, lasso.coef_, atol=1e-4)
    np.testing.assert_array_equal(weights == 0, lasso.coef_ == 0)
    assert 0 < (weights == 0).sum() < 10
    assert found["gradient_norm"][0, -1] < 1e-4


def test_start_weights_and_batches_can_be_handed_over(iris):
    """What is handed over is used instead of what would be drawn."""
    sizes, chance = (4, 7, 3), np.random.default_rng(1)
    start = chance.normal(size=(2, parameter_count(sizes))).astype(np.float32)
    batches = chance.integers(0, 60, size=(20, 8)).astype(np.int32)
    job = Job(sizes, 8, 20, (20,), record=("weights",))
    found = run(job, iris, [Replica(0, 0.1), Replica(1, 0.05)], start=start, batches=batches)["weights"][:, -1]
    inputs, targets = iris.part("train")
    for replica, rate in enumerate((0.1, 0.05)):
        expected = oracle.train(start[replica], sizes, inputs.astype(float), targets, batches, [rate] * 20)
        np.testing.assert_allclose(found[replica], expected, atol=1e-4)


def test_dropout_can_be_repeated_in_plain_numpy(iris):
    """The numbers that decide which units are kept come from numpy; kept units are scaled by 1 / (1 - rate)."""
    sizes, rate = (4, 8, 6, 3), 0.4
    replica = Replica(3, 0.05, dropout=rate)
    found = run(Job(sizes, 16, 40, (10, 40), record=("weights",)), iris, [replica])["weights"][0, -1]
    numbers = dropout_numbers(dropout_stream(3), 40, 14, 16)
    kept = np.where(numbers >= np.float32(rate) * 65536, 1 / (1 - rate), 0)
    masks = [(each[:8].T, each[8:].T) for each in kept]
    inputs, targets = iris.part("train")
    expected = oracle.train(
        start_of(sizes, replica),
        sizes,
        inputs.astype(float),
        targets,
        batch_order(60, 16, 40, 3),
        [0.05] * 40,
        kept=masks,
    )
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_regression_can_be_repeated_in_plain_numpy():
    """Targets that are numbers are met by least squares, and there is no accuracy."""
    diabetes = load(Data("diabetes", train=64, validation=40, test=40))
    replica = Replica(2, 0.02, weight_decay=0.1)
    found = run(Job((10, 6, 1), 64, 30, (30,), record=("weights",)), diabetes, [replica])
    inputs, targets = diabetes.part("train")
    rows = np.tile(np.arange(64), (30, 1))
    start = start_of((10, 6, 1), replica)
    expected = oracle.train(
        start, (10, 6, 1), inputs.astype(float), targets.astype(float), rows, [0.02] * 30, decay=0.1
    )
    np.testing.assert_allclose(found["weights"][0, -1], expected, atol=1e-4)
    assert not [name for name in found if "accuracy" in name]


def test_linear_regression_descends_to_the_closed_form():
    """No hidden layer, weight decay λ: the weights of ridge regression, XᵀX·2/n + λ inverted."""
    diabetes = load(Data("diabetes", train=200, validation=100, test=100))
    job = Job((10, 1), 200, 3000, (3000,), record=("weights", "gradient_norm"))
    found = run(job, diabetes, [Replica(0, 0.1, weight_decay=0.2)])
    inputs, targets = (part.astype(float) for part in diabetes.part("train"))
    centred = inputs - inputs.mean(axis=0)
    expected = np.linalg.solve(2 * centred.T @ centred / 200 + 0.2 * np.eye(10), 2 * centred.T @ targets / 200)
    np.testing.assert_allclose(found["weights"][0, -1, :10], expected, atol=1e-4)
    assert found["gradient_norm"][0, -1] < 1e-4


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "linear"])
def test_gradients_agree_with_finite_differences(activation):
    """In float64, the slope that jax takes is the slope of the objective, in every direction."""
    import jax

    from proofpress.experiments.training.network import forward, penalty, row_losses

    sizes, chance = (3, 4, 3, 2), np.random.default_rng(0)
    row = chance.normal(size=parameter_count(sizes))
    x, y = chance.normal(size=(5, 3)), np.array([0, 1, 1, 0, 1], np.int32)
    with jax.enable_x64(True):

        def objective(layers):
            return row_losses(forward(layers, x, activation)[0], y).mean() + 0.3 * penalty(layers)

        slopes = jax.grad(objective)(
            tuple((jax.numpy.asarray(w), jax.numpy.asarray(b)) for w, b in layers_of(row, sizes))
        )
        slope = flat([(np.asarray(w), np.asarray(b)) for w, b in slopes])
    for at in range(len(row)):
        step = np.zeros_like(row)
        step[at] = 1e-6
        ends = [oracle.objective(oracle.unflatten(row + sign * step, sizes), x, y, activation, 0.3) for sign in (1, -1)]
        assert slope[at] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-7)


def test_a_lane_does_not_feel_its_neighbours(iris):
    """A run is the same alone, among others of its seed, and among others of other seeds, to rounding."""
    job = Job((4, 8, 3), 16, 40, (0, 20, 40), record=("weights",))
    replicas = [Replica(seed, rate, weight_decay=0.01) for seed in (1, 2) for rate in (0.01, 0.1, 0.3)]
    together = run(job, iris, replicas)["weights"]
    for number, replica in enumerate(replicas):
        np.testing.assert_allclose(together[number], run(job, iris, [replica])["weights"][0], atol=1e-5)
    shared = run(job, iris, replicas[:3])["weights"]
    np.testing.assert_allclose(together[:3], shared, atol=1e-5)


def test_checkpoints_change_nothing_of_a_run(iris):
    """Measuring often or once gives the same weights at the end, bit by bit, beyond one stretch of updates too."""
    replicas = [Replica(0, 0.1), Replica(0, 0.2)]
    often = run(Job((4, 8, 3), 16, 300, (*tuple(range(0, 301, 7)), 300), record=("weights",)), iris, replicas)
    once = run(Job((4, 8, 3), 16, 300, (300,), record=("weights",)), iris, replicas)
    np.testing.assert_array_equal(often["weights"][:, -1], once["weights"][:, -1])


def test_settings_share_start_batches_and_wrong_labels(iris):
    """Common random numbers: at one seed, what differs between replicas is only what was moved."""
    job = Job((4, 8, 3), 16, 10, (0, 10), record=("weights",))
    found = run(job, iris, [Replica(0, 0.1), Replica(0, 0.3), Replica(0, 0.1, weight_decay=1.0)])["weights"]
    assert (found[0, 0] == found[1, 0]).all()
    assert (found[0, 0] == found[2, 0]).all()
    assert (found[0, 1] != found[1, 1]).any()
    noisy = [replica_targets(job, iris, Replica(4, rate, label_noise=0.3)) for rate in (0.1, 0.5)]
    assert (noisy[0] == noisy[1]).all()


def test_measurements_agree_with_the_weights(iris):
    """Losses and accuracies of each part are those of the recorded weights, worked out again in numpy."""
    job = Job((4, 8, 3), 16, 60, (30, 60), record=("weights", "predictions"))
    found = run(job, iris, [Replica(0, 0.1, label_noise=0.2)])
    targets = replica_targets(job, iris, Replica(0, 0.1, label_noise=0.2))
    for at in range(2):
        layers = oracle.unflatten(found["weights"][0, at], (4, 8, 3))
        guesses = oracle.passed(layers, iris.inputs.astype(float), "relu")[-1].argmax(axis=1)
        for part, rows in (("train", slice(0, 60)), ("validation", slice(60, 90)), ("test", slice(90, 150))):
            loss = oracle.objective(layers, iris.inputs[rows].astype(float), targets[rows], "relu", 0)
            assert found[f"{part}_loss"][0, at] == pytest.approx(loss, rel=1e-4)
            assert found[f"{part}_accuracy"][0, at] == pytest.approx((guesses == targets)[rows].mean(), abs=1e-6)
        np.testing.assert_array_equal(found["predictions"][0, at], guesses[90:])
    lengths = [(layer[0] ** 2).sum() for layer in oracle.unflatten(found["weights"][0, 1], (4, 8, 3))]
    assert found["weight_norm"][0, 1] == pytest.approx(np.sqrt(sum(lengths)), rel=1e-5)


def test_moves_count_the_updates_that_changed_a_weight(iris):
    """With all weights at zero, hidden weights of a ReLU network never move and output biases always do."""
    job = Job((4, 6, 3), 16, 50, (50,), record=("moves",))
    moves = run(job, iris, [Replica(0, 0.1, init="zero")])["moves"][0]
    assert (moves[:-3] == 0).all()
    assert (moves[-3:] == 50).all()


def test_what_becomes_of_a_run_is_one_of_four_words(iris):
    """A fair rate learns, a tiny one stalls, a wild one kills all units or overflows; nothing is ever infinite."""
    job = Job((4, 8, 3), 16, 100, (0, 50, 100))
    found = run(job, iris, [Replica(0, 0.1), Replica(0, 1e-7, init_scale=0.1), Replica(0, 300.0)])
    assert list(found["outcome"][:2]) == [LEARNS, STALLS]
    assert found["outcome"][2] in (DIES, DIVERGES)
    linear = run(Job((4, 8, 3), 16, 100, (100,), "linear"), iris, [Replica(0, 1e6)])
    assert OUTCOMES[linear["outcome"][0]] == "diverges"
    assert np.isnan(linear["train_loss"]).all()
    assert np.isfinite(linear["test_accuracy"]).all()
    assert not np.isinf(np.concatenate([values.ravel() for values in (found | linear).values()])).any()


def test_only_relus_can_die(iris):
    """A unit of tanh that is below 0 everywhere still passes a gradient."""
    start = np.zeros((1, parameter_count((4, 1, 3))), np.float32)
    start[:, 4] = -1
    outcomes = [
        run(Job((4, 1, 3), 16, 0, (0,), activation), iris, [Replica(0, 0.1)], start=start)["outcome"][0]
        for activation in ("relu", "tanh")
    ]
    assert outcomes == [DIES, STALLS]


def test_two_classes_are_scored_like_scikit_learn_scores_them():
    """Precision, recall and F1 of the positive class, on the test rows."""
    from sklearn.metrics import precision_recall_fscore_support

    arrays = load(Data("digits", train=300, validation=100, test=300, positive=8))
    found = run(Job((64, 8, 2), 30, 100, (0, 100), record=("predictions",)), arrays, [Replica(0, 0.3)])
    truth = arrays.part("test")[1]
    for at in range(2):
        guesses = found["predictions"][0, at]
        expected = precision_recall_fscore_support(truth, guesses, average="binary", zero_division=0)
        scores = [found[f"test_{name}"][0, at] for name in ("precision", "recall", "f1")]
        np.testing.assert_allclose(scores, expected[:3], atol=1e-6)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedules_start_at_one_and_never_rise(schedule):
    """The factor on the learning rate is 1 at the first update, then falls or stays, and stays above 0."""
    found = factors(schedule, 100)
    assert found[0] == 1
    assert (np.diff(found) <= 0).all()
    assert (found > 0).all()


@pytest.mark.parametrize(("schedule", "name"), [("cosine", "cosine_decay_schedule"), ("linear", "linear_schedule")])
def test_schedules_agree_with_optax(schedule, name):
    """The same factors as optax gives."""
    import optax

    made = optax.cosine_decay_schedule(1.0, 50) if schedule == "cosine" else optax.linear_schedule(1.0, 0.0, 50)
    np.testing.assert_allclose(factors(schedule, 50), [float(made(n)) for n in range(50)], atol=1e-6)
    assert callable(getattr(optax, name))
