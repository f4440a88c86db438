"""claims.yaml: the statistics, and the claims: what they refer to, what they assert and the words that they quote."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

from msgspec import Struct, field

from proofpress.content.collections import Collection, check_list, read_mapping
from proofpress.content.kinds import Kinds, ask_kind, check_with_kind
from proofpress.content.names import check_kebab, check_snake
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.selects import check_selects
from proofpress.content.validation import check
from proofpress.content.validation.placing import create
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, one_of, shortened, suggest
from proofpress.models import NO_EFFECT, Claim, Gate, Statistic
from proofpress.models.recorded import is_recorded

# Words that texts read in another way than as the name of a statistic: Jinja's own, and ours.
WORDS = """
    given claims settings true false none not and or in is if elif else endif for endfor set self super loop range dict
    lipsum cycler joiner namespace caller varargs kwargs include import from as with without context block macro
"""
RESERVED_NAMES = frozenset(WORDS.split())
MEASURED_KEYS = {
    "statistic": "name the statistic whose number decides",
    "asserts": "write what the quoted words say of the number: more, less, differs or same",
    "matters": "write the smallest effect of interest, in the unit in which the number is printed",
}
"""What a measured claim needs."""
ONLY_MEASURED = (*MEASURED_KEYS, "elsewhere", "than", "gate", "holds-if", "not-shown", "no-difference", "opposite")
"""What only a measured claim may have."""
SAYS = "say what the site states about the quoted words"
# What a claim can quote beside the sections of the page.
PLACES = ("intro", "table")


class ClaimsFile(Struct, frozen=True):
    """content/<slug>/claims.yaml."""

    called: ClassVar[str] = "claims.yaml"

    claims: tuple[Any, ...]
    statistics: Mapping[str, Any] = field(default_factory=dict)


def read_claims(file: Node | None, diagnostics: list[Diagnostic]) -> Collection[Claim]:
    """Return the claims; what is wrong with each is noted."""
    if file is not None:
        check(ClaimsFile, file, diagnostics)
    return read_claim_list(file, diagnostics)


def read_claim_list(file: Node | None, diagnostics: list[Diagnostic]) -> Collection[Claim]:
    """Return the claims under `claims`; what is wrong with each is noted."""
    claims = check_list(file, "claims", Claim, diagnostics)
    for name, entry in claims.entries.items():
        check_kebab(name, entry.node.at("id").location, diagnostics)
    return claims


def read_statistics(file: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> Collection[Statistic]:
    """Return the statistics with their options; what is wrong with each is noted."""

    def read(name: str, node: Node, location: Location) -> Statistic | None:
        check_snake(name, location, diagnostics, RESERVED_NAMES)
        checked = check_with_kind(Statistic, node, location, kinds.statistics, diagnostics)
        if checked is None or checked.options is None:
            return None
        filled_in = {"id": name, "kind": checked.kind.name, "options": checked.options}
        return create(Statistic, checked.values, node, location, **filled_in)

    return read_mapping(file, "statistics", read)


def check_statistics(raw: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note what statistics read or combine that is not there, and those that are computed from themselves."""
    uses: dict[str, tuple[str, ...]] = {}
    for name, entry in raw.statistics.entries.items():
        record, location = entry.record, entry.record.location
        kind = kinds.statistics[record.kind]
        selects = ask_kind(kind.selects, record.options, location, diagnostics)
        check_selects(selects, entry.node, location, raw.experiments, diagnostics)
        for experiment in ask_kind(kind.ledger, record.options, location, diagnostics):
            if raw.experiments.lacks(experiment):
                where = entry.node.at("experiment").location
                diagnostics.append(raw.experiments.missing(experiment, "experiment", where))
        uses[name] = ask_kind(kind.uses, record.options, location, diagnostics)
        for other in uses[name]:
            if raw.statistics.lacks(other):
                diagnostics.append(raw.statistics.missing(other, "statistic", location))
    for name in uses:
        if name in _reached(name, uses):
            message = f"the statistic '{name}' is computed from itself"
            location = raw.statistics.entries[name].record.location
            diagnostics.append(Diagnostic(location, "circle", message, "compute it from others"))


