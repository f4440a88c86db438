"""What `check` finds is what a build finds; what it need not do it leaves undone."""

import shutil

import pytest

from proofpress.cache.manifest import LastBuild
from proofpress.cache.store import Store
from proofpress.charts import sheet
from proofpress.charts.draw import LAYOUT
from proofpress.drawing import raster, vector
from proofpress.models.artifact import Artifact, AuditRecord
from proofpress.models.drawings import File
from proofpress.publish.publish import check
from proofpress.publish.swap import OutputTouched
from tests.desk import HEAVY, Desk, digests

TITLE = ("steps/figures.yaml", "Too small a step learns nothing", "Too small a step learns little")
LONG = "extraordinarily-long-" * 12
FAULTS = {
    "a word wider than the picture": ("steps/figures.yaml", "Too small a step learns nothing", LONG),
    "a letter that the typeface lacks": ("steps/figures.yaml", "Too small a step", "Too 小 a step"),
    "a cell wider than its column": ("steps/page.yaml", "Slow but steady", LONG),
    "names too long for the infographic": ("steps/page.yaml", "[Small steps, Large steps]", f"[{LONG}, Large steps]"),
    "a link that leads nowhere": ("steps/page.yaml", "One update after", "[One](other/page.html) update after"),
    "a claim that does not hold": ("steps/claims.yaml", "gate: {above: 10}", "gate: {above: 99}"),
    "a source that is not there": ("steps/page.yaml", "[@robbins1951]", "[@robbins1952]"),
}


@pytest.fixture
def mine(empty_desk, stored) -> Desk:
    """The small site as just built, with a store of its own, in which nothing is drawn that the site does not show."""
    desk = Desk(empty_desk.folder, empty_desk.folder / "own-runs")
    shutil.copytree(stored[2], desk.runs)
    assert desk.run().status == 0
    return desk


@pytest.fixture
def undrawn(monkeypatch):
    """Let the first picture that is drawn end the test."""

    def refuse(*given, **named):
        raise AssertionError("a check draws nothing")

    for module, name in ((raster, "rasterize"), (raster, "avif"), (vector, "_draw_svg"), (vector, "pdf")):
        monkeypatch.setattr(module, name, refuse)
    return refuse


def test_a_check_after_a_build_makes_nothing(desk):
    """What the build has just checked is neither read, drawn, rendered nor written again."""
    before, entries = desk.site(), digests(desk.runs)
    said, imported = desk.imported("check")
    assert said.status == 0, said
    assert "0 trained, 9 runs reused; 0 drawn of 2 figures; 8 pages; " in said.out
    assert imported & set(HEAVY) == set()
    assert (desk.site(), digests(desk.runs)) == (before, entries)


def test_a_check_lays_out_and_draws_nothing(mine, undrawn, monkeypatch):
    """A changed title is laid out, once: the next check knows that it has room, and no check makes a picture."""
    drawn, before = {kind: mine.entries(kind) for kind in ("drawing", "poster", "slides")}, mine.site()
    mine.edit(*TITLE)
    said = mine.run("check", "--format", "json")
    assert (said.status, said.summary["drawn"]) == (0, 0), said
    assert {kind: mine.entries(kind) for kind in drawn} == drawn
    assert len(mine.entries(LAYOUT)) > 1
    assert mine.site() == before
    monkeypatch.setattr(sheet, "draw_sheet", undrawn)
    assert mine.run("check").status == 0


def test_a_build_after_a_check_is_as_one_without(mine):
    """What a check laid out is drawn by the build: the files are those of a build that no check preceded."""
    mine.edit(*TITLE)
    assert mine.run("check").status == 0
    said = mine.run("--format", "json")
    assert (said.status, said.summary["drawn"]) == (0, 2), said
    after = mine.site()
    assert mine.run("clean").status == 0
    for entry in (*mine.entries("drawing"), *mine.entries("poster"), *mine.entries(LAYOUT), *mine.entries("built")):
        entry.unlink()
    assert mine.run().status == 0
    assert {path for path, digest in mine.site().items() if after.get(path) != digest} <= {".proofpress"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_check_finds_what_a_build_finds(desk, undrawn, monkeypatch, fault):
    """Faults of words, claims, links and room are told by `check` as by a build, to the letter."""
    desk.edit(*FAULTS[fault])
    checked = desk.run("check", "--format", "json").summary
    monkeypatch.undo()
    built = desk.run("--format", "json").summary
    assert checked["diagnostics"], fault
    assert checked["diagnostics"] == built["diagnostics"]
    assert checked["status"] == built["status"]


def test_a_site_that_changes_during_a_check_is_not_believed(tmp_path):
    """A page of the last build that is replaced while a check follows a link into it makes it begin anew."""
    page = b'<!doctype html><html lang="en"><title>A</title><h1>A</h1><a href="b.html#x">b</a></html>'
    (tmp_path / "b.html").write_bytes(b'<p id="x">')
    last = LastBuild(audits={"b": AuditRecord(("b.html",))}, stamps={"b.html": b"another"})
    changed = Artifact("a", "key", {}, (), (File("a.html", page),))
    with pytest.raises(OutputTouched):
        check([changed, Artifact("b", "key", {}, (), None)], tmp_path, Store(tmp_path / "runs"), last=last)
