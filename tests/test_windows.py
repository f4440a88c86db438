"""What Windows lacks is done without: simulated here, run there by the workflow for every machine."""

import os
import sys

import pytest


@pytest.fixture
def windows(monkeypatch) -> None:
    """No flock, no os.fchmod, and no system call that exchanges two folders."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.delattr(os, "fchmod", raising=False)
    monkeypatch.setattr("proofpress.publish.swap._exchange_at_once", lambda *folders: False)


def test_a_site_is_built_and_built_again_without_what_windows_lacks(desk, windows):
    """A build from scratch, one with nothing to do and one with a changed word end well, and leave nothing beside."""
    before = desk.site()
    assert desk.run("clean").status == 0
    assert desk.run().status == 0
    assert desk.site() == before
    desk.edit("steps/page.yaml", "Slow but steady", "Slow and steady")
    assert desk.run().status == 0
    assert b"Slow and steady" in (desk.output / "index.html").read_bytes()
    assert sorted(path.name for path in desk.folder.iterdir() if path.name != "runs") == ["content", "output"]
