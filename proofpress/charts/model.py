"""The learned numbers of one model, taken apart into its weights and biases, and the colours they are drawn in."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from proofpress.drawing.canvas import Box
from proofpress.drawing.frame import Frame
from proofpress.drawing.theme import Theme, mix, rgb
from proofpress.formatting import MINUS, number, quantity
from proofpress.language import gettext
from proofpress.runs.parameters import format_sizes, parameter_count

if TYPE_CHECKING:
    import numpy as np


def tensors(numbers: "np.ndarray", sizes: Sequence[int]) -> list[tuple["np.ndarray", "np.ndarray"]]:
    """Return for each layer its weights `(inputs, outputs)` and biases `(outputs,)` from one row of numbers.

    Raises ValueError where the sizes of the layers do not make up that many numbers.
    """
    count = parameter_count(sizes)
    if count != len(numbers):
        raise ValueError(f"'sizes' {format_sizes(sizes)} make {count} numbers, the runs have {len(numbers)}")
    layers, start = [], 0
    for inputs, outputs in itertools.pairwise(sizes):
        end = start + inputs * outputs
        layers.append((numbers[start:end].reshape(inputs, outputs), numbers[end : end + outputs]))
        start = end + outputs
    return layers


def limit(numbers: "np.ndarray") -> float:
    """Return the size at which colours are full: the 98th percentile of the absolute values."""
    import numpy as np

    finite = np.abs(numbers[np.isfinite(numbers)])
    return float(np.percentile(finite, 98)) or 1.0


def coloured(theme: Theme, numbers: "np.ndarray", full: float) -> "np.ndarray":
    """Return numbers as colours, bytes of shape `(…, 3)`: from negative over zero, the paper, to positive."""
    import numpy as np

    stops = np.array([rgb(colour) for colour in theme.diverging])
    at = (np.clip(np.nan_to_num(numbers) / full, -1, 1) + 1) / 2 * (len(stops) - 1)
    channels = [np.interp(at, range(len(stops)), stops[:, part]) for part in range(3)]
    return np.asarray(np.rint(np.stack(channels, axis=-1)), dtype=np.uint8)


def name_sides(
    frame: Frame, channel: str, values: Sequence[float], width: float, *, ordered: bool = False
) -> tuple[str, str]:
    """Return the words over what was before training and after: with a result, and what it is where there is room.

    values: the channel's, before and after; none where no result is told. width: of each side. ordered: an arrow leads
    from one to the other, so that the result alone will do.
    """
    if not channel:
        return gettext("before"), gettext("after")
    before, after = (quantity(value, channel) for value in values)
    whole = gettext("before: %(share)s correct", share=before), gettext("after: %(share)s correct", share=after)
    short = gettext("before: %(share)s", share=before), gettext("after: %(share)s", share=after)
    bare = gettext("%(share)s correct", share=before), gettext("%(share)s correct", share=after)
    tries = (whole, bare) if ordered else (whole,)
    return next((both for both in tries if max(frame.measure(words, "label") for words in both) <= width), short)


STRIP, STEPS = 84, 48
"""The length of the strip in a key, in units, and how many colours it has."""


def set_key(frame: Frame, tries: Sequence[str], baseline: float, full: float) -> None:
    """Say what the colours of `coloured` stand for, after the first words that leave room for it.

    A strip of colours stands between the numbers at its ends; zero, its middle, has the colour of the paper.
    """
    unit, stops = frame.unit, frame.theme.diverging
    most = number(float(f"{full:.2g}"))
    ends = f"{MINUS}{most}", f"+{most}"
    gap, strip = 7 * unit, STRIP * unit
    key = sum(map(frame.measure, ends)) + strip + 2 * gap
    words = next((each for each in tries if frame.measure(each) + 2 * gap + key <= frame.box.width), "")
    left = frame.box.left
    if words:
        left = frame.text(words, left, baseline, "caption").right + 2 * gap
    left = frame.text(ends[0], left, baseline, "caption").right + gap
    height = 0.62 * frame.type.caption
    for step in range(STEPS):
        at = step / (STEPS - 1) * (len(stops) - 1)
        low = min(int(at), len(stops) - 2)
        # A pixel under the next one, so that no ground shows between them.
        piece = Box(left + step * strip / STEPS, baseline - height, strip / STEPS + (step + 1 < STEPS), height)
        frame.canvas.rectangle(piece, mix(stops[low], stops[low + 1], at - low))
    frame.canvas.rectangle(Box(left, baseline - height, strip, height), edge=frame.theme.context, layer=4)
    frame.text(ends[1], left + strip + gap, baseline, "caption")
