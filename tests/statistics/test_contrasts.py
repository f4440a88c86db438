"""Cells of a contrast: decided by the interval of the paired difference, and the same for everyone who asks."""

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.models import Best, Runs
from proofpress.runs.selection import resample
from proofpress.statistics.bootstrap import draw_seeds, replicate, spread
from proofpress.statistics.contrasts import Contrast, cells, selects, share
from proofpress.statistics.kinds import statistic_kinds
from tests.claims.made import runs, with_channel

DOSE = Contrast(experiment="tides", channel="height", at={"dose": 1}, minus={"dose": 0})


def grid(gains: list[list[float]], noise: float, seeds: int = 12) -> Runs:
    """Return runs in which a dose gains so much in each cell `(row, column)`, with noise that both places share."""
    chance = np.random.default_rng(4)
    base = chance.normal(size=(*np.shape(gains), seeds))
    both = np.stack([base, base + np.asarray(gains)[..., None] + noise * chance.normal(size=base.shape)])
    return runs(both, ("dose", "row", "column", "seed"))


def test_the_interval_of_a_cell_is_that_of_the_difference() -> None:
    """A cell and the statistic `difference` at its coordinates give the same number and the same interval."""
    of = grid([[0.5, 0.0], [-0.3, 0.1]], 0.4)
    chosen = with_channel(
        of, "judge", np.random.default_rng(5).normal(size=(2, 2, 2, 12)), ("dose", "row", "column", "seed")
    )
    asked = Contrast(experiment="tides", channel="height", at={"dose": Best("judge")}, minus={"dose": 0})
    found = cells(asked, ("row", "column"), {"tides": chosen})
    kind = statistic_kinds()["difference"]
    for row in range(2):
        for column in range(2):
            where = {"row": row, "column": column}
            options = kind.options("tides", "height", {**asked.at, **where}, minus=dict(asked.minus))
            one = spread(replicate(kind.estimate, options, {"tides": chosen}), 12)
            assert found.gain[row, column] == pytest.approx(kind.estimate(options, {"tides": chosen}))
            assert (found.low[row, column], found.high[row, column]) == pytest.approx((one.low, one.high))


def test_pairs_are_told_apart_though_the_noise_between_seeds_is_large() -> None:
    """Both places share their noise, so that a gain far below it is seen, upward and downward."""
    found = cells(DOSE, ("row", "column"), {"tides": grid([[0.2, -0.2], [0.0, 0.3]], 0.02)})
    assert found.verdicts[0].tolist() == ["holds", "reversed"]
    assert found.verdicts[1, 1] == "holds"
    assert found.seeds == 12


def test_of_a_loss_less_is_better() -> None:
    """Where less is better, a loss that falls holds."""
    of = grid([[0.2, -0.2]], 0.02)
    lower = runs(of.channels["height"].values, ("dose", "row", "column", "seed"), better="lower")
    assert cells(DOSE, ("row", "column"), {"tides": lower}).verdicts.tolist() == [["reversed", "holds"]]


def test_cells_in_which_nothing_differs_are_seldom_decided() -> None:
    """Of 400 cells without any effect about one in twenty is decided, whatever happens in the others."""
    found = cells(DOSE, ("row", "column"), {"tides": grid(np.zeros((20, 20)).tolist(), 1.0, seeds=30)})
    assert 0.02 <= (found.verdicts != "undecided").mean() <= 0.1


def test_a_share_within_resamples_is_that_of_runs_drawn_anew() -> None:
    """On average over resamples, few draws inside each decide as many cells as all draws would."""
    gains = np.linspace(-0.6, 0.6, 16).reshape(4, 4).tolist()
    of = {"tides": grid(gains, 0.6)}
    drawn = draw_seeds(tuple(range(12)))[:60]
    for verdict in ("holds", "reversed", "undecided"):
        together = share(DOSE, ("row", "column"), verdict, resample(of, {"tides": drawn}))
        singly = [share(DOSE, ("row", "column"), verdict, alone(of["tides"], one)) for one in drawn]
        assert together.shape == (60,)
        assert np.abs(together - singly).mean() <= 1.5 / 16
        assert together.mean() == pytest.approx(np.mean(singly), abs=0.03)


def alone(of: Runs, drawn: np.ndarray) -> dict[str, Runs]:
    """Return the runs of one draw of the seeds as if they were seeds of their own."""
    again = resample({"tides": of}, {"tides": drawn})["tides"]
    return {"tides": replace(again, axes={**again.axes, "seed": of.axes["seed"]})}


def test_the_places_are_read_along_the_whole_grid() -> None:
    """What content checks are both places, with all coordinates of the grid."""
    first, second = selects(DOSE, ("row", "column"))
    assert first.at == {"dose": 1, "row": "mean", "column": "mean"}
    assert second.at == {"dose": 0, "row": "mean", "column": "mean"}


def test_one_seed_decides_nothing() -> None:
    """Without a second seed there is no interval, and that is said."""
    with pytest.raises(ValueError, match="at least two seeds in common"):
        cells(DOSE, ("row", "column"), {"tides": grid([[0.1]], 0.1, seeds=1)})
