"""Successive training runs of one network, a phase each, every phase with settings of its own.

All phases begin with the same start weights and see the same batches, so that they differ by their settings alone; with
`carry: true` each begins instead where the one before it ended (the optimizer's memory begins anew). Some weights are
kept along the way, to be drawn as lines over the whole time line.

    five-rates:
      title: Five learning rates, one after the other
      kind: phases
      data: {name: digits, train: 1077, validation: 360, test: 360}
      model: {hidden: [32]}
      training: {batch_size: 32, epochs: 20}
      phases:
        - {learning_rate: 0.001}
        - {learning_rate: 0.03}
        - {learning_rate: 0.3}
        - {learning_rate: 3.0}
        - {learning_rate: 0.1, weight_decay: 0.01}
      weights: 50               # how many weights are kept along the way
      every: 20                 # updates between two looks
      seeds: 8

Channels: losses and accuracies of training, validation and test, and `trajectory`, the weights kept (seed, phase, step,
*weight); NaN once they are beyond 1000 or not finite. `kept` (seed, *weight): their places among all parameters, drawn
among the weights that move. `outcome` (seed, phase): learns, stalls, dies or diverges. `learning_rate` (phase, step) of
the update that comes next; any other number that a phase sets, (phase). `step` counts the updates of a phase.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field

from proofpress.datasets.data import Data, class_count
from proofpress.experiments.axes import Setting, moved
from proofpress.experiments.describe import measures, told
from proofpress.experiments.recipes import Model, Training, sizes_of, updates_of
from proofpress.experiments.training.batching import job_of, lane_of
from proofpress.experiments.training.network import parameter_count
from proofpress.experiments.training.outcomes import OUTCOMES
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

LARGEST = 1000.0
OPERATIONS_PER_SECOND = 5e9


class Phases(Options, frozen=True):
    """One model and recipe, and what each phase changes in it.

    phases: for each phase, axis → value, as in a sweep of the kind `train`. carry: whether a phase goes on from
    the weights of the one before. weights: how many weights are kept along the way. every: updates between looks.
    """

    data: Data
    training: Training
    phases: Annotated[tuple[Annotated[Mapping[str, float | int | str], Meta(min_length=1)], ...], Meta(min_length=1)]
    model: Model = field(default_factory=Model)
    carry: bool = False
    weights: Annotated[int, Meta(ge=1)] = 50
    every: Annotated[int, Meta(ge=1)] = 20
    seeds: Annotated[int, Meta(ge=1)] = 1
    first_seed: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Raise ValueError where a phase would change the network, its data or the number of updates."""
        first = self.settings[0]
        for number, setting in enumerate(self.settings, 1):
            if sizes_of(setting.data, setting.model) != sizes_of(first.data, first.model):
                raise ValueError(f"phase {number} changes the size of the network, so that it is not the same weights")
            if updates_of(setting.data, setting.training) != updates_of(first.data, first.training):
                raise ValueError(f"phase {number} has another number of updates than the first; set 'steps' for all")
        there = parameter_count(sizes_of(first.data, first.model))
        if self.weights > there:
            raise ValueError(f"'weights' asks for {self.weights} of {there} parameters")

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The setting of each phase."""
        found = []
        for phase in self.phases:
            setting = Setting(self.data, self.model, self.training)
            for name, value in phase.items():
                setting = moved(setting, name, value)
            found.append(setting)
        return tuple(found)

    @property
    def steps(self) -> tuple[int, ...]:
        """Updates done at each look, the start and the end among them."""
        updates = updates_of(self.settings[0].data, self.settings[0].training)
        return tuple(sorted({*range(0, updates, self.every), updates}))


def run_schema(options: Phases) -> RunSchema:
    """Return the axes and channels, known without training."""
    axes = {
        "seed": tuple(range(options.first_seed, options.first_seed + options.seeds)),
        "phase": tuple(range(1, len(options.phases) + 1)),
        "step": options.steps,
    }
    channels: dict[str, tuple[str, ...]] = dict.fromkeys(measures(class_count(options.data)), ("seed", "phase", "step"))
    channels |= {"trajectory": ("seed", "phase", "step", "*weight"), "kept": ("seed", "*weight")}
    channels |= {"outcome": ("seed", "phase"), "learning_rate": ("phase", "step")}
    channels |= dict.fromkeys(_numbers(options), ("phase",))
    settings = told(options.settings[0], phases=len(options.phases), seeds=options.seeds)
    changed = {name for phase in options.phases for name in phase}
    return RunSchema(axes, channels, {name: v for name, v in settings.items() if name.split(".")[-1] not in changed})


def pieces(options: Phases) -> tuple[Mapping[str, Any], ...]:
    """Return the work, one seed a piece."""
    job = job_of(options.settings[0], options.steps)
    cost = len(options.phases) * job.updates * job.batch * 6 * parameter_count(job.sizes) / OPERATIONS_PER_SECOND
    return tuple({"seed": options.first_seed + n, "cost": cost + 0.5} for n in range(options.seeds))


def run(options: Phases, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train one seed through all phases."""
    import numpy as np

    from proofpress.datasets.arrays import load
    from proofpress.draws import generator
    from proofpress.experiments.training import engine

    seed, start, found = piece["seed"], None, []
    for setting in options.settings:
        job = job_of(setting, options.steps, ("weights",))
        found.append(engine.run(job, load(setting.data), [lane_of(setting, seed)], start))
        start = found[-1]["weights"][:, -1] if options.carry else None
    arrays = {name: np.concatenate([phase[name] for phase in found]) for name in found[0]}
    weights = arrays["weights"]
    movable = np.flatnonzero((weights[:, 1:] != weights[:, :1]).any(axis=(0, 1)))
    if len(movable) < options.weights:
        movable = np.arange(weights.shape[-1])
    kept = np.sort(generator(seed, "kept weights").choice(movable, options.weights, replace=False))
    trajectory = weights[..., kept]
    with np.errstate(invalid="ignore"):
        seen = np.abs(trajectory) <= LARGEST
    told_of = {name: arrays[name] for name in (*measures(class_count(options.data)), "outcome")}
    told_of |= {"kept": kept.astype(np.int32), "trajectory": np.where(seen, trajectory, np.nan).astype(np.float32)}
    updates = len(found) * job.updates
    return told_of, {"runs": len(found), "updates": updates, "parameters": weights.shape[-1]}


