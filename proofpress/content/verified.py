"""verified.yaml, which `verify --record` writes and a build reads: what rounds of fresh seeds gave, by claim."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from proofpress.content import names
from proofpress.content.check import check
from proofpress.content.collections import Entry, Sheet, collection
from proofpress.content.hints import Hint, Words
from proofpress.content.schema import ClaimPart
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic
from proofpress.models import Check, Measure, Options

AGAIN = "remove its entry; it is written anew by: python build.py verify --record"
DIGITS = 7
HEAD = """\
# Written by `python build.py verify --record`, not by hand: what fresh seeds gave for each measured claim, as
# [number, low, high] in the unit of its statistic. question: what was measured of which experiments, as a digest.
# published: what stood in the ledger then. seeds: the first and the last of all rounds; null: a round without a number.
"""


class VerifiedFile(Options, frozen=True):
    """content/<slug>/verified.yaml."""

    called: ClassVar[str] = "verified.yaml"

    claims: Mapping[str, Any]


class CheckPart(Options, frozen=True):
    """What was found of one claim."""

    called: ClassVar[str] = "a checked claim"

    question: Annotated[Words, Hint(AGAIN)]
    published: Annotated[tuple[float, float, float], Hint(AGAIN)]
    seeds: Annotated[tuple[Annotated[int, Meta(ge=0)], Annotated[int, Meta(ge=0)]], Hint(AGAIN)]
    versions: Annotated[Mapping[str, Words], Hint(AGAIN)]
    rounds: Annotated[Annotated[tuple[tuple[float, float, float] | None, ...], Meta(min_length=1)], Hint(AGAIN)]
    day: Words | None = None


def verified(node: Node | None, diagnostics: list[Diagnostic]) -> Sheet[CheckPart]:
    """Return the checks of a file, none where there is no file; what is wrong with each is noted."""
    if node is None:
        return Sheet()
    check(VerifiedFile, node, diagnostics)
    found, reliable = collection(node, "claims", dict)
    entries = {}
    for name, location, entry in found:
        part = check(CheckPart, entry, diagnostics, entry=location)
        if part is not None:
            entries[name] = Entry(name, location, entry, part)
            diagnostics.extend(_sound(entry, part))
    return Sheet(entries, frozenset(name for name, _, _ in found) if reliable else None)


def check_verified(sheet: Sheet[CheckPart], claims: Sheet[ClaimPart], diagnostics: list[Diagnostic]) -> None:
    """Note a check of a claim that is not there, or that nothing measures."""
    for name, entry in sheet.entries.items():
        if claims.lacks(name):
            missing = claims.missing(name, "claim", entry.location)
            hint = missing.hint if missing.hint.endswith("?") else "remove its entry"
            diagnostics.append(Diagnostic(entry.location, missing.rule, missing.message, hint))
        elif name in claims.entries and claims.entries[name].part.kind != "measured":
            message = f"the claim '{name}' is not measured, so that fresh seeds say nothing about it"
            diagnostics.append(Diagnostic(entry.location, "not-measured", message, "remove its entry"))


def checks(sheet: Sheet[CheckPart]) -> dict[str, Check]:
    """Return the records of checks that have no problems."""
    return {
        name: Check(
            claim=name,
            question=entry.part.question,
            published=Measure(*entry.part.published),
            rounds=tuple(None if each is None else Measure(*each) for each in entry.part.rounds),
            seeds=entry.part.seeds,
            versions=entry.part.versions,
            day=entry.part.day,
            location=entry.location,
        )
        for name, entry in sheet.entries.items()
    }


def written_out(found: Mapping[str, Check]) -> str:
    """Return checks as the text of verified.yaml, in order of the claims' ids: the same text for the same checks."""
    lines = [HEAD, "claims:\n"]
    for name in sorted(found):
        each = found[name]
        versions = ", ".join(f"{key}: {json.dumps(each.versions[key])}" for key in sorted(each.versions))
        lines.append(f"  {name}:\n")
        lines.extend([f'    day: "{each.day}"\n'] if each.day else [])
        lines.append(f"    versions: {{{versions}}}\n")
        lines.append(f'    question: "{each.question}"\n')
        lines.append(f"    published: {_measure(each.published)}\n")
        lines.append(f"    seeds: [{each.seeds[0]}, {each.seeds[1]}]\n")
        lines.append("    rounds:\n")
        lines.extend(f"      - {'null' if measure is None else _measure(measure)}\n" for measure in each.rounds)
    return "".join(lines)


def _sound(node: Node, part: CheckPart) -> list[Diagnostic]:
    """Return what is wrong with a check that is well formed."""
    found: list[Diagnostic] = []
    measures = [("published", part.published), *(("rounds", each) for each in part.rounds if each is not None)]
    for key, (_, low, high) in measures:
        if low > high:
            message = f"the interval under '{key}' ends at {high:g}, before it begins at {low:g}"
            found.append(Diagnostic(node.key(key), "out-of-range", message, AGAIN))
    if part.seeds[0] > part.seeds[1]:
        message = f"the last seed, {part.seeds[1]}, comes before the first, {part.seeds[0]}"
        found.append(Diagnostic(node.key("seeds"), "out-of-range", message, AGAIN))
    if part.day is not None:
        names.day(part.day, node.at("day").location, found)
    return found


def _measure(measure: Measure) -> str:
    return "[" + ", ".join(f"{each:.{DIGITS}g}" for each in (measure.value, measure.low, measure.high)) + "]"
