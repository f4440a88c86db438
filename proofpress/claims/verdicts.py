"""Verdicts: derived from an interval, from what the quoted words assert, and from the smallest effect of interest.

What matters is a band around what the number is compared with: ± `matters`, or from 1/`matters` to `matters` times of
a ratio. An interval beyond the band, on the side that the words name, bears them out. An interval within it shows that
there is no difference that matters; one that reaches across an end of it shows neither. Where a claim names other
places as well, its words hold on a condition if they hold at the first and are shown not to at another.

The words that the site prints are written for a verdict. If the runs give another one, the build fails.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from proofpress import formatting
from proofpress.claims.gates import check_gate, condition, outside
from proofpress.diagnostics import Diagnostic
from proofpress.language import using
from proofpress.models import NO_EFFECT, Claim, Comparison, Estimate, Gate, Text, Verdict

HOLDS, HOLDS_IF, NOT_SHOWN, NO_DIFFERENCE = "holds", "holds-if", "not-shown", "no-difference"
OPPOSITE = "opposite"


def verdicts(comparison: Comparison, estimates: Mapping[str, Estimate]) -> tuple[tuple[Verdict, ...], list[Diagnostic]]:
    """Return what became of each claim, in order, and a diagnostic for each whose words the runs do not bear out.

    A claim whose statistic has no estimate has no diagnostic: the statistic itself has one.
    """
    diagnostics: list[Diagnostic] = []
    judged = []
    for claim in comparison.claims:
        found = [estimates.get(name) for name in (claim.statistic or "", *claim.elsewhere)]
        places = [estimate for estimate in found if estimate is not None]
        digits = {place.id: each.digits for place in places if (each := comparison.statistics.get(place.id))}
        if claim.decided and len(places) == len(found):
            judged.append(_judge(claim, places, digits, diagnostics))
        else:
            judged.append(Verdict(claim, None, None, "", _first_words(claim)))
    if not any(claim.decided for claim in comparison.claims):
        message = f"no claim of '{comparison.slug}' is measured or recorded, so that nothing would be checked"
        hint = "give at least one claim `kind: measured`, a statistic, what it asserts and what matters"
        diagnostics.append(Diagnostic(comparison.location, "no-claims", message, hint))
    return tuple(judged), diagnostics


def finding(claim: Claim, estimate: Estimate) -> str:
    """Return what the interval at one place says of the words: holds, not-shown, no-difference or opposite."""
    low, high = band(claim, estimate.unit)
    above, below = estimate.low > high, estimate.high < low
    within = low <= estimate.low and estimate.high <= high
    if claim.asserts == "same":
        return HOLDS if within else OPPOSITE if above or below else NOT_SHOWN
    borne_out = {"more": above, "less": below, "differs": above or below}[str(claim.asserts)]
    if borne_out:
        return HOLDS
    return NO_DIFFERENCE if within else OPPOSITE if above or below else NOT_SHOWN


def band(claim: Claim, unit: str) -> tuple[float, float]:
    """Return the ends of what does not matter, in the printed unit."""
    matters = claim.matters
    than = NO_EFFECT.get(unit, 0.0) if claim.than is None else claim.than
    assert matters is not None, "content lets no measured claim through without it"
    return (than / matters, than * matters) if unit == "ratio" else (than - matters, than + matters)


def turned(claim: Claim, published: Estimate, again: Estimate) -> bool:
    """Return whether a repetition says something else than what is published, and not just that it cannot tell."""
    return NOT_SHOWN not in (before := (finding(claim, published), finding(claim, again))) and before[0] != before[1]


def combine(findings: list[str]) -> tuple[str, bool]:
    """Return the verdict on a claim from what its places say, and whether all say the opposite of its words.

    The first place is the one at which the words hold, if they hold on a condition.

    >>> combine(["holds", "no-difference"]), combine(["no-difference", "holds"]), combine(["opposite"])
    (('holds-if', False), ('not-shown', False), ('not-shown', True))
    """
    said = set(findings)
    if findings[0] == HOLDS and said & {NO_DIFFERENCE, OPPOSITE}:
        return HOLDS_IF, False
    if said <= {HOLDS} or said <= {NO_DIFFERENCE}:
        return findings[0], False
    return NOT_SHOWN, said == {OPPOSITE}


def _judge(claim: Claim, places: list[Estimate], digits: Mapping[str, int], diagnostics: list[Diagnostic]) -> Verdict:
    estimate = places[0]
    if word := next((place for place in places if isinstance(place.value, str)), None):
        message = f"{_about(claim)} rests on '{word.id}', which is a word: '{word.value}'"
        diagnostics.append(Diagnostic(claim.location, "wrong-claim", message, "use a statistic that is a number"))
        return Verdict(claim, None, None, "", _first_words(claim))
    verdict, opposite = combine([finding(claim, place) for place in places])
    key = OPPOSITE if opposite else "says" if verdict == HOLDS else verdict
    words = claim.words.get(key)
    # What is wrong is told in English, whatever the language of the pages.
    with using():
        told = [print_estimate(place, digits[place.id]) if place.id in digits else place for place in places]
        if words is None:
            diagnostics.append(_other_words(claim, told, OPPOSITE if opposite else verdict))
        if claim.gate is not None:
            diagnostics.extend(check_gate(claim, claim.gate, told[0]))
    gate = condition(claim.gate, estimate.unit) if claim.gate is not None else ""
    threshold = asked(claim, estimate.unit)
    return Verdict(claim, verdict, estimate, threshold, words or _first_words(claim), gate, tuple(places[1:]), opposite)


def asked(claim: Claim, unit: str) -> str:
    """Return in words where an interval bears out what a claim asserts, such as `above 1 point`."""
    low, high = band(claim, unit)
    if claim.asserts == "more":
        return condition(Gate(above=high), unit)
    if claim.asserts == "less":
        return condition(Gate(below=low), unit)
    return condition(Gate(within=(low, high)), unit) if claim.asserts == "same" else outside(low, high, unit)


def _other_words(claim: Claim, places: list[Estimate], verdict: str) -> Diagnostic:
    """Return the diagnostic of words that were written for another verdict than the one that the runs give."""
    numbers = " and ".join(f"{place.id} is {place.interval}" for place in places)
    written = " and ".join("holds" if key == "says" else key for key in claim.words)
    message = (
        f"{_about(claim)} has words for {written}, and the runs say {verdict}: {numbers}, "
        f"where '{claim.asserts}' asks for {asked(claim, places[0].unit)}"
    )
    hint = f"say what the runs show, under the key '{'says' if verdict == HOLDS else verdict}'"
    return Diagnostic(claim.location, "false-claim", message, hint)


def _about(claim: Claim) -> str:
    return f"'{' '.join(claim.quote.source.split())}' ({claim.id})"


def _first_words(claim: Claim) -> Text:
    return next(iter(claim.words.values()))


def print_estimate(estimate: Estimate, digits: int) -> Estimate:
    """Return an estimate with its words written anew. digits: after the point; words stay as they are."""
    if isinstance(estimate.value, str):
        return estimate
    number = formatting.fixed(estimate.value, digits)
    interval = formatting.with_interval(estimate.value, estimate.low, estimate.high, estimate.unit, digits)
    return replace(estimate, number=number, text=formatting.with_unit(number, estimate.unit), interval=interval)
