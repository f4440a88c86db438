"""By how much the score that chose a setting flatters it.

flattery: {kind: optimism, experiment: random, channel: validation_accuracy, fresh: test_accuracy,
           axis: configuration, tries: 20, unit: points, digits: 1}

G. C. Cawley, N. L. C. Talbot (2010), JMLR 11, 2079–2107, call it over-fitting in model selection.
"""

from collections.abc import Mapping
from math import comb
from typing import Annotated, Any

from msgspec import Meta

from proofpress.models import Runs, Select, StatisticKind
from proofpress.statistics.contrasts import override
from proofpress.statistics.reading import read, walk, whole


class Optimism(Select, frozen=True, kw_only=True):
    """channel: the score that chooses. fresh: the same score on other data.

    axis: the settings that are chosen from; tries: how many of them, drawn at random, a choice is made of.
    over: further axes, each of whose coordinates is a choice of its own, such as splits of the data.
    """

    fresh: str
    axis: str
    tries: Annotated[int, Meta(ge=1)]
    over: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """The axes that are walked along, that of the choice first."""
        return (self.axis, *self.over)


def weights(settings: int, tries: int) -> list[float]:
    """Return how likely each setting, from the best down, is the best of so many drawn without replacement.

    >>> weights(3, 2) == [2 / 3, 1 / 3, 0.0]
    True
    """
    return [comb(settings - 1 - place, tries - 1) / comb(settings, tries) for place in range(settings)]


def _optimism(options: Optimism, runs: Mapping[str, Runs]) -> Any:
    """Return the chosen setting's score less its fresh score, beyond what that gap is for a setting on average.

    The expectation over all draws of `tries` settings is exact. What makes one part of the data easier
    than the other for every setting is no optimism, and is taken off. Of equal scores the first counts as best.
    """
    import numpy as np

    select: Select = Select(options.experiment, options.channel, options.at)
    for axis in options.open:
        select = walk(select, axis)
    scores = read(runs, select, keep=options.open)
    fresh = read(runs, override(select, {"channel": options.fresh}), keep=options.open)
    place = scores.ndim - 1 - len(options.open)
    settings = scores.shape[place]
    if options.tries > settings:
        raise ValueError(f"{options.tries} tries are more than the {settings} settings on the axis '{options.axis}'")
    sign = -1.0 if runs[options.experiment].channels[options.channel].better == "lower" else 1.0
    gaps = sign * (scores - fresh)
    gaps = gaps - gaps.mean(axis=place, keepdims=True)
    order = np.argsort(-sign * scores, axis=place, kind="stable")
    ranked = np.moveaxis(np.take_along_axis(gaps, order, axis=place), place, -1)
    expected = ranked @ np.array(weights(settings, options.tries))
    return expected.mean(axis=tuple(range(place, expected.ndim)))


def _selects(options: Optimism) -> tuple[Select, ...]:
    select: Select = Select(options.experiment, options.channel, options.at)
    for axis in options.open:
        select = whole(select, axis)
    return select, override(select, {"channel": options.fresh})


OPTIMISM = StatisticKind(
    "optimism", Optimism, "How far the score that chose a setting flatters it.", _selects, _optimism
)
