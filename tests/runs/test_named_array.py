"""Arrays with named dimensions: the same numbers as numpy's, by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.runs.named_array import NamedArray

RATES = (0.1, 0.2, 0.4)


@pytest.fixture
def loss() -> NamedArray:
    """Rates × steps × seeds of random numbers; seeds have no coordinates."""
    values = np.random.default_rng(1).normal(size=(3, 4, 5))
    return NamedArray(values, ("rate", "step", "seed"), {"rate": RATES, "step": (0, 10, 20, 30)}, "the loss")


def test_a_coordinate_takes_its_dimension_away(loss: NamedArray) -> None:
    """What is settled leaves the others with their coordinates."""
    found = loss.sel(rate=0.2, step="last")
    assert (found.dims, found.coords) == (("seed",), {})
    assert np.array_equal(found.values, loss.values[1, -1])
    assert loss.sel({"rate": 0.4}).coords == {"step": (0, 10, 20, 30)}


def test_a_list_of_indices_keeps_its_dimension(loss: NamedArray) -> None:
    """The coordinates go with the numbers."""
    found = loss.isel(rate=[2, 0])
    assert found.coords["rate"] == (0.4, 0.1)
    assert np.array_equal(found.values, loss.values[[2, 0]])


def test_dimensions_that_are_not_there_are_told(loss: NamedArray) -> None:
    """A missing dimension is an error with the name of the array, unless it may be missing."""
    with pytest.raises(ValueError, match="the loss has no axis 'decay'"):
        loss.isel(decay=0)
    assert loss.isel(decay=0, missing_dims="ignore").sizes == {"rate": 3, "step": 4, "seed": 5}
    with pytest.raises(ValueError, match="the loss has no axis 'decay'"):
        loss.mean("decay")
    with pytest.raises(ValueError, match=r"0\.3 is not on the axis 'rate'"):
        loss.sel(rate=0.3)


def test_an_order_names_every_dimension(loss: NamedArray) -> None:
    """Dots stand for what is not named; without them nothing may be left out."""
    assert loss.transpose("seed", ...).dims == ("seed", "rate", "step")
    assert loss.transpose("resample", "step", ..., "rate", missing_dims="ignore").dims == ("step", "seed", "rate")
    assert np.array_equal(loss.transpose("seed", "rate", "step").values, loss.values.transpose(2, 0, 1))
    with pytest.raises(ValueError, match="the loss has an axis 'step' too"):
        loss.transpose("seed", "rate")


def test_nothing_is_skipped(loss: NamedArray) -> None:
    """A mean over NaN is NaN; a function that leaves it out says so by its name."""
    loss.values[0, 0, 0] = np.nan
    assert np.isnan(loss.mean("seed").sel(rate=0.1, step=0).values)
    assert np.isfinite(loss.reduce(np.nanmean, "seed").values).all()
    assert np.array_equal(loss.mean("seed", "step").values, loss.values.mean(axis=(2, 1)), equal_nan=True)


@given(st.permutations(["rate", "step", "seed"]))
def test_order_of_dimensions_changes_no_number(order: list[str]) -> None:
    """What is picked and averaged by name does not depend on where the dimensions stand."""
    values = np.random.default_rng(2).normal(size=(3, 4, 5))
    straight = NamedArray(values, ("rate", "step", "seed"), {"rate": RATES})
    turned = straight.transpose(*order)
    for found, expected in (
        (turned.mean("seed").transpose("rate", "step"), values.mean(axis=2)),
        (turned.sel(rate=0.2).reduce(np.median, "step"), np.median(values[1], axis=0)),
        (turned.map(np.abs).transpose("rate", "step", "seed"), np.abs(values)),
    ):
        np.testing.assert_allclose(found.values, expected)


def test_indices_may_differ_along_what_both_have(loss: NamedArray) -> None:
    """Each seed reads its own step, and each resample its own rate."""
    steps = NamedArray(np.array([0, 1, 2, 3, 0]), ("seed",))
    found = loss.isel(step=steps)
    assert found.dims == ("rate", "seed")
    assert np.array_equal(
        found.values, [[loss.values[rate, steps.values[seed], seed] for seed in range(5)] for rate in range(3)]
    )
    rates = NamedArray(np.array([[0, 1, 2, 1, 0], [2, 2, 2, 2, 2]]), ("resample", "seed"))
    assert loss.isel(rate=rates).dims == ("resample", "step", "seed")
    assert np.array_equal(loss.isel(rate=rates).isel(resample=1).values, loss.values[2])


def test_new_dimensions_take_the_place_of_the_old() -> None:
    """Seeds drawn anew: resamples stand where the seeds stood, in front of them."""
    array = NamedArray(np.arange(12.0).reshape(3, 2, 2), ("seed", "x", "*weight"), {"x": (1, 2)})
    drawn = array.isel(seed=NamedArray(np.array([[0, 0, 1], [2, 2, 2]]), ("resample", "seed")))
    assert (drawn.dims, drawn.coords) == (("resample", "seed", "x", "*weight"), {"x": (1, 2)})
    assert np.array_equal(drawn.values[1], np.stack([array.values[2]] * 3))


def test_names_and_dimensions_go_together() -> None:
    """An array with too few names is refused where it is made."""
    with pytest.raises(ValueError, match="the array has 2 dimensions, which 1 names cannot name"):
        NamedArray(np.zeros((2, 2)), ("seed",))
