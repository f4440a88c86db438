"""One claim: its gate, what it refers to, and the words that it quotes."""

from proofpress.content.collections import Entry
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.scalars import shortened
from proofpress.content.schema import ClaimPart, GatePart
from proofpress.content.suggestions import suggest
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic, Location

MEASURED_KEYS = {
    "statistic": "name the statistic whose number decides",
    "gate": "write the condition that the number must meet: {above: …}, {below: …} or {within: [low, high]}",
    "verdict": "write holds, holds-if or not-shown: what is printed when the gate is met",
}
PLACES = ("intro", "table")


def check_claim(entry: Entry[ClaimPart], written: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note what is wrong with a claim that is well formed by itself."""
    part, node = entry.part, entry.node
    diagnostics.extend(_measured(part, node, entry.location))
    if part.gate is not None:
        diagnostics.extend(_gate(part.gate, node))
    if part.statistic is not None and written.statistics.lacks(part.statistic):
        diagnostics.append(written.statistics.missing(part.statistic, "statistic", node.at("statistic").location))
    for position, source in enumerate(part.sources):
        if written.sources.lacks(source):
            diagnostics.append(written.sources.missing(source, "source", node.at("sources", position).location))
    if part.section not in PLACES and written.sections.lacks(part.section):
        message = f"there is no section '{shortened(part.section)}'"
        hint = suggest(part.section, (written.sections.names or frozenset()) | set(PLACES))
        diagnostics.append(Diagnostic(node.at("section").location, "unknown-section", message, hint))
    diagnostics.extend(_quote(part, node, written))


def _measured(part: ClaimPart, node: Node, location: Location) -> list[Diagnostic]:
    """Return what a measured claim lacks, or what another has that only a measured one may have."""
    found = []
    for key, hint in MEASURED_KEYS.items():
        given = getattr(part, key) is not None
        if part.kind == "measured" and not given:
            found.append(Diagnostic(location, "missing-key", f"a measured claim needs the key '{key}'", hint))
        elif part.kind != "measured" and given:
            message = f"a claim of the kind '{part.kind}' has no '{key}': only a measured one has"
            found.append(Diagnostic(node.key(key), "not-measured", message, "remove it, or write kind: measured"))
    if part.kind == "source" and not part.sources:
        message = "a claim of the kind 'source' needs the key 'sources'"
        found.append(Diagnostic(location, "missing-key", message, "name the works that it rests on"))
    return found


def _gate(gate: GatePart, node: Node) -> list[Diagnostic]:
    given = [name for name in ("above", "below", "within") if getattr(gate, name) is not None]
    location = node.key("gate")
    if len(given) != 1:
        count = "none" if not given else " and ".join(f"'{name}'" for name in given)
        message = f"a gate has just one of 'above', 'below' and 'within', and this one has {count}"
        hint = "keep one" if given else "write one, such as {above: 0}"
        return [Diagnostic(location, "wrong-gate", message, hint)]
    if gate.within is not None and gate.within[0] >= gate.within[1]:
        low, high = gate.within
        message = f"the band goes from {low:g} to {high:g}: nothing lies within"
        return [Diagnostic(node.at("gate", "within").location, "wrong-gate", message, "write the smaller number first")]
    return []


def _quote(part: ClaimPart, node: Node, written: RawComparison) -> list[Diagnostic]:
    """Return the problem with words that the section, the intro or the table does not have."""
    texts = _quotable(part.section, written)
    quote = _spaced(part.quote)
    if texts is None or any(quote in _spaced(text) for text in texts):
        return []
    where = {"intro": "the intro", "table": "the table"}.get(part.section, f"the section '{part.section}'")
    message = f"the words '{shortened(quote, 60)}' do not occur in {where}"
    hint = "copy them from the quoted text, letter by letter"
    for text in map(_spaced, texts):
        position = text.casefold().find(quote.casefold())
        if position >= 0 and len(text.casefold()) == len(text):
            hint = f"there it is '{shortened(text[position : position + len(quote)], 60)}'"
    return [Diagnostic(node.at("quote").location, "quote-not-found", message, hint)]


def _quotable(section: str, written: RawComparison) -> list[str] | None:
    """Return the quoted texts of a place in the article; None where it is not known what they are."""
    if section in PLACES:
        if written.page is None:
            return None
        table = written.page.table
        cells = [cell for row in table.rows for cell in (row.aspect, *row.cells)]
        return [written.page.intro] if section == "intro" else [table.title, *table.columns, *cells]
    if section not in written.sections.entries:
        return None
    part = written.sections.entries[section].part
    return [part.heading, part.text]


def _spaced(text: str) -> str:
    return " ".join(text.split())