def _reached(name: str, uses: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the statistics that one is computed from, directly or by way of others."""
    reached: set[str] = set()
    waiting = list(uses[name])
    while waiting:
        other = waiting.pop()
        if other not in reached:
            reached.add(other)
            waiting.extend(uses.get(other, ()))
    return reached


def check_claims(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note what is wrong with claims that are well formed by themselves."""
    for entry in raw.claims.entries.values():
        _check_claim(entry.record, entry.node, raw, diagnostics)


def _check_claim(claim: Claim, node: Node, raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    diagnostics.extend(_check_measured(claim, node))
    diagnostics.extend(_check_comparison(claim, node, raw))
    if claim.gate is not None:
        diagnostics.extend(_check_gate(claim.gate, node))
    if claim.statistic is not None and raw.statistics.lacks(claim.statistic):
        diagnostics.append(raw.statistics.missing(claim.statistic, "statistic", node.at("statistic").location))
    for index, name in enumerate(claim.elsewhere):
        if raw.statistics.lacks(name):
            diagnostics.append(raw.statistics.missing(name, "statistic", node.at("elsewhere", index).location))
    for index, source in enumerate(claim.sources):
        if raw.sources.lacks(source):
            diagnostics.append(raw.sources.missing(source, "source", node.at("sources", index).location))
    if claim.section not in PLACES and raw.sections.lacks(claim.section):
        message = f"there is no section '{shortened(claim.section)}'"
        hint = suggest(claim.section, (raw.sections.names or frozenset()) | set(PLACES))
        diagnostics.append(Diagnostic(node.at("section").location, "unknown-section", message, hint))
    diagnostics.extend(_check_quote(claim, node, raw))


def _check_measured(claim: Claim, node: Node) -> list[Diagnostic]:
    """Return what a measured claim lacks, or what another has that only a measured one may have."""
    found = []
    measured = claim.decided
    written = node.value if isinstance(node.value, Mapping) else {}
    needed = MEASURED_KEYS if measured else {}
    if not (claim.words if measured else claim.says):
        needed = {**needed, "says": f"{SAYS}, if they hold" if measured else SAYS}
    for key, hint in needed.items():
        if key not in written:
            what = f"a {claim.kind} claim" if measured else "a claim"
            found.append(Diagnostic(claim.location, "missing-key", f"{what} needs the key '{key}'", hint))
    for key in () if measured else ONLY_MEASURED:
        if key in written:
            message = f"a claim of the kind '{claim.kind}' has no '{key}': only a measured one has"
            found.append(Diagnostic(node.key(key), "not-measured", message, "remove it, or write kind: measured"))
    if claim.holds_if is not None and not claim.elsewhere:
        message = "words for 'holds-if' need the key 'elsewhere'"
        hint = "name the statistic of a place where the quoted words do not hold: a condition is shown by two places"
        found.append(Diagnostic(node.key("holds-if"), "missing-key", message, hint))
    if claim.kind == "source" and not claim.sources:
        message = "a claim of the kind 'source' needs the key 'sources'"
        found.append(Diagnostic(claim.location, "missing-key", message, "name the works that it rests on"))
    return found


def check_recorded(raw: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note each claim that says `measured` of recorded runs, or `recorded` where none are read."""
    reads = {name: _experiments_read(name, raw, kinds) for name in raw.statistics.entries}
    for entry in raw.claims.entries.values():
        claim = entry.record
        names = [name for name in (claim.statistic, *claim.elsewhere) if name in reads]
        if not claim.decided or claim.statistic not in reads:
            continue
        experiments = {name: raw.experiments.get(name) for statistic in names for name in reads[str(statistic)]}
        recorded = sorted(name for name, each in experiments.items() if each is not None and is_recorded(each))
        location = entry.node.at("kind").location
        if recorded and claim.kind == "measured":
            message = f"the runs of {one_of(recorded)} were recorded elsewhere, so that nothing is measured here"
            diagnostics.append(Diagnostic(location, "recorded", message, "write kind: recorded"))
        elif not recorded and claim.kind == "recorded" and None not in experiments.values():
            message = f"'{claim.statistic}' reads no recorded runs: it is measured here"
            diagnostics.append(Diagnostic(location, "not-recorded", message, "write kind: measured"))


def _experiments_read(statistic: str, raw: RawComparison, kinds: Kinds) -> set[str]:
    """Return the experiments that a statistic reads, itself or in others; nothing of one whose options are wrong."""
    found: set[str] = set()
    waiting, seen = [statistic], set[str]()
    while waiting:
        name = waiting.pop()
        record = raw.statistics.get(name)
        if name in seen or record is None:
            continue
        seen.add(name)
        kind = kinds.statistics[record.kind]
        with suppress(ValueError):
            found |= {select.experiment for select in kind.selects(record.options)} | set(kind.ledger(record.options))
            waiting.extend(kind.uses(record.options))
    return found


def _check_comparison(claim: Claim, node: Node, raw: RawComparison) -> list[Diagnostic]:
    """Return what is wrong with a claim's numbers as such: units that differ, and no number to compare a level with."""
    found = [raw.statistics.get(name) for name in (claim.statistic or "", *claim.elsewhere)]
    places = [place for place in found if place is not None]
    if claim.matters is None or len(places) != len(found):
        return []
    unit, location = places[0].unit, node.key("matters")
    if other := next((place for place in places if place.unit != unit), None):
        message = f"'{places[0].id}' is printed in '{unit}' and '{other.id}' in '{other.unit}': they share no `matters`"
        hint = "name places whose numbers are printed in one unit"
        return [Diagnostic(node.at("elsewhere").location, "wrong-claim", message, hint)]
    if claim.than is None and unit not in NO_EFFECT and any(place.kind != "difference" for place in places):
        message = f"'{places[0].id}' is a level, and the claim does not say what it is compared with"
        hint = "add `than`, such as what guessing reaches; points, decades and times have a zero of their own"
        return [Diagnostic(location, "wrong-claim", message, hint)]
    if unit == "ratio" and (claim.matters <= 1 or (claim.than is not None and claim.than <= 0)):
        message = f"'{places[0].id}' is a ratio: `matters` must be above 1, and `than` above 0"
        return [Diagnostic(location, "wrong-claim", message, "write the smallest factor of interest, such as 1.25")]
    return []


def _check_gate(gate: Gate, node: Node) -> list[Diagnostic]:
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


def _check_quote(claim: Claim, node: Node, raw: RawComparison) -> list[Diagnostic]:
    """Return the diagnostic of words that the section, the intro or the table does not have."""
    texts = _quotable(claim.section, raw)
    quote = _spaced(claim.quote.source)
    if texts is None or any(quote in _spaced(text) for text in texts):
        return []
    where = {"intro": "the intro", "table": "the table"}.get(claim.section, f"the section '{claim.section}'")
    message = f"the words '{shortened(quote, 60)}' do not occur in {where}"
    hint = "copy them from the quoted text, letter by letter"
    for text in map(_spaced, texts):
        start = text.casefold().find(quote.casefold())
        if start >= 0 and len(text.casefold()) == len(text):
            hint = f"there it is '{shortened(text[start : start + len(quote)], 60)}'"
    return [Diagnostic(node.at("quote").location, "quote-not-found", message, hint)]


def _quotable(section: str, raw: RawComparison) -> list[str] | None:
    """Return the quoted texts of a part of the article; None if it is not known what they are."""
    if section in PLACES:
        if raw.page is None:
            return None
        table = raw.page.table
        cells = [cell for row in table.rows for cell in (row.aspect, *row.cells)]
        texts = [raw.page.intro] if section == "intro" else [table.title, *table.columns, *cells]
    else:
        record = raw.sections.get(section)
        if record is None:
            return None
        texts = [record.heading, record.text]
    return [text.source for text in texts]


def _spaced(text: str) -> str:
    return " ".join(text.split())
