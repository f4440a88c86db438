"""roles and words of page.yaml: what they name must be in the runs, or be a summary of them."""

from collections.abc import Iterator

from proofpress.content.raw_comparison import RawComparison
from proofpress.content.summaries import OTHER
from proofpress.diagnostics import Diagnostic, shortened, suggest


def check_legend(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note roles and words for what no experiment has: nothing would ever be drawn or called so."""
    if raw.page is None or raw.node is None or not raw.experiments.whole:
        return
    sides, known = set(_list_sides(raw)), set(_list_names(raw))
    for key, what, names in (("roles", "role", sides), ("words", "word", sides | known)):
        for name in getattr(raw.page, key):
            # What a sentence calls a mean is no name of a run, and may have a word all the same.
            if name not in names and not (key == "words" and name in OTHER):
                message = f"'{shortened(name)}' has a {what} but is in no experiment"
                location = raw.node.key(key, name)
                diagnostics.append(Diagnostic(location, "unknown-name", message, suggest(name, sorted(names))))


def _list_sides(raw: RawComparison) -> Iterator[str]:
    """Yield what can be on a side: experiments, their channels, and coordinates that are words."""
    for name, experiment in raw.experiments.records.items():
        yield name
        yield from experiment.run_schema.channels
        for coordinates in experiment.run_schema.axes.values():
            yield from (each for each in coordinates if isinstance(each, str))


def _list_names(raw: RawComparison) -> Iterator[str]:
    """Yield what else readers meet: axes, settings and their values, and parts of channels' names."""
    for experiment in raw.experiments.records.values():
        yield from experiment.run_schema.axes
        for channel in experiment.run_schema.channels:
            yield from channel.split("_")
        for setting, value in experiment.run_schema.settings.items():
            yield from (setting, *setting.split("."))
            if isinstance(value, str):
                yield value
