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
      margin: 0.25              # room around the path, as a share of its extent
      seeds: 1

Channels: `loss` (seed, y, x) on the grid whose columns and rows lie at `x_at` (seed, x) and `y_at` (seed, y), in units
of distance between weights; `path` (seed, step, *coordinate), x and y in the same units; `path_loss` (seed, step), the
objective at the weights themselves, not at their shadows in the plane; `explained` (seed), the share of the path's
squared distance that the plane holds; losses and accuracies of training, validation and test (seed, step).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field

from proofpress.datasets.data import Data, class_count
from proofpress.experiments.axes import Setting
from proofpress.experiments.describe import measures, told
from proofpress.experiments.recipes import Model, Training, sizes_of, updates_of
from proofpress.experiments.training.batching import job_of, lane_of
from proofpress.experiments.training.network import layers_of, parameter_count
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

    from proofpress.experiments.planes import Objective

LANES = 64
OPERATIONS_PER_SECOND = 3e10


class Plane(Options, frozen=True):
    """One model and recipe, and how finely its path and its plane are looked at.

    path: weights kept along the way, the start and the end among them. grid: points along each side.
    margin: the room around the path, as a share of its larger extent.
    """

    data: Data
    training: Training
    model: Model = field(default_factory=Model)
    path: Annotated[int, Meta(ge=3)] = 60
    grid: Annotated[int, Meta(ge=5, le=401)] = 61
    margin: Annotated[float, Meta(ge=0)] = 0.25
    seeds: Annotated[int, Meta(ge=1)] = 1
    first_seed: Annotated[int, Meta(ge=0)] = 0

    @property
    def setting(self) -> Setting:
        """What is trained, but for the seed."""
        return Setting(self.data, self.model, self.training)

    @property
    def steps(self) -> tuple[int, ...]:
        """Numbers of updates at which weights are kept: their square roots are evenly spaced."""
        updates = updates_of(self.data, self.training)
        return tuple(sorted({round(updates * (n / (self.path - 1)) ** 2) for n in range(self.path)}))


def run_schema(options: Plane) -> RunSchema:
    """Return the axes and channels, known without training."""
    seeds = tuple(range(options.first_seed, options.first_seed + options.seeds))
    axes = {
        "seed": seeds,
        "step": options.steps,
        "y": tuple(range(options.grid)),
        "x": tuple(range(options.grid)),
    }
    channels: dict[str, tuple[str, ...]] = {"loss": ("seed", "y", "x"), "x_at": ("seed", "x"), "y_at": ("seed", "y")}
    channels |= {"path": ("seed", "step", "*coordinate"), "path_loss": ("seed", "step"), "explained": ("seed",)}
    channels |= dict.fromkeys(measures(class_count(options.data)), ("seed", "step"))
    return RunSchema(axes, channels, told(options.setting, grid=options.grid, seeds=options.seeds))


def pieces(options: Plane) -> tuple[Mapping[str, Any], ...]:
    """Return the work, one seed a piece."""
    job = job_of(options.setting, options.steps)
    each = job.updates * job.batch * 6 + (options.grid**2 + len(options.steps)) * 4000
    cost = parameter_count(job.sizes) * each / OPERATIONS_PER_SECOND + 1
    return tuple({"seed": options.first_seed + n, "cost": cost} for n in range(options.seeds))


def run(options: Plane, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train one seed, find its plane, and evaluate the objective over it."""
    import numpy as np

    from proofpress.datasets.arrays import load
    from proofpress.experiments import planes
    from proofpress.experiments.training import engine

    job = job_of(options.setting, options.steps, ("weights",))
    found = engine.run(job, load(options.data), [lane_of(options.setting, piece["seed"])])
    weights = found.pop("weights")[0]
    if not np.isfinite(weights).all():
        raise ValueError(f"the run of seed {piece['seed']} diverges, so that there is no plane to show")
    objective = _objective(options, piece["seed"])
    plane = planes.plane_of(weights)
    across, up, loss = planes.grid(plane, objective, options.grid, options.margin)
    arrays = {name: found[name][0] for name in measures(class_count(options.data))}
    arrays |= {"loss": loss, "x_at": across, "y_at": up, "path": plane.path, "path_loss": objective(weights)}
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    arrays["explained"] = np.array(plane.explained)
    return arrays, {"runs": 1, "updates": job.updates, "parameters": weights.shape[1]}


def _objective(options: Plane, seed: int) -> "Objective":
    """Return the descended objective, training loss plus weight decay, of many weights; NaN where it is not finite."""
    import numpy as np

    from proofpress.datasets.arrays import load
    from proofpress.experiments.training import engine
    from proofpress.experiments.training.program import program

    arrays, job, lane = load(options.data), job_of(options.setting, options.steps), lane_of(options.setting, seed)
    measure = program(engine.shape_of(job, arrays, [lane] * LANES)).measure
    # The objective reads training rows only, so no others are measured.
    rows = arrays.sizes[0]
    inputs, shares = arrays.inputs[:rows], engine.shares(arrays)[:rows]
    targets = np.tile(engine.lane_targets(job, arrays, lane)[:rows], (LANES, 1))
    sizes = sizes_of(options.data, options.model)

    def objective(weights: "np.ndarray") -> "np.ndarray":
        values = []
        for at in range(0, len(weights), LANES):
            some = weights[at : at + LANES].astype(np.float32)
            padded = np.concatenate([some, np.repeat(some[-1:], LANES - len(some), axis=0)])
            layers = tuple(layers_of(padded, sizes))
            loss = np.asarray(measure(layers, inputs, targets, shares)["loss"])[:, 0]
            squares = sum((matrix.astype(float) ** 2).sum(axis=(1, 2)) for matrix, _ in layers)
            values.append((loss + options.training.weight_decay / 2 * squares)[: len(some)])
        joined = np.concatenate(values)
        return np.where(np.isfinite(joined), joined, np.nan)

    return objective


def assemble(options: Plane, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Lay the seeds side by side."""
    import numpy as np

    better = measures(class_count(options.data)) | {"path_loss": "lower"}
    return {
        name: Channel(dims, np.stack([piece[name] for piece in arrays]), better.get(name, ""))
        for name, dims in run_schema(options).channels.items()
    }


KIND = ExperimentKind(
    name="plane",
    options=Plane,
    summary="The objective over the plane of a run's two main directions, with the path of the run.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
)
