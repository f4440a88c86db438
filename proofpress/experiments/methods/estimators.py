"""Estimators with the interface of scikit-learn: made from words and numbers, fitted, and measured.

A `Recipe` says in words what an estimator is made of: the dotted paths of its steps and the parameters of all of them.
A parameter belongs to the last step that has it; `step__parameter` names one step. Where a value is a mapping with the
key `class`, it is an estimator itself.
"""

import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.draws import noisy_labels

if TYPE_CHECKING:
    import numpy as np

    Examples = Mapping[str, tuple[np.ndarray, np.ndarray]]

PARTS = ("train", "validation", "test")
ALWAYS = {"accuracy": "accuracy", "error": "neg_mean_squared_error"}
"""What is measured without being asked for → the scorer; an error is the scorer's number without its sign."""
NONE = "none"
"""How None is written, which YAML would take for a value that was forgotten."""


class Recipe(Struct, frozen=True):
    """What an estimator is made of.

    steps: dotted paths of classes, the last of which predicts. parameters: name → value, as authors write them.
    versions: package → version, of what is not scikit-learn's own.
    """

    steps: tuple[str, ...]
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]


def class_at(path: str) -> type:
    """Return the class at a dotted path. Raises ImportError or AttributeError if there is none."""
    module, _, name = path.rpartition(".")
    found: type = getattr(import_module(module), name)
    return found


@cache
def parameters_of(kind: type) -> Mapping[str, Any]:
    """Return the parameters of a class and their defaults, `Parameter.empty` where one has to be given."""
    listed = signature(kind).parameters.values()
    return {
        each.name: each.default for each in listed if each.kind not in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    }


def step_name(path: str) -> str:
    """Return what a step of a pipeline is called in `step__parameter`.

    >>> step_name("sklearn.preprocessing.StandardScaler")
    'standardscaler'
    """
    return path.rpartition(".")[2].lower()


def owner(steps: Sequence[str], parameter: str) -> int | None:
    """Return which step has a parameter, None if none has. `step__parameter` and `parameter__deeper` are understood."""
    head, deeper, rest = parameter.partition("__")
    for index in reversed(range(len(steps))):
        if head in parameters_of(class_at(steps[index])):
            return index
        if deeper and head == step_name(steps[index]):
            return index if owner(steps[index : index + 1], rest) is not None else None
    return None


def build(recipe: Recipe, state: int | None = None) -> Any:
    """Return an estimator that is not fitted. state: the `random_state` of all parts whose author gives none."""
    from sklearn.pipeline import Pipeline

    given: list[dict[str, Any]] = [{} for _ in recipe.steps]
    deeper: list[dict[str, Any]] = [{} for _ in recipe.steps]
    for name, value in recipe.parameters.items():
        index = owner(recipe.steps, name)
        assert index is not None, name
        if name.partition("__")[0] == step_name(recipe.steps[index]):
            name = name.partition("__")[2]
        (deeper if "__" in name else given)[index][name] = value
    made = []
    for path, own, below in zip(recipe.steps, given, deeper, strict=True):
        kind = class_at(path)
        step = kind(**{name: _value(kind, name, value) for name, value in own.items()})
        made.append(step.set_params(**{name: _plain(value) for name, value in below.items()}) if below else step)
    whole = (
        made[0] if len(made) == 1 else Pipeline([(step_name(p), s) for p, s in zip(recipe.steps, made, strict=True)])
    )
    if state is not None:
        whole.set_params(**dict.fromkeys(random_states(whole), state))
    return whole


def random_states(estimator: Any) -> list[str]:
    """Return the names of all parameters of an estimator that take a random state and were given none."""
    named = estimator.get_params(deep=True).items()
    return [name for name, value in named if name.rpartition("__")[2] == "random_state" and value is None]


