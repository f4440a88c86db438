"""The explorers as written: each stands under a figure that is shown, and reads runs that will be there."""

from collections.abc import Iterator

from proofpress.content import names
from proofpress.content.check import check
from proofpress.content.collections import Entry, Sheet, listed
from proofpress.content.explorers_schema import ExplorerPart, ExplorersFile
from proofpress.content.scalars import shortened
from proofpress.content.schema import ExperimentPart, SectionPart
from proofpress.content.schema_figures import FigurePart
from proofpress.content.selects import check_selects
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic
from proofpress.models import Explorer, ExplorerAxis, Select, Text

AXES = {"sweep": 1, "grid": 2, "scrub": 1, "map": 2, "habitat": 2, "atlas": 2}
WORDS = {
    "sweep": (),
    "grid": (),
    "scrub": ("moved",),
    "map": ("below", "above"),
    "habitat": ("with", "holds", "reversed", "undecided"),
    "atlas": ("value", "picture"),
}
"""What `shown` must have: how many numbers `moved`; what became of runs `below` nought and `above` it; the conditions
and what a sentence does under them; what the number of a run is called, and its picture."""
CHARTED = ("habitat", "atlas")
"""Explorers that read what the chart of the same kind above them draws."""
OPTIONS = ("channel", "at", "unit", "outcome", "cells", "sizes", "window", "also")


def explorers(node: Node | None, diagnostics: list[Diagnostic]) -> Sheet[ExplorerPart]:
    """Return the explorers of a file, none where there is no file; what is wrong with each is noted."""
    if node is None:
        return Sheet()
    check(ExplorersFile, node, diagnostics)
    sheet = listed(node, "explorers", ExplorerPart, "explorer", diagnostics)
    for name, entry in sheet.entries.items():
        names.kebab(name, entry.node.at("id").location, diagnostics)
        diagnostics.extend(_shape(entry))
    return sheet


def check_explorers(
    sheet: Sheet[ExplorerPart],
    experiments: Sheet[ExperimentPart],
    figures: Sheet[FigurePart],
    sections: Sheet[SectionPart],
    diagnostics: list[Diagnostic],
) -> None:
    """Note where the figure, the experiment, or what is read of it is not there."""
    in_sections = {figure for section in sections.entries.values() for figure in section.part.figures}
    taken: set[str] = set()
    for entry in sheet.entries.values():
        figure, location = entry.part.figure, entry.node.at("figure").location
        if figures.lacks(figure):
            diagnostics.append(figures.missing(figure, "figure", location))
        elif sections.whole and figure not in in_sections:
            message = f"the figure '{figure}' is in no section, so that nothing can stand under it"
            diagnostics.append(Diagnostic(location, "not-shown", message, "name a figure that a section shows"))
        elif figure in taken:
            message = f"another explorer already stands under the figure '{figure}'"
            diagnostics.append(Diagnostic(location, "duplicate-id", message, "name a figure of its own"))
        if figure in figures.entries:
            diagnostics.extend(_above(entry, figures.entries[figure]))
        taken.add(figure)
        if entry.part.kind != "habitat":
            # What a habitat reads is what its chart reads, which has been looked at already.
            check_selects(_selects(entry.part), entry.node, entry.location, experiments, diagnostics)
        if entry.part.kind == "scrub" and entry.part.experiment in experiments.entries:
            _settings(entry, experiments.entries[entry.part.experiment].run_schema.settings, diagnostics)


def explorer(entry: Entry[ExplorerPart], figure: Entry[FigurePart]) -> Explorer:
    """Return the record of an explorer that has no problems. figure: the one that it stands under."""
    node, part = entry.node, entry.part

    def words(*path: str | int) -> Text:
        found = node.at(*path)
        return Text(str(found.value), found.begins)

    return Explorer(
        id=entry.id,
        kind=part.kind,
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
        options={name: getattr(part, name) for name in OPTIONS}
        | ({"chart": figure.options} if part.kind in CHARTED else {}),
        location=entry.location,
    )


