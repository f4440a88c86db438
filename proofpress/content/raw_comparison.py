"""A comparison as its author wrote it: well-formed records, with the nodes in which their references are located."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from proofpress.content.collections import Collection, Entry
from proofpress.content.yaml_reader.tree import Node
from proofpress.models import (
    Check,
    Claim,
    Column,
    Comparison,
    Experiment,
    Explorer,
    Figure,
    Lab,
    LabPreset,
    Panel,
    Poster,
    Repeat,
    Section,
    Source,
    Statistic,
    Text,
)


class RawPoster(Struct, frozen=True):
    """The poster with its well-formed columns, left to right, and all their panels. record: None if not well formed."""

    node: Node
    record: Poster[Text] | None
    columns: tuple[Entry[Column[Text]], ...]
    panels: tuple[Entry[Panel[Text]], ...]


class RawLab(Struct, frozen=True):
    """The lab with its well-formed guided steps, in order. record: None if not well formed."""

    node: Node
    record: Lab | None
    presets: Collection[LabPreset]


class RawComparison(Struct, frozen=True):
    """The parts of a comparison that are well formed; what they refer to is not yet looked up.

    node: of page.yaml. page: the comparison as far as page.yaml says it, its sections and sources left out.
    """

    slug: str
    node: Node | None
    page: Comparison | None
    sections: Collection[Section]
    sources: Collection[Source]
    experiments: Collection[Experiment]
    statistics: Collection[Statistic]
    claims: Collection[Claim]
    figures: Collection[Figure]
    poster: RawPoster | None = None
    lab: RawLab | None = None
    explorers: Collection[Explorer] = field(default_factory=Collection)
    checks: Collection[Check] = field(default_factory=Collection)
    repeats: Collection[Repeat] = field(default_factory=Collection)

    def written(self) -> Iterator[tuple[type, Node]]:
        """Yield every record that holds texts, as its class and the node that it is written in."""
        if self.node is not None:
            yield Comparison, self.node
        entries: list[Entry[Any]] = []
        for collection in (self.sections, self.claims, self.figures, self.explorers):
            entries.extend(collection.entries.values())
        if self.poster is not None:
            yield Poster, self.poster.node
            entries.extend([*self.poster.columns, *self.poster.panels])
        if self.lab is not None:
            yield Lab, self.lab.node
            entries.extend(self.lab.presets.entries.values())
        for entry in entries:
            yield type(entry.record), entry.node
