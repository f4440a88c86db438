"""Anything that scikit-learn can fit: estimators side by side, at every setting of a sweep, with every seed.

    forest-or-boosting:
      title: Trees side by side, trees one after the other
      kind: estimator
      data: {name: breast_cancer, train: 300, validation: 120, test: 149}
      estimators:
        forest: {class: RandomForestClassifier}
        boosting: {class: GradientBoostingClassifier, learning_rate: 0.1}
        scaled logistic: {class: [StandardScaler, LogisticRegression], C: 1.0}
      sweep:
        n_estimators: [1, 3, 10, 30, 100, 300]
        max_depth: [1, 2, 4, 8, none]
      scores: [accuracy, f1, roc_auc, neg_log_loss]
      record: [coefficients, importances, predictions]
      each_seed: split
      seeds: 20

The axis `estimator` has the names under `estimators`; each parameter that is swept is an axis of its own. An estimator
without a swept parameter is the same along that axis, and is fitted once. Inputs and numbers to predict are unscaled.

Channels (estimator, …, seed): of `train_`, `validation_` and `test_` each score, and always `accuracy` for classes or
`error` (mean squared) for numbers; `converged`, 1 where no fit warned that it did not. With `coefficients`: `nonzero`,
`coefficient_norm`, `coefficient` (…, feature; with more than two classes …, class, feature). With `importances`:
`importance` (…, feature). With `predictions`: `predictions` (…, *row). NaN where an estimator has no such thing.
"""

import itertools
from collections.abc import Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field
from msgspec.structs import replace

from proofpress.datasets.options import Data, called, class_count, described, feature_count, feature_names, part_sizes
from proofpress.diagnostics import one_of
from proofpress.experiments.methods import estimators
from proofpress.experiments.methods.estimator_checks import Asked, Found, find
from proofpress.experiments.methods.estimators import PARTS, Recipe
from proofpress.experiments.ranges import Range, points
from proofpress.experiments.seeds import Seeds, Split, shape_of, without_seeds
from proofpress.models import Channel, ExperimentKind, RunSchema

if TYPE_CHECKING:
    import numpy as np

    from proofpress.experiments.methods.estimators import Examples
    from proofpress.models.own_files import OwnFolder

FIT_SECONDS = 0.004
ROW_SECONDS = 4e-6
"""How long a fit takes on one core, roughly: at least, and for each row of each of its trees or passes."""
COUNTS = ("n_estimators", "max_iter")
STATE = 0
"""The random state of all fits whose seeds are splits."""
RESERVED = ("estimator", "seed", "feature", "class", "step", "split")


class Estimator(Split, frozen=True, kw_only=True):
    """Options of the kind `estimator`.

    estimators: name → `class` (one, or the steps of a pipeline) and its parameters.
    sweep: parameter → its values; or a name of its own → what each estimator calls it, and `values`.
    scores: scikit-learn's names of scores. record: what to keep of each fit.
    each_seed: whether a seed is another split of the rows, another random state of the estimators, or both.
    """

    data: Data
    estimators: Annotated[Mapping[str, Mapping[str, Any]], Meta(min_length=1)]
    sweep: Mapping[str, Any] = field(default_factory=dict)
    scores: tuple[str, ...] = ()
    record: tuple[Literal["coefficients", "importances", "predictions"], ...] = ()
    each_seed: Literal["split", "start", "both"] = "split"
    seeds: Seeds = 20

    def __post_init__(self) -> None:
        """Raise ValueError if the sweep is none or takes a name that the runs have, or if seeds are splits twice."""
        if self.splits > 1 and self.each_seed != "start":
            raise ValueError("with 'splits', each seed is another start: write each_seed: start")
        taken = [name for name in self.sweep if name in RESERVED]
        if taken:
            raise ValueError(f"an axis cannot be called {one_of(taken)}: the runs have one of that name")
        for name in self.sweep:
            self.values(name)
            unknown = [each for each in self.parameter_names(name) if each not in self.estimators]
            if unknown:
                raise ValueError(f"the sweep of '{name}' names {one_of(unknown)}, and estimators are {self._named()}")
        bare = [name for name, written in self.estimators.items() if not self._is_class(written.get("class"))]
        if bare:
            raise ValueError(f"{one_of(bare)} needs the key 'class': a class, or a list of the steps of a pipeline")

    def complete(self, folder: "OwnFolder") -> "FoundEstimator | None":
        """Return the options with all classes found, and all parameters and scores checked; see `estimator_checks`."""
        asked = Asked(
            estimators=self.estimators,
            axes={axis: (self.parameter_names(axis), self.values(axis)) for axis in self.sweep},
            scores=self.scores,
            record=self.record,
            restarts=self.each_seed != "split",
            classes=class_count(self.data),
            features=feature_count(self.data),
            data=called(self.data),
        )
        recipes = find(asked, folder)
        return FoundEstimator(**{name: getattr(self, name) for name in self.__struct_fields__}, recipes=recipes)

    def values(self, axis: str) -> tuple[Any, ...]:
        """Return the coordinates of a swept axis. Raises ValueError if there are none."""
        written = self.sweep[axis]
        if isinstance(written, Mapping) and "values" in written:
            written = written["values"]
        if isinstance(written, Mapping):
            known = {name.rstrip("_"): name for name in Range.__struct_fields__}
            if not {"from", "to"} <= set(written) <= set(known):
                raise ValueError(
                    f"the sweep of '{axis}' takes a list of values, a range {{from: 1, to: 100, points: 3}}, or what "
                    "each estimator calls it, with values: {forest: n_estimators, boosting: max_iter, values: [1, 10]}"
                )
            return points(Range(**{known[name]: value for name, value in written.items()}))
        if not isinstance(written, list | tuple) or any(isinstance(each, list | Mapping) for each in written):
            raise ValueError(f"the sweep of '{axis}' takes a list of numbers and words")
        if any(each is None for each in written):
            raise ValueError(f"the sweep of '{axis}' has an empty value; write 'none' for Python's None")
        return points(tuple(written))

    def parameter_names(self, axis: str) -> dict[str, str]:
        """Return estimator → what it calls a swept axis; nothing where all call it by the axis's own name."""
        written = self.sweep[axis]
        if not isinstance(written, Mapping) or "values" not in written:
            return {}
        return {name: str(parameter) for name, parameter in written.items() if name != "values"}

    @property
    def score_names(self) -> tuple[str, ...]:
        """What is measured of each part."""
        always = "accuracy" if class_count(self.data) else "error"
        return tuple(dict.fromkeys((always, *self.scores)))

    @property
    def coefficient_shape(self) -> tuple[int, ...]:
        """The shape of the coefficients of one fit."""
        classes, features = class_count(self.data), feature_count(self.data)
        return (classes, features) if classes > 2 else (features,)

    def _named(self) -> str:
        return one_of(self.estimators)

    @staticmethod
    def _is_class(written: Any) -> bool:
        steps = [written] if isinstance(written, str) else written
        return isinstance(steps, list | tuple) and bool(steps) and all(isinstance(each, str) for each in steps)


