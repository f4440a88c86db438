"""Pictures in another language: every chart, in all its variants, with German words and numbers."""

import re

import pytest
from babel.messages.pofile import read_po

from proofpress.charts.kinds import chart_kinds
from proofpress.drawing.legend import in_words
from proofpress.language import using
from proofpress.language.reading import read_language
from tests.charts.chart_examples import examples, made_runs
from tests.charts.drawn import drawn
from tests.language.test_pages import TEMPLATES

ENGLISH_NUMBER = re.compile(r"\d\.\d{1,2}(?!\d)|\d%")


@pytest.fixture(scope="module")
def words() -> set[str]:
    """The English words that charts could draw by mistake: messages whose German differs."""
    catalogue = read_po((TEMPLATES / "languages" / "de.po").open("rb"), locale="de")
    return {
        message.id
        for message in catalogue
        if isinstance(message.id, str) and message.id != message.string and "charts" in str(message.locations)
    }


@pytest.mark.parametrize("kind", sorted(examples()))
def test_every_chart_speaks_german(kind: str, words: set[str]) -> None:
    """No chart draws a word that the catalogue has, or a number with a decimal point; tables have German heads."""
    with using(read_language("de", (TEMPLATES,))):
        said = [lettering.words for lettering in drawn(kind).letterings]
        heads = {*chart_kinds()[kind].table(examples()[kind], made_runs()).columns}
    assert said
    assert not words & {*said, *heads}
    assert not [each for each in said if ENGLISH_NUMBER.search(each)]


@pytest.mark.parametrize(
    ("identifier", "said"),
    [
        ("learning_rate", "Lernrate"),
        ("test_f1", "Test F1"),
        ("validation_width", "Validierung Breite"),
        ("first_layer_rate", "first layer rate"),
        ("layer_3", "Schicht 3"),
    ],
)
def test_a_name_is_translated_whole_or_not_at_all(identifier: str, said: str) -> None:
    """A name of which the catalogue has one word stays in one language, that of the code."""
    with using(read_language("de", (TEMPLATES,))):
        assert in_words(identifier) == said
