"""The content folder as a whole: drafts, one comparison alone, addresses, links, places and quoted words."""

from pathlib import Path

import pytest

from proofpress.content import load
from proofpress.diagnostics import BuildError
from tests.content.sites import KINDS, small


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small site, named as an author in its parent folder names it."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Path("content")


def second(content: Path, draft: bool) -> None:
    """Add a second comparison, a draft or not."""
    (content / "other").mkdir()
    for file in (content / "steps").iterdir():
        text = file.read_text(encoding="utf-8")
        if draft and file.name == "page.yaml":
            text += "draft: true\n"
        (content / "other" / file.name).write_text(text, encoding="utf-8")


def said(content: Path, **options: object) -> str:
    """Return the problems of a folder as they are printed."""
    with pytest.raises(BuildError) as caught:
        load(content, KINDS, **options)
    return str(caught.value)


def test_drafts_are_left_out_unless_asked_for(content: Path) -> None:
    """A draft is built only with --drafts, and then like any other."""
    second(content, draft=True)
    assert [comparison.slug for comparison in load(content, KINDS).comparisons] == ["steps"]
    assert [comparison.slug for comparison in load(content, KINDS, drafts=True).comparisons] == ["other", "steps"]


def test_only_takes_one_comparison(content: Path) -> None:
    """--only takes the one that is named, and says what there is where there is none of that name."""
    second(content, draft=False)
    assert [comparison.slug for comparison in load(content, KINDS, only="other").comparisons] == ["other"]
    assert said(content, only="othr") == (
        "content: error[unknown-comparison]: there is no comparison 'othr' — did you mean 'other'?"
    )


def test_a_draft_that_is_named_is_built(content: Path) -> None:
    """--only takes the comparison that it names, a draft too: who names it wants it."""
    second(content, draft=True)
    assert [comparison.slug for comparison in load(content, KINDS, only="other").comparisons] == ["other"]


def test_home_may_not_be_a_draft(content: Path) -> None:
    """A site whose first page is left out is refused."""
    page = content / "steps/page.yaml"
    page.write_text(page.read_text(encoding="utf-8") + "draft: true\n", encoding="utf-8")
    assert said(content) == (
        "content/site.yaml:9:7: error[draft]: the home page 'steps' is a draft"
        " — name another comparison, or remove 'draft: true' from its page"
    )


def test_a_comparison_alone_stands_in_for_the_home_page(content: Path) -> None:
    """With --only the home page may be a draft, or no page that loads: it is not built, and not read."""
    second(content, draft=False)
    page = content / "steps/page.yaml"
    page.write_text(page.read_text(encoding="utf-8") + "draft: true\n", encoding="utf-8")
    site = load(content, KINDS, only="other")
    assert (site.home, [comparison.slug for comparison in site.comparisons]) == ("other", ["other"])
    page.write_text("title: [", encoding="utf-8")
    assert load(content, KINDS, only="other").home == "other"


def test_a_home_page_that_is_nowhere_is_told_with_only_too(content: Path) -> None:
    """What site.yaml names must be there: the next whole build would stop at it."""
    second(content, draft=False)
    site = content / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("home: steps", "home: stepps"), encoding="utf-8")
    assert said(content, only="other") == (
        "content/site.yaml:9:7: error[unknown-comparison]: there is no comparison 'stepps' to be the home page"
        " — did you mean 'steps'?"
    )


def test_base_url_from_the_command_line_counts(content: Path) -> None:
    """--base-url stands in place of site.yaml's, ends with a slash, and is checked like it."""
    assert load(content, KINDS).base_url == "https://example.org/explainers/"
    assert load(content, KINDS, base_url="https://a.example/b").base_url == "https://a.example/b/"
    assert said(content, base_url="a.example").startswith("--base-url: error[wrong-address]: 'a.example' is not")


@pytest.mark.parametrize("language", ["ar", "he-IL", "az-Arab", "ks-arab-IN", "de-CH", "zh-Hant", "ur-Latn"])
def test_every_language_is_served(content: Path, language: str) -> None:
    """Pages run in the direction of their language."""
    site = content / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("language: en", f"language: {language}"), encoding="utf-8")
    assert load(content, KINDS).language == language


