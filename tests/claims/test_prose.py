"""Words with the numbers filled in, and what is refused in them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from proofpress import formatting
from proofpress.claims.evaluator import Measured, estimate
from proofpress.claims.prose import Printed, fill, fill_text, printed
from proofpress.diagnostics import Diagnostic
from proofpress.language import using
from proofpress.models.language import Language
from tests.claims.made import comparison, runs, statistic, text

RISE = statistic("rise", "mean", unit="points", digits=1, experiment="tides", channel="height")
FOUND = estimate(RISE, Measured(0.572, 0.5504, 0.591, 0.01, 16, {"tides": 1400}))
NAMES: dict[str, Any] = {"rise": printed(FOUND, 1)}


def filled(source: str) -> tuple[str, list[str]]:
    diagnostics: list[Diagnostic] = []
    words = fill_text(text(source, line=7, column=11), NAMES, diagnostics)
    return words, [str(diagnostic) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Up by {{ rise }}.", "Up by 57.2 points."),
        ("{{rise.number}} of {{ given(1797) }}", "57.2 of 1,797"),
        ("{{ rise.interval }}", "57.2 points [55.0,\u00a059.1]"),
        ("from {{ rise.low }} to {{ rise.high }}", "from 55.0 to 59.1"),
        ("{{ rise.runs }} runs, {{ rise.seeds }} seeds", "1,400 runs, 16 seeds"),
        ("{{ given(0.001) }} and {{ given('3e8') }}", "0.001 and 3e8"),
        ("{{ rise.text | replace('points', 'points of height') }}", "57.2 points of height"),
        ("no value, { a brace } and `code 12`", "no value, { a brace } and `code 12`"),
        ("", ""),
    ],
)
def test_values_are_printed(source: str, expected: str) -> None:
    """Statistics, their parts and given numbers stand in the words; the rest stays as it was."""
    assert filled(source) == (expected, [])


def test_a_given_percentage_is_written_as_its_language_does() -> None:
    """`given("40%")` is a percentage in German too, with its space; a text that only ends so stays as it is."""
    source = "{{ given('40%') }}, {{ given(\"2.5%\") }}, {{ given('0.50%') }}, {{ given('a 1%') }}"
    assert filled(source) == ("40%, 2.5%, 0.50%, a 1%", [])
    with using(Language("de", decimal=",", group=".", percent="{}\xa0%")):
        assert filled(source) == ("40\xa0%, 2,5\xa0%, 0.50%, a 1%", [])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "One line.\nThen {{ ris }}.",
            "content/tides/page.yaml:8:16: error[undefined-value]: 'ris' is not a statistic — did you mean 'rise'?",
        ),
        (
            "{{ rise.mean }}",
            "content/tides/page.yaml:7:11: error[undefined-value]: 'rise' has no part 'mean' — use 'error', 'high', "
            "'interval', 'low', 'number', 'over', 'runs', 'seeds', 'splits' or 'text'",
        ),
        (
            "a{% for x in y %}",
            "content/tides/page.yaml:7:12: error[no-blocks]: '{%' begins a block or a comment, and texts hold only "
            "values — use {{ name }} alone",
        ),
        (
            "It rose by 5.5 points.",
            "content/tides/page.yaml:7:22: error[bare-number]: '5.5' is a number in our own words that no run stands "
            "behind — print a statistic by its name, or write {{ given(5.5) }} for what is not measured",
        ),
        (
            "{{ rise }",
            "content/tides/page.yaml:7:11: error[undefined-value]: '{{' has no partner — write a value as {{ name }}",
        ),
        (
            "{{ rise * 2 }}",
            "content/tides/page.yaml:7:11: error[wrong-value]: {{ rise * 2 }} cannot be printed: only names, their "
            "parts, given(…) and changes such as replace, lower, upper, capitalize can be",
        ),
        (
            "{{ 1 }}",
            "content/tides/page.yaml:7:11: error[bare-number]: '1' is a number in our own words that no run stands "
            "behind — print a statistic by its name, or write {{ given(1) }} for what is not measured",
        ),
        (
            "up {{ 'by 5.5 points' }}",
            "content/tides/page.yaml:7:14: error[bare-number]: '5.5' is a number in our own words that no run stands "
            "behind — print a statistic by its name, or write {{ given(5.5) }} for what is not measured",
        ),
        (
            "{{ 'five' }}",
            "content/tides/page.yaml:7:11: error[wrong-value]: {{ 'five' }} cannot be printed: words stand outside of "
            "the braces",
        ),
        (
            "{{ rise | replace('57', '99') }}",
            "content/tides/page.yaml:7:11: error[wrong-value]: {{ rise | replace('57', '99') }} cannot be printed: a "
            "change of words may not change, add or remove a number",
        ),
        (
            "{{ given(1e999) }}",
            "content/tides/page.yaml:7:11: error[wrong-value]: {{ given(1e999) }} cannot be printed: a number of that "
            "size is written as text, as in given('1e20')",
        ),
        (
            "{{ given(rise) }}",
            "content/tides/page.yaml:7:11: error[wrong-value]: {{ given(rise) }} cannot be printed: given(…) holds one "
            "number, or one text in quotes",
        ),
        (
            "{{ rise.__class__ }}",
            "content/tides/page.yaml:7:11: error[wrong-value]: {{ rise.__class__ }} cannot be printed: access to "
            "attribute '__class__' of 'Printed' object is unsafe.",
        ),
        (
            "{{ rize(3) }}",
            "content/tides/page.yaml:7:11: error[undefined-value]: 'rize' is not a statistic — did you mean 'rise'?",
        ),
    ],
)
def test_messages(source: str, message: str) -> None:
    """What cannot be printed is told with the line it stands in and a mend."""
    assert filled(source)[1] == [message]


@pytest.mark.parametrize(
    "source",
    [
        "The F1 score of X17 and H₂O",
        "see [the paper](https://example.org/2012/13) or <https://example.org/1> or https://example.org/99",
        "as shown [@bergstra2012]",
        "`range(10)` and ``x = `3` ``",
        "`[0, 1]`",
        "1. first\n2. second",
        "Words.\n\n* one\n  2. two",
        "&#8212; a dash",
        "{{ given(64) }}-bit",
    ],
)
def test_digits_that_are_not_numbers_are_let_be(source: str) -> None:
    """Names, addresses, citations, code and list marks may hold digits."""
    assert filled(source)[1] == []


@pytest.mark.parametrize(
    ("source", "digits"),
    [
        ("64-bit", "64"),
        ("in 2012.", "2012"),
        ("1,797 images", "1,797"),
        ("−3 points", "−3"),
        ("the 1st", "1"),
        ("٣", "٣"),
    ],
)
def test_numbers_in_any_dress_are_bare(source: str, digits: str) -> None:
    """Years, ordinals, signs, thousands and other scripts' digits are numbers all the same."""
    (message,) = filled(source)[1]
    assert f"error[bare-number]: '{digits}' is" in message


