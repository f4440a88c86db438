"""The axis that charts over one another have in common: the room at their sides, and its labels if they agree."""

from collections.abc import Sequence

from msgspec import Struct

from proofpress.drawing.geometry import Box, Ruler


class Axis(Struct, frozen=True):
    """What charts over each other have in common: the room at their sides, and a ruler if they share their axis."""

    sides: tuple[float, float] = (0.0, 0.0)
    ruler: Ruler | None = None


OWN = Axis()
"""A chart that has its axis to itself."""


def share_rulers(rulers: Sequence[Ruler], boxes: Sequence[Box]) -> Axis:
    """Return what charts have in common that were drawn, each with one plot, into boxes of one width.

    rulers: of their plots, in the order of the boxes. The ruler of the axis is the last one's, if all of them agree.
    """
    left = max(ruler.box.left - box.left for ruler, box in zip(rulers, boxes, strict=True))
    right = max(box.right - ruler.box.right for ruler, box in zip(rulers, boxes, strict=True))
    place = Box(boxes[0].left + left, 0.0, boxes[0].width - left - right, 0.0)
    *others, last = (labels_in(ruler, place) for ruler in rulers)
    agree = all(
        [words for _, words in other] == [words for _, words in last]
        and all(abs(one[0] - two[0]) <= 1 for one, two in zip(other, last, strict=True))
        for other in others
    )
    if not last or not agree:
        return Axis((left, right))
    words = next((ruler.words for ruler in reversed(rulers) if ruler.words), "")
    return Axis((left, right), Ruler(place, tuple(last), words))


def labels_in(ruler: Ruler, box: Box) -> list[tuple[float, str]]:
    """Return the labels of a ruler as they lie along another box."""
    scale = box.width / ruler.box.width
    return [(box.left + (x - ruler.box.left) * scale, words) for x, words in ruler.labels]
