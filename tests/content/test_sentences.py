"""Where a sentence begins and ends, and which values stand in it."""

import pytest

from proofpress.content.sentences import plain, values
from proofpress.content.summaries import WORDS, re
from proofpress.diagnostics import Location
from proofpress.models import Text

HERE = Location("page.yaml", 1, 1)


def found(source: str, verbatim: bool = False) -> list[tuple[str, str, str]]:
    """Return name, sentence and what stands before it, of each value in a text."""
    text = Text(source, HERE, verbatim=verbatim)
    return [(value.name, value.sentence, value.before) for value in values(text)]


def test_a_value_has_its_own_sentence_and_the_paragraph_before_it() -> None:
    """Sentences end at full stops, not at those of values, decimals and abbreviations in small letters."""
    source = (
        'At {{ given("0.5") }} it is {{ first.interval }}, i.e. more. ^Then^ it\nis _{{ second }}_.\n\nAnd {{ third }}.'
    )
    assert found(source) == [
        ("first", "At it is , i.e. more.", "At it is , i.e. more."),
        ("second", "Then it is .", "At it is , i.e. more. Then it is ."),
        ("third", "And .", "And ."),
    ]


def test_what_only_counts_runs_is_no_value() -> None:
    """How many runs, seeds or splits there were, and what is given, is not a number of the statistic."""
    source = "{{ a.over }} {{ a.seeds }} {{ a.splits }} {{ a.runs }} {{ given(3) }} {{ given('b') }}"
    assert found(source) == []
    assert [name for name, *_ in found("{{ a | replace('c', 'd') }}")] == ["a"]


def test_quoted_words_print_nothing() -> None:
    """In the quoted article braces are letters."""
    assert found("{{ a }}", verbatim=True) == []


def test_words_stand_in_one_line_without_marks() -> None:
    """Line breaks, values and marks of colour and emphasis are left out."""
    assert plain("*The* ^rate^ is\n  {{ rate }} here") == "The rate is here"


@pytest.mark.parametrize(
    ("words", "summary"),
    [
        ("in the mean that is more", "mean"),
        ("on average", "mean"),
        ("means of 30 seeds", "mean"),
        ("im Mittel", "mean"),
        ("the medians are", "median"),
        ("this means nothing", None),
        ("the meaning", None),
    ],
)
def test_a_sentence_names_its_summary(words: str, summary: str | None) -> None:
    """A mean is named by its noun, not by the verb of the same letters."""
    named = [name for name, pattern in WORDS.items() if re.search(pattern, words, re.IGNORECASE)]
    assert named == ([summary] if summary else [])