@pytest.mark.parametrize("source", ["64-bit", "1,797", "−3", "5.5", "٣", "½", "3.14.15", "007"])
def test_what_a_message_tells_to_write_can_be_written(source: str) -> None:
    """The `given(…)` of the message is taken as it stands, whatever was typed."""
    (message,) = filled(source)[1]
    _, told, _ = re.split("write (.*) for what", message)
    assert filled(told)[1] == []


@pytest.mark.parametrize(
    ("source", "digits"),
    [
        ("up to `93` of them", "93"),
        ("`−5.5 %`", "−5.5"),
        ("&#53; of them", "5"),
        ("&#x35; of them", "5"),
        ("<5>", "5"),
        ("5) apples", "5"),
        ("an accuracy of\n93. It rose", "93"),
        ("[word](#place '5 points')", "5"),
        ("½ of them", "½"),
        ("{{ rise.number }}0", "0"),
        ("{{ rise.number }}e9", "9"),
        ("{{ rise.number }}E-9", "-9"),
        ("{{ given(1) }},000", "000"),
        ("{{ '5' }}", "5"),
        ("{{ '5' | upper }}", "5"),
        ("{{ -1 }}", None),
        ("{{ rise + 0 }}", None),
        ("{{ 5 * rise }}", None),
        ("{{ rise ~ 5 }}", None),
        ("{{ [5] }}", None),
        ("{{ true }}", None),
        ("{{ rise if rise else 5 }}", None),
        ("{{ given(5) | replace('5', '6') }}", None),
        ("{{ rise.text | replace('.', '') }}", None),
        ("{{ rise.text | replace('points', '5 points') }}", None),
        ("{{ rise.text | replace(' points', 'e9') }}", None),
        ("{{ rise.text | replace('', '1') }}", None),
        ("{{ rise.text | replace('5', 'five') }}", None),
        ("{{ rise.text | replace('poinTs' | lower, 9) }}", None),
        ("{{ rise.text | default(5) }}", None),
        ("{{ given(true) }}", None),
        ("{{ given(1, 2) }}", None),
        ("{{ given(value=5) }}", None),
        ("{{ given(-1e999) }}", None),
        ("{{ given(1e300) }}", None),
        ("{{ given(" + "9" * 4500 + ") }}", None),
        ("{{ given(1__0) }}", None),
        ("{{ given(1_) }}", None),
        ("{{ given(٣) }}", None),
        ("{% set x = 5 %}", None),
    ],
)
def test_there_is_no_way_round_given(source: str, digits: str | None) -> None:
    """Constants, arithmetic, changes of words, code, entities: no number of an author's gets in but through given."""
    messages = filled(source)[1]
    assert messages
    assert all("error[bare-number]" in each or digits is None for each in messages), messages
    assert digits is None or f"'{digits}' is a number" in messages[0]


