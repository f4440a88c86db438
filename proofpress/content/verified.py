"""verified.yaml, which `verify --record` writes and a build reads.

It holds what rounds of fresh seeds gave, by claim, and what recorded runs gave that were made again, by experiment.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from proofpress.content.collections import Collection, read_mapping
from proofpress.content.names import check_day
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.validation import check
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import Check, Measure, Repeat
from proofpress.models.checks import AGAIN, REPEAT_AGAIN
from proofpress.models.recorded import is_recorded

DIGITS = 7
HEAD = """\
# Written by `python build.py verify --record`, not by hand: what fresh seeds gave for each measured claim, as
# [number, low, high] in the unit of its statistic. question: what was measured of which experiments, as a digest.
# published: what stood in the ledger then. seeds: the first and the last of all rounds; null: a round without a number.
# splits: those of the data, where they were new in each round; else they were the published one.
"""
REPEATED = """\
# Of runs that were recorded elsewhere: how many were made again by their author's command, and how many of these
# gave the same numbers. differs: the largest distance, by channel; null: where only one of the two was a number.
"""


class VerifiedFile(Struct, frozen=True):
    """content/<slug>/verified.yaml."""

    called: ClassVar[str] = "verified.yaml"

    claims: Mapping[str, Any] = {}
    repeated: Mapping[str, Any] = {}


def read_verified(file: Node | None, diagnostics: list[Diagnostic]) -> tuple[Collection[Check], Collection[Repeat]]:
    """Return the checks and the repeats of a file, none if there is no file; what is wrong with each is noted."""
    if file is None:
        return Collection(), Collection()
    check(VerifiedFile, file, diagnostics)

    def read(name: str, node: Node, location: Location) -> Check | None:
        made = check(Check, node, diagnostics, location=location, claim=name)
        if made is not None:
            diagnostics.extend(_check_sound(made, node))
        return made

    def read_repeat(name: str, node: Node, location: Location) -> Repeat | None:
        made = check(Repeat, node, diagnostics, location=location, experiment=name)
        if made is not None:
            diagnostics.extend(_check_counts(made, node))
        return made

    return read_mapping(file, "claims", read), read_mapping(file, "repeated", read_repeat)


def check_verified(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note a check of a claim that is not there or that nothing measures, and a repeat of runs that nobody recorded."""
    for name, repeat in raw.repeats.records.items():
        experiment = raw.experiments.get(name)
        if raw.experiments.lacks(name):
            _note_missing(raw.experiments.missing(name, "experiment", repeat.location), diagnostics)
        elif experiment is not None and not is_recorded(experiment):
            message = f"the runs of '{name}' were trained here, so that no command makes them again"
            diagnostics.append(Diagnostic(repeat.location, "not-recorded", message, "remove its entry"))
    for name, made in raw.checks.records.items():
        claim = raw.claims.get(name)
        if raw.claims.lacks(name):
            _note_missing(raw.claims.missing(name, "claim", made.location), diagnostics)
        elif claim is not None and not claim.decided:
            message = f"the claim '{name}' is not measured, so that fresh seeds say nothing about it"
            diagnostics.append(Diagnostic(made.location, "not-measured", message, "remove its entry"))


def _note_missing(missing: Diagnostic, diagnostics: list[Diagnostic]) -> None:
    """Note that what an entry speaks of is not there; where nothing is called alike, the entry is to go."""
    hint = missing.hint if missing.hint.endswith("?") else "remove its entry"
    diagnostics.append(replace(missing, hint=hint))


def format_verified(checks: Mapping[str, Check], repeats: Mapping[str, Repeat] = MappingProxyType({})) -> str:
    """Return checks and repeats as the text of verified.yaml, in order of their ids: the same text for the same."""
    lines = [HEAD, "claims:\n"] if checks or not repeats else [HEAD]
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
    lines.extend([REPEATED, "repeated:\n"] if repeats else [])
    for name in sorted(repeats):
        repeat = repeats[name]
        lines.append(f"  {name}:\n")
        lines.extend([f'    day: "{repeat.day}"\n'] if repeat.day else [])
        lines.append(f'    question: "{repeat.question}"\n')
        lines.append(f"    again: {repeat.again}\n    runs: {repeat.runs}\n    same: {repeat.same}\n")
        differs = (f"{json.dumps(key)}: {_distance(repeat.differs[key])}" for key in sorted(repeat.differs))
        lines.extend([f"    differs: {{{', '.join(differs)}}}\n"] if repeat.differs else [])
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


def _check_counts(made: Repeat, node: Node) -> list[Diagnostic]:
    """Return what is wrong with a repeat that is well formed."""
    found: list[Diagnostic] = []
    for key, number, of, most in (("again", made.again, "runs", made.runs), ("same", made.same, "again", made.again)):
        if number > most:
            message = f"'{key}' is {number}, more than '{of}', which is {most}"
            found.append(Diagnostic(node.key(key), "out-of-range", message, REPEAT_AGAIN.message))
    if made.day is not None:
        check_day(made.day, node.at("day").location, found)
    return found


def _distance(distance: float | None) -> str:
    return "null" if distance is None else f"{distance:.2g}"


def _measure(measure: Measure) -> str:
    return "[" + ", ".join(f"{each:.{DIGITS}g}" for each in (measure.value, measure.low, measure.high)) + "]"
