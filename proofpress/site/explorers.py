"""Explorers on the page: controls that lead the reader through recorded runs, and the files that they load.

What an explorer shows is the business of the chart kind that brings it; here is what all have in common.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from proofpress.cache import keys
from proofpress.cache.store import Store
from proofpress.charts.explorer import find_start
from proofpress.charts.kinds import explorer_kinds
from proofpress.drawing.legend import current, in_words
from proofpress.formatting import short
from proofpress.markup import plain_words
from proofpress.models import Explorer, ExplorerFile, File, Record
from proofpress.runs.repeats import pooled
from proofpress.runs.selection import STEP
from proofpress.site.addresses import relative
from proofpress.site.context import SiteContext
from proofpress.site.material import Material
from proofpress.site.prose import Prose
from proofpress.site.scripts import as_script

ENTRY = "explorer"


class Slider(Struct, frozen=True):
    """A range of whole positions. most: the last one; at: where it starts; word: the coordinate there."""

    id: str
    label: str
    most: int
    at: int
    word: str


class ExplorerView(Struct, frozen=True):
    """An explorer as the template sees it.

    script: the asset that draws it, on an `element`, or on one under each of the captions. said: the sentence at its
    start; settings: what stands still, each with its gloss and value. beside: the words beside a second picture, empty
    for none. plays: whether it runs along by itself, as training does.
    """

    id: str
    kind: str
    script: str
    element: str
    title: Markup
    note: Markup
    measure: str
    plays: bool
    sliders: tuple[Slider, ...]
    said: str
    settings: tuple[tuple[str, str, str], ...]
    captions: tuple[str, ...]
    beside: str
    file: str


def prepare(
    explorer: Explorer, words: Mapping[str, str], records: Mapping[str, Record], store: Store | None
) -> ExplorerFile:
    """Return what an explorer loads; from the store, if it has been made before.

    words: `measure`, and what is in `shown`, filled in. Raises BuildError for runs that do not fit what was declared.
    """
    kind = explorer_kinds()[explorer.kind]
    code = keys.code_digest(kind.prepare.__module__)
    record_keys = {name: records[name].key for name in explorer.reads}
    key = keys.digest(ENTRY, record_keys, code, explorer, words, current())
    entry = store.get(key, ENTRY) if store else None
    if entry is not None:
        return ExplorerFile(entry.data, entry.meta)
    made = kind.prepare(explorer, words, {name: pooled(records[name].load()) for name in explorer.reads})
    if store:
        store.put(key, ENTRY, made.data, made.facts)
    return made


def explored(material: Material, store: Store | None) -> Material:
    """Return the material with the file and the facts of each explorer, made or taken from the store."""
    made = {
        figure: prepare(explorer, _words(material, explorer), material.records, store)
        for figure, explorer in material.comparison.explorers.items()
    }
    return replace(material, explored=made)


def views(material: Material, figures: Iterable[str], page: str, prose: Prose) -> Mapping[str, ExplorerView]:
    """Return the explorers of a page by the id of the figure in whose place each stands. figures: those of the page."""
    known = material.comparison.explorers
    return {name: _view(material, known[name], page, prose) for name in figures if name in material.explored}


def files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the file that each explorer loads."""
    for figure, made in material.explored.items():
        yield as_script(_path(material, material.comparison.explorers[figure]), made.data)


def _view(material: Material, explorer: Explorer, page: str, prose: Prose) -> ExplorerView:
    facts = material.explored[explorer.figure].facts
    run_schema = material.comparison.experiments[explorer.experiment].run_schema
    kind = explorer_kinds()[explorer.kind]
    beside = explorer.shown.get(kind.beside)
    sliders = []
    for axis, described in zip(explorer.axes, facts["axes"], strict=True):
        start = find_start(axis, run_schema.axes[axis.name], kind.middle)
        label = prose.plain(axis.label)
        id = f"explore-{explorer.id}-{axis.name.replace('_', '-')}"
        sliders.append(Slider(id, label, len(described["keys"]) - 1, start, described["words"][start]))
    return ExplorerView(
        id=explorer.id,
        kind=explorer.kind,
        script=f"explorer/{kind.script}.js",
        element=kind.element,
        title=prose.inline(explorer.title),
        note=prose.inline(explorer.note),
        measure=prose.plain(explorer.measure),
        plays=kind.axes == (STEP,),
        sliders=tuple(sliders),
        said=facts["said"],
        settings=_settings(material, explorer, run_schema.settings) if kind.settings else (),
        captions=tuple(facts.get("captions", ())),
        beside=prose.plain(beside) if beside is not None else "",
        file=relative(page, _path(material, explorer)),
    )


def _words(material: Material, explorer: Explorer) -> dict[str, str]:
    """Return the words that go into sentences, filled in."""
    text = material.findings.text
    words = {name: plain_words(shown, text) for name, shown in explorer.shown.items()}
    return words | {"measure": plain_words(explorer.measure, text)}


def _settings(material: Material, explorer: Explorer, settings: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return the settings that the author names, in that order, with their glosses and what they were set to."""
    text = material.findings.text
    glosses = {name: plain_words(gloss, text) for name, gloss in explorer.glosses.items()}
    return tuple(
        (plain_words(label, text), glosses.get(name, ""), _written(settings[name]))
        for name, label in explorer.shown.items()
        if name in settings
    )


def _written(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_written(item) for item in value)
    return short(value) if isinstance(value, int | float) else in_words(str(value))


def _path(material: Material, explorer: Explorer) -> str:
    return f"{material.comparison.slug}/explore/{explorer.id}.js"
