"""A site to spoil: its store belongs to one test alone."""

import shutil
from pathlib import Path

import pytest

from tests.desk import Desk


@pytest.fixture
def own_store(stored, empty_desk) -> Desk:
    """The small site with nothing built, and a store of its own in which all is trained and drawn."""
    shutil.copytree(stored[2], empty_desk.folder / "runs")
    return Desk(empty_desk.folder, Path("runs"))
