"""explorers.yaml: each explorer takes the place of a figure that is shown, and reads runs that will be there."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from proofpress.content.collections import Collection, Entry, read_mapping
from proofpress.content.kinds import Kinds, check_with_kind
from proofpress.content.names import check_kebab
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.selects import check_selects
from proofpress.content.validation import check
from proofpress.content.validation.placing import create
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, shortened, suggest
from proofpress.models import ChartKind, Explorer, ExplorerKind, Figure

COUNTS = {1: "one axis", 2: "two axes"}


class ExplorersFile(Struct, frozen=True):
    """content/<slug>/explorers.yaml."""

    called: ClassVar[str] = "explorers.yaml"

    explorers: Annotated[Mapping[str, Any], Meta(min_length=1)]


def read_explorers(file: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> Collection[Explorer]:
    """Return the explorers of a file, none if there is no file; what is wrong with each is noted."""
    if file is None:
        return Collection()
    if _is_list(file, diagnostics):
        return Collection()
    check(ExplorersFile, file, diagnostics)
    known = _explorer_kinds(kinds)

    def read(name: str, node: Node, location: Location) -> Explorer | None:
        check_kebab(name, location, diagnostics)
        checked = check_with_kind(Explorer, node, location, known, diagnostics)
        if checked is None:
            return None
        filled_in = {"id": name, "kind": checked.kind.name, "options": checked.options}
        explorer = create(Explorer, checked.values, node, location, **filled_in)
        diagnostics.extend(_check_shape(explorer, node, checked.kind))
        return None if checked.options is None else explorer

    return read_mapping(file, "explorers", read)


def _is_list(file: Node, diagnostics: list[Diagnostic]) -> bool:
    """Return whether the explorers are written as a list, as they once were; then note how they are written now."""
    node = file.child("explorers")
    if node is None or not isinstance(node.value, list):
        return False
    names = [entry.child("id") for entry in node.value]
    name = next((name.value for name in names if name is not None and isinstance(name.value, str)), "rate")
    message = "'explorers' is a mapping of names to explorers, and no longer a list"
    hint = f"write '{shortened(name)}:' with the other keys under it, in place of '- id: {shortened(name)}'"
    diagnostics.append(Diagnostic(file.key("explorers"), "wrong-type", message, hint))
    return True


def check_explorers(raw: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note if the figure, the experiment, or what is read of it is not there."""
    shown = {figure for section in raw.sections.records.values() for figure in section.figures}
    if raw.page is not None:
        shown |= {*raw.page.figures_further, *raw.page.figures_of_article}
    known = _explorer_kinds(kinds)
    taken: set[str] = set()
    for entry in raw.explorers.entries.values():
        explorer, node = entry.record, entry.node
        kind, location = known[explorer.kind], node.at("figure").location
        if raw.figures.lacks(explorer.figure):
            diagnostics.append(raw.figures.missing(explorer.figure, "figure", location))
        elif raw.sections.whole and explorer.figure not in shown:
            message = f"the figure '{explorer.figure}' is in no section, so that nothing can take its place"
            diagnostics.append(Diagnostic(location, "not-shown", message, "name a figure that a section shows"))
        elif explorer.figure in taken:
            message = f"another explorer already takes the place of the figure '{explorer.figure}'"
            diagnostics.append(Diagnostic(location, "duplicate-id", message, "name a figure of its own"))
        taken.add(explorer.figure)
        above = raw.figures.get(explorer.figure)
        if above is not None:
            diagnostics.extend(_check_above(entry, kind, above, kinds.charts[above.chart]))
        # Each axis is read at its start, so that a start that is not there is noticed.
        starts = {axis.name: "first" if axis.start is None else axis.start for axis in explorer.axes}
        selects = kind.selects(explorer.options, explorer.experiment, starts)
        check_selects(selects, node, explorer.location, raw.experiments, diagnostics)
        experiment = raw.experiments.get(explorer.experiment)
        if kind.settings and experiment is not None:
            diagnostics.extend(_check_settings(entry, kind, experiment.run_schema.settings))


def complete_explorer(explorer: Explorer, figure: Figure, kinds: Kinds) -> Explorer:
    """Return a sound explorer with what it takes from the figure that it stands under."""
    if _explorer_kinds(kinds)[explorer.kind].drawn is None:
        return replace(explorer, reads=(explorer.experiment,))
    selects = kinds.charts[figure.chart].selects(figure.options)
    reads = dict.fromkeys((explorer.experiment, *(select.experiment for select in selects)))
    return replace(explorer, reads=tuple(reads), chart=figure.options)


def _explorer_kinds(kinds: Kinds) -> Mapping[str, ExplorerKind]:
    """Return the explorer kinds by name: those that the chart kinds bring."""
    return {explorer.name: explorer for kind in kinds.charts.values() for explorer in kind.explorers}


def _check_shape(explorer: Explorer, node: Node, kind: ExplorerKind) -> Iterator[Diagnostic]:
    """Yield what does not fit the kind of an explorer."""
    wanted = len(kind.axes)
    called = f"an explorer of kind '{kind.name}'"
    if len(explorer.axes) != wanted:
        message = f"{called} has {COUNTS[wanted]}, not {len(explorer.axes)}"
        yield Diagnostic(node.at("axes").location, "wrong-count", message, f"name {wanted} under 'axes'")
    for word in kind.words:
        if word not in explorer.shown:
            message = f"{called} needs '{word}' in 'shown'"
            yield Diagnostic(explorer.location, "missing-key", message, f"add '{word}: …' to it, as words")
    for axis, name in zip(explorer.axes, kind.axes, strict=False):
        if name and axis.name != name:
            message = f"{called} moves along '{name}'"
            yield Diagnostic(node.at("axes").location, "unknown-axis", message, f"write 'name: {name}'")


def _check_above(entry: Entry[Explorer], kind: ExplorerKind, figure: Figure, chart: ChartKind) -> Iterator[Diagnostic]:
    """Yield what does not fit the chart that an explorer stands under."""
    explorer, node = entry.record, entry.node
    if kind.drawn is None:
        return
    if kind not in chart.explorers:
        message = (
            f"an explorer of kind '{kind.name}' reads the chart above it, "
            f"and '{explorer.figure}' is of kind '{chart.name}'"
        )
        hint = f"name a figure whose chart is of kind '{kind.name}'"
        yield Diagnostic(node.at("figure").location, "wrong-kind", message, hint)
        return
    experiment, axes = kind.drawn(figure.options)
    if explorer.experiment != experiment:
        given = shortened(explorer.experiment)
        message = f"the chart of '{explorer.figure}' reads the experiment '{experiment}' first, not '{given}'"
        yield Diagnostic(node.at("experiment").location, "unknown-experiment", message, f"write {experiment}")
    if tuple(axis.name for axis in explorer.axes) != axes:
        message = f"the chart of '{explorer.figure}' has the axes {' and '.join(axes)}"
        yield Diagnostic(node.at("axes").location, "unknown-axis", message, "name these two, in this order")


def _check_settings(entry: Entry[Explorer], kind: ExplorerKind, settings: Mapping[str, object]) -> Iterator[Diagnostic]:
    """Yield the words that are for no setting of the experiment."""
    for key, names in (("shown", entry.record.shown), ("glosses", entry.record.glosses)):
        for name in names:
            if name not in (*settings, *kind.words):
                message = f"'{shortened(name)}' is not a setting of the experiment '{entry.record.experiment}'"
                yield Diagnostic(entry.node.key(key, name), "unknown-setting", message, suggest(name, settings))
