"""Grid, random and Bayesian search on the same task with equal budgets, repeated as many studies.

Every seed is a study of its own: its start weights, batches and wrong labels, and a box of settings that is shifted
a little, so that no lattice is lucky for all of them. Within a study all methods search the same box. A trial trains
one network; what is best is judged by validation accuracy and reported as test accuracy. After J. Bergstra, Y. Bengio
(2012), JMLR 13, with the samplers of Optuna (see `searches`). `random-doubled` is random search with two runs a trial,
of which the better by validation counts: the baseline that a method should beat to be worth its cleverness.

    searches:
      title: Four settings searched in three ways
      kind: search
      data: {name: digits, train: 150, validation: 200, test: 360, label_noise: 0.3}
      model: {hidden: [32]}
      training: {batch_size: 32, steps: 120}
      space:
        learning_rate: {from: 0.003, to: 3, points: 3, scale: log}     # points: of the grid
        weight_decay: {from: 0.0001, to: 1, points: 3, scale: log}
        dropout: {from: 0, to: 0.8, points: 2}
        init_scale: {from: 0.1, to: 3, points: 2, scale: log}
      trials: 36                # the points of the grid multiply to it
      shift: 0.15               # how far a study's box may lie from the middle one, as a share of its width
      seeds: 30

Channels (method, seed, trial): `validation_accuracy` and `test_accuracy` of each trial; `best_so_far`, the test
accuracy of the trial that validation has found best up to there; and the value of each axis of the space, under its
name.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field
from msgspec.structs import replace

from proofpress.datasets.data import Data, class_count
from proofpress.diagnostics import one_of
from proofpress.experiments.axes import Setting, moved
from proofpress.experiments.describe import told
from proofpress.experiments.ranges import Range
from proofpress.experiments.recipes import Model, Training, updates_of
from proofpress.experiments.searches import LEARNS, METHODS, in_box
from proofpress.experiments.training.batching import evenly, job_of, lane_of
from proofpress.experiments.training.engine import MOST_LANES, Lane
from proofpress.experiments.training.network import parameter_count
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

SEARCHED = ("learning_rate", "weight_decay", "dropout", "momentum", "init_scale")
DOUBLED = "random-doubled"
DIMS = ("method", "seed", "trial")
OPERATIONS_PER_SECOND = 2e10
ASK_SECONDS = 0.006


class Search(Options, frozen=True):
    """The task, the space that is searched, and the budget.

    space: axis → range; its `points` are those of the grid. trials: runs of each method in a study.
    methods: any of grid, random, bayesian and random-doubled. shift: how far a study's box may be moved
    along each axis, either way, as a share of its width. seeds: studies.
    """

    data: Data
    training: Training
    space: Annotated[Mapping[str, Range], Meta(min_length=1)]
    trials: Annotated[int, Meta(ge=2)]
    model: Model = field(default_factory=Model)
    methods: Annotated[tuple[str, ...], Meta(min_length=1)] = (*METHODS, DOUBLED)
    shift: Annotated[float, Meta(ge=0, le=1)] = 0.0
    seeds: Annotated[int, Meta(ge=1)] = 30
    first_seed: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Raise ValueError where the space, the methods or the budgets do not go together."""
        if not class_count(self.data):
            raise ValueError(f"search needs data with classes, and '{self.data.name}' has none")
        for axis in self.space:
            if axis not in SEARCHED:
                raise ValueError(f"'{axis}' cannot be searched; use {one_of(SEARCHED)}")
            for end in (self.space[axis].from_, self.space[axis].to):
                moved(self.setting, axis, end)
        allowed = (*METHODS, DOUBLED)
        for method in self.methods:
            if method not in allowed or self.methods.count(method) > 1:
                raise ValueError(f"'methods' lists each of {one_of(allowed)} at most once, not '{method}'")
        points = prod(self.lattice.values())
        if "grid" in self.methods and points != self.trials:
            times = " × ".join(map(str, self.lattice.values()))
            raise ValueError(f"equal budgets: the grid has {times} = {points} points, but 'trials' is {self.trials}")

    @property
    def setting(self) -> Setting:
        """What is trained, but for the axes of the space and the seed."""
        return Setting(self.data, self.model, self.training)

    @property
    def lattice(self) -> dict[str, int]:
        """Points of the grid along each axis."""
        return {axis: of.points for axis, of in self.space.items()}


def run_schema(options: Search) -> RunSchema:
    """Return the axes and channels, known without training."""
    axes = {
        "method": options.methods,
        "seed": tuple(range(options.first_seed, options.first_seed + options.seeds)),
        "trial": tuple(range(1, options.trials + 1)),
    }
    channels = dict.fromkeys(("validation_accuracy", "test_accuracy", "best_so_far", *options.space), DIMS)
    settings = told(options.setting, trials=options.trials, seeds=options.seeds, shift=options.shift)
    return RunSchema(axes, channels, {k: v for k, v in settings.items() if k.split(".")[-1] not in options.space})


