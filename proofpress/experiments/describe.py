"""What the kinds that train one model with one recipe tell of it: dotted option → value, and counts that follow."""

from typing import Any

from msgspec.structs import asdict

from proofpress.datasets.data import part_sizes
from proofpress.experiments.axes import Setting
from proofpress.experiments.recipes import sizes_of, updates_of
from proofpress.experiments.training.network import parameter_count

PARTS = ("train", "validation", "test")


def told(setting: Setting, **more: Any) -> dict[str, Any]:
    """Return all options of a setting that are given, rows of each part, `updates`, `parameters`, and more."""
    found: dict[str, Any] = {}
    for owner in ("data", "model", "training"):
        record = getattr(setting, owner)
        values = {f"{owner}.{name}": value for name, value in asdict(record).items()}
        found |= {name: value for name, value in values.items() if value is not None}
    found |= {f"data.{part}": rows for part, rows in zip(PARTS, part_sizes(setting.data), strict=True)}
    found["updates"] = updates_of(setting.data, setting.training)
    found["parameters"] = parameter_count(sizes_of(setting.data, setting.model))
    return found | more


def measures(classes: int) -> dict[str, str]:
    """Return the channels that the engine measures at each checkpoint of a task, and which way is better."""
    found = {f"{part}_loss": "lower" for part in PARTS}
    return found | ({f"{part}_accuracy": "higher" for part in PARTS} if classes else {})
