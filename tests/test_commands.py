"""The other commands and the options of a build, on a small site: only, drafts, base-url, new, clean."""

import errno
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.desk import Desk, digests

UNDER = "https://example.org/some/sub/path/"


@pytest.fixture
def two(stored, tmp_path, monkeypatch) -> Desk:
    """The small site with a second comparison, a draft of the same words and experiments."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    shutil.copytree(stored[0].folder / "content", tmp_path / "content")
    desk = Desk(tmp_path, stored[0].runs)
    shutil.copytree(tmp_path / "content" / "steps", tmp_path / "content" / "other")
    desk.edit("other/page.yaml", "title: Small steps vs Large steps", "title: Short vs Long\ndraft: true")
    return desk


def test_a_draft_is_built_only_if_asked(two):
    """A comparison marked as a draft is left out, and is there with `--drafts`."""
    assert two.run().status == 0
    assert not (two.output / "other").exists()
    assert "Short vs Long" not in (two.output / "sitemap.xml").read_text(encoding="utf-8")
    said = two.run("--drafts")
    assert said.status == 0, said
    assert (two.output / "other" / "index.html").is_file()


@pytest.mark.parametrize("slug", ["steps", "other"])
def test_only_one_comparison_can_be_built(two, slug):
    """`--only SLUG` builds that comparison, whichever the home is, as a site whose links all lead somewhere."""
    said = two.run("--only", slug, "--drafts")
    assert said.status == 0, said.err
    assert (two.output / slug / "claims" / "claims.json").is_file()
    assert (two.output / "index.html").is_file()
    assert not (two.output / ({"steps", "other"} - {slug}).pop()).exists()


def test_only_a_comparison_that_is_there(two):
    """`--only` with an unknown name says which there are."""
    said = two.run("--only", "stops")
    assert said.status == 1
    assert len(said.diagnostics) == 1
    assert "'stops'" in said.err
    assert "did you mean 'steps'?" in said.err


def test_a_sub_path_changes_addresses_and_no_relative_link(desk):
    """Under `--base-url` canonical addresses, sitemap and feed move; links between pages stay as they are."""
    before = (desk.output / "index.html").read_text(encoding="utf-8")
    said = desk.run("--base-url", UNDER)
    assert said.status == 0, said
    assert said.out.startswith("0 trained, ")
    after = (desk.output / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{UNDER}"' in after
    assert f"<loc>{UNDER}steps/claims/</loc>" in (desk.output / "sitemap.xml").read_text(encoding="utf-8")
    for path in desk.output.rglob("*.html"):
        assert "example.org/explainers" not in path.read_text(encoding="utf-8"), path

    def relative(page: str) -> list[str]:
        return re.findall(r'(?:href|src)="(?!https?:)([^"]*)"', page)

    assert relative(after) == relative(before)


def test_a_new_comparison_builds_as_it_stands(stored, tmp_path):
    """`new SLUG` makes a comparison that trains, passes every check and is a page of the site; a second is refused."""
    shutil.copytree(stored[0].folder / "content", tmp_path / "content")
    desk = Desk(tmp_path, stored[0].runs)
    made = desk.run("new", "batch-vs-stream")
    assert made.status == 0, made
    assert made.out == (
        "made content/batch-vs-stream/claims.yaml, content/batch-vs-stream/experiments.yaml, "
        "content/batch-vs-stream/figures.yaml, content/batch-vs-stream/page.yaml; "
        "now: python build.py --only batch-vs-stream\n"
    )
    said = desk.run("--format", "json")
    assert said.status == 0, said.out
    assert said.summary["measured"] == 2
    page = (desk.output / "batch-vs-stream" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Batch vs Stream</h1>" in re.sub(r"<h1[^>]*>", "<h1>", page)
    again = desk.run("new", "batch-vs-stream")
    assert (again.status, again.err) == (
        1,
        "new: error[taken]: content/batch-vs-stream is there already — choose another name; nothing was written\n",
    )


@pytest.mark.parametrize("call", ["mkdir", "write_text"])
def test_a_new_comparison_is_written_whole_or_not_at_all(desk, monkeypatch, call):
    """Where the disk refuses, `new` says so and leaves nothing, so that it can be said again."""
    before = digests(desk.folder / "content")

    def full(*given, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"pathlib.Path.{call}", full)
        said = desk.run("new", "batch-vs-stream")
    assert (said.status, said.err) == (
        1,
        "new: error[disk]: content/batch-vs-stream cannot be written: No space left on device"
        " — mend that and say it again\n",
    )
    assert digests(desk.folder / "content") == before
    assert not (desk.folder / "content" / "batch-vs-stream").exists()
    assert desk.run("new", "batch-vs-stream").status == 0


def test_a_new_comparison_that_was_interrupted_can_be_made_again(desk, monkeypatch):
    """When `new` is ended half way, nothing of it is content, and the same name is free."""
    before = desk.run("--format", "json").summary["pages"]
    wrote = []
    write_text = Path.write_text

    def ended(path, *given, **more):
        wrote.append(write_text(path, *given, **more))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", ended)
        assert desk.run("new", "batch-vs-stream").status == 130
    assert wrote
    assert not (desk.folder / "content" / "batch-vs-stream").exists()
    assert desk.run("--format", "json").summary["pages"] == before
    assert desk.run("new", "batch-vs-stream").status == 0
    names = sorted(path.name for path in (desk.folder / "content").iterdir())
    assert names == ["batch-vs-stream", "site.yaml", "steps"]


@pytest.mark.parametrize("slug", ["Batch", "../up", "a b", "9lives", "assets", "x--y", "-x", ""])
def test_a_name_that_is_no_address_is_refused(desk, slug):
    """`new` refuses a name that cannot be a part of an address, and writes nothing."""
    before = digests(desk.folder / "content")
    said = desk.run("new", "--", slug)
    assert said.status == 1
    assert said.err == (
        f"new: error[unsafe-slug]: '{slug}' will not do as a part of an address"
        " — use lower-case words joined by hyphens, such as this-vs-that\n"
    )
    assert digests(desk.folder / "content") == before


def test_templates_that_are_asked_for_must_be_there(desk):
    """A folder named with --templates that is not there is one clear problem; without the option none is needed."""
    said = desk.run("--templates", "elsewhere")
    assert (said.status, said.err) == (
        1,
        "elsewhere: error[missing-folder]: there is no such folder of templates — name one with --templates\n",
    )


def test_clean_removes_what_is_ours_and_nothing_else(desk):
    """`clean` removes the built site, leaves content alone, and has nothing to do a second time."""
    content = digests(desk.folder / "content")
    runs = digests(desk.runs)
    said = desk.run("clean")
    assert (said.status, said.out) == (0, "removed output\n")
    assert not desk.output.exists()
    assert digests(desk.folder / "content") == content
    assert digests(desk.runs) == runs
    assert desk.run("clean").out == "nothing to remove\n"


def test_clean_removes_the_stored_runs_if_asked(desk, stored, tmp_path):
    """`clean --runs DIR` removes the stored runs of that folder, and leaves what else lies in it."""
    shutil.copytree(stored[0].runs, tmp_path / "own-runs")
    (tmp_path / "own-runs" / "notes.txt").write_text("mine")
    said = desk.run("clean", "--runs", "own-runs")
    assert (said.status, said.out) == (0, "removed output and own-runs\n")
    assert [path.name for path in (tmp_path / "own-runs").iterdir()] == ["notes.txt"]


def test_a_folder_named_before_clean_keeps_its_runs(desk, stored, tmp_path):
    """`--runs DIR clean` says where runs are kept, not that they should go."""
    shutil.copytree(stored[0].runs, tmp_path / "own-runs")
    before = digests(tmp_path / "own-runs")
    assert desk.run("--runs", "own-runs", "clean").status == 0
    assert digests(tmp_path / "own-runs") == before


def test_clean_refuses_a_folder_with_something_of_ones_own(desk):
    """`clean` removes nothing from a folder in which somebody keeps a file of their own."""
    (desk.output / "thesis.txt").write_text("years of work")
    before = desk.site()
    said = desk.run("clean")
    assert (said.status, said.err) == (
        1,
        "output: error[not-ours]: 'output' holds what no build of ours wrote: 'thesis.txt'"
        " — move it out of the folder: a build replaces the folder as a whole\n",
    )
    assert desk.site() == before


def test_verbose_tells_of_each_experiment(desk):
    """`--verbose` prints the runs, the updates and the seconds of each experiment."""
    desk.edit("steps/page.yaml", "What a Step Is", "What One Step Is")
    assert re.search(r"^learning-rate: \d+ runs, [\d,]+ updates, [\d.]+ s$", desk.run("-v", "check").err, re.MULTILINE)


def test_schemas_are_printed_or_written(desk):
    """`schema` prints the schema of every content file as JSON, and with `--write` puts each into a file."""
    printed = json.loads(desk.run("schema").out)
    assert printed == desk.run("--format", "json", "schema").summary["schemas"]
    said = desk.run("schema", "--write", "editor/schemas")
    assert said.out.startswith("wrote editor/schemas/site.schema.json, editor/schemas/page.schema.json, ")
    for name, schema in printed.items():
        path = desk.folder / "editor" / "schemas" / name.replace(".yaml", ".schema.json")
        assert json.loads(path.read_text(encoding="utf-8")) == schema
