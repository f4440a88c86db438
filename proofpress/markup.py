"""The little markup that texts may carry beside Markdown: words in a role's colour, and citations."""

import re

from msgspec import Struct

ROLES = ("first", "second")
"""The two things compared, by the column of the table that each has."""

CITATION = re.compile(r"\[@([\w-]+)\]")
COLOURED = re.compile(r"\^([^^]+)\^|(?<!\w)_([^_]+)_(?!\w)")


class Span(Struct, frozen=True):
    """Words of a text and the role whose colour they wear, empty for none."""

    words: str
    role: str


def split_roles(text: str) -> list[Span]:
    """Return a text in spans: `^…^` wears the first column's colour, `_…_` the second's.

    >>> split_roles("You choose ^5 things^.")
    [Span(words='You choose ', role=''), Span(words='5 things', role='first'), Span(words='.', role='')]
    """
    spans: list[Span] = []
    start = 0
    for match in COLOURED.finditer(text):
        spans.append(Span(text[start : match.start()], ""))
        spans.append(Span(match[1] or match[2], "first" if match[1] else "second"))
        start = match.end()
    spans.append(Span(text[start:], ""))
    return [span for span in spans if span.words]


def strip_roles(text: str) -> str:
    """Return a text without the marks of roles."""
    return "".join(span.words for span in split_roles(text))


def strip_markdown(text: str) -> str:
    """Return a text on one line, without Markdown's marks of emphasis and code and without citations."""
    return " ".join(re.sub(rf"\s*{CITATION.pattern}|\*\*|`", "", text).split())