class FoundEstimator(Estimator, frozen=True, kw_only=True):
    """Options whose classes were found. recipes: estimator → what it is made of, and what it calls each axis."""

    recipes: Mapping[str, Found]


def run_schema(options: Estimator) -> RunSchema:
    """Return the axes and channels, known without fitting."""
    swept = {axis: options.values(axis) for axis in options.sweep}
    axes = {"estimator": tuple(options.estimators), **swept, "seed": options.seed_axis}
    runs = tuple(axes)
    channels = {f"{part}_{score}": runs for part in PARTS for score in options.score_names}
    channels["converged"] = runs
    if "coefficients" in options.record:
        learned = ("class", "feature") if len(options.coefficient_shape) > 1 else ("feature",)
        channels |= {"nonzero": runs, "coefficient_norm": runs, "coefficient": (*runs, *learned)}
        if len(learned) > 1:
            axes["class"] = tuple(range(options.coefficient_shape[0]))
    if "importances" in options.record:
        channels["importance"] = (*runs, "feature")
    if {"coefficients", "importances"} & set(options.record):
        axes["feature"] = feature_names(options.data)
    if "predictions" in options.record:
        channels["predictions"] = (*runs, "*row")
    return RunSchema(axes, channels, facts(options))


def facts(options: Estimator) -> dict[str, Any]:
    """Return what is fixed: the data, the parameters that are not swept, and which estimators a sweep leaves alone."""
    told = {f"data.{name}": words for name, words in described(options.data).items()}
    told |= {f"data.{part}": rows for part, rows in zip(PARTS, part_sizes(options.data), strict=True)}
    told |= {"data.label_noise": options.data.label_noise, "each_seed": options.each_seed}
    for name, written in options.estimators.items():
        for parameter, value in written.items():
            words = " then ".join(value) if parameter == "class" and not isinstance(value, str) else value
            told[f"{name}.{parameter}"] = words if isinstance(words, str | int | float) else str(words)
    if isinstance(options, FoundEstimator):
        for axis in options.sweep:
            without = [name for name, found in options.recipes.items() if axis not in found.axes]
            if without:
                told[f"without_{axis}"] = ", ".join(without)
    return told


def pieces(options: FoundEstimator) -> tuple[Mapping[str, Any], ...]:
    """Return the work: a piece is one estimator with one seed, at every value of the parameters that it has."""
    work = []
    for name, found in options.recipes.items():
        axes = {parameter: list(options.values(axis)) for axis, parameter in found.axes.items()}
        cost = _seconds(options, found.recipe, axes)
        recipe = {"steps": list(found.recipe.steps), "parameters": found.recipe.parameters}
        work += [
            {
                "seed": seed,
                "recipe": recipe,
                "axes": axes,
                "versions": found.recipe.versions,
                "cost": cost,
                "group": name,
            }
            for seed in options.seed_axis
        ]
    return tuple(work)


