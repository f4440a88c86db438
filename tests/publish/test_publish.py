"""The way through the room."""

from pathlib import Path

import pytest

from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError
from proofpress.models import File
from proofpress.models.artifact import Artifact
from proofpress.publish.publish import publish

PAGE = '<!doctype html><html lang="en"><title>T</title><h1>T</h1><a href="{to}">x</a>'


def test_a_faulty_site_changes_nothing(tmp_path: Path) -> None:
    """What the audit finds wrong keeps every byte from being written."""
    store, output = Store(tmp_path / "runs"), tmp_path / "output"
    good = File("index.html", PAGE.format(to="./").encode())

    def published(file: File) -> tuple[int, int, int, int]:
        made = publish([Artifact("steps", "a key", {}, (), (file,))], output, store)
        return made.written, made.kept, made.removed, made.links

    assert published(good) == (1, 0, 0, 1)
    with pytest.raises(BuildError, match="dead-link"):
        published(File("index.html", PAGE.format(to="gone/").encode()))
    assert (output / "index.html").read_bytes() == good.data
    assert published(good) == (0, 1, 0, 1)
