"""The lab of a comparison: a network that the reader trains, and the words around it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Struct, field

from proofpress.diagnostics import Location
from proofpress.models.schema import ENTRIES, SOME_ENTRIES, Hint, NonBlank
from proofpress.models.text import Coloured, Label, Passage


class LabSetting(Struct, frozen=True, rename={"name": "id"}):
    """A setting that the reader may change, under the name it has in `training` or `model` options.

    note: what the setting does, in a sentence.
    label: what readers see it called.
    """

    called: ClassVar[str] = "a setting"

    name: Annotated[NonBlank, Hint("name what it sets, such as learning_rate")]
    label: Label
    note: Annotated[Label, Hint("say in one sentence what it does")]
    location: Location


class LabPreset(Struct, frozen=True):
    """A guided step: settings to put in, what to try, and what to look for when it has run.

    settings: by name; those left out return to what the recorded run used.
    beside: a second run's settings, for the step that compares two; empty for a single run.
    title: what the step is called.
    """

    called: ClassVar[str] = "a preset"

    id: Annotated[NonBlank, Hint("give it a short name in small letters, such as too-large")]
    title: Label
    task: Annotated[Passage, Hint("say what to do and to look at")]
    finding: Annotated[Passage, Hint("say what will be seen, and why")]
    settings: Mapping[str, float | str] = field(default_factory=dict)
    beside: Mapping[str, float | str] = field(default_factory=dict)
    location: Location = Location("")


class Lab(Struct, frozen=True):
    """A network trained in the reader's browser, begun as a recorded experiment began.

    experiment: the id of the experiment whose data, network and start are used.
    figure: the id of the figure that stands in its place where scripts cannot run.
    learned, chosen: what the two counters count, such as numbers that training changes, and settings.
    title: the heading of its page. intro: words above the lab.
    """

    called: ClassVar[str] = "lab.yaml"

    title: Label
    description: Annotated[Label, Hint("say in one sentence what readers can do there; search engines show it")]
    intro: Coloured
    experiment: Annotated[NonBlank, Hint("name the experiment whose run the lab begins with")]
    figure: Annotated[NonBlank, Hint("name the figure that stands there where scripts cannot run")]
    learned: Annotated[Label, Hint("say what training changes, such as: updates of learned numbers")]
    chosen: Annotated[Label, Hint("say what the reader sets, such as: changes of settings by you")]
    settings: Annotated[tuple[LabSetting, ...], SOME_ENTRIES]
    presets: Annotated[tuple[LabPreset, ...], ENTRIES]
    location: Location
