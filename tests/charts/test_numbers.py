"""What is drawn equals the record, in lines and bars: tables against numpy, and marks and words against tables."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.patches import Patch
from msgspec.structs import replace

from proofpress.charts.axes import axis, begun
from proofpress.charts.kinds import chart_kinds
from proofpress.charts.kinds.bars import Item, mean_interval
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import WIDE, Frame
from proofpress.drawing.plot import Plot
from proofpress.drawing.scales import Scale
from proofpress.drawing.theme import LIGHT
from proofpress.models import Channel, Runs
from tests.charts.chart_examples import examples, made_runs
from tests.charts.drawn import drawn, marks, table


@pytest.mark.parametrize(("summary", "take"), [("mean", np.mean), ("median", np.median)])
def test_a_sweep_is_the_mean_or_the_median_of_its_seeds(summary: str, take: Callable[..., np.ndarray]) -> None:
    """Table and marks are numpy's mean or median over seeds at the last step, the band their smallest and largest."""
    recorded = made_runs()["rates"].channels["test_accuracy"].values[1, :, :, -1]
    rows = table("sweep", summary=summary)
    assert [row[2] for row in rows] == pytest.approx(take(recorded, axis=1), rel=1e-5)
    assert [row[3] for row in rows] == pytest.approx(recorded.min(axis=1), rel=1e-5)
    assert [row[4] for row in rows] == pytest.approx(recorded.max(axis=1), rel=1e-5)
    assert marks(drawn("sweep", summary=summary, best="")) == pytest.approx(take(recorded, axis=1), abs=5e-3)


def test_the_best_is_chosen_by_validation() -> None:
    """The value named on a sweep is the one at which mean validation accuracy is highest."""
    judge = made_runs()["rates"].channels["validation_accuracy"].values[1, :, :, -1].mean(axis=1)
    rate = made_runs()["rates"].axes["learning_rate"][int(judge.argmax())]
    named = [text.words for text in drawn("sweep").letterings if " at " in text.words]
    assert len(named) == 1
    assert named[0].endswith(f" at {rate:g}")


def test_curves_leave_out_what_is_not_finite() -> None:
    """A curve's table is the mean over seeds at each step."""
    recorded = made_runs()["rates"].channels["train_loss"].values[1, 2]
    assert [row[2] for row in table("curves")[:4]] == pytest.approx(np.mean(recorded, axis=0), rel=1e-5)


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
    """Mean and 95% interval are those of Student's t as scipy computes them."""
    from scipy import stats

    values = np.random.default_rng(count).normal(3, 2, count)
    mean, low, high = mean_interval(values.tolist())
    error = stats.sem(values)
    expected = stats.t.interval(0.95, count - 1, loc=values.mean(), scale=error)
    assert mean == pytest.approx(values.mean())
    assert (low, high) == pytest.approx(expected)


def test_many_seeds_do_not_stretch_bars() -> None:
    """The whisker of a bar is the interval of its mean, in the table and in the words under the bars."""
    assert chart_kinds()["bars"].table(examples()["bars"], made_runs()).columns[1:4] == (
        "mean", "95% interval, low", "95% interval, high",
    )  # fmt: skip
    assert any("95% interval of the mean" in text.words for text in drawn("bars").letterings)


def test_a_race_begins_where_it_is_decided() -> None:
    """The axis of a race fits the later trials and says where it begins; the best method is named first."""
    canvas = drawn("race")
    told = next(text.words for text in canvas.letterings if "axis" in text.words)
    begins = float(told.split()[-1].removesuffix("%")) / 100
    recorded = made_runs()["search"].channels["best_so_far"].values
    assert 0 < begins <= np.mean(recorded, axis=1)[:, 3:].min()
    names = [text for text in canvas.letterings if text.level == "label"]
    ends = dict(zip(("grid", "random", "bayesian"), np.mean(recorded, axis=1)[:, -1], strict=True))
    upward = sorted(names, key=lambda text: text.box.top)
    assert [text.words for text in upward] == sorted(ends, key=lambda method: -ends[method])


def test_a_race_can_leave_out_the_first_trials() -> None:
    """With `from_trial` the axis begins there, and the table has nothing before it."""
    options = replace(examples()["race"], from_trial=4)
    with style("x"):
        canvas = Canvas(960, 540, LIGHT)
        chart_kinds()["race"].draw(options, made_runs(), Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper))
    assert canvas.figure.axes[0].get_xlim()[0] == 4
    rows = chart_kinds()["race"].table(options, made_runs()).rows
    assert {row[1] for row in rows if row[2] is not None} == set(range(4, 10))


