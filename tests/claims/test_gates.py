"""Which claims stand, which fall, and in what words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.claims.evaluator import Measured, estimate
from proofpress.claims.gates import judge_claim, verdicts
from proofpress.models import Estimate, Gate
from tests.claims.made import claim, comparison, statistic, text


def measured(value: float | str, low: float = 0, high: float = 0, error: float = 0, unit: str = "plain") -> Estimate:
    """Return an estimate whose numbers are in the printed unit."""
    scale = 100 if unit in ("percent", "points") else 1
    made = statistic("rise", "mean", unit=unit, experiment="tides", channel="height")
    value = value if isinstance(value, str) else value / scale
    return estimate(made, Measured(value, low / scale, high / scale, error / scale, 16, {"tides": 16}))


def told(gate: Gate, found: Estimate) -> list[str]:
    return [str(diagnostic) for diagnostic in judge_claim(claim("high", "rise", gate), gate, found)]


STANDS = [
    (Gate(above=30), measured(62, 58, 66, 2, "points")),
    (Gate(below=-3), measured(-8, -9, -7, 0.5, "points")),
    (Gate(above=2), measured(4.8, 4.3, 5.3, 0.3, "ratio")),
    (Gate(below=0.7), measured(0.3, 0.2, 0.4, 0.05, "ratio")),
    (Gate(above=0), measured(1, 0.7, 1.3, 0.15, "points")),
    (Gate(above=90), measured(96, 95, 97, 0.5, "percent")),
    (Gate(below=0.5), measured(0.21, 0.14, 0.26, 0.03)),
    (Gate(below=2), measured(0.1, -0.4, 0.6, 0.25, "points")),
    (Gate(within=(-0.5, 0.5)), measured(0.0, -0.2, 0.2, 0.1, "points")),
    (Gate(above=3), measured(16, 16, 16, 0, "count")),
]


@pytest.mark.parametrize(("gate", "found"), STANDS)
def test_what_the_runs_bear_out_stands(gate: Gate, found: Estimate) -> None:
    """An interval beyond the gate, with room where an effect is claimed, is no problem."""
    assert told(gate, found) == []


def flipped(gate: Gate) -> Gate:
    if gate.above is not None:
        return Gate(below=gate.above)
    return Gate(above=gate.below if gate.below is not None else gate.within[1])


@pytest.mark.parametrize(("gate", "found"), STANDS)
def test_every_flipped_claim_falls_and_names_its_words(gate: Gate, found: Estimate) -> None:
    """The opposite of what stands is false, and the message quotes the sentence."""
    (message,) = told(flipped(gate), found)
    assert "error[false-claim]: 'the tide is high' (high) is not borne out" in message


@pytest.mark.parametrize(
    ("gate", "found", "message"),
    [
        (
            Gate(above=30),
            measured(2.1, 1, 3.2, 0.5, "points"),
            "content/tides/claims.yaml:9:5: error[false-claim]: 'the tide is high' (high) is not borne out: rise is "
            "2.1 points [1.0, 3.2], not above 30 points — say what the runs show, or mend the gate if it asks for the "
            "wrong thing",
        ),
        (
            Gate(within=(-0.5, 0.5)),
            measured(0.3, 0.1, 0.6, 0.1, "points"),
            "content/tides/claims.yaml:9:5: error[false-claim]: 'the tide is high' (high) is not borne out: rise is "
            "0.3 points [0.1, 0.6], not within −0.5 and 0.5 points — say what the runs show, or mend the gate if it "
            "asks for the wrong thing",
        ),
        (
            Gate(above=30),
            measured(52, 48, 56, 2, "points"),
            "content/tides/claims.yaml:9:5: error[weak-gate]: 'the tide is high' (high) has too little room: rise is "
            "52.0 points [48.0, 56.0] and the gate asks for above 30 points, more than half of the effect — set the "
            "threshold no further out than 26 points",
        ),
        (
            Gate(above=4),
            measured(4.8, 4.3, 5.3, 0.25, "ratio"),
            "content/tides/claims.yaml:9:5: error[weak-gate]: 'the tide is high' (high) has too little room: rise is "
            "4.8 times [4.3, 5.3] and the gate asks for above 4 times, more than half of the effect — set the "
            "threshold no further out than 2.19 times",
        ),
        (
            Gate(above=0.5),
            measured(1.6, 0.6, 2.8, 0.6, "points"),
            "content/tides/claims.yaml:9:5: error[weak-gate]: 'the tide is high' (high) is too uncertain: rise is "
            "1.6 points [0.6, 2.8], 2.7 standard errors from no effect where 5 are needed — add seeds, or claim less",
        ),
        (
            Gate(above=90),
            measured(91, 90.2, 92, 0.45, "percent"),
            "content/tides/claims.yaml:9:5: error[weak-gate]: 'the tide is high' (high) is too uncertain: rise is "
            "91.0% [90.2, 92.0], 2.2 standard errors from the threshold where 5 are needed — add seeds, or claim less",
        ),
        (
            Gate(above=90),
            measured("full"),
            "content/tides/claims.yaml:9:5: error[wrong-gate]: 'the tide is high' (high) is gated on 'rise', which is "
            "a word: 'full' — use a statistic that is a number",
        ),
    ],
)
def test_messages(gate: Gate, found: Estimate, message: str) -> None:
    """Each way to fall has its words: what was measured, what was asked, what to do."""
    assert told(gate, found) == [message]


@given(st.floats(0.1, 100), st.floats(0.01, 100), st.floats(0, 1))
def test_no_number_passes_both_ways(value: float, threshold: float, error: float) -> None:
    """For an effect, a gate and its flip never both stand."""
    found = measured(value, value - 2 * error, value + 2 * error, error, "points")
    assert any(told(gate, found) for gate in (Gate(above=threshold), Gate(below=threshold)))


def test_a_comparison_that_measures_nothing_is_a_problem() -> None:
    """Zero claims checked is a failure, not a success."""
    found, diagnostics = verdicts(comparison({}, ()), {})
    assert found == ()
    assert [str(diagnostic) for diagnostic in diagnostics] == [
        "content/tides/page.yaml:1:1: error[no-claims]: no claim of 'tides' is measured, so that nothing would be "
        "checked — give at least one claim `kind: measured`, a statistic and a gate"
    ]


def test_a_verdict_carries_its_estimate_and_threshold() -> None:
    """The ledger can print each claim with its number and its condition."""
    gate = Gate(above=30)
    of = comparison({}, (), (claim("high", "rise", gate, says="Yes."),), takeaway=text("."))
    (verdict,), diagnostics = verdicts(of, {"rise": measured(62, 58, 66, 2, "points")})
    assert diagnostics == []
    assert (verdict.verdict, verdict.threshold) == ("holds", "above 30 points")
    assert verdict.estimate is not None
    assert verdict.estimate.interval == "62.0 points [58.0, 66.0]"
