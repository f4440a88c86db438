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
`inside_error` and `inside_error_log10` (of test examples between the outermost training examples), and, of the first
seed for drawing, `fit` (degree, x), `truth` (x) and `points` (the training examples).
Channels of the classifiers: `train_accuracy`, `validation_accuracy`, `test_accuracy`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from proofpress.datasets.data_set import data_sets
from proofpress.datasets.options import Data, called, data_set, described, part_sizes, require_classes
from proofpress.diagnostics import one_of
from proofpress.experiments.methods import classics
from proofpress.experiments.ranges import Range, points
from proofpress.experiments.seeds import Seeded, Seeds, seeded_kind
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

PARTS = ("train", "validation", "test")
INSIDE = ("test_error_log10", "inside_error", "inside_error_log10")
"""What is measured of a polynomial besides its errors on the parts."""
AXES = {"polynomial": "degree", "kernel": "gamma", "neighbours": "neighbours"}
SEEDS_A_PIECE = 100
FIT_SECONDS = {"polynomial": 2e-4, "kernel": 5e-3, "neighbours": 1e-4}
GRID = tuple(point / 100 for point in range(101))


class Classic(Seeded, frozen=True, kw_only=True):
    """A learner, its data, and the values of its one setting.

    sweep: the name of the setting (`degree`, `gamma` or `neighbours`) and its values.
    seeds: draws of the data, from `first_seed` on.
    method: the learner.
    """

    method: Literal["polynomial", "kernel", "neighbours"]
    data: Data
    sweep: Mapping[str, Range | tuple[float, ...]]
    seeds: Seeds = 20

    def __post_init__(self) -> None:
        """Raise ValueError if the sweep or the data set does not belong to the method."""
        axis = AXES[self.method]
        if tuple(self.sweep) != (axis,):
            raise ValueError(f"{self.method} sweeps '{axis}' and nothing else; give it values")
        if self.method == "polynomial" and not data_set(self.data).curve:
            curves = [name for name, known in data_sets().items() if known.curve]
            raise ValueError(f"a polynomial is fitted to {one_of(curves)}, not to '{called(self.data)}'")
        if self.method != "polynomial":
            require_classes(self.method, self.data)
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
        """The values of the setting, whole numbers if it counts something."""
        values = points(self.sweep[AXES[self.method]])
        return values if self.method == "kernel" else tuple(int(value) for value in values)


def run_schema(options: Classic) -> RunSchema:
    """Return the axes and channels, known without training."""
    axis = AXES[options.method]
    axes: dict[str, tuple[Any, ...]] = {axis: options.values, "seed": options.seed_axis}
    channels: dict[str, tuple[str, ...]] = {f"{part}_{_score(options)}": (axis, "seed") for part in PARTS}
    if options.method == "polynomial":
        axes["x"] = GRID
        channels |= dict.fromkeys(INSIDE, (axis, "seed")) | {"fit": (axis, "x"), "truth": ("x",)}
        channels["points"] = ("*point", "*coordinate")
    sizes = {f"data.{part}": size for part, size in zip(PARTS, part_sizes(options.data), strict=True)}
    told = {f"data.{name}": words for name, words in described(options.data).items()}
    fixed = {"method": options.method, **told, "data.label_noise": options.data.label_noise}
    return RunSchema(axes, channels, fixed | sizes)


def run(options: Classic, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Fit every value of the setting to each seed's draw; scores `(values, seeds)`."""
    import numpy as np

    scores: list[np.ndarray] = []
    arrays: dict[str, np.ndarray] = {}
    curve = data_set(options.data).curve
    for seed in piece["seeds"]:
        examples = classics.draw(options.data, seed)
        if options.method == "polynomial":
            errors, curves = classics.polynomial(examples, options.values, np.array(GRID))
            scores.append(errors)
            if seed == options.first_seed and curve:
                arrays["fit"] = curves.astype(np.float32)
                arrays["truth"] = curve(np.array(GRID)).astype(np.float32)
                arrays["points"] = np.column_stack([examples.train[0][:, 0], examples.train[1]]).astype(np.float32)
        elif options.method == "kernel":
            scores.append(classics.kernel(examples, options.values))
        else:
            scores.append(classics.neighbours(examples, options.values))
    joined = np.stack(scores, axis=-1).astype(np.float32)
    arrays |= {f"{part}_{_score(options)}": joined[:, column] for column, part in enumerate(PARTS)}
    if options.method == "polynomial":
        arrays["inside_error"] = joined[:, len(PARTS)]
        for name in ("test_error", "inside_error"):
            arrays[f"{name}_log10"] = np.log10(arrays[name])
    return arrays, {"runs": len(scores) * len(options.values), "updates": 0, "parameters": _parameters(options)}


def _score(options: Classic) -> str:
    return "error" if options.method == "polynomial" else "accuracy"


def _parameters(options: Classic) -> int:
    """Return the fitted numbers of the largest model; neighbours and kernel machines keep examples instead."""
    return int(max(options.values)) + 1 if options.method == "polynomial" else 0


KIND = seeded_kind(
    "classic",
    Classic,
    "A polynomial, a kernel machine or nearest neighbours, from too simple to too flexible.",
    run_schema=run_schema,
    run=run,
    seconds=lambda options: FIT_SECONDS[options.method] * len(options.values),
    better={f"{part}_accuracy": "higher" for part in PARTS}
    | {f"{part}_error": "lower" for part in PARTS}
    | dict.fromkeys(INSIDE, "lower"),
    seeds_a_piece=SEEDS_A_PIECE,
)
