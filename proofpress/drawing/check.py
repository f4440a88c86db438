"""What is wrong with a drawing: words outside its canvas, words over words, charts over charts.

Every picture that is published is looked at here, so that nothing is drawn over something else without a word.
"""

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from proofpress.drawing.canvas import Canvas
from proofpress.drawing.geometry import Box, Lettering

SLACK = 1.0
"""Pixels by which words may leave the canvas or share with others: boxes are a little larger than letters."""
LINES = 0.12
"""The share of the smaller type by which two lines may overlap: few letters have both ascenders and descenders."""


class Fault(Struct, frozen=True):
    """Something drawn where it cannot stay. rule: `too-wide` or `overlap`. words: its lines, or names of charts."""

    rule: str
    message: str
    words: tuple[str, ...]


def find_faults(canvas: Canvas) -> Iterator[Fault]:
    """Yield what is wrong with a canvas: first what leaves it, then what overlaps."""
    for text in canvas.letterings:
        beyond = reach_beyond(text.box, Box(0, 0, canvas.width, canvas.height))
        if beyond > SLACK:
            yield Fault("too-wide", f"'{text.words}' runs {beyond:.0f} pixels off the picture", (text.words,))
    for one, other in find_overlaps(canvas):
        yield Fault("overlap", f"'{one.words}' and '{other.words}' lie over each other", (one.words, other.words))
    for (name, box), (other_name, other_box) in combinations(canvas.charts, 2):
        if box.inset(SLACK, SLACK, SLACK, SLACK).touches(other_box):
            message = f"the charts '{name}' and '{other_name}' lie over each other"
            yield Fault("overlap", message, (name, other_name))


def find_overlaps(canvas: Canvas) -> Iterator[tuple[Lettering, Lettering]]:
    """Yield each pair of texts on a canvas whose letters touch."""
    return (pair for pair in combinations(canvas.letterings, 2) if touches(*pair))


def reach_beyond(box: Box, room: Box) -> float:
    """Return how many pixels a box reaches beyond another, at the side where it does most; negative within it."""
    return max(room.left - box.left, room.top - box.top, box.right - room.right, box.bottom - room.bottom)


def touches(one: Lettering, other: Lettering) -> bool:
    """Return whether the letters of two texts touch."""
    across = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    down = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return across > SLACK and down > LINES * min(one.size, other.size)
