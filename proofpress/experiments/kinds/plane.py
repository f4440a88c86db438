"""The loss that a run descends, over the plane of its two main directions, with the path it took.

The plane is spanned by the two principal components of the weights along the way and holds the end of the run; the
objective is the one that is descended: training loss plus weight decay. What lies off the plane is not seen. After
H. Li et al., *Visualizing the Loss Landscape of Neural Nets* (2018), arXiv:1712.09913, section 7.2.

    descent:
      title: The way down, in the plane that holds most of it
      kind: plane
      data: {name: digits, train: 1077, validation: 360, test: 360}
      model: {hidden: [32]}
      training: {learning_rate: 0.1, batch_size: 32, epochs: 20, weight_decay: 0.001}
      path: 60                  # points along the way, denser early on
      grid: 61                  # points along each side of the plane
      margin: 0.25              # space around the path, as a share of its extent
      seeds: 1

Channels: `loss` (seed, y, x) on the grid whose columns and rows lie at `x_at` (seed, x) and `y_at` (seed, y), in units
of distance between weights; `path` (seed, step, *coordinate), x and y in the same units; `path_loss` (seed, step), the
objective at the weights themselves, not at their projections; `explained` (seed), the share of the path's squared
distance that the plane holds; losses and accuracies of training, validation and test (seed, step).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from proofpress.datasets.splitting import load
from proofpress.experiments import costs
from proofpress.experiments.methods import planes
from proofpress.experiments.networks import BETTER, NetworkOptions, describe, measured_channels
from proofpress.experiments.seeds import seeded_kind
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from proofpress.experiments.training.network import layers_of
from proofpress.experiments.training.program import DECOUPLED
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

    from proofpress.experiments.methods.planes import Objective

REPLICAS = 64
ROWS_A_LOOK = 4000


class Plane(NetworkOptions, frozen=True):
    """One model and recipe, and how finely its path and its plane are looked at.

    path: weights kept along the way, the start and the end among them. grid: points along each side.
    margin: the space around the path, as a share of its larger extent.
    """

    path: Annotated[int, Meta(ge=3)] = 60
    grid: Annotated[int, Meta(ge=5, le=401)] = 61
    margin: Annotated[float, Meta(ge=0)] = 0.25

    @property
    def steps(self) -> tuple[int, ...]:
        """Numbers of updates at which weights are kept: their square roots are evenly spaced."""
        updates = self.setting.updates
        return tuple(sorted({round(updates * (n / (self.path - 1)) ** 2) for n in range(self.path)}))


def run_schema(options: Plane) -> RunSchema:
    """Return the axes and channels, known without training."""
    points = tuple(range(options.grid))
    axes = {"seed": options.seed_axis, "step": options.steps, "y": points, "x": points}
    channels: dict[str, tuple[str, ...]] = {"loss": ("seed", "y", "x"), "x_at": ("seed", "x"), "y_at": ("seed", "y")}
    channels |= {"path": ("seed", "step", "*coordinate"), "path_loss": ("seed", "step"), "explained": ("seed",)}
    channels |= dict.fromkeys(measured_channels(options.data), ("seed", "step"))
    return RunSchema(axes, channels, describe(options.setting, grid=options.grid, seeds=options.seeds))


def run(options: Plane, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train one seed, find its plane, and evaluate the objective over it."""
    import numpy as np

    job = job_of(options.setting, options.steps, ("weights",))
    measured = engine.run(job, load(options.data), [replica_of(options.setting, piece["seed"])])
    weights = measured["weights"][0]
    if not np.isfinite(weights).all():
        raise ValueError(f"the run of seed {piece['seed']} diverges, so that there is no plane to show")
    objective = _objective(options, piece["seed"])
    plane = planes.plane_of(weights)
    across, up, loss = planes.grid(plane, objective, options.grid, options.margin)
    arrays = {name: measured[name][0] for name in measured_channels(options.data)}
    arrays |= {"loss": loss, "x_at": across, "y_at": up, "path": plane.path, "path_loss": objective(weights)}
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    arrays["explained"] = np.array(plane.explained)
    return arrays, {"runs": 1, "updates": job.updates, "parameters": options.setting.parameters}


def _objective(options: Plane, seed: int) -> "Objective":
    """Return the objective that training minimises, loss plus penalties, as a function of many weights.

    It is NaN where it is not finite. AdamW's decay is no part of it.
    """
    import numpy as np

    arrays, replica = load(options.data), replica_of(options.setting, seed)
    job, training = job_of(options.setting, options.steps), options.training
    decay = 0.0 if training.optimizer == DECOUPLED else training.weight_decay
    measure = engine.program_of(job, arrays, [replica] * REPLICAS).measure
    # The objective reads training rows only, so no others are measured.
    rows = arrays.sizes[0]
    inputs, shares = arrays.inputs[:rows], engine.shares(arrays)[:rows]
    targets = np.tile(engine.replica_targets(job, arrays, replica)[:rows], (REPLICAS, 1))

    def objective(weights: "np.ndarray") -> "np.ndarray":
        values = []
        for first in range(0, len(weights), REPLICAS):
            some = weights[first : first + REPLICAS].astype(np.float32)
            padded = np.concatenate([some, np.repeat(some[-1:], REPLICAS - len(some), axis=0)])
            layers = tuple(layers_of(padded, job.sizes))
            loss = np.asarray(measure(layers, inputs, targets, shares)["loss"])[:, 0]
            squares = sum((matrix.astype(float) ** 2).sum(axis=(1, 2)) for matrix, _ in layers)
            sizes = sum(np.abs(matrix.astype(float)).sum(axis=(1, 2)) for matrix, _ in layers)
            values.append((loss + decay / 2 * squares + training.weight_l1 * sizes)[: len(some)])
        joined = np.concatenate(values)
        return np.where(np.isfinite(joined), joined, np.nan)

    return objective


def seconds(options: Plane) -> float:
    """Return how long one seed takes: the training, then the objective on the grid, many networks at a time."""
    looks = options.grid**2 + len(options.steps)
    evaluation = looks * options.setting.parameters * ROWS_A_LOOK
    return costs.seconds(costs.training_operations(options.setting)) + costs.seconds(evaluation, REPLICAS) + 1


KIND = seeded_kind(
    "plane",
    Plane,
    "The objective over the plane of a run's two main directions, with the path of the run.",
    run_schema=run_schema,
    run=run,
    seconds=seconds,
    better=BETTER | {"path_loss": "lower"},
)