def pieces(options: Search) -> tuple[Mapping[str, Any], ...]:
    """Return the work: some studies of one sampler a piece; the two random methods share theirs."""
    job = job_of(options.setting, (updates_of(options.data, options.training),))
    each = job.updates * job.batch * 6 * parameter_count(job.sizes) / OPERATIONS_PER_SECOND
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    found = []
    for method in METHODS:
        if method in options.methods or (method == "random" and DOUBLED in options.methods):
            trials = options.trials * (2 if method == "random" and DOUBLED in options.methods else 1)
            for some in evenly(seeds, MOST_LANES):
                cost = len(some) * trials * (each + (ASK_SECONDS if method in LEARNS else 0))
                piece = {"method": method, "trials": trials, "seeds": list(some), "cost": cost}
                found.append(piece | {"group": "own batches" if method in LEARNS else "shared batches"})
    return tuple(found)


def run(options: Search, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Run some studies of one method; arrays `(studies, trials)`, and `points` `(studies, trials, axes)`."""
    import numpy as np

    from proofpress.experiments import searches

    seeds, trials, method = piece["seeds"], piece["trials"], piece["method"]
    if method in LEARNS:
        points, scores = _in_lockstep(options, method, seeds, trials)
    else:
        points = np.stack([searches.proposed(method, options.lattice, seed, trials) for seed in seeds])
        scores = np.stack([_alone(options, seed, some) for seed, some in zip(seeds, points, strict=True)])
    arrays = {"validation": scores[..., 0], "test": scores[..., 1], "points": points.astype(np.float32)}
    job = job_of(options.setting, (1,))
    runs = len(seeds) * trials
    return arrays, {"runs": runs, "updates": runs * job.updates, "parameters": parameter_count(job.sizes)}


def _in_lockstep(options: Search, method: str, seeds: list[int], trials: int) -> tuple["np.ndarray", "np.ndarray"]:
    """Let all studies ask, train what they ask for side by side, tell them; return points and scores."""
    import numpy as np

    from proofpress.experiments import searches

    studies = [searches.study(method, options.lattice, seed) for seed in seeds]
    points, scores = [], []
    for _ in range(trials):
        asked = [searches.ask(study, tuple(options.space)) for study in studies]
        lanes = [_lane(options, seed, point) for seed, (_, point) in zip(seeds, asked, strict=True)]
        found = _scores(options, lanes)
        for study, (trial, _), score in zip(studies, asked, found, strict=True):
            study.tell(trial, float(score[0]))
        points.append([point for _, point in asked])
        scores.append(found)
    return np.swapaxes(np.array(points), 0, 1), np.swapaxes(np.array(scores), 0, 1)


def _alone(options: Search, seed: int, points: "np.ndarray") -> "np.ndarray":
    """Return the scores `(trials, 2)` of one study's points, `options.trials` of them at a time."""
    import numpy as np

    lanes = [_lane(options, seed, point) for point in points]
    runs = [lanes[at : at + options.trials] for at in range(0, len(lanes), options.trials)]
    return np.concatenate([_scores(options, lot) for some in runs for lot in evenly(some, MOST_LANES)])


def _scores(options: Search, lanes: Sequence[Lane]) -> "np.ndarray":
    """Train lanes; return validation and test accuracy at the end, `(lanes, 2)`."""
    import numpy as np

    from proofpress.datasets.arrays import load
    from proofpress.experiments.training import engine

    job = job_of(options.setting, (updates_of(options.data, options.training),))
    found = engine.run(job, load(replace(options.data, label_noise=0.0)), lanes)
    return np.stack([found["validation_accuracy"][:, -1], found["test_accuracy"][:, -1]], axis=1)


def _lane(options: Search, seed: int, point: "np.ndarray") -> Lane:
    """Return the lane of a study's point of the unit box."""
    setting = options.setting
    for axis, value in zip(options.space, in_box(options.space, options.shift, seed, point), strict=True):
        setting = moved(setting, axis, float(value))
    return lane_of(setting, seed)


def assemble(options: Search, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Lay the studies out by method; a doubled trial is the better of two runs, by validation."""
    import numpy as np

    from proofpress.experiments import searches

    seeds = range(options.first_seed, options.first_seed + options.seeds)
    by_method: dict[str, dict[str, np.ndarray]] = {}
    for method in METHODS:
        parts = [part for piece, part in zip(pieces(options), arrays, strict=True) if piece["method"] == method]
        if parts:
            by_method[method] = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    if DOUBLED in options.methods:
        both = by_method["random"]
        better = searches.pairs(both["validation"])
        by_method[DOUBLED] = {
            name: np.take_along_axis(of, better.reshape(*better.shape, *[1] * (of.ndim - 2)), axis=1)
            for name, of in both.items()
        }
        by_method["random"] = {name: of[:, : options.trials] for name, of in both.items()}
    validation = np.stack([by_method[method]["validation"] for method in options.methods])
    test = np.stack([by_method[method]["test"] for method in options.methods])
    channels = {
        "validation_accuracy": Channel(DIMS, validation, "higher"),
        "test_accuracy": Channel(DIMS, test, "higher"),
        "best_so_far": Channel(DIMS, searches.best_so_far(validation, test), "higher"),
    }
    points = np.stack([by_method[method]["points"] for method in options.methods])
    boxed = [searches.in_box(options.space, options.shift, seed, points[:, at]) for at, seed in enumerate(seeds)]
    values = np.stack(boxed, axis=1)
    return channels | {axis: Channel(DIMS, values[..., at]) for at, axis in enumerate(options.space)}


KIND = ExperimentKind(
    name="search",
    options=Search,
    summary="Grid, random and Bayesian search with equal budgets, many studies of each.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
)
