"""How far apart one learned number ends in neighbouring runs: the mean difference of neighbours along an axis.

calm: {kind: roughness, experiment: atlas, channel: weights, sizes: [64, 8, 10],
       parameter: {layer: 1, unit: 1, input: 37}, axis: learning_rate, within: [0.01, 0.2], without: [dies, diverges],
       unit: plain, digits: 4}
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from proofpress.diagnostics import one_of
from proofpress.models import Runs, Select, StatisticKind
from proofpress.runs.parameters import Parameter, counted, place
from proofpress.statistics.reading import numbers, walk, whole

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
        place(self.parameter, self.sizes)
        if self.within[0] >= self.within[1]:
            raise ValueError("'within' is the lower coordinate, then the higher one")

    @property
    def outcomes(self) -> Select:
        """Where the outcomes of the same runs are."""
        return Select(self.experiment, OUTCOME, {name: at for name, at in self.at.items() if name != "step"})


def _roughness(options: Roughness, runs: Mapping[str, Runs]) -> Any:
    """Return the mean absolute difference of neighbours, of each seed alone and then over the seeds."""
    import numpy as np

    of = runs[options.experiment]
    values = _one(options, runs)
    x = numbers(of, options.axis)
    low, high = options.within
    inside = (x[:-1] >= low) & (x[1:] <= high)
    counts = np.broadcast_to(inside[:, None], values[..., 1:, :].shape)
    if options.without:
        sound = _sound(options, runs)
        counts = counts & sound[..., 1:, :] & sound[..., :-1, :]
    pairs = counts.sum(axis=-2)
    if not pairs.all():
        raise ValueError(f"no two neighbours along '{options.axis}' lie within {low:g} to {high:g} and count")
    apart = np.where(counts, np.abs(values[..., 1:, :] - values[..., :-1, :]), 0.0)
    return (apart.sum(axis=-2) / pairs).mean(axis=-1)


def _one(options: Roughness, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return the learned number of each run, shape `([resamples,] axis, seeds)`."""
    import numpy as np

    values, dims = _along(options, walk(options, options.axis), runs)
    (unnamed,) = (name for name in dims if name.startswith("*"))
    if values.shape[dims.index(unnamed)] != counted(options.sizes):
        raise ValueError(
            f"'sizes' make {counted(options.sizes)} numbers, the runs have {values.shape[dims.index(unnamed)]}"
        )
    one = values.take(place(options.parameter, options.sizes), axis=dims.index(unnamed)).astype(float)
    return _ordered(np.asarray(one), tuple(name for name in dims if name != unnamed), options.axis)


def _sound(options: Roughness, runs: Mapping[str, Runs]) -> "np.ndarray":
    """Return which runs count by their outcome, shape `([resamples,] axis, seeds)`."""
    import numpy as np

    labels = runs[options.experiment].channels[OUTCOME].labels
    if unknown := sorted(set(options.without) - set(labels)):
        raise ValueError(f"'{unknown[0]}' is no outcome: use {one_of(labels)}")
    values, dims = _along(options, walk(options.outcomes, options.axis), runs)
    wrong = [labels.index(word) for word in options.without]
    return _ordered(~np.isin(values, wrong), dims, options.axis)


def _along(options: Roughness, select: Select, runs: Mapping[str, Runs]) -> Any:
    from proofpress.runs.selection import along

    return along(runs, select, (options.axis,))


def _ordered(values: "np.ndarray", dims: tuple[str, ...], axis: str) -> "np.ndarray":
    """Return numbers with resamples, axis and seeds in that order."""
    return values.transpose([dims.index(name) for name in ("resample", axis, "seed") if name in dims])


def _selects(options: Roughness) -> tuple[Select, ...]:
    read = (options, options.outcomes) if options.without else (options,)
    return tuple(whole(Select(each.experiment, each.channel, each.at), options.axis) for each in read)


ROUGHNESS = StatisticKind(
    "roughness",
    Roughness,
    "How far apart one learned number ends in neighbouring runs.",
    _selects,
    _roughness,
)
