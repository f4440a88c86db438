"""One claim: its gate, what it refers to, and the words that it quotes."""

from proofpress.content.nearest import mend_name
from proofpress.content.scalars import shortened
from proofpress.content.schema import ClaimPart, GatePart
from proofpress.content.sheets import Entry
from proofpress.content.tree import Node
from proofpress.content.written import Written
from proofpress.problems import Place, Problem

MEASURED_KEYS = {
    "statistic": "name the statistic whose number decides",
    "gate": "write the condition that the number must meet: {above: …}, {below: …} or {within: [low, high]}",
    "verdict": "write holds, holds-if or not-shown: what is printed when the gate is met",
}
PLACES = ("intro", "table")


def check_claim(entry: Entry[ClaimPart], written: Written, problems: list[Problem]) -> None:
    """Note what is wrong with a claim that is well formed by itself."""
    part, node = entry.part, entry.node
    problems.extend(_measured(part, node, entry.place))
    if part.gate is not None:
        problems.extend(_gate(part.gate, node))
    if part.statistic is not None and written.statistics.lacks(part.statistic):
        problems.append(written.statistics.missing(part.statistic, "statistic", node.at("statistic").place))
    for position, source in enumerate(part.sources):
        if written.sources.lacks(source):
            problems.append(written.sources.missing(source, "source", node.at("sources", position).place))
    if part.section not in PLACES and written.sections.lacks(part.section):
        says = f"there is no section '{shortened(part.section)}'"
        mend = mend_name(part.section, (written.sections.names or frozenset()) | set(PLACES))
        problems.append(Problem(node.at("section").place, "unknown-section", says, mend))
    problems.extend(_quote(part, node, written))


def _measured(part: ClaimPart, node: Node, place: Place) -> list[Problem]:
    """Return what a measured claim lacks, or what another has that only a measured one may have."""
    found = []
    for key, mend in MEASURED_KEYS.items():
        given = getattr(part, key) is not None
        if part.kind == "measured" and not given:
            found.append(Problem(place, "missing-key", f"a measured claim needs the key '{key}'", mend))
        elif part.kind != "measured" and given:
            says = f"a claim of the kind '{part.kind}' has no '{key}': only a measured one has"
            found.append(Problem(node.key(key), "not-measured", says, "remove it, or write kind: measured"))
    if part.kind == "source" and not part.sources:
        says = "a claim of the kind 'source' needs the key 'sources'"
        found.append(Problem(place, "missing-key", says, "name the works that it rests on"))
    return found


def _gate(gate: GatePart, node: Node) -> list[Problem]:
    given = [name for name in ("above", "below", "within") if getattr(gate, name) is not None]
    place = node.key("gate")
    if len(given) != 1:
        count = "none" if not given else " and ".join(f"'{name}'" for name in given)
        says = f"a gate has just one of 'above', 'below' and 'within', and this one has {count}"
        mend = "keep one" if given else "write one, such as {above: 0}"
        return [Problem(place, "wrong-gate", says, mend)]
    if gate.within is not None and gate.within[0] >= gate.within[1]:
        low, high = gate.within
        says = f"the band goes from {low:g} to {high:g}: nothing lies within"
        return [Problem(node.at("gate", "within").place, "wrong-gate", says, "write the smaller number first")]
    return []


def _quote(part: ClaimPart, node: Node, written: Written) -> list[Problem]:
    """Return the problem with words that the section, the intro or the table does not have."""
    texts = _quotable(part.section, written)
    quote = _spaced(part.quote)
    if texts is None or any(quote in _spaced(text) for text in texts):
        return []
    where = {"intro": "the intro", "table": "the table"}.get(part.section, f"the section '{part.section}'")
    says = f"the words '{shortened(quote, 60)}' do not occur in {where}"
    mend = "copy them from the quoted text, letter by letter"
    for text in map(_spaced, texts):
        position = text.casefold().find(quote.casefold())
        if position >= 0 and len(text.casefold()) == len(text):
            mend = f"there it is '{shortened(text[position : position + len(quote)], 60)}'"
    return [Problem(node.at("quote").place, "quote-not-found", says, mend)]


def _quotable(section: str, written: Written) -> list[str] | None:
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
