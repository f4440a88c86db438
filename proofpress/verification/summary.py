"""What a verification found: in lines for people, as numbers for programs, and in verified.yaml for the next build.

Side effects: writes verified.yaml into the content folder.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from proofpress import content
from proofpress.cache.atomic import write_atomically
from proofpress.models import Check, Comparison, Estimate, Fresh, Repeat


def claim_line(fresh: Fresh, published: Estimate) -> str:
    """Return what fresh seeds gave for one claim."""
    verdict = ("covered" if fresh.covered else "NOT covered") if fresh.varies else "it does not vary"
    return (
        f"{fresh.claim}: published {published.interval}; fresh {fresh.text} ({verdict}); "
        f"verdict kept in {fresh.kept} of {fresh.rounds}"
    )


def summarize(claims: Sequence[Fresh]) -> dict[str, Any]:
    """Return how often intervals covered and verdicts were kept, as numbers and in a `line`."""
    if not claims:
        return {"covered": 0, "checked": 0, "line": "no measured claim reads these experiments alone"}
    intervals = [claim for claim in claims if claim.varies]
    covered = sum(claim.covered for claim in intervals)
    values, inside = sum(claim.rounds for claim in intervals), sum(claim.inside for claim in intervals)
    verdicts, kept = sum(claim.rounds for claim in claims), sum(claim.kept for claim in claims)
    return {
        "covered": covered,
        "checked": len(intervals),
        "line": (
            f"{covered} of {len(intervals)} published intervals cover the mean of the fresh values, and "
            f"{inside} of {values} times that of a single round; verdicts kept {kept} of {verdicts} times; "
            f"rounds of fresh seeds: {max(claim.rounds for claim in claims)}"
        ),
    }


def as_json(fresh: Fresh, published: Estimate) -> dict[str, Any]:
    """Return what fresh seeds gave for one claim, in JSON's types."""
    value = {"value": published.value, "low": published.low, "high": published.high}
    return {"claim": fresh.claim, **value, **fresh.numbers}


def write_verified(
    folder: Path, comparison: Comparison, checks: Mapping[str, Check], repeats: Mapping[str, Repeat]
) -> str:
    """Write what was found of some claims and experiments into verified.yaml, keep the rest, and return its path.

    At any moment the file is the old one or the new one, complete. Raises OSError, with its path, if it cannot be
    written.
    """
    path = folder / comparison.slug / content.VERIFIED_FILE
    text = content.format_verified({**comparison.checks, **checks}, {**comparison.repeats, **repeats})
    write_atomically(path, text.encode())
    return path.as_posix()
