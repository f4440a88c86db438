"""Experiment kind `train`: a network trained at every setting of a sweep, with every seed.

    learning-rate:
      title: Learning rate from far too small to far too large
      kind: train
      data: {name: digits, train: 1077, validation: 360, test: 360, split: 0}
      model: {hidden: [32], activation: relu}
      training: {optimizer: sgd, learning_rate: 0.1, batch_size: 32, epochs: 20}
      sweep:
        learning_rate: {from: 0.0001, to: 100, points: 25, scale: log}
      seeds: 16
      record: [curves]

All settings share start weights, batch order and wrong labels at each seed (see `draws`). Early stopping
is chosen afterwards, from dense checkpoints: `step: {best: validation_accuracy, per: seed}` in a statistic.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field
from msgspec.structs import asdict, replace

from proofpress.datasets.data import Data, class_count, part_sizes
from proofpress.diagnostics import one_of
from proofpress.experiments.axes import Setting, checked, settings_along
from proofpress.experiments.ranges import Range, drawn, points
from proofpress.experiments.recipes import Model, Training, sizes_of, updates_of
from proofpress.experiments.training.batching import lots, trained_lot
from proofpress.experiments.training.network import parameter_count
from proofpress.experiments.training.outcomes import OUTCOMES
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

CURVE_POINTS = 20
Values = Range | tuple[float | int | str, ...]


class Sample(Options, frozen=True):
    """Random configurations, as one axis `configuration`: each option drawn from its range or list."""

    configurations: Annotated[int, Meta(ge=2)]
    ranges: Annotated[Mapping[str, Values], Meta(min_length=1)]
    seed: Annotated[int, Meta(ge=0)] = 0


class Train(Options, frozen=True):
    """Options of the kind `train`.

    sweep: option → its values; several make a grid. sample: random configurations, before the sweep.
    seeds: how many, from first_seed on. checkpoints: how many measurements after the start, evenly spaced,
    or the numbers of updates at which to measure; where it is left out, 20 with `curves`, else the end alone.
    record: what to keep besides final measurements; `weights` are kept at every checkpoint.
    """

    data: Data
    training: Training
    model: Model = field(default_factory=Model)
    sweep: Mapping[str, Values] = field(default_factory=dict)
    sample: Sample | None = None
    seeds: Annotated[int, Meta(ge=1)] = 8
    first_seed: Annotated[int, Meta(ge=0)] = 0
    checkpoints: Annotated[int, Meta(ge=1)] | tuple[Annotated[int, Meta(ge=0)], ...] | None = None
    record: tuple[Literal["curves", "weights", "moves", "predictions", "gradient_norm"], ...] = ()


def sweep_axes(options: Train) -> dict[str, tuple[Any, ...]]:
    """Return the axes of the sweep and their coordinates, `configuration` first. Raises ValueError if one is wrong."""
    axes: dict[str, tuple[Any, ...]] = {}
    if options.sample:
        axes["configuration"] = tuple(range(options.sample.configurations))
        both = sorted(set(options.sample.ranges) & set(options.sweep))
        if both:
            raise ValueError(f"{one_of(both)} cannot be both swept and sampled")
    for name, values in options.sweep.items():
        axes[name] = tuple(checked(name, value) for value in points(values))
    moved = set(axes) | set(options.sample.ranges if options.sample else ())
    if {"epochs", "steps"} <= moved:
        raise ValueError("'epochs' and 'steps' both say how long to train; move one of them")
    if "momentum" in moved and "optimizer" not in moved and options.training.optimizer != "momentum":
        used = options.training.optimizer
        raise ValueError(f"'momentum' changes nothing with the optimizer '{used}'; use 'momentum'")
    return axes


def sampled(options: Train) -> dict[str, tuple[Any, ...]]:
    """Return each sampled option's value in each configuration."""
    if not options.sample:
        return {}
    count, seed = options.sample.configurations, options.sample.seed
    found = {}
    for name, values in options.sample.ranges.items():
        found[name] = tuple(checked(name, value) for value in drawn(values, count, f"{seed} {name}"))
    return found


def settings(options: Train) -> list[Setting]:
    """Return the setting at each point of the sweep, the last axis varying fastest."""
    base = Setting(options.data, options.model, options.training)
    axes = sweep_axes(options)
    if not options.sample:
        return settings_along(base, axes)
    swept = {name: values for name, values in axes.items() if name != "configuration"}
    rows = sampled(options)
    found: list[Setting] = []
    for at in axes["configuration"]:
        one = settings_along(base, {name: (values[at],) for name, values in rows.items()})[0]
        found += settings_along(one, swept)
    return found


def checkpoints_of(options: Train, setting: Setting) -> tuple[int, ...]:
    """Return the numbers of updates done at which a setting is measured, rising."""
    updates = updates_of(setting.data, setting.training)
    asked = options.checkpoints
    if isinstance(asked, tuple):
        return asked
    count = asked or (CURVE_POINTS if "curves" in options.record else 0)
    return tuple(round(n * updates / count) for n in range(count + 1)) if count else (updates,)


