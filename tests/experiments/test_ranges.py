"""Values along an axis."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.datasets.options import Data
from proofpress.experiments.axes import AXES, Setting, checked, settings_along, with_option
from proofpress.experiments.ranges import Range, drawn, points
from proofpress.experiments.recipes import Model, Training

BASE = Setting(Data("digits", train=320, validation=100, test=100), Model(), Training(epochs=2))


@given(low=st.floats(1e-6, 1), factor=st.floats(2, 1e6), count=st.integers(2, 50))
def test_a_log_range_has_its_ends_and_equal_ratios(low, factor, count):
    """First and last value are the ends; neighbours have the same ratio; six digits are kept."""
    values = points(Range(low, low * factor, count, "log"))
    assert values[0] == pytest.approx(low, rel=1e-5)
    assert values[-1] == pytest.approx(low * factor, rel=1e-5)
    ratios = [math.log(b / a) for a, b in itertools.pairwise(values)]
    assert max(ratios) - min(ratios) < 1e-4


def test_a_linear_range_has_equal_steps():
    """Values are written as an author would write them."""
    assert points(Range(0, 1, 11)) == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    assert points(Range(1, 256, 9, "log", whole=True)) == (1, 2, 4, 8, 16, 32, 64, 128, 256)


@given(st.integers(1, 200), st.text(max_size=5))
def test_drawn_values_lie_in_the_range_and_repeat(count, seed):
    """The same seed draws the same values, all within the ends."""
    values = drawn(Range(0.01, 10, scale="log"), count, seed)
    assert values == drawn(Range(0.01, 10, scale="log"), count, seed)
    assert all(0.01 <= value <= 10 for value in values)


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ((1, 1), "a range from 1 to 1 has no extent; give two different finite ends"),
        ((0, 1, 5, "log"), "a log range from 0 to 1 must have both ends above 0"),
    ],
)
def test_a_range_that_is_none_is_refused(ends, message):
    """The message says what to give instead."""
    with pytest.raises(ValueError) as fault:  # noqa: PT011  # the whole message is compared below
        Range(*ends)
    assert str(fault.value) == message


@pytest.mark.parametrize(
    ("axis", "value", "message"),
    [
        ("learning_rat", 1, "'learning_rat' is not an option that can be swept; did you mean 'learning_rate'?"),
        ("learning_rate", 0, "0 is not a value of 'learning_rate': use a number above 0"),
        ("optimizer", "sdg", "'sdg' is not a value of 'optimizer': use sgd, momentum, nesterov, rmsprop, adam, adamw"),
        ("optimizer", 3, "'3' is not a value of 'optimizer': use sgd, momentum, nesterov, rmsprop, adam, adamw"),
        ("batch_size", "all", "'all' is not a value of 'batch_size': use a number or full"),
        ("layers", 1.5, "1.5 is not a value of 'layers': use a whole number"),
        ("label_noise", 2, "2 is not a value of 'label_noise': use a number from 0 to 1"),
        ("weight_decay", True, "'True' is not a value of 'weight_decay': use a number"),
    ],
)
def test_a_wrong_coordinate_is_refused(axis, value, message):
    """The message says what is allowed on that axis."""
    with pytest.raises(ValueError) as fault:  # noqa: PT011  # the whole message is compared below
        checked(axis, value)
    assert str(fault.value) == message


@pytest.mark.parametrize("axis", AXES)
def test_moving_one_option_moves_nothing_else(axis):
    """Each axis changes just what it names; training size leaves validation and test alone."""
    value = {"optimizer": "adam", "schedule": "cosine", "activation": "tanh", "init": "zero", "learning_rate": 0.5}
    setting = with_option(BASE, axis, value.get(axis, 0 if axis in ("dropout", "momentum") else 1))
    owner = {"layers": "model", "units": "model"}.get(axis, AXES[axis].owner)
    for name in ("data", "model", "training"):
        if name != owner:
            assert getattr(setting, name) == getattr(BASE, name)


def test_a_grid_visits_every_pair_with_the_last_axis_fastest():
    """Layers are settled before units, whatever order they are written in."""
    grid = settings_along(BASE, {"units": (4, 8), "layers": (1, 3)})
    assert [each.model.hidden for each in grid] == [(4,), (4, 4, 4), (8,), (8, 8, 8)]
