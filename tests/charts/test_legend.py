"""A side has one colour and one word in every kind of chart, and charts that are compared have one scale."""

from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Patch
from msgspec.structs import replace

from proofpress.charts.explorer import describe_axis
from proofpress.charts.kinds import chart_kinds
from proofpress.charts.kinds.bars import Item
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.frame import WIDE, Frame
from proofpress.drawing.legend import current, in_words, role_of, using
from proofpress.drawing.theme import LIGHT, THEMES, contrast
from proofpress.models import Channel, Legend, Runs
from tests.charts.chart_examples import made_runs

LEGEND = Legend(
    {"sgd": "first", "adam": "second", "grid": "first", "random": "second"},
    {"sgd": "SGD", "adam": "Adam", "grid": "Grid", "learning_rate": "step size", "accuracy": "answers"},
)
AT = {"learning_rate": 0.01}
BY_OPTIMIZER: dict[str, dict[str, Any]] = {
    "curves": {"channels": ("test_accuracy",), "by": "optimizer", "at": AT},
    "sweep": {"x": "learning_rate", "channel": "test_accuracy", "lines": "optimizer"},
    "bars": {"x": "optimizer", "channel": "test_accuracy", "at": AT},
    "scatter": {"x": "train_loss", "y": "test_accuracy", "by": "optimizer", "at": AT},
    "table": {"rows": "optimizer", "channels": ("test_accuracy",), "at": AT},
    "race": {"x": "learning_rate", "by": "optimizer", "channel": "test_accuracy"},
    "map": {"x": "optimizer", "y": "learning_rate", "channel": "test_accuracy"},
}
COLOURED = sorted(set(BY_OPTIMIZER) - {"map"})


def optimizers() -> dict[str, Runs]:
    """Return made-up runs of two optimizers at seven rates, the first one best at 1, the second at 0.01."""
    draw = np.random.default_rng(1)
    best = np.array([[0.3, 0.5, 0.75, 0.88, 0.9, 0.93, 0.95], [0.8, 0.9, 0.96, 0.93, 0.6, 0.2, 0.1]])
    accuracy = best[:, :, None, None] * np.linspace(0.2, 1, 9) + draw.normal(0, 0.005, (2, 7, 4, 9))
    axes = {
        "optimizer": ("sgd", "adam"),
        "learning_rate": (0.0001, 0.001, 0.01, 0.03, 0.1, 0.3, 1.0),
        "seed": (0, 1, 2, 3),
        "step": tuple(range(0, 90, 10)),
    }
    channels = {
        "test_accuracy": Channel(tuple(axes), accuracy, "higher"),
        "train_loss": Channel(tuple(axes), 2.5 * (1 - accuracy), "lower"),
    }
    return {"pair": Runs("pair", axes, channels)}


def drawn(kind: str, options: dict[str, Any], runs: dict[str, Runs], legend: Legend = LEGEND) -> Canvas:
    """Return a chart on a canvas, drawn with a legend."""
    with style("x"), using(legend):
        canvas = Canvas(960, 540, LIGHT)
        frame = Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper)
        chart_kinds()[kind].draw(chart_kinds()[kind].options(**options), runs, frame)
    return canvas


def colours_of(canvas: Canvas) -> set[str]:
    """Return every colour of a mark, a line or a word on a canvas."""
    lines = [line.get_color() for axes in canvas.figure.axes for line in axes.lines]
    patches = [patch.get_facecolor() for patch in canvas.figure.findobj(Patch)]
    return {to_hex(colour).upper() for colour in [*lines, *patches, *(text.colour for text in canvas.letterings)]}


@pytest.mark.parametrize("kind", COLOURED)
def test_each_side_has_its_colour(kind: str) -> None:
    """Both sides' colours are in the chart, without roles at most one; roles exchanged exchange the colours."""
    runs, options = optimizers(), {"experiment": "pair", **BY_OPTIMIZER[kind]}
    both = {LIGHT.first, LIGHT.second}
    assert both <= colours_of(drawn(kind, options, runs))
    assert not both <= colours_of(drawn(kind, options, runs, Legend()))
    if kind in ("curves", "sweep", "race", "scatter", "table"):
        exchanged = Legend({"sgd": "second", "adam": "first"}, LEGEND.words)
        for legend in (LEGEND, exchanged):
            said = {text.words: text.colour for text in drawn(kind, options, runs, legend).letterings}
            assert [said["SGD"], said["Adam"]] == [LIGHT.role(legend.roles[side]) for side in ("sgd", "adam")]


@pytest.mark.parametrize("kind", sorted(BY_OPTIMIZER))
def test_identifiers_are_called_as_the_legend_says(kind: str) -> None:
    """The picture and its table have the words of the legend, and the identifiers nowhere."""
    runs, options = optimizers(), {"experiment": "pair", **BY_OPTIMIZER[kind]}
    with using(LEGEND):
        table = chart_kinds()[kind].table(chart_kinds()[kind].options(**options), runs)
    said = [text.words for text in drawn(kind, options, runs).letterings]
    assert {"SGD", "Adam"} <= set(said)
    in_table = [str(cell) for row in (table.columns, *table.rows) for cell in row]
    for words in (said, in_table):
        assert not [word for word in words if "sgd" in word or "adam" in word or "learning rate" in word]
    assert any("test answers" in word for word in [*said, *in_table])


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_several_lines_of_one_side_are_steps_of_its_ramp(theme: str) -> None:
    """Two lines of one side differ, are legible on the ground, and neither is the other side's colour."""
    from proofpress.charts.lines import colours

    frame = Frame(Canvas(100, 100, THEMES[theme]), Box(0, 0, 100, 100), WIDE, THEMES[theme].paper)
    with using(Legend({"a": "first", "b": "first", "c": "second"})):
        made = colours(frame, "first", [("a",), ("c",), ("b",), ("none",)], ordered=False)
    assert len(set(made)) == 4
    assert made[1] == THEMES[theme].second
    assert made[3] == THEMES[theme].ink
    assert all(contrast(colour, THEMES[theme].paper) >= 4.5 for colour in made)