def test_a_zero_has_a_place_of_its_own_on_a_logarithmic_axis() -> None:
    """Values in equal ratios with a zero stand on a logarithmic axis, the zero left of them behind a cut."""
    of = made_runs()["rates"]
    zero = replace(of, axes={**of.axes, "learning_rate": (0, 0.001, 0.01, 0.1, 1.0)})
    along = axis(zero, "learning_rate")
    assert along.scale.log
    assert along.positions[0] < along.positions[1] / 2
    assert [label for _, label in along.ticks(6)][:2] == ["0", "0.001"]


def test_an_axis_of_counts_is_labelled_with_counts() -> None:
    """Between the degrees 0 and 14 no label reads 2.5; along rates it may."""
    of = made_runs()["rates"]
    counts = replace(of, axes={**of.axes, "learning_rate": (0, 1, 2, 4, 5, 8, 14)})
    assert [label for _, label in axis(counts, "learning_rate").ticks(6)] == ["0", "5", "10"]
    rates = replace(of, axes={**of.axes, "learning_rate": (0.5, 1, 2, 4, 5, 8, 14)})
    assert "2.5" in [label for _, label in axis(rates, "learning_rate").ticks(6)]


def test_years_have_no_comma() -> None:
    """Along whole numbers of four digits no label has a comma; along others large ones have it."""
    of = made_runs()["rates"]
    years = axis(replace(of, axes={**of.axes, "learning_rate": tuple(range(2010, 2026))}), "learning_rate")
    assert {label for _, label in years.ticks(4)} <= {str(year) for year in range(2010, 2026)}
    assert years.label(2018) == "2018"
    sizes = axis(
        replace(of, axes={**of.axes, "learning_rate": (0, 1000, 2000, 3000, 4000, 5000, 6000)}), "learning_rate"
    )
    assert "2,000" in [label for _, label in sizes.ticks(4)]


def test_an_axis_that_does_not_begin_at_nothing_says_so() -> None:
    """Where the axis of a share is cut off below, its name says where it begins; a whole one is just named."""
    with style("x"):
        frame = Frame(Canvas(960, 540, LIGHT), Box(20, 20, 920, 500), WIDE, LIGHT.paper)
        narrow = replace(frame, box=Box(20, 20, 235, 500))
        assert begun("accuracy", "test_accuracy", Scale(0.8, 1), frame) == "accuracy; the axis begins at 80%"
        assert begun("accuracy", "test_accuracy", Scale(0.955, 1), narrow) == "accuracy; axis from 95.5%"
        assert begun("accuracy", "test_accuracy", Scale(0, 1), frame) == "accuracy"
        assert begun("loss", "test_loss", Scale(0.8, 1), frame) == "loss"
        # Beside the name of the lines there is less room for it.
        assert begun("accuracy", "test_accuracy", Scale(0.8, 1), narrow, "learning rate") == "accuracy"


def test_a_line_on_the_edge_is_drawn_whole() -> None:
    """A line within the scales is not cut at their edge, where half its width lies outside; one that leaves them is."""
    with style("x"):
        plot = Plot(Canvas(200, 100, LIGHT), Box(20, 20, 160, 60), Scale(0, 1), Scale(0, 1))
        plot.line([0, 0.5, 1], [1, math.nan, 1], LIGHT.ink, 3)
        plot.line([0, 1], [0.5, 1.2], LIGHT.ink, 3)
        assert [line.get_clip_on() for line in plot.axes.lines] == [False, True]


def test_where_an_axis_has_no_order_nothing_is_joined() -> None:
    """Splits of the data have numbers for names: each has a mark and a whisker, and no line leads to the next.

    Along numbers, few places are marked one by one and not joined either; only many have a line and a band.
    """
    values = np.array([[0.90, 0.94], [0.70, 0.80], [0.85, 0.95]])
    sizes = {"split": 3, "steps": 2, "rate": 7, "seed": 2}
    runs = {
        "s": Runs("s", {kind: tuple(range(size)) for kind, size in sizes.items()}, {
            "by_split": Channel(("split", "seed"), values), "by_steps": Channel(("steps", "seed"), values[:2]),
            "by_rate": Channel(("rate", "seed"), np.resize(values, (7, 2))),
        })
    }  # fmt: skip
    for along, joined, count in (("split", 0, 3), ("steps", 0, 2), ("rate", 1, 0)):
        with style("x"):
            canvas = Canvas(960, 400, LIGHT)
            frame = Frame(canvas, Box(20, 20, 920, 360), WIDE, LIGHT.paper)
            chart_kinds()["sweep"].draw(chart_kinds()["sweep"].options("s", along, f"by_{along}"), runs, frame)
        lines = [line for axes in canvas.figure.axes for line in axes.lines]
        assert len(lines) == joined
        assert sum(each.get_zorder() == 8 for each in canvas.figure.findobj(Patch)) == count
        words = [text.words for text in canvas.letterings]
        assert any(("whisker: all 2 seeds" if count else "band: all 2 seeds") in each for each in words)


