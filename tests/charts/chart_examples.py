"""Small made-up runs and one example of each chart kind, for the tests of this room."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from proofpress.charts.kinds import chart_kinds
from proofpress.charts.kinds.bars import Item
from proofpress.charts.kinds.condition_map.chart import Sentence
from proofpress.models import Channel, Runs
from proofpress.runs.parameters import Parameter

SEEDS = (0, 1, 2, 3)
EIGHT = tuple(range(8))
OUTCOMES = ("learns", "stalls", "dies", "diverges")
RATES = (0.001, 0.01, 0.1, 1.0, 10.0)
STEPS = (0, 10, 20, 30)
SIZES = (16, 6, 3)


def made_runs() -> dict[str, Runs]:
    """Return runs of every shape that the charts read; the highest rate fails."""
    draw = np.random.default_rng(7)
    return {
        "rates": _rates(draw),
        "model": _model(draw),
        "plane": _plane(),
        "phases": _phases(draw),
        "search": _search(draw),
        "pairs": _pairs(draw),
        "degree": _degree(draw),
        "pixels": _pixels(),
        "circumstances": _circumstances(draw),
        "field": _field(draw),
    }


def examples() -> Mapping[str, Any]:
    """Return chart kind → an example of its options."""
    at = {"batch_size": 16}
    made = {
        "sweep": {"experiment": "rates", "x": "learning_rate", "channel": "test_accuracy", "at": at, "chance": 0.1,
                  "best": "validation_accuracy"},
        "curves": {"experiment": "rates", "channels": ("train_loss", "test_loss"),
                   "at": {**at, "learning_rate": 0.1}, "best": "test_loss"},
        "map": {"experiment": "rates", "x": "learning_rate", "y": "batch_size", "channel": "test_accuracy",
                "classes": (0.5, 0.8, 0.9), "best": "validation_accuracy"},
        "weights": {"experiment": "model", "sizes": SIZES, "picture": (4, 4), "show": 4, "right": "test_accuracy"},
        "cells": {"experiment": "model", "sizes": SIZES},
        "trajectories": {"experiment": "phases", "channel": "trajectory", "runs": "phase"},
        "plane": {"experiment": "plane", "parameters": 2410},
        "bars": {"experiment": "rates", "x": "learning_rate", "channel": "test_accuracy", "at": at, "chance": 0.1},
        "table": {"experiment": "rates", "rows": "learning_rate", "channels": ("test_accuracy", "test_loss"),
                  "at": at, "best": "validation_accuracy"},
        "values": {"experiment": "model",
                   "settings": {"learning rate": "training.learning_rate", "epochs": "training.epochs"}},
        "steps": {"experiment": "phases", "channel": "learning_rate", "result": "test_accuracy"},
        "race": {"experiment": "search"},
        "texture": {"experiment": "pixels"},
        "searches": {"experiment": "search", "x": "learning_rate", "y": "batch_size", "ground": "rates",
                     "classes": (0.5, 0.8, 0.9)},
        "scatter": {"experiment": "pairs", "x": "weight_cosine", "y": "disagreement", "by": "change"},
        "condition_map": {"x": "train", "y": "label_noise", "units": {"label_noise": "percent"}, "maps": (
                        _sentence("Weight decay", "decay"), _sentence("No weight decay", "none")),
                    "words": {"holds": "helps", "reversed": "hurts"}, "x_words": "training images"},
        "parameter_map": {"experiment": "field", "x": "learning_rate", "y": "weight_decay", "sizes": SIZES,
                          "picture": (4, 4), "parameter": Parameter(1, 2, 6)},
        "fits": {"experiment": "degree", "by": "degree", "show": (1.0, 3.0), "words": ("too simple", "right")},
    }  # fmt: skip
    options = {kind: chart_kinds()[kind].options(**each) for kind, each in made.items()}
    names = ("steps", "trajectories")
    return options | {"joined": chart_kinds()["joined"].options(names, joined=tuple((n, options[n]) for n in names))}


def variants() -> list[tuple[str, Any]]:
    """Return further options worth drawing: lines by an axis, items, values in cells, dots."""
    at = {"batch_size": 16}
    made = [
        ("sweep", {"experiment": "rates", "x": "learning_rate", "channel": "test_accuracy", "lines": "batch_size"}),
        ("sweep", {"experiment": "rates", "x": "learning_rate", "channel": "test_accuracy", "at": at,
                   "also": ("validation_accuracy",), "chance": 0.1}),
        ("curves", {"experiment": "rates", "channels": ("test_accuracy",), "at": at,
                    "by": "learning_rate", "chance": 0.1}),
        ("map", {"experiment": "rates", "x": "learning_rate", "y": "batch_size", "channel": "test_accuracy"}),
        ("bars", {"items": (Item("a small rate", "rates", "test_accuracy", {**at, "learning_rate": 0.001}),
                            Item("the rate chosen by us", "rates", "test_accuracy", {**at, "learning_rate": 0.1}))}),
        ("bars", {"experiment": "rates", "x": "learning_rate", "channel": "test_loss", "at": at, "zero": False}),
        ("trajectories", {"experiment": "model", "channel": "weights"}),
        ("cells", {"experiment": "model", "sizes": SIZES, "plain": True}),
        ("cells", {"experiment": "model", "sizes": SIZES, "before": "first", "right": "test_accuracy"}),
        ("table", {"experiment": "rates", "rows": "learning_rate", "at": at,
                   "channels": ("test_accuracy", "validation_accuracy", "train_loss", "test_loss")}),
        ("weights", {"experiment": "model", "sizes": SIZES, "picture": (4, 4), "show": 5}),
        ("condition_map", {"x": "train", "y": "label_noise", "maps": (_sentence("Weight decay", "decay"),)}),
        ("parameter_map", {"experiment": "field", "x": "learning_rate", "y": "weight_decay", "sizes": SIZES,
                   "parameter": Parameter(2, 1)}),
    ]  # fmt: skip
    return [(kind, chart_kinds()[kind].options(**options)) for kind, options in made]


def _sentence(says: str, method: str) -> Sentence:
    other = "none" if method == "decay" else "decay"
    return Sentence(
        experiment="circumstances", channel="test_accuracy", at={"method": method}, minus={"method": other}, says=says
    )


def _rates(draw: np.random.Generator) -> Runs:
    batches = (4, 16, 64)
    best = np.array([0.2, 0.7, 0.96, 0.93, 0.1])[None, :, None, None]
    grown = (np.arange(4) / 3)[None, None, None, :]
    shape = (3, 5, 4, 4)
    accuracy = 0.1 + (best - 0.1) * grown + draw.normal(0, 0.01, shape)
    loss = 2.3 * (1 - grown * best) + 0.05 + draw.uniform(0, 0.05, shape)
    loss[:, 4, :, 2:] = np.nan
    outcome = np.zeros((3, 5, 4), dtype=int)
    outcome[:, 4] = 3
    dims = ("batch_size", "learning_rate", "seed", "step")
    return Runs(
        "rates",
        {"batch_size": batches, "learning_rate": RATES, "seed": SEEDS, "step": STEPS},
        {
            "test_accuracy": Channel(dims, accuracy, "higher"),
            "validation_accuracy": Channel(dims, accuracy - 0.01, "higher"),
            "train_loss": Channel(dims, loss, "lower"),
            "test_loss": Channel(dims, loss + 0.3, "lower"),
            "outcome": Channel(dims[:-1], outcome, labels=OUTCOMES),
        },
    )


def _model(draw: np.random.Generator) -> Runs:
    count = 17 * 6 + 7 * 3
    weights = draw.normal(0, 0.1, (1, 4, count)) * np.array([1, 2, 4, 5])[None, :, None]
    return Runs(
        "model",
        {"seed": (0,), "step": STEPS},
        {
            "weights": Channel(("seed", "step", "*parameter"), weights),
            "test_accuracy": Channel(("seed", "step"), np.array([[0.1, 0.5, 0.9, 0.95]]), "higher"),
            "outcome": Channel(("seed",), np.zeros(1, dtype=int), labels=OUTCOMES),
        },
        settings={"training.learning_rate": 0.1, "training.epochs": 150, "model.hidden": (6,)},
    )


def _plane() -> Runs:
    at = np.linspace(-2, 2, 21)
    loss = 0.05 + (at[:, None] ** 2 + 2 * (at[None, :] - 0.5) ** 2)
    way = np.linspace(1, 0, 12)
    path = np.stack([-1.6 * way + 0.5 * (1 - way), 1.5 * way], axis=1)
    return Runs(
        "plane",
        {"seed": (0,), "y": tuple(range(21)), "x": tuple(range(21)), "step": tuple(range(12))},
        {
            "loss": Channel(("seed", "y", "x"), loss[None]),
            "x_at": Channel(("seed", "x"), at[None]),
            "y_at": Channel(("seed", "y"), at[None]),
            "path": Channel(("seed", "step", "*coordinate"), path[None]),
            "path_loss": Channel(("seed", "step"), np.linspace(2.3, 0.07, 12)[None], "lower"),
        },
    )


def _phases(draw: np.random.Generator) -> Runs:
    rates = np.array([0.003, 0.03, 3.0, 0.3, 0.1])
    walked = draw.normal(0, 0.05, (4, 5, 4, 12)).cumsum(axis=2)
    walked[:, 2, 2:] = np.nan
    accuracy = np.tile(np.array([0.3, 0.9, 0.1, 0.95, 0.94])[None, :, None], (4, 1, 4))
    outcome = np.tile(np.array([0, 0, 3, 0, 0]), (4, 1))
    return Runs(
        "phases",
        {"seed": SEEDS, "phase": (1, 2, 3, 4, 5), "step": STEPS},
        {
            "trajectory": Channel(("seed", "phase", "step", "*weight"), walked),
            "test_accuracy": Channel(("seed", "phase", "step"), accuracy, "higher"),
            "learning_rate": Channel(("phase", "step"), np.tile(rates[:, None], (1, 4))),
            "outcome": Channel(("seed", "phase"), outcome, labels=OUTCOMES),
        },
    )


def _search(draw: np.random.Generator) -> Runs:
    axes = {"method": ("grid", "random", "bayesian"), "seed": SEEDS, "trial": tuple(range(1, 10))}
    shape, dims = (3, 4, 9), ("method", "seed", "trial")
    got = draw.uniform(0.2, 0.97, shape)
    return Runs(
        "search",
        axes,
        {
            "learning_rate": Channel(dims, 10 ** draw.uniform(-3, 1, shape)),
            "batch_size": Channel(dims, 4 * 2 ** draw.uniform(0, 4, shape)),
            "test_accuracy": Channel(dims, got, "higher"),
            "validation_accuracy": Channel(dims, got + 0.01, "higher"),
            "best_so_far": Channel(dims, np.maximum.accumulate(got, axis=-1), "higher"),
        },
    )


def _pairs(draw: np.random.Generator) -> Runs:
    noise = draw.normal(0, 0.01, (2, 3, 4))
    cosine, differ = np.array([0.01, 0.86, 0.99])[:, None], np.array([0.02, 0.12, 0.03])[:, None]
    return Runs(
        "pairs",
        {"change": ("new_start", "smaller_rate", "new_order"), "seed": SEEDS},
        {
            "weight_cosine": Channel(("change", "seed"), cosine + noise[0]),
            "disagreement": Channel(("change", "seed"), differ + np.abs(noise[1])),
        },
    )


def _degree(draw: np.random.Generator) -> Runs:
    xs = np.linspace(0, 1, 21)
    truth = np.sin(2 * np.pi * xs)
    fit = np.stack([1 - 2 * xs, truth + 0.05, np.cos(9 * xs) * 4])
    points = np.stack([xs[::3], truth[::3] + draw.normal(0, 0.2, 7)], axis=1)
    return Runs(
        "degree",
        {"degree": (1, 3, 14), "x": tuple(xs.tolist())},
        {
            "fit": Channel(("degree", "x"), fit),
            "truth": Channel(("x",), truth),
            "points": Channel(("*point", "*coordinate"), points),
        },
    )


def _pixels() -> Runs:
    rates = tuple(np.logspace(-1, 2, 48).tolist())
    up, across = np.meshgrid(np.arange(48), np.arange(48), indexing="ij")
    signed = (up - 24 - 4 * np.sin(across / 5)) / 10
    return Runs(
        "pixels",
        {"seed": (0,), "second_layer_rate": rates, "first_layer_rate": rates},
        {
            "convergence": Channel(
                ("seed", "second_layer_rate", "first_layer_rate"), np.where(signed == 0, 0.1, signed)[None]
            )
        },
    )


def _circumstances(draw: np.random.Generator) -> Runs:
    gains = np.array([[-0.03, 0.0, 0.0], [0.12, 0.06, 0.0], [0.2, 0.11, 0.004]])
    plain = 0.6 + draw.normal(0, 0.01, (3, 3, 8))
    decay = plain + gains[..., None] + draw.normal(0, 0.004, (3, 3, 8))
    return Runs(
        "circumstances",
        {
            "label_noise": (0.0, 0.2, 0.4),
            "train": (100, 200, 400),
            "method": ("none", "decay"),
            "seed": tuple(range(8)),
        },
        {
            "test_accuracy": Channel(
                ("label_noise", "train", "method", "seed"), np.stack([plain, decay], axis=2), "higher"
            )
        },
    )


def _field(draw: np.random.Generator) -> Runs:
    count = 17 * 6 + 7 * 3
    rates, decays = (tuple(np.logspace(low, high, 20).tolist()) for low, high in ((-2, 0), (-4, 0)))
    across, up = np.meshgrid(np.linspace(0, 1, 20), np.linspace(0, 1, 20))
    smooth = np.sin(4 * across) * (1 - up) - 0.3
    rough = np.where(across > 0.7, draw.normal(0, 0.5, (20, 20)), 0)
    numbers = (smooth + rough)[None, ..., None] * np.linspace(-1, 1, count)
    dead = (across > 0.9) & (up < 0.6)
    numbers[0][dead] = np.nan
    dims = ("seed", "weight_decay", "learning_rate")
    return Runs(
        "field",
        {"seed": (0,), "weight_decay": decays, "learning_rate": rates},
        {
            "weights": Channel((*dims, "*parameter"), numbers),
            "outcome": Channel(dims, np.where(dead, 3, 0)[None], labels=OUTCOMES),
        },
    )
