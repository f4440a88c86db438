"""The sentences of our texts and the values in them: which statistic each prints, and what is said around it."""

import re
from collections.abc import Iterator

from msgspec import Struct

from proofpress.diagnostics import Location
from proofpress.models import Text

BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
QUOTES = re.compile(r"\"[^\"]*\"|'[^']*'")
NAMES = re.compile(r"(?<![\w.])([a-z_]\w*)(?:\.([a-z]\w*))?")
END = re.compile(r"[.!?。！？]+[\"'”’)\]*_^]*(?=\s|$)|\n[ \t]*\n")
GOES_ON = re.compile(r"\s*[\"'“‘(\[*_^]*([^\W\d_])")
CHANGES = re.compile(r"\|\s*\w+")
MARKS = re.compile(r"[\^_*]")
OF_RUNS = frozenset({"runs", "splits", "seeds", "over"})
"""Parts of a value that say how many runs stand behind it, and not what it is."""


class Value(Struct, frozen=True):
    """A statistic in a text: its name, where it stands, and the words around it.

    sentence: the one in which it stands; before: the paragraph up to the end of that sentence. Both in one line,
    without values and marks.
    """

    name: str
    location: Location
    sentence: str
    before: str


def values(text: Text) -> Iterator[Value]:
    """Yield the values that a text prints, in order; parts that only count runs are none."""
    if text.verbatim or "{{" not in text.source:
        return
    # What stands between braces is no sentence; as many letters keep its place.
    hidden = BRACES.sub(lambda match: "X" * len(match[0]), text.source)
    bounds = list(_sentences(hidden))
    for match in BRACES.finditer(text.source):
        paragraph, start, end = next(bound for bound in bounds if bound[1] <= match.start() < bound[2])
        said, before = (plain(text.source[begin:end]) for begin in (start, paragraph))
        inside = CHANGES.sub(" ", QUOTES.sub(" ", match[1]))
        for name in NAMES.finditer(inside):
            if name[1] != "given" and name[2] not in OF_RUNS:
                yield Value(name[1], text.locate(match.start()), said, before)


def plain(source: str) -> str:
    """Return a text in one line, without its values and without the marks of colours and emphasis."""
    return " ".join(MARKS.sub("", BRACES.sub(" ", source)).split())


def _sentences(source: str) -> Iterator[tuple[int, int, int]]:
    """Yield where the paragraph of each sentence begins, where the sentence does, and where it ends."""
    paragraph = start = 0
    for match in END.finditer(source):
        blank = match[0].startswith("\n")
        goes_on = GOES_ON.match(source, match.end())
        if not blank and goes_on is not None and goes_on[1].islower():
            continue
        yield paragraph, start, match.end()
        start = match.end()
        paragraph = start if blank else paragraph
    yield paragraph, start, len(source) + 1
