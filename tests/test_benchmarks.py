"""The measures of speed measure what they say: both sides of a comparison do the same work. No time is asserted."""

import subprocess

import numpy as np
import pytest

from benchmarks import estimator
from benchmarks.presses import WITHOUT_TRANSLATIONS, lay_first_site, taking_turns
from tests.desk import ROOT


@pytest.fixture
def small(monkeypatch):
    """Four settings of two fits in place of nine."""
    monkeypatch.setattr(estimator, "SWEEP", {"n_estimators": [2, 5], "max_depth": [1, 3]})


def test_the_estimator_benchmark_compares_the_same_fits(small):
    """The experiment and the plain loop give the same accuracies: part, estimator, trees, depth, seed."""
    ours, plain = estimator.ours(seeds=2, jobs=1), estimator.plain(seeds=2, jobs=1)
    assert ours.shape == plain.shape == (3, 2, 2, 2, 2)
    estimator.check_same(ours, plain)
    assert len(np.unique(ours)) > 8, "all fits came out alike, so that nothing was compared"
    with pytest.raises(RuntimeError, match="they are not the same fits"):
        estimator.check_same(ours, np.roll(plain, 1, axis=-1))


@pytest.mark.parametrize(("of_ours", "status"), [(1.29, 0), (1.31, 1)])
def test_the_estimator_benchmark_fails_above_its_bar(monkeypatch, capsys, of_ours, status):
    """What takes more than 1.3 times as long as the loop ends with 1, and the ratio is printed."""
    seconds = {estimator.ours: of_ours, estimator.plain: 1.0}
    monkeypatch.setattr(estimator, "timed", lambda measure, *given: (seconds[measure], np.zeros(1)))
    monkeypatch.setattr("sys.argv", ["estimator"])
    with pytest.raises(SystemExit) as ended:
        estimator.main()
    assert int(ended.value.code) == status
    assert f"{of_ours} times as long" in capsys.readouterr().out


def test_another_commit_takes_turns(tmp_path):
    """A commit to compare with lies in a folder of its own while it is measured, and nothing is left of it."""

    def ask(*words):
        return subprocess.run(["git", "-C", *words], check=True, capture_output=True, text=True).stdout

    with taking_turns("HEAD", tmp_path) as (ours, other):
        assert ours == ROOT
        assert ask(str(other), "rev-parse", "HEAD") == ask(str(ROOT), "rev-parse", "HEAD")
        assert (other / "build.py").is_file()
    assert not other.exists()
    assert str(other) not in ask(str(ROOT), "worktree", "list")
    with taking_turns(str(ROOT), tmp_path) as presses:
        assert presses == [ROOT, ROOT]
    with taking_turns(None, tmp_path) as presses:
        assert presses == [ROOT]


def test_a_press_that_does_not_read_translations_leaves_all_without_them(tmp_path, capsys):
    """Sites that are measured in turn are the same, and a line says what the first site has not there."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "entry").write_text("stored")
    newer, older = tmp_path / "newer", tmp_path / "older"
    for press, status in ((newer, "0"), (older, "any(Path('content').glob('*/page.*.yaml'))")):
        press.mkdir()
        (press / "build.py").write_text(f"import sys; from pathlib import Path; sys.exit({status})")

    def translations(folder):
        return {path.relative_to(folder) for path in folder.glob("content/*/page.*.yaml")}

    equal = lay_first_site([newer, newer], tmp_path / "equal", tmp_path / "runs")
    assert capsys.readouterr().out == ""
    assert (equal[0] / "README.md").read_bytes() == (ROOT / "README.md").read_bytes(), "checked with its numbers"
    assert translations(equal[0]) == translations(equal[1]) == translations(ROOT) != set()
    unequal = lay_first_site([newer, older], tmp_path / "unequal", tmp_path / "runs")
    assert capsys.readouterr().out == f"{WITHOUT_TRANSLATIONS}\n"
    assert translations(unequal[0]) == translations(unequal[1]) == set()
    assert [(folder / "runs" / "entry").read_text() for folder in unequal] == ["stored"] * 2
    (older / "build.py").write_text("raise SystemExit('what is a comparison?')")
    with pytest.raises(RuntimeError, match="what is a comparison"):
        lay_first_site([newer, older], tmp_path / "neither", tmp_path / "runs")
