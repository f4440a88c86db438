"""The evidence of a sentence, as a badge: a shape, words, a number and a link to the ledger."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from proofpress.formatting import count_runs
from proofpress.markup import plain_words
from proofpress.models import Claim, Findings, Verdict
from proofpress.site.addresses import ledger_path, relative

KINDS = {
    "measured": ("disc", "Measured here"),
    "recorded": ("square", "Recorded elsewhere, not retrained here"),
    "source": ("ring", "From a source"),
    "definition": ("diamond", "Definition, not tested"),
    "opinion": ("diamond", "Opinion, not tested"),
}
"""Kind of a claim → shape and words. The shapes differ, so colour is never needed to tell them apart."""

COUNTED = {
    "measured": ("measured", "measured"),
    "recorded": ("recorded elsewhere", "recorded elsewhere"),
    "source": ("from a source", "from sources"),
    "definition": ("definition", "definitions"),
    "opinion": ("opinion", "opinions"),
}
"""Kind of a claim → what one of them is called, and several."""

VERDICTS = {
    "holds": "holds",
    "holds-if": "holds on a condition",
    "not-shown": "not shown",
    "no-difference": "no difference",
}
"""Verdict → its words. `opposite` is a special case of not shown."""
OPPOSITE = "not shown: the runs say the opposite"


class Badge(Struct, frozen=True):
    """A claim as the article shows it. outcome: the verdict in words, empty where nothing is measured.

    number: the estimate with its interval; runs: how many runs and seeds it rests on.
    """

    claim: str
    shape: str
    kind: str
    outcome: str
    verdict: str
    quote: str
    number: str
    runs: str
    href: str


class Evidence(Struct, frozen=True):
    """The evidence of one part of the article. tally: (shape, words) in one line, such as `5 measured`."""

    badges: tuple[Badge, ...]
    tally: tuple[tuple[str, str], ...]


def claim_anchor(claim: Claim) -> str:
    """Return the id of a claim's entry in the ledger."""
    return f"claim-{claim.id}"


def list_evidence(findings: Findings, section: str, slug: str, page: str) -> Evidence:
    """Return the evidence of one section, in the order of its claims."""
    verdicts = [verdict for verdict in findings.verdicts if verdict.claim.section == section]
    kinds = Counter[str](verdict.claim.kind for verdict in verdicts)
    tally = tuple(
        (shape, f"{kinds[kind]} {COUNTED[kind][kinds[kind] > 1]}") for kind, (shape, _) in KINDS.items() if kinds[kind]
    )
    return Evidence(tuple(create_badge(verdict, findings, slug, page) for verdict in verdicts), tally)


def create_badge(verdict: Verdict, findings: Findings, slug: str, page: str) -> Badge:
    """Return the badge of one claim."""
    claim, estimate = verdict.claim, verdict.estimate
    shape, kind = KINDS[claim.kind]
    return Badge(
        claim=claim.id,
        shape=shape,
        kind=kind,
        outcome=OPPOSITE if verdict.opposite else VERDICTS.get(verdict.verdict or "", ""),
        verdict=verdict.verdict or "none",
        quote=plain_words(claim.quote, findings.text),
        number=estimate.interval if estimate else "",
        runs=count_runs(estimate.runs, estimate.seeds, estimate.splits) if estimate else "",
        href=relative(page, f"{ledger_path(slug)}#{claim_anchor(claim)}"),
    )


def list_quotes(findings: Findings, section: str, slug: str, page: str) -> Sequence[tuple[str, str]]:
    """Return (words, link to the ledger) of each claim of a section, longest words first."""
    pairs = [
        (findings.text(verdict.claim.quote), relative(page, f"{ledger_path(slug)}#{claim_anchor(verdict.claim)}"))
        for verdict in findings.verdicts
        if verdict.claim.section == section
    ]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def count_claims(findings: Findings) -> Mapping[str, int]:
    """Return how many claims there are, and how many of them of each kind and verdict, dashes as underscores."""
    counts = dict.fromkeys(("claims", *KINDS, *VERDICTS), 0)
    for verdict in findings.verdicts:
        counts["claims"] += 1
        counts[verdict.claim.kind] += 1
        if verdict.verdict:
            counts[verdict.verdict] += 1
    return {name.replace("-", "_"): count for name, count in counts.items()}
