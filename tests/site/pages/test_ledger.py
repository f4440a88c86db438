"""The ledger, for people and for programs."""

import json

from msgspec.structs import replace

from proofpress.models import Coverage
from tests.site import made_up
from tests.site.conftest import rendered
from tests.site.reading import Page, text

FIELDS = [
    "id", "section", "quote", "says", "kind", "verdict", "statistic", "unit", "value", "low", "high", "level",
    "threshold", "asserts", "than", "matters", "opposite", "elsewhere", "gate", "runs", "splits", "seeds",
    "interval_over", "coverage", "experiment", "sources", "fresh", "repeated",
]  # fmt: skip


def test_claims_json_has_the_documented_fields(files):
    """claims.json is a list of records with just the documented fields, in order."""
    claims = json.loads(files["steps/claims/claims.json"])
    assert [list(claim) for claim in claims] == [FIELDS] * 12
    assert {claim["kind"] for claim in claims} == {"measured", "definition", "source", "opinion"}


def test_a_measured_claim_in_json(files):
    """A measured claim carries its number, interval, threshold, runs and experiment; words are plain."""
    claims = {claim["id"]: claim for claim in json.loads(files["steps/claims/claims.json"])}
    assert claims["part-1-waste"] == {
        "id": "part-1-waste", "section": "part-1", "quote": "Steps that are too small waste the training budget",
        "says": "The best rate beats a far smaller one by 71.2 points.", "kind": "measured", "verdict": "holds-if",
        "statistic": "rate_gap", "unit": "points", "value": 71.2, "low": 68.9, "high": 73.4, "level": 0.95,
        "threshold": "above 1 point", "asserts": "more", "than": None, "matters": 1.0, "opposite": False,
        "elsewhere": ["near_gap"], "gate": "above 30 points", "runs": 400, "splits": 1, "seeds": 16,
        "interval_over": "16 seeds", "coverage": None, "experiment": "learning-rate", "sources": ["robbins1951"],
        "fresh": None, "repeated": None,
    }  # fmt: skip


def test_what_is_not_measured_is_null_in_json(files):
    """A claim that is not measured has no verdict and no numbers, and its words lose their markup."""
    claims = {claim["id"]: claim for claim in json.loads(files["steps/claims/claims.json"])}
    claim = claims["part-1-definition"]
    assert claim["says"] == "The rate multiplies the gradient."
    told = {"id", "section", "quote", "says", "kind", "elsewhere", "sources"}
    assert [value for name, value in claim.items() if name not in told] == [None] * 21
    assert claim["elsewhere"] == []


def test_every_claim_has_an_entry(files, parsed):
    """The page has an entry, to be linked to, for each claim of the JSON, in the same order."""
    page = parsed["steps/claims/index.html"]
    claims = json.loads(files["steps/claims/claims.json"])
    ids = [e.get("id", "") for entry in page.all("article", class_="claim-entry") for e in entry.iter()]
    of_sections = [c for c in claims if c["section"] != "table"]
    shown = [found for found in ids if found.startswith("claim-")]
    assert sorted(shown) == sorted(f"claim-{claim['id']}" for claim in claims)
    assert [i for i in shown if i != "claim-too-early"] == [f"claim-{claim['id']}" for claim in of_sections]


def test_an_entry_tells_all(parsed):
    """An entry shows quote, answer, number with interval, threshold, what it rests on, experiment and sources."""
    entry = parsed["steps/claims/index.html"].around("claim-part-1-waste", "article")
    words = text(entry)
    for part in (
        "holds if", "“Steps that are too small waste the training budget”",
        "The best rate beats a far smaller one", "71.2 points [68.9, 73.4]", "above 1 point",
        "0.2 points [0.0, 0.4] (near gap)", "above 30 points", "400 runs, 16 seeds",
        "rate gap (difference)", "Robbins, H.; Monro, S. 1951",
    ):  # fmt: skip
        assert part in words
    assert [a.get("href") for a in entry.iter("a") if text(a) == "learning-rate"] == ["#experiment-learning-rate"]


def test_a_row_says_what_became_of_a_claim(parsed):
    """A closed row has the verdict, the quoted words and the number, and what links lead to is inside."""
    entry = parsed["steps/claims/index.html"].around("claim-part-1-waste", "article")
    (details,) = entry.iter("details")
    assert details.get("open") is None
    (row,) = details.iter("summary")
    assert " ".join(text(row).split()) == (
        "holds if “Steps that are too small waste the training budget” 71.2 points [68.9, 73.4]"
    )
    assert "claim-part-1-waste" not in [e.get("id") for e in row.iter()]


