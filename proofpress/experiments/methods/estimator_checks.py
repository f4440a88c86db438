"""What an author asks of estimators, checked before anything is fitted: classes, parameters, scores, what is recorded.

What was found is remembered by all that was asked and by the versions of the packages, so that a build in which
nothing of it has changed does not import scikit-learn.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from inspect import Parameter
from typing import Any

from msgspec import Struct, convert, to_builtins

from proofpress.cache import keys
from proofpress.diagnostics import BuildError, Diagnostic, one_of, shortened, suggest
from proofpress.experiments.methods.estimators import (
    ALWAYS,
    Recipe,
    build,
    class_at,
    coefficients,
    importances,
    owner,
    parameters_of,
    random_states,
    step_name,
    with_values,
)
from proofpress.models.own_files import OwnFolder
from proofpress.versions import version

OWN = "sklearn"
TRIAL_ROWS = 60
NUMBER_SCORES = ("r2", "explained_variance", "d2_absolute_error_score")
NUMBER_WORDS = ("_error", "_deviance")
CLUSTER_SCORES = (
    "adjusted_mutual_info_score",
    "adjusted_rand_score",
    "completeness_score",
    "fowlkes_mallows_score",
    "homogeneity_score",
    "mutual_info_score",
    "normalized_mutual_info_score",
    "rand_score",
    "v_measure_score",
)
RECORDED = {"coefficients": "coef_", "importances": "feature_importances_"}


class Found(Struct, frozen=True):
    """An estimator that was found. axes: swept axis → what the estimator calls it; those that it lacks are left out."""

    recipe: Recipe
    axes: Mapping[str, str]


class Asked(Struct, frozen=True):
    """What an author asks for.

    estimators: name → `class` and parameters. axes: swept axis → what some estimators call it, and its values.
    restarts: whether seeds are random states. classes, features, data: of the data.
    """

    estimators: Mapping[str, Mapping[str, Any]]
    axes: Mapping[str, tuple[Mapping[str, str], tuple[Any, ...]]]
    scores: tuple[str, ...]
    record: tuple[str, ...]
    restarts: bool
    classes: int
    features: int
    data: str


def find(asked: Asked, folder: OwnFolder) -> dict[str, Found]:
    """Return all estimators by name. Raises BuildError with all that is wrong, each where it is written."""
    packages = ("scikit-learn", *folder.packages)
    versions = {name: version(name) for name in packages}

    def make() -> Mapping[str, Any]:
        checker = _Checker(asked, folder, [])
        found = checker.find()
        if checker.diagnostics:
            raise BuildError(checker.diagnostics)
        kept: Mapping[str, Any] = to_builtins(found)
        return kept

    kept = folder.remember(keys.digest("estimator", asked, versions, keys.code_digest(__name__)), make)
    return convert(kept, dict[str, Found])


class _Checker(Struct):
    asked: Asked
    folder: OwnFolder
    diagnostics: list[Diagnostic]

    def find(self) -> dict[str, Found]:
        found = {name: self._find(name, dict(written)) for name, written in self.asked.estimators.items()}
        sound = {name: each for name, each in found.items() if each is not None}
        self._check_axes(sound)
        built = {
            name: each for name, each in ((n, self._build(n, found)) for n, found in sound.items()) if each is not None
        }
        self._check_scores(built)
        if not self.diagnostics:
            self._check_recorded(built)
            if self.asked.restarts and not any(map(random_states, built.values())):
                message = "none of the estimators has a random state, so that every seed would give the same"
                self._note("no-random-state", message, "write each_seed: split", "each_seed")
        return sound

    def _note(self, rule: str, message: str, hint: str, *at: str | int) -> None:
        self.diagnostics.append(Diagnostic(self.folder.locate(*at), rule, message, hint))

    def _find(self, name: str, written: dict[str, Any]) -> Found | None:
        """Return an estimator whose classes and parameters there are; None if one is not there."""
        steps = written.pop("class")
        listed = [steps] if isinstance(steps, str) else list(steps)
        paths = [self._path(each, "estimators", name, "class") for each in listed]
        if None in paths:
            return None
        known = tuple(path for path in paths if path is not None)
        before = len(self.diagnostics)
        for parameter, value in written.items():
            if owner(known, parameter) is None:
                what = " or ".join(f"'{path.rpartition('.')[2]}'" for path in known)
                self._note(
                    "unknown-parameter",
                    f"{what} has no parameter '{shortened(parameter)}'",
                    suggest(parameter, _all_parameters(known)),
                    *("estimators", name, parameter),
                )
            written[parameter] = self._resolved(value, "estimators", name, parameter)
        if len(self.diagnostics) > before:
            return None
        axes = {}
        for axis, (names, _) in self.asked.axes.items():
            called = names.get(name, "") if names else axis
            if called and owner(known, called) is not None:
                axes[axis] = called
            elif called and names:
                hint = suggest(called, _all_parameters(known))
                self._note("unknown-parameter", f"'{name}' has no parameter '{called}'", hint, "sweep", axis, name)
        tops = {path.partition(".")[0] for path in known} - {OWN}
        return Found(Recipe(known, written, {top: version(top) for top in sorted(tops)}), axes)

    def _path(self, written: str, *at: str | int) -> str | None:
        """Return the dotted path of a class, None if there is none, which is noted."""
        if "." not in written:
            known = _own_classes()
            if written in known:
                return known[written]
            hint = suggest(written, known)
            self._note("unknown-class", f"scikit-learn has no estimator '{shortened(written)}'", hint, *at)
            return None
        top = written.partition(".")[0]
        if top not in (OWN, *self.folder.packages):
            message = f"'{shortened(written)}' is in a package that site.yaml does not allow"
            self._note("package-not-allowed", message, f"write estimators_from: [{top}] in site.yaml", *at)
            return None
        try:
            found = class_at(written)
            if isinstance(found, type) and hasattr(found, "fit"):
                return written
            reason = "it is no estimator"
        except Exception as fault:
            # Whatever another package raises while it is imported is told, not guessed at.
            reason = shortened(f"{type(fault).__name__}: {fault}", 200)
        self._note(
            "unknown-class", f"'{shortened(written)}' cannot be used: {reason}", f"see that '{top}' is installed", *at
        )
        return None

    def _resolved(self, value: Any, *at: str | int) -> Any:
        """Return the value of a parameter, the classes of estimators in it as dotted paths."""
        if isinstance(value, Mapping):
            resolved = {name: self._resolved(each, *at, name) for name, each in value.items() if name != "class"}
            if "class" in value:
                steps = value["class"]
                listed = [steps] if isinstance(steps, str) else list(steps)
                resolved["class"] = [self._path(str(each), *at, "class") or OWN for each in listed]
            return resolved
        if isinstance(value, list | tuple):
            return [self._resolved(each, *at, number) for number, each in enumerate(value)]
        return value

    def _check_axes(self, found: Mapping[str, Found]) -> None:
        for axis, (names, _) in self.asked.axes.items():
            if found and not names and not any(axis in each.axes for each in found.values()):
                everything = sorted({name for each in found.values() for name in _all_parameters(each.recipe.steps)})
                message = f"none of the estimators has a parameter '{shortened(axis)}'"
                self._note("unknown-parameter", message, suggest(axis, everything), "sweep", axis)

    def _build(self, name: str, found: Found) -> Any | None:
        """Return an estimator as it will be fitted; None with a note if a class refuses a parameter."""
        for index, path in enumerate(found.recipe.steps):
            given = {each.rpartition("__")[2] for each in found.recipe.parameters if owner((path,), each) is not None}
            lacking = [
                p
                for p, default in parameters_of(class_at(path)).items()
                if default is Parameter.empty and p not in given
            ]
            if lacking:
                message = f"'{path.rpartition('.')[2]}' needs the parameter {one_of(lacking)}"
                self._note("missing-parameter", message, "give it a value", "estimators", name)
                return None
            if index < len(found.recipe.steps) - 1 and not hasattr(class_at(path), "transform"):
                message = f"'{path.rpartition('.')[2]}' transforms nothing, so that no step can follow it"
                self._note("wrong-class", message, "write it last", "estimators", name, "class")
                return None
        built = self._made(found.recipe, "estimators", name)
        if built is None:
            return None
        for axis, parameter in found.axes.items():
            for number, value in enumerate(self.asked.axes[axis][1]):
                if self._made(with_values(found.recipe, {parameter: value}), "sweep", axis, number) is None:
                    return None
        return built if self._predicts(name, found.recipe, built) else None

    def _made(self, recipe: Recipe, *at: str | int) -> Any | None:
        try:
            built = build(recipe)
            for step in _steps(built):
                if hasattr(step, "_validate_params"):
                    step._validate_params()
        except Exception as fault:
            # Classes of other packages refuse their parameters by whatever they raise.
            self._note("wrong-parameter", shortened(str(fault), 300).rstrip("."), "", *at)
            return None
        return built

    def _predicts(self, name: str, recipe: Recipe, built: Any) -> bool:
        from sklearn.base import is_classifier, is_regressor

        fits = is_classifier(built) if self.asked.classes else is_regressor(built)
        if not fits:
            last = recipe.steps[-1].rpartition(".")[2]
            has = "has classes" if self.asked.classes else "has numbers to predict"
            message = (
                f"'{last}' is no {'classifier' if self.asked.classes else 'regressor'}, and '{self.asked.data}' {has}"
            )
            other = (
                last.replace("Regressor", "Classifier")
                if self.asked.classes
                else last.replace("Classifier", "Regressor")
            )
            hint = (
                f"use '{other}'"
                if other != last and other in _own_classes()
                else "name one that predicts what the data have"
            )
            self._note("wrong-class", message, hint, "estimators", name, "class")
        return bool(fits)

    def _check_scores(self, built: Mapping[str, Any]) -> None:
        from sklearn.metrics import get_scorer, get_scorer_names

        fitting = [name for name in get_scorer_names() if not self._misfit(name)]
        for number, name in enumerate(self.asked.scores):
            at = ("scores", number)
            if name not in (*get_scorer_names(), *ALWAYS):
                self._note(
                    "unknown-score", f"scikit-learn has no score '{shortened(name)}'", suggest(name, fitting), *at
                )
            elif name not in ALWAYS and (why := self._misfit(name)):
                self._note("wrong-score", f"the score '{name}' is {why}", f"use {one_of(fitting)}", *at)
            elif name not in ALWAYS:
                wanted = getattr(get_scorer(name), "_response_method", "predict")
                methods = (wanted,) if isinstance(wanted, str) else tuple(wanted)
                lacking = [each for each, one in built.items() if not any(hasattr(one, method) for method in methods)]
                if lacking:
                    message = f"the score '{name}' needs {one_of(methods)}, which {one_of(lacking)} lacks"
                    self._note(
                        "wrong-score", message, "leave the score out, or have the estimator tell probabilities", *at
                    )

    def _misfit(self, score: str) -> str:
        """Return why a score does not fit the data, nothing if it does."""
        from sklearn.dummy import DummyClassifier
        from sklearn.metrics import get_scorer

        if score in CLUSTER_SCORES:
            return "of clusterings"
        numbers = score in NUMBER_SCORES or any(word in score for word in NUMBER_WORDS)
        if numbers != (self.asked.classes == 0):
            return (
                f"for numbers, and '{self.asked.data}' has classes"
                if numbers
                else f"for classes, and '{self.asked.data}' has none"
            )
        if self.asked.classes == 0:
            return ""
        inputs, targets = _made_up(self.asked)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                get_scorer(score)(DummyClassifier(strategy="prior").fit(inputs, targets), inputs, targets)
        except (ValueError, TypeError):
            return f"not for the {self.asked.classes} classes of '{self.asked.data}'"
        return ""

    def _check_recorded(self, built: Mapping[str, Any]) -> None:
        """Note what none of the estimators learns, and coefficients that do not belong to the features."""
        features = (self.asked.features,)
        shape = (self.asked.classes, *features) if self.asked.classes > 2 else features
        for number, asked in enumerate(self.asked.record):
            if asked not in RECORDED:
                continue
            there = []
            for name, estimator in built.items():
                fitted = _tried(estimator, self.asked)
                if fitted is None:
                    return
                try:
                    learned = (
                        coefficients(fitted, shape) if asked == "coefficients" else importances(fitted, features[0])
                    )
                except ValueError as fault:
                    hint = f"leave '{asked}' out, or the step that changes the features"
                    self._note("wrong-record", f"'{name}': {fault}", hint, "record", number)
                    return
                there += [name] if learned is not None else []
            if not there:
                message = f"none of the estimators has {asked} ('{RECORDED[asked]}')"
                self._note("wrong-record", message, f"leave '{asked}' out of 'record'", "record", number)


def _tried(estimator: Any, asked: Asked) -> Any | None:
    """Return a copy fitted to a few made-up rows; None if it cannot be, which says nothing of the author's rows."""
    from sklearn.base import clone

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return clone(estimator).fit(*_made_up(asked))
    except Exception:
        # It may want more rows, or other ones.
        return None


