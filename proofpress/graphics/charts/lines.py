"""Lines with bands over one axis, named at their ends: what `curves`, `sweep` and `race` have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from proofpress.graphics.charts.reading import QUARTILES, Axis, band_of, cell, numbers
from proofpress.graphics.frame import Frame, spread
from proofpress.graphics.plot import Plot
from proofpress.graphics.scales import Scale, fitting
from proofpress.graphics.theme import contrast, mix
from proofpress.graphics.words import is_fraction, name, number, percent
from proofpress.values import DataTable


@dataclass(frozen=True)
class Line:
    """One line: its words, and at each place of the axis a median with a band. ends: why it stops early, if it does."""

    words: str
    median: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    ends: str = ""


def colours(frame: Frame, role: str, count: int, ordered: bool) -> list[str]:
    """Return a colour for each line: for ordered settings steps of the role's ramp.

    All have at least 4.5:1 on the ground, for the names of the lines are set in them.
    """
    theme = frame.theme
    if count == 1:
        return [theme.role(role)]
    if not ordered:
        return [theme.role(role), theme.ink, theme.muted, theme.ramp(role)[3]][:count] + [theme.muted] * (count - 4)
    ramp = theme.ramp(role)
    steps = [mix(ramp[int(t)], ramp[int(t) + 1], t - int(t)) for t in (place * 4.999 / 40 for place in range(41))]
    strong = [colour for colour in steps if contrast(colour, frame.ground) >= 4.5]
    return [strong[round(place * (len(strong) - 1) / (count - 1))] for place in range(count)]


def draw_lines(
    frame: Frame,
    axis: Axis,
    lines: Sequence[Line],
    channel: str,
    *,
    role: str,
    ordered: bool = False,
    x_words: str = "",
    y_words: str = "",
    chance: float | None = None,
    failed: Sequence[float] = (),
    group: str = "",
) -> tuple[Plot, list[str]]:
    """Draw lines with their bands, name each at its right end, hatch failed places; return plot and colours.

    channel: says how values are written. chance: a level marked by a dotted line and its word.
    failed: share of failed runs at each place of the axis; places above a half are hatched.
    group: what the names at the right have in common, set above them.
    """
    unit = frame.unit
    y = _scale_y(lines, channel, chance)
    named = len(lines) > 1
    labels = [frame.wrapped(_label(line), frame.box.width * 0.26, "label") for line in lines]
    widest = max(frame.measure(part, "label") for parts in labels for part in parts)
    right = max(widest, frame.measure(group, "caption")) + 12 * unit if named else 0
    plot = frame.plot(
        axis.scale,
        y,
        x_ticks=axis.ticks(4 if frame.box.width < 460 * unit else 6),
        y_ticks=axis_ticks(y, channel, 3 if frame.box.height < 300 * unit else 5),
        x_words=x_words,
        y_words=y_words,
        right=right,
    )
    _hatch(frame, plot, axis, failed)
    shades = colours(frame, role, len(lines), ordered)
    for line, shade in zip(lines, shades, strict=True):
        if list(line.low) != list(line.high):
            plot.band(axis.places, line.low, line.high, mix(frame.ground, shade, 0.22 if named else 0.3))
    if chance is not None:
        _chance(frame, plot, axis, lines, chance)
    dashes = [None, (9 * unit, 4 * unit), (3 * unit, 4 * unit)]
    for place, (line, shade) in enumerate(zip(lines, shades, strict=True)):
        dash = None if ordered else dashes[place % 3]
        plot.line(axis.places, line.median, shade, 3 * unit, dash=dash, layer=4)
    if named:
        _name_ends(frame, plot, lines, labels, shades)
        if group:
            frame.text(group, plot.box.right + 10 * unit, plot.box.top - frame.leading() * 0.55, "caption")
    return plot, shades


def lines_table(axis: Axis, lines: Sequence[Line], seeds: int, quantity: str) -> DataTable:
    """Return the numbers of lines: a row for each line and place."""
    rows = tuple(
        (line.words, cell(at), cell(median), cell(low), cell(high), seeds)
        for line in lines
        for at, median, low, high in zip(axis.coordinates, line.median, line.low, line.high, strict=True)
    )
    return DataTable(("line", axis.words, f"{quantity}, median", "band, low", "band, high", "seeds"), rows)


def label_point(frame: Frame, plot: Plot, x: float, y: float, words: str, colour: str) -> None:
    """Mark a point with a dot and name it where there is room: below it in the upper half of the plot, else above."""
    unit = frame.unit
    px, py = plot.x_at(x), plot.y_at(y)
    frame.marker(px, py, "circle", 13 * unit, frame.ground, colour, 3)
    width = frame.measure(words, "label")
    left = min(max(px - width / 2, plot.box.left + 6 * unit), plot.box.right - width)
    below = py < plot.box.top + plot.box.height / 2
    baseline = py + frame.leading("label") * 1.25 if below else py - frame.leading("label") * 0.75
    frame.text(words, left, baseline, "label", colour=colour, halo=True)


def _label(line: Line) -> str:
    return f"{line.words} {line.ends}".strip()


def _scale_y(lines: Sequence[Line], channel: str, chance: float | None) -> Scale:
    values = numbers([value for line in lines for part in (line.low, line.high, line.median) for value in part])
    values += [chance] if chance is not None else []
    scale = fitting(values)
    if not is_fraction(channel):
        return scale.padded(0.05)
    if scale.log or scale.high - scale.low > 0.45:
        return Scale(0.0, 1.0)
    padded = Scale(min(values, default=0), max(values, default=1)).padded(0.08)
    return Scale(max(0.0, padded.low), min(1.0, padded.high))


def axis_ticks(scale: Scale, channel: str, most: int) -> list[tuple[float, str]]:
    """Return at most so many ticks of a scale, written as the channel's values are."""
    ticks = scale.ticks(most)
    if not is_fraction(channel):
        return [(value, number(value)) for value in ticks]
    coarse = all(abs(value * 100 - round(value * 100)) < 1e-6 for value in ticks)
    return [(value, percent(value, 0 if coarse else 1)) for value in ticks]


