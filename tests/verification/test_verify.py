"""`verify` on a small site: fresh seeds, the same seeds, and what is kept of them."""

import errno
import re

import pytest
import yaml

from proofpress.cache.store import Store
from tests.desk import digests

RECORD = "content/steps/verified.yaml"
SUMMARY = re.compile(
    r"[01] of 1 published intervals cover the mean of the fresh values, and [012] of 2 times that of a single round; "
    r"verdicts kept 2 of 2 times; rounds of fresh seeds: 2\n"
)


def kept(desk) -> dict:
    """Return what verified.yaml holds, read by a parser that is not ours."""
    return yaml.safe_load((desk.folder / RECORD).read_text(encoding="utf-8"))["claims"]


def test_verify_trains_again_and_compares(desk):
    """`verify` trains with fresh seeds, whose verdict is kept, and with the same ones, to the bit."""
    before, content = desk.site(), digests(desk.folder / "content")
    said = desk.run("verify", "learning-rate", "--fresh", "2")
    assert said.status == 0, said
    lines = [line for line in said.err.splitlines() if ": " in line]
    assert lines[-1] == "learning-rate: trained again, the same to the bit"
    assert re.match(r"small-steps-waste: published .*; fresh .* \((NOT )?covered\); verdict kept in 2 of 2", lines[0])
    assert SUMMARY.fullmatch(said.out), said.out
    assert (desk.site(), digests(desk.folder / "content")) == (before, content)


def test_verify_knows_its_experiments(desk):
    """`verify` of an experiment that is none says which there are."""
    said = desk.run("verify", "learning-rat")
    assert (said.status, said.err) == (
        1,
        "verify: error[unknown-experiment]: 'learning-rat' is not an experiment — did you mean 'learning-rate'?\n",
    )


def test_what_was_found_is_kept_and_told(desk):
    """`--record` keeps each round, and the next build trains nothing and says on the ledger what they gave."""
    said = desk.run("--format", "json", "verify", "--fresh", "2", "--record", "--fresh-only")
    assert (said.status, said.summary["recorded"]) == (0, [RECORD])
    (claim,) = said.summary["claims"]
    entry = kept(desk)["small-steps-waste"]
    assert entry["published"] == pytest.approx([claim["value"], claim["low"], claim["high"]], rel=1e-6)
    assert sum(each[0] for each in entry["rounds"]) / 2 == pytest.approx(claim["mean"], rel=1e-6)
    assert entry["seeds"] == claim["seeds"] == [100_000, 101_002]
    built = desk.run("--format", "json")
    assert (built.status, built.summary["trained"]) == (0, 0)
    ledger = (desk.output / "steps" / "claims" / "index.html").read_text(encoding="utf-8")
    verdict = "covered" if claim["covered"] else "not covered"
    assert f"{verdict}; verdict kept in 2 of 2 rounds" in ledger
    assert f"{int(claim['covered'])} of 1 published intervals" in ledger


def test_the_record_is_the_same_each_time(desk):
    """Verifying twice writes the same bytes, and the second time trains nothing: rounds are in the store."""
    words = ("verify", "--fresh", "2", "--record", "--fresh-only")
    assert desk.run(*words).status == 0
    first = (desk.folder / RECORD).read_bytes()
    runs = digests(desk.runs)
    assert desk.run(*words).status == 0
    assert (desk.folder / RECORD).read_bytes() == first
    assert digests(desk.runs) == runs


def test_fresh_seeds_are_not_what_status_compares_with(desk):
    """After a verification `status` still says what changed since the last build, and not since the last round."""
    assert desk.run("verify", "--fresh-only").status == 0
    desk.edit("steps/experiments.yaml", "epochs: 2", "epochs: 3")
    assert re.match(
        r"steps/learning-rate: \d+ of \d+ pieces? to train: training\.epochs 2 → 3\n", desk.run("status").out
    )


