"""How long words may be once their values are in place: chart titles and alternative texts."""

from collections.abc import Iterator, Mapping

from proofpress.diagnostics import Diagnostic
from proofpress.models import Comparison, Text

TITLE = 38
ALT = 250


def too_long(comparison: Comparison, filled: Mapping[Text, str]) -> Iterator[Diagnostic]:
    """Yield a problem for each chart title and each alternative text that has grown too long."""
    poster = comparison.poster
    titles = [figure.title for figure in comparison.figures.values()]
    alts = [figure.alt for figure in comparison.figures.values()]
    if poster is not None:
        titles += [panel.title for column in poster.columns for panel in column.above + column.below]
        alts.append(poster.alt)
    for title in titles:
        yield from _check(title, filled, "a chart title", TITLE, "say one finding in fewer words")
    for alt in alts:
        yield from _check(
            alt, filled, "an alternative text", ALT, "keep what it is and the finding; the rest is caption"
        )


def _check(text: Text, filled: Mapping[Text, str], what: str, limit: int, hint: str) -> Iterator[Diagnostic]:
    words = filled.get(text, text.source)
    if len(words) > limit:
        message = f"{what} may have {limit} characters and this one has {len(words)}: '{words}'"
        yield Diagnostic(text.location, "too-long", message, hint)
