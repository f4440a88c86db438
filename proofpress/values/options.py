"""Options records of kinds: what content may say about an experiment, a statistic or a chart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


class Options:
    """Base of every options record of a kind (a frozen dataclass of scalars, tuples and Options).

    The content room validates the author's YAML against the dataclass's annotations (with
    `annotated_types` bounds), without coercion, and rejects unknown keys.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True)
class Best(Options):
    """Choose the coordinate at which a channel is best (its mean over seeds, or for each seed alone).

    best: the channel that judges, such as `validation_accuracy`.
    per: `all` seeds choose together; `seed` lets each seed choose for itself (early stopping).
    """

    best: str
    per: str = "all"


@dataclass(frozen=True)
class Select(Options):
    """Names numbers in the runs: an experiment, one of its channels, and where along its axes.

    at: axis → a coordinate, `first`, `last`, `mean` (average over the axis), or a `Best`.
    The axis `step` is `last` where nothing is said; `seed` is never named: statistics reduce it.
    """

    experiment: str
    channel: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)
