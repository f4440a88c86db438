"""What the charts read from runs: means or medians with bands over seeds, failed settings, and cells of tables."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from proofpress.drawing.legend import current
from proofpress.language import mark
from proofpress.models import Options, Runs, Select
from proofpress.runs.repeats import SEED
from proofpress.runs.selection import select

if TYPE_CHECKING:
    import numpy as np

FAILURES = ("diverges", "dies")
LEARNS, STALLS = mark("learns"), mark("stalls")
RANGE, QUARTILES = "range", "quartiles"
MANY_SEEDS = 30
MEAN, MEDIAN = mark("mean"), mark("median")
By = Literal["mean", "median"]


class Summarised(Options, frozen=True, kw_only=True):
    """Options of charts that draw one number for many seeds.

    summary: whether it is their `mean`, as in the statistics `mean` and `difference`, or their `median`.
    """

    summary: By = "mean"

    def summarised(self, selects: Sequence[Select]) -> Sequence[Select]:
        """Return those of the Selects that are drawn so: all but the channel that chooses, which comes last."""
        return selects[:-1] if getattr(self, "best", "") else selects


class Summary(Struct, frozen=True):
    """A channel along kept axes, over seeds: mean or median, and band, arrays of the kept axes' shape.

    Seeds whose value is not finite are left out; where none is finite all three are NaN.
    """

    middle: "np.ndarray"
    low: "np.ndarray"
    high: "np.ndarray"
    seeds: int


def summary(
    runs: Mapping[str, Runs], where: Select, keep: tuple[str, ...], band: str = "auto", by: By = "mean"
) -> Summary:
    """Return the mean or the median of the selected channel over seeds, with a band.

    band: their whole `range`, the `quartiles`, or `auto`: quartiles where there are more than 30 seeds.
    """
    import numpy as np

    values = over_seeds(runs, where, keep)
    reduced = np.where(np.isfinite(values), values, np.nan)
    gone = np.asarray(np.isnan(reduced).all(axis=-1))
    filled = np.where(gone[..., None], 0.0, reduced)
    shares = (50, 25, 75) if band_of(values.shape[-1], band) == QUARTILES else (50, 0, 100)
    middle, low, high = (np.where(gone, np.nan, part) for part in np.nanpercentile(filled, shares, axis=-1))
    if by == MEAN:
        middle = np.where(gone, np.nan, np.nanmean(filled, axis=-1))
    return Summary(middle, low, high, values.shape[-1])


def band_of(seeds: int, band: str) -> str:
    """Return what `auto` means for a number of seeds: the range of many would show just the two unluckiest."""
    if band != "auto":
        return band
    return QUARTILES if seeds > MANY_SEEDS else RANGE


def over_seeds(runs: Mapping[str, Runs], where: Select, keep: tuple[str, ...]) -> "np.ndarray":
    """Return the selected numbers as floats, shape `(*keep, seeds)`; a channel without seeds has one.

    Raises ValueError if the channel has no such axis, or holds a list of numbers for each run.
    """
    array = select(runs, where, keep)
    if lists := [dim for dim in array.dims if dim.startswith("*")]:
        raise ValueError(f"{array.name} holds a list of numbers for each run ({lists[0].removeprefix('*')})")
    if SEED not in array.dims:
        array = array.expand_dims(SEED)
    return array.transpose(*keep, SEED).values.astype(float)


def of_one_seed(runs: Mapping[str, Runs], where: Select, seed: int, keep: tuple[str, ...] = ()) -> "np.ndarray":
    """Return the selected numbers of one seed, by its index, as floats: the kept axes first, then what is unnamed."""
    array = select(runs, where, keep).isel(seed=seed, missing_dims="ignore")
    return array.transpose(*keep, ...).values.astype(float)


def failed_share(runs: Mapping[str, Runs], where: Select, keep: tuple[str, ...]) -> "np.ndarray":
    """Return the share of seeds whose run diverged or died, along kept axes; from non-finite values if not recorded."""
    import numpy as np

    of = runs[where.experiment]
    outcome = of.channels.get("outcome")
    if outcome is None or not set(keep) <= set(outcome.dims):
        return np.asarray(1.0 - np.isfinite(over_seeds(runs, where, keep)).mean(axis=-1))
    at = {axis: value for axis, value in where.at.items() if axis in outcome.dims}
    codes = over_seeds(runs, Select(where.experiment, "outcome", at), keep)
    bad = [code for code, label in enumerate(outcome.labels) if label in FAILURES]
    return np.asarray(np.isin(codes, bad).mean(axis=-1))


def cell(value: Any) -> float | int | str | None:
    """Return a number as a cell of a data table: six significant digits, None where it is not finite; or its words."""
    if isinstance(value, str):
        return current().words.get(value, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    plain = float(value)
    if not math.isfinite(plain):
        return None
    rounded = float(f"{plain:.6g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e9 else rounded


def settled(at: Mapping[str, Any], *axes: str) -> dict[str, Any]:
    """Return `at` with axes that a chart leaves open set to their first coordinate, for checking references."""
    return {**at, **{key: "first" for key in axes if key}}


def numbers(values: Sequence[Any]) -> list[float]:
    """Return the finite ones of some values as floats."""
    return [float(value) for value in values if math.isfinite(float(value))]
