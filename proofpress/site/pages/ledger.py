"""The ledger: every claim with its verdict, numbers and runs, for people and, as claims.json, for programs."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct, to_builtins

from proofpress.formatting import count_repeats
from proofpress.language import gettext
from proofpress.markup import plain_words
from proofpress.models import File, Findings, Verdict
from proofpress.site.addresses import data_path, ledger_path, relative
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.material import Material
from proofpress.site.parts.coverage import describe_coverage
from proofpress.site.parts.evidence import MARKS, Badge, claim_anchor, count_claims, create_badge, outcome
from proofpress.site.parts.figure import choose_preview
from proofpress.site.parts.fresh import (
    describe_fresh,
    describe_repeats,
    fresh_as_json,
    repeats_as_json,
    summarise_fresh,
)
from proofpress.site.parts.method import Method, describe_method
from proofpress.site.parts.navigation import link_pages
from proofpress.site.prose import Prose

VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*")

UNTESTED = "untested"
"""The choice of claims that are of no kind that a run or a source could decide."""


class Entry(Struct, frozen=True):
    """A claim as the ledger shows it. sources: (link, words) of the works that it rests on.

    tags: the choices under which it is shown.
    elsewhere: (name, number with its interval) of the claim's other places. gate: the regression test in words.
    experiments: behind the number that decides; others: behind other numbers that the answer prints.
    fresh: what fresh seeds gave, or recorded runs that were made again. coverage: how often such intervals hold the
    truth, empty where that is as often as they say, or nobody knows.
    """

    id: str
    badge: Badge
    says: Markup
    statistic: str
    threshold: str
    gate: str
    elsewhere: tuple[tuple[str, str], ...]
    experiments: tuple[str, ...]
    others: tuple[str, ...]
    fresh: str
    coverage: str
    sources: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]


class Group(Struct, frozen=True):
    """The claims of one section. href: leads to that section of the article. tags: those of its claims together."""

    id: str
    heading: str
    href: str
    entries: tuple[Entry, ...]
    tags: tuple[str, ...]


class Choice(Struct, frozen=True):
    """Claims that a reader can have shown without the others: how many there are, with a mark and in words."""

    tag: str
    count: int
    shape: str
    words: str


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the ledger as a page and as claims.json."""
    comparison, findings = material.comparison, material.findings
    path = ledger_path(comparison.slug)
    article = relative(path, context.article_path(comparison.slug))
    prose = context.create_prose(material, path)
    title, counts = prose.plain(comparison.title), count_claims(findings)
    description = gettext(
        "Every claim of “%(title)s” and what became of it: %(measured)s of %(all)s measured, with numbers, what was "
        "asked for and the runs behind them.",
        title=title,
        measured=counts["measured"],
        all=counts["claims"],
    )
    yield context.render_page(
        "ledger.html",
        PageHead(path, gettext("Claims ledger: %(title)s", title=title), description, preview=choose_preview(material)),
        title=title,
        pages=link_pages(context, material, path),
        article=article,
        data=relative(path, data_path(comparison.slug)),
        counts=counts,
        choices=_choices(counts),
        fresh=summarise_fresh(material),
        groups=_groups(material, prose, path, article),
        experiments=_experiments(material),
    )
    records = [claim_record(verdict, material, prose) for verdict in findings.verdicts]
    data = json.dumps(records, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    yield File(f"{comparison.slug}/claims/claims.json", data.encode())


def claim_record(verdict: Verdict, material: Material, prose: Prose) -> dict[str, Any]:
    """Return one claim as claims.json has it; what is not measured is null.

    experiment: the id; where a statistic reads several, their ids with `, ` between them. interval_over: of what size
    the sample is that was drawn anew, such as "10 splits × 3 seeds". coverage: of 100 such intervals the fewest and
    the most that held the truth in simulation, where that is known not to be about 95. fresh: what fresh seeds gave,
    and repeated: what recorded runs gave when made again, see `parts.fresh`.
    """
    claim, estimate = verdict.claim, verdict.estimate
    findings = material.findings
    return {
        "id": claim.id,
        "section": claim.section,
        "quote": plain_words(claim.quote, findings.text),
        "says": prose.plain(verdict.says),
        "kind": claim.kind,
        "verdict": verdict.verdict,
        "statistic": claim.statistic,
        "unit": estimate.unit if estimate else None,
        "value": estimate.value if estimate else None,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "level": estimate.level if estimate else None,
        "threshold": verdict.threshold or None,
        "asserts": claim.asserts,
        "than": claim.than,
        "matters": claim.matters,
        "opposite": verdict.opposite if estimate else None,
        "elsewhere": [place.id for place in verdict.elsewhere],
        "gate": verdict.gate or None,
        "runs": estimate.runs if estimate else None,
        "splits": estimate.splits if estimate else None,
        "seeds": estimate.seeds if estimate else None,
        "interval_over": count_repeats(estimate.seeds, estimate.splits) or None if estimate else None,
        "coverage": to_builtins(estimate.coverage) if estimate else None,
        "experiment": ", ".join(estimate.experiments) if estimate else None,
        "sources": list(claim.sources),
        "fresh": fresh_as_json(findings.fresh.get(claim.id)),
        "repeated": repeats_as_json(estimate.experiments, findings) if estimate else None,
    }


def _groups(material: Material, prose: Prose, page: str, article: str) -> tuple[Group, ...]:
    comparison, findings = material.comparison, material.findings
    table = prose.plain(comparison.table.title)
    parts = [("intro", gettext("Introduction"), f"{article}#page-intro"), ("table", table, f"{article}#page-table")]
    for section in comparison.sections:
        parts.append((section.id, prose.plain(section.heading), f"{article}#{section.id}"))
    groups = []
    for section_id, heading, href in parts:
        verdicts = [verdict for verdict in findings.verdicts if verdict.claim.section == section_id]
        if verdicts:
            entries = tuple(_entry(verdict, material, prose, page) for verdict in verdicts)
            tags = tuple(dict.fromkeys(tag for entry in entries for tag in entry.tags))
            groups.append(Group(f"in-{section_id}", heading, href, entries, tags))
    return tuple(groups)


def _entry(verdict: Verdict, material: Material, prose: Prose, page: str) -> Entry:
    claim, estimate = verdict.claim, verdict.estimate
    works = [material.comparison.sources[source] for source in claim.sources]
    return Entry(
        id=claim_anchor(claim),
        badge=create_badge(verdict, material.findings, material.comparison.slug, page),
        says=prose.inline(verdict.says),
        statistic=f"{claim.statistic} ({estimate.kind})".replace("_", " ") if estimate else "",
        threshold=verdict.threshold,
        gate=verdict.gate,
        elsewhere=tuple((place.id.replace("_", " "), place.interval) for place in verdict.elsewhere),
        experiments=estimate.experiments if estimate else (),
        others=_others(verdict, material.findings, estimate.experiments if estimate else ()),
        fresh=describe_repeats(estimate.experiments, material.findings)
        if claim.kind == "recorded" and estimate
        else describe_fresh(material.findings.fresh.get(claim.id), estimate is not None),
        coverage=describe_coverage(estimate) if estimate else "",
        sources=tuple((f"{prose.bibliography}#source-{work.id}", f"{work.authors} {work.year}") for work in works),
        tags=_tags(verdict),
    )


def _tags(verdict: Verdict) -> tuple[str, ...]:
    """Return the choices under which a claim is shown: its kind and, where it was measured, what the runs say."""
    kind = UNTESTED if verdict.claim.kind in ("definition", "opinion") else verdict.claim.kind
    return (kind, outcome(verdict)) if verdict.verdict else (kind,)


def _choices(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    """Return what a reader can choose from, all claims first; what was recorded elsewhere only where there is any."""
    choices = (
        Choice("all", counts["claims"], "", gettext("claims")),
        Choice("measured", counts["measured"], "", gettext("measured")),
        Choice("recorded", counts["recorded"], "square", gettext("recorded elsewhere, not retrained here")),
        Choice("holds", counts["holds"], MARKS["holds"][0], gettext("hold")),
        Choice("holds-if", counts["holds_if"], MARKS["holds-if"][0], gettext("hold on a condition")),
        Choice("not-shown", counts["not_shown"], MARKS["not-shown"][0], gettext("not shown")),
        Choice("opposite", counts["opposite"], MARKS["opposite"][0], gettext("the opposite")),
        Choice("no-difference", counts["no_difference"], MARKS["no-difference"][0], gettext("no difference")),
        Choice("source", counts["source"], MARKS["source"][0], gettext("from a source")),
        Choice(UNTESTED, counts["definition"] + counts["opinion"], MARKS["opinion"][0], gettext("not tested")),
    )
    return tuple(choice for choice in choices if choice.count or choice.tag != "recorded")


def _others(verdict: Verdict, findings: Findings, shown: tuple[str, ...]) -> tuple[str, ...]:
    """Return the experiments behind the numbers of an answer, but for those that are shown already."""
    names = [name for value in VALUE.findall(verdict.says.source) for name in NAME.findall(value)]
    experiments = (id for name in names if name in findings.estimates for id in findings.estimates[name].experiments)
    return tuple(experiment for experiment in dict.fromkeys(experiments) if experiment not in shown)


def _experiments(material: Material) -> tuple[tuple[Method, str], ...]:
    """Return how each experiment that ran was run, with the key of its stored runs."""
    return tuple(
        (describe_method(material, experiment), material.records[name].key)
        for name, experiment in material.comparison.experiments.items()
        if name in material.records
    )
