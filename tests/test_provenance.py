"""Where a build says it comes from: the commit that holds the content, and no other."""

import os
import subprocess
from pathlib import Path

import pytest

from proofpress.diagnostics import BuildError
from proofpress.provenance import Commit, build_date, current_commit

ME = ("-c", "user.name=T", "-c", "user.email=t@example.org")


def git(folder: Path, *words: str) -> str:
    """Run git in a folder."""
    return subprocess.run(["git", "-C", str(folder), *ME, *words], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def site(tmp_path, monkeypatch) -> Path:
    """A repository that holds content and templates; the press lies elsewhere."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for name in ("content/steps/page.yaml", "templates/page.html"):
        (tmp_path / "site" / name).parent.mkdir(parents=True)
        (tmp_path / "site" / name).write_text("x\n")
    git(tmp_path / "site", "init", "-q")
    git(tmp_path / "site", "add", ".")
    git(tmp_path / "site", "commit", "-q", "-m", "first", "--date", "2020-01-01T00:00:00Z")
    return tmp_path / "site"


def asked(site: Path, content: str = "content") -> Commit:
    """Return what is found of a site."""
    return current_commit(site / content, site / "templates", site.parent / "press")


def test_the_commit_that_holds_the_content_is_stated(site):
    """Its name and date, and that nothing is changed; wherever in the repository the content lies."""
    head = git(site, "rev-parse", "HEAD").strip()
    found = asked(site)
    assert (found.name, found.is_changed, found.refusal) == (head, False, "")
    assert asked(site, "content/steps").name == head
    assert asked(site, ".").name == head


@pytest.mark.parametrize("name", ["content/steps/page.yaml", "content/steps/new.yaml", "templates/page.html"])
def test_changes_are_told(site, name):
    """Content or templates that are changed, or new, are not what the commit holds."""
    (site / name).write_text("changed\n")
    assert asked(site).is_changed
    (site / "notes.txt").write_text("of no matter")
    git(site, "add", name)
    git(site, "commit", "-q", "-m", "second")
    assert not asked(site).is_changed


def test_templates_from_elsewhere_are_not_in_the_commit(site, tmp_path):
    """With other templates the same commit would not make the same site."""
    (tmp_path / "other").mkdir()
    assert current_commit(site / "content", tmp_path / "other", tmp_path / "press").is_changed
    assert not current_commit(site / "content", tmp_path / "none", tmp_path / "press").is_changed, "it has none"


@pytest.mark.parametrize("is_ignored", [False, True])
def test_a_repository_around_a_copy_is_not_where_it_comes_from(site, is_ignored):
    """Content that lies untracked or ignored in somebody else's repository has no commit."""
    git(site, "mv", "content", "elsewhere")
    if is_ignored:
        (site / ".gitignore").write_text("content/\n")
        git(site, "add", ".gitignore")
    git(site, "commit", "-q", "-m", "moved")
    (site / "content").mkdir()
    (site / "content" / "site.yaml").write_text("x\n")
    assert asked(site) == Commit(None, None)


def test_what_a_person_set_for_logs_changes_nothing(site, monkeypatch):
    """Neither signatures shown in logs, nor the variables of a hook of another repository."""
    expected = asked(site)
    git(site, "config", "log.showSignature", "true")
    monkeypatch.setenv("GIT_DIR", str(site.parent))
    assert asked(site) == expected


def test_a_refusal_of_git_is_told(site, monkeypatch):
    """A repository of another owner: no commit, and a word on why."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    found = asked(site)
    assert found.name is None
    assert "dubious ownership" in found.refusal


def test_outside_of_a_repository_there_is_no_commit(tmp_path):
    """Nor where git is missing."""
    assert current_commit(tmp_path, tmp_path, tmp_path) == Commit(None, None)


@pytest.mark.parametrize(("asked", "day"), [("0", "1970-01-01"), ("253402300799", "9999-12-31")])
def test_a_build_is_dated_by_the_variable(monkeypatch, asked, day):
    """SOURCE_DATE_EPOCH counts in seconds, before the commit's date."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", asked)
    assert build_date(Commit("a", 86_400)) == day
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert build_date(Commit("a", 86_400)) == "1970-01-02"
    assert build_date(Commit(None, None)) is None


@pytest.mark.parametrize("asked", ["1700000000000", "²", "-1", "", "1e9", "٣", "9" * 400])
def test_a_date_that_is_none_is_told_in_a_line(monkeypatch, asked):
    """Milliseconds, other digits, nonsense: one line, and no traceback."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", asked)
    with pytest.raises(BuildError, match="bad-date"):
        build_date(Commit(None, None))
