"""Words in the colours of the two things compared: `^…^` for the first, `_…_` for the second."""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from proofpress.language import gettext

ROLES = ("first", "second")
"""The two things compared, by the column of the table that each has."""

# A mark opens before a word and closes after one, with a letter or digit between: so `10^3 to 10^6`, `^_^` and
# `my_own_name` are what they are. Blank lines end a paragraph, and with it what is marked.
MARK = r"(?<![^{before}]){mark}(?=[^\s{mark}])(?={inside}*[^\W_])({inside}+)(?<=[^\s{mark}]){mark}(?![^{after}])"
BEFORE, AFTER = r"\s(\[{'\"“‘„«*~–—/-", r"\s.,;:!?)\]}'\"”’“»*~…–—/-"
"""Signs between which and the word a mark may stand; at the ends of a text there need be none."""
INSIDE = r"(?:[^{mark}\n]|\n(?!\s*\n))"
MARKED = re.compile(
    "|".join(
        MARK.replace("{inside}", INSIDE).replace("{before}", BEFORE).replace("{after}", AFTER).replace("{mark}", mark)
        for mark in (r"\^", "_")
    )
)


class Span(Struct, frozen=True):
    """Words of a text and the role whose colour they wear, empty for none."""

    words: str
    role: str


def replace_roles(text: str, replacement: Callable[[str, str], str]) -> str:
    """Return a text in which each marked part is replaced. replacement: (words, role) → text."""
    return MARKED.sub(lambda match: replacement(*_marked(match)), text)


def split_roles(text: str) -> list[Span]:
    """Return a text in spans, as its marks say.

    >>> split_roles("You choose ^5 things^.")
    [Span(words='You choose ', role=''), Span(words='5 things', role='first'), Span(words='.', role='')]
    >>> split_roles("from 10^3 to 10^6")
    [Span(words='from 10^3 to 10^6', role='')]
    """
    spans, start = [], 0
    for match in MARKED.finditer(text):
        spans += [Span(text[start : match.start()], ""), Span(*_marked(match))]
        start = match.end()
    return [span for span in (*spans, Span(text[start:], "")) if span.words]


def _marked(match: re.Match[str]) -> tuple[str, str]:
    return (match[1], "first") if match[1] is not None else (match[2], "second")


def either_or(first: str, second: str) -> tuple[Span, ...]:
    """Return the headline of an infographic that nobody composed: which of the two?"""
    things = {"first": first, "second": second}
    parts = re.split(r"%\((first|second)\)s", gettext("%(first)s or %(second)s?"))
    spans = [Span(things[part], part) if at % 2 else Span(part, "") for at, part in enumerate(parts)]
    return tuple(span for span in spans if span.words)


def join_spans(spans: Iterable[Span]) -> str:
    """Return the words of spans."""
    return "".join(span.words for span in spans)
