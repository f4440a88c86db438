"""Which gates are passed, which are missed, and in what words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.claims.evaluator import Measured, estimate
from proofpress.claims.gates import check_gate
from proofpress.models import Estimate, Gate
from tests.claims.made import claim, statistic


def measured(value: float | str, low: float = 0, high: float = 0, error: float = 0, unit: str = "plain") -> Estimate:
    """Return an estimate whose numbers are in the printed unit."""
    scale = 100 if unit in ("percent", "points") else 1
    made = statistic("rise", "mean", unit=unit, experiment="tides", channel="height")
    value = value if isinstance(value, str) else value / scale
    return estimate(made, Measured(value, low / scale, high / scale, error / scale, 16, {"tides": 16}))


def told(gate: Gate, found: Estimate) -> list[str]:
    return [str(diagnostic) for diagnostic in check_gate(claim("high", "rise", gate), gate, found)]


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
def test_what_passes_with_room_is_no_problem(gate: Gate, found: Estimate) -> None:
    """An interval beyond the gate, with room where an effect is claimed, is no problem."""
    assert told(gate, found) == []


def flipped(gate: Gate) -> Gate:
    if gate.above is not None:
        return Gate(below=gate.above)
    return Gate(above=gate.below if gate.below is not None else gate.within[1])


@pytest.mark.parametrize(("gate", "found"), STANDS)
def test_every_flipped_gate_is_missed_and_names_the_claim(gate: Gate, found: Estimate) -> None:
    """The opposite of what passes is missed, and the message quotes the sentence."""
    (message,) = told(flipped(gate), found)
    assert "error[missed-gate]: 'the tide is high' (high) misses its gate" in message


@pytest.mark.parametrize(
    ("gate", "found", "message"),
    [
        (
            Gate(above=30),
            measured(2.1, 1, 3.2, 0.5, "points"),
            "content/tides/claims.yaml:9:5: error[missed-gate]: 'the tide is high' (high) misses its gate: rise is "
            "2.1 points [1.0, 3.2], not above 30 points — the number has moved: find out why before you move the gate",
        ),
        (
            Gate(within=(-0.5, 0.5)),
            measured(0.3, 0.1, 0.6, 0.1, "points"),
            "content/tides/claims.yaml:9:5: error[missed-gate]: 'the tide is high' (high) misses its gate: rise is "
            "0.3 points [0.1, 0.6], not within −0.5 and 0.5 points — the number has moved: find out why before "
            "you move the gate",
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
