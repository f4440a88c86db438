"""Small inputs that once failed: each folder is laid over `base`, a site as `new` makes one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk import Desk

CASES = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def case_runs(tmp_path_factory) -> Path:
    """A store that all cases share: they train the same networks."""
    return tmp_path_factory.mktemp("case-runs")


@pytest.fixture
def case(case_runs, tmp_path, monkeypatch) -> Callable[[str], Desk]:
    """Lay a case out on a desk."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def lay_out(name: str) -> Desk:
        shutil.copytree(CASES / "base", tmp_path / "content")
        if name != "base":
            shutil.copytree(CASES / name, tmp_path / "content", dirs_exist_ok=True)
        return Desk(tmp_path, case_runs)

    return lay_out