def shared(options: FoundEstimator) -> Any:
    """Return what all pieces depend on: not the other seeds and estimators, which an experiment may gain."""
    return replace(without_seeds(options), estimators={}, sweep={}, recipes={})


def run(options: FoundEstimator, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Fit one estimator at all its settings; each array has a dimension for each of the piece's axes, in order."""
    import numpy as np

    seed, axes = piece["seed"], piece["axes"]
    recipe = Recipe(tuple(piece["recipe"]["steps"]), piece["recipe"]["parameters"], {})
    split = options.data.split + (seed if options.each_seed != "start" else 0)
    given = estimators.examples(replace(options.data, split=split), seed)
    state = seed if options.each_seed != "split" else STATE
    visited = [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]
    fits = [_fit(options, estimators.with_values(recipe, values), given, state) for values in visited]
    shape = tuple(len(values) for values in axes.values())
    arrays = {name: np.stack([fit[name] for fit in fits]) for name in fits[0]}
    whole = {name: array.reshape((*shape, *array.shape[1:])).astype(np.float32) for name, array in arrays.items()}
    learned = max((int(np.isfinite(fit["coefficient"]).sum()) for fit in fits if "coefficient" in fit), default=0)
    return whole, {"runs": len(fits), "updates": 0, "parameters": learned}


def _fit(options: Estimator, recipe: Recipe, given: "Examples", state: int) -> dict[str, "np.ndarray"]:
    """Return what is recorded of one fit. Raises ValueError that names the estimator and its parameters."""
    import numpy as np

    try:
        fitted, converged = estimators.fit(recipe, given, state)
        found: dict[str, Any] = {"converged": converged, **estimators.measure(fitted, given, options.score_names)}
        if "coefficients" in options.record:
            learned = estimators.coefficients(fitted, options.coefficient_shape)
            none = learned is None
            learned = np.full(options.coefficient_shape, np.nan) if learned is None else learned
            found |= {"coefficient": learned, "coefficient_norm": np.sqrt((learned**2).sum())}
            found["nonzero"] = np.nan if none else (learned != 0).sum()
        if "importances" in options.record:
            weights = estimators.importances(fitted, feature_count(options.data))
            found["importance"] = np.full(feature_count(options.data), np.nan) if weights is None else weights
        if "predictions" in options.record:
            found["predictions"] = fitted.predict(given["test"][0])
    except Exception as fault:
        what = " then ".join(path.rpartition(".")[2] for path in recipe.steps)
        raise ValueError(f"{what} with {dict(recipe.parameters)}: {fault}") from fault
    return {name: np.asarray(value, float) for name, value in found.items()}


def piece_shapes(options: FoundEstimator, piece: Mapping[str, Any]) -> dict[str, tuple[int | None, ...]]:
    """Return the shapes of what a piece records."""
    schema = run_schema(options)
    settings = tuple(len(values) for values in piece["axes"].values())
    own = {"estimator", "seed", *options.sweep}
    return {
        name: (*settings, *shape_of([dim for dim in dims if dim not in own], schema.axes, None))
        for name, dims in schema.channels.items()
    }


def assemble(options: FoundEstimator, parts: list[Mapping[str, "np.ndarray"]]) -> Mapping[str, Channel]:
    """Return the channels: estimators first, then the swept axes, then the seeds."""
    import numpy as np

    schema, better = run_schema(options), "higher"
    seeds, sizes = options.seeds, [len(options.values(axis)) for axis in options.sweep]
    channels: dict[str, Channel] = {}
    for name, dims in schema.channels.items():
        rows = []
        for number, found in enumerate(options.recipes.values()):
            arrays = np.stack([part[name] for part in parts[number * seeds : (number + 1) * seeds]])
            # An estimator that lacks a swept parameter is the same at all its values.
            index = tuple(slice(None) if axis in found.axes else None for axis in options.sweep)
            spread = np.moveaxis(arrays, 0, len(found.axes))[index]
            rows.append(np.broadcast_to(spread, (*sizes, *spread.shape[len(sizes) :])))
        measured = name.partition("_")[0] in PARTS
        way = "lower" if name.endswith("_error") and name.partition("_")[2] == "error" else better
        channels[name] = Channel(dims, np.stack(rows), way if measured else "")
    return channels


def _seconds(options: Estimator, recipe: Recipe, axes: Mapping[str, Sequence[Any]]) -> float:
    """Return how long one seed of an estimator takes on one core, roughly."""
    fits = prod(len(values) for values in axes.values())
    work = 0.0
    for name in COUNTS:
        counts = axes.get(name, [recipe.parameters.get(name)])
        numbers = [count for count in counts if isinstance(count, int | float)]
        work += fits * (sum(numbers) / len(numbers) if numbers else 10)
    return fits * FIT_SECONDS + work * part_sizes(options.data)[0] * ROW_SECONDS


KIND = ExperimentKind(
    name="estimator",
    options=Estimator,
    summary="Estimators of scikit-learn and of packages like it, side by side, at every setting of a sweep.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
    shared=shared,
    piece_shapes=piece_shapes,
)