def test_missing_and_empty_folders_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder, and a folder without comparisons, are problems like any other."""
    monkeypatch.chdir(tmp_path)
    assert said(Path("gone")) == (
        "gone: error[missing-folder]: there is no such content folder"
        " — name one with --content, or make one with: build.py new"
    )
    (tmp_path / "empty").mkdir()
    assert "empty: error[no-comparison]: the content folder holds no comparison" in said(Path("empty"))
    assert "empty/site.yaml: error[missing-file]: the file is missing" in said(Path("empty"))


def test_links_out_of_the_folder_are_refused(content: Path, tmp_path: Path) -> None:
    """A symbolic link cannot bring a file from elsewhere into the site."""
    page = content / "steps/page.yaml"
    page.rename(tmp_path / "page.yaml")
    page.symlink_to(tmp_path / "page.yaml")
    assert said(content).startswith("content/steps/page.yaml: error[link-outside]: the file is a link that leads out")


def test_a_link_out_of_the_folder_in_place_of_a_comparison_is_told_once(content: Path, tmp_path: Path) -> None:
    """A comparison that lies elsewhere is told at the link, and its files are not looked for."""
    second(content, draft=False)
    (content / "other").rename(tmp_path / "elsewhere")
    (content / "other").symlink_to(tmp_path / "elsewhere")
    assert said(content) == (
        "content/other: error[link-outside]: the folder is a link that leads out of the content folder"
        " — put a copy of the folder here"
    )


def test_a_link_to_another_comparison_is_followed(content: Path) -> None:
    """A link that stays within the content folder is a comparison like any other."""
    (content / "other").symlink_to("steps")
    assert [comparison.slug for comparison in load(content, KINDS).comparisons] == ["other", "steps"]


def test_former_names_of_kinds_are_understood(content: Path) -> None:
    """A kind that was renamed is found by its former name, and carries the new one."""
    file = content / "steps/experiments.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: network", "kind: train"), encoding="utf-8")
    assert load(content, KINDS).comparisons[0].experiments["learning-rate"].kind == "network"
    former = {alias for kinds in (KINDS.experiments, KINDS.statistics, KINDS.charts) for kind in kinds.values()
              for alias in kind.aliases}  # fmt: skip
    assert former == {"train", "strangers", "chosen", "likeness", "habitat", "atlas"}


def test_comments_beside_what_is_no_text_stay_allowed(content: Path) -> None:
    """Only a text for readers can lose words to a comment: names, numbers, lists, quotes and blocks may have one."""
    page, claims = content / "steps/page.yaml", content / "steps/claims.yaml"
    text = page.read_text(encoding="utf-8")
    commented = ('published: "2026-11-23"', "intro: |", "cells: [Slow but steady, Fast at first]")
    for old in (*commented, "figures: [rate-curve]", 'year: "1951"', "- id: robbins1951"):
        assert old in text
        text = text.replace(old, f"{old}  # a comment")
    page.write_text(f"# a comment\n{text}draft: false # a comment\n", encoding="utf-8")
    text = claims.read_text(encoding="utf-8").replace("kind: measured", "kind: measured # a comment")
    claims.write_text(text.replace("digits: 0", "digits: 0 # a comment"), encoding="utf-8")
    assert load(content, KINDS).comparisons[0].intro.source.startswith("Every update moves")


def test_a_folder_in_place_of_a_file_is_said(content: Path) -> None:
    """What is not a file is not read."""
    (content / "site.yaml").unlink()
    (content / "site.yaml").mkdir()
    assert said(content).startswith("content/site.yaml: error[missing-file]: this is not a file")


def test_a_folder_elsewhere_is_named_whole(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places below the working directory are relative, others absolute; both with forward slashes."""
    (content / "site.yaml").unlink()
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert said(tmp_path / "content").startswith(f"{tmp_path.as_posix()}/content/site.yaml: error[missing-file]")
    assert said(Path("../content")).startswith(f"{tmp_path.as_posix()}/content/site.yaml: error[missing-file]")


def test_records_carry_what_was_written(content: Path) -> None:
    """Quoted words are marked as such, ours are not, and both say where they begin."""
    comparison = load(content, KINDS).comparisons[0]
    section = comparison.sections[1]
    assert section.text.verbatim
    assert section.heading.verbatim
    assert all(cell.verbatim for row in comparison.table.rows for cell in row.cells)
    assert section.runs is not None
    assert not section.runs.verbatim
    lines = (content / "steps/page.yaml").read_text(encoding="utf-8").splitlines()
    for text in (comparison.title, comparison.intro, section.heading, section.text, section.runs):
        assert lines[text.location.line - 1][text.location.column - 1 :] == text.source.split("\n")[0]
    assert section.figures == ("rate-curve",)
    assert list(comparison.statistics) == ["rate_gap", "best_accuracy"]
    assert comparison.claims[1].gate is not None
    assert comparison.claims[1].gate.above == 10


def test_an_outline_is_made_of_each_experiment(content: Path) -> None:
    """What an experiment will record is known before anything trains."""
    run_schema = load(content, KINDS).comparisons[0].experiments["learning-rate"].run_schema
    assert run_schema.axes["learning_rate"] == (0.0001, 0.01, 0.1)
    assert run_schema.axes["seed"] == (0, 1, 2)
    assert "learning_rate" in run_schema.channels["test_accuracy"]
