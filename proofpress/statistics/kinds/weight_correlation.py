"""How similar two lists of learned numbers are: their correlation, run by run.

alike: {kind: weight_correlation, experiment: pictures, channel: weights, at: {weight_decay: 0},
        against: {weight_decay: 10}, first: 640, unit: plain, digits: 2}
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from proofpress.models import Coverage, Runs, Select, StatisticKind
from proofpress.runs.named_array import NamedArray
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import RESAMPLE, lists, select
from proofpress.statistics.reading import Override, both, check_paired, unnamed

if TYPE_CHECKING:
    import numpy as np


class WeightCorrelation(Select, frozen=True, kw_only=True):
    """against: what is different at the second place. The channel has an unnamed dimension, such as `*parameter`.

    first: how many numbers of the list are compared, from its beginning; all, where nothing is said. Learned numbers
    are listed layer by layer, a layer's weights before its biases.
    """

    against: Override
    first: Annotated[int, Meta(ge=2)] | None = None


def _lists(runs: Mapping[str, Runs], where: Select) -> NamedArray:
    """Return a channel with a list of numbers for each seed. Raises ValueError for one that has none."""
    array = select(runs, where)
    if not unnamed(array) or SEED not in array.dims:
        raise ValueError(f"{array.name} holds no list of numbers for each seed")
    return array


def _rows(array: NamedArray, first: int | None) -> "np.ndarray":
    """Return the numbers of each run, less their mean, shape `([resamples,] seeds, numbers)`."""
    import numpy as np

    trailing = unnamed(array)
    values = array.transpose(RESAMPLE, SEED, ..., missing_dims="ignore").values.astype(np.float64)
    rows = values.reshape(*values.shape[: values.ndim - len(trailing)], -1)
    if first is not None and first > rows.shape[-1]:
        raise ValueError(f"the first {first:,} numbers are more than the {rows.shape[-1]:,} that there are")
    rows = rows[..., :first]
    return np.asarray(rows - rows.mean(axis=-1, keepdims=True))


def _weight_correlation(options: WeightCorrelation, runs: Mapping[str, Runs]) -> Any:
    """Return the mean over seeds of Pearson's correlation between the numbers at two places."""
    pair = tuple(_lists(runs, where) for where in both(options, options.against))
    check_paired(*pair)
    first, second = (_rows(array, options.first) for array in pair)
    if first.shape != second.shape:
        raise ValueError("the two places do not have equally many numbers")
    size = ((first**2).sum(axis=-1) * (second**2).sum(axis=-1)) ** 0.5
    if (size == 0).any():
        raise ValueError("all numbers of a run are equal, so that they correlate with nothing")
    return ((first * second).sum(axis=-1) / size).mean(axis=-1)


KIND = StatisticKind(
    "weight_correlation",
    WeightCorrelation,
    "The correlation between the learned numbers at two places.",
    lambda options: lists(*both(options, options.against)),
    _weight_correlation,
    aliases=("likeness",),
    covers=(
        Coverage(8, 91, 94, "bimodal"),
        Coverage(3, 90, 95, "bounded", splits=10),
    ),
)
