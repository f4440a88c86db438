"""What became of a claim, in a line: a shape, a word, a number, and links to the rest."""

import re
from collections.abc import Mapping

from msgspec import Struct

from proofpress.formatting import count_runs
from proofpress.language import gettext, mark
from proofpress.markup import CITATION, plain_words
from proofpress.models import Claim, Findings, Verdict
from proofpress.site.addresses import ledger_path, relative
from proofpress.site.prose import Quote

CITED = re.compile(rf"\s*{CITATION.pattern}")

MARKS = {
    "holds": ("disc", mark("holds")),
    "holds-if": ("half", mark("holds if")),
    "not-shown": ("ring", mark("not shown")),
    "opposite": ("barred", mark("the opposite")),
    "no-difference": ("equal", mark("no difference")),
    "source": ("gem", mark("from a source")),
    "definition": ("diamond", mark("definition")),
    "opinion": ("diamond", mark("opinion")),
}
"""What became of a claim → shape and word. Colour is never needed. opposite: what is not shown, and contradicted."""

EXPLANATIONS = {
    "holds": mark("holds"),
    "holds-if": mark("holds if a condition is met"),
    "not-shown": mark("not shown"),
    "opposite": mark("the opposite was found"),
    "no-difference": mark("no difference that would matter"),
    "source": mark("from a source"),
    "definition": mark("true by definition"),
    "opinion": mark("opinion, not tested"),
}
"""What became of a claim → what its mark means, in the order in which a page explains them."""

KINDS = ("measured", "recorded", "source", "definition", "opinion")
OUTCOMES = ("holds", "holds-if", "not-shown", "opposite", "no-difference")
"""What the runs can say of a measured claim."""


class Badge(Struct, frozen=True):
    """A claim in a line: what became of it, as a shape and a word, and what the site says to it, without any mark.

    verdict: the verdict, or the kind of claim where nothing is measured. number: the estimate with its interval; runs:
    how many runs and seeds it rests on; both are empty where nothing is measured. recorded: whether these runs were
    made elsewhere. anchor: the id of its details, on the article and in the ledger. back: leads to its words in the
    text, empty where they bear no mark. href: leads to its entry in the ledger.
    """

    verdict: str
    shape: str
    word: str
    quote: str
    number: str
    runs: str
    says: str
    recorded: bool
    anchor: str
    back: str
    href: str


def claim_anchor(claim: Claim) -> str:
    """Return the id of a claim's details, on the article and in the ledger."""
    return f"claim-{claim.id}"


def quote_anchor(claim: Claim) -> str:
    """Return the id of a claim's words in the article, where they bear its mark."""
    return f"said-{claim.id}"


def list_badges(findings: Findings, section: str, slug: str, page: str, html: str) -> tuple[Badge, ...]:
    """Return the claims of one section, in their order. html: the section's words, with the marks of its claims."""
    return tuple(create_badge(v, findings, slug, page, html) for v in findings.verdicts if v.claim.section == section)


def create_badge(verdict: Verdict, findings: Findings, slug: str, page: str, html: str = "") -> Badge:
    """Return the badge of one claim. html: the words around it on this page, if it stands among them."""
    claim, estimate = verdict.claim, verdict.estimate
    shape, word = MARKS[outcome(verdict)]
    return Badge(
        verdict=verdict.verdict or claim.kind,
        shape=shape,
        word=gettext(word),
        quote=plain_words(claim.quote, findings.text),
        number=estimate.interval if estimate else "",
        runs=count_runs(estimate.runs, estimate.seeds, estimate.splits) if estimate else "",
        says=CITED.sub("", plain_words(verdict.says, findings.text)),
        recorded=claim.kind == "recorded",
        anchor=claim_anchor(claim),
        back=f"#{quote_anchor(claim)}" if f'id="{quote_anchor(claim)}"' in html else "",
        href=relative(page, f"{ledger_path(slug)}#{claim_anchor(claim)}"),
    )


def list_quotes(findings: Findings, section: str) -> list[Quote]:
    """Return the words of each claim of a section, with its mark and the link to its details; longest words first."""
    quotes = [
        Quote(
            findings.text(verdict.claim.quote),
            quote_anchor(verdict.claim),
            f"#{claim_anchor(verdict.claim)}",
            shape,
            gettext(word),
        )
        for verdict in findings.verdicts
        if verdict.claim.section == section
        for shape, word in [MARKS[outcome(verdict)]]
    ]
    return sorted(quotes, key=lambda quote: -len(quote.words))


def list_marks(findings: Findings) -> tuple[tuple[str, str, str], ...]:
    """Return the marks that the claims bear: the shape, the first word of what it means, and the other words."""
    borne = {outcome(verdict) for verdict in findings.verdicts}
    told = {each: gettext(words).partition(" ") for each, words in EXPLANATIONS.items() if each in borne}
    return tuple((MARKS[each][0], word, space + others) for each, (word, space, others) in told.items())


def outcome(verdict: Verdict) -> str:
    """Return what became of a claim: what the runs say of it or, where nothing is measured, its kind."""
    return "opposite" if verdict.opposite else verdict.verdict or verdict.claim.kind


def count_claims(findings: Findings) -> Mapping[str, int]:
    """Return how many claims there are, and how many of them of each kind and outcome, dashes as underscores."""
    counts = dict.fromkeys(("claims", *KINDS, *OUTCOMES), 0)
    for verdict in findings.verdicts:
        counts["claims"] += 1
        counts[verdict.claim.kind] += 1
        if verdict.verdict:
            counts[outcome(verdict)] += 1
    return {name.replace("-", "_"): count for name, count in counts.items()}
