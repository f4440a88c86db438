"""What statistics and charts read from the runs: every experiment, channel, axis and coordinate must be there."""

from collections.abc import Iterable
from typing import Any

from proofpress.content.collections import Collection
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, one_of, shortened, suggest
from proofpress.models import Best, Experiment, RunSchema, Select
from proofpress.runs.selection import ListSelect, ScalarSelect

ANYWHERE = ("first", "last", "mean")
PER = ("all", "split", "seed")
LISTED = 8


def check_selects(
    selects: Iterable[Select],
    node: Node,
    location: Location,
    experiments: Collection[Experiment],
    diagnostics: list[Diagnostic],
) -> None:
    """Note each part of the selects that is not in the run schema of its experiment.

    node: the options as written, in which each part is located; location: where they begin.
    """
    for select in selects:
        experiment = experiments.get(select.experiment)
        if experiments.lacks(select.experiment):
            where = _locate(node, "experiment", select.experiment) or location
            diagnostics.append(experiments.missing(select.experiment, "experiment", where))
        elif experiment is not None:
            diagnostics.extend(_check_select(select, experiment.run_schema, node, location))


def _check_select(select: Select, run_schema: RunSchema, node: Node, location: Location) -> list[Diagnostic]:
    if select.channel not in run_schema.channels:
        where = _locate(node, "channel", select.channel) or location
        return [Diagnostic(where, *_no_channel(select.channel, select.experiment, run_schema))]
    found: list[Diagnostic] = []
    if wrong := _wrong_shape(select, run_schema):
        where = _locate(node, "channel", select.channel) or location
        found.append(Diagnostic(where, "wrong-channel", *wrong))
    repeats = run_schema.repeats
    axes = [axis for axis in run_schema.channels[select.channel] if axis in run_schema.axes and axis not in repeats]
    for axis, coordinate in select.at.items():
        # Coordinates are located only if something is wrong with them: in long options that takes long.
        if axis not in axes:
            where = _locate_under(node, axis, _wanted(coordinate), key=True) or _locate_anywhere(node, axis) or location
            message = f"the channel '{select.channel}' of '{select.experiment}' has no axis '{shortened(axis)}'"
            if axis in repeats:
                hint = f"leave it out: a statistic is taken over all {axis}s"
            else:
                hint = suggest(axis, axes) if axes else "leave it out: the channel has no axes but seeds"
            found.append(Diagnostic(where, "unknown-axis", message, hint))
        elif isinstance(coordinate, Best):
            if wrong_best := _wrong_best(coordinate, axis, select.experiment, run_schema):
                where = _locate(node, axis, coordinate) or location
                found.append(Diagnostic(where, *wrong_best))
        elif coordinate not in ANYWHERE and not any(_equal(coordinate, other) for other in run_schema.axes[axis]):
            where = _locate(node, axis, coordinate) or location
            message = f"{_shown(coordinate)} is not on the axis '{axis}' of '{select.experiment}'"
            hint = _hint_coordinate(coordinate, run_schema.axes[axis])
            found.append(Diagnostic(where, "unknown-coordinate", message, hint))
    # An axis that is mistyped is not missing as well.
    for axis in axes if not found else ():
        if axis not in select.at and axis != "step" and len(run_schema.axes[axis]) > 1:
            message = f"'{select.channel}' of '{select.experiment}' varies along '{axis}': say where to read it"
            hint = f"add to 'at': {axis}: a coordinate, 'first', 'last', 'mean' or {{best: a channel}}"
            found.append(Diagnostic(node.keys.get("at", location), "missing-axis", message, hint))
    return found


def _wrong_shape(select: Select, run_schema: RunSchema) -> tuple[str, str] | None:
    """Return (message, hint) if a channel holds a list for each run and one number is needed, or the reverse."""
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


