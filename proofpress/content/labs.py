"""The lab as written: its words, its settings and its guided steps, each checked on its own."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofpress.content import names
from proofpress.content.check import check
from proofpress.content.collections import Entry, Sheet, listed
from proofpress.content.scalars import shortened
from proofpress.content.schema import ExperimentPart
from proofpress.content.schema_figures import FigurePart
from proofpress.content.schema_lab import LAB_SETTINGS, Bounds, LabFile, LabPresetPart, LabSettingPart
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic, Location, one_of
from proofpress.models import RunSchema

RECORDED = ("weights", "train_loss", "validation_loss", "test_loss", "train_accuracy")


class LabEntry(Struct, frozen=True):
    """The lab with its settings and guided steps, in order."""

    node: Node
    part: LabFile | None
    settings: Sheet[LabSettingPart]
    presets: Sheet[LabPresetPart]


def lab(node: Node | None, diagnostics: list[Diagnostic]) -> LabEntry | None:
    """Return the lab, or None where there is none; what is wrong with it is noted."""
    if node is None:
        return None
    part = check(LabFile, node, diagnostics)
    settings = listed(node, "settings", LabSettingPart, "setting", diagnostics)
    presets = listed(node, "presets", LabPresetPart, "preset", diagnostics)
    for name, setting in settings.entries.items():
        if name not in LAB_SETTINGS:
            message = f"'{shortened(name)}' is not a setting of the lab"
            location = setting.node.at("id").location
            diagnostics.append(Diagnostic(location, "unknown-setting", message, suggest(name, LAB_SETTINGS)))
    for name, preset in presets.entries.items():
        names.kebab(name, preset.node.at("id").location, diagnostics)
        _values(preset, "settings", preset.part.settings, settings, diagnostics)
        _values(preset, "beside", preset.part.beside, settings, diagnostics)
        if len(preset.part.beside) > 1:
            message = f"the second run of the preset '{name}' differs in {len(preset.part.beside)} settings"
            diagnostics.append(Diagnostic(preset.node.key("beside"), "one-apart", message, "let it differ in one"))
    return LabEntry(node, part, settings, presets)


def check_lab(
    entry: LabEntry, experiments: Sheet[ExperimentPart], figures: Sheet[FigurePart], diagnostics: list[Diagnostic]
) -> None:
    """Note where the lab's experiment or figure is not there, or is none that a lab can begin with."""
    if entry.part is None:
        return
    if figures.lacks(entry.part.figure):
        diagnostics.append(figures.missing(entry.part.figure, "figure", entry.node.at("figure").location))
    location = entry.node.at("experiment").location
    if experiments.lacks(entry.part.experiment):
        diagnostics.append(experiments.missing(entry.part.experiment, "experiment", location))
    elif entry.part.experiment in experiments.entries:
        run_schema = experiments.entries[entry.part.experiment].run_schema
        diagnostics.extend(
            Diagnostic(location, "not-for-a-lab", f"a lab cannot begin with '{entry.part.experiment}': {message}", hint)
            for message, hint in _unfit(run_schema)
        )


def _unfit(run_schema: RunSchema) -> list[tuple[str, str]]:
    """Return why a browser cannot repeat an experiment's run, with what to do about each."""
    found = []
    lacking = [name for name in RECORDED if name not in run_schema.channels]
    if lacking:
        hint = "train classes with kind 'network' and record: [weights]"
        found.append((f"it does not record {one_of(lacking)}", hint))
        return found
    if set(run_schema.axes) != {"seed", "step"} or len(run_schema.axes["seed"]) != 1:
        found.append(("it has several runs", "leave out 'sweep' and 'sample', and write seeds: 1"))
    if run_schema.axes.get("step", (0,))[0] != 0:
        found.append(("its first checkpoint is not the start", "let 'checkpoints' begin with 0"))
    if "training.epochs" not in run_schema.settings:
        found.append(("its length is given in steps", "write 'epochs'"))
    if run_schema.settings.get("training.schedule") != "constant":
        found.append(("its learning rate changes", "leave out 'schedule'"))
    hidden = tuple(run_schema.settings.get("model.hidden", ()))
    if len(set(hidden)) != 1 or len(hidden) > LAB_SETTINGS["layers"].high:
        found.append(("its hidden layers are none, too many, or of several sizes", "write hidden: [32]"))
    return found


def _values(
    preset: Entry[LabPresetPart],
    key: str,
    values: Mapping[str, Any],
    settings: Sheet[LabSettingPart],
    diagnostics: list[Diagnostic],
) -> None:
    for name, value in values.items():
        if name not in LAB_SETTINGS or settings.lacks(name):
            message = f"'{shortened(name)}' is not among the settings that readers see"
            hint = suggest(name, settings.names or LAB_SETTINGS)
            diagnostics.append(Diagnostic(preset.node.key(key, name), "unknown-setting", message, hint))
            continue
        allowed = _allowed(value, LAB_SETTINGS[name])
        if allowed:
            location: Location = preset.node.at(key, name).location
            given = f"'{shortened(value)}'" if isinstance(value, str) else f"{value:g}"
            message = f"{given} is not a value of '{name}'"
            diagnostics.append(Diagnostic(location, "out-of-range", message, f"use {allowed}"))


def _allowed(value: Any, bounds: Bounds) -> str:
    """Return what is allowed in words, or nothing where the value is."""
    if bounds.words:
        return "" if value in bounds.words else one_of(bounds.words)
    inside = not isinstance(value, str) and bounds.low <= value <= bounds.high
    if inside and (value > bounds.low or not bounds.above) and (not bounds.whole or value == int(value)):
        return ""
    what = "a whole number" if bounds.whole else "a number"
    low = f"above {bounds.low:g}, at most" if bounds.above else f"from {bounds.low:g} to"
    return f"{what} {low} {bounds.high:g}"
