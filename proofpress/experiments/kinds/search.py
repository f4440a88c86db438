"""Grid, random and Bayesian search on the same task with equal budgets, repeated as many studies.

Every seed is a study of its own: its start weights, batches and wrong labels, and a box of settings that is shifted
a little, so that no grid happens to fit all of them. Within a study all methods search the same box. A trial trains one
network; the best trial is chosen by validation accuracy and reported as test accuracy. After J. Bergstra, Y. Bengio
(2012), JMLR 13, with the samplers of Optuna (see `searches`). `random-doubled` is random search with two runs a trial,
of which the better by validation counts: the baseline that a cleverer method should beat. `grid-centred` is the grid
with its points in the middles of equal cells: with two or three to an axis, it matters that none lies on an end.

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

from msgspec import Meta
from msgspec.structs import replace

from proofpress.datasets.options import require_classes
from proofpress.datasets.splitting import load
from proofpress.diagnostics import one_of
from proofpress.experiments import costs
from proofpress.experiments.axes import with_option
from proofpress.experiments.methods import searches
from proofpress.experiments.methods.searches import GRIDS, LEARNS, METHODS, in_box
from proofpress.experiments.networks import NetworkOptions, describe
from proofpress.experiments.ranges import Range
from proofpress.experiments.seeds import Seeds
from proofpress.experiments.training import engine
from proofpress.experiments.training.batching import evenly, job_of, replica_of
from proofpress.experiments.training.engine import MOST_REPLICAS, Replica
from proofpress.models import Channel, ExperimentKind, RunSchema

if TYPE_CHECKING:
    import numpy as np

SEARCHED = ("learning_rate", "weight_decay", "weight_l1", "dropout", "momentum", "init_scale")
DOUBLED = "random-doubled"
DIMS = ("method", "seed", "trial")
ASK_SECONDS = 0.006


class Search(NetworkOptions, frozen=True, kw_only=True):
    """The task, the space that is searched, and the budget.

    space: axis → range; its `points` are those of the grid. trials: runs of each method in a study.
    methods: any of grid, grid-centred, random, bayesian and random-doubled. shift: how far a study's box may be moved
    along each axis, either way, as a share of its width. seeds: studies.
    """

    space: Annotated[Mapping[str, Range], Meta(min_length=1)]
    trials: Annotated[int, Meta(ge=2)]
    methods: Annotated[tuple[str, ...], Meta(min_length=1)] = ("grid", "random", "bayesian", DOUBLED)
    shift: Annotated[float, Meta(ge=0, le=1)] = 0.0
    seeds: Seeds = 30

    def __post_init__(self) -> None:
        """Raise ValueError if the space, the methods or the budgets do not go together."""
        require_classes("search", self.data)
        for axis in self.space:
            if axis not in SEARCHED:
                raise ValueError(f"'{axis}' cannot be searched; use {one_of(SEARCHED)}")
            for end in (self.space[axis].from_, self.space[axis].to):
                with_option(self.setting, axis, end)
        allowed = (*METHODS, DOUBLED)
        for method in self.methods:
            if method not in allowed or self.methods.count(method) > 1:
                raise ValueError(f"'methods' lists each of {one_of(allowed)} at most once, not '{method}'")
        points = prod(self.lattice.values())
        if set(GRIDS) & set(self.methods) and points != self.trials:
            times = " × ".join(map(str, self.lattice.values()))
            raise ValueError(f"equal budgets: the grid has {times} = {points} points, but 'trials' is {self.trials}")

    @property
    def lattice(self) -> dict[str, int]:
        """Points of the grid along each axis."""
        return {axis: values.points for axis, values in self.space.items()}

    @property
    def drawn(self) -> dict[str, int]:
        """Runs of each method of Optuna in a study; the two random methods share theirs."""
        trials = {method: self.trials for method in METHODS if method in self.methods}
        if DOUBLED in self.methods:
            trials["random"] = 2 * self.trials
        return {method: trials[method] for method in METHODS if method in trials}


def run_schema(options: Search) -> RunSchema:
    """Return the axes and channels, known without training."""
    axes = {
        "method": options.methods,
        "seed": options.seed_axis,
        "trial": tuple(range(1, options.trials + 1)),
    }
    channels = dict.fromkeys(("validation_accuracy", "test_accuracy", "best_so_far", *options.space), DIMS)
    facts = describe(options.setting, trials=options.trials, seeds=options.seeds, shift=options.shift)
    return RunSchema(axes, channels, {k: v for k, v in facts.items() if k.split(".")[-1] not in options.space})


def pieces(options: Search) -> tuple[Mapping[str, Any], ...]:
    """Return the work: some studies of one sampler per piece."""
    operations = costs.training_operations(options.setting)
    work = []
    for method, trials in options.drawn.items():
        for seeds in evenly(options.seed_axis, MOST_REPLICAS):
            learns = method in LEARNS
            side_by_side = len(seeds) if learns else options.trials
            cost = len(seeds) * trials * (costs.seconds(operations, side_by_side) + (ASK_SECONDS if learns else 0))
            group = "own batches" if learns else "shared batches"
            work.append({"method": method, "trials": trials, "seeds": list(seeds), "cost": cost, "group": group})
    return tuple(work)


def run(options: Search, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Run some studies of one method; arrays `(studies, trials)`, and `points` `(studies, trials, axes)`."""
    import numpy as np

    seeds, trials, method = piece["seeds"], piece["trials"], piece["method"]
    if method in LEARNS:
        points, scores = _in_lockstep(options, method, seeds, trials)
    else:
        points = np.stack([searches.proposed(method, options.lattice, seed, trials) for seed in seeds])
        scores = np.stack([_alone(options, seed, some) for seed, some in zip(seeds, points, strict=True)])
    arrays = {"validation": scores[..., 0], "test": scores[..., 1], "points": points.astype(np.float32)}
    runs, setting = len(seeds) * trials, options.setting
    return arrays, {"runs": runs, "updates": runs * setting.updates, "parameters": setting.parameters}


