"""Numbers of the training as a whole, and what was held fixed in it. Nothing varies, so there is no interval.

trained: {kind: count, experiment: rates, of: runs, unit: count, digits: 0}
rates_tried: {kind: count, experiment: rates, of: learning_rate, unit: count, digits: 0}
batch: {kind: setting, experiment: rates, name: training.batch_size, unit: count, digits: 0}
held: {kind: settings, experiment: rates, names: [training.batch_size, training.epochs], unit: count, digits: 0}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.diagnostics import suggest
from proofpress.models import Options, Runs, Select, StatisticKind


class Count(Options, frozen=True):
    """of: `runs`, `updates`, `parameters`, `seeds`, or an axis, whose coordinates are counted."""

    experiment: str
    of: str


class Setting(Options, frozen=True):
    """name: the dotted option that was held fixed, such as `training.batch_size`."""

    experiment: str
    name: str


class Settings(Options, frozen=True):
    """names: dotted options that were held fixed, which are counted."""

    experiment: str
    names: tuple[str, ...]


def _count(options: Count, runs: Mapping[str, Runs]) -> Any:
    of = runs[options.experiment]
    if options.of in of.ledger:
        return of.ledger[options.of]
    if options.of in of.axes:
        return len(of.axes[options.of])
    known = [*of.ledger, *(axis for axis in of.axes if axis != "seed")]
    raise ValueError(f"'{options.of}' of '{options.experiment}' cannot be counted: {suggest(options.of, known)}")


def _held(of: Runs, name: str) -> Any:
    if name not in of.settings:
        raise ValueError(f"'{name}' is not a fixed setting of '{of.experiment}': {suggest(name, of.settings)}")
    return of.settings[name]


def _settings(options: Settings, runs: Mapping[str, Runs]) -> Any:
    """Return how many different settings are named; each must have been held fixed."""
    return len({name for name in options.names if _held(runs[options.experiment], name) is not None})


def _setting(options: Setting, runs: Mapping[str, Runs]) -> Any:
    value = _held(runs[options.experiment], options.name)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _experiment(options: Count | Setting | Settings) -> tuple[str, ...]:
    return (options.experiment,)


def _nothing(options: Count | Setting | Settings) -> tuple[Select, ...]:
    return ()


KINDS = (
    StatisticKind(
        "count",
        Count,
        "How many runs, updates, parameters, seeds or coordinates there are.",
        _nothing,
        _count,
        ledger=_experiment,
    ),
    StatisticKind("setting", Setting, "An option that was held fixed.", _nothing, _setting, ledger=_experiment),
    StatisticKind(
        "settings",
        Settings,
        "How many of the named options were held fixed.",
        _nothing,
        _settings,
        ledger=_experiment,
    ),
)
