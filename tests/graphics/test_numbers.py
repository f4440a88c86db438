"""What is drawn equals the record: tables against numpy, and marks and words against tables."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from chart_examples import SIZES, examples, made_runs
from matplotlib.patches import Patch

from proofpress.findings import KINDS as STATISTICS
from proofpress.graphics.canvas import Box, Canvas, style
from proofpress.graphics.charts import KINDS
from proofpress.graphics.charts.bars import mean_interval
from proofpress.graphics.charts.habitat import gain_words
from proofpress.graphics.charts.model import coloured
from proofpress.graphics.charts.reading import axis
from proofpress.graphics.frame import WIDE, Frame
from proofpress.graphics.theme import LIGHT


def drawn(kind: str) -> Canvas:
    """Return the example of a kind on a canvas."""
    with style("x"):
        canvas = Canvas(960, 540, LIGHT)
        KINDS[kind].draw(examples()[kind], made_runs(), Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper))
    return canvas


def table(kind: str) -> list[tuple[Any, ...]]:
    """Return the rows of the example of a kind."""
    return list(KINDS[kind].table(examples()[kind], made_runs()).rows)


def curve(canvas: Canvas) -> np.ndarray:
    """Return the heights of the first line drawn on the canvas's axes."""
    lines = [line for axes in canvas.figure.axes for line in axes.lines]
    return np.asarray(lines[0].get_ydata(), dtype=float)


def test_a_sweep_is_the_median_of_its_seeds() -> None:
    """Table and line are numpy's median over seeds at the last step, the band their smallest and largest."""
    recorded = made_runs()["rates"].channels["test_accuracy"].values[1, :, :, -1]
    rows = table("sweep")
    assert [row[2] for row in rows] == pytest.approx(np.median(recorded, axis=1), rel=1e-5)
    assert [row[3] for row in rows] == pytest.approx(recorded.min(axis=1), rel=1e-5)
    assert [row[4] for row in rows] == pytest.approx(recorded.max(axis=1), rel=1e-5)
    assert curve(drawn("sweep")) == pytest.approx(np.median(recorded, axis=1))


def test_the_best_is_chosen_by_validation() -> None:
    """The value named on a sweep is the one at which mean validation accuracy is highest."""
    judge = made_runs()["rates"].channels["validation_accuracy"].values[1, :, :, -1].mean(axis=1)
    rate = made_runs()["rates"].axes["learning_rate"][int(judge.argmax())]
    named = [text.words for text in drawn("sweep").letterings if " at " in text.words]
    assert len(named) == 1
    assert named[0].endswith(f" at {rate:g}")


def test_curves_leave_out_what_is_not_finite() -> None:
    """A curve's table is the median over seeds at each step."""
    recorded = made_runs()["rates"].channels["train_loss"].values[1, 2]
    assert [row[2] for row in table("curves")[:4]] == pytest.approx(np.median(recorded, axis=0), rel=1e-5)


def test_a_map_has_the_median_and_the_failures_of_each_cell() -> None:
    """A map's table has each cell's median over seeds and its share of failed runs."""
    of = made_runs()["rates"]
    medians = np.median(of.channels["test_accuracy"].values[..., -1], axis=-1).reshape(-1)
    failed = (of.channels["outcome"].values == 3).mean(axis=-1).reshape(-1)
    rows = table("map")
    assert [row[2] for row in rows] == pytest.approx(medians, rel=1e-5)
    assert [row[3] for row in rows] == pytest.approx(failed)


@pytest.mark.parametrize("kind", ["bars", "steps", "table"])
def test_numbers_written_are_those_of_the_table(kind: str) -> None:
    """Each result written in the picture is a cell of the table, rounded."""
    cells = {value for row in table(kind) for value in row if isinstance(value, int | float)}
    allowed = {f"{value * 100:.0f}%" for value in cells} | {f"{value * 100:.1f}%" for value in cells}
    written = [text.words for text in drawn(kind).letterings if text.level == "label" and text.words.endswith("%")]
    assert len(written) >= 5
    assert set(written) <= allowed


@pytest.mark.parametrize("count", [2, 3, 4, 12, 400])
def test_a_bar_is_the_mean_with_its_interval(count: int) -> None:
    """Mean and 95% interval are those of Student's t as scipy computes it, to one percent of the width."""
    from scipy import stats

    values = np.random.default_rng(count).normal(3, 2, count)
    mean, low, high = mean_interval(values.tolist())
    error = stats.sem(values)
    expected = stats.t.interval(0.95, count - 1, loc=values.mean(), scale=error)
    assert mean == pytest.approx(values.mean())
    assert (low, high) == pytest.approx(expected, abs=0.01 * (expected[1] - expected[0]))


def test_many_seeds_do_not_stretch_bars() -> None:
    """The whisker of a bar is the interval of its mean, in the table and in the words under the bars."""
    assert KINDS["bars"].table(examples()["bars"], made_runs()).columns[1:4] == (
        "mean", "95% interval, low", "95% interval, high",
    )  # fmt: skip
    assert any("95% interval of the mean" in text.words for text in drawn("bars").letterings)