def examples(data: Data, seed: int) -> "Examples":
    """Return unscaled inputs `(rows, features)` and targets `(rows,)` of each part; training labels may be wrong."""
    arrays = load(data, scaled=False)
    parts = {part: arrays.part(part) for part in PARTS}
    if data.label_noise:
        inputs, labels = parts["train"]
        parts["train"] = inputs, noisy_labels(labels, arrays.classes, data.label_noise, seed)
    return parts


def fit(recipe: Recipe, given: "Examples", state: int) -> tuple[Any, bool]:
    """Return an estimator fitted to the training rows, and whether it said that it converged.

    It is held to one thread, so that what is fitted side by side does not contend for cores.
    """
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    estimator = build(recipe, state)
    with warnings.catch_warnings(record=True) as told, threadpool_limits(1):
        warnings.simplefilter("always")
        estimator.fit(*given["train"])
    return estimator, not any(issubclass(each.category, ConvergenceWarning) for each in told)


def measure(estimator: Any, given: "Examples", scores: Sequence[str]) -> dict[str, float]:
    """Return what is measured of a fitted estimator on each part, by channel. scores: scorers, or names of `ALWAYS`."""
    from sklearn.metrics import check_scoring
    from threadpoolctl import threadpool_limits

    scorer = check_scoring(estimator, scoring=sorted({ALWAYS.get(score, score) for score in scores}))
    found: dict[str, float] = {}
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")
        for part in PARTS:
            values = scorer(estimator, *given[part])
            for score in scores:
                number = float(values[ALWAYS.get(score, score)])
                found[f"{part}_{score}"] = -number if score == "error" else number
    return found


def coefficients(estimator: Any, shape: tuple[int, ...]) -> "np.ndarray | None":
    """Return the coefficients of a fitted estimator's last step in a shape, None if it has none. Raises ValueError."""
    return _learned(estimator, "coef_", shape)


def importances(estimator: Any, features: int) -> "np.ndarray | None":
    """Return the importance of each feature `(features,)`, None if the last step gives none. Raises ValueError."""
    return _learned(estimator, "feature_importances_", (features,))


def _learned(estimator: Any, attribute: str, shape: tuple[int, ...]) -> "np.ndarray | None":
    import numpy as np

    last = estimator[-1] if hasattr(estimator, "steps") else estimator
    try:
        learned = getattr(last, attribute)
    except AttributeError:
        return None
    values = np.asarray(learned.toarray() if hasattr(learned, "toarray") else learned, float)
    if values.size != np.prod(shape):
        raise ValueError(f"it has {values.size} numbers in '{attribute}', and not one for each feature")
    return values.reshape(shape)


def _value(kind: type, name: str, value: Any) -> Any:
    """Return the value of a parameter as its class takes it."""
    if value == NONE and not _takes_word(kind, name, NONE):
        return None
    return _plain(value)


def _takes_word(kind: type, name: str, word: str) -> bool:
    """Return whether a class of scikit-learn says of a parameter that it takes a word."""
    allowed = getattr(kind, "_parameter_constraints", {}).get(name, ())
    return any(word in getattr(each, "options", ()) for each in allowed if not isinstance(each, str))


def _plain(value: Any) -> Any:
    """Return a value as written, with the estimators made that it names."""
    if isinstance(value, Mapping):
        if "class" in value:
            return build(nested(value))
        if value and all(isinstance(each, Mapping) and "class" in each for each in value.values()):
            return [(name, build(nested(each))) for name, each in value.items()]
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if value == NONE else value


def nested(written: Mapping[str, Any]) -> Recipe:
    """Return the recipe of an estimator that is the value of a parameter; its classes are dotted paths."""
    steps = written["class"]
    return Recipe(
        (steps,) if isinstance(steps, str) else tuple(steps),
        {name: value for name, value in written.items() if name != "class"},
        {},
    )


def with_values(recipe: Recipe, values: Mapping[str, Any]) -> Recipe:
    """Return a recipe with other values of some parameters."""
    return replace(recipe, parameters={**recipe.parameters, **values})
