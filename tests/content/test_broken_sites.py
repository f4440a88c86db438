"""Each folder of tests/sites/broken is a test: a site with something wrong → the exact messages."""

from pathlib import Path

import pytest

from proofpress.content import load
from proofpress.diagnostics import BuildError
from tests.content.sites import CASES, KINDS, broken, small


def test_small_site_is_sound(tmp_path: Path) -> None:
    """The site that all cases break is itself without a fault."""
    site = load(small(tmp_path), KINDS)
    assert [comparison.slug for comparison in site.comparisons] == ["steps"]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_broken_site_gets_exactly_these_messages(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bad content is answered with all its problems, word for word, each with file, line and column."""
    broken(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError) as caught:
        load(Path("content"), KINDS)
    assert str(caught.value) == (case / "expected.txt").read_text(encoding="utf-8").rstrip("\n")
    assert caught.value.status == 1


def test_there_are_enough_cases() -> None:
    """A case folder that is lost or not found is noticed."""
    assert len(CASES) >= 28
