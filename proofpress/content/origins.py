"""Which network, data and budget a value is of: its section's own, or one that the words around it name.

What a section shows in its figures are its own experiments. A number of another one would be taken for theirs, so the
paragraph must have said before, in one of that experiment's `phrases`, what it speaks of.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from proofpress.content.kinds import Kinds, list_combined
from proofpress.content.sentences import Value, values
from proofpress.diagnostics import Diagnostic, one_of
from proofpress.models import Comparison, Experiment, Statistic, Text
from proofpress.models.recorded import is_recorded

NOTHING = "nothing"
TRAINED = ("data.", "model.", "training.")
"""What settings of a network, its data and its budget are called."""


class Passage(Struct, frozen=True):
    """Texts of ours that stand together. own: the experiments that are shown beside them. what: what they are."""

    texts: tuple[Text, ...]
    own: frozenset[str]
    what: str


def check_origins(comparison: Comparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note each value of an experiment that is not shown beside it and not named before it."""
    if len(comparison.experiments) < 2:
        return
    for passage in _passages(comparison, kinds):
        for text in passage.texts:
            for value in values(text):
                statistic = comparison.statistics.get(value.name)
                if statistic is not None:
                    diagnostics.extend(_check(value, statistic, passage, comparison, kinds))


def origins(name: str, statistics: Mapping[str, Statistic], kinds: Kinds) -> frozenset[str]:
    """Return the experiments behind a statistic, itself or those that it combines."""
    found: set[str] = set()
    for statistic in list_combined(name, statistics, kinds):
        kind, options = kinds.statistics[statistic.kind], statistic.options
        found |= {select.experiment for select in kind.selects(options)} | set(kind.ledger(options))
    return frozenset(found)


def _check(
    value: Value, statistic: Statistic, passage: Passage, comparison: Comparison, kinds: Kinds
) -> Iterator[Diagnostic]:
    words = value.before.casefold()
    for name in sorted(origins(value.name, comparison.statistics, kinds) - passage.own):
        experiment = comparison.experiments[name]
        if any(_alike(experiment, comparison.experiments[own]) for own in passage.own):
            continue
        phrases = experiment.phrases
        if any(phrase.casefold() in words for phrase in phrases) or _same_setting(statistic, passage, comparison):
            continue
        shown = one_of(sorted(passage.own)) if passage.own else NOTHING
        message = f"'{value.name}' is of the experiment '{name}', and {passage.what} shows {shown}"
        if phrases:
            hint = f"name it before the value: write {one_of(phrases)}"
        elif comparison.original:
            hint = f"give '{name}' under 'phrases' of this file, and write one of them before the value"
        else:
            hint = f"give '{name}' the key 'phrases' in experiments.yaml, and write one of them before the value"
        yield Diagnostic(value.location, "another-experiment", message, hint)


def _alike(first: Experiment, second: Experiment) -> bool:
    """Return whether two experiments train the same network on the same data in the same way."""
    trained = [
        {name: value for name, value in each.run_schema.settings.items() if name.startswith(TRAINED)}
        for each in (first, second)
    ]
    return bool(trained[0]) and trained[0] == trained[1] and not is_recorded(first)


def _same_setting(statistic: Statistic, passage: Passage, comparison: Comparison) -> bool:
    """Return whether what is printed is a setting that an experiment of the passage has as well, of the same value."""
    options = statistic.options
    name, named = getattr(options, "name", getattr(options, "of", None)), getattr(options, "experiment", None)
    experiment = comparison.experiments.get(str(named))
    settings = experiment.run_schema.settings if experiment is not None else {}
    if not isinstance(name, str) or name not in settings:
        return False
    return any(comparison.experiments[own].run_schema.settings.get(name) == settings[name] for own in passage.own)


def _passages(comparison: Comparison, kinds: Kinds) -> Iterator[Passage]:
    """Yield all texts of ours that stand beside figures, with the experiments of these."""
    shown = {name: _of_chart(figure, kinds) for name, figure in comparison.figures.items()}
    for explorer in comparison.explorers.values():
        shown[explorer.figure] |= set(explorer.reads)
    own = {section.id: _joined(shown, section.figures) for section in comparison.sections}
    for section in comparison.sections:
        texts = (section.finding, section.runs, *(step.text for step in section.steps))
        yield Passage(tuple(text for text in texts if text is not None), own[section.id], "this section")
    for step in comparison.further:
        yield Passage((step.text,), _joined(shown, (step.figure or "",)), "this step")
    for name, figure in comparison.figures.items():
        yield Passage((figure.title, figure.caption, figure.alt), frozenset(shown[name]), "this figure")
    for explorer in comparison.explorers.values():
        yield Passage((explorer.title, explorer.note), frozenset(shown[explorer.figure]), "this explorer")
    for column in comparison.poster.columns if comparison.poster is not None else ():
        for panel in (*column.above, *column.below):
            yield Passage((panel.title, panel.caption), frozenset(_of_chart(panel, kinds)), "this panel")
    for claim in comparison.claims:
        if claim.decided:
            places = (claim.statistic or "", *claim.elsewhere)
            read = frozenset().union(*(origins(place, comparison.statistics, kinds) for place in places))
            yield Passage(tuple(claim.words.values()), read | own.get(claim.section, frozenset()), "this claim")


def _of_chart(chart: Any, kinds: Kinds) -> set[str]:
    found = {select.experiment for select in kinds.charts[chart.chart].selects(chart.options)}
    experiment = getattr(chart.options, "experiment", "")
    return found | ({experiment} if experiment else set())


def _joined(shown: Mapping[str, set[str]], figures: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(shown.get(figure, set()) for figure in figures))
