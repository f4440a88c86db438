"""verified.yaml, which `verify --record` writes and a build reads: what rounds of fresh seeds gave, by claim."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec import Struct

from proofpress.content.collections import Collection, read_mapping
from proofpress.content.names import check_day
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.validation import check
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import Check, Measure
from proofpress.models.checks import AGAIN

DIGITS = 7
HEAD = """\
# Written by `python build.py verify --record`, not by hand: what fresh seeds gave for each measured claim, as
# [number, low, high] in the unit of its statistic. question: what was measured of which experiments, as a digest.
# published: what stood in the ledger then. seeds: the first and the last of all rounds; null: a round without a number.
# splits: those of the data, where they were new in each round; else they were the published one.
"""


class VerifiedFile(Struct, frozen=True):
    """content/<slug>/verified.yaml."""

    called: ClassVar[str] = "verified.yaml"

    claims: Mapping[str, Any]


def read_verified(file: Node | None, diagnostics: list[Diagnostic]) -> Collection[Check]:
    """Return the checks of a file, none if there is no file; what is wrong with each is noted."""
    if file is None:
        return Collection()
    check(VerifiedFile, file, diagnostics)

    def read(name: str, node: Node, location: Location) -> Check | None:
        made = check(Check, node, diagnostics, location=location, claim=name)
        if made is not None:
            diagnostics.extend(_check_sound(made, node))
        return made

    return read_mapping(file, "claims", read)


def check_verified(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note a check of a claim that is not there, or that nothing measures."""
    for name, made in raw.checks.records.items():
        claim = raw.claims.get(name)
        if raw.claims.lacks(name):
            missing = raw.claims.missing(name, "claim", made.location)
            hint = missing.hint if missing.hint.endswith("?") else "remove its entry"
            diagnostics.append(Diagnostic(made.location, missing.rule, missing.message, hint))
        elif claim is not None and not claim.decided:
            message = f"the claim '{name}' is not measured, so that fresh seeds say nothing about it"
            diagnostics.append(Diagnostic(made.location, "not-measured", message, "remove its entry"))


def format_verified(checks: Mapping[str, Check]) -> str:
    """Return checks as the text of verified.yaml, in order of the claims' ids: the same text for the same checks."""
    lines = [HEAD, "claims:\n"]
    for name in sorted(checks):
        each = checks[name]
        versions = ", ".join(f"{key}: {json.dumps(each.versions[key])}" for key in sorted(each.versions))
        lines.append(f"  {name}:\n")
        lines.extend([f'    day: "{each.day}"\n'] if each.day else [])
        lines.append(f"    versions: {{{versions}}}\n")
        lines.append(f'    question: "{each.question}"\n')
        lines.append(f"    published: {_measure(each.published)}\n")
        lines.append(f"    seeds: [{each.seeds[0]}, {each.seeds[1]}]\n")
        lines.extend([f"    splits: [{each.splits[0]}, {each.splits[1]}]\n"] if each.splits else [])
        lines.append("    rounds:\n")
        lines.extend(f"      - {'null' if measure is None else _measure(measure)}\n" for measure in each.rounds)
    return "".join(lines)


def _check_sound(made: Check, node: Node) -> list[Diagnostic]:
    """Return what is wrong with a check that is well formed."""
    found: list[Diagnostic] = []
    measures = [("published", made.published), *(("rounds", each) for each in made.rounds if each is not None)]
    for key, measure in measures:
        if measure.low > measure.high:
            message = f"the interval under '{key}' ends at {measure.high:g}, before it begins at {measure.low:g}"
            found.append(Diagnostic(node.key(key), "out-of-range", message, AGAIN.message))
    for one, ends in (("seed", made.seeds), ("split", made.splits)):
        if ends is not None and ends[0] > ends[1]:
            message = f"the last {one}, {ends[1]}, comes before the first, {ends[0]}"
            found.append(Diagnostic(node.key(f"{one}s"), "out-of-range", message, AGAIN.message))
    if made.day is not None:
        check_day(made.day, node.at("day").location, found)
    return found


def _measure(measure: Measure) -> str:
    return "[" + ", ".join(f"{each:.{DIGITS}g}" for each in (measure.value, measure.low, measure.high)) + "]"
