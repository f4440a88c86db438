"""One summary on a page: what texts print of a channel, and what pictures draw of it, is its mean or is its median.

A reader who finds 23 in a sentence and 10 in the picture beside it cannot know that one is a mean and the other a
median. So all that is said of one channel of one experiment agrees, or the sentence names its summary.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from proofpress.content.kinds import Kinds, list_combined
from proofpress.content.sentences import plain, values
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import Comparison, Figure, Panel, Select, Statistic, Text, find_texts
from proofpress.runs.repeats import SEED, pooled_schema

NOUN = r"\b(?:the|an?|in|as|of|its|their)\s+means?\b|\bmeans?\b(?!\s+(?:nothing|that|what|it|they|there)\b)"
WORDS: Mapping[str, str] = {
    "mean": rf"{NOUN}|\baveraged?\b|\baverages\b|\bMittel|\bDurchschnitt|\bdurchschnittlich",
    "median": r"\bmedians?\b|\bZentralwert",
}
"""What names a summary in a sentence; a page's own `words` for `mean` and `median` do as well."""
OTHER = {"mean": "median", "median": "mean"}

Channel = tuple[str, str]
"""An experiment and a channel of it."""


class Drawn(Struct, frozen=True):
    """What a picture draws: of which channels, by which summary. what: how it is called, as in `the figure 'rates'`."""

    what: str
    channels: tuple[Channel, ...]
    summary: str
    location: Location
    texts: tuple[Text, ...]


def check_summaries(comparison: Comparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note values and pictures of one channel that are summarised in two ways without a word about it."""
    pictures = [
        picture
        for picture in (*_figures(comparison, kinds), *_explorers(comparison))
        if any(_varies(comparison, channel) for channel in picture.channels)
    ]
    for picture in pictures:
        diagnostics.extend(_check_words(picture, comparison))
    drawn: dict[Channel, list[Drawn]] = {}
    for picture in pictures:
        for channel in picture.channels:
            drawn.setdefault(channel, []).append(picture)
    for several in drawn.values():
        diagnostics.extend(_check_pictures(several, comparison))
    for text in find_texts(comparison):
        diagnostics.extend(_check_text(text, comparison, kinds, drawn))


def summaries(name: str, statistics: Mapping[str, Statistic], kinds: Kinds) -> dict[Channel, str]:
    """Return the channels that a statistic summarises by a mean or a median, itself or in those that it combines."""
    found: dict[Channel, str] = {}
    for statistic in list_combined(name, statistics, kinds):
        summary = getattr(statistic.options, "summary", "")
        if summary:
            selects = kinds.statistics[statistic.kind].selects(statistic.options)
            found |= dict.fromkeys(map(_channel, selects), summary)
    return found


def _figures(comparison: Comparison, kinds: Kinds) -> Iterator[Drawn]:
    charts: list[tuple[str, Figure | Panel[Text]]] = [
        (f"the figure '{name}'", figure) for name, figure in comparison.figures.items()
    ]
    for column in comparison.poster.columns if comparison.poster is not None else ():
        charts.extend((f"the panel '{panel.title.source}'", panel) for panel in (*column.above, *column.below))
    for what, chart in charts:
        summary = getattr(chart.options, "summary", "")
        if summary:
            selects = kinds.charts[chart.chart].selects(chart.options)
            summarised = getattr(chart.options, "summarised", None)
            channels = tuple(map(_channel, selects if summarised is None else summarised(selects)))
            texts = (chart.title, chart.caption, *((chart.alt,) if isinstance(chart, Figure) else ()))
            yield Drawn(what, channels, summary, chart.location, texts)


def _explorers(comparison: Comparison) -> Iterator[Drawn]:
    for explorer in comparison.explorers.values():
        summary = getattr(explorer.options, "summary", "")
        if summary:
            yield Drawn(
                f"the explorer '{explorer.id}'",
                ((explorer.experiment, explorer.options.channel),),
                summary,
                explorer.location,
                (explorer.title, explorer.note),
            )


def _check_words(picture: Drawn, comparison: Comparison) -> Iterator[Diagnostic]:
    """Yield a diagnostic for words about a picture that name the other summary, and not its own."""
    for text in picture.texts:
        words = plain(text.source)
        other = OTHER[picture.summary]
        if _names(words, other, comparison) and not _names(words, picture.summary, comparison):
            message = f"these words speak of a {other}, and {picture.what} draws the {picture.summary}"
            hint = _hint(picture.summary, "say {}", f"'summary: {other}' in {_place(picture)}", comparison)
            yield Diagnostic(text.location, "two-summaries", message, hint)


def _check_pictures(pictures: list[Drawn], comparison: Comparison) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each picture of a channel whose words do not say that it draws another summary."""
    first = pictures[0]
    for picture in pictures[1:]:
        if picture.summary == first.summary:
            continue
        for each in (first, picture):
            if not any(_names(plain(text.source), each.summary, comparison) for text in each.texts):
                others = first if each is picture else picture
                message = (
                    f"{each.what} draws the {each.summary} of a channel of which {others.what} draws the "
                    f"{others.summary} ({others.location})"
                )
                instead = f"'summary: {others.summary}' in {_place(each)}"
                hint = _hint(each.summary, "say {} in its words", instead, comparison)
                where = each.texts[0].location if comparison.original else each.location
                yield Diagnostic(where, "two-summaries", message, hint)


def _check_text(
    text: Text, comparison: Comparison, kinds: Kinds, drawn: Mapping[Channel, list[Drawn]]
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each value of a text of which a picture shows another summary."""
    for value in values(text):
        for channel, summary in summaries(value.name, comparison.statistics, kinds).items():
            pictures = drawn.get(channel, [])
            if any(picture.summary == summary for picture in pictures) or not pictures:
                continue
            if _names(value.sentence, summary, comparison):
                continue
            picture = pictures[0]
            message = (
                f"'{value.name}' rests on the {summary} of '{channel[1]}' of '{channel[0]}', and {picture.what} draws "
                f"its {picture.summary} ({picture.location})"
            )
            instead = f"'summary: {summary}' in {_place(picture)}"
            hint = _hint(summary, "say {} in the sentence", instead, comparison)
            yield Diagnostic(value.location, "two-summaries", message, hint)
            break


def _hint(summary: str, say: str, instead: str, comparison: Comparison) -> str:
    """Return what to do. instead: what could be written in the chart, which is the original's in a translation."""
    if not comparison.original:
        return f"{say.format(summary)}, or write {instead}"
    word = comparison.words.get(summary)
    if word:
        return say.format(f"'{word}'") + f", which is this page's word for {summary}, as the original does"
    named = f"name that under 'words' as '{summary}' if it is not understood"
    return say.format(f"what this language calls a {summary}") + f", as the original does; {named}"


def _place(picture: Drawn) -> str:
    return picture.what if picture.what.startswith("the explorer") else f"the chart of {picture.what}"


def _names(words: str, summary: str, comparison: Comparison) -> bool:
    own = comparison.words.get(summary)
    if own and own.casefold() in words.casefold():
        return True
    return re.search(WORDS[summary], words, re.IGNORECASE) is not None


def _varies(comparison: Comparison, channel: Channel) -> bool:
    """Return whether a channel has several seeds, so that a mean and a median can differ."""
    experiment = comparison.experiments.get(channel[0])
    if experiment is None:
        return False
    schema = pooled_schema(experiment.run_schema)
    return SEED in schema.channels.get(channel[1], ()) and len(schema.axes[SEED]) > 1


def _channel(select: Select) -> Channel:
    return select.experiment, select.channel