def test_a_chart_that_shows_one_side_has_its_colour() -> None:
    """`at` names the side: the sweep of Adam is blue, as a bar of it is; what is written as `role` goes before."""
    runs = optimizers()
    options = {"experiment": "pair", "x": "learning_rate", "channel": "test_accuracy", "at": {"optimizer": "adam"}}
    assert LIGHT.second in colours_of(drawn("sweep", options, runs))
    assert LIGHT.second not in colours_of(drawn("sweep", {**options, "role": "first"}, runs))
    items = tuple(Item(words, "pair", "test_accuracy", {**AT, "optimizer": words}) for words in ("sgd", "adam"))
    assert {LIGHT.first, LIGHT.second} <= colours_of(drawn("bars", {"items": items}, runs))
    plain = tuple(replace(item, role="second") for item in items)
    assert LIGHT.first not in colours_of(drawn("bars", {"items": plain}, runs))


def test_settings_without_an_order_are_told_apart() -> None:
    """Lines by optimizer are no two steps of one ramp, which only ordered settings have."""
    said = {text.words: text.colour for text in drawn("curves", {"experiment": "pair", **BY_OPTIMIZER["curves"]},
                                                      optimizers(), Legend()).letterings}  # fmt: skip
    assert {said["sgd"], said["adam"]} == {LIGHT.first, LIGHT.ink}


def test_each_line_has_a_mark_at_its_best() -> None:
    """`best` chooses a place on every line, by the runs of that line alone."""
    options = {"experiment": "pair", **BY_OPTIMIZER["sweep"], "best": "test_accuracy"}
    said = {text.words: text.colour for text in drawn("sweep", options, optimizers()).letterings}
    assert said["95% at 1"] == LIGHT.first
    assert said["96% at 0.01"] == LIGHT.second
    curves = {"experiment": "pair", **BY_OPTIMIZER["curves"], "best": "test_accuracy"}
    assert [text.words for text in drawn("curves", curves, optimizers()).letterings].count("best at 80") == 2


@pytest.mark.parametrize("kind", ["curves", "sweep", "bars", "race"])
def test_authors_set_the_ends_of_a_scale(kind: str) -> None:
    """`y` sets the two ends, and no mark is drawn beyond them."""
    options = {"experiment": "pair", **BY_OPTIMIZER[kind]}
    low, high = (0.0, 0.5) if kind == "bars" else (0.2, 0.5)
    canvas = drawn(kind, {**options, "y": (low, high)}, optimizers())
    if kind != "bars":
        assert [axes.get_ylim() for axes in canvas.figure.axes] == [(low, high)]
    boxes = [patch.get_window_extent() for patch in canvas.figure.findobj(Patch)]
    assert boxes
    assert max(box.x1 for box in boxes) <= canvas.figure.bbox.x1


def test_charts_on_one_scale_have_its_ends() -> None:
    """Each of the charts that share a scale has the ends that hold all of them; alone, each would have its own."""
    runs, kinds = optimizers(), chart_kinds()
    options = [
        kinds["curves"].options(experiment="pair", channels=("train_loss",), at={"optimizer": side, **at}, scale="loss")
        for side, at in (("sgd", {"learning_rate": 0.0001}), ("adam", AT))
    ]
    ends = []
    for each in options:
        shared = replace(each, peers=tuple(("curves", other) for other in options))
        for one in (each, shared):
            with style("x"):
                canvas = Canvas(960, 540, LIGHT)
                kinds["curves"].draw(one, runs, Frame(canvas, Box(20, 20, 920, 500), WIDE, LIGHT.paper))
            ends.append(canvas.figure.axes[0].get_ylim())
    first, first_shared, second, second_shared = ends
    assert first != second
    assert first_shared == second_shared == (min(first[0], second[0]), max(first[1], second[1]))


def test_an_explorer_moves_along_words_too() -> None:
    """An axis of words has its words for readers, and keys that a link can hold between underscores."""
    with using(LEGEND):
        assert describe_axis(("sgd", "new_start")) == {"keys": ["sgd", "new-start"], "words": ["SGD", "new start"]}


def test_outside_of_a_drawing_there_is_no_legend() -> None:
    """What was set for one comparison does not reach the next, also if drawing it fails."""
    with using(LEGEND):
        assert (in_words("sgd"), role_of(3, "adam")) == ("SGD", "second")
    with pytest.raises(ZeroDivisionError), using(LEGEND):
        raise ZeroDivisionError
    assert current() == Legend()
    assert (in_words("test_f1"), role_of("adam")) == ("test F1", "")
    assert made_runs()
