"""Three textbook learners, each with one setting that runs from too simple to too flexible.

They are a polynomial, a support vector classifier and nearest neighbours. Every seed is a new draw of the
training, validation and test rows (a split of its own), and all values of the setting see the same draw.
The curves are those of Bishop, *Pattern Recognition and Machine Learning* (2006), section 1.1, and of
Hastie, Tibshirani, Friedman, *The Elements of Statistical Learning* (2009), sections 2.3 and 12.3.

    degree:
      title: Polynomials of growing degree on a noisy sine
      kind: classic
      method: polynomial        # or kernel (sweeps gamma), or neighbours (sweeps neighbours)
      data: {name: sine, train: 20, validation: 20, test: 500, noise: 0.3}
      sweep: {degree: [0, 1, 2, 3, 4, 5, 7, 9, 11, 14]}
      seeds: 300

Channels of a polynomial: `train_error`, `validation_error`, `test_error` (mean squared), `test_error_log10`,
and, of the first seed for drawing, `fit` (degree, x), `truth` (x) and `points` (the training examples).
Channels of the classifiers: `train_accuracy`, `validation_accuracy`, `test_accuracy`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from proofpress.datasets.data import Data, class_count, part_sizes
from proofpress.experiments import classics
from proofpress.experiments.ranges import Range, points
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

PARTS = ("train", "validation", "test")
AXES = {"polynomial": "degree", "kernel": "gamma", "neighbours": "neighbours"}
SEEDS_A_PIECE = 100
FIT_SECONDS = {"polynomial": 2e-4, "kernel": 5e-3, "neighbours": 1e-4}
GRID = tuple(point / 100 for point in range(101))


class Classic(Options, frozen=True):
    """A learner, its data, and the values of its one setting.

    sweep: the name of the setting (`degree`, `gamma` or `neighbours`) and its values.
    seeds: draws of the data, from `first_seed` on.
    """

    method: Literal["polynomial", "kernel", "neighbours"]
    data: Data
    sweep: Mapping[str, Range | tuple[float, ...]]
    seeds: Annotated[int, Meta(gt=0)] = 20
    first_seed: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Raise ValueError where the sweep or the data set does not belong to the method."""
        axis = AXES[self.method]
        if tuple(self.sweep) != (axis,):
            raise ValueError(f"{self.method} sweeps '{axis}' and nothing else; give it values")
        if self.method == "polynomial" and self.data.name != "sine":
            raise ValueError(f"a polynomial is fitted to 'sine', not to '{self.data.name}'")
        if self.method != "polynomial" and not class_count(self.data):
            raise ValueError(f"{self.method} needs data with classes, and '{self.data.name}' has none")
        values = points(self.sweep[axis])
        if axis == "gamma" and min(values) <= 0:
            raise ValueError("gamma is above 0")
        if axis != "gamma" and any(value != int(value) for value in values):
            raise ValueError(f"{axis} takes whole numbers")
        if axis == "degree" and min(values) < 0:
            raise ValueError("a degree is 0 or more")
        if axis == "neighbours" and not 1 <= min(values) <= max(values) <= part_sizes(self.data)[0]:
            raise ValueError(f"neighbours lie between 1 and the {part_sizes(self.data)[0]} training rows")

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of the setting, whole where it counts something."""
        values = points(self.sweep[AXES[self.method]])
        return values if self.method == "kernel" else tuple(int(value) for value in values)


def run_schema(options: Classic) -> RunSchema:
    """Return the axes and channels, known without training."""
    axis = AXES[options.method]
    axes: dict[str, tuple[Any, ...]] = {
        axis: options.values,
        "seed": tuple(range(options.first_seed, options.first_seed + options.seeds)),
    }
    score = "error" if options.method == "polynomial" else "accuracy"
    channels: dict[str, tuple[str, ...]] = {f"{part}_{score}": (axis, "seed") for part in PARTS}
    if options.method == "polynomial":
        axes["x"] = GRID
        channels |= {"test_error_log10": (axis, "seed"), "fit": (axis, "x"), "truth": ("x",)}
        channels["points"] = ("*point", "*coordinate")
    sizes = {f"data.{part}": size for part, size in zip(PARTS, part_sizes(options.data), strict=True)}
    fixed = {"data.name": options.data.name, "data.label_noise": options.data.label_noise}
    return RunSchema(axes, channels, {"method": options.method, **fixed, **sizes})


def pieces(options: Classic) -> tuple[Mapping[str, Any], ...]:
    """Return the work in pieces of some seeds each."""
    seeds = list(range(options.first_seed, options.first_seed + options.seeds))
    cut = [seeds[at : at + SEEDS_A_PIECE] for at in range(0, len(seeds), SEEDS_A_PIECE)]
    each = FIT_SECONDS[options.method] * len(options.values)
    return tuple({"seeds": some, "cost": len(some) * each} for some in cut)


def run(options: Classic, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Fit every value of the setting to each seed's draw; scores `(values, 3, seeds)`."""
    import numpy as np

    scores: list[np.ndarray] = []
    arrays: dict[str, np.ndarray] = {}
    for seed in piece["seeds"]:
        examples = classics.draw(options.data, seed)
        if options.method == "polynomial":
            errors, curves = classics.polynomial(examples, options.values, np.array(GRID))
            scores.append(errors)
            if seed == options.first_seed:
                arrays["fit"] = curves.astype(np.float32)
                arrays["points"] = np.column_stack([examples.train[0][:, 0], examples.train[1]]).astype(np.float32)
        elif options.method == "kernel":
            scores.append(classics.kernel(examples, options.values))
        else:
            scores.append(classics.neighbours(examples, options.values))
    arrays["scores"] = np.stack(scores, axis=-1).astype(np.float32)
    return arrays, {"runs": len(scores) * len(options.values), "updates": 0, "parameters": _parameters(options)}


def assemble(options: Classic, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Join the pieces along the seeds."""
    import numpy as np

    axis = AXES[options.method]
    scores = np.concatenate([piece["scores"] for piece in arrays], axis=-1)
    score, better = ("error", "lower") if options.method == "polynomial" else ("accuracy", "higher")
    channels = {
        f"{part}_{score}": Channel((axis, "seed"), scores[:, place], better) for place, part in enumerate(PARTS)
    }
    if options.method == "polynomial":
        channels["test_error_log10"] = Channel((axis, "seed"), np.log10(scores[:, 2]), "lower")
        channels["fit"] = Channel((axis, "x"), arrays[0]["fit"])
        channels["truth"] = Channel(("x",), classics.sine(np.array(GRID)).astype(np.float32))
        channels["points"] = Channel(("*point", "*coordinate"), arrays[0]["points"])
    return channels


def _parameters(options: Classic) -> int:
    """Learned numbers of the largest model; a vote of neighbours and a kernel machine keep examples instead."""
    return int(max(options.values)) + 1 if options.method == "polynomial" else 0


KIND = ExperimentKind(
    name="classic",
    options=Classic,
    summary="A polynomial, a kernel machine or nearest neighbours, from too simple to too flexible.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
)