def test_a_text_that_is_given_may_hold_a_line_break() -> None:
    """YAML keeps the line breaks of a block, and a text in quotes may run over one."""
    assert filled("{{ given('93 %\nof them') }}") == ("93 %\nof them", [])


SHAPES = st.sampled_from(
    ["rise", " rise ", "rise.number", " rise.high", "given(12345)", "given( -0.5 )", "given('a b')"]
)


@given(st.lists(SHAPES, max_size=4))
def test_the_short_way_prints_what_jinja_prints(expressions: list[str]) -> None:
    """The three common shapes are filled without Jinja, just as Jinja would."""
    source = " and ".join("{{" + expression + "}}" for expression in expressions)
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    assert filled(source)[0] == environment.from_string(source).render(**NAMES, given=formatting.given)


def test_quoted_words_are_never_touched() -> None:
    """Verbatim text may hold digits and braces; only our own words are filled."""
    verbatim = text("In 1984 {{ nobody }} {% knew %}", verbatim=True)
    of = comparison({}, (RISE,), takeaway=text("{{ rise }}"), description=verbatim)
    words, diagnostics = fill(of, {"rise": FOUND})
    assert diagnostics == []
    assert words == {of.takeaway: "57.2 points"}


def test_a_statistic_without_an_estimate_is_told_once() -> None:
    """Prose that names a statistic which failed adds no second message."""
    _, diagnostics = fill(comparison({}, (RISE,), takeaway=text("{{ rise }} {{ rise.low }}")), {})
    assert diagnostics == []


def test_a_word_prints_as_itself_everywhere() -> None:
    """A statistic that is a word has no other number to its parts."""
    word = printed(estimate(RISE, Measured("full", 0, 0, 0, 1, {})), 1)
    assert isinstance(word, Printed)
    assert (str(word), word.number, word.interval, word.low) == ("full",) * 4


def test_texts_are_found_at_any_depth() -> None:
    """Texts are found wherever the records nest them: in tuples, mappings and records."""
    of = comparison({"tides": runs([1.0])}, (RISE,), runs=text("deep {{ rise }}"))
    assert "deep 57.2 points" in fill(of, {"rise": FOUND})[0].values()
