import numpy as np
import pytest

from proofpress.experiments.kinds import trainability
from proofpress.experiments.kinds.trainability import KIND, TinyModel, Trainability
from proofpress.experiments.methods import trainability as grids
from tests.experiments.kinds.harness import assert_as_outlined, exactly, example, validated, whole

NETWORK = grids.Network(width=5, examples=4, steps=25)
OPTIONS = Trainability(
    (0.1, 100), (0.1, 100), model=TinyModel(5, 4), steps=25, pixels=24, zooms=(1, 4), seeds=2, first_seed=1
)


def test_example_is_valid() -> None:
    """The YAML in the module's docstring is accepted as it stands."""
    assert validated(KIND, example(KIND, trainability)).zooms == (1, 8)


def test_records_what_the_outline_promises() -> None:
    """The channels are those of the outline, in their dimensions; the code agrees with the sign of the measure."""
    channels = whole(KIND, OPTIONS)
    assert_as_outlined(KIND, OPTIONS, channels)
    np.testing.assert_array_equal(channels["outcome"].values == 1, channels["convergence"].values > 0)
    assert np.isfinite(channels["convergence"].values).all()


def test_a_pixel_is_plain_gradient_descent() -> None:
    """A run repeated step by step in numpy, in double precision, loses the same at every step."""
    first, second, inputs, targets = (array.astype(float) for array in grids.start(NETWORK, 3))
    rates = np.full(grids.BATCH, 0.4, np.float32), np.full(grids.BATCH, 0.2, np.float32)
    ours = np.asarray(grids.trainer(NETWORK)(*grids.start(NETWORK, 3), *rates))[:, 7]
    theirs = []
    for _ in range(NETWORK.steps):
        hidden = np.tanh(inputs @ first.T)
        missed = hidden @ second - targets
        theirs.append(np.mean(missed**2))
        slope = 2 * missed / len(targets)
        back = np.outer(slope, second) * (1 - hidden**2)
        first, second = first - 0.4 * back.T @ inputs, second - 0.2 * hidden.T @ slope
    np.testing.assert_allclose(ours, theirs, rtol=1e-3)


def test_convergence_is_signed() -> None:
    """Below 0 a run that ends lower than it began, above 0 one that ends higher or overflows; sooner is nearer 0."""
    steps = np.arange(60)[:, None]
    losses = np.concatenate([0.9**steps, 0.5**steps, 1.1**steps, 3.0**steps, np.where(steps > 5, np.nan, 1)], axis=1)
    slow, fast, creeps, explodes, overflows = grids.convergence(losses)
    assert slow < fast < 0 < explodes < creeps
    assert 0 < overflows < 7


def test_box_slope_knows_lines_and_noise() -> None:
    """The slope of a straight edge is about 1 at any angle, that of a coin toss in every pixel about 2."""
    for angle in (0.0, 0.4, 1.2, 2.5):
        assert grids.box_slope(grids.line_map(256, angle)) == pytest.approx(1, abs=0.08)
    noise = np.random.default_rng(0).random((256, 256)) < 0.5
    assert grids.box_slope(noise) == pytest.approx(2, abs=0.1)
    assert np.isnan(grids.box_slope(np.zeros((16, 16), bool)))


def test_a_zoom_lies_inside_its_window_and_holds_edge() -> None:
    """Each window is a part of the one before, narrower by the factor asked for, and has both outcomes in it."""
    whole_window = OPTIONS.whole
    left, right, bottom, top = grids.window(NETWORK, 1, whole_window, (1, 4), 32)
    assert whole_window[0] <= left < right <= whole_window[1]
    assert whole_window[2] <= bottom < top <= whole_window[3]
    assert right - left == pytest.approx((whole_window[1] - whole_window[0]) / 4)
    codes = grids.grid(NETWORK, 1, (left, right, bottom, top), 32) > 0
    assert codes.any()
    assert not codes.all()


def test_a_zoom_is_drawn_by_lot_among_tiles_that_the_edge_crosses() -> None:
    """Over many seeds windows lie on whole tiles, on several of them, and each holds some of its own map's edge."""
    left, right, bottom, top = OPTIONS.whole
    tiles = set()
    for seed in range(12):
        at = grids.window(NETWORK, seed, OPTIONS.whole, (1, 4), 32)
        column, row = (at[0] - left) / (right - left) * 4, (at[2] - bottom) / (top - bottom) * 4
        assert (column, row) == (pytest.approx(round(column)), pytest.approx(round(row)))
        edge = grids.boundary(grids.grid(NETWORK, seed, OPTIONS.whole, 32) > 0)
        rows, columns = np.nonzero(edge)
        assert (round(row), round(column)) in {
            *zip((rows * 4 // 31).tolist(), (columns * 4 // 31).tolist(), strict=True)
        }
        tiles.add((round(row), round(column)))
    assert len(tiles) > 3


def test_wrong_options_are_told() -> None:
    """Options that cannot be meant are refused with a sentence."""
    backwards = "first_layer_rate goes from the smaller to the larger rate, not from 2 to 1"
    with pytest.raises(ValueError, match=exactly(backwards)):
        Trainability((2, 1), (1, 2))
    with pytest.raises(ValueError, match=exactly("zooms begin with 1, the whole window, and grow")):
        Trainability((1, 2), (1, 2), zooms=(1, 8, 4))