def _shape(entry: Entry[ExplorerPart]) -> Iterator[Diagnostic]:
    """Yield what does not fit the kind of an explorer."""
    part, wanted = entry.part, AXES[entry.part.kind]
    called = f"an explorer of kind '{part.kind}'"
    if len(part.axes) != wanted:
        message = f"{called} has {'one axis' if wanted == 1 else 'two axes'}, not {len(part.axes)}"
        yield Diagnostic(entry.node.at("axes").location, "wrong-count", message, f"name {wanted} under 'axes'")
    for word in WORDS[part.kind]:
        if word not in part.shown:
            message = f"{called} needs '{word}' in 'shown'"
            yield Diagnostic(entry.location, "missing-key", message, f"add '{word}: …' to it, as words")
    if part.kind == "atlas" and part.outcome is None:
        yield Diagnostic(entry.location, "missing-key", f"{called} needs the key 'outcome'", "add 'outcome'")
    if part.kind == "scrub":
        if part.axes[0].name != "step":
            message = f"{called} moves along 'step'"
            yield Diagnostic(entry.node.at("axes").location, "unknown-axis", message, "write 'name: step'")
        for key in ("cells", "sizes"):
            if not getattr(part, key):
                yield Diagnostic(entry.location, "missing-key", f"{called} needs the key '{key}'", f"add '{key}'")


def _above(entry: Entry[ExplorerPart], figure: Entry[FigurePart]) -> Iterator[Diagnostic]:
    """Yield what does not fit the chart that an explorer stands under."""
    part, kind = entry.part, entry.part.kind
    if kind not in CHARTED:
        return
    if figure.kind != kind:
        message = (
            f"an explorer of kind '{kind}' reads the chart above it, and '{part.figure}' is of kind '{figure.kind}'"
        )
        yield Diagnostic(
            entry.node.at("figure").location, "wrong-kind", message, f"name a figure whose chart is of kind '{kind}'"
        )
        return
    drawn = figure.options.maps[0] if kind == "habitat" else figure.options
    if part.experiment != drawn.experiment:
        given = shortened(part.experiment)
        message = f"the chart of '{part.figure}' reads the experiment '{drawn.experiment}' first, not '{given}'"
        yield Diagnostic(
            entry.node.at("experiment").location, "unknown-experiment", message, f"write {drawn.experiment}"
        )
    wanted = (figure.options.x, figure.options.y)
    if tuple(axis.name for axis in part.axes) != wanted:
        message = f"the chart of '{part.figure}' has the axes {wanted[0]} and {wanted[1]}"
        yield Diagnostic(entry.node.at("axes").location, "unknown-axis", message, "name these two, in this order")


def _selects(part: ExplorerPart) -> Iterator[Select]:
    """Yield what an explorer reads, each axis at its start, so that a start that is not there is noticed."""
    at = {**part.at, **{axis.name: "first" if axis.start is None else axis.start for axis in part.axes}}
    yield Select(part.experiment, part.channel, at)
    if part.outcome is not None:
        yield Select(part.experiment, part.outcome, at)
    if part.cells is not None:
        yield Select(part.experiment, part.cells, at)
    if part.window is not None:
        yield Select(part.experiment, part.window, part.at)
    for channel in part.also:
        yield Select(part.experiment, channel, at)


def _settings(entry: Entry[ExplorerPart], known: object, diagnostics: list[Diagnostic]) -> None:
    settings = known if isinstance(known, dict) else {}
    for name in entry.part.shown:
        if name not in (*settings, *WORDS["scrub"]):
            message = f"'{shortened(name)}' is not a setting of the experiment '{entry.part.experiment}'"
            location = entry.node.key("shown", name)
            diagnostics.append(Diagnostic(location, "unknown-setting", message, suggest(name, settings)))
