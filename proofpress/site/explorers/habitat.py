"""An explorer of the kind `habitat`: what each sentence comes to under the conditions that the reader moves to."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from proofpress.models import Explorer, Runs
from proofpress.site.explorers.file import Prepared, axis_of, packed, start_cell
from proofpress.site.explorers.words import MINUS, number, percent
from proofpress.statistics.contrasts import Cells, cells

LARGE = 9.5
"""Points of difference from which on tenths are left out."""


def habitat(explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs]) -> Prepared:
    """Return the verdicts of each map and, for each cell, the sentences with gain and interval.

    words: `with`, in which `{axis}` stands for a coordinate; `holds`, `reversed` and `undecided`.
    """
    chart, names = explorer.options["chart"], tuple(axis.name for axis in explorer.axes)
    of = runs[explorer.experiment]
    found = [cells(sentence, names, runs) for sentence in chart.maps]
    axes = [_axis(of.axes[name], chart.units.get(name, "plain")) for name in names]
    shape = tuple(len(axis["keys"]) for axis in axes)
    said = []
    for at in product(*(range(size) for size in shape)):
        where = words["with"]
        for name, axis, place in zip(names, axes, at, strict=True):
            where = where.replace(f"{{{name}}}", axis["words"][place])
        lines = [_said(s.says, each, at, explorer, words) for s, each in zip(chart.maps, found, strict=True)]
        said.append("\n".join([f"{where}, {_seeds(found)} seeds:", *lines]))
    maps = [
        {"says": sentence.says, "verdicts": each.verdicts.ravel().tolist()}
        for sentence, each in zip(chart.maps, found, strict=True)
    ]
    facts = {"axes": axes, "said": said[start_cell(explorer, of, shape)], "maps": [each["says"] for each in maps]}
    return Prepared(packed({"axes": axes, "said": said, "maps": maps}, b""), facts)


def _said(says: str, of: Cells, at: tuple[int, ...], explorer: Explorer, words: Mapping[str, str]) -> str:
    points = explorer.options["unit"] == "percent"
    gain, low, high = (float(part[at]) * (100 if points else 1) for part in (of.gain, of.low, of.high))
    digits = (0 if abs(gain) >= LARGE else 1) if points else None
    told = f"{_signed(gain, digits, '+')} {words['measure']} [{_signed(low, digits)}, {_signed(high, digits)}]"
    return f"{says} {words[str(of.verdicts[at])]}, {told}."


def _signed(value: float, digits: int | None, plus: str = "") -> str:
    """Return a number with its sign, to so many digits after the point; three in all where none are asked for."""
    text = number(abs(value)) if digits is None else f"{abs(value):.{digits}f}"
    if not float(text.replace(",", "")):
        return text
    return f"{MINUS if value < 0 else plus}{text}"


def _seeds(found: list[Cells]) -> int:
    return min(each.seeds for each in found)


def _axis(coordinates: Any, unit: str) -> dict[str, list[str]]:
    axis = axis_of(coordinates)
    return axis | {"words": [percent(value) for value in coordinates]} if unit == "percent" else axis
