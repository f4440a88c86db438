"""The share of runs, or of the coordinates of an axis in each, of which something is true.

dead: {kind: share, experiment: rates, channel: outcome, at: {learning_rate: 10}, equals: dies,
       unit: percent, digits: 0}
good: {kind: share, experiment: rates, channel: test_accuracy, at: {learning_rate: 0.1}, above: 0.9,
       unit: percent, digits: 0}
wide: {kind: share, experiment: rates, channel: test_accuracy, at: {learning_rate: mean}, above: 0.9,
       unit: percent, digits: 0}
"""

from collections.abc import Mapping
from typing import Any

from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.selection import RESAMPLE, select


class Share(Select, frozen=True):
    """Just one of: equals, the word of a code or a number; above or below a number.

    Where an axis is at `mean`, each of its coordinates is held to the condition, and the mean is of how many meet it:
    in each seed a share of the coordinates, then their mean over seeds. A run without a number (NaN) is neither above
    nor below. The unnamed dimensions of a channel count one by one.
    equals: an outcome. above, below: a threshold. Just one of the three.
    """

    equals: float | str | None = None
    above: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless there is just one condition."""
        if sum(condition is not None for condition in (self.equals, self.above, self.below)) != 1:
            raise ValueError("a share needs just one of 'equals', 'above' and 'below'")


def _share(options: Share, runs: Mapping[str, Runs]) -> Any:
    """Return the share of runs (and of their unnamed dimensions) that meet the condition."""
    import numpy as np

    pooled = tuple(axis for axis, where in options.at.items() if where == "mean")
    array = select(runs, options, pooled)
    labels = runs[options.experiment].channels[options.channel].labels
    met = array.map(lambda values: np.asarray(_meets(options, values, labels), dtype=np.float64))
    return met.mean(*(dim for dim in array.dims if dim != RESAMPLE)).values


def _meets(options: Share, values: Any, labels: tuple[str, ...]) -> Any:
    if options.above is not None:
        return values > options.above
    if options.below is not None:
        return values < options.below
    if isinstance(options.equals, str):
        if options.equals not in labels:
            known = ", ".join(labels) if labels else "none: its values are numbers"
            raise ValueError(f"'{options.equals}' is not a label of the channel '{options.channel}' (labels: {known})")
        return values == labels.index(options.equals)
    return values == options.equals


KIND = StatisticKind("share", Share, "The share of runs that meet a condition.", lambda options: (options,), _share)
