"""`clean --unused`: what no last build used goes, what any of them used stays, and no build is disturbed."""

import shutil

import pytest

from proofpress.cache.store import Store
from tests.desk import SMALL, Desk, digests

TEXT = ("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")


@pytest.fixture
def mine(own_store) -> Desk:
    """The small site, built, in a store of its own that holds only what this build used."""
    assert own_store.run().status == 0
    assert own_store.run("--runs", "runs", "clean", "--unused").status == 0
    return own_store


def test_what_an_edit_left_behind_goes_and_the_next_build_has_all_it_needs(mine):
    """After an edit the entries of the old text are removed; site and runs stay, and there is nothing to build."""
    before = digests(mine.folder / "runs")
    mine.edit(*TEXT)
    assert mine.run().status == 0
    after = digests(mine.folder / "runs")
    site = mine.site()
    said = mine.run("--runs", "runs", "clean", "--unused", "--format", "json")
    assert said.status == 0, said
    left = digests(mine.folder / "runs")
    assert said.summary["removed"] == len(after) - len(left) > 0
    assert left.keys() < after.keys()
    removed = after.keys() - left.keys()
    assert {path.rpartition(".")[2] for path in removed} == {"page"}
    assert removed < before.keys(), "what the edit made is what is needed now"
    assert mine.site() == site
    _, imported = mine.imported("--quiet")
    assert imported == set()
    assert digests(mine.folder / "runs") == left
    assert mine.run("--runs", "runs", "clean", "--unused").out == "nothing to remove\n"


def test_sites_that_share_a_store_keep_what_they_use(mine, tmp_path):
    """Another folder's last build, and the one with `--only` or `--drafts`, keep their entries."""
    other = Desk(tmp_path / "other", tmp_path / "runs")
    shutil.copytree(SMALL, other.folder / "content")
    other.edit(*TEXT)
    assert other.run().status == 0
    shutil.copytree(mine.folder / "content" / "steps", mine.folder / "content" / "drafted")
    mine.edit("drafted/page.yaml", "title: Small steps vs Large steps", "title: Short vs Long\ndraft: true")
    assert mine.run("--only", "drafted", "--drafts").status == 0
    assert mine.run().status == 0
    assert mine.run("clean", "--unused", "--runs", "runs").status == 0
    for desk, words in ((other, ()), (mine, ()), (mine, ("--only", "drafted", "--drafts"))):
        entries = digests(tmp_path / "runs")
        assert desk.run(*words).status == 0
        assert digests(tmp_path / "runs").keys() == entries.keys()


def test_a_build_that_is_running_is_not_disturbed(mine):
    """While a build uses the store, nothing is removed, and a line says so."""
    mine.edit(*TEXT)
    assert mine.run().status == 0
    before = digests(mine.folder / "runs")
    with Store(mine.folder / "runs").in_use():
        said = mine.run("--runs", "runs", "clean", "--unused")
    assert (said.status, said.err) == (1, "runs: error[busy]: a build is using 'runs' — wait until it ends\n")
    assert digests(mine.folder / "runs") == before


def test_where_no_build_is_known_nothing_is_removed(mine):
    """A store of which nobody knows who used it is left alone, and the line says what to do."""
    for path in [*mine.folder.glob("runs/*/*.built"), mine.folder / "runs" / "notes.txt"]:
        path.unlink(missing_ok=True)
    (mine.folder / "runs" / "ab").mkdir(exist_ok=True)
    (mine.folder / "runs" / "ab" / "notes.txt").write_text("mine")
    before = digests(mine.folder / "runs")
    said = mine.run("--runs", "runs", "clean", "--unused")
    assert (said.status, said.err) == (
        1,
        "runs: error[unknown-use]: no build is known that used what is stored in 'runs' — build first\n",
    )
    assert digests(mine.folder / "runs") == before
    # A build makes it known; a file that is no entry is never one to remove.
    assert mine.run().status == 0
    assert mine.run("--runs", "runs", "clean", "--unused").status == 0
    assert (mine.folder / "runs" / "ab" / "notes.txt").read_text() == "mine"
