"""An explorer of the kind `habitat`: what each sentence comes to under the conditions that the reader moves to."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from proofpress.contrasts import Cells, cells
from proofpress.pages.explorers_file import Prepared, axis_of, packed, start_cell
from proofpress.pages.explorers_words import MINUS, number, percent
from proofpress.values import Explorer, Runs


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
    gain, low, high = (float(part[at]) for part in (of.gain, of.low, of.high))
    unit = explorer.options["unit"]
    told = f"{_gain(gain, unit)} {words['measure']} [{_gain(low, unit, '')}, {_gain(high, unit, '')}]"
    return f"{says} {words[str(of.verdicts[at])]}, {told}."


def _gain(value: float, unit: str, plus: str = "+") -> str:
    """Return a gain with its sign; of fractions in points, with a digit after the point where it is below ten."""
    value = value * 100 if unit == "percent" else value
    text = f"{abs(value):.{0 if abs(value) >= 9.95 else 1}f}" if unit == "percent" else number(abs(value))
    if not float(text.replace(",", "")):
        return text
    return f"{MINUS if value < 0 else plus}{text}"


def _seeds(found: list[Cells]) -> int:
    return min(each.seeds for each in found)


def _axis(coordinates: Any, unit: str) -> dict[str, list[str]]:
    axis = axis_of(coordinates)
    return axis | {"words": [percent(value) for value in coordinates]} if unit == "percent" else axis
