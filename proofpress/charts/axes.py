"""Axes as they are drawn, and what axes, bands and lines of a plot are called."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from proofpress.charts.reading import QUARTILES, band_of
from proofpress.drawing.frame import Frame
from proofpress.drawing.legend import current, in_words
from proofpress.drawing.scales import Scale
from proofpress.formatting import is_fraction, number, percent
from proofpress.language import gettext, marks, ngettext
from proofpress.models import Runs

NAMED_BY_NUMBERS = ("split",)
"""Axes whose numbers have no order: they only tell one thing from another."""
BANDS = {
    ("band", "half", "seeds"): marks("band: middle half of %(num)s seed", "band: middle half of %(num)s seeds"),
    ("band", "all", "seeds"): marks("band: all %(num)s seed", "band: all %(num)s seeds"),
    ("whisker", "half", "seeds"): marks(
        "whisker: middle half of %(num)s seed", "whisker: middle half of %(num)s seeds"
    ),
    ("whisker", "all", "seeds"): marks("whisker: all %(num)s seed", "whisker: all %(num)s seeds"),
    ("band", "half", "searches"): marks("band: middle half of %(num)s search", "band: middle half of %(num)s searches"),
    ("band", "all", "searches"): marks("band: all %(num)s search", "band: all %(num)s searches"),
    ("whisker", "half", "searches"): marks(
        "whisker: middle half of %(num)s search", "whisker: middle half of %(num)s searches"
    ),
    ("whisker", "all", "searches"): marks("whisker: all %(num)s search", "whisker: all %(num)s searches"),
}
"""What a shape stands for, and of what: the sentence for one and for several."""
FEW = 6
"""Values along an axis that are marked one by one: between so few, a band would be mostly made up."""


class Axis(Struct, frozen=True):
    """Coordinates of an axis as they are drawn: a place for each, a scale around them, labelled ticks.

    labels: of coordinates that have no order, and stand side by side.
    """

    words: str
    coordinates: tuple[Any, ...]
    positions: tuple[float, ...]
    scale: Scale
    labels: tuple[str, ...]

    def ticks(self, most: int = 5) -> list[tuple[float, str]]:
        """Return places with labels: round values, or every coordinate where they are words or few."""
        if self.dotted:
            labels = self.labels or tuple(map(self.label, self.coordinates))
            return list(zip(self.positions, labels, strict=True))
        counted = all(float(at).is_integer() for at in self.coordinates)
        ticks = [(value, self.label(value)) for value in self.scale.ticks(most, counted)]
        zero = [(position, "0") for position, at in zip(self.positions, self.coordinates, strict=True) if at == 0]
        if self.scale.log:
            return zero + [tick for tick in ticks if not zero or tick[0] > zero[0][0] * 1.01]
        return ticks

    def label(self, value: float) -> str:
        """Return a number on the axis as a label, without a comma where all have four digits: they may be years."""
        years = all(1000 <= at <= 9999 and float(at).is_integer() for at in self.coordinates)
        return f"{value:.0f}" if years and float(value).is_integer() else number(value)

    @property
    def dotted(self) -> bool:
        """Whether values stand as marks with whiskers: they have no order, or a band would be mostly made up."""
        return bool(self.labels) or len(self.coordinates) <= FEW

    def edges(self) -> list[float]:
        """Return the borders between neighbouring places, in the numbers of `Scale.forward`; one more than places."""
        positions = [float(self.scale.forward(position)) for position in self.positions]
        if len(positions) == 1:
            return [positions[0] - 0.5, positions[0] + 0.5]
        between = [(a + b) / 2 for a, b in itertools.pairwise(positions)]
        return [2 * positions[0] - between[0], *between, 2 * positions[-1] - between[-1]]


def axis(of: Runs, key: str, words: str = "") -> Axis:
    """Return an axis of runs as it is drawn. words: what it is called, if not by its own name.

    Numbers of which the largest is more than 30 times the smallest stand on a logarithmic scale, unless they are
    evenly spaced; a zero among them stands one step left of the smallest. Words, and numbers that are only names,
    stand side by side.
    """
    coordinates = of.axes[key]
    words = words or axis_words(of, key)
    if not is_ordered(of, key):
        labels = tuple(in_words(str(at)) for at in coordinates)
        positions = tuple(float(index) for index in range(len(labels)))
        return Axis(words, coordinates, positions, Scale(-0.5, len(labels) - 0.5), labels)
    positive = sorted(at for at in coordinates if at > 0)
    spans = len(positive) > 1 and positive[-1] / positive[0] > 30 and min(coordinates) >= 0 and not _even(positive)
    if not spans:
        low, high = min(coordinates), max(coordinates)
        scale = Scale(low, high) if high > low else Scale(low - 0.5, high + 0.5)
        return Axis(words, coordinates, tuple(map(float, coordinates)), scale, ())
    # Far enough left that both labels fit, and never nearer than the first two values are to one another.
    step = max(min(positive[1] / positive[0], 10.0), (positive[-1] / positive[0]) ** 0.13)
    positions = tuple(float(at) if at > 0 else positive[0] / step for at in coordinates)
    return Axis(words, coordinates, positions, Scale(min(positions), max(positions), True), ())


def axis_words(of: Runs, key: str) -> str:
    """Return what an axis is called: as the author says, else as the table has it that the runs were read from."""
    if key == "step" and key not in current().words and key not in of.names:
        return gettext("updates")
    return in_words(key if key in current().words else of.names.get(key, key))


def is_ordered(of: Runs, key: str) -> bool:
    """Return whether the coordinates of an axis have an order: words have none, nor have numbers that only name."""
    numeric = all(isinstance(at, int | float) and not isinstance(at, bool) for at in of.axes[key])
    return numeric and key not in NAMED_BY_NUMBERS


def _even(values: Sequence[float]) -> bool:
    """Return whether numbers are evenly spaced, as counts of trials or updates are."""
    gaps = [b - a for a, b in itertools.pairwise(values)]
    # Checkpoints are whole numbers of updates, rounded: they may be one apart from even.
    slack = 1.0 if all(value == round(value) for value in values) else 0.0
    return len(gaps) > 2 and max(gaps) - min(gaps) <= 0.02 * max(gaps) + slack


def coordinate(value: Any) -> str:
    """Return a coordinate as a label: a number written out, or the word."""
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else in_words(str(value))


def begun(words: str, channel: str, y: Scale, frame: Frame, beside: str = "") -> str:
    """Return the name of a y axis, and with it, where the axis of a share does not begin at nothing, where it does.

    beside: other words on the same line.
    """
    if not words or not is_fraction(channel) or y.low <= 0:
        return words
    room = frame.box.width - (frame.measure(beside, "caption") + 24 * frame.unit if beside else 0)
    start = percent(y.low) if abs(y.low * 100 - round(y.low * 100)) < 1e-6 else percent(y.low, 1)
    tries = (
        gettext("%(words)s; the axis begins at %(start)s", words=words, start=start),
        gettext("%(words)s; axis from %(start)s", words=words, start=start),
    )
    return next((each for each in tries if frame.measure(each, "caption") <= room), words)


def band_words(seeds: int, band: str, shape: str = "band", of: str = "seeds", shown: str = "") -> str:
    """Return what a band is, in words for an axis: nothing for one seed.

    shape: `band` or `whisker`. of: what there are so many of, `seeds` or `searches`. shown: the number as it is
    written, where it is none, such as 12–20.
    """
    if seeds < 2:
        return ""
    whole = "half" if band_of(seeds, band) == QUARTILES else "all"
    return ngettext(*BANDS[shape, whole, of], seeds, num=shown or seeds)


def along_words(along: Axis, seeds: int, band: str) -> str:
    """Return the words under an x axis: what it is, and in brackets what the bands over it are."""
    band_is = band_words(seeds, band, "whisker" if along.dotted else "band")
    return gettext("%(axis)s (%(band)s)", axis=along.words, band=band_is) if band_is else along.words


def channel_words(channels: Mapping[str, Any] | Sequence[str]) -> str:
    """Return the common words of channels: `train_loss` and `test_loss` share `loss`; one channel is named in full."""
    parts = [channel.split("_") for channel in channels]
    if len(parts) == 1:
        return in_words("_".join(parts[0]))
    return in_words(parts[0][-1]) if len({part[-1] for part in parts}) == 1 else ""


def line_words(channels: Sequence[str]) -> list[str]:
    """Return what tells channels apart: `train_loss` and `test_loss` are `train` and `test`."""
    ends = {channel.rpartition("_")[2] for channel in channels}
    shared = f"_{ends.pop()}" if len(channels) > 1 and len(ends) == 1 else ""
    known = current().words
    return [in_words(channel if channel in known else channel.removesuffix(shared)) for channel in channels]


def run_labels(frame: Frame, count: int) -> list[str]:
    """Return the labels of successive runs: `run 1`, or only `1` if there is no room for the word."""
    labels = [gettext("run %(number)s", number=index + 1) for index in range(count)]
    fits = sum(map(frame.measure, labels)) * 1.35 < frame.box.width * 0.85
    return labels if fits else [str(index + 1) for index in range(count)]
