"""What becomes of a claim: derived from intervals, what the words assert and what matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.claims.verdicts import asked, combine, finding, turned, verdicts
from proofpress.models import Claim, Estimate, Gate
from tests.claims.made import claim, comparison, text
from tests.claims.test_gates import measured

FINDINGS = ("holds", "not-shown", "no-difference", "opposite")
numbers = st.floats(-50, 50)


def interval(low: float, high: float, unit: str = "points") -> Estimate:
    return measured((low + high) / 2, low, high, 1, unit)


def told(*places: Estimate, **asks: object) -> tuple[str | None, str, list[str]]:
    """Return verdict, words and messages of a claim on some places, the first of which decides."""
    names = [f"at_{index}" for index in range(len(places))]
    of = comparison({}, (), (claim("high", "at_0", elsewhere=tuple(names[1:]), **asks),), takeaway=text("."))
    (verdict,), diagnostics = verdicts(of, dict(zip(names, places, strict=True)))
    return verdict.verdict, verdict.says.source, [str(diagnostic) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("asserts", "low", "high", "found"),
    [
        ("more", 1.1, 3, "holds"),
        ("more", 0.9, 3, "not-shown"),
        ("more", -0.9, 0.9, "no-difference"),
        ("more", 0.1, 0.9, "no-difference"),
        ("more", -3, -1.1, "opposite"),
        ("less", -3, -1.1, "holds"),
        ("less", 1.1, 3, "opposite"),
        ("differs", -3, -1.1, "holds"),
        ("differs", 1.1, 3, "holds"),
        ("differs", -1, 1, "no-difference"),
        ("differs", -3, 3, "not-shown"),
        ("same", -0.9, 0.9, "holds"),
        ("same", -0.9, 1.1, "not-shown"),
        ("same", 1.1, 3, "opposite"),
    ],
)
def test_an_interval_decides(asserts: str, low: float, high: float, found: str) -> None:
    """With one point that matters, each way in which an interval can lie has its finding."""
    assert finding(claim("high", "rise", asserts=asserts), interval(low, high)) == found


def test_a_ratio_matters_by_a_factor_and_a_level_by_what_it_is_compared_with() -> None:
    """Twice and half are equally far from no effect; a level is held against the number that the claim names."""
    times = {"than": None, "matters": 2.0}
    assert finding(claim("high", "rise", **times), interval(2.1, 9, "ratio")) == "holds"
    assert finding(claim("high", "rise", **times), interval(0.1, 0.49, "ratio")) == "opposite"
    assert finding(claim("high", "rise", **times), interval(0.51, 1.9, "ratio")) == "no-difference"
    guess = claim("high", "rise", than=10.0, matters=5.0)
    assert finding(guess, interval(15.1, 18, "percent")) == "holds"
    assert finding(guess, interval(7, 12, "percent")) == "no-difference"
    assert asked(guess, "percent") == "above 15%"
    assert asked(claim("high", "rise", asserts="differs", **times), "ratio") == "not within 0.5 and 2 times"


@given(st.sampled_from(["more", "less", "differs", "same"]), numbers, numbers, st.floats(0.01, 20))
def test_no_interval_bears_out_a_claim_and_its_opposite(asserts: str, one: float, other: float, matters: float) -> None:
    """What holds is refuted or without difference where it is turned round; what is not shown stays so."""
    found = interval(min(one, other), max(one, other))
    turn = {"more": "less", "less": "more", "differs": "same", "same": "differs"}[asserts]
    first, second = (finding(claim("high", "rise", asserts=way, matters=matters), found) for way in (asserts, turn))
    assert {first, second} in ({"holds", "opposite"}, {"holds", "no-difference"}, {"not-shown"}, {"no-difference"})


@given(st.lists(st.sampled_from(FINDINGS), min_size=1, max_size=4))
def test_a_condition_needs_two_places(findings: list[str]) -> None:
    """Words hold on a condition just where the first place bears them out and another is shown not to."""
    verdict, opposite = combine(findings)
    assert (verdict == "holds-if") == (findings[0] == "holds" and bool({"no-difference", "opposite"} & set(findings)))
    assert (verdict == "holds") == (set(findings) == {"holds"})
    assert opposite == (set(findings) == {"opposite"})
    assert combine([findings[0], *findings[:0:-1]]) == (verdict, opposite)


def test_the_words_of_the_verdict_are_printed() -> None:
    """A claim prints what it has for the verdict that the runs give, and nothing is wrong."""
    words = {"not_shown": text("Perhaps."), "holds_if": text("At times."), "opposite": text("No.")}
    assert told(interval(2, 3), **words) == ("holds", "It is.", [])
    assert told(interval(0, 3), **words) == ("not-shown", "Perhaps.", [])
    assert told(interval(-3, -2), **words) == ("not-shown", "No.", [])
    assert told(interval(2, 3), interval(0, 0.5), **words) == ("holds-if", "At times.", [])


def test_words_of_another_verdict_are_refused() -> None:
    """Where the runs give a verdict for which nothing is written, the message has the numbers and what was asked."""
    prefix = "content/tides/claims.yaml:9:5: error[false-claim]: 'the tide is high' (high) has words for "
    assert told(interval(0, 3))[2] == [
        f"{prefix}holds, and the runs say not-shown: rise is 1.5 points [0.0, 3.0], where 'more' asks for above 1 "
        "point — say what the runs show, under the key 'not-shown'"
    ]
    assert told(interval(2, 3), interval(0, 0.5))[2] == [
        f"{prefix}holds, and the runs say holds-if: rise is 2.5 points [2.0, 3.0] and rise is 0.2 points [0.0, 0.5], "
        "where 'more' asks for above 1 point — say what the runs show, under the key 'holds-if'"
    ]
    assert told(interval(2, 3), no_difference=text("None."), asserts="same")[2] == [
        f"{prefix}holds and no-difference, and the runs say opposite: rise is 2.5 points [2.0, 3.0], where 'same' "
        "asks for within −1 and 1 point — say what the runs show, under the key 'opposite'"
    ]


def test_a_word_decides_nothing() -> None:
    """A statistic that is a word cannot be compared."""
    assert told(measured("full"))[2] == [
        "content/tides/claims.yaml:9:5: error[wrong-claim]: 'the tide is high' (high) rests on 'rise', which is a "
        "word: 'full' — use a statistic that is a number"
    ]


def test_a_repetition_turns_a_verdict_only_by_saying_otherwise() -> None:
    """Fresh seeds that cannot tell turn nothing; those that refute, or find nothing where there was an effect, do."""
    of: Claim = claim("high", "rise")
    assert not turned(of, interval(2, 3), interval(0.5, 3))
    assert not turned(of, interval(2, 3), interval(1.5, 9))
    assert turned(of, interval(2, 3), interval(-0.5, 0.5))
    assert turned(of, interval(2, 3), interval(-3, -2))


def test_a_comparison_that_measures_nothing_is_a_problem() -> None:
    """Zero claims checked is a failure, not a success."""
    found, diagnostics = verdicts(comparison({}, ()), {})
    assert found == ()
    assert [str(diagnostic) for diagnostic in diagnostics] == [
        "content/tides/page.yaml:1:1: error[no-claims]: no claim of 'tides' is measured or recorded, so that "
        "nothing would be "
        "checked — give at least one claim `kind: measured`, a statistic, what it asserts and what matters"
    ]


def test_a_verdict_carries_its_numbers_and_conditions() -> None:
    """The ledger can print each claim with its number, what was asked for, its gate and its other places."""
    of = claim("high", "rise", Gate(above=30), elsewhere=("fall",), holds_if=text("At times."))
    places = {"rise": measured(62, 58, 66, 2, "points"), "fall": interval(-0.5, 0.5)}
    (verdict,), diagnostics = verdicts(comparison({}, (), (of,), takeaway=text(".")), places)
    assert diagnostics == []
    assert (verdict.verdict, verdict.threshold, verdict.gate) == ("holds-if", "above 1 point", "above 30 points")
    assert verdict.estimate is not None
    assert verdict.estimate.interval == "62.0 points [58.0, 66.0]"
    assert verdict.elsewhere == (places["fall"],)