def step_axis(options: Train, first: Setting, lengths: set[int]) -> tuple[float | int, ...]:
    """Return the coordinates of `step`: updates done, or shares of the run where settings differ in length.

    first: the first setting. lengths: updates of a run, of all settings.

    Raises ValueError where checkpoints are not rising, or lie beyond the end of a setting's run.
    """
    asked = options.checkpoints
    if isinstance(asked, tuple):
        if not asked or list(asked) != sorted(set(asked)):
            raise ValueError("'checkpoints' must be numbers of updates, rising")
        if asked[-1] > min(lengths):
            raise ValueError(f"the checkpoint {asked[-1]} lies beyond the end of a run of {min(lengths)} updates")
        return asked
    steps = checkpoints_of(options, first)
    if len(set(steps)) < len(steps):
        raise ValueError(f"{len(steps) - 1} checkpoints are more than the updates of a run ({min(lengths)})")
    if len(lengths) == 1:
        return steps
    return tuple(n / (len(steps) - 1) for n in range(len(steps))) if len(steps) > 1 else (1.0,)


def run_schema(options: Train) -> RunSchema:
    """Return axes, channels and settings. Raises ValueError for options that do not go together."""
    of = settings(options)
    axes = sweep_axes(options)
    plain, runs = tuple(axes), (*axes, "seed")
    seeds = tuple(range(options.first_seed, options.first_seed + options.seeds))
    for data in dict.fromkeys(each.data for each in of):
        part_sizes(data)
    sizes = {sizes_of(data, model) for data, model in {(each.data, each.model) for each in of}}
    lengths = {updates_of(each.data, each.training) for each in of}
    if len(sizes) > 1 and {"weights", "moves"} & set(options.record):
        raise ValueError("'weights' and 'moves' can be recorded only where all settings have networks of one size")
    channels = dict.fromkeys(measured(options), (*runs, "step"))
    channels |= {"outcome": runs, "updates": plain, "parameters": plain}
    channels |= dict.fromkeys(sampled(options), ("configuration",))
    if "weights" in options.record:
        channels["weights"] = (*runs, "step", "*parameter")
    if "moves" in options.record:
        channels |= {"moves": (*runs, "*parameter"), "changes": runs, "unmoved": runs}
    if "predictions" in options.record:
        channels["predictions"] = (*runs, "*row")
    every = {**axes, "seed": seeds, "step": step_axis(options, of[0], lengths)}
    counts = {"updates": lengths, "parameters": set(map(parameter_count, sizes))}
    alike = {name: found.pop() for name, found in counts.items() if len(found) == 1}
    return RunSchema(every, channels, facts(options, of, set(axes) | set(sampled(options))) | alike)


def measured(options: Train) -> dict[str, str]:
    """Return the channels measured at each checkpoint, and which way is better."""
    parts = ("train", "validation", "test")
    found = {f"{part}_loss": "lower" for part in parts}
    classes = class_count(options.data)
    if classes:
        found |= {f"{part}_accuracy": "higher" for part in parts}
    if classes == 2:
        found |= {"test_precision": "higher", "test_recall": "higher", "test_f1": "higher"}
    found["weight_norm"] = ""
    if "gradient_norm" in options.record:
        found["gradient_norm"] = ""
    return found


def facts(options: Train, of: list[Setting], moved: set[str]) -> dict[str, Any]:
    """Return all that is fixed, by dotted option, and how much of it there is."""
    fixed: dict[str, Any] = {"seeds": options.seeds, "settings": len(of), "runs": options.seeds * len(of)}
    for owner in ("data", "model", "training"):
        values = asdict(getattr(options, owner)).items()
        fixed |= {f"{owner}.{name}": v for name, v in values if v is not None and name not in moved}
    for name, rows in zip(("train", "validation", "test"), part_sizes(of[0].data), strict=True):
        if name not in moved:
            fixed[f"data.{name}"] = rows
    return fixed


def pieces(options: Train) -> tuple[Mapping[str, Any], ...]:
    """Return the work in lots of lanes that share a compilation (see `lots`)."""
    of = settings(options)
    record = tuple(name for name in options.record if name != "curves")
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    return lots([(setting, checkpoints_of(options, setting)) for setting in of], seeds, record)


def run(options: Train, piece: Mapping[str, Any]) -> tuple[Mapping[str, "np.ndarray"], Mapping[str, float]]:
    """Train the lanes of one piece."""
    return trained_lot(piece)


def assemble(options: Train, parts: list[Mapping[str, "np.ndarray"]]) -> Mapping[str, Channel]:
    """Return the channels: lanes of all pieces laid out along the axes."""
    import numpy as np

    of, told = settings(options), run_schema(options)
    found: dict[str, np.ndarray] = {}
    for piece, arrays in zip(pieces(options), parts, strict=True):
        where = tuple(np.array(piece["at"]).T)
        for name, values in arrays.items():
            whole = found.setdefault(name, np.zeros((len(of), options.seeds, *values.shape[1:]), values.dtype))
            whole[where] = values
    if "moves" in found:
        found["changes"] = found["moves"].sum(axis=-1)
        found["unmoved"] = (found["moves"] == 0).sum(axis=-1)
    found["updates"] = np.array([updates_of(each.data, each.training) for each in of])
    found["parameters"] = np.array([parameter_count(sizes_of(each.data, each.model)) for each in of])
    better = measured(options)
    shape = [len(values) for values in sweep_axes(options).values()]
    channels = {
        name: Channel(told.channels[name], values.reshape((*shape, *values.shape[1:])), better.get(name, ""))
        for name, values in found.items()
    }
    channels["outcome"] = replace(channels["outcome"], labels=OUTCOMES)
    drawn_values = {name: Channel(("configuration",), np.array(values)) for name, values in sampled(options).items()}
    return channels | drawn_values


KIND = ExperimentKind(
    name="train",
    options=Train,
    summary="Trains a network at every setting of a sweep, with every seed.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
    shared=lambda options: None,
)