def test_a_race_begins_where_it_is_decided() -> None:
    """The axis of a race fits the later trials and says where it begins; the best method is named first."""
    canvas = drawn("race")
    told = next(text.words for text in canvas.letterings if "axis" in text.words)
    begins = float(told.split()[-1].removesuffix("%")) / 100
    recorded = made_runs()["search"].channels["best_so_far"].values
    assert 0 < begins <= np.median(recorded, axis=1)[:, 3:].min()
    names = [text for text in canvas.letterings if text.level == "label"]
    ends = dict(zip(("grid", "random", "bayesian"), np.median(recorded, axis=1)[:, -1], strict=True))
    upward = sorted(names, key=lambda text: text.box.top)
    assert [text.words for text in upward] == sorted(ends, key=lambda method: -ends[method])


def test_a_race_can_leave_out_the_first_trials() -> None:
    """With `from_trial` the axis begins there, and the table has nothing before it."""
    options = replace(examples()["race"], from_trial=4)
    with style("x"):
        canvas = Canvas(960, 540, LIGHT)
        KINDS["race"].draw(options, made_runs(), Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper))
    assert canvas.figure.axes[0].get_xlim()[0] == 4
    rows = KINDS["race"].table(options, made_runs()).rows
    assert {row[1] for row in rows if row[2] is not None} == set(range(4, 10))


def test_a_zero_has_a_place_of_its_own_on_a_logarithmic_axis() -> None:
    """Values in equal ratios with a zero stand on a logarithmic axis, the zero left of them behind a cut."""
    of = made_runs()["rates"]
    zero = replace(of, axes={**of.axes, "learning_rate": (0, 0.001, 0.01, 0.1, 1.0)})
    along = axis(zero, "learning_rate")
    assert along.scale.log
    assert along.places[0] < along.places[1] / 2
    assert [label for _, label in along.ticks(6)][:2] == ["0", "0.001"]


def test_an_axis_of_counts_is_labelled_with_counts() -> None:
    """Between the degrees 0 and 14 no label reads 2.5; along rates it may."""
    of = made_runs()["rates"]
    counts = replace(of, axes={**of.axes, "learning_rate": (0, 1, 2, 5, 14)})
    assert [label for _, label in axis(counts, "learning_rate").ticks(6)] == ["0", "5", "10"]
    rates = replace(of, axes={**of.axes, "learning_rate": (0.5, 1, 2, 5, 14)})
    assert "2.5" in [label for _, label in axis(rates, "learning_rate").ticks(6)]


