"""The ledger: every claim with its verdict, numbers and runs, for people and, as claims.json, for programs."""

import json
import re
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from proofpress.models import Claim, File, Findings, Verdict
from proofpress.site.addresses import relative
from proofpress.site.article import counts
from proofpress.site.citations import numbered
from proofpress.site.evidence import Badge, anchor, badge, ledger_path
from proofpress.site.figures import preview
from proofpress.site.fresh import as_json, summary
from proofpress.site.fresh import words as fresh_words
from proofpress.site.material import Material
from proofpress.site.method import Method, method
from proofpress.site.navigation import around
from proofpress.site.press import Head, Press
from proofpress.site.prose import Prose

VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*")


class Entry(Struct, frozen=True):
    """A claim as the ledger shows it. sources: (link, words) of the works that it rests on.

    experiments: behind the number that decides; others: behind other numbers that the answer prints.
    fresh: what fresh seeds gave.
    """

    id: str
    badge: Badge
    says: Markup
    statistic: str
    threshold: str
    experiments: tuple[str, ...]
    others: tuple[str, ...]
    fresh: str
    sources: tuple[tuple[str, str], ...]


class Group(Struct, frozen=True):
    """The claims of one section. href: leads to that section of the article."""

    id: str
    heading: str
    href: str
    entries: tuple[Entry, ...]


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the ledger as a page and as claims.json."""
    comparison, findings = material.comparison, material.findings
    path, article = ledger_path(comparison.slug), press.article_path(comparison.slug)
    back = relative(path, article)
    prose = Prose(numbered(material), back, press.diagnostics)
    words = prose.plain(findings.text(comparison.title), comparison.title.location)
    total = counts(material)
    description = (
        f"Every claim of “{words}” and what became of it: {total['measured']} of {total['claims']} measured, "
        f"with numbers, thresholds and the runs behind them."
    )
    yield press.page(
        "ledger.html",
        Head(path, f"Claims ledger: {words}", description, preview=preview(material)),
        title=words,
        around=around(press, material, path),
        article=back,
        counts=total,
        fresh=summary(material),
        groups=_groups(material, prose, path, back),
        experiments=_experiments(material),
    )
    says = [claim_record(verdict, material, prose) for verdict in findings.verdicts]
    data = json.dumps(says, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    yield File(f"{comparison.slug}/claims/claims.json", data.encode())


def claim_record(verdict: Verdict, material: Material, prose: Prose) -> dict[str, Any]:
    """Return one claim as claims.json has it; what is not measured is null.

    experiment: the id; where a statistic reads several, their ids with `, ` between them. fresh: what fresh seeds
    gave, by `pages.fresh`.
    """
    claim, estimate = verdict.claim, verdict.estimate
    findings = material.findings
    return {
        "id": claim.id,
        "section": claim.section,
        "quote": " ".join(findings.text(claim.quote).split()),
        "says": prose.plain(findings.text(claim.says), claim.says.location),
        "kind": claim.kind,
        "verdict": verdict.verdict,
        "statistic": claim.statistic,
        "unit": estimate.unit if estimate else None,
        "value": estimate.value if estimate else None,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "level": estimate.level if estimate else None,
        "threshold": verdict.threshold or None,
        "runs": estimate.runs if estimate else None,
        "seeds": estimate.seeds if estimate else None,
        "experiment": ", ".join(estimate.experiments) if estimate else None,
        "sources": list(claim.sources),
        "fresh": as_json(findings.fresh.get(claim.id)),
    }


def _groups(material: Material, prose: Prose, page: str, article: str) -> tuple[Group, ...]:
    comparison, findings = material.comparison, material.findings
    table = prose.plain(findings.text(comparison.table.title), comparison.table.title.location)
    parts = [("intro", "Introduction", f"{article}#page-intro"), ("table", table, f"{article}#page-table")]
    for section in comparison.sections:
        name = prose.plain(findings.text(section.heading), section.heading.location)
        parts.append((section.id, name, f"{article}#{section.id}"))
    groups = []
    for section_id, heading, href in parts:
        verdicts = [verdict for verdict in findings.verdicts if verdict.claim.section == section_id]
        if verdicts:
            entries = tuple(_entry(verdict, material, prose, page) for verdict in verdicts)
            groups.append(Group(f"in-{section_id}", heading, href, entries))
    return tuple(groups)


def _entry(verdict: Verdict, material: Material, prose: Prose, page: str) -> Entry:
    claim, estimate = verdict.claim, verdict.estimate
    works = [material.comparison.sources[source] for source in claim.sources]
    return Entry(
        id=anchor(claim),
        badge=badge(verdict, material.findings, material.comparison.slug, page),
        says=prose.inline(material.findings.text(claim.says), claim.says.location),
        statistic=f"{claim.statistic} ({estimate.kind})".replace("_", " ") if estimate else "",
        threshold=verdict.threshold,
        experiments=estimate.experiments if estimate else (),
        others=_others(claim, material.findings, estimate.experiments if estimate else ()),
        fresh=fresh_words(material.findings.fresh.get(claim.id), estimate is not None),
        sources=tuple((f"{prose.bibliography}#source-{work.id}", f"{work.authors} {work.year}") for work in works),
    )


def _others(claim: Claim, findings: Findings, told: tuple[str, ...]) -> tuple[str, ...]:
    """Return the experiments behind the numbers of an answer, but for those that are told already."""
    names = [name for value in VALUE.findall(claim.says.source) for name in NAME.findall(value)]
    read = [each for name in names if name in findings.estimates for each in findings.estimates[name].experiments]
    return tuple(each for each in dict.fromkeys(read) if each not in told)


def _experiments(material: Material) -> tuple[tuple[Method, str], ...]:
    """Return how each experiment that ran was run, with the key of its stored runs."""
    return tuple(
        (method(material, experiment), material.records[name].key)
        for name, experiment in material.comparison.experiments.items()
        if name in material.records
    )
