"""The explorers as written: each stands under a figure that is shown, and reads runs that will be there."""

from collections.abc import Iterator, Mapping

from proofpress.content import names
from proofpress.content.check import check
from proofpress.content.collections import Entry, Sheet, read_list
from proofpress.content.entries import headed
from proofpress.content.explorers_schema import ExplorerPart, ExplorersFile
from proofpress.content.kinds import Kinds
from proofpress.content.scalars import shortened
from proofpress.content.schema import ExperimentPart, SectionPart
from proofpress.content.schema_figures import FigurePart
from proofpress.content.selects import check_selects
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import ChartKind, Explorer, ExplorerAxis, ExplorerKind, Text

COUNTS = {1: "one axis", 2: "two axes"}


def explorer_kinds(kinds: Kinds) -> Mapping[str, ExplorerKind]:
    """Return the explorer kinds by name: those that the chart kinds bring."""
    return {explorer.name: explorer for kind in kinds.charts.values() for explorer in kind.explorers}


def explorers(node: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> Sheet[ExplorerPart]:
    """Return the explorers of a file, none if there is no file; what is wrong with each is noted."""
    if node is None:
        return Sheet()
    known = explorer_kinds(kinds)

    def read(name: str, location: Location, node: Node) -> Entry[ExplorerPart] | None:
        return headed(ExplorerPart, name, location, node, known, diagnostics, _check_shape)

    check(ExplorersFile, node, diagnostics)
    sheet = read_list(node, "explorers", read, "explorer", diagnostics)
    for name, entry in sheet.entries.items():
        names.kebab(name, entry.node.at("id").location, diagnostics)
    return sheet


def check_explorers(
    sheet: Sheet[ExplorerPart],
    experiments: Sheet[ExperimentPart],
    figures: Sheet[FigurePart],
    sections: Sheet[SectionPart],
    kinds: Kinds,
    diagnostics: list[Diagnostic],
) -> None:
    """Note where the figure, the experiment, or what is read of it is not there."""
    in_sections = {figure for section in sections.entries.values() for figure in section.part.figures}
    known = explorer_kinds(kinds)
    taken: set[str] = set()
    for entry in sheet.entries.values():
        kind, figure, location = known[entry.kind], entry.part.figure, entry.node.at("figure").location
        if figures.lacks(figure):
            diagnostics.append(figures.missing(figure, "figure", location))
        elif sections.whole and figure not in in_sections:
            message = f"the figure '{figure}' is in no section, so that nothing can stand under it"
            diagnostics.append(Diagnostic(location, "not-shown", message, "name a figure that a section shows"))
        elif figure in taken:
            message = f"another explorer already stands under the figure '{figure}'"
            diagnostics.append(Diagnostic(location, "duplicate-id", message, "name a figure of its own"))
        if figure in figures.entries:
            above = figures.entries[figure]
            diagnostics.extend(_check_above(entry, kind, above, kinds.charts[above.kind]))
        taken.add(figure)
        at = {axis.name: "first" if axis.start is None else axis.start for axis in entry.part.axes}
        selects = kind.selects(entry.options, entry.part.experiment, at)
        check_selects(selects, entry.node, entry.location, experiments, diagnostics)
        if kind.settings and entry.part.experiment in experiments.entries:
            settings = experiments.entries[entry.part.experiment].run_schema.settings
            diagnostics.extend(_check_settings(entry, kind, settings))


def explorer(entry: Entry[ExplorerPart], figure: Entry[FigurePart], kinds: Kinds) -> Explorer:
    """Return the record of an explorer that has no diagnostics. figure: the one that it stands under."""
    node, part = entry.node, entry.part
    charted = explorer_kinds(kinds)[entry.kind].drawn is not None
    selects = kinds.charts[figure.kind].selects(figure.options) if charted else ()

    def words(*path: str | int) -> Text:
        found = node.at(*path)
        return Text(str(found.value), found.begins)

    return Explorer(
        id=entry.id,
        kind=entry.kind,
        figure=part.figure,
        experiment=part.experiment,
        title=words("title"),
        note=words("note"),
        measure=words("measure"),
        axes=tuple(
            ExplorerAxis(axis.name, words("axes", at, "label"), axis.start, node.at("axes", at).location)
            for at, axis in enumerate(part.axes)
        ),
        shown={name: words("shown", name) for name in part.shown},
        options=entry.options,
        reads=tuple(dict.fromkeys((part.experiment, *(select.experiment for select in selects)))),
        location=entry.location,
        chart=figure.options if charted else None,
    )


def _check_shape(node: Node, part: ExplorerPart, kind: ExplorerKind) -> Iterator[Diagnostic]:
    """Yield what does not fit the kind of an explorer."""
    wanted = len(kind.axes)
    called = f"an explorer of kind '{kind.name}'"
    if len(part.axes) != wanted:
        message = f"{called} has {COUNTS[wanted]}, not {len(part.axes)}"
        yield Diagnostic(node.at("axes").location, "wrong-count", message, f"name {wanted} under 'axes'")
    for word in kind.words:
        if word not in part.shown:
            message = f"{called} needs '{word}' in 'shown'"
            yield Diagnostic(node.location, "missing-key", message, f"add '{word}: …' to it, as words")
    for axis, name in zip(part.axes, kind.axes, strict=False):
        if name and axis.name != name:
            message = f"{called} moves along '{name}'"
            yield Diagnostic(node.at("axes").location, "unknown-axis", message, f"write 'name: {name}'")


def _check_above(
    entry: Entry[ExplorerPart], kind: ExplorerKind, figure: Entry[FigurePart], chart: ChartKind
) -> Iterator[Diagnostic]:
    """Yield what does not fit the chart that an explorer stands under."""
    part = entry.part
    if kind.drawn is None:
        return
    if kind not in chart.explorers:
        message = (
            f"an explorer of kind '{kind.name}' reads the chart above it, and '{part.figure}' is of kind '{chart.name}'"
        )
        hint = f"name a figure whose chart is of kind '{kind.name}'"
        yield Diagnostic(entry.node.at("figure").location, "wrong-kind", message, hint)
        return
    experiment, axes = kind.drawn(figure.options)
    if part.experiment != experiment:
        given = shortened(part.experiment)
        message = f"the chart of '{part.figure}' reads the experiment '{experiment}' first, not '{given}'"
        yield Diagnostic(entry.node.at("experiment").location, "unknown-experiment", message, f"write {experiment}")
    if tuple(axis.name for axis in part.axes) != axes:
        message = f"the chart of '{part.figure}' has the axes {' and '.join(axes)}"
        yield Diagnostic(entry.node.at("axes").location, "unknown-axis", message, "name these two, in this order")


def _check_settings(
    entry: Entry[ExplorerPart], kind: ExplorerKind, settings: Mapping[str, object]
) -> Iterator[Diagnostic]:
    """Yield the words that are for no setting of the experiment."""
    for name in entry.part.shown:
        if name not in (*settings, *kind.words):
            message = f"'{shortened(name)}' is not a setting of the experiment '{entry.part.experiment}'"
            yield Diagnostic(entry.node.key("shown", name), "unknown-setting", message, suggest(name, settings))
