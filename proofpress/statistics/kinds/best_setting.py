"""Which setting a judge chooses: the coordinate of an axis at which a channel is best.

rate: {kind: best_setting, experiment: rates, axis: learning_rate, best: validation_accuracy, unit: plain, digits: 2}
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import field

from proofpress.models import Best, Coverage, Options, Runs, Select, StatisticKind
from proofpress.runs.selection import best_index, scalars
from proofpress.statistics.reading import Coordinate, axis_numbers, axis_words, whole


class BestSetting(Options, frozen=True):
    """axis: where the choice is made; best: the channel that judges; at: the other axes.

    per: `all` runs choose together; where each `split`, or each `seed`, chooses, the number is the median choice.
    """

    experiment: str
    axis: str
    best: str
    at: Mapping[str, Coordinate] = field(default_factory=dict)
    per: Literal["all", "split", "seed"] = "all"


def _best_setting(options: BestSetting, runs: Mapping[str, Runs]) -> Any:
    """Return the chosen coordinate; words can be chosen only by all seeds together, and have no interval."""
    import numpy as np

    of = runs[options.experiment]
    indices = best_index(of, options.axis, Best(options.best, options.per), options.at)
    if not axis_words(of, options.axis):
        chosen = axis_numbers(of, options.axis)[indices]
        return np.median(chosen, axis=-1) if options.per != "all" and chosen.ndim else chosen
    if options.per != "all":
        raise ValueError(f"the axis '{options.axis}' holds words, of which there is no median: let all seeds choose")
    return of.axes[options.axis][int(indices)]


def _selects(options: BestSetting) -> tuple[Select, ...]:
    return scalars(whole(Select(options.experiment, options.best, options.at), options.axis))


KIND = StatisticKind(
    "best_setting",
    BestSetting,
    "The coordinate that a judging channel chooses.",
    _selects,
    _best_setting,
    aliases=("chosen",),
    covers=(
        Coverage(8, 100, 100, "normal"),
        Coverage(16, 100, 100, "normal"),
        Coverage(24, 100, 100, "normal"),
        Coverage(3, 100, 100, "normal", splits=10),
    ),
)