def test_a_record_that_cannot_be_written_is_told_and_the_old_one_stays(desk, monkeypatch):
    """A full disk: one line that names the file, no half of a record, and the rounds need not be trained again."""
    words = ("verify", "--record", "--fresh-only", "--quiet")
    assert desk.run(*words).status == 0
    before = digests(desk.folder / "content")
    desk.edit("steps/verified.yaml", "rounds:", "rounds:  # mine")
    edited = digests(desk.folder / "content")

    def full(*given, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        said = desk.run(*words)
    assert (said.status, said.err) == (
        1,
        f"{RECORD}: error[disk]: it cannot be written or read: No space left on device"
        " — make room on the disk, and build again\n",
    )
    assert digests(desk.folder / "content") == edited
    assert desk.run(*words).status == 0
    assert digests(desk.folder / "content") == before


def test_a_record_names_no_place_on_the_machine(desk):
    """Nothing in the record tells where it was made."""
    assert desk.run("verify", "--record", "--fresh-only").status == 0
    text = (desk.folder / RECORD).read_text(encoding="utf-8")
    assert str(desk.folder) not in text
    assert str(desk.runs) not in text


def test_a_changed_claim_is_not_counted_until_it_is_checked_again(desk):
    """Where the question changed after the check, the ledger says that the check is of an earlier version."""
    assert desk.run("verify", "--record", "--fresh-only").status == 0
    best = "at: {learning_rate: {best: validation_accuracy}}\n    minus"
    desk.edit("steps/claims.yaml", best, "at: {learning_rate: 0.1}\n    minus")
    assert desk.run().status == 0
    ledger = (desk.output / "steps" / "claims" / "index.html").read_text(encoding="utf-8")
    assert "1 claim changed since the check, which is of an earlier version: not counted." in ledger
    assert "published intervals" not in ledger
    assert desk.run("verify", "--record", "--fresh-only").status == 0
    assert desk.run().status == 0
    assert "earlier version" not in (desk.output / "steps" / "claims" / "index.html").read_text(encoding="utf-8")


def test_a_release_needs_claims_that_were_checked_as_they_stand(desk):
    """`check --verified` names each claim that fresh seeds were never tried on, or only in an earlier version."""
    place = "content/steps/claims.yaml:24:5: error[not-verified]: 'Steps that are too small waste the training budget' "
    hint = "with fresh seeds — check it: python build.py verify --fresh 10 --record"
    assert desk.run("check").status == 0
    said = desk.run("check", "--verified")
    assert (said.status, said.diagnostics) == (1, [f"{place}(small-steps-waste) was never checked {hint}"])
    assert desk.run("verify", "--record", "--fresh-only").status == 0
    assert desk.run("check", "--verified").status == 0
    desk.edit("steps/experiments.yaml", "seeds: 3", "seeds: 4")
    said = desk.run("check", "--verified")
    assert (said.status, said.diagnostics) == (
        1,
        [f"{place}(small-steps-waste) has changed since it was checked {hint}"],
    )


def test_a_missed_gate_is_recorded_before_it_is_told(desk):
    """Where fresh seeds miss a gate, the command ends with status 1 and names the round; the record is written."""
    desk.edit("steps/claims.yaml", "gate: {above: 10}", "gate: {above: 99}")
    said = desk.run("verify", "--fresh", "2", "--record")
    assert said.status == 1
    assert len(said.diagnostics) == 2
    for number, diagnostic in enumerate(said.diagnostics, 1):
        assert re.fullmatch(
            rf"content/steps/claims\.yaml:24:5: error\[not-repeated\]: round {number} of fresh seeds: 'Steps that are "
            r"too small waste the training budget' \(small-steps-waste\) misses its gate: rate_gap is \S+ points "
            r"\[.*\], not above 99 points — the number has moved: find out why before you move the gate",
            diagnostic,
        )
    assert len(kept(desk)["small-steps-waste"]["rounds"]) == 2
    assert "learning-rate: trained again, the same to the bit" in said.err
    assert "verdicts kept 0 of 2 times" in said.err


def test_a_few_experiments_renew_only_their_claims(desk):
    """`verify ID --record` writes the claims that read that experiment alone, and leaves what else was kept."""
    desk.edit(
        "steps/experiments.yaml",
        "experiments:\n",
        "experiments:\n  other:\n    title: Again\n    kind: network\n"
        "    data: {name: digits, train: 400, validation: 100, test: 100, split: 0}\n    model: {hidden: [8]}\n"
        "    training: {optimizer: sgd, learning_rate: 0.1, batch_size: 8, epochs: 2}\n    seeds: 3\n",
    )
    desk.edit(
        "steps/claims.yaml",
        "statistics:\n",
        "statistics:\n"
        "  other_accuracy: {kind: mean, experiment: other, channel: test_accuracy, unit: percent, digits: 0}\n"
        "  both: {kind: expression, formula: other_accuracy - best_accuracy, unit: plain, digits: 1}\n",
    )
    claim = (
        "  - id: {}\n    section: table\n    quote: Fast at first\n    kind: measured\n"
        "    statistic: {}\n    asserts: {}\n    than: 0\n    matters: 1\n    says: It is.\n"
    )
    more = claim.format("fast", "other_accuracy", "more") + claim.format("alike", "both", "same")
    desk.edit("steps/claims.yaml", "claims:\n", f"claims:\n{more}")
    assert desk.run("verify", "--record", "--fresh-only").status == 0
    whole = kept(desk)
    assert list(whole) == ["alike", "fast", "small-steps-waste"]
    said = desk.run("verify", "other", "--fresh", "2", "--record", "--fresh-only")
    assert said.status == 0
    assert "alike: not checked, since it reads learning-rate too" in said.err
    renewed = kept(desk)
    assert [len(renewed[name]["rounds"]) for name in renewed] == [1, 2, 1]
    assert {**renewed, "fast": None} == {**whole, "fast": None}
    assert renewed["fast"]["rounds"][0] == whole["fast"]["rounds"][0]


def test_an_interrupted_verification_goes_on(desk, monkeypatch):
    """Rounds that were done before an interruption are not trained again, and the old record stays until the end."""
    monkeypatch.setattr("proofpress.verification.fresh_seeds.FRESH_SEEDS_FROM", 300_000)
    put, stop = Store.put, []

    def once(self, key, kind, data, meta):
        put(self, key, kind, data, meta)
        if kind == "runs" and self.folder.name == desk.runs.name:
            stop.append(key)
            raise KeyboardInterrupt

    monkeypatch.setattr(Store, "put", once)
    assert desk.run("verify", "--fresh", "2", "--record", "--fresh-only").status == 130
    assert not (desk.folder / RECORD).exists()
    monkeypatch.setattr(Store, "put", put)
    done = [path for path in desk.entries() if path.stem == stop[0]]
    assert len(done) == 1
    written = done[0].stat().st_mtime_ns
    assert desk.run("verify", "--fresh", "2", "--record", "--fresh-only").status == 0
    assert done[0].stat().st_mtime_ns == written
    assert len(kept(desk)["small-steps-waste"]["rounds"]) == 2
