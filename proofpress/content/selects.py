"""What statistics and charts read from the runs: every experiment, channel, axis and coordinate must be there."""

from collections.abc import Iterable
from typing import Any

from proofpress.content.collections import Sheet
from proofpress.content.scalars import shortened
from proofpress.content.schema import ExperimentPart
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic, Location, one_of
from proofpress.models import Best, RunSchema, Select
from proofpress.runs.selection import ListSelect, ScalarSelect

ANYWHERE = ("first", "last", "mean")
LISTED = 8


def check_selects(
    selects: Iterable[Select],
    node: Node,
    location: Location,
    experiments: Sheet[ExperimentPart],
    diagnostics: list[Diagnostic],
) -> None:
    """Note each part of the selects that is not in the outline of its experiment.

    node: the options as written, in which the place of each complaint is looked for; place: where they begin.
    """
    for select in selects:
        if experiments.lacks(select.experiment):
            where = _spot(node, "experiment", select.experiment) or location
            diagnostics.append(experiments.missing(select.experiment, "experiment", where))
        elif select.experiment in experiments.entries:
            run_schema: RunSchema = experiments.entries[select.experiment].run_schema
            diagnostics.extend(_in_outline(select, run_schema, node, location))


def _in_outline(select: Select, run_schema: RunSchema, node: Node, location: Location) -> list[Diagnostic]:
    if select.channel not in run_schema.channels:
        return [
            _no_channel(
                select.channel, select.experiment, run_schema, _spot(node, "channel", select.channel) or location
            )
        ]
    found: list[Diagnostic] = []
    if wrong := _wrong_shape(select, run_schema):
        found.append(Diagnostic(_spot(node, "channel", select.channel) or location, "wrong-channel", *wrong))
    axes = [axis for axis in run_schema.channels[select.channel] if axis in run_schema.axes and axis != "seed"]
    for axis, where in select.at.items():
        if axis not in axes:
            spot = _under(node, axis, _wanted(where), key=True) or _anywhere(node, axis) or location
            message = f"the channel '{select.channel}' of '{select.experiment}' has no axis '{shortened(axis)}'"
            if axis == "seed":
                hint = "leave it out: a statistic is taken over all seeds"
            else:
                hint = suggest(axis, axes) if axes else "leave it out: the channel has no axes but seeds"
            found.append(Diagnostic(spot, "unknown-axis", message, hint))
            continue
        # Places are looked for only where there is something to complain of: it takes long in long options.
        if isinstance(where, Best):
            if _unfit(where, axis, run_schema):
                found.extend(_best(where, axis, select, run_schema, _spot(node, axis, where) or location))
        elif where not in ANYWHERE and not any(_equal(where, at) for at in run_schema.axes[axis]):
            spot = _spot(node, axis, where) or location
            message = f"{_shown(where)} is not on the axis '{axis}' of '{select.experiment}'"
            found.append(
                Diagnostic(spot, "unknown-coordinate", message, _hint_coordinate(where, run_schema.axes[axis]))
            )
    # An axis that is mistyped is not missing as well.
    for axis in axes if not found else ():
        if axis not in select.at and axis != "step" and len(run_schema.axes[axis]) > 1:
            message = f"'{select.channel}' of '{select.experiment}' varies along '{axis}': say where to read it"
            hint = f"add to 'at': {axis}: a coordinate, 'first', 'last', 'mean' or {{best: a channel}}"
            found.append(Diagnostic(node.keys.get("at", location), "missing-axis", message, hint))
    return found


def _wrong_shape(select: Select, run_schema: RunSchema) -> tuple[str, str] | None:
    """Return (message, hint) where a channel holds a list for each run and one number is needed, or the reverse."""
    if not isinstance(select, ScalarSelect | ListSelect):
        return None
    needs_list = isinstance(select, ListSelect)
    if _is_list(select.channel, run_schema) == needs_list:
        return None
    holds, needed = ("one number", "a list is") if needs_list else ("a list of numbers", "one number is")
    fitting = [channel for channel in run_schema.channels if _is_list(channel, run_schema) == needs_list]
    message = f"the channel '{select.channel}' of '{select.experiment}' holds {holds} for each run: {needed} needed"
    return message, f"use {one_of(fitting)}" if fitting else "use an experiment that records one"


