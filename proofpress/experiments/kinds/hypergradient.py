"""Weight decay learned by gradient descent on the validation loss of whole training runs.

Each outer step trains the network again from the same start, carries the derivative of the validation loss with respect
to the logarithm of the weight decay through all updates, and moves the weight decay against it. The same loss on a grid
of weight decays is recorded to compare with. After L. Franceschi et al. (2017), arXiv:1703.01785.

    decay-by-gradient:
      title: Weight decay moved by the gradient of the validation loss
      kind: hypergradient
      data: {name: digits, train: 150, validation: 200, test: 360, label_noise: 0.3}
      model: {hidden: [32]}
      training: {learning_rate: 0.1, optimizer: momentum, batch_size: full, steps: 100}
      weight_decay: {from: 0.0001, to: 1, points: 21, scale: log}      # the grid
      start: 0.0001             # the weight decay of the first outer step
      outer_rate: 0.15          # Adam's learning rate, in powers of ten
      outer_steps: 40
      seeds: 10

Channels: `path` (log10 of the weight decay) and `path_loss`, validation loss (seed, outer_step); `grid_loss`
(weight_decay, seed); `end` and `grid_best`, log10 of the last weight decay of the path and of the best one on the
grid, and `gap`, how many powers of ten they lie apart (seed); `loss_change`, the last validation loss less the first
(seed).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from proofpress.datasets.splitting import load
from proofpress.draws import batch_order, start_weights
from proofpress.experiments import costs
from proofpress.experiments.methods import hypergradients
from proofpress.experiments.networks import NetworkOptions, describe
from proofpress.experiments.ranges import Range, points
from proofpress.experiments.seeds import Seeds, seeded_kind
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import job_of, replica_of
from proofpress.experiments.training.schedules import factors
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

    from proofpress.experiments.methods.hypergradients import Judge

PER_SEED = ("end", "grid_best", "gap", "loss_change")


class Hypergradient(NetworkOptions, frozen=True, kw_only=True):
    """The inner training, and how its weight decay is moved.

    weight_decay: the grid. start: where the path begins. outer_rate: Adam's learning rate, in powers of ten.
    outer_steps: how often the weight decay is moved.
    """

    weight_decay: Range | tuple[float, ...]
    start: Annotated[float, Meta(gt=0)]
    outer_rate: Annotated[float, Meta(gt=0)] = 0.15
    outer_steps: Annotated[int, Meta(ge=1)] = 40
    seeds: Seeds = 10

    def __post_init__(self) -> None:
        """Raise ValueError if the inner training has penalties of its own or AdamW's decay, or the grid reaches 0."""
        if self.training.dropout or self.training.weight_decay:
            raise ValueError("the weight decay is what is moved: leave 'weight_decay' and 'dropout' out of 'training'")
        if self.training.weight_l1 or self.training.optimizer == "adamw":
            raise ValueError(
                "the loss and the weight decay make up what is minimised: leave 'weight_l1' and 'adamw' out"
            )
        if min(self.grid) <= 0:
            raise ValueError("every weight decay of the grid is above 0")

    @property
    def grid(self) -> tuple[float, ...]:
        """The weight decays to compare with."""
        return points(self.weight_decay)

    @property
    def runs(self) -> int:
        """Training runs of one seed."""
        return self.outer_steps + 1 + len(self.grid)


def run_schema(options: Hypergradient) -> RunSchema:
    """Return the axes and channels, known without training."""
    steps = tuple(range(options.outer_steps + 1))
    axes = {"weight_decay": options.grid, "seed": options.seed_axis, "outer_step": steps}
    channels: dict[str, tuple[str, ...]] = dict.fromkeys(("path", "path_loss"), ("seed", "outer_step"))
    channels |= {"grid_loss": ("weight_decay", "seed"), **dict.fromkeys(PER_SEED, ("seed",))}
    facts = describe(options.setting, start=options.start, outer_rate=options.outer_rate, seeds=options.seeds)
    return RunSchema(axes, channels, {k: v for k, v in facts.items() if k != "training.weight_decay"})


def run(options: Hypergradient, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Move one seed's weight decay, and evaluate the grid."""
    import numpy as np

    judge = judge_of(options, piece["seed"])
    path, losses = hypergradients.descend(judge, np.log10(options.start), options.outer_rate, options.outer_steps)
    grid = np.log10(options.grid)
    grid_losses = np.array([judge(exponent)[0] for exponent in grid])
    best = grid[np.where(np.isfinite(grid_losses), grid_losses, np.inf).argmin()]
    arrays = {"path": path, "path_loss": losses, "grid_loss": grid_losses}
    arrays |= {"end": path[-1], "grid_best": best, "gap": abs(path[-1] - best), "loss_change": losses[-1] - losses[0]}
    setting = options.setting
    runs = options.runs
    facts: dict[str, float] = {"runs": runs, "updates": runs * setting.updates, "parameters": setting.parameters}
    return {name: np.asarray(array, np.float32) for name, array in arrays.items()}, facts


def judge_of(options: Hypergradient, seed: int) -> "Judge":
    """Return one seed's validation loss, and its slope, as a function of the decimal logarithm of the weight decay."""
    import numpy as np

    arrays, job, model = load(options.data), job_of(options.setting, (1,)), options.model
    targets = engine.replica_targets(job, arrays, replica_of(options.setting, seed))
    train, validation, _ = arrays.sizes
    held = slice(train, train + validation)
    task = hypergradients.Task(
        start=start_weights(job.sizes, seed, model.init, model.init_scale),
        batches=batch_order(train, job.batch, job.updates, seed),
        rates=(options.training.learning_rate * factors(options.training.schedule, job.updates)).astype(np.float32),
        train=(arrays.inputs[:train], targets[:train]),
        validation=(arrays.inputs[held], targets[held]),
    )
    recipe = hypergradients.Recipe(model.activation, options.training.optimizer, options.training.momentum)
    return hypergradients.judge(recipe, task)


def seconds(options: Hypergradient) -> float:
    """Return how long one seed takes; to carry a slope through a run costs as much as a second run."""
    return options.runs * 2 * costs.seconds(costs.training_operations(options.setting))


KIND = seeded_kind(
    "hypergradient",
    Hypergradient,
    "Weight decay moved by the gradient of the validation loss through whole training runs, and a grid.",
    run_schema=run_schema,
    run=run,
    seconds=seconds,
    better=dict.fromkeys(("path_loss", "grid_loss", "gap", "loss_change"), "lower"),
)
