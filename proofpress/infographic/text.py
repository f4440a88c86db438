"""Words on the sheets: headlines in several colours, wrapped lines, marks of the two roles."""

import re
from collections.abc import Iterator, Sequence

from proofpress.drawing.canvas import Box, Canvas
from proofpress.drawing.words import balanced
from proofpress.markup import ROLES, Span, join_spans

LEADING = 1.28
GLUE = "\ue000"
"""Stands for a space at which a line may not break."""


def set_headline(
    canvas: Canvas, headline: Sequence[Span], x: float, y: float, width: float, size: float, leading: float = 1.14
) -> float:
    """Set a headline in balanced lines, the first baseline at y, its marked words in their roles' colours.

    Returns the last baseline.
    """
    theme = canvas.theme
    lines = headline_lines(canvas, headline, width, size)
    text = join_spans(headline)
    start = 0
    for number, line in enumerate(lines):
        start = text.index(line, start)
        for offset, span in _within(headline, start, start + len(line)):
            left = x + advance(canvas, line[: offset - start], size, 700)
            colour = theme.role(span.role) if span.role else theme.ink
            canvas.text(
                span.words, left, y + number * size * leading, size=size, weight=700, colour=colour, level="headline"
            )
        start += len(line)
    return y + (len(lines) - 1) * size * leading


def headline_lines(canvas: Canvas, headline: Sequence[Span], width: float, size: float) -> list[str]:
    """Return the lines of a headline: one if it fits, else each sentence begins one, its marked words kept together."""

    def measure(words: str) -> float:
        return canvas.measure(words.replace(GLUE, " "), size, 700)

    if measure(join_spans(headline)) <= width:
        return [join_spans(headline)]
    glued = "".join(span.words.replace(" ", GLUE) if span.role else span.words for span in headline)
    lines: list[str] = []
    for sentence in re.split(rf"(?<=[.?!])[ {GLUE}]+", glued):
        whole = balanced(sentence, width, measure)
        fits = all(measure(line) <= width for line in whole)
        lines += whole if fits else balanced(sentence.replace(GLUE, " "), width, measure)
    return [line.replace(GLUE, " ") for line in lines]


def advance(canvas: Canvas, words: str, size: float, weight: int) -> float:
    """Return how far some words move the pen, spaces at their end included."""
    return canvas.measure(f"{words}n", size, weight) - canvas.measure("n", size, weight) if words else 0.0


def _within(parts: Sequence[Span], start: int, end: int) -> Iterator[tuple[int, Span]]:
    """Yield the spans that lie between two characters of the headline, cut to them, without spaces at either end."""
    position = 0
    for span in parts:
        low, high = max(position, start), min(position + len(span.words), end)
        words = span.words[low - position : high - position] if low < high else ""
        if words.strip():
            yield low + len(words) - len(words.lstrip()), Span(words.strip(), span.role)
        position += len(span.words)


def set_lines(
    canvas: Canvas,
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    weight: int = 400,
    level: str = "cell",
) -> float:
    """Set lines one under another, the first baseline at y; return the last baseline."""
    for number, line in enumerate(lines):
        canvas.text(line, x, y + number * size * LEADING, size=size, weight=weight, colour=colour, level=level)
    return y + (len(lines) - 1) * size * LEADING


def wrap(canvas: Canvas, words: str, width: float, size: float, weight: int = 400) -> list[str]:
    """Return words in balanced lines that fit a width."""
    return balanced(words, width, lambda line: canvas.measure(line, size, weight))


def fit_size(canvas: Canvas, words: str, width: float, size: float, smallest: float, weight: int) -> float:
    """Return the size, at most `size` and at least `smallest`, at which words fit a width on one line."""
    return max(smallest, min(size, size * width / max(canvas.measure(words, size, weight), 1.0)))


def fit_words(canvas: Canvas, words: str, width: float, size: float, smallest: float, weight: int) -> tuple[str, float]:
    """Return words for one line and their size; where even the smallest is too wide, the last words give way to `…`."""
    parts = words.split()
    size = fit_size(canvas, words, width, size, smallest, weight)
    while len(parts) > 1 and canvas.measure(words, size, weight) > width:
        parts.pop()
        words = f"{' '.join(parts).rstrip(',;:')} …"
    return words, size


def draw_role_mark(canvas: Canvas, role: str, x: float, y: float, size: float, colour: str) -> None:
    """Draw a triangle as high as size, its left edge at x and its middle at y: up for `first`, down for `second`."""
    half, tip = size / 2, -1 if role == "first" else 1
    points = [(x, y - tip * half), (x + size * 1.1, y - tip * half), (x + size * 0.55, y + tip * half)]
    canvas.shape(points, colour, layer=9)


def set_bar_words(
    canvas: Canvas, words: str, box: Box, size: float, smallest: float, *, weight: int = 600, shorten: bool = True
) -> None:
    """Set words on a dark bar, in the middle of its height, behind the marks of the two roles.

    shorten: the last words may give way to `…`; else they may run out of the box, for their author to be told.
    """
    theme, middle, left = canvas.theme, box.top + box.height / 2, box.left + size
    if shorten:
        words, size = fit_words(canvas, words, box.right - left, size, smallest, weight)
    else:
        size = fit_size(canvas, words, box.right - left, size, smallest, weight)
    for role, colour, shift in zip(ROLES, (theme.bar_first, theme.bar_second), (-0.33, 0.33), strict=True):
        draw_role_mark(canvas, role, box.left, middle + shift * size, size * 0.5, colour)
    canvas.text(
        words, left, middle + size * 0.33, size=size, weight=weight, colour=theme.bar_ink, level="spine", layer=10
    )