def test_many_points_do_not_cover_the_fit() -> None:
    """Ten times as many points are drawn smaller: their marks cover little more than those of the few."""
    of = made_runs()["degree"]
    points = of.channels["points"]

    def covered(times: int) -> float:
        many = replace(points, values=np.tile(points.values, (times, 1)))
        runs = {"degree": replace(of, channels={**of.channels, "points": many})}
        with style("x"):
            canvas = Canvas(960, 400, LIGHT)
            KINDS["fits"].draw(examples()["fits"], runs, Frame(canvas, Box(20, 20, 920, 360), WIDE, LIGHT.paper))
        marks = [each.get_extents() for each in canvas.figure.findobj(Patch) if each.get_zorder() == 8]
        assert len(marks) == 2 * len(many.values)
        return sum(mark.width * mark.height for mark in marks)

    few = covered(1)
    assert covered(40 // len(points.values)) == pytest.approx(few * (40 // len(points.values)))
    assert covered(100) == pytest.approx(few * 40 / len(points.values))


def test_values_are_those_of_the_record() -> None:
    """The settings listed are those that the experiment fixes."""
    assert table("values") == [("learning rate", 0.1), ("epochs", 150)]
    words = [text.words for text in drawn("values").letterings]
    assert words == ["learning rate", "0.1", "epochs", "150"]


def test_cells_are_all_numbers_in_their_places() -> None:
    """Every learned number is in the table once, at the layer, unit and input that its place in the row means."""
    recorded = made_runs()["model"].channels["weights"].values[0, -1]
    rows = table("cells")
    assert len(rows) == len(recorded)
    first = recorded[: SIZES[0] * SIZES[1]].reshape(SIZES[0], SIZES[1])
    told = {(layer, unit, source): value for layer, unit, source, value in rows}
    assert told[1, 3, 5] == pytest.approx(first[4, 2], rel=1e-5)
    assert told[1, 6, "bias"] == pytest.approx(recorded[SIZES[0] * SIZES[1] + 5], rel=1e-5)
    assert told[2, 3, "bias"] == pytest.approx(recorded[-1], rel=1e-5)


def test_weights_show_the_largest_units() -> None:
    """The units shown are those whose incoming weights are largest at the end, with their weights before and after."""
    recorded = made_runs()["model"].channels["weights"].values[0]
    layer = recorded[:, : SIZES[0] * SIZES[1]].reshape(4, SIZES[0], SIZES[1])
    largest = set((np.argsort(-np.square(layer[-1]).sum(axis=0))[:4] + 1).tolist())
    rows = table("weights")
    assert {row[0] for row in rows} == largest
    unit, row, column, before, after = rows[5]
    place = (row - 1) * 4 + column - 1
    assert (before, after) == pytest.approx((layer[0, place, unit - 1], layer[-1, place, unit - 1]), rel=1e-5)


def test_a_habitat_has_the_verdicts_that_the_statistic_counts() -> None:
    """Marks, counts and table of a habitat are of the same cells; gains are numpy's mean over seeds."""
    rows, runs = table("habitat"), made_runs()
    accuracy = runs["circumstances"].channels["test_accuracy"].values
    gains = (accuracy[:, :, 1] - accuracy[:, :, 0]).mean(axis=-1).ravel()
    assert [row[4] for row in rows] == pytest.approx([*gains, *-gains], rel=1e-5)
    words = [text.words for text in drawn("habitat").letterings]
    asked = {"experiment": "circumstances", "channel": "test_accuracy", "over": ("label_noise", "train")}
    kind = STATISTICS["prevalence"]
    for at, (says, method, other) in enumerate(
        (("Weight decay", "decay", "none"), ("No weight decay", "none", "decay"))
    ):
        counted = {
            verdict: kind.estimate(
                kind.options(**asked, at={"method": method}, minus={"method": other}, verdict=verdict), runs
            )
            for verdict in ("holds", "reversed")
        }
        helps, hurts = (sum(row[:1] + row[3:4] == (says, word) for row in rows) for word in ("helps", "hurts"))
        assert (helps, hurts) == (round(counted["holds"] * 9), round(counted["reversed"] * 9))
        assert words[words.index(says) + 1] == f"helps in {helps} of 9 cells, hurts in {hurts}", at
    told = {row[4] for row in rows if row[3] in ("helps", "hurts")}
    assert {words for words in words if words[0] in "+−" and len(words) > 1} == {
        gain_words(gain, "test_accuracy") for gain in told
    }


def test_an_atlas_has_one_number_of_every_run() -> None:
    """Table and picture hold the same one number of each run; that some failed is said beside it."""
    recorded = made_runs()["field"].channels["weights"].values[0, ..., 5 * 6 + 1]
    rows = table("atlas")
    assert [row[2] for row in rows] == [
        None if np.isnan(each) else pytest.approx(each, rel=1e-5) for each in recorded.flat
    ]
    assert {row[3] for row in rows if row[2] is None} == {"diverges"}
    canvas = drawn("atlas")
    (image,) = [image for axes in canvas.figure.axes for image in axes.images]
    full = np.percentile(np.abs(recorded[np.isfinite(recorded)]), 98)
    assert (np.asarray(image.get_array())[::-1] == coloured(LIGHT, recorded, float(full))).all()
    words = [text.words for text in canvas.letterings]
    assert "died or diverged" in words
    assert f"+{float(f'{full:.2g}'):g}" in words


def test_an_atlas_refuses_pixels_of_other_widths() -> None:
    """Coordinates that are not evenly spaced cannot be pixels, and that is said."""
    runs = made_runs()
    bent = replace(runs["field"], axes={**runs["field"].axes, "learning_rate": (*range(1, 20), 40)})
    with style("x"):
        canvas = Canvas(960, 540, LIGHT)
        frame = Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper)
        with pytest.raises(
            ValueError, match="the coordinates along 'learning rate' are not evenly spaced, as pixels are"
        ):
            KINDS["atlas"].draw(examples()["atlas"], {**runs, "field": bent}, frame)


def test_a_failed_run_is_said_not_drawn_to_scale() -> None:
    """A run that diverged is named, and does not stretch the axis of the others."""
    words = [text.words for text in drawn("trajectories").letterings]
    assert words.count("diverged") == 1


def test_the_ends_of_the_descent_are_the_losses_recorded() -> None:
    """Start and end of the path carry the first and last recorded loss."""
    recorded = made_runs()["plane"].channels["path_loss"].values[0]
    words = [text.words for text in drawn("plane").letterings]
    assert f"start: loss {recorded[0]:.2f}" in words
    assert f"end: loss {recorded[-1]:.2f}" in words


def test_the_trial_chosen_is_the_best_by_validation() -> None:
    """Of every method just one trial is chosen, the one with the highest validation accuracy."""
    judge = made_runs()["search"].channels["validation_accuracy"].values[:, 0]
    chosen = [(row[0], row[1]) for row in table("searches") if row[5] == "yes"]
    assert [trial for _, trial in chosen] == (judge.argmax(axis=1) + 1).tolist()


def test_a_race_reports_its_quartiles() -> None:
    """Median and band of a race are quartiles over the repeated searches."""
    recorded = made_runs()["search"].channels["best_so_far"].values
    expected = np.percentile(recorded, [50, 25, 75], axis=1).transpose(1, 2, 0).reshape(-1, 3)
    assert np.array([row[2:5] for row in table("race")]) == pytest.approx(expected, rel=1e-5)
