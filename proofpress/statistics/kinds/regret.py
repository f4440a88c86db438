"""By how much a setting that was chosen lies behind the best there was.

missed: {kind: regret, experiment: random, channel: validation_accuracy, fresh: test_accuracy, axis: configuration,
         unit: points, digits: 1}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.statistics.choices import Choice, selects
from proofpress.statistics.reading import read, sign


class Regret(Choice, frozen=True, kw_only=True):
    """Each run chooses anew."""


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
    selects,
    _regret,
)
