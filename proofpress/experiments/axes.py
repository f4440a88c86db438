"""The options that can be an axis of a sweep, and the settings that a sweep visits."""

import itertools
from collections.abc import Callable, Mapping
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from proofpress.diagnostics import suggest
from proofpress.experiments.recipes import Model, Setting, Training


class Axis(Struct, frozen=True):
    """An option that can be swept.

    owner: the field of `Setting` that holds it. low, high: its bounds; open_low: whether `low` itself is left out.
    whole: whether it takes whole numbers only. words: what it takes beside numbers, or instead of them.
    """

    owner: str
    low: float = 0.0
    high: float = float("inf")
    open_low: bool = False
    whole: bool = False
    words: tuple[str, ...] = ()
    numbers: bool = True


def _choice(owner: str, record: type[Struct], name: str) -> Axis:
    """Return the axis of an option that takes the words that its record lists."""
    return Axis(owner, words=get_args(record.__annotations__[name]), numbers=False)


AXES: Mapping[str, Axis] = {
    "learning_rate": Axis("training", open_low=True),
    "batch_size": Axis("training", low=1, whole=True, words=("full",)),
    "epochs": Axis("training", low=1, whole=True),
    "steps": Axis("training", low=1, whole=True),
    "weight_decay": Axis("training"),
    "weight_l1": Axis("training"),
    "momentum": Axis("training", high=0.999999),
    "dropout": Axis("training", high=0.999),
    "optimizer": _choice("training", Training, "optimizer"),
    "schedule": _choice("training", Training, "schedule"),
    "layers": Axis("model", whole=True),
    "units": Axis("model", low=1, whole=True),
    "activation": _choice("model", Model, "activation"),
    "init": _choice("model", Model, "init"),
    "init_scale": Axis("model"),
    "train": Axis("data", low=1, whole=True),
    "label_noise": Axis("data", high=1),
    "split": Axis("data", whole=True),
}


def checked(name: str, value: Any) -> Any:
    """Return a value as the axis holds it. Raises ValueError, saying what is allowed, if the axis does not take it."""
    if name not in AXES:
        raise ValueError(f"'{name}' is not an option that can be swept; {suggest(name, AXES)}")
    axis = AXES[name]
    if isinstance(value, str) and value in axis.words:
        return value
    if not axis.numbers or isinstance(value, str | bool) or not isinstance(value, int | float):
        allowed = " or ".join(["a number", *axis.words]) if axis.numbers else ", ".join(axis.words)
        raise ValueError(f"'{value}' is not a value of '{name}': use {allowed}")
    if axis.whole and value != int(value):
        raise ValueError(f"{value} is not a value of '{name}': use a whole number")
    if not axis.low <= value <= axis.high or (axis.open_low and value == axis.low):
        bound = f"above {axis.low:g}" if axis.open_low else f"from {axis.low:g} to {axis.high:g}"
        raise ValueError(f"{value} is not a value of '{name}': use a number {bound}")
    return int(value) if axis.whole else float(value)


def with_option(setting: Setting, name: str, value: Any) -> Setting:
    """Return the setting with another value of one option. Raises ValueError if the option does not take it."""
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

    Options are set in the order of `AXES`, so that `layers` comes before `units`.
    """
    names = [name for name in AXES if name in axes]
    settings: dict[tuple[Any, ...], Setting] = {(): base}
    for name in names:
        settings = {
            (*point, value): with_option(setting, name, value)
            for point, setting in settings.items()
            for value in axes[name]
        }
    order = [tuple(axes).index(name) for name in names]
    return [settings[tuple(point[index] for index in order)] for point in itertools.product(*axes.values())]
