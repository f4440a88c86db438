"""The lab of a comparison: a network that the reader trains, and the words around it."""

from collections.abc import Mapping

from msgspec import Struct

from proofpress.diagnostics import Location
from proofpress.models.text import Text


class LabSetting(Struct, frozen=True):
    """A setting that the reader may change, under the name it has in `training` or `model` options.

    note: what the setting does, in a sentence.
    """

    name: str
    label: Text
    note: Text
    location: Location


class LabPreset(Struct, frozen=True):
    """A guided step: settings to put in, what to try, and what to look for when it has run.

    settings: by name; those left out return to what the recorded run used.
    beside: a second run's settings, for the step that compares two; empty for a single run.
    """

    id: str
    title: Text
    task: Text
    finding: Text
    settings: Mapping[str, float | str]
    beside: Mapping[str, float | str]
    location: Location


class Lab(Struct, frozen=True):
    """A network trained in the reader's browser, begun as a recorded experiment began.

    experiment: the id of the experiment whose data, network and start are used.
    figure: the id of the figure that stands in its place where nothing can be trained.
    learned, chosen: what the two counters count, such as numbers that training changes, and settings.
    """

    title: Text
    description: Text
    intro: Text
    experiment: str
    figure: str
    learned: Text
    chosen: Text
    settings: tuple[LabSetting, ...]
    presets: tuple[LabPreset, ...]
    location: Location
