"""`condition_map`: where a sentence holds: a small map over two conditions, each cell decided by its own interval.

    chart: {kind: condition_map, x: train, y: label_noise, units: {label_noise: percent},
            words: {holds: helps, reversed: hurts, undecided: undecided},
            x_words: training images, y_words: wrong labels,
            maps: [{says: weight decay, experiment: habitat, channel: test_accuracy,
                    at: {weight_decay: {best: validation_accuracy}}, minus: {weight_decay: 0}}]}

A cell holds if the 95% interval of the paired difference between the two places lies above zero, is reversed if it
lies below, and undecided otherwise: the statistic `prevalence` counts the same verdicts.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, field

from proofpress.charts.axes import coordinate
from proofpress.charts.reading import cell
from proofpress.drawing.canvas import Box
from proofpress.drawing.legend import in_words, role_of_chart
from proofpress.formatting import MINUS, fixed, is_fraction, number, percent
from proofpress.language import gettext, mark
from proofpress.models import DataTable, Options, Role, Runs, Select
from proofpress.models.schema import Phrase
from proofpress.statistics.contrasts import HOLDS, REVERSED, UNDECIDED, VERDICTS, Cells, Contrast, cells
from proofpress.statistics.contrasts import selects as selects_of

CELL, NARROW_CELL = 44, 34
"""How high a cell is; lower where the maps stand one under another, so that a phone shows all of them at once."""
HEAD_LINES = 2
"""Lines of the head over a map: its name, and how many of its cells are decided."""


class Sentence(Contrast, frozen=True, kw_only=True):
    """A sentence and the two places that decide it. says: what it is about, such as `weight decay`."""

    says: Phrase


class ConditionMap(Options, frozen=True):
    """Options of `condition_map`.

    x, y: the axes across and upward. maps: a map for each sentence. units: axes whose coordinates are shown in percent.
    words: what `holds`, `reversed` and `undecided` are called. x_words, y_words: what the axes are called.
    """

    summary: ClassVar[str] = "mean"

    x: str
    y: str
    maps: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=4)]
    units: Mapping[str, Literal["percent", "plain"]] = field(default_factory=dict)
    words: Mapping[Literal["holds", "reversed", "undecided"], Phrase] = field(default_factory=dict)
    x_words: Phrase = ""
    y_words: Phrase = ""
    role: Role | None = None

    @property
    def over(self) -> tuple[str, str]:
        """The axes whose coordinates make the cells, rows first."""
        return self.y, self.x

    def called(self, verdict: str) -> str:
        """Return what a verdict is called."""
        return next((words for key, words in self.words.items() if key == verdict), verdict)


def selects(options: ConditionMap) -> tuple[Select, ...]:
    """Return the two places of every sentence, read along both axes."""
    return tuple(select for sentence in options.maps for select in selects_of(sentence, options.over))


def maps_of(options: ConditionMap, runs: Mapping[str, Runs]) -> list[Cells]:
    """Return the cells of each map. Raises ValueError where the maps have not the same coordinates."""
    first = runs[options.maps[0].experiment].axes
    for sentence in options.maps:
        if any(runs[sentence.experiment].axes[axis] != first[axis] for axis in options.over):
            raise ValueError(f"'{sentence.says}' has other coordinates along '{options.x}' and '{options.y}'")
    return [cells(sentence, options.over, runs) for sentence in options.maps]


HEADS = (mark("verdict"), mark("gain"), mark("95% interval, low"), mark("95% interval, high"), mark("seeds"))


def table(options: ConditionMap, runs: Mapping[str, Runs]) -> DataTable:
    """Return a row for each cell of each map: its coordinates, its verdict, gain, interval and seeds."""
    axes = runs[options.maps[0].experiment].axes
    rows = tuple(
        (sentence.says, cell(at_x), cell(at_y), options.called(str(of.verdicts[row, column])),
         cell(of.gain[row, column]), cell(of.low[row, column]), cell(of.high[row, column]), of.seeds)
        for sentence, of in zip(options.maps, maps_of(options, runs), strict=True)
        for row, at_y in enumerate(axes[options.y])
        for column, at_x in enumerate(axes[options.x])
    )  # fmt: skip
    x, y = options.x_words or in_words(options.x), options.y_words or in_words(options.y)
    return DataTable((gettext("of"), x, y, *map(gettext, HEADS)), rows)


def draw(options: ConditionMap, runs: Mapping[str, Runs], frame: Any) -> None:
    """Draw the maps side by side, or one under another where it is narrow, and one key of their marks."""
    unit, line = frame.unit, frame.leading()
    axes = runs[options.maps[0].experiment].axes
    ups, acrosses = (
        [_written(at, options.units.get(axis, "plain")) for at in axes[axis]] for axis in (options.y, options.x)
    )
    x_words, y_words = (
        (options.x_words or in_words(options.x), options.y_words or in_words(options.y)) if frame.words else ("", "")
    )
    # The name of the axis upward stands over its labels, a word a line, beside the heads of the maps.
    aside = y_words.split()
    beside = [*ups, *(aside if len(aside) <= HEAD_LINES else ())]
    left = max(frame.measure(label) for label in beside) + 10 * unit
    note = line * (1.1 if frame.words else 0)
    body = frame.box.inset(left=left, bottom=line * 2.55 + note)
    stacked = _stacked(frame.box.width, len(options.maps), unit)
    boxes = body.rows(len(options.maps), 14 * unit) if stacked else body.columns(len(options.maps), 18 * unit)
    for index, (sentence, of, box) in enumerate(zip(options.maps, maps_of(options, runs), boxes, strict=True)):
        beneath = index == len(boxes) - 1 or not stacked
        inner = box.inset(top=_head(options, sentence, of, frame, box))
        _cells(options, sentence, of, frame, inner)
        rows, columns = of.gain.shape
        if len(aside) <= HEAD_LINES and (index == 0 or stacked):
            for above, word in enumerate(reversed(aside)):
                base = inner.top - 0.45 * line - above * line
                frame.text(word, inner.left - 8 * unit, base, "caption", anchor="right")
        for row, label in enumerate(ups if index == 0 or stacked else ()):
            y = inner.bottom - (row + 0.5) * inner.height / rows
            frame.text(label, inner.left - 8 * unit, y, anchor="right", base="center")
        for column, label in enumerate(acrosses if beneath else ()):
            x = inner.left + (column + 0.5) * inner.width / columns
            frame.text(label, x, inner.bottom + line, anchor="center")
    if frame.words:
        both = gettext("across: %(across)s; up: %(up)s", across=x_words, up=y_words)
        words = x_words if len(aside) <= HEAD_LINES else both
        frame.text(words, body.left, body.bottom + line * 1.2 + note * 0.85, "caption")
    _key(options, frame, body.left, frame.box.bottom - 7 * unit)


def gain_words(gain: float, channel: str) -> str:
    """Return how much better it is, with its sign: in points for fractions; a digit more where it is below one."""
    value = gain * 100 if is_fraction(channel) else gain
    size = abs(value)
    text = fixed(size, 0 if size >= 0.95 else 1) if is_fraction(channel) else number(float(f"{size:.2g}"))
    return f"{MINUS if value < 0 else '+'}{text}"


def _head(options: ConditionMap, sentence: Sentence, of: Cells, frame: Any, box: Box) -> float:
    """Name a map and count its cells over it; return how high that is."""
    first, line = frame.leading("label"), frame.leading()
    held, turned = (int((of.verdicts == verdict).sum()) for verdict in (HOLDS, REVERSED))
    counted = {
        "helps": options.called(HOLDS),
        "held": held,
        "all": of.gain.size,
        "hurts": options.called(REVERSED),
        "turned": turned,
    }
    tries = (
        gettext("%(helps)s in %(held)s of %(all)s cells, %(hurts)s in %(turned)s", **counted),
        gettext("%(helps)s in %(held)s, %(hurts)s in %(turned)s of %(all)s", **counted),
        gettext("%(held)s of %(all)s", held=held, all=of.gain.size),
    )
    counts = next((words for words in tries if frame.measure(words) <= box.width), tries[-1])
    frame.text(sentence.says, box.left, box.top + first * 0.75, "label")
    frame.text(counts, box.left, box.top + first * 0.75 + line, "tick")
    return float(first * 0.75 + line * 1.45)


def _cells(options: ConditionMap, sentence: Sentence, of: Cells, frame: Any, box: Box) -> None:
    """Draw a cell for each pair of conditions: filled and with a mark where it is decided, empty with a ring if not."""
    rows, columns = of.gain.shape
    wide, high, gap = box.width / columns, box.height / rows, 1.5 * frame.unit
    for row in range(rows):
        for column in range(columns):
            verdict = str(of.verdicts[row, column])
            inner = Box(box.left + column * wide, box.bottom - (row + 1) * high, wide, high).inset(gap, gap, gap, gap)
            words = gain_words(float(of.gain[row, column]), sentence.channel)
            _cell(
                frame,
                inner,
                verdict,
                "" if verdict == UNDECIDED else words,
                frame.theme.role(role_of_chart(options, "first")),
            )


def _cell(frame: Any, box: Box, verdict: str, words: str, role: str) -> None:
    """Draw one cell; its number beside the mark, or under it, or left out where there is no room."""
    theme, unit = frame.theme, frame.unit
    fill = {HOLDS: role, REVERSED: theme.ink, UNDECIDED: frame.ground}[verdict]
    frame.canvas.rectangle(box, fill, edge=theme.context if verdict == UNDECIDED else "none", width=unit)
    ink = theme.muted if verdict == UNDECIDED else theme.on(fill)
    size = min(13 * unit, box.height * 0.5, box.width * 0.4)
    x, y = box.left + box.width / 2, box.top + box.height / 2
    width, gap = frame.measure(words), 5 * unit
    if words and size + gap + width + 6 * unit <= box.width and frame.leading() <= box.height:
        start = x - (size + gap + width) / 2
        _mark(frame, verdict, start + size / 2, y, size, ink)
        frame.text(words, start + size + gap, y, base="center", colour=ink)
    elif words and width + 4 * unit <= box.width and size + frame.leading() * 1.05 <= box.height:
        _mark(frame, verdict, x, y - frame.leading() * 0.45, size, ink)
        frame.text(words, x, y + size * 0.55, anchor="center", base="center", colour=ink)
    else:
        _mark(frame, verdict, x, y, size, ink)


def _mark(frame: Any, verdict: str, x: float, y: float, size: float, colour: str) -> None:
    """Draw the mark of a verdict: a triangle that points up, one that points down, or a ring."""
    if verdict == UNDECIDED:
        frame.marker(x, y, "circle", size * 0.8, frame.ground, colour, 1.8)
        return
    tip = -size / 2 if verdict == HOLDS else size / 2
    frame.canvas.shape([(x, y + tip), (x + size * 0.58, y - tip), (x - size * 0.58, y - tip)], colour, layer=8)


def _key(options: ConditionMap, frame: Any, left: float, baseline: float) -> None:
    """Say what the marks stand for, in a row."""
    unit, swatch = frame.unit, 22 * frame.unit
    for verdict in VERDICTS:
        words = options.called(verdict)
        box = Box(left, baseline - swatch * 0.8, swatch, swatch)
        _cell(frame, box, verdict, "", frame.theme.role(role_of_chart(options, "first")))
        frame.text(words, box.right + 6 * unit, baseline)
        left = box.right + frame.measure(words) + 24 * unit
    unit_words = gettext("numbers: points")
    fractions = all(is_fraction(sentence.channel) for sentence in options.maps)
    if fractions and left + frame.measure(unit_words) <= frame.box.right:
        frame.text(unit_words, left, baseline)


def _written(at: Any, unit: str) -> str:
    return percent(at) if unit == "percent" and isinstance(at, int | float) else coordinate(at)


def _stacked(width: float, count: int, unit: float) -> bool:
    return width < 190 * unit * count and count > 1


def sheet_height(options: ConditionMap, runs: Mapping[str, Runs], narrow: bool) -> int:
    """Return the height at which cells have room for a mark and a number beside it."""
    rows = len(runs[options.maps[0].experiment].axes[options.y])
    panels, high = (len(options.maps), NARROW_CELL) if narrow else (1, CELL)
    return panels * (rows * high + 62) + 90
