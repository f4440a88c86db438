"""lab.yaml: the words of the lab, its settings and its guided steps, each checked on its own."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofpress.content.collections import Collection, check_list
from proofpress.content.names import check_kebab
from proofpress.content.raw_comparison import RawComparison, RawLab
from proofpress.content.validation import check
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, one_of, shortened, suggest
from proofpress.models import Lab, LabPreset, LabSetting, RunSchema

RECORDED = ("weights", "train_loss", "validation_loss", "test_loss", "train_accuracy")


class Bounds(Struct, frozen=True):
    """What a setting of the lab may be.

    above: `low` itself is not allowed. words: the values of a setting that is no number.
    """

    low: float = 0
    high: float = 0
    whole: bool = False
    above: bool = False
    words: tuple[str, ...] = ()


# What a browser trains in reasonable time.
LAB_SETTINGS: Mapping[str, Bounds] = {
    "learning_rate": Bounds(0, 1000, above=True),
    "batch_size": Bounds(1, 100_000, whole=True),
    "epochs": Bounds(1, 500, whole=True),
    "units": Bounds(1, 256, whole=True),
    "layers": Bounds(1, 3, whole=True),
    "optimizer": Bounds(words=("sgd", "momentum", "adam")),
    "momentum": Bounds(0, 0.999),
    "weight_decay": Bounds(0, 10),
    "dropout": Bounds(0, 0.95),
    "label_noise": Bounds(0, 1),
    "train": Bounds(2, 100_000, whole=True),
    "seed": Bounds(0, 4_294_967_295, whole=True),
}


def read_lab(file: Node | None, diagnostics: list[Diagnostic]) -> RawLab | None:
    """Return the lab, or None if there is none; what is wrong with it is noted."""
    if file is None:
        return None
    settings = check_list(file, "settings", LabSetting, diagnostics)
    presets = check_list(file, "presets", LabPreset, diagnostics)
    for name, setting in settings.entries.items():
        if name not in LAB_SETTINGS:
            message = f"'{shortened(name)}' is not a setting of the lab"
            location = setting.node.at("id").location
            diagnostics.append(Diagnostic(location, "unknown-setting", message, suggest(name, LAB_SETTINGS)))
    for name, preset in presets.entries.items():
        check_kebab(name, preset.node.at("id").location, diagnostics)
        for key in ("settings", "beside"):
            _check_values(preset.node, key, getattr(preset.record, key), settings, diagnostics)
        if len(preset.record.beside) > 1:
            message = f"the second run of the preset '{name}' differs in {len(preset.record.beside)} settings"
            diagnostics.append(Diagnostic(preset.node.key("beside"), "one-apart", message, "let it differ in one"))
    lab = check(
        Lab,
        file,
        diagnostics,
        settings=tuple(settings.records.values()),
        presets=tuple(presets.records.values()),
    )
    return RawLab(file, lab, presets)


def check_lab(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note if the lab's experiment or figure is not there, or is none that a lab can begin with."""
    if raw.lab is None or raw.lab.record is None:
        return
    lab, node = raw.lab.record, raw.lab.node
    if raw.figures.lacks(lab.figure):
        diagnostics.append(raw.figures.missing(lab.figure, "figure", node.at("figure").location))
    location = node.at("experiment").location
    experiment = raw.experiments.get(lab.experiment)
    if raw.experiments.lacks(lab.experiment):
        diagnostics.append(raw.experiments.missing(lab.experiment, "experiment", location))
    elif experiment is not None:
        diagnostics.extend(
            Diagnostic(location, "not-for-a-lab", f"a lab cannot begin with '{lab.experiment}': {message}", hint)
            for message, hint in _obstacles(experiment.run_schema)
        )


def _obstacles(run_schema: RunSchema) -> list[tuple[str, str]]:
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
    optimizer, known = run_schema.settings.get("training.optimizer"), LAB_SETTINGS["optimizer"].words
    if optimizer not in known:
        found.append((f"its optimizer is '{optimizer}'", f"use {one_of(known)}"))
    if run_schema.settings.get("training.weight_l1"):
        found.append(("it has a penalty on absolute weights", "leave out 'weight_l1'"))
    hidden = tuple(run_schema.settings.get("model.hidden", ()))
    if len(set(hidden)) != 1 or len(hidden) > LAB_SETTINGS["layers"].high:
        found.append(("its hidden layers are none, too many, or of several sizes", "write hidden: [32]"))
    return found


def _check_values(
    preset: Node,
    key: str,
    values: Mapping[str, Any],
    settings: Collection[LabSetting],
    diagnostics: list[Diagnostic],
) -> None:
    for name, value in values.items():
        if name not in LAB_SETTINGS or settings.lacks(name):
            message = f"'{shortened(name)}' is not among the settings that readers see"
            hint = suggest(name, settings.names or LAB_SETTINGS)
            diagnostics.append(Diagnostic(preset.key(key, name), "unknown-setting", message, hint))
            continue
        allowed = _allowed(value, LAB_SETTINGS[name])
        if allowed:
            given = f"'{shortened(value)}'" if isinstance(value, str) else f"{value:g}"
            message = f"{given} is not a value of '{name}'"
            location = preset.at(key, name).location
            diagnostics.append(Diagnostic(location, "out-of-range", message, f"use {allowed}"))


def _allowed(value: Any, bounds: Bounds) -> str:
    """Return in words what is allowed, or nothing if the value is."""
    if bounds.words:
        return "" if value in bounds.words else one_of(bounds.words)
    inside = not isinstance(value, str) and bounds.low <= value <= bounds.high
    if inside and (value > bounds.low or not bounds.above) and (not bounds.whole or value == int(value)):
        return ""
    what = "a whole number" if bounds.whole else "a number"
    low = f"above {bounds.low:g}, at most" if bounds.above else f"from {bounds.low:g} to"
    return f"{what} {low} {bounds.high:g}"
