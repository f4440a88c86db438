"""What the ledger says of fresh seeds."""

import json
import math
from collections.abc import Mapping
from statistics import NormalDist

import pytest
from msgspec.structs import replace

from proofpress.models import Findings, Fresh, Repeat, Repeated
from proofpress.site.parts.fresh import describe_fresh, describe_repeats, repeats_as_json, summarise_fresh
from tests.site import made_up
from tests.site.conftest import rendered
from tests.site.reading import Page, text

PAGE = "steps/claims/index.html"
NEVER = "No check against fresh seeds is kept with this version."
TEN = Fresh("part-1-waste", 70.94, "70.9 points", True, 8, 10, 10, (100_000, 109_015), "2026-11-25", True, False)
MISSED = replace(TEN, claim="part-2-waste", mean=60.0, text="60.0 points", covered=False, inside=3, kept=9)
STEADY = replace(TEN, claim="part-2-waste", inside=10, varies=False)
EARLIER = replace(TEN, claim="part-3-waste", earlier=True)


def ledger(*found: Fresh) -> tuple[Page, Mapping[str, object]]:
    """Return the ledger's page where this was found, and the `fresh` of claims.json by claim."""
    material = made_up.material("steps")
    fresh = {each.claim: each for each in found}
    files = rendered(replace(material, findings=replace(material.findings, fresh=fresh)))
    claims = json.loads(files["steps/claims/claims.json"])
    return Page(PAGE, files[PAGE]), {claim["id"]: claim["fresh"] for claim in claims}


def test_where_nothing_was_kept_the_ledger_says_so():
    """Without a record the ledger says that there is none, and tells readers no command of its author's."""
    page, fresh = ledger()
    assert text(page.one("section", class_="fresh")) == f"With fresh seeds {NEVER}"
    assert set(fresh.values()) == {None}
    assert "Fresh seedsnot checked" in text(page.around("claim-part-1-waste", "article"))


def test_what_was_found_is_summed_up():
    """The summary counts intervals, rounds and verdicts, and says what is expected of sound intervals."""
    page, _ = ledger(TEN, MISSED, EARLIER)
    assert text(page.one("section", class_="fresh")).partition(" Claim by claim")[0] == (
        "With fresh seeds 1 of 2 published intervals (50%) cover the mean of 10 rounds of fresh seeds, and verdicts "
        "were turned 1 of 20 times. Of sound 95% intervals one would expect 94%, since the fresh mean varies too. A "
        "single round varies as much as the published number: there one would expect 83%, and 11 of 20 were covered "
        "(55%). 1 claim changed since the check, which is of an earlier version: not counted."
    )


def test_what_was_found_is_listed_claim_by_claim():
    """The table has a row for each claim that counts, linked to its entry; what was missed stands out."""
    page, _ = ledger(TEN, MISSED, EARLIER)
    rows = [[text(cell) for cell in row] for row in page.one("table", class_="data").iter("tr")]
    assert rows[1:] == [
        ["part-1-waste", "71.2 points [68.9, 73.4]", "70.9 points", "yes", "8 of 10", "10 of 10"],
        ["part-2-waste", "71.2 points [68.9, 73.4]", "60.0 points", "no", "3 of 10", "9 of 10"],
    ]
    table = page.one("table", class_="data")
    assert [link.get("href") for link in table.iter("a")] == ["#claim-part-1-waste", "#claim-part-2-waste"]
    assert [text(strong) for strong in table.iter("strong")] == ["no", "9 of 10"]


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (TEN, "70.9 points, covered; verdict kept in 10 of 10 rounds"),
        (MISSED, "60.0 points, not covered; verdict kept in 9 of 10 rounds"),
        (STEADY, "70.9 points, as ever; verdict kept in 10 of 10 rounds"),
        (EARLIER, "checked in an earlier version, not counted"),
        (replace(TEN, kept=1, rounds=1), "70.9 points, covered; verdict kept in 1 of 1 round"),
    ],
)
def test_each_entry_says_what_fresh_seeds_gave(found, line):
    """An entry has the fresh mean, whether it is covered, and how often the verdict was kept."""
    page, _ = ledger(found)
    assert f"Fresh seeds{line}" in text(page.around(f"claim-{found.claim}", "article"))


def test_a_claim_that_is_not_measured_has_no_fresh_seeds():
    """Nothing is said of fresh seeds where nothing is measured."""
    page, _ = ledger(TEN)
    assert "Fresh seeds" not in text(page.around("claim-part-1-definition", "article"))
    assert describe_fresh(None, measured=False) == ""


