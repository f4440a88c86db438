"""What axes, bands and lines of a plot are called, from channels and seeds."""

from collections.abc import Mapping, Sequence
from typing import Any

from proofpress.charts.reading import QUARTILES, Axis, band_of
from proofpress.drawing.frame import Frame
from proofpress.drawing.scales import Scale
from proofpress.drawing.words import is_fraction, name, percent


def begun(words: str, channel: str, y: Scale, frame: Frame, beside: str = "") -> str:
    """Return the name of a y axis, and with it, where the axis of a share does not begin at nothing, where it does.

    beside: other words on the same line.
    """
    if not words or not is_fraction(channel) or y.low <= 0:
        return words
    room = frame.box.width - (frame.measure(beside, "caption") + 24 * frame.unit if beside else 0)
    start = percent(y.low) if abs(y.low * 100 - round(y.low * 100)) < 1e-6 else percent(y.low, 1)
    tries = (f"{words}; the axis begins at {start}", f"{words}; axis from {start}")
    return next((told for told in tries if frame.measure(told, "caption") <= room), words)


def band_words(seeds: int, band: str, shape: str = "band") -> str:
    """Return what a band is, in words for an axis: nothing for one seed."""
    if seeds < 2:
        return ""
    return f"{shape}: {'middle half of' if band_of(seeds, band) == QUARTILES else 'all'} {seeds} seeds"


def along_words(axis: Axis, seeds: int, band: str) -> str:
    """Return the words under an x axis: what it is, and in brackets what the bands over it are."""
    told = band_words(seeds, band, "whisker" if axis.labels else "band")
    return f"{axis.words} ({told})" if told else axis.words


def channel_words(channels: Mapping[str, Any] | Sequence[str]) -> str:
    """Return the common words of channels: `train_loss` and `test_loss` share `loss`; one channel is named in full."""
    parts = [channel.split("_") for channel in channels]
    if len(parts) == 1:
        return name("_".join(parts[0]))
    return parts[0][-1] if len({part[-1] for part in parts}) == 1 else ""


def line_words(channels: Sequence[str]) -> list[str]:
    """Return what tells channels apart: `train_loss` and `test_loss` are `train` and `test`."""
    shared = channel_words(channels) if len(channels) > 1 else ""
    return [name(channel.removesuffix(f"_{shared}") if shared else channel) for channel in channels]
