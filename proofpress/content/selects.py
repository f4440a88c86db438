"""What statistics and charts read from the runs: every experiment, channel, axis and coordinate must be there."""

from collections.abc import Iterable
from typing import Any

from proofpress.content.nearest import mend_name
from proofpress.content.scalars import shortened
from proofpress.content.schema import ExperimentPart
from proofpress.content.sheets import Sheet
from proofpress.content.tree import Node
from proofpress.problems import Place, Problem, one_of
from proofpress.values import Best, Outline, Select

ANYWHERE = ("first", "last", "mean")
LISTED = 8


def check_selects(
    selects: Iterable[Select], node: Node, place: Place, experiments: Sheet[ExperimentPart], problems: list[Problem]
) -> None:
    """Note each part of the selects that is not in the outline of its experiment.

    node: the options as written, in which the place of each complaint is looked for; place: where they begin.
    """
    for select in selects:
        if experiments.lacks(select.experiment):
            where = _spot(node, "experiment", select.experiment) or place
            problems.append(experiments.missing(select.experiment, "experiment", where))
        elif select.experiment in experiments.entries:
            outline: Outline = experiments.entries[select.experiment].outline
            problems.extend(_in_outline(select, outline, node, place))


def _in_outline(select: Select, outline: Outline, node: Node, place: Place) -> list[Problem]:
    if select.channel not in outline.channels:
        return [
            _no_channel(select.channel, select.experiment, outline, _spot(node, "channel", select.channel) or place)
        ]
    found: list[Problem] = []
    axes = [axis for axis in outline.channels[select.channel] if axis in outline.axes and axis != "seed"]
    for axis, where in select.at.items():
        if axis not in axes:
            spot = _under(node, axis, _wanted(where), key=True) or _anywhere(node, axis) or place
            says = f"the channel '{select.channel}' of '{select.experiment}' has no axis '{shortened(axis)}'"
            if axis == "seed":
                mend = "leave it out: a statistic is taken over all seeds"
            else:
                mend = mend_name(axis, axes) if axes else "leave it out: the channel has no axes but seeds"
            found.append(Problem(spot, "unknown-axis", says, mend))
            continue
        # Places are looked for only where there is something to complain of: it takes long in long options.
        if isinstance(where, Best):
            if _unfit(where, axis, outline):
                found.extend(_best(where, axis, select, outline, _spot(node, axis, where) or place))
        elif where not in ANYWHERE and not any(_equal(where, at) for at in outline.axes[axis]):
            spot = _spot(node, axis, where) or place
            says = f"{_shown(where)} is not on the axis '{axis}' of '{select.experiment}'"
            found.append(Problem(spot, "unknown-coordinate", says, _mend_coordinate(where, outline.axes[axis])))
    # An axis that is mistyped is not missing as well.
    for axis in axes if not found else ():
        if axis not in select.at and axis != "step" and len(outline.axes[axis]) > 1:
            says = f"'{select.channel}' of '{select.experiment}' varies along '{axis}': say where to read it"
            mend = f"add to 'at': {axis}: a coordinate, 'first', 'last', 'mean' or {{best: a channel}}"
            found.append(Problem(node.keys.get("at", place), "missing-axis", says, mend))
    return found


def _unfit(best: Best, axis: str, outline: Outline) -> bool:
    return axis not in outline.channels.get(best.best, ()) or best.per not in ("all", "seed")


def _best(best: Best, axis: str, select: Select, outline: Outline, spot: Place) -> list[Problem]:
    if best.best not in outline.channels:
        return [_no_channel(best.best, select.experiment, outline, spot)]
    if axis not in outline.channels[best.best]:
        says = f"the channel '{best.best}' cannot choose on '{axis}': it does not vary along it"
        able = [channel for channel, dims in outline.channels.items() if axis in dims]
        return [Problem(spot, "unknown-axis", says, f"use {one_of(sorted(able))}")]
    if best.per not in ("all", "seed"):
        return [
            Problem(spot, "not-allowed", f"'{shortened(best.per)}' is not allowed for 'per'", "use 'all' or 'seed'")
        ]
    return []


def _no_channel(channel: str, experiment: str, outline: Outline, spot: Place) -> Problem:
    says = f"the experiment '{experiment}' records no channel '{shortened(channel)}'"
    return Problem(spot, "unknown-channel", says, mend_name(channel, outline.channels))


def _equal(where: Any, coordinate: Any) -> bool:
    """Return whether a coordinate is meant; numbers to a relative 1e-9, as the runs are read later."""
    if isinstance(where, bool) or isinstance(coordinate, bool):
        return where is coordinate
    if isinstance(where, int | float) and isinstance(coordinate, int | float):
        return abs(coordinate - where) <= 1e-9 * max(abs(coordinate), abs(where))
    return bool(where == coordinate)


def _mend_coordinate(where: Any, axis: tuple[Any, ...]) -> str:
    numbers = [at for at in axis if isinstance(at, int | float) and not isinstance(at, bool)]
    if len(axis) <= LISTED:
        return f"use {', '.join(_shown(at) for at in axis)}, or 'first', 'last' or 'mean'"
    if numbers and isinstance(where, int | float):
        return f"the nearest one is {_shown(min(numbers, key=lambda at: abs(at - where)))}"
    return f"use one of {len(axis)} from {_shown(axis[0])} to {_shown(axis[-1])}, or 'first', 'last' or 'mean'"


def _shown(where: Any) -> str:
    if isinstance(where, float):
        return f"{where:.10g}"
    return f"'{shortened(where)}'" if isinstance(where, str) else str(where)


def _spot(node: Node, name: str, value: Any) -> Place | None:
    """Return where a value stands in the options: under this name if there is such a place, else anywhere."""
    return _under(node, name, _wanted(value)) or _anywhere(node, _wanted(value))


def _wanted(value: Any) -> Any:
    return {"best": value.best} if isinstance(value, Best) else value


def _under(node: Node, name: str, wanted: Any, key: bool = False) -> Place | None:
    """Return where a value under a name stands, or its key."""
    children = [("", child) for child in node.value] if isinstance(node.value, list) else list(node.items())
    for each, child in children:
        if each == name and _means(child, wanted):
            return node.keys[each] if key else child.place
        deeper = _under(child, name, wanted, key)
        if deeper:
            return deeper
    return None


def _anywhere(node: Node, wanted: Any) -> Place | None:
    if isinstance(node.value, list):
        return next((found for child in node.value if (found := _anywhere(child, wanted))), None)
    for name, child in node.items():
        if name == wanted:
            return node.keys[name]
        found = _anywhere(child, wanted)
        if found:
            return found
    return node.place if not isinstance(node.value, dict) and _means(node, wanted) else None


def _means(node: Node, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        judge = node.child("best")
        return judge is not None and bool(judge.value == wanted["best"])
    return type(node.value) in (str, int, float) and bool(node.value == wanted)
