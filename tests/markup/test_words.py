"""One line of words without marks: what every output prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.diagnostics import Location
from proofpress.markup import Span, plain_words, role_spans, split_roles
from proofpress.models import Text

PLACE = Location("page.yaml", 3, 5)


def words(source: str, **flags: object) -> str:
    """Return the words of a text that is printed as it stands."""
    return plain_words(Text(source, PLACE, **flags), lambda text: text.source)


@pytest.mark.parametrize(
    "source",
    [
        "from 10^3 to 10^6", "1990. The year it began", "Area is 2*3*4", "__init__ runs *.py", "C:\\new\\of", "# 1",
        "- dash", "> 3", "    four spaces".strip(), "a_b and _private", "^_^", "AT&amp;T", "&copy;", "<b>bold</b>",
        "| a | b |", "Term\n: x", "==", "C # vs F#", "שלום ^2", "😀 2^8", "'q' \"r\"", "***", "[x]: y", "[ ] todo",
    ],
)  # fmt: skip
def test_what_is_no_mark_is_printed(source):
    """Signs that mark no word stand in a line of words as they were written, in ours and in quoted ones."""
    line = " ".join(source.split())
    assert words(source) == line
    assert words(source, coloured=True) == line
    assert words(source, verbatim=True) == line


@pytest.mark.parametrize("source", ["a *b* c", "`x` y", "^a^ _b_", "\\*", "[a](b)", "[@c2012]", "**b**", "~~c~~"])
def test_quoted_words_keep_their_marks(source):
    """A quoted text is printed letter by letter, whatever Markdown would read in it."""
    assert words(source, verbatim=True) == source


def test_marks_around_words_are_not_printed():
    """Emphasis, code, links, citations and strikethrough leave their words; escaped marks are printed."""
    assert words("a *b* **c** ***d*** `e_f` [g](h/) [@k2] ~~i~~ \\*j\\*.") == "a b c d e_f g i *j*."


def test_colours_are_read_only_where_a_text_is_coloured():
    """`^…^` around a word is a colour in the headline; in a title it is what was written."""
    assert words("^a word^ and _another_") == "^a word^ and _another_"
    assert role_spans(Text("^a word^ and _another_", PLACE, coloured=True), lambda text: text.source) == (
        Span("a word", "first"), Span(" and ", ""), Span("another", "second"),
    )  # fmt: skip


@given(st.text(alphabet="^_ab1 .\n", max_size=40))
def test_splitting_loses_nothing_but_marks(source):
    """The words of all spans are the text without the marks around coloured ones."""
    spans = split_roles(source)
    marked = "".join({"": "", "first": "^", "second": "_"}[s.role].join(("", s.words, "")) for s in spans)
    assert marked == source


@given(st.text(alphabet="^_*`~#\\-+1.) ab\n<>&[]()|:=é😀ש", max_size=50))
def test_every_letter_of_quoted_words_is_printed(source):
    """Whatever is quoted comes out letter by letter, but for the length of white space."""
    assert words(source, verbatim=True).split() == source.split()
