"""The second comparison, written in YAML alone: it promises what the first one does, and took no word in the press."""

import gzip
import json
import math

import pytest

from proofpress.experiments import experiment_kinds
from proofpress.experiments.plan import plan
from tests.desk import ROOT
from tests.published import KILO, judged_comparison

SLUG = "overfitting-vs-underfitting"
FIRST = "hyperparameters-vs-parameters"
LEAST_ERRORS = 7
LEAST_ROOM = 2.1
# Units of effects, and the number that means none.
EFFECTS = {"points": 0.0, "decades": 0.0, "ratio": 1.0}


@pytest.fixture(scope="module")
def judged(first_site):
    """The comparison, its stored runs, the store, and what was found: no run is trained for it."""
    return judged_comparison(first_site, SLUG)


def test_it_has_what_a_comparison_should_have(judged, first_site):
    """A table, at least six sections and six figures, an infographic, slides, a lab with steps, explorers."""
    comparison = judged[0]
    assert len(comparison.table.rows) == 5
    assert len(comparison.sections) >= 6
    assert all(section.figures and section.steps for section in comparison.sections)
    assert len(comparison.figures) >= 6
    assert len(comparison.poster.columns) == 4
    assert len(comparison.lab.presets) >= 5
    assert comparison.explorers
    folder = first_site.output / SLUG
    for name in (
        "index.html",
        "claims/claims.json",
        "infographic/poster.png",
        "infographic/slides.pptx",
        "lab/index.html",
    ):
        assert (folder / name).stat().st_size > 0, name
    assert (folder / "infographic" / "poster.png").stat().st_size <= 220 * KILO


def test_its_notes_are_of_a_speakable_length(judged):
    """What a speaker says beside a pair takes between forty and eighty words."""
    for column in judged[0].poster.columns:
        assert 40 <= len(column.notes.source.split()) <= 80, column.spine.source


def test_its_claims_are_measured_in_every_section(first_site, judged):
    """Eight claims at least are measured, one in every section; some hold on a condition, some are not shown."""
    ledger = json.loads((first_site.output / SLUG / "claims" / "claims.json").read_bytes())
    measured = [entry for entry in ledger if entry["kind"] == "measured"]
    assert len(measured) >= 8
    assert {entry["section"] for entry in measured} == {"intro", "table", *(each.id for each in judged[0].sections)}
    assert {entry["verdict"] for entry in measured} == {"holds", "holds-if", "not-shown"}


def test_its_gates_leave_room_for_other_processors_and_seeds(judged):
    """A threshold asks for well under half of the effect, and the effect is seven standard errors from none."""
    effects = 0
    for verdict in judged[3].verdicts:
        estimate, gate = verdict.estimate, verdict.claim.gate
        if estimate is None or gate is None or gate.within is not None or estimate.unit not in EFFECTS:
            continue
        none, scale = EFFECTS[estimate.unit], math.log if estimate.unit == "ratio" else float
        threshold = gate.above if gate.above is not None else gate.below
        effect, asked = (abs(scale(value) - scale(none)) for value in (estimate.value, threshold))
        error = estimate.error / estimate.value if estimate.unit == "ratio" else estimate.error
        assert effect >= LEAST_ROOM * asked, verdict.claim.id
        assert effect >= LEAST_ERRORS * error, verdict.claim.id
        effects += 1
    assert effects >= 8


def test_it_shares_runs_with_the_first_one(judged, first_site):
    """Where both ask for the same runs they are trained once: the keys agree, whatever the experiments are called."""
    first = judged_comparison(first_site, FIRST)[0]
    keys = {plan(each, experiment_kinds()).key for each in first.experiments.values()}
    shared = [name for name, each in judged[0].experiments.items() if plan(each, experiment_kinds()).key in keys]
    assert {"degree", "neighbours", "training-time", "weight-decay", "lab-run"} <= set(shared)


def test_its_article_is_light(first_site):
    """The second article keeps the first one's budget, gzipped."""
    weight = len(gzip.compress((first_site.output / SLUG / "index.html").read_bytes(), mtime=0))
    assert weight <= 25 * KILO


def test_the_example_is_not_named_elsewhere():
    """No file of the press, its templates or its tools names the second comparison."""
    for folder in ("proofpress", "templates", "tools"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".py", ".html", ".css", ".js", ".yaml", ".mjs"}:
                assert SLUG not in path.read_text(encoding="utf-8"), path