def _in_lockstep(options: Search, method: str, seeds: list[int], trials: int) -> tuple["np.ndarray", "np.ndarray"]:
    """Train one trial of all studies at a time, side by side, and report its scores; return points and scores."""
    import numpy as np

    studies = [searches.study(method, options.lattice, seed) for seed in seeds]
    points, scores = [], []
    for _ in range(trials):
        asked = [searches.ask(study, tuple(options.space)) for study in studies]
        replicas = [_replica(options, seed, point) for seed, (_, point) in zip(seeds, asked, strict=True)]
        scores.append(_scores(options, replicas))
        for study, (trial, _), score in zip(studies, asked, scores[-1], strict=True):
            study.tell(trial, float(score[0]))
        points.append([point for _, point in asked])
    return np.swapaxes(np.array(points), 0, 1), np.swapaxes(np.array(scores), 0, 1)


def _alone(options: Search, seed: int, points: "np.ndarray") -> "np.ndarray":
    """Return the scores `(trials, 2)` of one study's points, `options.trials` of them at a time."""
    import numpy as np

    replicas = [_replica(options, seed, point) for point in points]
    runs = [replicas[first : first + options.trials] for first in range(0, len(replicas), options.trials)]
    return np.concatenate([_scores(options, part) for trials in runs for part in evenly(trials, MOST_REPLICAS)])


def _scores(options: Search, replicas: Sequence[Replica]) -> "np.ndarray":
    """Train replicas; return validation and test accuracy at the end, `(replicas, 2)`."""
    import numpy as np

    job = job_of(options.setting, (options.setting.updates,))
    measured = engine.run(job, load(replace(options.data, label_noise=0.0)), replicas)
    return np.stack([measured["validation_accuracy"][:, -1], measured["test_accuracy"][:, -1]], axis=1)


def _replica(options: Search, seed: int, point: "np.ndarray") -> Replica:
    """Return the replica of a study's point of the unit box."""
    setting = options.setting
    for axis, value in zip(options.space, in_box(options.space, options.shift, seed, point), strict=True):
        setting = with_option(setting, axis, float(value))
    return replica_of(setting, seed)


def piece_shapes(options: Search, piece: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of what some studies record."""
    trials = len(piece["seeds"]), piece["trials"]
    return {"validation": trials, "test": trials, "points": (*trials, len(options.space))}


def assemble(options: Search, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Return the channels by method; a doubled trial is the better of two runs, by validation."""
    import numpy as np

    by_method: dict[str, dict[str, np.ndarray]] = {}
    for method in METHODS:
        parts = [part for piece, part in zip(pieces(options), arrays, strict=True) if piece["method"] == method]
        if parts:
            by_method[method] = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    if DOUBLED in options.methods:
        both = by_method["random"]
        better = searches.pairs(both["validation"])
        by_method[DOUBLED] = {
            name: np.take_along_axis(array, better.reshape(*better.shape, *[1] * (array.ndim - 2)), axis=1)
            for name, array in both.items()
        }
        by_method["random"] = {name: array[:, : options.trials] for name, array in both.items()}
    validation = np.stack([by_method[method]["validation"] for method in options.methods])
    test = np.stack([by_method[method]["test"] for method in options.methods])
    channels = {
        "validation_accuracy": Channel(DIMS, validation, "higher"),
        "test_accuracy": Channel(DIMS, test, "higher"),
        "best_so_far": Channel(DIMS, searches.best_so_far(validation, test), "higher"),
    }
    points = np.stack([by_method[method]["points"] for method in options.methods])
    rows = enumerate(options.seed_axis)
    boxes = [searches.in_box(options.space, options.shift, seed, points[:, row]) for row, seed in rows]
    values = np.stack(boxes, axis=1)
    return channels | {axis: Channel(DIMS, values[..., index]) for index, axis in enumerate(options.space)}


KIND = ExperimentKind(
    name="search",
    options=Search,
    summary="Grid, random and Bayesian search with equal budgets, many studies of each.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
    piece_shapes=piece_shapes,
)
