"""What a verification says: a line for each claim, a line for all, and the same for programs."""

from collections.abc import Sequence
from typing import Any

from proofpress.models import Estimate, Fresh


def line(found: Fresh, published: Estimate) -> str:
    """Return what fresh seeds gave of one claim."""
    verdict = ("covered" if found.covered else "NOT covered") if found.varies else "it does not vary"
    return (
        f"{found.claim}: published {published.interval}; fresh {found.text} ({verdict}); "
        f"gate met in {found.met} of {found.rounds}"
    )


def sum_up(found: Sequence[Fresh]) -> dict[str, Any]:
    """Return how often intervals covered and gates were met, as numbers and in a `line`."""
    if not found:
        return {"covered": 0, "checked": 0, "line": "no measured claim reads these experiments alone"}
    intervals = [each for each in found if each.varies]
    covered = sum(each.covered for each in intervals)
    singles, inside = sum(each.rounds for each in intervals), sum(each.inside for each in intervals)
    gates, met = sum(each.rounds for each in found), sum(each.met for each in found)
    rounds = max((each.rounds for each in found), default=0)
    return {
        "covered": covered,
        "checked": len(intervals),
        "line": (
            f"{covered} of {len(intervals)} published intervals cover the mean of the fresh values, and "
            f"{inside} of {singles} times that of a single round; gates met {met} of {gates} times; "
            f"rounds of fresh seeds: {rounds}"
        ),
    }


def as_json(found: Fresh, published: Estimate) -> dict[str, Any]:
    """Return what fresh seeds gave of one claim, for programs."""
    value = {"value": published.value, "low": published.low, "high": published.high}
    return {"claim": found.claim, **value, **found.numbers}
