"""Options records of kinds: what content may say about an experiment, a statistic or a chart."""

from collections.abc import Mapping

from msgspec import Struct, field


class Options(Struct, frozen=True):
    """Base of every options record of a kind: scalars, tuples, mappings and Options.

    The content room validates the author's YAML against the annotations (with bounds given as `msgspec.Meta`),
    converts nothing, and rejects unknown keys.
    """


class Best(Options, frozen=True):
    """Choose the coordinate at which a channel is best (its mean over runs, or for each run alone).

    best: the channel that judges, such as `validation_accuracy`.
    per: `all` runs choose together; `split` lets the seeds of each split of the data choose together, as someone would
    who has that split; `seed` lets each run choose for itself (early stopping).
    """

    best: str
    per: str = "all"


class Select(Options, frozen=True):
    """Names numbers in the runs: an experiment, one of its channels, and where along its axes.

    at: axis → a coordinate, `first`, `last`, `mean` (average over the axis), or `{best: CHANNEL}`.
    The axis `step` is `last` if it is not named; `seed` is never named: statistics reduce it.
    experiment: the id of an experiment. channel: what it recorded, such as `test_accuracy`.
    """

    experiment: str
    channel: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
