"""In how many circumstances one thing is better than another: the share of cells of a grid in which it is.

helps: {kind: prevalence, experiment: habitat, channel: test_accuracy, over: [train, label_noise],
        at: {weight_decay: {best: validation_accuracy}}, minus: {weight_decay: 0}, unit: percent, digits: 0}
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from proofpress.models import Runs, StatisticKind
from proofpress.statistics.contrasts import Contrast, selects, share


class Prevalence(Contrast, frozen=True, kw_only=True):
    """over: the axes whose coordinates make the cells. verdict: which cells count.

    A cell `holds` if the 95% interval of the paired difference lies above zero, is `reversed` if it lies below, and
    `undecided` otherwise. The chart `condition_map` draws the same verdicts.
    """

    over: Annotated[tuple[str, ...], Meta(min_length=1)]
    verdict: Literal["holds", "reversed", "undecided"] = "holds"


def _prevalence(options: Prevalence, runs: Mapping[str, Runs]) -> Any:
    """Return the share of cells with the verdict."""
    return share(options, options.over, options.verdict, runs)


KIND = StatisticKind(
    "prevalence",
    Prevalence,
    "The share of circumstances in which one place is better.",
    lambda options: selects(options, options.over),
    _prevalence,
)
