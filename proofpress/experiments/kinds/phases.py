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
      every: 20                 # updates between two measurements
      seeds: 8

Channels: losses and accuracies of training, validation and test, and `trajectory`, the weights kept (seed, phase, step,
*weight); NaN once they are beyond 1000 or not finite. `kept` (seed, *weight): their positions among all parameters,
drawn among the weights that change. `outcome` (seed, phase): learns, stalls, dies or diverges. `learning_rate` (phase,
step) of the update that comes next; any other number that a phase sets, (phase). `step` counts the updates of a phase.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from proofpress.datasets.splitting import load
from proofpress.draws import generator
from proofpress.experiments import costs
from proofpress.experiments.axes import with_option
from proofpress.experiments.networks import BETTER, NetworkOptions, describe, measured_channels
from proofpress.experiments.recipes import Setting
from proofpress.experiments.seeds import seeded_kind
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from proofpress.experiments.training.measurements import OUTCOMES
from proofpress.experiments.training.schedules import factors
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

LARGEST = 1000.0


class Phases(NetworkOptions, frozen=True, kw_only=True):
    """One model and recipe, and what each phase changes in it.

    phases: for each phase, axis → value, as in a sweep of the kind `network`. carry: whether a phase goes on from
    the weights of the one before. weights: how many weights are kept along the way. every: updates between
    measurements.
    """

    phases: Annotated[tuple[Annotated[Mapping[str, float | int | str], Meta(min_length=1)], ...], Meta(min_length=1)]
    carry: bool = False
    weights: Annotated[int, Meta(ge=1)] = 50
    every: Annotated[int, Meta(ge=1)] = 20

    def __post_init__(self) -> None:
        """Raise ValueError if a phase would change the network, its data or the number of updates."""
        first = self.settings[0]
        for number, setting in enumerate(self.settings, 1):
            if setting.sizes != first.sizes:
                raise ValueError(f"phase {number} changes the size of the network, so that it is not the same weights")
            if setting.updates != first.updates:
                raise ValueError(f"phase {number} has another number of updates than the first; set 'steps' for all")
        if self.weights > first.parameters:
            raise ValueError(f"'weights' asks for {self.weights} of {first.parameters} parameters")

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The setting of each phase."""
        settings = []
        for phase in self.phases:
            setting = self.setting
            for name, value in phase.items():
                setting = with_option(setting, name, value)
            settings.append(setting)
        return tuple(settings)

    @property
    def steps(self) -> tuple[int, ...]:
        """Updates done at each measurement, the start and the end among them."""
        updates = self.settings[0].updates
        return tuple(sorted({*range(0, updates, self.every), updates}))


def run_schema(options: Phases) -> RunSchema:
    """Return the axes and channels, known without training."""
    axes = {"seed": options.seed_axis, "phase": tuple(range(1, len(options.phases) + 1)), "step": options.steps}
    channels: dict[str, tuple[str, ...]] = dict.fromkeys(measured_channels(options.data), ("seed", "phase", "step"))
    channels |= {"trajectory": ("seed", "phase", "step", "*weight"), "kept": ("seed", "*weight")}
    channels |= {"outcome": ("seed", "phase"), "learning_rate": ("phase", "step")}
    channels |= dict.fromkeys(_numbers(options), ("phase",))
    facts = describe(options.settings[0], phases=len(options.phases), seeds=options.seeds)
    changed = {name for phase in options.phases for name in phase}
    return RunSchema(axes, channels, {name: v for name, v in facts.items() if name.split(".")[-1] not in changed})


def run(options: Phases, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train one seed through all phases."""
    import numpy as np

    seed, start, measured = piece["seed"], None, []
    for setting in options.settings:
        job = job_of(setting, options.steps, ("weights",))
        measured.append(engine.run(job, load(setting.data), [replica_of(setting, seed)], start))
        start = measured[-1]["weights"][:, -1] if options.carry else None
    joined = {name: np.concatenate([phase[name] for phase in measured]) for name in measured[0]}
    weights = joined["weights"]
    movable = np.flatnonzero((weights[:, 1:] != weights[:, :1]).any(axis=(0, 1)))
    if len(movable) < options.weights:
        movable = np.arange(weights.shape[-1])
    kept = np.sort(generator(seed, "kept weights").choice(movable, options.weights, replace=False))
    trajectory = weights[..., kept]
    with np.errstate(invalid="ignore"):
        shown = np.abs(trajectory) <= LARGEST
    arrays = {name: joined[name] for name in (*measured_channels(options.data), "outcome")}
    arrays |= {"kept": kept.astype(np.int32), "trajectory": np.where(shown, trajectory, np.nan).astype(np.float32)}
    arrays |= {"learning_rate": _learning_rates(options)}
    arrays |= {name: np.array(values, float) for name, values in _numbers(options).items()}
    updates = sum(setting.updates for setting in options.settings)
    return arrays, {"runs": len(measured), "updates": updates, "parameters": weights.shape[-1]}


def _learning_rates(options: Phases) -> "np.ndarray":
    """Return the learning rate of the update after each measurement, `(phases, steps)`; at the end, of the last one."""
    import numpy as np

    last = options.steps[-1] - 1
    following = np.minimum(options.steps, last)
    rates = [
        setting.training.learning_rate * factors(setting.training.schedule, last + 1)[following]
        for setting in options.settings
    ]
    return np.stack(rates)


def _numbers(options: Phases) -> dict[str, list[float]]:
    """Return the numbers that phases set, the learning rate apart: option → its value in each phase."""
    names = {name for phase in options.phases for name, value in phase.items() if isinstance(value, int | float)}
    numbers = {}
    for name in sorted(names & {"weight_decay", "weight_l1", "momentum", "dropout", "batch_size", "label_noise"}):
        owners = [setting.data if name == "label_noise" else setting.training for setting in options.settings]
        numbers[name] = [value for owner in owners if isinstance(value := getattr(owner, name), int | float)]
    return {name: values for name, values in numbers.items() if len(values) == len(options.phases)}


def seconds(options: Phases) -> float:
    """Return how long one seed takes: all phases."""
    return sum(costs.seconds(costs.training_operations(setting)) for setting in options.settings) + 0.5


KIND = seeded_kind(
    "phases",
    Phases,
    "Successive runs of one network, each with settings of its own, and some weights along the way.",
    run_schema=run_schema,
    run=run,
    seconds=seconds,
    better=BETTER,
    labels={"outcome": OUTCOMES},
)