def _is_list(channel: str, run_schema: RunSchema) -> bool:
    return any(dim not in run_schema.axes for dim in run_schema.channels[channel])


def _unfit(best: Best, axis: str, run_schema: RunSchema) -> bool:
    dims = run_schema.channels.get(best.best, ())
    return axis not in dims or _is_list(best.best, run_schema) or best.per not in ("all", "seed")


def _best(best: Best, axis: str, select: Select, run_schema: RunSchema, spot: Location) -> list[Diagnostic]:
    if best.best not in run_schema.channels:
        return [_no_channel(best.best, select.experiment, run_schema, spot)]
    if axis not in run_schema.channels[best.best]:
        message = f"the channel '{best.best}' cannot choose on '{axis}': it does not vary along it"
        able = [channel for channel, dims in run_schema.channels.items() if axis in dims]
        return [Diagnostic(spot, "unknown-axis", message, f"use {one_of(sorted(able))}")]
    if _is_list(best.best, run_schema):
        message = f"the channel '{best.best}' cannot choose: it holds a list of numbers for each run"
        able = [channel for channel, dims in run_schema.channels.items() if axis in dims]
        able = [channel for channel in able if not _is_list(channel, run_schema)]
        return [Diagnostic(spot, "wrong-channel", message, f"use {one_of(able)}")]
    if best.per not in ("all", "seed"):
        return [
            Diagnostic(spot, "not-allowed", f"'{shortened(best.per)}' is not allowed for 'per'", "use 'all' or 'seed'")
        ]
    return []


def _no_channel(channel: str, experiment: str, run_schema: RunSchema, spot: Location) -> Diagnostic:
    message = f"the experiment '{experiment}' records no channel '{shortened(channel)}'"
    return Diagnostic(spot, "unknown-channel", message, suggest(channel, run_schema.channels))


def _equal(where: Any, coordinate: Any) -> bool:
    """Return whether a coordinate is meant; numbers to a relative 1e-9, as the runs are read later."""
    if isinstance(where, bool) or isinstance(coordinate, bool):
        return where is coordinate
    if isinstance(where, int | float) and isinstance(coordinate, int | float):
        return abs(coordinate - where) <= 1e-9 * max(abs(coordinate), abs(where))
    return bool(where == coordinate)


def _hint_coordinate(where: Any, axis: tuple[Any, ...]) -> str:
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


def _spot(node: Node, name: str, value: Any) -> Location | None:
    """Return where a value stands in the options: under this name if there is such a place, else anywhere."""
    return _under(node, name, _wanted(value)) or _anywhere(node, _wanted(value))


def _wanted(value: Any) -> Any:
    return {"best": value.best} if isinstance(value, Best) else value


def _under(node: Node, name: str, wanted: Any, key: bool = False) -> Location | None:
    """Return where a value under a name stands, or its key."""
    children = [("", child) for child in node.value] if isinstance(node.value, list) else list(node.items())
    for each, child in children:
        if each == name and _means(child, wanted):
            return node.keys[each] if key else child.location
        deeper = _under(child, name, wanted, key)
        if deeper:
            return deeper
    return None


def _anywhere(node: Node, wanted: Any) -> Location | None:
    if isinstance(node.value, list):
        return next((found for child in node.value if (found := _anywhere(child, wanted))), None)
    for name, child in node.items():
        if name == wanted:
            return node.keys[name]
        found = _anywhere(child, wanted)
        if found:
            return found
    return node.location if not isinstance(node.value, dict) and _means(node, wanted) else None


def _means(node: Node, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        judge = node.child("best")
        return judge is not None and bool(judge.value == wanted["best"])
    return type(node.value) in (str, int, float) and bool(node.value == wanted)
