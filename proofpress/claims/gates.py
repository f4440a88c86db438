"""Gates: regression tests of the numbers that claims rest on. A gate decides no verdict; see `verdicts`.

The whole interval must pass the gate, and with room, so that only a number that has moved misses it and not the luck
of other seeds. A gate that asks for an effect (it leaves out "no effect") needs a threshold of at most half of the
measured effect, and an effect of at least five standard errors. Ratios are compared by their logarithms, so that twice
and half are equally far from no effect. The distance of a level or of a bound is counted from the threshold.
"""

import math

from proofpress.diagnostics import Diagnostic
from proofpress.formatting import given, rounded, with_unit
from proofpress.language import gettext
from proofpress.models import NO_EFFECT, Claim, Estimate, Gate

ROOM = 2.0
"""How many times further from no effect than its threshold an effect must be."""
ERRORS = 5.0
"""How many standard errors away from no effect an effect must be."""


def check_gate(claim: Claim, gate: Gate, estimate: Estimate) -> list[Diagnostic]:
    """Return what is wrong with a claim's gate; nothing if its number passes with room."""
    quote = " ".join(claim.quote.source.split())
    about = f"'{quote}' ({claim.id})"
    if not passes(gate, estimate):
        message = f"{about} misses its gate: {estimate.id} is {estimate.interval}, not {condition(gate, estimate.unit)}"
        hint = "the number has moved: find out why before you move the gate"
        return [Diagnostic(claim.location, "missed-gate", message, hint)]
    if gate.within is not None:
        return []
    threshold, value = _threshold(gate), float(estimate.value)
    start = _no_effect(gate, estimate.unit)
    if start is not None and _distance(threshold, start, estimate.unit) * ROOM > _distance(value, start, estimate.unit):
        half = with_unit(_given(rounded(_halfway(value, start, estimate.unit), 3)), estimate.unit)
        message = (
            f"{about} has too little room: {estimate.id} is {estimate.interval} and the gate asks for "
            f"{condition(gate, estimate.unit)}, more than half of the effect"
        )
        return [Diagnostic(claim.location, "weak-gate", message, f"set the threshold no further out than {half}")]
    if estimate.error <= 0:
        return []
    errors = _errors_away(value, threshold if start is None else start, estimate)
    if errors < ERRORS:
        origin = "the threshold" if start is None else "no effect"
        message = (
            f"{about} is too uncertain: {estimate.id} is {estimate.interval}, "
            f"{errors:.1f} standard errors from {origin} where {ERRORS:.0f} are needed"
        )
        return [Diagnostic(claim.location, "weak-gate", message, "add seeds, or claim less")]
    return []


def passes(gate: Gate, estimate: Estimate) -> bool:
    """Return whether the whole interval of an estimate meets the gate."""
    if gate.within is not None:
        return gate.within[0] < estimate.low and estimate.high < gate.within[1]
    if gate.above is not None:
        return estimate.low > gate.above
    return estimate.high < _threshold(gate)


def condition(gate: Gate, unit: str) -> str:
    """Return the gate in words, in the statistic's printed unit.

    >>> condition(Gate(above=30), "points"), condition(Gate(within=(-0.5, 0.5)), "points")
    ('above 30 points', 'within −0.5 and 0.5 points')
    """
    if gate.within is not None:
        low, high = gate.within
        return gettext("within %(low)s and %(high)s", low=_given(low), high=with_unit(_given(high), unit))
    threshold = with_unit(_given(_threshold(gate)), unit)
    if gate.above is not None:
        return gettext("above %(threshold)s", threshold=threshold)
    return gettext("below %(threshold)s", threshold=threshold)


def outside(low: float, high: float, unit: str) -> str:
    """Return in words that a number lies outside of a band.

    >>> outside(-0.5, 0.5, "points")
    'not within −0.5 and 0.5 points'
    """
    return gettext("not within %(low)s and %(high)s", low=_given(low), high=with_unit(_given(high), unit))


def _given(value: float) -> str:
    """Return a number of a gate as its author wrote it, whole numbers without a point."""
    return given(int(value) if float(value).is_integer() else value)


def _threshold(gate: Gate) -> float:
    threshold = gate.above if gate.above is not None else gate.below
    assert threshold is not None, "content lets no gate through that is empty"
    return threshold


def _no_effect(gate: Gate, unit: str) -> float | None:
    """Return the number that means no effect if the gate claims an effect, that is, leaves that number out."""
    start = NO_EFFECT.get(unit)
    if start is None:
        return None
    leaves_out = _threshold(gate) >= start if gate.above is not None else _threshold(gate) <= start
    return start if leaves_out else None


def _distance(value: float, start: float, unit: str) -> float:
    """Return how far a number is from no effect; of a ratio, on a logarithmic scale."""
    if unit != "ratio":
        return abs(value - start)
    return abs(math.log(value / start)) if value > 0 else math.inf


def _halfway(value: float, start: float, unit: str) -> float:
    return math.sqrt(value * start) if unit == "ratio" else start + (value - start) / ROOM


def _errors_away(value: float, origin: float, estimate: Estimate) -> float:
    """Return the distance in standard errors; that of a logarithm is the relative one (the delta method)."""
    error = estimate.error / abs(value) if estimate.unit == "ratio" else estimate.error
    return _distance(value, origin, estimate.unit) / error