def _wrong_best(best: Best, axis: str, experiment: str, run_schema: RunSchema) -> tuple[str, str, str] | None:
    """Return (rule, message, hint) if a channel cannot choose on an axis."""
    channels = run_schema.channels
    if best.best not in channels:
        return _no_channel(best.best, experiment, run_schema)
    able = [channel for channel, dims in channels.items() if axis in dims]
    if axis not in channels[best.best]:
        message = f"the channel '{best.best}' cannot choose on '{axis}': it does not vary along it"
        return "unknown-axis", message, f"use {one_of(sorted(able))}"
    if _is_list(best.best, run_schema):
        message = f"the channel '{best.best}' cannot choose: it holds a list of numbers for each run"
        return "wrong-channel", message, f"use {one_of(each for each in able if not _is_list(each, run_schema))}"
    if best.per not in PER:
        return "not-allowed", f"'{shortened(best.per)}' is not allowed for 'per'", f"use {one_of(PER)}"
    return None


def _no_channel(channel: str, experiment: str, run_schema: RunSchema) -> tuple[str, str, str]:
    message = f"the experiment '{experiment}' records no channel '{shortened(channel)}'"
    return "unknown-channel", message, suggest(channel, run_schema.channels)


def _equal(wanted: Any, coordinate: Any) -> bool:
    """Return whether a coordinate is meant; numbers to a relative 1e-9, as the runs are read later."""
    if isinstance(wanted, bool) or isinstance(coordinate, bool):
        return wanted is coordinate
    if isinstance(wanted, int | float) and isinstance(coordinate, int | float):
        return abs(coordinate - wanted) <= 1e-9 * max(abs(coordinate), abs(wanted))
    return bool(wanted == coordinate)


def _hint_coordinate(wanted: Any, axis: tuple[Any, ...]) -> str:
    numbers = [at for at in axis if isinstance(at, int | float) and not isinstance(at, bool)]
    if len(axis) <= LISTED:
        return f"use {', '.join(_shown(at) for at in axis)}, or 'first', 'last' or 'mean'"
    if numbers and isinstance(wanted, int | float):
        return f"the nearest one is {_shown(min(numbers, key=lambda at: abs(at - wanted)))}"
    return f"use one of {len(axis)} from {_shown(axis[0])} to {_shown(axis[-1])}, or 'first', 'last' or 'mean'"


def _shown(coordinate: Any) -> str:
    if isinstance(coordinate, float):
        return f"{coordinate:.10g}"
    return f"'{shortened(coordinate)}'" if isinstance(coordinate, str) else str(coordinate)


def _locate(node: Node, name: str, value: Any) -> Location | None:
    """Return where a value stands in the options: under this name if it stands there, else anywhere."""
    return _locate_under(node, name, _wanted(value)) or _locate_anywhere(node, _wanted(value))


def _wanted(value: Any) -> Any:
    return {"best": value.best} if isinstance(value, Best) else value


def _locate_under(node: Node, name: str, wanted: Any, key: bool = False) -> Location | None:
    """Return where a value under a name stands, or its key."""
    children = [("", child) for child in node.value] if isinstance(node.value, list) else list(node.items())
    for child_name, child in children:
        if child_name == name and _means(child, wanted):
            return node.keys[name] if key else child.location
        deeper = _locate_under(child, name, wanted, key)
        if deeper:
            return deeper
    return None


def _locate_anywhere(node: Node, wanted: Any) -> Location | None:
    if isinstance(node.value, list):
        return next((found for child in node.value if (found := _locate_anywhere(child, wanted))), None)
    for name, child in node.items():
        if name == wanted:
            return node.keys[name]
        found = _locate_anywhere(child, wanted)
        if found:
            return found
    return node.location if not isinstance(node.value, dict) and _means(node, wanted) else None


def _means(node: Node, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        judge = node.child("best")
        return judge is not None and bool(judge.value == wanted["best"])
    return type(node.value) in (str, int, float) and bool(node.value == wanted)
