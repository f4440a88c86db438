"""How many times larger one mean is than another.

slower: {kind: ratio, experiment: rates, channel: train_loss, at: {learning_rate: 0.001},
         over: {learning_rate: 0.1}, unit: ratio, digits: 1}
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.repeats import SEED
from proofpress.statistics.reading import Each, Override, both, read


class Ratio(Select, frozen=True, kw_only=True):
    """over: what is different at the place whose mean is the denominator."""

    summary: ClassVar[str] = "mean"

    over: Override
    each: Each = "mean"


def _ratio(options: Ratio, runs: Mapping[str, Runs]) -> Any:
    """Return mean(first) / mean(second): a ratio of means, which one seed near zero cannot blow up."""
    import numpy as np

    first, second = (read(runs, where, each=options.each).mean(SEED) for where in both(options, options.over))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(first.values, second.values)


KIND = StatisticKind("ratio", Ratio, "The ratio of two means.", lambda options: both(options, options.over), _ratio)