def _hatch(frame: Frame, plot: Plot, axis: Axis, failed: Sequence[float]) -> None:
    places = [bool(share > 0.5) for share in failed]
    if not any(places):
        return
    edges = axis.edges()
    start = None
    for place, bad in enumerate([*places, False]):
        if bad and start is None:
            start = place
        if not bad and start is not None:
            ends = [10**edge if axis.scale.log else edge for edge in (edges[start], edges[place])]
            box = plot.rectangle(*ends)
            frame.failed(box)
            width = frame.measure("fails") + 8 * frame.unit
            if box.width > width:
                frame.text("fails", box.left + box.width / 2, box.top + frame.leading(), anchor="center", halo=True)
            start = None


def _chance(frame: Frame, plot: Plot, axis: Axis, lines: Sequence[Line], chance: float) -> None:
    unit, y = frame.unit, plot.y_at(chance)
    dash = (2 * unit, 5 * unit)
    frame.canvas.line([(plot.box.left, y), (plot.box.right, y)], frame.theme.muted, 1.8 * unit, dash=dash)
    width = frame.measure("chance")
    places = [plot.x_at(place) for place in axis.places]

    def room(left: float, middle: float) -> float:
        near = [
            abs(plot.y_at(value) - middle)
            for line in lines
            for place, part in zip(places, zip(line.low, line.high, line.median, strict=True), strict=True)
            for value in numbers(part)
            if left - 30 * unit <= place <= left + width + 30 * unit
        ]
        return min(near, default=1e9)

    span = plot.box.width - width - 16 * unit
    lefts = [plot.box.left + 8 * unit + span * step / 12 for step in range(13)]
    above, below = y - 7 * unit, y + 5 * unit + frame.type.tick * 0.72
    bases = (above, below) if below + 4 * unit < plot.box.bottom else (above,)
    spots = [(left, base) for base in bases for left in lefts]

    def merit(spot: tuple[float, float]) -> tuple[float, bool, float]:
        return min(room(spot[0], spot[1] - 6 * unit), 30 * unit), spot[1] == above, spot[0]

    best = max(spots, key=merit)
    frame.text("chance", *best, halo=merit(best)[0] < 14 * unit)


def _name_ends(
    frame: Frame, plot: Plot, lines: Sequence[Line], labels: Sequence[Sequence[str]], shades: Sequence[str]
) -> None:
    leading = frame.leading("label") * 0.92
    heights = [len(parts) * leading for parts in labels]
    ends = [_end(plot, line) for line in lines]
    middles = spread(ends, max(heights) + 2 * frame.unit, plot.box.top + heights[0] / 2, plot.box.bottom)
    for parts, middle, shade, height in zip(labels, middles, shades, heights, strict=True):
        for place, part in enumerate(parts):
            y = middle - height / 2 + (place + 0.5) * leading
            frame.text(part, plot.box.right + 10 * frame.unit, y, "label", colour=shade, base="center")


def _end(plot: Plot, line: Line) -> float:
    finite = numbers(line.median)
    return plot.y_at(finite[-1]) if finite else plot.box.bottom


def band_words(seeds: int, band: str) -> str:
    """Return what a band is, in words for an axis: nothing for one seed."""
    if seeds < 2:
        return ""
    return f"band: {'middle half of' if band_of(seeds, band) == QUARTILES else 'all'} {seeds} seeds"


def along_words(words: str, seeds: int, band: str) -> str:
    """Return the words under an x axis: what it is, and in brackets what the band is."""
    told = band_words(seeds, band)
    return f"{words} ({told})" if told else words


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
