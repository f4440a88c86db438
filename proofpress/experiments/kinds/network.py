"""A network trained at every setting of a sweep, with every seed.

    learning-rate:
      title: Learning rate from far too small to far too large
      kind: network
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
from msgspec.structs import replace

from proofpress.datasets.options import class_count, part_sizes
from proofpress.diagnostics import one_of
from proofpress.experiments.axes import checked, settings_along
from proofpress.experiments.networks import BETTER, PARTS, NetworkOptions, measured_channels, set_options
from proofpress.experiments.ranges import Range, drawn, points
from proofpress.experiments.recipes import Setting
from proofpress.experiments.seeds import Seeds
from proofpress.experiments.training.batching import train_piece, training_pieces
from proofpress.experiments.training.measurements import OUTCOMES
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

CURVE_POINTS = 20
Values = Range | tuple[float | int | str, ...]


class Sample(Options, frozen=True):
    """Random configurations, as one axis `configuration`: each option drawn from its range or list.

    configurations: how many are drawn. ranges: option → what it is drawn from. seed: of the draw.
    """

    configurations: Annotated[int, Meta(ge=2)]
    ranges: Annotated[Mapping[str, Values], Meta(min_length=1)]
    seed: Annotated[int, Meta(ge=0)] = 0


class Network(NetworkOptions, frozen=True, kw_only=True):
    """Options of the kind `network`.

    sweep: option → its values; several make a grid. sample: random configurations, before the sweep.
    checkpoints: how many measurements after the start, evenly spaced, or the numbers of updates at which to measure;
    if it is left out, 20 with `curves`, else the end alone.
    record: what to keep besides final measurements; `weights` are kept at every checkpoint.
    """

    sweep: Mapping[str, Values] = field(default_factory=dict)
    sample: Sample | None = None
    seeds: Seeds = 8
    checkpoints: Annotated[int, Meta(ge=1)] | tuple[Annotated[int, Meta(ge=0)], ...] | None = None
    record: tuple[Literal["curves", "weights", "moves", "predictions", "gradient_norm", "nonzero"], ...] = ()


def sweep_axes(options: Network) -> dict[str, tuple[Any, ...]]:
    """Return the axes of the sweep and their coordinates, `configuration` first. Raises ValueError if one is wrong."""
    axes: dict[str, tuple[Any, ...]] = {}
    if options.sample:
        axes["configuration"] = tuple(range(options.sample.configurations))
        both = sorted(set(options.sample.ranges) & set(options.sweep))
        if both:
            raise ValueError(f"{one_of(both)} cannot be both swept and sampled")
    for name, values in options.sweep.items():
        axes[name] = tuple(checked(name, value) for value in points(values))
    varied = set(axes) | set(options.sample.ranges if options.sample else ())
    if {"epochs", "steps"} <= varied:
        raise ValueError("'epochs' and 'steps' both say how long to train; move one of them")
    used = options.training.optimizer
    if "momentum" in varied and "optimizer" not in varied and used not in ("momentum", "nesterov"):
        raise ValueError(f"'momentum' changes nothing with the optimizer '{used}'; use 'momentum' or 'nesterov'")
    return axes


def sampled(options: Network) -> dict[str, tuple[Any, ...]]:
    """Return each sampled option's value in each configuration."""
    if not options.sample:
        return {}
    count, seed = options.sample.configurations, options.sample.seed
    return {
        name: tuple(checked(name, value) for value in drawn(values, count, f"{seed} {name}"))
        for name, values in options.sample.ranges.items()
    }


def settings(options: Network) -> list[Setting]:
    """Return the setting at each point of the sweep, the last axis varying fastest."""
    axes = sweep_axes(options)
    if not options.sample:
        return settings_along(options.setting, axes)
    swept = {name: values for name, values in axes.items() if name != "configuration"}
    rows = sampled(options)
    visited: list[Setting] = []
    for configuration in axes["configuration"]:
        point = {name: (values[configuration],) for name, values in rows.items()}
        visited += settings_along(settings_along(options.setting, point)[0], swept)
    return visited


def checkpoints_of(options: Network, updates: int) -> tuple[int, ...]:
    """Return the numbers of updates done, rising, at which a run of so many updates is measured."""
    asked = options.checkpoints
    if isinstance(asked, tuple):
        return asked
    count = asked or (CURVE_POINTS if "curves" in options.record else 0)
    return tuple(round(n * updates / count) for n in range(count + 1)) if count else (updates,)


def step_axis(options: Network, first: Setting, lengths: set[int]) -> tuple[float | int, ...]:
    """Return the coordinates of `step`: updates done, or shares of the run if settings differ in length.

    first: the first setting. lengths: updates of a run, of all settings.

    Raises ValueError if checkpoints are not rising, or lie beyond the end of a setting's run.
    """
    asked = options.checkpoints
    if isinstance(asked, tuple):
        if not asked or list(asked) != sorted(set(asked)):
            raise ValueError("'checkpoints' must be numbers of updates, rising")
        if asked[-1] > min(lengths):
            raise ValueError(f"the checkpoint {asked[-1]} lies beyond the end of a run of {min(lengths)} updates")
        return asked
    steps = checkpoints_of(options, first.updates)
    if len(set(steps)) < len(steps):
        raise ValueError(f"{len(steps) - 1} checkpoints are more than the updates of a run ({min(lengths)})")
    if len(lengths) == 1:
        return steps
    return tuple(n / (len(steps) - 1) for n in range(len(steps))) if len(steps) > 1 else (1.0,)


