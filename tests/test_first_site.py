"""The first site as built from its own content: its words, its claims, its links, its weight."""

import json
import math
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from msgspec.structs import replace

from proofpress import claims
from proofpress.cache.store import Store
from proofpress.claims.verdicts import finding
from proofpress.diagnostics import BuildError
from proofpress.models import Claim, Comparison, Findings, Gate, Record
from tests.desk import ROOT, Desk
from tests.published import NAMESPACE, documents, judged_comparison, text_of, walk

SEED = (ROOT / "tests" / "data" / "seed.txt").read_text(encoding="utf-8")
SLUG = "hyperparameters-vs-parameters"
KEYS = {
    "id", "section", "quote", "says", "kind", "verdict", "statistic", "unit", "value", "low", "high", "level",
    "threshold", "asserts", "than", "matters", "opposite", "elsewhere", "gate", "repeated", "runs", "splits", "seeds",
    "interval_over", "coverage", "experiment", "sources",
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(first_site) -> dict[str, Element]:
    """Path → document, for every page."""
    return documents(first_site.output)


@pytest.fixture(scope="module")
def ledger(first_site) -> list[dict]:
    """The entries of claims.json."""
    found = json.loads((first_site.output / SLUG / "claims" / "claims.json").read_bytes())
    assert len(found) > 20, "tests that look at every entry would look at few"
    return found


@pytest.fixture(scope="module")
def judged(first_site) -> tuple[Comparison, dict[str, Record], Store, Findings]:
    """The comparison, its stored runs, the store, and what was found: no run is trained for it."""
    return judged_comparison(first_site, SLUG)


# ---------------------------------------------------------------- words


def test_the_seed_article_is_on_the_page_word_for_word(pages):
    """Title of the table, every cell, heading and paragraph of the seed stand on the page, in its order."""
    shown = words(text_of(pages["index.html"]))
    at = 0
    for line in seed_lines():
        location = shown.find(words(line), at)
        assert location >= 0, f"not on the page, or not in its place: {line[:80]}"
        at = location + len(words(line))


def test_the_seed_has_ten_sections_and_five_rows():
    """The reading of the seed that these tests rest on is right: five rows, ten sections with a heading and a text."""
    rows = [line for line in SEED.splitlines() if line.count("|") == 3 and "---" not in line]
    assert len(rows) == 6
    assert len(list(seed_lines())) == 1 + 1 + 2 + 5 * 3 + 10 * 2


def test_what_the_runs_say_is_apart_from_the_seed_text(pages):
    """In each of the ten sections, the quoted text and ours are in elements of their own."""
    ours = [each for each in walk(pages["index.html"]) if "runs" in (each.get("class") or "").split()]
    assert len(ours) >= 10
    quoted = words(" ".join(line for line in seed_lines() if len(line) > 200))
    for each in ours:
        assert words(text_of(each))[:60] not in quoted


# ---------------------------------------------------------------- claims


def test_the_ledger_says_of_each_claim_what_a_reader_needs(ledger):
    """claims.json has just the documented keys, and what is measured has its number, interval, runs and verdict."""
    assert len({entry["id"] for entry in ledger}) == len(ledger)
    for entry in ledger:
        assert set(entry) - {"fresh"} == KEYS, entry["id"]
        assert (entry["fresh"] is not None) == (entry["kind"] == "measured"), entry["id"]
        assert entry["kind"] in {"measured", "definition", "source", "opinion"}
        if entry["kind"] == "measured":
            assert entry["verdict"] in {"holds", "holds-if", "not-shown", "no-difference"}, entry["id"]
            assert all(math.isfinite(entry[name]) for name in ("value", "low", "high")), entry["id"]
            assert entry["low"] <= entry["value"] <= entry["high"], entry["id"]
            assert entry["runs"] >= 1, entry["id"]
            assert entry["threshold"], entry["id"]
        else:
            assert entry["verdict"] is None, entry["id"]
            assert entry["value"] is None, entry["id"]


def test_every_quote_stands_on_the_page(ledger, pages):
    """The words that a claim quotes occur on the page, in the section that it names."""
    page = pages["index.html"]
    everywhere = words(text_of(page))
    sections = {each.get("id"): words(text_of(each)) for each in walk(page) if each.tag == f"{NAMESPACE}section"}
    for entry in ledger:
        where = sections.get(entry["section"], everywhere)
        assert words(entry["quote"]) in where, entry["id"]


def test_each_section_has_a_measured_claim(ledger, judged):
    """Intro, table and all ten sections carry at least one claim that runs were measured for."""
    comparison = judged[0]
    measured = {entry["section"] for entry in ledger if entry["kind"] == "measured"}
    assert len(comparison.sections) == 10
    assert measured == {"intro", "table", *(section.id for section in comparison.sections)}


def test_every_measured_number_of_the_ledger_is_printed(ledger, pages):
    """The ledger's page prints each measured value as claims.json has it, rounded."""
    shown = words(text_of(pages[f"{SLUG}/claims/index.html"])).replace("−", "-").replace(",", "")
    for entry in ledger:
        if entry["kind"] == "measured":
            rounded = {f"{entry['value']:.{digits}f}" for digits in range(4)}
            assert any(re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", shown) for number in rounded), entry["id"]


def test_flipping_a_claim_fails_and_names_it(judged):
    """Each claim that numbers decide, turned round, is told as false, by its sentence and nothing else."""
    comparison, records, store, findings = judged
    claims_decided = decided(comparison, findings)
    assert len(claims_decided) >= 40
    for claim in claims_decided:
        turned = tuple(replace(each, asserts=flipped(each)) if each is claim else each for each in comparison.claims)
        with pytest.raises(BuildError) as raised:
            claims.judge(replace(comparison, claims=turned), records, store)
        (diagnostic,) = raised.value.diagnostics
        assert diagnostic.rule == "false-claim", claim.id
        assert diagnostic.message.startswith(f"'{words(claim.quote.source)}' ({claim.id}) has words for ")
        assert diagnostic.location == claim.location
        assert raised.value.status == 1


def test_missing_a_gate_fails_and_names_it(judged):
    """Each gate, turned round, is missed, and told by the sentence of its claim."""
    comparison, records, store, _ = judged
    gated = [claim for claim in comparison.claims if claim.gate is not None]
    assert len(gated) >= 12
    turned = tuple(replace(each, gate=missed(each.gate)) for each in comparison.claims)
    with pytest.raises(BuildError) as raised:
        claims.judge(replace(comparison, claims=turned), records, store)
    told = [(diagnostic.rule, diagnostic.location) for diagnostic in raised.value.diagnostics]
    assert told == [("missed-gate", claim.location) for claim in gated]


def test_a_build_of_flipped_claims_exits_with_1_and_names_them_all(first_site, judged, tmp_path):
    """In a copy of the content with every claim turned round, the build fails, names each claim, and writes nothing."""
    (tmp_path / "content" / SLUG).mkdir(parents=True)
    for path in [ROOT / "content" / "site.yaml", *(ROOT / "content" / SLUG).glob("*.yaml")]:
        text = path.read_text(encoding="utf-8")
        target = tmp_path / path.relative_to(ROOT)
        target.write_text(flipped_yaml(text) if path.name == "claims.yaml" else text, encoding="utf-8")
    said = Desk(tmp_path, first_site.runs).run("--verbose")
    assert said.status == 1
    assert said.out == ""
    told = {
        found for line in said.diagnostics if (found := re.search(r"error\[false-claim\]: '.*' \(([a-z0-9-]+)\)", line))
    }
    assert {found[1] for found in told} == {claim.id for claim in decided(judged[0], judged[3])}
    assert not (tmp_path / "output").exists()


# ---------------------------------------------------------------- reading


def words(text: str) -> str:
    """Return a text with all white space as single blanks and typographic quotes as plain ones."""
    plain = text.replace("\u2019", "'").replace("\u201c", '"').replace("\u201d", '"').replace("\u00ad", "")
    return " ".join(plain.split())


def seed_lines() -> Iterator[str]:
    """Yield the seed's parts in order: intro, table by cells, headings and texts; its last line names the picture."""
    for line in SEED.splitlines()[:-1]:
        if "---" in line or not line.strip():
            continue
        if line.count("|") == 3:
            cells = [cell.strip() for cell in line.split("|")[:3]]
            yield from (cell for cell in cells if cell != "Aspect")
        else:
            yield line.strip()


TURNED = {"more": "less", "less": "more", "differs": "same", "same": "differs"}


def decided(comparison: Comparison, findings: Findings) -> list[Claim]:
    """Return the measured claims about which the interval says something, whatever they assert of it."""
    return [
        claim
        for claim in comparison.claims
        if claim.kind == "measured"
        and finding(replace(claim, asserts=flipped(claim)), findings.estimates[str(claim.statistic)]) != "not-shown"
    ]


def flipped(claim: Claim) -> str:
    """Return what a claim would assert if it asserted what its runs refute."""
    return "same" if claim.no_difference is not None else TURNED[str(claim.asserts)]


def missed(gate: Gate | None) -> Gate | None:
    """Return the gate that just those runs miss that meet this one."""
    if gate is None:
        return None
    if gate.within is not None:
        return Gate(above=gate.within[1])
    return Gate(below=gate.above) if gate.above is not None else Gate(above=gate.below)


def flipped_yaml(text: str) -> str:
    """Return claims.yaml with what every claim asserts turned round."""
    head, *claims_written = re.split(r"(?m)^(?=  - id: )", text)
    return "".join([head, *map(_turned, claims_written)])


def _turned(written: str) -> str:
    nothing = "    no-difference:" in written
    return re.sub(
        r"(?m)^    asserts: (\w+)$", lambda found: f"    asserts: {'same' if nothing else TURNED[found[1]]}", written
    )
