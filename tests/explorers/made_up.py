"""A comparison with an explorer of each kind, over runs whose numbers are known in closed form."""

import numpy as np
from msgspec.structs import replace

from proofpress.charts.kinds.cells.explorer import ScrubExplorer
from proofpress.charts.kinds.condition_map.chart import ConditionMap, Sentence
from proofpress.charts.kinds.condition_map.explorer import ConditionMapExplorer
from proofpress.charts.kinds.parameter_map.chart import ParameterMap
from proofpress.charts.kinds.parameter_map.explorer import ParameterMapExplorer
from proofpress.charts.kinds.sweep.explorer import CurvesExplorer
from proofpress.charts.kinds.texture.explorer import MapExplorer
from proofpress.models import Channel, Experiment, Explorer, ExplorerAxis, Record, Runs, RunSchema
from proofpress.runs.parameters import Parameter
from proofpress.site import Material
from tests.site import made_up
from tests.site.made_up import PLACE, ours

STEPS = (0, 10, 20, 30)
RATES = (0.01, 0.1, 1.0)
BATCHES = (4, 16)
SIZES = (3, 2, 2)
PIXELS = 16
ACCURACY = "test_accuracy"
COUNT = 3 * 2 + 2 + 2 * 2 + 2
GAINS = np.array([[0.0, 0.2], [-0.1, 0.0]])
DIED = (2, 1)
CONDITION_MAP = ConditionMap(
    "train",
    "label_noise",
    (
        Sentence(experiment="home", channel="test_accuracy", at={"dose": 1}, minus={"dose": 0}, says="The dose"),
        Sentence(experiment="home", channel="test_accuracy", at={"dose": 0}, minus={"dose": 1}, says="No dose"),
    ),
    units={"label_noise": "percent"},
)
PARAMETER_MAP = ParameterMap("field", "rate", "decay", SIZES, Parameter(1, 2, 3), picture=(1, 3))
CHARTS = {"condition_map": CONDITION_MAP, "parameter_map": PARAMETER_MAP}


def runs() -> dict[str, Runs]:
    """Return the runs of an experiment for each kind, by name."""
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
        "home": _home(),
        "field": _field(),
    }  # fmt: skip


def _home() -> Runs:
    """Return runs in which a dose gains 20 points in one of four cells, loses 10 in another, and nothing in two."""
    noise = 0.01 * np.array([1, -1, 1, -1, 1, -1])
    plain = np.full((2, 2, 6), 0.5)
    both = np.stack([plain, plain + GAINS[..., None] + noise], axis=2)
    axes = {"train": (100, 200), "label_noise": (0.0, 0.4), "dose": (0, 1), "seed": tuple(range(6))}
    return Runs("home", axes, {"test_accuracy": Channel(("train", "label_noise", "dose", "seed"), both, "higher")})


def _field() -> Runs:
    """Return one run for each of three rates and two decays; the last of both died."""
    numbers = np.arange(6 * COUNT, dtype=float).reshape(1, 3, 2, COUNT) / 10 - 3
    outcome = np.zeros((1, 3, 2), dtype=int)
    outcome[0, *DIED] = 1
    dims = ("seed", "rate", "decay")
    return Runs("field", {"seed": (0,), "rate": RATES, "decay": (0.5, 5.0)}, {
        "weights": Channel((*dims, "*parameter"), numbers),
        "test_accuracy": Channel(dims, np.arange(6).reshape(1, 3, 2) / 10),
        "train_loss": Channel(dims, 1 / (1 + np.arange(6)).reshape(1, 3, 2)),
        "outcome": Channel(dims, outcome, labels=("learns", "dies")),
    })  # fmt: skip


def explorer(kind: str, figure: str) -> Explorer:
    """Return the explorer of a kind."""

    def axis(name: str, start: float | None = None) -> ExplorerAxis:
        return ExplorerAxis(name, ours(name.replace("_", " ").capitalize()), start, PLACE)

    axes, options, shown = {
        "sweep": ((axis("learning_rate", 0.1),), CurvesExplorer(ACCURACY, outcome="outcome"), {"dies": "falls silent"}),
        "grid": ((axis("batch_size", 4), axis("learning_rate", 0.1)), CurvesExplorer(ACCURACY), {}),
        "scrub": ((axis("step"),), ScrubExplorer(ACCURACY, "weights", SIZES),
                  {"moved": "moved", "training.rate": "rate"}),
        "map": ((axis("across"), axis("up")), MapExplorer("convergence", window="window"),
                {"below": "it converges", "above": "it diverges"}),
        "condition_map": ((axis("train"), axis("label_noise")), ConditionMapExplorer(),
                          {"with": "With {train} rows, {label_noise} wrong", "holds": "helps", "reversed": "hurts",
                           "undecided": "does not show"}),
        "parameter_map": ((axis("rate", 0.1), axis("decay")),
                          ParameterMapExplorer(ACCURACY, "outcome", ("train_loss",)),
                          {"value": "it ends at", "picture": "All of them.", "train_loss": "loss", "dies": "it died"}),
    }[kind]  # fmt: skip
    experiment = dict(zip(KINDS, runs(), strict=True))[kind]
    return Explorer(
        id=kind, kind=kind, figure=figure, experiment=experiment,
        title=ours(f"Move the {kind}"), note=ours(f"Go [to the end](?explore-{kind}={LAST[kind]}#explore-{kind})."),
        measure=ours({"map": "that sum is", "condition_map": "points"}.get(kind, "of the images")), axes=axes,
        shown={name: ours(word) for name, word in shown.items()}, options=options, reads=(experiment,), location=PLACE,
        chart=CHARTS.get(kind),
    )  # fmt: skip


KINDS = ("sweep", "grid", "scrub", "map", "condition_map", "parameter_map")
LAST = {"sweep": "1", "grid": "16_1", "scrub": "30", "map": "15_15", "condition_map": "200_0.4",
        "parameter_map": "1_5"}  # fmt: skip


def material() -> Material:
    """Return a comparison with a section for each kind; the figure of each has the explorer of another kind."""
    made = runs()
    plain = made_up.material("steps", sections=len(KINDS))
    experiments = {
        name: Experiment(name, name, "train", None, RunSchema(of.axes, {}, {"training.rate": 0.1}), PLACE)
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
