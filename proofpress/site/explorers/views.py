"""Explorers: controls under a figure that lead the reader through recorded runs, and the files that they load."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.models import Explorer, File
from proofpress.site.addresses import relative
from proofpress.site.explorers.data import prepared
from proofpress.site.explorers.file import start_of
from proofpress.site.explorers.words import number
from proofpress.site.material import Material
from proofpress.site.press import Press
from proofpress.site.prose import Prose


class Slider(Struct, frozen=True):
    """A range of whole positions. most: the last one; at: where it starts; word: the coordinate there."""

    id: str
    label: str
    most: int
    at: int
    word: str


class ExplorerView(Struct, frozen=True):
    """An explorer as the template sees it. said: the sentence at its start; settings: what stands still.

    maps: of a `habitat`, what each is about; beside: of an `atlas`, the words beside its picture.
    first: whether it is the first of the page, which brings the script and the style sheet.
    """

    id: str
    kind: str
    title: Markup
    note: Markup
    measure: str
    sliders: tuple[Slider, ...]
    said: str
    settings: tuple[tuple[str, str], ...]
    maps: tuple[str, ...]
    beside: str
    file: str
    first: bool


def explored(material: Material, store: Store | None) -> Material:
    """Return the material with the file and the facts of each explorer, made or taken from the store."""
    made = {
        figure: prepared(explorer, _words(material, explorer), material.records, store)
        for figure, explorer in material.comparison.explorers.items()
    }
    return replace(material, explored=made)


def views(material: Material, page: str, prose: Prose) -> Mapping[str, ExplorerView]:
    """Return the explorers of an article by the id of the figure that each stands under."""
    comparison = material.comparison
    shown = [figure for section in comparison.sections for figure in section.figures if figure in material.explored]
    return {
        figure: _view(material, comparison.explorers[figure], page, prose, figure == shown[0])
        for figure in dict.fromkeys(shown)
    }


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the file that each explorer loads."""
    for figure, made in material.explored.items():
        yield File(_path(material, material.comparison.explorers[figure]), made.data)


def _view(material: Material, explorer: Explorer, page: str, prose: Prose, first: bool) -> ExplorerView:
    text, facts = material.findings.text, material.explored[explorer.figure].facts
    run_schema = material.comparison.experiments[explorer.experiment].run_schema
    sliders = []
    for axis, found in zip(explorer.axes, facts["axes"], strict=True):
        coordinates = run_schema.axes[axis.name]
        at = start_of(axis, coordinates, explorer.kind)
        label = prose.plain(text(axis.label), axis.label.location)
        name = f"explore-{explorer.id}-{axis.name.replace('_', '-')}"
        sliders.append(Slider(name, label, len(found["keys"]) - 1, at, found["words"][at]))
    return ExplorerView(
        id=explorer.id,
        kind=explorer.kind,
        title=prose.inline(text(explorer.title), explorer.title.location),
        note=prose.inline(text(explorer.note), explorer.note.location, roles=True),
        measure=prose.plain(text(explorer.measure), explorer.measure.location),
        sliders=tuple(sliders),
        said=facts["said"],
        settings=_settings(material, explorer, run_schema.settings) if explorer.kind == "scrub" else (),
        maps=tuple(facts.get("maps", ())),
        beside=prose.plain(text(explorer.shown["picture"]), explorer.shown["picture"].location)
        if explorer.kind == "atlas"
        else "",
        file=relative(page, _path(material, explorer)),
        first=first,
    )


def _words(material: Material, explorer: Explorer) -> dict[str, str]:
    """Return the words that go into sentences, filled in."""
    text = material.findings.text
    words = {name: " ".join(text(shown).split()) for name, shown in explorer.shown.items()}
    return words | {"measure": " ".join(text(explorer.measure).split())}


def _settings(material: Material, explorer: Explorer, settings: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the settings that the author names, in that order, with what they were set to."""
    text = material.findings.text
    return tuple(
        (text(label), _written(settings[name])) for name, label in explorer.shown.items() if name in settings
    )  # fmt: skip


def _written(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_written(item) for item in value)
    return number(value) if isinstance(value, int | float) else str(value)


def _path(material: Material, explorer: Explorer) -> str:
    return f"{material.comparison.slug}/explore/{explorer.id}.bin"
