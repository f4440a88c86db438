"""What the charts read from runs: medians and bands over seeds, failed settings, and axes as they are drawn."""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.drawing.scales import Scale
from proofpress.drawing.words import name, number
from proofpress.models import Runs, Select

if TYPE_CHECKING:
    import numpy as np

FAILURES = ("diverges", "dies")
NAMED_BY_NUMBERS = ("split",)
"""Axes whose numbers have no order: they only tell one thing from another."""
RANGE, QUARTILES = "range", "quartiles"
MANY_SEEDS = 30


class Summary(Struct, frozen=True):
    """A channel along kept axes, over seeds: median and band, arrays of the kept axes' shape.

    Seeds whose value is not finite are left out; where none is finite all three are NaN.
    """

    median: "np.ndarray"
    low: "np.ndarray"
    high: "np.ndarray"
    seeds: int


def summary(runs: Mapping[str, Runs], select: Select, keep: tuple[str, ...], band: str = "auto") -> Summary:
    """Return the median of the selected channel over seeds, with a band.

    band: their whole `range`, the `quartiles`, or `auto`: quartiles where there are more than 30 seeds.
    """
    import numpy as np

    values = over_seeds(runs, select, keep)
    reduced = np.where(np.isfinite(values), values, np.nan)
    gone = np.asarray(np.isnan(reduced).all(axis=-1))
    filled = np.where(gone[..., None], 0.0, reduced)
    shares = (50, 25, 75) if band_of(values.shape[-1], band) == QUARTILES else (50, 0, 100)
    median, low, high = (np.where(gone, np.nan, part) for part in np.nanpercentile(filled, shares, axis=-1))
    return Summary(median, low, high, values.shape[-1])


def band_of(seeds: int, band: str) -> str:
    """Return what `auto` means for a number of seeds: the range of many would show just the two unluckiest."""
    if band != "auto":
        return band
    return QUARTILES if seeds > MANY_SEEDS else RANGE


def over_seeds(runs: Mapping[str, Runs], select: Select, keep: tuple[str, ...]) -> "np.ndarray":
    """Return the selected numbers with the kept axes in the order asked for, then the seeds.

    A channel without seeds is given one.
    """
    import numpy as np

    from proofpress.runs.selection import along

    values, dims = along(runs, select, (*keep, "seed"))
    if "seed" not in dims:
        values, dims = np.expand_dims(values, -1), (*dims, "seed")
    return np.moveaxis(values, [dims.index(axis) for axis in (*keep, "seed")], range(len(keep) + 1)).astype(float)


def failed_share(runs: Mapping[str, Runs], select: Select, keep: tuple[str, ...]) -> "np.ndarray":
    """Return the share of seeds whose run diverged or died, along kept axes; from non-finite values if not recorded."""
    import numpy as np

    of = runs[select.experiment]
    outcome = of.channels.get("outcome")
    if outcome is None or not set(keep) <= set(outcome.dims):
        return np.asarray(1.0 - np.isfinite(over_seeds(runs, select, keep)).mean(axis=-1))
    at = {axis: where for axis, where in select.at.items() if axis in outcome.dims}
    codes = over_seeds(runs, Select(select.experiment, "outcome", at), keep)
    bad = [code for code, label in enumerate(outcome.labels) if label in FAILURES]
    return np.asarray(np.isin(codes, bad).mean(axis=-1))


class Axis(Struct, frozen=True):
    """Coordinates of an axis as they are drawn: a place for each, a scale around them, labelled ticks.

    labels: of coordinates that have no order, and stand side by side.
    """

    words: str
    coordinates: tuple[Any, ...]
    places: tuple[float, ...]
    scale: Scale
    labels: tuple[str, ...]

    def ticks(self, most: int = 5) -> list[tuple[float, str]]:
        """Return places with labels: round values, or every coordinate where they are words or few."""
        if self.labels:
            return list(zip(self.places, self.labels, strict=True))
        counted = all(float(at).is_integer() for at in self.coordinates)
        ticks = [(value, number(value)) for value in self.scale.ticks(most, counted)]
        zero = [(place, "0") for place, at in zip(self.places, self.coordinates, strict=True) if at == 0]
        if self.scale.log:
            return zero + [tick for tick in ticks if not zero or tick[0] > zero[0][0] * 1.01]
        return ticks

    def edges(self) -> list[float]:
        """Return the borders between neighbouring places, in the numbers of `Scale.forward`; one more than places."""
        places = [float(self.scale.forward(place)) for place in self.places]
        if len(places) == 1:
            return [places[0] - 0.5, places[0] + 0.5]
        between = [(a + b) / 2 for a, b in itertools.pairwise(places)]
        return [2 * places[0] - between[0], *between, 2 * places[-1] - between[-1]]


def axis(of: Runs, key: str, words: str = "") -> Axis:
    """Return an axis of runs as it is drawn.

    Numbers spanning over 1.5 decades stand on a logarithmic scale unless they are evenly spaced; a
    zero among them stands one step left of the smallest. Words, and numbers that are only names, stand side by side.
    """
    coordinates = of.axes[key]
    words = words or name(key)
    numeric = all(isinstance(at, int | float) and not isinstance(at, bool) for at in coordinates)
    if key in NAMED_BY_NUMBERS or not numeric:
        labels = tuple(name(str(at)) for at in coordinates)
        places = tuple(float(place) for place in range(len(labels)))
        return Axis(words, coordinates, places, Scale(-0.5, len(labels) - 0.5), labels)
    positive = sorted(at for at in coordinates if at > 0)
    spans = len(positive) > 1 and positive[-1] / positive[0] > 30 and min(coordinates) >= 0 and not _even(positive)
    if not spans:
        low, high = min(coordinates), max(coordinates)
        scale = Scale(low, high) if high > low else Scale(low - 0.5, high + 0.5)
        return Axis(words, coordinates, tuple(map(float, coordinates)), scale, ())
    # Far enough left that both labels fit, and never nearer than the first two values are to one another.
    step = max(min(positive[1] / positive[0], 10.0), (positive[-1] / positive[0]) ** 0.13)
    places = tuple(float(at) if at > 0 else positive[0] / step for at in coordinates)
    return Axis(words, coordinates, places, Scale(min(places), max(places), True), ())


def _even(values: Sequence[float]) -> bool:
    """Return whether numbers are evenly spaced, as counts of trials or updates are."""
    gaps = [b - a for a, b in itertools.pairwise(values)]
    # Checkpoints are whole numbers of updates, rounded: they may be one apart from even.
    slack = 1.0 if all(value == round(value) for value in values) else 0.0
    return len(gaps) > 2 and max(gaps) - min(gaps) <= 0.02 * max(gaps) + slack


def coordinate(value: Any) -> str:
    """Return a coordinate as a label: a number written out, or the word."""
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else name(str(value))


def cell(value: Any) -> float | int | str | None:
    """Return a number as a cell of a data table: six significant digits, None where it is not finite."""
    if isinstance(value, str | int) and not isinstance(value, bool):
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
