"""The way through the room."""

from pathlib import Path

import pytest

from proofpress.problems import Problems
from proofpress.release import Published, publish
from proofpress.store import Store
from proofpress.values import File

PAGE = '<!doctype html><html lang="en"><title>T</title><h1>T</h1><a href="{to}">x</a>'


def test_a_faulty_site_changes_nothing(tmp_path: Path) -> None:
    """What the audit finds wrong keeps every byte from being written."""
    store, output = Store(tmp_path / "runs"), tmp_path / "output"
    good = File("index.html", PAGE.format(to="./").encode())
    assert publish([good], output, store) == Published(written=1, kept=0, removed=0, links=1)
    with pytest.raises(Problems, match="dead-link"):
        publish([File("index.html", PAGE.format(to="gone/").encode())], output, store)
    assert (output / "index.html").read_bytes() == good.data
    assert publish([good], output, store) == Published(written=0, kept=1, removed=0, links=1)
