"""Which setting a judge chooses: the coordinate of an axis at which a channel is best.

rate: {kind: chosen, experiment: rates, axis: learning_rate, best: validation_accuracy, unit: plain, digits: 2}
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import field

from proofpress.models import Best, Options, Runs, Select, StatisticKind
from proofpress.statistics.reading import Coordinate


class Chosen(Options, frozen=True):
    """axis: where the choice is made; best: the channel that judges; at: the other axes.

    per: `all` seeds choose together; where each `seed` chooses, the number is the median choice.
    """

    experiment: str
    axis: str
    best: str
    at: Mapping[str, Coordinate] = field(default_factory=dict)
    per: Literal["all", "seed"] = "all"


def _selects(options: Chosen) -> tuple[Select, ...]:
    return (Select(options.experiment, options.best, {**options.at, options.axis: "mean"}),)


def _chosen(options: Chosen, runs: Mapping[str, Runs]) -> Any:
    """Return the chosen coordinate; words can be chosen only by all seeds together, and have no interval."""
    import numpy as np

    from proofpress.runs.selection import best_index

    of = runs[options.experiment]
    places = best_index(of, options.axis, Best(options.best, options.per), options.at)
    coordinates = of.axes[options.axis]
    if all(isinstance(where, int | float) for where in coordinates):
        found = np.asarray(coordinates, dtype=np.float64)[places]
        return np.median(found, axis=-1) if options.per == "seed" and found.ndim else found
    if options.per == "seed":
        raise ValueError(f"the axis '{options.axis}' holds words, of which there is no median: let all seeds choose")
    return coordinates[int(places)]


CHOSEN = StatisticKind("chosen", Chosen, "The coordinate that a judging channel chooses.", _selects, _chosen)
