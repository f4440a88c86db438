"""The lab as written: its words, its settings and its guided steps, each checked on its own."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofpress.content import names
from proofpress.content.check import check
from proofpress.content.nearest import mend_name
from proofpress.content.scalars import shortened
from proofpress.content.schema import ExperimentPart
from proofpress.content.schema_figures import FigurePart
from proofpress.content.schema_lab import LAB_SETTINGS, Bounds, LabFile, LabPresetPart, LabSettingPart
from proofpress.content.sheets import Entry, Sheet, listed
from proofpress.content.tree import Node
from proofpress.problems import Place, Problem, one_of
from proofpress.values import Outline

RECORDED = ("weights", "train_loss", "validation_loss", "test_loss", "train_accuracy")


class LabEntry(Struct, frozen=True):
    """The lab with its settings and guided steps, in order."""

    node: Node
    part: LabFile | None
    settings: Sheet[LabSettingPart]
    presets: Sheet[LabPresetPart]


def lab(node: Node | None, problems: list[Problem]) -> LabEntry | None:
    """Return the lab, or None where there is none; what is wrong with it is noted."""
    if node is None:
        return None
    part = check(LabFile, node, problems)
    settings = listed(node, "settings", LabSettingPart, "setting", problems)
    presets = listed(node, "presets", LabPresetPart, "preset", problems)
    for name, setting in settings.entries.items():
        if name not in LAB_SETTINGS:
            says = f"'{shortened(name)}' is not a setting of the lab"
            place = setting.node.at("id").place
            problems.append(Problem(place, "unknown-setting", says, mend_name(name, LAB_SETTINGS)))
    for name, preset in presets.entries.items():
        names.kebab(name, preset.node.at("id").place, problems)
        _values(preset, "settings", preset.part.settings, settings, problems)
        _values(preset, "beside", preset.part.beside, settings, problems)
        if len(preset.part.beside) > 1:
            says = f"the second run of the preset '{name}' differs in {len(preset.part.beside)} settings"
            problems.append(Problem(preset.node.key("beside"), "one-apart", says, "let it differ in one"))
    return LabEntry(node, part, settings, presets)


def check_lab(
    entry: LabEntry, experiments: Sheet[ExperimentPart], figures: Sheet[FigurePart], problems: list[Problem]
) -> None:
    """Note where the lab's experiment or figure is not there, or is none that a lab can begin with."""
    if entry.part is None:
        return
    if figures.lacks(entry.part.figure):
        problems.append(figures.missing(entry.part.figure, "figure", entry.node.at("figure").place))
    place = entry.node.at("experiment").place
    if experiments.lacks(entry.part.experiment):
        problems.append(experiments.missing(entry.part.experiment, "experiment", place))
    elif entry.part.experiment in experiments.entries:
        outline = experiments.entries[entry.part.experiment].outline
        problems.extend(
            Problem(place, "not-for-a-lab", f"a lab cannot begin with '{entry.part.experiment}': {says}", mend)
            for says, mend in _unfit(outline)
        )


def _unfit(outline: Outline) -> list[tuple[str, str]]:
    """Return why a browser cannot repeat an experiment's run, with what to do about each."""
    found = []
    lacking = [name for name in RECORDED if name not in outline.channels]
    if lacking:
        found.append((f"it does not record {one_of(lacking)}", "train classes with kind 'train' and record: [weights]"))
        return found
    if set(outline.axes) != {"seed", "step"} or len(outline.axes["seed"]) != 1:
        found.append(("it has several runs", "leave out 'sweep' and 'sample', and write seeds: 1"))
    if outline.axes.get("step", (0,))[0] != 0:
        found.append(("its first checkpoint is not the start", "let 'checkpoints' begin with 0"))
    if "training.epochs" not in outline.settings:
        found.append(("its length is given in steps", "write 'epochs'"))
    if outline.settings.get("training.schedule") != "constant":
        found.append(("its learning rate changes", "leave out 'schedule'"))
    hidden = tuple(outline.settings.get("model.hidden", ()))
    if len(set(hidden)) != 1 or len(hidden) > LAB_SETTINGS["layers"].high:
        found.append(("its hidden layers are none, too many, or of several sizes", "write hidden: [32]"))
    return found


def _values(
    preset: Entry[LabPresetPart],
    key: str,
    values: Mapping[str, Any],
    settings: Sheet[LabSettingPart],
    problems: list[Problem],
) -> None:
    for name, value in values.items():
        if name not in LAB_SETTINGS or settings.lacks(name):
            says = f"'{shortened(name)}' is not among the settings that readers see"
            mend = mend_name(name, settings.names or LAB_SETTINGS)
            problems.append(Problem(preset.node.key(key, name), "unknown-setting", says, mend))
            continue
        allowed = _allowed(value, LAB_SETTINGS[name])
        if allowed:
            place: Place = preset.node.at(key, name).place
            given = f"'{shortened(value)}'" if isinstance(value, str) else f"{value:g}"
            says = f"{given} is not a value of '{name}'"
            problems.append(Problem(place, "out-of-range", says, f"use {allowed}"))


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
