"""By how much the score that chose a setting flatters it.

flattery: {kind: optimism, experiment: random, channel: validation_accuracy, fresh: test_accuracy,
           axis: configuration, tries: 20, unit: points, digits: 1}

G. C. Cawley, N. L. C. Talbot (2010), JMLR 11, 2079–2107, call it over-fitting in model selection.
"""

from collections.abc import Mapping
from math import comb
from typing import Annotated, Any

from msgspec import Meta

from proofpress.models import Runs, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.statistics.choices import Choice, selects
from proofpress.statistics.reading import read, sign


class Optimism(Choice, frozen=True, kw_only=True):
    """tries: how many of the settings, drawn at random, a choice is made of."""

    tries: Annotated[int, Meta(ge=1)]


def weights(settings: int, tries: int) -> list[float]:
    """Return how likely each setting, from the best down, is the best of so many drawn without replacement.

    >>> weights(3, 2) == [2 / 3, 1 / 3, 0.0]
    True
    """
    return [comb(settings - 1 - rank, tries - 1) / comb(settings, tries) for rank in range(settings)]


def _optimism(options: Optimism, runs: Mapping[str, Runs]) -> Any:
    """Return the chosen setting's score less its fresh score, beyond what that gap is for a setting on average.

    The expectation over all draws of `tries` settings is exact. What makes one part of the data easier
    than the other for every setting is no optimism, and is taken off. Of equal scores the first counts as best.
    """
    import numpy as np

    scores, fresh = (read(runs, where, keep=options.kept) for where in options.places)
    settings = scores.sizes[options.axis]
    if options.tries > settings:
        raise ValueError(f"{options.tries} tries are more than the {settings} settings on the axis '{options.axis}'")
    better, along = sign(runs, options), scores.axis(options.axis)
    gaps = better * (scores.values - fresh.values)
    gaps = gaps - gaps.mean(axis=along, keepdims=True)
    order = np.argsort(-better * scores.values, axis=along, kind="stable")
    ranked = scores.map(lambda _: np.take_along_axis(gaps, order, axis=along)).transpose(..., options.axis)
    chances = np.array(weights(settings, options.tries))
    expected = ranked.reduce(lambda values, axis: values @ chances, options.axis)
    return expected.mean(*options.over, SEED).values


KIND = StatisticKind(
    "optimism",
    Optimism,
    "How far the score that chose a setting flatters it.",
    selects,
    _optimism,
)
