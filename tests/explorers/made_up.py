"""A comparison with an explorer of each kind, over runs whose numbers are known in closed form."""

from dataclasses import replace

import numpy as np

from proofpress.pages import Material
from proofpress.values import Channel, Experiment, Explorer, ExplorerAxis, Outline, Record, Runs
from tests.pages import made_up
from tests.pages.made_up import PLACE, ours

STEPS = (0, 10, 20, 30)
RATES = (0.01, 0.1, 1.0)
BATCHES = (4, 16)
SIZES = (3, 2, 2)
PIXELS = 16
COUNT = 3 * 2 + 2 + 2 * 2 + 2
OPTIONS = {"channel": "test_accuracy", "at": {}, "unit": "percent", "outcome": None, "cells": None, "sizes": (),
           "window": None}  # fmt: skip


def runs() -> dict[str, Runs]:
    """Return the runs of four experiments, by name."""
    seeds = np.arange(3)
    grow = np.array(STEPS) / 30
    one = np.stack([(0.1 + 0.2 * rate) + 0.01 * seeds[:, None] + 0.4 * grow for rate in range(3)])
    outcome = np.array([[0, 0, 0], [0, 1, 0], [1, 1, 1]])
    two = np.stack([one, one + 0.1])
    numbers = np.outer(np.array(STEPS) / 30, np.linspace(-1, 1, COUNT))[None] + 0.0
    numbers[..., 0] = -0.5
    plane = np.outer(np.linspace(-3, 3, PIXELS), np.ones(PIXELS)) + np.linspace(0.01, 0.5, PIXELS)
    seed = {"seed": tuple(range(3))}
    return {
        "line": Runs("line", {"learning_rate": RATES, **seed, "step": STEPS}, {
            "test_accuracy": Channel(("learning_rate", "seed", "step"), one),
            "outcome": Channel(("learning_rate", "seed"), outcome, labels=("learns", "dies")),
        }),
        "plane": Runs("plane", {"batch_size": BATCHES, "learning_rate": RATES, **seed, "step": STEPS}, {
            "test_accuracy": Channel(("batch_size", "learning_rate", "seed", "step"), two),
        }),
        "whole": Runs("whole", {"seed": (0,), "step": STEPS}, {
            "weights": Channel(("seed", "step", "*parameter"), numbers),
            "test_accuracy": Channel(("seed", "step"), one[:1, 0]),
        }),
        "pixels": Runs("pixels", {"seed": (0,), "up": tuple(range(PIXELS)), "across": tuple(range(PIXELS))}, {
            "convergence": Channel(("seed", "up", "across"), plane[None]),
            "window": Channel(("seed", "*edge"), np.array([[-1.0, 1.0, 0.0, 2.0]])),
        }),
    }  # fmt: skip


def explorer(kind: str, figure: str) -> Explorer:
    """Return the explorer of a kind."""

    def axis(name: str, start: float | None = None) -> ExplorerAxis:
        return ExplorerAxis(name, ours(name.replace("_", " ").capitalize()), start, PLACE)

    axes, more, shown = {
        "sweep": ((axis("learning_rate", 0.1),), {"outcome": "outcome"}, {"dies": "falls silent"}),
        "grid": ((axis("batch_size", 4), axis("learning_rate", 0.1)), {}, {}),
        "scrub": ((axis("step"),), {"cells": "weights", "sizes": SIZES}, {"moved": "moved", "training.rate": "rate"}),
        "map": ((axis("across"), axis("up")), {"channel": "convergence", "window": "window"},
                {"below": "it converges", "above": "it diverges"}),
    }[kind]  # fmt: skip
    return Explorer(
        id=kind, kind=kind, figure=figure, experiment=dict(zip(KINDS, runs(), strict=True))[kind],
        title=ours(f"Move the {kind}"), note=ours(f"Go [to the end](?explore-{kind}={LAST[kind]}#explore-{kind})."),
        measure=ours("that sum is" if kind == "map" else "of the images"), axes=axes,
        shown={name: ours(word) for name, word in shown.items()}, options=OPTIONS | more, place=PLACE,
    )  # fmt: skip


KINDS = ("sweep", "grid", "scrub", "map")
LAST = {"sweep": "1", "grid": "16_1", "scrub": "30", "map": "15_15"}


def material() -> Material:
    """Return a comparison of four sections; the figure of each has the explorer of another kind."""
    made = runs()
    plain = made_up.material("steps", sections=4)
    experiments = {
        name: Experiment(name, name, "train", None, Outline(of.axes, {}, {"training.rate": 0.1}), PLACE)
        for name, of in made.items()
    }
    records = {
        name: Record(name, f"{name:a<32}", 9, 90, 0.1, COUNT, (0, 1, 2), {}, 0, lambda of=of: of)
        for name, of in made.items()
    }
    comparison = replace(
        plain.comparison,
        experiments=plain.comparison.experiments | experiments,
        explorers={f"figure-{i}": explorer(kind, f"figure-{i}") for i, kind in enumerate(KINDS, 1)},
    )
    return replace(plain, comparison=comparison, records={**plain.records, **records})
