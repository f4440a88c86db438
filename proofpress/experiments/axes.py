"""The options that can be an axis of a sweep, and the settings that a sweep visits."""

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress.datasets.data import Data
from proofpress.diagnostics import suggest
from proofpress.experiments.recipes import Model, Training


class Setting(Struct, frozen=True):
    """One point of a sweep: everything but the seed."""

    data: Data
    model: Model
    training: Training


class Axis(Struct, frozen=True):
    """An option of training. owner: the record that holds it; low, high: its bounds, `words`: or its values."""

    owner: str
    low: float = 0.0
    high: float = float("inf")
    open_low: bool = False
    whole: bool = False
    words: tuple[str, ...] = ()


AXES: Mapping[str, Axis] = {
    "learning_rate": Axis("training", open_low=True),
    "batch_size": Axis("training", low=1, whole=True, words=("full",)),
    "epochs": Axis("training", low=1, whole=True),
    "steps": Axis("training", low=1, whole=True),
    "weight_decay": Axis("training"),
    "momentum": Axis("training", high=0.999999),
    "dropout": Axis("training", high=0.999),
    "optimizer": Axis("training", words=("sgd", "momentum", "adam")),
    "schedule": Axis("training", words=("constant", "cosine", "linear", "step")),
    "layers": Axis("model", whole=True),
    "units": Axis("model", low=1, whole=True),
    "activation": Axis("model", words=("relu", "tanh", "sigmoid", "linear")),
    "init": Axis("model", words=("he", "glorot", "small", "zero")),
    "init_scale": Axis("model"),
    "train": Axis("data", low=1, whole=True),
    "label_noise": Axis("data", high=1),
    "split": Axis("data", whole=True),
}
WORDS_ONLY = ("optimizer", "schedule", "activation", "init")


def checked(name: str, value: Any) -> Any:
    """Return a value if the axis takes it. Raises ValueError that says what is allowed."""
    if name not in AXES:
        raise ValueError(f"'{name}' is not an option that can be swept; {suggest(name, AXES)}")
    axis = AXES[name]
    if isinstance(value, str) and value in axis.words:
        return value
    if name in WORDS_ONLY or isinstance(value, str | bool) or not isinstance(value, int | float):
        allowed = ", ".join(axis.words) if name in WORDS_ONLY else " or ".join(["a number", *axis.words])
        raise ValueError(f"'{value}' is not a value of '{name}': use {allowed}")
    if axis.whole and value != int(value):
        raise ValueError(f"{value} is not a value of '{name}': use a whole number")
    if not axis.low <= value <= axis.high or (axis.open_low and value == axis.low):
        bound = f"above {axis.low:g}" if axis.open_low else f"from {axis.low:g} to {axis.high:g}"
        raise ValueError(f"{value} is not a value of '{name}': use a number {bound}")
    return int(value) if axis.whole else float(value)


def moved(setting: Setting, name: str, value: Any) -> Setting:
    """Return the setting with one option moved to another value. Raises ValueError if it cannot be."""
    value = checked(name, value)
    change: Callable[..., Any] = replace
    if name == "layers":
        width = setting.model.hidden[0] if setting.model.hidden else 32
        return replace(setting, model=change(setting.model, hidden=(width,) * value))
    if name == "units":
        return replace(setting, model=change(setting.model, hidden=(value,) * len(setting.model.hidden)))
    if name in ("epochs", "steps"):
        lengths = {"epochs": None, "steps": None, name: value}
        return replace(setting, training=change(setting.training, **lengths))
    owner = AXES[name].owner
    return replace(setting, **{owner: change(getattr(setting, owner), **{name: value})})


def settings_along(base: Setting, axes: Mapping[str, tuple[Any, ...]]) -> list[Setting]:
    """Return the setting at each point of a sweep, the last axis varying fastest.

    Axes are applied in the order of `AXES`, so that `layers` is settled before `units`.
    """
    names = [name for name in AXES if name in axes]
    made: dict[tuple[Any, ...], Setting] = {(): base}
    for name in names:
        made = {(*at, value): moved(setting, name, value) for at, setting in made.items() for value in axes[name]}
    order = [tuple(axes).index(name) for name in names]
    return [made[tuple(point[place] for place in order)] for point in itertools.product(*axes.values())]
