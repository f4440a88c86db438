"""What rounds of fresh seeds say about the numbers that are published now."""

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.claims import asked, fresh, judge, list_unverified, measure_of, question, reads, repeated
from proofpress.experiments.kinds.recorded import Made, Recording
from proofpress.models import Check, Comparison, Estimate, Fresh, Gate, Measure, Repeat
from tests.claims.made import claim, comparison, records, runs, statistic

HEIGHT = {"kind": "mean", "experiment": "tides", "channel": "height"}


@pytest.fixture
def sea(tmp_path) -> tuple[Comparison, dict[str, Estimate]]:
    """A comparison with a claim on the mean of ten heights around 5, and its estimates."""
    heights = runs(np.linspace(4, 6, 10))
    of = comparison({"tides": heights}, (statistic("height", **HEIGHT),), (claim("high", "height", Gate(above=2)),))
    return of, dict(judge(of, records(heights), Store(tmp_path)).estimates)


def checked(sea: tuple[Comparison, dict[str, Estimate]], *rounds: Measure | None, **changes: object) -> Fresh:
    """Return what is said of the claim where these rounds were kept; changes: to the check."""
    of, estimates = sea
    published = measure_of(estimates["height"])
    assert published is not None
    kept = Check("high", question(of, "height"), published, rounds, (100_000, 100_009), {}, "2026-11-25")
    kept = replace(kept, **changes)
    return fresh(replace(of, checks={"high": kept}), estimates)["high"]


def test_the_mean_and_each_round_are_held_against_the_interval(sea):
    """The interval may cover the mean of the rounds and miss one; the gate asks for each round's whole interval."""
    found = checked(sea, Measure(4.9, 4, 6), Measure(6.5, 6, 7), Measure(3.9, 1.9, 6))
    assert found.mean == pytest.approx(5.1)
    assert (found.text, found.covered, found.inside, found.kept, found.rounds) == ("5.1", True, 1, 2, 3)
    assert (found.varies, found.earlier, found.seeds, found.day) == (True, False, (100_000, 100_009), "2026-11-25")


def test_a_mean_outside_is_not_covered(sea):
    """A mean beyond either end of the interval is not covered."""
    for far in (4.0, 6.0):
        assert not checked(sea, Measure(far, far, far)).covered


def test_a_round_without_a_number_meets_no_gate(sea):
    """A round in which the statistic had no number counts among the rounds and not among those that met the gate."""
    found = checked(sea, Measure(5, 4.5, 5.5), None)
    assert (found.mean, found.inside, found.kept, found.rounds) == (5, 1, 1, 2)
    nothing = checked(sea, None)
    assert (nothing.mean, nothing.text, nothing.covered, nothing.kept, nothing.rounds) == (None, "–", False, 0, 1)


def test_the_gate_is_the_one_that_is_written_now(sea):
    """Where a gate was moved after the check, the rounds are judged by the new one."""
    of, estimates = sea
    strict = replace(of, claims=(replace(of.claims[0], gate=Gate(above=4.5)),))
    assert checked((of, estimates), Measure(5, 4.2, 5.8)).kept == 1
    assert checked((strict, estimates), Measure(5, 4.2, 5.8)).kept == 0


def test_a_check_of_another_question_is_of_an_earlier_version(sea):
    """A check of another statistic, or of other runs, says nothing about the claim; a new title changes nothing."""
    of, estimates = sea
    five = Measure(5, 4.5, 5.5)
    assert checked(sea, five, question="ff").earlier
    other = replace(of, experiments={"tides": replace(of.experiments["tides"], options="others")})
    assert question(other, "height") != question(of, "height")
    renamed = replace(of, experiments={"tides": replace(of.experiments["tides"], title="Ebb")})
    assert question(renamed, "height") == question(of, "height")
    assert not checked((renamed, estimates), five).earlier


