"""The ledger's part on what was repeated: how often published intervals covered fresh seeds, claim by claim.

A sound 95% interval need not cover 95% of fresh values, since these vary too. Where both vary alike and normally, it
covers the mean of n rounds with a probability of 2 Φ(1.96 / √(1 + 1/n)) − 1: 83% for one round, 94% for ten.

Claims on recorded runs have no fresh seeds; of them it says how many runs were made again by their author's command.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from proofpress.formatting import count, fixed, given, listed, significant, with_percent
from proofpress.language import gettext, ngettext
from proofpress.models import Findings, Fresh, Repeated, Verdict
from proofpress.site.material import Material
from proofpress.site.parts.evidence import claim_anchor

ERRORS_OF_95 = 1.959964


class FreshRow(Struct, frozen=True):
    """A checked claim in the table. covered: in a word; missed: whether the interval was; turned: whether a verdict."""

    href: str
    claim: str
    published: str
    mean: str
    covered: str
    missed: bool
    inside: str
    kept: str
    turned: bool


class FreshSummary(Struct, frozen=True):
    """What was found with fresh seeds in all.

    headline: the numbers in a sentence, empty where nothing that counts was kept. expected: what would be expected
    of them. others: what was not counted, and why.
    """

    headline: str
    expected: str
    others: tuple[str, ...]
    rows: tuple[FreshRow, ...]


def summarise_fresh(material: Material) -> FreshSummary:
    """Return what fresh seeds gave for the claims of one comparison."""
    verdicts = [v for v in material.findings.verdicts if v.estimate and v.claim.kind != "recorded"]
    known = material.findings.fresh
    counted = [found for found in _found(verdicts, known) if not found.earlier]
    earlier, unchecked = sum(each.earlier for each in known.values()), sum(v.claim.id not in known for v in verdicts)
    others = []
    if earlier:
        others.append(
            ngettext(
                "%(num)s claim changed since the check, which is of an earlier version: not counted.",
                "%(num)s claims changed since the check, which is of an earlier version: not counted.",
                earlier,
                num=given(earlier),
            )
        )
    if unchecked and known:
        others.append(
            ngettext(
                "%(num)s claim not checked yet.", "%(num)s claims not checked yet.", unchecked, num=given(unchecked)
            )
        )
    if steady := sum(not each.varies for each in counted):
        others.append(
            ngettext(
                "%(num)s claim without an interval, since the number never varies: only the verdict counts.",
                "%(num)s claims without an interval, since the number never varies: only the verdict counts.",
                steady,
                num=given(steady),
            )
        )
    others.extend(_recorded(material))
    rows = tuple(
        _row(verdict, known[verdict.claim.id])
        for verdict in verdicts
        if verdict.claim.id in known and not known[verdict.claim.id].earlier
    )
    return FreshSummary(_headline(counted), _expected(counted), tuple(others), rows)


def describe_fresh(fresh: Fresh | None, measured: bool) -> str:
    """Return in a line what fresh seeds gave for one claim, empty where nothing is measured."""
    if not measured:
        return ""
    if fresh is None:
        return gettext("not checked")
    if fresh.earlier:
        return gettext("checked in an earlier version, not counted")
    steady, inside = gettext("as ever"), gettext("covered") if fresh.covered else gettext("not covered")
    kept = ngettext(
        "%(number)s, %(covered)s; verdict kept in %(kept)s of %(num)s round",
        "%(number)s, %(covered)s; verdict kept in %(kept)s of %(num)s rounds",
        fresh.rounds,
        number=fresh.text,
        covered=inside if fresh.varies else steady,
        kept=fresh.kept,
        num=given(fresh.rounds),
    )
    if not fresh.splits:
        return kept
    first, last = fresh.splits
    return gettext("%(kept)s, on new splits (%(first)s–%(last)s)", kept=kept, first=first, last=last)


def describe_repeats(names: Iterable[str], findings: Findings) -> str:
    """Return in a line what is known of recorded runs made again, of those of some experiments that were recorded."""
    known = {name: findings.repeated[name] for name in names if name in findings.repeated}
    if len(known) == 1:
        return _describe_repeat(*known.values())
    return "; ".join(f"{name}: {_describe_repeat(each)}" for name, each in known.items())


def repeats_as_json(names: Iterable[str], findings: Findings) -> dict[str, Any] | None:
    """Return what claims.json has of recorded runs made again, by experiment; null where none was.

    differs: the largest distance, by channel; null where only one of the two is a number.
    """
    kept = {name: findings.repeated[name] for name in names if name in findings.repeated}
    return {
        name: {
            "again": each.repeat.again,
            "runs": each.repeat.runs,
            "same": each.repeat.same,
            "differs": dict(each.repeat.differs),
            "date": each.repeat.day,
            "earlier": each.earlier,
        }
        for name, each in kept.items()
        if each.repeat is not None
    } or None


def _describe_repeat(known: Repeated) -> str:
    if not known.repeatable:
        return gettext("cannot be repeated here: recorded elsewhere")
    if known.repeat is None:
        return gettext("no run made again: recorded elsewhere")
    if known.earlier:
        return gettext("runs made again in an earlier version, not counted")
    repeat = known.repeat
    some = ngettext(
        "%(again)s of %(num)s recorded run made again by its command",
        "%(again)s of %(num)s recorded runs made again by their command",
        repeat.runs,
        again=given(repeat.again),
        num=given(repeat.runs),
    )
    if not repeat.differs:
        return gettext("%(some)s, the same numbers", some=some)
    distances = listed([_distance(channel, distance) for channel, distance in repeat.differs.items()])
    return gettext(
        "%(some)s, %(same)s with the same numbers; furthest apart: %(distances)s",
        some=some,
        same=given(repeat.same),
        distances=distances,
    )


def _distance(channel: str, distance: float | None) -> str:
    words = channel.replace("_", " ")
    if distance is None:
        return gettext("%(channel)s (a number in only one)", channel=words)
    return f"{words} {significant(distance, 2)}"


def _recorded(material: Material) -> list[str]:
    """Return a sentence on the claims on recorded runs: none has fresh seeds, and how many runs were made again."""
    claims = [v for v in material.findings.verdicts if v.estimate and v.claim.kind == "recorded"]
    if not claims:
        return []
    read = {name for verdict in claims if verdict.estimate for name in verdict.estimate.experiments}
    known = [each for name, each in material.findings.repeated.items() if name in read]
    repeats = [each.repeat for each in known if each.repeat is not None and each.counts]
    rests = ngettext(
        "%(num)s claim rests on recorded runs, which have no fresh seeds.",
        "%(num)s claims rest on recorded runs, which have no fresh seeds.",
        len(claims),
        num=given(len(claims)),
    )
    if not repeats:
        return [rests]
    again = ngettext(
        "%(num)s recorded run was made again by its author's command, %(same)s with the same numbers.",
        "%(num)s recorded runs were made again by their author's command, %(same)s with the same numbers.",
        sum(repeat.again for repeat in repeats),
        num=given(sum(repeat.again for repeat in repeats)),
        same=given(sum(repeat.same for repeat in repeats)),
    )
    return [f"{rests} {again}"]


def fresh_as_json(fresh: Fresh | None) -> dict[str, Any] | None:
    """Return what fresh seeds gave for one claim as claims.json has it; null where it was not checked."""
    return None if fresh is None else {**fresh.numbers, "date": fresh.day, "earlier": fresh.earlier}


def _headline(counted: Sequence[Fresh]) -> str:
    if not counted:
        return ""
    intervals = [each for each in counted if each.varies]
    covered, rounds, asked = sum(each.covered for each in intervals), _span(counted), sum(e.rounds for e in counted)
    turned = asked - sum(each.kept for each in counted)
    if turned:
        verdicts = gettext("verdicts were turned %(turned)s of %(all)s times", turned=turned, all=given(asked))
    else:
        verdicts = gettext("no verdict was turned")
    if not intervals:
        return gettext(
            "No claim has an interval that could miss; %(verdicts)s in %(rounds)s of fresh seeds.",
            verdicts=verdicts,
            rounds=rounds,
        )
    return gettext(
        "%(covered)s of %(all)s published intervals (%(share)s) cover the mean of %(rounds)s of fresh seeds, and "
        "%(verdicts)s.",
        covered=covered,
        all=len(intervals),
        share=_share(covered / len(intervals)),
        rounds=rounds,
        verdicts=verdicts,
    )


def _expected(counted: Sequence[Fresh]) -> str:
    """Return what sound intervals would have covered, of means and of single rounds."""
    intervals = [each for each in counted if each.varies]
    if not intervals:
        return ""
    means = sum(_chance(each.rounds) for each in intervals) / len(intervals)
    inside, singles = sum(each.inside for each in intervals), sum(each.rounds for each in intervals)
    return gettext(
        "Of sound 95%% intervals one would expect %(means)s, since the fresh mean varies too. A single round varies as "
        "much as the published number: there one would expect %(chance)s, and %(inside)s of %(all)s were covered "
        "(%(share)s).",
        means=_share(means),
        chance=_share(_chance(1)),
        inside=inside,
        all=given(singles),
        share=_share(inside / singles),
    )


def _share(value: float) -> str:
    return with_percent(fixed(100 * value, 0))


def _chance(rounds: int) -> float:
    return math.erf(ERRORS_OF_95 / math.sqrt(2 * (1 + 1 / rounds)))


def _row(verdict: Verdict, found: Fresh) -> FreshRow:
    assert verdict.estimate is not None
    return FreshRow(
        href=f"#{claim_anchor(verdict.claim)}",
        claim=verdict.claim.id,
        published=verdict.estimate.interval,
        mean=found.text,
        covered=gettext("never varies") if not found.varies else gettext("yes") if found.covered else gettext("no"),
        missed=not found.covered,
        inside=gettext("%(num)s of %(all)s", num=found.inside, all=found.rounds) if found.varies else "–",
        kept=gettext("%(num)s of %(all)s", num=found.kept, all=found.rounds),
        turned=found.kept < found.rounds,
    )


def _found(verdicts: Iterable[Verdict], known: Any) -> list[Fresh]:
    return [known[verdict.claim.id] for verdict in verdicts if verdict.claim.id in known]


def _span(counted: Sequence[Fresh]) -> str:
    fewest, most = min(each.rounds for each in counted), max(each.rounds for each in counted)
    if fewest == most:
        return count(most, "round")
    return gettext("%(fewest)s to %(rounds)s", fewest=fewest, rounds=count(most, "round"))
