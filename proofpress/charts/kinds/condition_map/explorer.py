"""The explorer `condition_map`: what each sentence comes to under the conditions that the reader moves to.

The file adds `maps: [{says, verdicts}]`: a verdict for each cell of each map of the chart above.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any, Literal

from proofpress.charts.explorer import describe_axis, find_starts, flat_index, pack
from proofpress.charts.kinds.condition_map.chart import ConditionMap
from proofpress.formatting import MINUS, fixed, percent, short
from proofpress.language import gettext, ngettext
from proofpress.models import Explorer, ExplorerFile, ExplorerKind, Options, Runs
from proofpress.statistics.contrasts import Cells, cells

LARGE = 9.5
"""Points of difference from which on tenths are left out."""


class ConditionMapExplorer(Options, frozen=True):
    """Options of `condition_map`, which reads what the chart above it draws. unit: of the channel of its sentences."""

    channel: str = ""
    unit: Literal["percent", "plain"] = "percent"


def name_drawn(chart: ConditionMap) -> tuple[str, tuple[str, str]]:
    """Return the experiment and the axes that an explorer of the chart has."""
    return chart.maps[0].experiment, (chart.x, chart.y)


def prepare(explorer: Explorer, words: Mapping[str, str], runs: Mapping[str, Runs]) -> ExplorerFile:
    """Return the verdicts of each map and, for each cell, the sentences with gain and interval.

    words: `with`, in which `{axis}` stands for a coordinate; `holds`, `reversed` and `undecided`.
    """
    chart, names = explorer.chart, tuple(axis.name for axis in explorer.axes)
    of = runs[explorer.experiment]
    maps = [cells(sentence, names, runs) for sentence in chart.maps]
    axes = [_describe_axis(of.axes[name], chart.units.get(name, "plain")) for name in names]
    shape = tuple(len(axis["keys"]) for axis in axes)
    said = []
    for cell in product(*map(range, shape)):
        where = words["with"]
        for name, axis, position in zip(names, axes, cell, strict=True):
            where = where.replace(f"{{{name}}}", axis["words"][position])
        lines = [_describe_cell(s.says, each, cell, explorer, words) for s, each in zip(chart.maps, maps, strict=True)]
        said.append("\n".join([_describe_seeds(where, min(each.seeds for each in maps)), *lines]))
    drawn = [
        {"says": sentence.says, "verdicts": each.verdicts.ravel().tolist()}
        for sentence, each in zip(chart.maps, maps, strict=True)
    ]
    start = flat_index(find_starts(explorer, of), shape)
    facts = {"axes": axes, "said": said[start], "captions": [sentence.says for sentence in chart.maps]}
    return ExplorerFile(pack({"axes": axes, "said": said, "maps": drawn}), facts)


def _describe_seeds(where: str, seeds: int) -> str:
    return ngettext("%(where)s, %(num)s seed:", "%(where)s, %(num)s seeds:", seeds, where=where, num=seeds)


def _describe_cell(says: str, of: Cells, cell: tuple[int, ...], explorer: Explorer, words: Mapping[str, str]) -> str:
    points = explorer.options.unit == "percent"
    gain, low, high = (float(part[cell]) * (100 if points else 1) for part in (of.gain, of.low, of.high))
    digits = (0 if abs(gain) >= LARGE else 1) if points else None
    numbers = gettext(
        "%(number)s [%(low)s, %(high)s]",
        number=f"{_signed(gain, digits, '+')} {words['measure']}",
        low=_signed(low, digits),
        high=_signed(high, digits),
    )
    return f"{says} {words[str(of.verdicts[cell])]}, {numbers}."


def _signed(value: float, digits: int | None, plus: str = "") -> str:
    """Return a number with its sign, to so many digits after the point; to three digits in all for None."""
    text = short(abs(value)) if digits is None else fixed(abs(value), digits)
    if not text.strip("0.,"):
        return text
    return f"{MINUS if value < 0 else plus}{text}"


def _describe_axis(coordinates: Any, unit: str) -> dict[str, list[str]]:
    axis = describe_axis(coordinates)
    return axis | {"words": [percent(value) for value in coordinates]} if unit == "percent" else axis


EXPLORER = ExplorerKind(
    "condition_map", ConditionMapExplorer, "the verdicts of a condition map, in sentences", ("", ""), prepare,
    "condition_map", "svg", words=("with", "holds", "reversed", "undecided"), drawn=name_drawn, aliases=("habitat",),
)  # fmt: skip
