"""Data sets: splits, scaling, label noise, digests, and what options do not go together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.datasets.data_digest import data_digest
from proofpress.datasets.data_set import data_sets
from proofpress.datasets.options import Data, class_count, part_sizes
from proofpress.datasets.splitting import load, split_order
from proofpress.draws import batch_order, generator, noisy_labels, start_weights


@pytest.mark.parametrize("name", data_sets())
def test_the_table_of_data_sets_is_true(name):
    """Rows, features and classes are known without loading, and are those of what is loaded."""
    arrays, known = load(Data(name)), data_sets()[name]
    assert arrays.inputs.shape[1] == known.features
    assert sum(arrays.sizes) == known.rows
    assert arrays.classes == known.classes == class_count(Data(name))
    if known.classes:
        assert set(np.unique(arrays.targets)) == set(range(known.classes))
    assert arrays.inputs.dtype == np.float32
    assert np.isfinite(arrays.inputs).all()


@given(
    split=st.integers(0, 10**6), train=st.integers(1, 1000), validation=st.integers(1, 397), test=st.integers(1, 400)
)
@settings(max_examples=25)
def test_parts_are_disjoint_and_stratified(split, train, validation, test):
    """No row is in two parts, and each part holds each class in its share of all rows, to within two rows."""
    arrays = load(Data("digits", train=train, validation=validation, test=test, split=split))
    assert len(set(arrays.order)) == train + validation + test
    share = np.bincount(load(Data("digits")).targets, minlength=10) / 1797
    for part, rows in (("train", train), ("validation", validation), ("test", test)):
        counts = np.bincount(arrays.part(part)[1], minlength=10)
        assert (abs(counts - share * rows) <= 2).all()


def test_a_smaller_training_part_is_the_beginning_of_a_larger_one():
    """Training size can be swept: validation and test stay as they are, and training rows are only added."""
    small, large = (load(Data("digits", train=rows, validation=300, test=300)) for rows in (100, 900))
    assert set(small.order[:100]) == set(large.order[:100])
    np.testing.assert_array_equal(small.order[100:], large.order[900:])


def test_another_split_is_another_shuffle_and_the_same_split_the_same():
    """A split is named by its id and by nothing else."""
    one, same, other = (split_order(np.repeat([0, 1], 50), split) for split in (3, 3, 4))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_features_are_standardised_with_training_rows_alone():
    """Training features have mean 0 and deviation 1; validation and test are scaled with the same numbers."""
    from sklearn.datasets import load_wine

    arrays = load(Data("wine", train=90, validation=40, test=40))
    raw = load_wine().data[arrays.order]
    expected = (raw - raw[:90].mean(axis=0)) / raw[:90].std(axis=0)
    np.testing.assert_allclose(arrays.inputs, expected, rtol=1e-4, atol=1e-5)


def test_digits_are_divided_by_their_darkest_shade():
    """Inputs lie between 0 and 1, and are exact sixteenths."""
    inputs = load(Data("digits")).inputs
    assert inputs.min() == 0
    assert inputs.max() == 1
    assert (inputs * 16 == np.round(inputs * 16)).all()


def test_one_class_against_the_rest():
    """`positive` makes two classes of many: the class is 1, all others 0."""
    many, two = load(Data("digits")), load(Data("digits", positive=8))
    assert two.classes == 2
    assert two.targets.sum() == (many.targets == 8).sum()


@given(rows=st.integers(1, 400), classes=st.integers(2, 10), fraction=st.floats(0, 1), seed=st.integers(0, 99))
@settings(max_examples=60)
def test_just_the_asked_fraction_of_labels_is_wrong(rows, classes, fraction, seed):
    """`round(fraction · rows)` labels become another class; a larger fraction replaces these and more."""
    labels = np.arange(rows) % classes
    noisy = noisy_labels(labels, classes, fraction, seed)
    assert (noisy != labels).sum() == round(fraction * rows)
    assert noisy.min() >= 0
    assert noisy.max() < classes
    more = noisy_labels(labels, classes, min(1.0, fraction * 1.5), seed)
    assert (more[noisy != labels] == noisy[noisy != labels]).all()


@given(rows=st.integers(2, 200), batch=st.integers(1, 200), seed=st.integers(0, 50))
@settings(max_examples=60)
def test_an_epoch_shows_no_row_twice(rows, batch, seed):
    """Within an epoch each training row is seen at most once, and only a rest smaller than a batch is left out."""
    each = rows // min(batch, rows)
    order = batch_order(rows, batch, each, seed)
    assert order.shape == (each, min(batch, rows))
    assert len(np.unique(order)) == order.size > rows - min(batch, rows)


def test_longer_runs_begin_as_shorter_ones():
    """Batch order does not depend on how long a run is."""
    np.testing.assert_array_equal(batch_order(50, 8, 100, 1)[:30], batch_order(50, 8, 30, 1))


def test_streams_differ_by_seed_and_purpose():
    """Another seed, or another purpose, gives other numbers; the same pair the same."""
    numbers = {pair: generator(*pair).random() for pair in [(0, "a"), (1, "a"), (0, "b"), (1, "b")]}
    assert len(set(numbers.values())) == 4
    assert generator(0, "a").random() == numbers[0, "a"]


@pytest.mark.parametrize(
    ("init", "spread"), [("he", np.sqrt(2 / 400)), ("glorot", np.sqrt(2 / 700)), ("small", 1 / np.sqrt(1200))]
)
def test_start_weights_have_the_spread_of_their_rule(init, spread):
    """The standard deviation of a large layer is the one that the rule's source gives; the scale multiplies it."""
    ((weights, _),) = start_weights((400, 300), 0, init)
    assert weights.shape == (300, 400)
    assert weights.std() == pytest.approx(spread, rel=0.02)
    ((scaled, _),) = start_weights((400, 300), 0, init, scale=0.5)
    np.testing.assert_allclose(scaled, weights / 2, rtol=1e-6)


def test_a_digest_needs_no_library_and_tells_data_sets_apart():
    """Each data set has a digest of its own, the same every time."""
    digests = [data_digest(name) for name in data_sets()]
    assert len(set(digests)) == len(data_sets())
    assert digests == [data_digest(name) for name in data_sets()]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"name": "iris", "train": 100, "validation": 30, "test": 30},
            "the parts have 100 + 30 + 30 rows, but 'iris' has only 150",
        ),
        ({"name": "digits", "positive": 10}, "'positive' is 10, but for 'digits' it must be a class from 0 to 9"),
        (
            {"name": "diabetes", "positive": 1},
            "'positive' is 1, but for 'diabetes' it must be left out: it has no classes",
        ),
        (
            {"name": "diabetes", "label_noise": 0.1},
            "'diabetes' has no classes, so its labels cannot be replaced by another class",
        ),
        ({"name": "wine", "noise": 0.1}, "'rows' and 'noise' are for generated data, and 'wine' is not generated"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options, message):
    """The message says what was given and what is allowed."""
    with pytest.raises(ValueError) as fault:  # noqa: PT011  # the whole message is compared below
        Data(**options)
    assert str(fault.value) == message


def test_parts_that_are_not_said_are_three_fifths_and_two_fifths():
    """60, 20 and 20 % of all rows, whatever is generated."""
    assert part_sizes(Data("moons", rows=500)) == (300, 100, 100)
    assert load(Data("moons", rows=500)).inputs.shape == (500, 2)
