"""How far apart one learned number ends in neighbouring runs: the mean difference of neighbours along an axis.

calm: {kind: roughness, experiment: atlas, channel: weights, sizes: [64, 8, 10],
       parameter: {layer: 1, unit: 1, input: 37}, axis: learning_rate, within: [0.01, 0.2], without: [dies, diverges],
       unit: plain, digits: 4}
turning: {kind: bends, experiment: atlas, channel: weights, sizes: [64, 8, 10],
          parameter: {layer: 1, unit: 1, input: 37}, axis: learning_rate, within: [0.2, 1.2], unit: ratio, digits: 2}
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from proofpress.diagnostics import one_of
from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.named_array import NamedArray
from proofpress.runs.parameters import Parameter, index_of, parameter_count
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import RESAMPLE, STEP, lists, scalars, select
from proofpress.statistics.reading import axis_numbers, unnamed, whole

if TYPE_CHECKING:
    import numpy as np

OUTCOME = "outcome"


class Roughness(Select, frozen=True, kw_only=True):
    """parameter: which learned number; sizes: the layers that it belongs to. axis: along which runs are neighbours.

    within: the lowest and the highest coordinate that counts. without: outcomes of runs that do not count.
    """

    axis: str
    sizes: tuple[int, ...]
    parameter: Parameter
    within: tuple[float, float]
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError where the network has no such number, or nothing can lie within."""
        index_of(self.parameter, self.sizes)
        if self.within[0] >= self.within[1]:
            raise ValueError("'within' is the lower coordinate, then the higher one")

    @property
    def outcomes(self) -> Select:
        """Where the outcomes of the same runs are."""
        return Select(self.experiment, OUTCOME, {name: at for name, at in self.at.items() if name != STEP})


def _roughness(options: Roughness, runs: Mapping[str, Runs]) -> Any:
    """Return the mean absolute difference of neighbours, of each seed alone and then over the seeds."""
    import numpy as np

    values = _learned_number(options, runs)
    counts = _counted(options, runs, values)
    pairs = counts.sum(axis=-2)
    low, high = options.within
    if not pairs.all():
        raise ValueError(f"no two neighbours along '{options.axis}' lie within {low:g} to {high:g} and count")
    apart = np.where(counts, np.abs(values[..., 1:, :] - values[..., :-1, :]), 0.0)
    return (apart.sum(axis=-2) / pairs).mean(axis=-1)


def _counted(options: Roughness, runs: Mapping[str, Runs], values: "np.ndarray") -> "np.ndarray":
    """Return which pairs of neighbours count, `([resamples,] axis - 1, seeds)`."""
    import numpy as np

    x = axis_numbers(runs[options.experiment], options.axis)
    low, high = options.within
    inside = (x[:-1] >= low) & (x[1:] <= high)
    counts = np.broadcast_to(inside[:, None], values[..., 1:, :].shape)
    if not options.without:
        return counts
    sound = _sound(options, runs)
    sound_pairs: np.ndarray = counts & sound[..., 1:, :] & sound[..., :-1, :]
    return sound_pairs


def _learned_number(options: Roughness, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return the learned number of each run, shape `([resamples,] axis, seeds)`."""
    array = select(runs, options, keep=(options.axis,))
    (numbers,) = unnamed(array)
    count = parameter_count(options.sizes)
    if array.sizes[numbers] != count:
        raise ValueError(f"'sizes' make {count} numbers, the runs have {array.sizes[numbers]}")
    return _ordered(array.isel({numbers: index_of(options.parameter, options.sizes)}), options.axis).astype(float)


def _sound(options: Roughness, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return which runs count by their outcome, shape `([resamples,] axis, seeds)`."""
    import numpy as np

    labels = runs[options.experiment].channels[OUTCOME].labels
    if unknown := sorted(set(options.without) - set(labels)):
        raise ValueError(f"'{unknown[0]}' is no outcome: use {one_of(labels)}")
    wrong = [labels.index(word) for word in options.without]
    return ~np.isin(_ordered(select(runs, options.outcomes, keep=(options.axis,)), options.axis), wrong)


def _ordered(array: NamedArray, axis: str) -> "np.ndarray":
    return array.transpose(RESAMPLE, axis, SEED, missing_dims="ignore").values


def _selects(options: Roughness) -> tuple[Select, ...]:
    outcomes = scalars(whole(options.outcomes, options.axis)) if options.without else ()
    return (*lists(whole(options, options.axis)), *outcomes)


def _bends(options: Roughness, runs: Mapping[str, Runs]) -> Any:
    """Return the mean absolute second difference over the mean absolute first, of each seed alone and then over them.

    It does not depend on the scale of the number, and hardly on how far apart the coordinates are: 0 on a straight
    line, near 0 on a smooth curve, and √3 in expectation where each run ends at a normal number of its own.
    """
    import numpy as np

    values = _learned_number(options, runs)
    counts = _counted(options, runs, values)
    steps = np.abs(np.diff(values, axis=-2))
    turns = np.abs(np.diff(values, n=2, axis=-2))
    both = counts[..., 1:, :] & counts[..., :-1, :]
    if not both.any(axis=-2).all():
        raise ValueError(f"no three neighbours along '{options.axis}' lie within the bounds and count")
    first = np.where(both, (steps[..., 1:, :] + steps[..., :-1, :]) / 2, 0.0).sum(axis=-2)
    second = np.where(both, turns, 0.0).sum(axis=-2)
    return (second / first).mean(axis=-1)


KINDS = (
    StatisticKind(
        "roughness",
        Roughness,
        "How far apart one learned number ends in neighbouring runs.",
        _selects,
        _roughness,
    ),
    StatisticKind(
        "bends",
        Roughness,
        "How much one learned number turns from run to run, in units of how far it moves.",
        _selects,
        _bends,
    ),
)
