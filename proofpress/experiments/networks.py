"""What the kinds share that train a network: options, what is measured, and the facts that prose quotes."""

from typing import Any

from msgspec import field
from msgspec.structs import asdict

from proofpress.datasets.options import Data, as_written, class_count, described, part_sizes
from proofpress.experiments.recipes import Model, Setting, Training
from proofpress.experiments.seeds import Split

PARTS = ("train", "validation", "test")
BETTER = {f"{part}_loss": "lower" for part in PARTS} | {f"{part}_accuracy": "higher" for part in PARTS}


class NetworkOptions(Split, frozen=True):
    """Options of a kind that trains one model by one recipe, or begins from them."""

    data: Data
    training: Training
    model: Model = field(default_factory=Model)

    @property
    def setting(self) -> Setting:
        """What is trained, but for the seed and what the kind changes."""
        return Setting(self.data, self.model, self.training)


def describe(setting: Setting, **more: Any) -> dict[str, Any]:
    """Return dotted option → value of a setting, the rows of each part, `updates`, `parameters`, and more."""
    facts: dict[str, Any] = {}
    for owner in ("data", "model", "training"):
        facts |= {f"{owner}.{name}": value for name, value in set_options(getattr(setting, owner)).items()}
    facts |= {f"data.{part}": rows for part, rows in zip(PARTS, part_sizes(setting.data), strict=True)}
    return facts | {"updates": setting.updates, "parameters": setting.parameters} | more


def set_options(options: Any) -> dict[str, Any]:
    """Return the options that are set of a setting's data, model or training, and of data how they are called."""
    if isinstance(options, Data):
        written = {**as_written(options), **options.options, "options": None, "file": None}
        return described(options) | {name: value for name, value in written.items() if value is not None}
    return {name: value for name, value in asdict(options).items() if value is not None}


def measured_channels(data: Data) -> tuple[str, ...]:
    """Return the channels that are measured at each checkpoint of a run; `BETTER` says which way is better."""
    return tuple(name for name in BETTER if class_count(data) or not name.endswith("accuracy"))