def _made_up(asked: Asked) -> tuple[Any, Any]:
    import numpy as np

    rows = max(TRIAL_ROWS, 6 * asked.classes)
    inputs = np.random.default_rng(0).uniform(0.1, 1, size=(rows, asked.features))
    targets = np.arange(rows) % asked.classes if asked.classes else inputs.sum(axis=1)
    return inputs, targets


def _steps(built: Any) -> Sequence[Any]:
    return [step for _, step in built.steps] if hasattr(built, "steps") else [built]


def _all_parameters(steps: Sequence[str]) -> list[str]:
    return [*dict.fromkeys(name for path in steps for name in parameters_of(class_at(path)))] + [
        f"{step_name(path)}__{name}" for path in steps for name in parameters_of(class_at(path)) if len(steps) > 1
    ]


@cache
def _own_classes() -> Mapping[str, str]:
    """Return the names of scikit-learn's own estimators, and the paths by which they are imported."""
    from sklearn.utils import all_estimators

    return dict(_public(name, found) for name, found in all_estimators())


def _public(name: str, found: type) -> tuple[str, str]:
    """Return a class's name and path: that of its package if this hands it on, for modules called _… move."""
    for package in _packages(found.__module__):
        if getattr(import_module(package), name, None) is found:
            return name, f"{package}.{name}"
    return name, f"{found.__module__}.{name}"


def _packages(module: str) -> Iterator[str]:
    parts = module.split(".")
    for length in range(2, len(parts)):
        yield ".".join(parts[:length])
