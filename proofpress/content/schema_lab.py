"""The shape of lab.yaml, as the author writes it, and what its settings may be; see `schema`."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct, field

from proofpress.content.hints import Hint, Words
from proofpress.models import Options


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


class LabFile(Options, frozen=True):
    """content/<slug>/lab.yaml."""

    called: ClassVar[str] = "lab.yaml"

    title: Words
    description: Annotated[Words, Hint("say in one sentence what readers can do there; search engines show it")]
    intro: Words
    experiment: Annotated[Words, Hint("name the experiment whose run the lab begins with")]
    figure: Annotated[Words, Hint("name the figure that stands there where scripts cannot run")]
    learned: Annotated[Words, Hint("say what training changes, such as: updates of learned numbers")]
    chosen: Annotated[Words, Hint("say what the reader sets, such as: changes of settings while it trains")]
    settings: Annotated[tuple[Any, ...], Meta(min_length=1)]
    presets: tuple[Any, ...] = ()


class LabSettingPart(Options, frozen=True):
    """A setting that readers may change."""

    called: ClassVar[str] = "a setting"

    id: Annotated[Words, Hint("name what it sets, such as learning_rate")]
    label: Words
    note: Annotated[Words, Hint("say in one sentence what it does")]


class LabPresetPart(Options, frozen=True):
    """A guided step.

    settings: of its run, those left out being as recorded. beside: the one in which a second run differs.
    """

    called: ClassVar[str] = "a preset"

    id: Annotated[Words, Hint("give it a short name in small letters, such as too-large")]
    title: Words
    task: Annotated[Words, Hint("say what to do and to look at")]
    finding: Annotated[Words, Hint("say what will be seen, and why")]
    settings: Mapping[str, float | str] = field(default_factory=dict)
    beside: Mapping[str, float | str] = field(default_factory=dict)
