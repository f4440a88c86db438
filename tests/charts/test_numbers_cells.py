"""What is drawn equals the record, in maps and cells, one number or one run each: tables and colours against numpy."""

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.kinds.condition_map.chart import gain_words
from proofpress.charts.kinds.plane import contours_of
from proofpress.charts.model import coloured, limit
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import POSTER, WIDE, Frame
from proofpress.drawing.theme import LIGHT
from proofpress.formatting import number
from proofpress.statistics.kinds import statistic_kinds
from tests.charts.chart_examples import SIZES, examples, made_runs
from tests.charts.drawn import drawn, table


def test_a_map_has_the_mean_and_the_failures_of_each_cell() -> None:
    """A map's table has each cell's mean over seeds and its share of failed runs."""
    of = made_runs()["rates"]
    means = np.mean(of.channels["test_accuracy"].values[..., -1], axis=-1).reshape(-1)
    failed = (of.channels["outcome"].values == 3).mean(axis=-1).reshape(-1)
    rows = table("map")
    assert [row[2] for row in rows] == pytest.approx(means, rel=1e-5)
    assert [row[3] for row in rows] == pytest.approx(failed)


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


def test_a_model_before_training_and_after_is_on_one_scale_with_what_it_reads() -> None:
    """Two models are drawn cell for cell, each under its result; one colour means one number in both."""
    runs = made_runs()["model"]
    recorded = runs.channels["weights"].values[0]
    asked = {"before": "first", "right": "test_accuracy"}
    rows = table("cells", **asked)
    assert [row[3:] for row in rows[: SIZES[0]]] == [
        pytest.approx((start, end), rel=1e-5)
        for start, end in zip(recorded[0, :: SIZES[1]], recorded[-1, :: SIZES[1]], strict=False)
    ][: SIZES[0]]
    canvas = drawn("cells", **asked)
    results = runs.channels["test_accuracy"].values[0]
    heads = [text.words for text in canvas.letterings if text.level == "label"]
    assert heads == [f"before: {results[0]:.0%} correct", f"after: {results[-1]:.0%} correct"]
    full = limit(recorded[-1])
    images = [np.asarray(image.get_array()) for axes in canvas.figure.axes for image in axes.get_images()]
    assert len(images) == 2 * (len(SIZES) - 1)
    for step, image in ((0, images[0]), (-1, images[len(SIZES) - 1])):
        first = recorded[step, : SIZES[0] * SIZES[1]].reshape(SIZES[0], SIZES[1]).T
        assert (image[::8, ::8][:, : SIZES[0]] == coloured(LIGHT, first, full)).all()


def test_weights_show_the_largest_units() -> None:
    """The units shown are those whose incoming weights are largest at the end, with their weights before and after."""
    recorded = made_runs()["model"].channels["weights"].values[0]
    layer = recorded[:, : SIZES[0] * SIZES[1]].reshape(4, SIZES[0], SIZES[1])
    largest = set((np.argsort(-np.square(layer[-1]).sum(axis=0))[:4] + 1).tolist())
    rows = table("weights")
    assert {row[0] for row in rows} == largest
    unit, row, column, before, after = rows[5]
    location = (row - 1) * 4 + column - 1
    assert (before, after) == pytest.approx((layer[0, location, unit - 1], layer[-1, location, unit - 1]), rel=1e-5)


def test_a_habitat_has_the_verdicts_that_the_statistic_counts() -> None:
    """Marks, counts and table of a habitat are of the same cells; gains are numpy's mean over seeds."""
    rows, runs = table("condition_map"), made_runs()
    accuracy = runs["circumstances"].channels["test_accuracy"].values
    gains = (accuracy[:, :, 1] - accuracy[:, :, 0]).mean(axis=-1).ravel()
    assert [row[4] for row in rows] == pytest.approx([*gains, *-gains], rel=1e-5)
    words = [text.words for text in drawn("condition_map").letterings]
    asked = {"experiment": "circumstances", "channel": "test_accuracy", "over": ("label_noise", "train")}
    kind = statistic_kinds()["prevalence"]
    for at, (message, method, other) in enumerate(
        (("Weight decay", "decay", "none"), ("No weight decay", "none", "decay"))
    ):
        counted = {
            verdict: kind.estimate(
                kind.options(**asked, at={"method": method}, minus={"method": other}, verdict=verdict), runs
            )
            for verdict in ("holds", "reversed")
        }
        helps, hurts = (sum(row[:1] + row[3:4] == (message, word) for row in rows) for word in ("helps", "hurts"))
        assert (helps, hurts) == (round(counted["holds"] * 9), round(counted["reversed"] * 9))
        assert words[words.index(message) + 1] == f"helps in {helps} of 9 cells, hurts in {hurts}", at
    told = {row[4] for row in rows if row[3] in ("helps", "hurts")}
    assert {words for words in words if words[0] in "+−" and len(words) > 1} == {
        gain_words(gain, "test_accuracy") for gain in told
    }


def test_an_atlas_has_one_number_of_every_run() -> None:
    """Table and picture hold the same one number of each run; that some failed is said beside it."""
    recorded = made_runs()["field"].channels["weights"].values[0, ..., 5 * 6 + 1]
    rows = table("parameter_map")
    assert [row[2] for row in rows] == [
        None if np.isnan(each) else pytest.approx(each, rel=1e-5) for each in recorded.flat
    ]
    assert {row[3] for row in rows if row[2] is None} == {"diverges"}
    canvas = drawn("parameter_map")
    (image,) = [image for axes in canvas.figure.axes for image in axes.images]
    full = np.percentile(np.abs(recorded[np.isfinite(recorded)]), 98)
    assert (np.asarray(image.get_array())[::-1] == coloured(LIGHT, recorded, float(full))).all()
    words = [text.words for text in canvas.letterings]
    assert "failed" in words
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
            chart_kinds()["parameter_map"].draw(examples()["parameter_map"], {**runs, "field": bent}, frame)


def test_a_failed_run_is_said_not_drawn_to_scale() -> None:
    """A run that failed is named, and does not stretch the axis of the others."""
    words = [text.words for text in drawn("trajectories").letterings]
    assert words.count("failed") == 1


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


def test_contours_stand_at_round_losses_with_their_numbers() -> None:
    """Every number on a contour is a round value between the least and the largest loss of the plane."""
    loss = made_runs()["plane"].channels["loss"].values
    round_values = {number(value) for value in contours_of(float(loss.min()), float(loss.max()))}
    told = {text.words for text in drawn("plane").letterings if text.level == "tick"}
    assert told
    assert told <= round_values


def test_glosses_stand_after_their_settings_where_there_is_room() -> None:
    """A gloss is set between the name and the value; one of a setting that is not listed is refused."""
    options = examples()["values"]
    first, *_ = options.settings
    with style("x"):
        wide, narrow = Canvas(900, 300, LIGHT), Canvas(200, 300, LIGHT)
        for canvas in (wide, narrow):
            frame = Frame(canvas, Box(0, 0, canvas.width, 300), POSTER, LIGHT.paper)
            runs = {
                name: replace(of, settings=dict.fromkeys(options.settings.values(), 0.1))
                for name, of in made_runs().items()
            }
            chart_kinds()["values"].draw(replace(options, glosses={first: "size of a step"}), runs, frame)
    assert "size of a step" in [text.words for text in wide.letterings]
    assert "size of a step" not in [text.words for text in narrow.letterings]
    with pytest.raises(ValueError, match="'glosses' explains 'nothing'"):
        replace(options, glosses={"nothing": "a gloss"}).__post_init__()
