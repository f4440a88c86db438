"""By how much a setting that was chosen lies behind the best there was.

missed: {kind: regret, experiment: random, channel: validation_accuracy, fresh: test_accuracy, axis: configuration,
         unit: points, digits: 1}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import scalars
from proofpress.statistics.reading import both, read, sign, whole


class Regret(Select, frozen=True, kw_only=True):
    """channel: the score that chooses, in each run anew. fresh: the same on other data. axis: what is chosen from.

    over: further axes, each of whose coordinates is a choice of its own, such as splits of the data.
    """

    fresh: str
    axis: str
    over: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Select, Select]:
        """Where the score that chooses is, and where the fresh one is."""
        return both(self, {"channel": self.fresh})

    @property
    def kept(self) -> tuple[str, ...]:
        """The axes that are read whole, that of the choice first."""
        return (self.axis, *self.over)


def _regret(options: Regret, runs: Mapping[str, Runs]) -> Any:
    """Return the fresh score of the best setting less that of the chosen one, on average over choices.

    The best one is that of the best mean fresh score over the seeds. It profits from the luck of these seeds, so that
    the number errs towards too much regret. Of equal scores the first counts as best.
    """
    import numpy as np

    scores, fresh = (read(runs, where, keep=options.kept) for where in options.places)
    better, along = sign(runs, options), scores.axis(options.axis)
    chosen = (better * scores.values).argmax(axis=along, keepdims=True)
    seeds = fresh.axis(SEED)
    best = (better * fresh.values).mean(axis=seeds, keepdims=True).argmax(axis=along, keepdims=True)
    behind = np.take_along_axis(fresh.values, best, axis=along) - np.take_along_axis(fresh.values, chosen, axis=along)
    order = fresh.map(lambda _: better * np.broadcast_to(behind, fresh.values.shape))
    return order.mean(options.axis, *options.over, SEED).values


KIND = StatisticKind(
    "regret",
    Regret,
    "How far a chosen setting lies behind the best.",
    lambda options: scalars(*(whole(place, *options.kept) for place in options.places)),
    _regret,
)