def test_each_choice_shows_as_many_claims_as_it_says(parsed):
    """A choice bears the number of the claims it shows, and none is on where it would show nothing."""
    page = parsed["steps/claims/index.html"]
    entries = [e.get("data-is").split() for e in page.all("article", class_="claim-entry") if e.get("data-is")]
    choices = {}
    for label in page.one("fieldset", class_="choose").iter("label"):
        (button,) = label.iter("input")
        (count,) = label.iter("b")
        choices[button.get("value")] = int(text(count))
        assert (button.get("disabled") is not None) == (count.text == "0")
    assert choices.pop("all") == len(entries)
    assert choices == {tag: sum(tag in entry for entry in entries) for tag in choices}
    assert set().union(*entries) <= set(choices)


def test_the_tally_adds_up(files, parsed):
    """The counts at the top are the counts of the JSON."""
    claims = json.loads(files["steps/claims/claims.json"])
    numbers = [int(text(b)) for b in parsed["steps/claims/index.html"].one("ul", class_="tally").iter("b")]
    measured = [claim["verdict"] for claim in claims if claim["kind"] == "measured"]
    assert numbers == [
        len(claims), len(measured), measured.count("holds"), measured.count("holds-if"), measured.count("not-shown"),
        sum(claim["opposite"] is True for claim in claims), measured.count("no-difference"),
        sum(claim["kind"] == "source" for claim in claims),
        sum(claim["kind"] in ("definition", "opinion") for claim in claims),
    ]  # fmt: skip


def test_experiments_are_told_with_their_keys(parsed):
    """Each experiment that ran is listed with its method, the key of its runs and the command to repeat it."""
    words = text(parsed["steps/claims/index.html"].around("experiment-learning-rate", "article"))
    assert "python build.py verify learning-rate" in words
    assert "0123456789abcdef0123456789abcdef" in words


def test_each_part_of_the_ledger_can_be_jumped_to(parsed):
    """The ledger lists its parts, in order, each with a link to its heading; the experiments come last."""
    page = parsed["steps/claims/index.html"]
    links = [link.get("href") for link in page.one("ul", class_="jump").iter("a")]
    assert links == [f"#{part}" for part in page.ids() if part.startswith("in-") or part == "page-experiments"]
    assert links[-1] == "#page-experiments"


def test_other_numbers_of_an_answer_are_traced_too():
    """An answer that prints numbers of other experiments than the one that decides links those as well."""
    material = made_up.material("steps")
    other = replace(made_up.estimate("clean_gap"), experiments=("clean-labels", "learning-rate"))
    verdicts = [
        replace(v, says=made_up.ours("{{ rate_gap }} here, {{ clean_gap.interval }} there."))
        for v in material.findings.verdicts
    ]
    findings = replace(material.findings, verdicts=tuple(verdicts), estimates={"clean_gap": other})
    page = Page("steps/claims/index.html", ledger_html(replace(material, findings=findings)))
    measured = page.around("claim-part-1-waste", "article")
    assert "Experimentlearning-rate; other numbers from clean-labels" in text(measured)
    defined = page.around("claim-part-1-definition", "article")
    assert [a.get("href") for a in defined.iter("a") if text(a) == "clean-labels"] == ["#experiment-clean-labels"]


def ledger_html(material) -> bytes:
    """Return the ledger's page of a material."""
    return rendered(material)["steps/claims/index.html"]


def test_an_entry_says_how_often_such_intervals_cover():
    """Where intervals of a kind are known not to cover as they say, the entry and claims.json say how often they do."""
    material = made_up.material("steps")
    known = [
        Coverage(24, 84, 100, "skewed"),
        Coverage(16, 100, 100, "normal"),
        Coverage(3, 91, 94, "bimodal", splits=10),
    ]
    words = [
        "84 to 100 of 100 such intervals held the truth, not 95 (24 seeds; fewest of skewed numbers)",
        "100 of 100 such intervals held the truth, not 95 (16 seeds)",
        "91 to 94 of 100 such intervals held the truth, not 95 (10 splits × 3 seeds; fewest of numbers in two groups)",
    ]
    for coverage, said in zip(known, words, strict=True):
        verdicts = tuple(
            replace(v, estimate=replace(v.estimate, coverage=coverage)) if v.estimate else v
            for v in material.findings.verdicts
        )
        files = rendered(replace(material, findings=replace(material.findings, verdicts=verdicts)))
        entry = Page("", files["steps/claims/index.html"]).around("claim-part-1-waste", "article")
        assert f"In simulation{said}" in text(entry)
        (claim,) = [c for c in json.loads(files["steps/claims/claims.json"]) if c["id"] == "part-1-waste"]
        assert claim["coverage"] == {
            "seeds": coverage.seeds, "least": coverage.least, "most": coverage.most, "fewest": coverage.fewest,
            "splits": coverage.splits,
        }  # fmt: skip


def test_nothing_is_said_of_intervals_that_cover(parsed):
    """An entry without known exceptions has no line for them."""
    assert "In simulation" not in text(parsed["steps/claims/index.html"].around("claim-part-1-waste", "article"))