def assemble(options: Phases, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Lay the seeds side by side, and tell what each phase was given."""
    import numpy as np

    from proofpress.experiments.training.schedules import factors

    dims, better = run_schema(options).channels, measures(class_count(options.data))
    channels = {
        name: Channel(dims[name], np.stack([piece[name] for piece in arrays]), better.get(name, ""))
        for name in arrays[0]
    }
    channels["outcome"] = Channel(dims["outcome"], channels["outcome"].values, labels=OUTCOMES)
    last = options.steps[-1] - 1
    next_update = np.minimum(options.steps, last)
    rates = [
        setting.training.learning_rate * factors(setting.training.schedule, last + 1)[next_update]
        for setting in options.settings
    ]
    channels["learning_rate"] = Channel(dims["learning_rate"], np.stack(rates))
    for name, values in _numbers(options).items():
        channels[name] = Channel(dims[name], np.array(values, float))
    return channels


def _numbers(options: Phases) -> dict[str, list[float]]:
    """Return what phases set in numbers, the learning rate apart: the value that each phase has."""
    names = {name for phase in options.phases for name, value in phase.items() if isinstance(value, int | float)}
    found = {}
    for name in sorted(names & {"weight_decay", "momentum", "dropout", "batch_size", "label_noise"}):
        owners = [setting.data if name == "label_noise" else setting.training for setting in options.settings]
        found[name] = [value for owner in owners if isinstance(value := getattr(owner, name), int | float)]
    return {name: values for name, values in found.items() if len(values) == len(options.phases)}


KIND = ExperimentKind(
    name="phases",
    options=Phases,
    summary="Successive runs of one network, each with settings of its own, and some weights along the way.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
)