def test_a_number_that_left_its_interval_makes_the_check_earlier(sea):
    """A check does not count where the number checked and the one published lie outside each other's intervals.

    Within, they are one answer: where training is chaotic, other last bits change a number as other seeds would.
    """
    now = measure_of(sea[1]["height"])
    assert now is not None
    five, width = Measure(5, 4.5, 5.5), now.high - now.low
    for part, earlier in ((0.0, False), (0.4, False), (-0.4, False), (0.8, True), (-0.8, True)):
        then = Measure(now.value + part * width, now.low + part * width, now.high + part * width)
        assert checked(sea, five, published=then).earlier is earlier, part
    narrow = Measure(now.value + 0.2 * width, now.value + 0.15 * width, now.value + 0.25 * width)
    assert checked(sea, five, published=narrow).earlier


def test_a_number_that_never_varies_has_no_interval_to_cover(tmp_path):
    """Where all rounds give what was published to the bit, no interval is counted; where one differs, it is missed."""
    same = runs(np.full(10, 5.0))
    of = comparison({"tides": same}, (statistic("height", **HEIGHT),), (claim("high", "height", Gate(above=2)),))
    sea = of, dict(judge(of, records(same), Store(tmp_path)).estimates)
    steady = checked(sea, Measure(5, 5, 5), Measure(5, 5, 5))
    assert (steady.varies, steady.covered, steady.inside) == (False, True, 2)
    loose = checked(sea, Measure(5, 5, 5), Measure(5.2, 5, 5))
    assert (loose.varies, loose.covered, loose.inside) == (True, False, 1)


def test_only_what_was_checked_is_told(sea):
    """A claim without a check has nothing said about it, and neither has a check whose claim has no number."""
    of, estimates = sea
    assert fresh(of, estimates) == {}
    assert fresh(replace(of, checks={"high": None}), {}) == {}


def test_what_a_statistic_reads_is_found_through_others(tmp_path):
    """A formula reads what its statistics read, and its question changes with theirs."""
    height = statistic("height", **HEIGHT)
    low = statistic("low", **{**HEIGHT, "experiment": "ebb"})
    rise = statistic("rise", "expression", formula="height - low")
    of = comparison({"tides": runs([1.0, 2.0]), "ebb": runs([0.0, 1.0], experiment="ebb")}, (height, low, rise))
    assert reads(of, "rise") == ({"rise", "height", "low"}, {"tides", "ebb"})
    assert reads(of, "height") == ({"height"}, {"tides"})
    other = replace(
        of, statistics={**of.statistics, "low": replace(low, options=replace(low.options, channel="depth"))}
    )
    assert question(other, "rise") != question(of, "rise")
    assert question(other, "height") == question(of, "height")


def test_what_was_recorded_elsewhere_needs_no_fresh_seeds(sea):
    """A measured claim that nobody tried is told; the same claim of recorded runs is not, as nobody here could."""
    of, estimates = sea
    (told,) = list_unverified(of, estimates)
    assert (told.rule, told.location) == ("not-verified", of.claims[0].location)
    elsewhere = replace(of, claims=(replace(of.claims[0], kind="recorded"),))
    assert list_unverified(elsewhere, estimates) == []


def recorded(of: Comparison, command: str | None) -> Comparison:
    """Return the comparison with a claim on runs that were recorded, and a command that makes them again."""
    options = Recording(files="tides.csv", channels={}, made=Made("us"), repeat=command, tables=(), found={})
    tides = replace(of.experiments["tides"], options=options)
    return replace(of, claims=(replace(of.claims[0], kind="recorded"),), experiments={"tides": tides})


def test_recorded_runs_are_asked_for_where_a_command_makes_them_again(sea):
    """Without a command nothing is asked; with one, that some runs were made again as they and it now stand."""
    of, estimates = sea
    assert list_unverified(recorded(of, None), estimates) == []
    now = recorded(of, "python tide.py {file}")
    (never,) = list_unverified(now, estimates)
    assert never.message == "no recorded run was ever made again of 'tides'"
    assert never.hint == "make some again: python build.py verify tides --repeat --at-most 10 --record"
    repeat = Repeat("tides", asked(now.experiments["tides"]), 3, 10, 3)
    known = replace(now, repeats={"tides": repeat})
    assert list_unverified(known, estimates) == []
    assert repeated(known)["tides"].counts
    moved = replace(recorded(of, "python tide.py --fast {file}"), repeats={"tides": repeat})
    assert repeated(moved)["tides"].earlier
    (changed,) = list_unverified(moved, estimates)
    assert changed.message == "the recorded runs or the command of 'tides' changed since some were made again"