def test_programs_get_the_numbers():
    """claims.json has what was found of each claim, earlier versions marked."""
    _, fresh = ledger(TEN, EARLIER)
    assert fresh["part-1-waste"] == {
        "mean": 70.94, "covered": True, "inside": 8, "kept": 10, "rounds": 10, "seeds": [100_000, 109_015],
        "splits": None,         "date": "2026-11-25", "earlier": False,
    }  # fmt: skip
    assert fresh["part-3-waste"]["earlier"] is True
    assert fresh["part-2-waste"] is None


def test_intervals_that_cannot_miss_are_not_counted():
    """A claim whose number never varies adds nothing to the count of intervals."""
    found = summarise_fresh(_with(TEN, STEADY))
    assert found.headline == (
        "1 of 1 published intervals (100%) cover the mean of 10 rounds of fresh seeds, and no verdict was turned."
    )
    assert found.others == (
        "1 claim not checked yet.",
        "1 claim without an interval, since the number never varies: only the verdict counts.",
    )
    alone = summarise_fresh(_with(STEADY))
    assert (
        alone.headline == "No claim has an interval that could miss; no verdict was turned in 10 rounds of fresh seeds."
    )
    assert alone.expected == ""


def test_rounds_may_differ_between_claims():
    """Where claims were checked with different numbers of rounds, the summary names the fewest and the most."""
    few = replace(MISSED, rounds=2, kept=2, inside=1)
    assert "the mean of 2 to 10 rounds of fresh seeds" in summarise_fresh(_with(TEN, few)).headline


@pytest.mark.parametrize("rounds", [1, 3, 10, 100])
def test_the_expectation_is_that_of_two_normal_numbers(rounds):
    """The expected share is the chance that a mean of n lies within 1.96 errors of another normal number."""
    found = summarise_fresh(_with(replace(TEN, rounds=rounds, kept=rounds, inside=rounds))).expected
    chance = 2 * NormalDist(0, math.sqrt(1 + 1 / rounds)).cdf(NormalDist().inv_cdf(0.975)) - 1
    assert found.startswith(f"Of sound 95% intervals one would expect {chance:.0%}, ")


def _with(*found: Fresh) -> object:
    material = made_up.material("steps")
    return replace(material, findings=replace(material.findings, fresh={each.claim: each for each in found}))


ALIKE = Repeat("rates", "ff", 9, 270, 9, {}, "2026-11-28")
APART = replace(ALIKE, experiment="units", runs=1, again=1, same=0, differs={"test_accuracy": 0.0123, "loss": None})


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (Repeated(False), "cannot be repeated here: recorded elsewhere"),
        (Repeated(True), "no run made again: recorded elsewhere"),
        (Repeated(True, ALIKE), "9 of 270 recorded runs made again by their command, the same numbers"),
        (Repeated(True, ALIKE, True), "runs made again in an earlier version, not counted"),
        (
            Repeated(True, APART),
            "1 of 1 recorded run made again by its command, 0 with the same numbers; furthest apart: test accuracy "
            "0.012, loss (a number in only one)",
        ),
    ],
)
def test_a_claim_on_recorded_runs_says_how_often_they_came_again(known, line):
    """Its entry says whether its author's command was run again, on how many runs, and how far the numbers were."""
    findings = Findings({}, (), {}, repeated={"rates": known})
    assert describe_repeats(("rates", "trained"), findings) == line


def test_programs_get_how_far_recorded_runs_came_again():
    """claims.json has what was kept of each experiment, with the number that was lost as null; nothing is null."""
    findings = Findings({}, (), {}, repeated={"rates": Repeated(True), "units": Repeated(True, APART, True)})
    assert repeats_as_json(("rates",), findings) is None
    assert repeats_as_json(("rates", "units"), findings) == {
        "units": {
            "again": 1, "runs": 1, "same": 0, "differs": {"test_accuracy": 0.0123, "loss": None},
            "date": "2026-11-28", "earlier": True,
        }
    }  # fmt: skip
    both = describe_repeats(("rates", "units"), findings)
    assert both.startswith("rates: no run made again: recorded elsewhere; units: runs made again in an earlier")


def test_claims_on_recorded_runs_wait_for_no_fresh_seeds():
    """The summary does not call them unchecked; it says on how many runs their command was tried."""
    material = made_up.material("steps")
    verdicts = [
        replace(v, claim=replace(v.claim, kind="recorded")) if v.estimate else v for v in material.findings.verdicts
    ]
    repeat = replace(ALIKE, experiment="learning-rate", same=8, differs={"loss": 0.1})
    findings = replace(material.findings, verdicts=tuple(verdicts), repeated={"learning-rate": Repeated(True, repeat)})
    claims = sum(1 for verdict in verdicts if verdict.estimate)
    assert summarise_fresh(replace(material, findings=findings)).others == (
        f"{claims} claims rest on recorded runs, which have no fresh seeds. 9 recorded runs were made again by their "
        "author's command, 8 with the same numbers.",
    )