def test_many_points_do_not_cover_the_fit() -> None:
    """Ten times as many points are drawn smaller: their marks cover little more than those of the few."""
    of = made_runs()["degree"]
    points = of.channels["points"]

    def covered(times: int) -> float:
        many = replace(points, values=np.tile(points.values, (times, 1)))
        runs = {"degree": replace(of, channels={**of.channels, "points": many})}
        with style("x"):
            canvas = Canvas(960, 400, LIGHT)
            chart_kinds()["fits"].draw(
                examples()["fits"], runs, Frame(canvas, Box(20, 20, 920, 360), WIDE, LIGHT.paper)
            )
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


def test_a_race_reports_its_quartiles() -> None:
    """The median and the band of a race are quartiles over the repeated searches."""
    recorded = made_runs()["search"].channels["best_so_far"].values
    expected = np.percentile(recorded, [50, 25, 75], axis=1).transpose(1, 2, 0).reshape(-1, 3)
    assert np.array([row[2:5] for row in table("race", summary="median")]) == pytest.approx(expected, rel=1e-5)


def test_a_value_beyond_a_set_scale_is_told_and_not_moved_onto_it() -> None:
    """A mark is never drawn at a value that it does not have: an arrow at the edge bears the number."""
    inside = drawn("sweep", best="", y=(0.0, 0.5))
    beyond = [text.words for text in inside.letterings if text.words in ("70%", "95%", "93%")]
    assert sorted(beyond) == ["70%", "93%", "95%"]
    assert all(0 <= value <= 0.53 for value in marks(inside))


def test_logarithms_are_labelled_with_the_numbers_themselves() -> None:
    """Where a channel holds decimal logarithms its axis says 0.01, not −2."""
    runs = {"s": Runs("s", {"rate": tuple(range(8)), "seed": (0, 1)},
                      {"path": Channel(("rate", "seed"), np.linspace(-4, -1, 16).reshape(8, 2))})}  # fmt: skip
    with style("x"):
        canvas = Canvas(960, 400, LIGHT)
        frame = Frame(canvas, Box(20, 20, 920, 360), WIDE, LIGHT.paper)
        chart_kinds()["sweep"].draw(chart_kinds()["sweep"].options("s", "rate", "path", logs=True), runs, frame)
    assert {"0.0001", "0.01"} <= {text.words for text in canvas.letterings}


def test_a_group_of_bars_is_named_once() -> None:
    """Items with the same group have its words over the first of them, and in each row of the table."""
    at = {"batch_size": 16}
    items = tuple(
        Item(
            f"rate {rate}",
            "rates",
            "test_accuracy",
            {**at, "learning_rate": rate},
            group="Small" if rate < 1 else "Large",
        )
        for rate in (0.01, 0.1, 1.0)
    )
    options = chart_kinds()["bars"].options(items=items)
    with style("x"):
        canvas = Canvas(960, 400, LIGHT)
        chart_kinds()["bars"].draw(options, made_runs(), Frame(canvas, Box(20, 20, 920, 360), WIDE, LIGHT.paper))
    said = [text.words for text in canvas.letterings]
    assert (said.count("Small"), said.count("Large")) == (1, 1)
    assert [row[0] for row in chart_kinds()["bars"].table(options, made_runs()).rows] == [
        "Small: rate 0.01", "Small: rate 0.1", "Large: rate 1.0"
    ]  # fmt: skip


def test_a_narrower_window_of_a_map_has_its_own_values_on_its_axes() -> None:
    """The axes of a zoomed map run between the edges that the runs record, and the whole map stands beside it."""
    runs = made_runs()
    of = runs["pixels"]
    axes = {**of.axes, "zoom": (1, 8)}
    pixels = of.channels["convergence"]
    doubled = Channel(("zoom", *pixels.dims), np.stack([pixels.values] * 2))
    shape = (2, *(len(of.axes[dim]) for dim in pixels.dims if dim == "seed"), 4)
    edges = np.broadcast_to(np.array([0.0, 1.0, -2.0, -1.0]), shape).copy()
    edges[0] = (-3.0, 3.0, -3.0, 3.0)
    window = Channel(("zoom", *(dim for dim in pixels.dims if dim == "seed"), "*edge"), edges)
    made = {"pixels": Runs("pixels", axes, {"convergence": doubled, "window": window})}
    with style("x"):
        canvas = Canvas(960, 500, LIGHT)
        frame = Frame(canvas, Box(20, 20, 920, 460), WIDE, LIGHT.paper)
        chart_kinds()["texture"].draw(replace(examples()["texture"], zoom=8), made, frame)
    said = [text.words for text in canvas.letterings]
    assert {"0.01", "0.1", "1", "10"} <= set(said)
    assert "framed, 8 times closer" in said