def run_schema(options: Network) -> RunSchema:
    """Return axes, channels and settings. Raises ValueError for options that do not go together."""
    visited, axes = settings(options), sweep_axes(options)
    sampled_names = tuple(sampled(options))
    swept, runs = tuple(axes), (*axes, "seed")
    for data in dict.fromkeys(setting.data for setting in visited):
        part_sizes(data)
    parameters = {setting.parameters for setting in visited}
    lengths = {setting.updates for setting in visited}
    if len({setting.sizes for setting in visited}) > 1 and {"weights", "moves"} & set(options.record):
        raise ValueError("'weights' and 'moves' can be recorded only where all settings have networks of one size")
    channels = dict.fromkeys(measured(options), (*runs, "step"))
    channels |= {"outcome": runs, "updates": swept, "parameters": swept}
    channels |= dict.fromkeys(sampled_names, ("configuration",))
    if "weights" in options.record:
        channels["weights"] = (*runs, "step", "*parameter")
    if "moves" in options.record:
        channels |= {"moves": (*runs, "*parameter"), "changes": runs, "unmoved": runs}
    if "predictions" in options.record:
        channels["predictions"] = (*runs, "*row")
    every = {**axes, "seed": options.seed_axis, "step": step_axis(options, visited[0], lengths)}
    counts = {"updates": lengths, "parameters": parameters}
    alike = {name: values.pop() for name, values in counts.items() if len(values) == 1}
    return RunSchema(every, channels, facts(options, visited, {*axes, *sampled_names}) | alike)


def measured(options: Network) -> dict[str, str]:
    """Return the channels measured at each checkpoint, and which way is better."""
    channels = {name: BETTER[name] for name in measured_channels(options.data)}
    if class_count(options.data) == 2:
        channels |= {"test_precision": "higher", "test_recall": "higher", "test_f1": "higher"}
    channels["weight_norm"] = ""
    channels |= {name: "" for name in ("gradient_norm", "nonzero") if name in options.record}
    return channels


def facts(options: Network, visited: list[Setting], varied: set[str]) -> dict[str, Any]:
    """Return all that is fixed, by dotted option, and how much of it there is."""
    fixed: dict[str, Any] = {"seeds": options.seeds, "settings": len(visited), "runs": options.seeds * len(visited)}
    for owner in ("data", "model", "training"):
        values = set_options(getattr(options, owner)).items()
        fixed |= {f"{owner}.{name}": value for name, value in values if name not in varied}
    for part, rows in zip(PARTS, part_sizes(visited[0].data), strict=True):
        if part not in varied:
            fixed[f"data.{part}"] = rows
    return fixed


def pieces(options: Network) -> tuple[Mapping[str, Any], ...]:
    """Return the work in pieces whose replicas share a compilation; see `training_pieces`."""
    record = tuple(name for name in options.record if name != "curves")
    measured_settings = [(setting, checkpoints_of(options, setting.updates)) for setting in settings(options)]
    return training_pieces(measured_settings, options.seed_axis, record)


def run(options: Network, piece: Mapping[str, Any]) -> tuple[Mapping[str, "np.ndarray"], Mapping[str, float]]:
    """Train the replicas of one piece."""
    return train_piece(piece, options.data)


def piece_shapes(options: Network, piece: Mapping[str, Any]) -> dict[str, tuple[int | None, ...]]:
    """Return the shapes of what a piece records: replicas first, then checkpoints, then what is not known before."""
    replicas, checkpoints = len(piece["replicas"]), len(piece["job"]["checkpoints"])
    shapes: dict[str, tuple[int | None, ...]] = dict.fromkeys(measured(options), (replicas, checkpoints))
    shapes["outcome"] = (replicas,)
    more = {"weights": (replicas, checkpoints, None), "moves": (replicas, None), "predictions": (replicas, None)}
    return shapes | {name: shape for name, shape in more.items() if name in options.record}


def assemble(options: Network, parts: list[Mapping[str, "np.ndarray"]]) -> Mapping[str, Channel]:
    """Return the channels: the replicas of all pieces along the axes."""
    import numpy as np

    visited, schema = settings(options), run_schema(options)
    joined: dict[str, np.ndarray] = {}
    for piece, arrays in zip(pieces(options), parts, strict=True):
        positions = tuple(np.array(piece["at"]).T)
        for name, values in arrays.items():
            whole = joined.setdefault(name, np.zeros((len(visited), options.seeds, *values.shape[1:]), values.dtype))
            whole[positions] = values
    if "moves" in joined:
        joined["changes"] = joined["moves"].sum(axis=-1)
        joined["unmoved"] = (joined["moves"] == 0).sum(axis=-1)
    joined["updates"] = np.array([setting.updates for setting in visited])
    joined["parameters"] = np.array([setting.parameters for setting in visited])
    better = measured(options)
    shape = [len(values) for values in sweep_axes(options).values()]
    channels = {
        name: Channel(schema.channels[name], values.reshape((*shape, *values.shape[1:])), better.get(name, ""))
        for name, values in joined.items()
    }
    channels["outcome"] = replace(channels["outcome"], labels=OUTCOMES)
    return channels | {name: Channel(("configuration",), np.array(values)) for name, values in sampled(options).items()}


KIND = ExperimentKind(
    name="network",
    options=Network,
    summary="Trains a network at every setting of a sweep, with every seed.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
    shared=lambda options: None,
    piece_shapes=piece_shapes,
    aliases=("train",),
)
