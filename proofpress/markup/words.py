"""The words of a text without any mark, on one line: the same for every output that cannot show marks."""

import re
from collections.abc import Callable
from functools import cache
from html import unescape

from proofpress.markup.markdown import Converter
from proofpress.markup.roles import ROLES, Span, replace_roles
from proofpress.models import Text

TAG = re.compile(r"<[^>]*>")
PRIVATE = re.compile("[\ue000-\ue003]")
OPEN, CLOSE = "\ue003", "\ue002"
"""Signs of ours around marked words while a text is converted; in what authors write they are dropped."""


def plain_words(text: Text, printed: Callable[[Text], str]) -> str:
    """Return the words of a text on one line, without any mark. printed: the text with its values in place."""
    return "".join(span.words for span in role_spans(text, printed))


def role_spans(text: Text, printed: Callable[[Text], str]) -> tuple[Span, ...]:
    """Return the words of a text on one line, in spans of the roles whose colours they wear."""
    source = printed(text)
    if text.reads == "letters":
        return _on_one_line([Span(source, "")])
    return _read(source, text.reads == "blocks", text.coloured)


@cache
def _read(source: str, blocks: bool, coloured: bool) -> tuple[Span, ...]:
    source = PRIVATE.sub("", source).strip()
    marked = mark_roles(source) if coloured else source
    try:
        html = _converter(blocks).convert(marked)
    except RecursionError:
        # The page refuses such a text with its place; until then it is what was written.
        html = marked
    pieces = re.split(f"{OPEN}([12])(.*?){CLOSE}", unescape(TAG.sub("", html)), flags=re.DOTALL)
    spans = [Span(pieces[0], "")]
    for role, words, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        spans += [Span(words, ROLES[int(role) - 1]), Span(rest, "")]
    return _on_one_line(spans)


@cache
def _converter(blocks: bool) -> Converter:
    return Converter(blocks=blocks)


def mark_roles(source: str) -> str:
    """Return a text in which marked words stand between signs of ours, which Markdown leaves alone."""
    return replace_roles(source, lambda words, role: f"{OPEN}{ROLES.index(role) + 1}{words}{CLOSE}")


def _on_one_line(spans: list[Span]) -> tuple[Span, ...]:
    """Return spans with one space where there was any, and none at the ends."""
    line: list[Span] = []
    for span in spans:
        words = re.sub(r"\s+", " ", span.words)
        words = words.removeprefix(" ") if not line or line[-1].words.endswith(" ") else words
        if words:
            line.append(Span(words, span.role))
    if line and line[-1].words.endswith(" "):
        line[-1] = Span(line[-1].words[:-1], line[-1].role)
    return tuple(span for span in line if span.words)
