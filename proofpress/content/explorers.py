"""The explorers as written: each stands under a figure that is shown, and reads runs that will be there."""

from collections.abc import Iterator

from proofpress.content import names
from proofpress.content.check import check
from proofpress.content.explorers_schema import ExplorerPart, ExplorersFile
from proofpress.content.nearest import mend_name
from proofpress.content.scalars import shortened
from proofpress.content.schema import ExperimentPart, SectionPart
from proofpress.content.schema_figures import FigurePart
from proofpress.content.selects import check_selects
from proofpress.content.sheets import Entry, Sheet, listed
from proofpress.content.tree import Node
from proofpress.problems import Problem
from proofpress.values import Explorer, ExplorerAxis, Select, Text

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


def explorers(node: Node | None, problems: list[Problem]) -> Sheet[ExplorerPart]:
    """Return the explorers of a file, none where there is no file; what is wrong with each is noted."""
    if node is None:
        return Sheet()
    check(ExplorersFile, node, problems)
    sheet = listed(node, "explorers", ExplorerPart, "explorer", problems)
    for name, entry in sheet.entries.items():
        names.kebab(name, entry.node.at("id").place, problems)
        problems.extend(_shape(entry))
    return sheet


def check_explorers(
    sheet: Sheet[ExplorerPart],
    experiments: Sheet[ExperimentPart],
    figures: Sheet[FigurePart],
    sections: Sheet[SectionPart],
    problems: list[Problem],
) -> None:
    """Note where the figure, the experiment, or what is read of it is not there."""
    in_sections = {figure for section in sections.entries.values() for figure in section.part.figures}
    taken: set[str] = set()
    for entry in sheet.entries.values():
        figure, place = entry.part.figure, entry.node.at("figure").place
        if figures.lacks(figure):
            problems.append(figures.missing(figure, "figure", place))
        elif sections.whole and figure not in in_sections:
            says = f"the figure '{figure}' is in no section, so that nothing can stand under it"
            problems.append(Problem(place, "not-shown", says, "name a figure that a section shows"))
        elif figure in taken:
            says = f"another explorer already stands under the figure '{figure}'"
            problems.append(Problem(place, "duplicate-id", says, "name a figure of its own"))
        if figure in figures.entries:
            problems.extend(_above(entry, figures.entries[figure]))
        taken.add(figure)
        if entry.part.kind != "habitat":
            # What a habitat reads is what its chart reads, which has been looked at already.
            check_selects(_selects(entry.part), entry.node, entry.place, experiments, problems)
        if entry.part.kind == "scrub" and entry.part.experiment in experiments.entries:
            _settings(entry, experiments.entries[entry.part.experiment].outline.settings, problems)


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
            ExplorerAxis(axis.name, words("axes", at, "label"), axis.start, node.at("axes", at).place)
            for at, axis in enumerate(part.axes)
        ),
        shown={name: words("shown", name) for name in part.shown},
        options={name: getattr(part, name) for name in OPTIONS}
        | ({"chart": figure.options} if part.kind in CHARTED else {}),
        place=entry.place,
    )


def _shape(entry: Entry[ExplorerPart]) -> Iterator[Problem]:
    """Yield what does not fit the kind of an explorer."""
    part, wanted = entry.part, AXES[entry.part.kind]
    called = f"an explorer of kind '{part.kind}'"
    if len(part.axes) != wanted:
        says = f"{called} has {'one axis' if wanted == 1 else 'two axes'}, not {len(part.axes)}"
        yield Problem(entry.node.at("axes").place, "wrong-count", says, f"name {wanted} under 'axes'")
    for word in WORDS[part.kind]:
        if word not in part.shown:
            says = f"{called} needs '{word}' in 'shown'"
            yield Problem(entry.place, "missing-key", says, f"add '{word}: …' to it, as words")
    if part.kind == "atlas" and part.outcome is None:
        yield Problem(entry.place, "missing-key", f"{called} needs the key 'outcome'", "add 'outcome'")
    if part.kind == "scrub":
        if part.axes[0].name != "step":
            says = f"{called} moves along 'step'"
            yield Problem(entry.node.at("axes").place, "unknown-axis", says, "write 'name: step'")
        for key in ("cells", "sizes"):
            if not getattr(part, key):
                yield Problem(entry.place, "missing-key", f"{called} needs the key '{key}'", f"add '{key}'")


def _above(entry: Entry[ExplorerPart], figure: Entry[FigurePart]) -> Iterator[Problem]:
    """Yield what does not fit the chart that an explorer stands under."""
    part, kind = entry.part, entry.part.kind
    if kind not in CHARTED:
        return
    if figure.kind != kind:
        says = f"an explorer of kind '{kind}' reads the chart above it, and '{part.figure}' is of kind '{figure.kind}'"
        yield Problem(
            entry.node.at("figure").place, "wrong-kind", says, f"name a figure whose chart is of kind '{kind}'"
        )
        return
    drawn = figure.options.maps[0] if kind == "habitat" else figure.options
    if part.experiment != drawn.experiment:
        given = shortened(part.experiment)
        says = f"the chart of '{part.figure}' reads the experiment '{drawn.experiment}' first, not '{given}'"
        yield Problem(entry.node.at("experiment").place, "unknown-experiment", says, f"write {drawn.experiment}")
    wanted = (figure.options.x, figure.options.y)
    if tuple(axis.name for axis in part.axes) != wanted:
        says = f"the chart of '{part.figure}' has the axes {wanted[0]} and {wanted[1]}"
        yield Problem(entry.node.at("axes").place, "unknown-axis", says, "name these two, in this order")


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


def _settings(entry: Entry[ExplorerPart], known: object, problems: list[Problem]) -> None:
    settings = known if isinstance(known, dict) else {}
    for name in entry.part.shown:
        if name not in (*settings, *WORDS["scrub"]):
            says = f"'{shortened(name)}' is not a setting of the experiment '{entry.part.experiment}'"
            place = entry.node.key("shown", name)
            problems.append(Problem(place, "unknown-setting", says, mend_name(name, settings)))
