"""Which commit a site says it was made from: one that holds its content, or none."""

import json
import os
import shutil
import subprocess

import pytest

from tests.desk import ROOT, Desk

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
WHO = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")


def git(folder, *words: str) -> str:
    """Run git in a folder and return what it prints."""
    return subprocess.run(["git", *WHO, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def told(desk: Desk) -> tuple[str | None, str]:
    """Build, and return the commit that build.json names and the page."""
    said = desk.run("--format", "json", "--templates", str(desk.folder / "templates"))
    assert said.status == 0, said
    page = (desk.output / "index.html").read_text(encoding="utf-8")
    return json.loads((desk.output / "build.json").read_bytes()).get("commit"), page


def foot(page: str) -> str:
    """Return what stands under a page."""
    return page[page.rindex("<footer") :]


@pytest.fixture
def repository(desk) -> Desk:
    """The small site with templates of its own, built, in a repository that has one commit of something else."""
    shutil.copytree(ROOT / "templates", desk.folder / "templates")
    git(desk.folder, "init", "-q")
    git(desk.folder, "commit", "-q", "--allow-empty", "-m", "unrelated")
    return desk


def test_a_commit_that_does_not_hold_the_content_is_not_named(repository):
    """Content that git does not track, in the repository of something else: no commit is told."""
    head = git(repository.folder, "rev-parse", "HEAD")
    commit, page = told(repository)
    assert not commit
    assert head[:10] not in page


def test_the_commit_that_holds_the_content_is_named(repository):
    """Content that is committed and unchanged: its commit is told, whatever git is set to print beside it."""
    git(repository.folder, "add", "content", "templates")
    git(repository.folder, "commit", "-q", "-m", "content")
    git(repository.folder, "config", "log.showSignature", "true")
    commit, page = told(repository)
    head = git(repository.folder, "rev-parse", "HEAD")
    assert commit == head
    assert head[:10] in page


def test_changes_that_are_not_committed_are_told(repository):
    """Content that differs from its commit: the page and build.json say that it was changed since."""
    git(repository.folder, "add", "content", "templates")
    git(repository.folder, "commit", "-q", "-m", "content")
    clean = told(repository)
    repository.edit("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")
    changed = told(repository)
    head = git(repository.folder, "rev-parse", "HEAD")
    assert clean[0] == changed[0] == head
    assert "changes since" not in foot(clean[1])
    assert "changes since" in foot(changed[1])
    assert "The same commit makes the same site again" in foot(clean[1])
    assert "The same commit" not in foot(changed[1])


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="needs root, to give a folder to somebody else")
def test_where_git_refuses_a_word_is_said(repository):
    """A repository of another owner, which git will not read: the build says so, and names no commit."""
    git(repository.folder, "add", "content", "templates")
    git(repository.folder, "commit", "-q", "-m", "content")
    for path in (repository.folder, *(repository.folder / ".git").rglob("*"), repository.folder / ".git"):
        os.chown(path, 65534, 65534)
    said = repository.run()
    assert said.status == 0, said
    assert "git" in said.err
    assert not json.loads((repository.output / "build.json").read_bytes()).get("commit")
