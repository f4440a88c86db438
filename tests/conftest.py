"""What the tests of the press as a whole share: a small site on a desk, the first site, built once, a server."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.desk import ROOT, SMALL, Desk, Said
from tests.serving import Serving

DATED = "SOURCE_DATE_EPOCH"

# The same cases every time, whatever the machine is busy with; `explore` draws others, to search for more.
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("explore", **SLOW)
settings.register_profile("press", **SLOW, derandomize=True)
settings.load_profile("press")


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """Undo what a shell does to what it starts in the background: builds that are tested would ignore Ctrl-C too."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _nobody_annotates() -> None:
    """Run commands as people do, also where the tests run on GitHub Actions, whose runner would get annotations."""
    os.environ.pop("GITHUB_ACTIONS", None)


@pytest.fixture(scope="session")
def stored(tmp_path_factory) -> tuple[Desk, Said, Path]:
    """The small site built from nothing, once for all tests that may share its runs; what that said; what it stored.

    The last is a copy, which stays as small as it is, without the note of what was built where.
    """
    desk = _desk(tmp_path_factory.mktemp("stored"), tmp_path_factory.mktemp("runs"))
    alone = tmp_path_factory.mktemp("alone") / "runs"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(DATED, raising=False)
        said = desk.run("--format", "json")
    shutil.copytree(desk.runs, alone, ignore=shutil.ignore_patterns("*.built"))
    return desk, said, alone


@pytest.fixture
def desk(stored, tmp_path, monkeypatch) -> Desk:
    """The small site as just built, in a folder of its own; trained runs are shared with other tests."""
    monkeypatch.delenv(DATED, raising=False)
    mine = _desk(tmp_path, stored[0].runs)
    # Built, not copied: where the site lies is a part of what a build remembers.
    said = mine.run()
    assert said.status == 0, said.err
    return mine


@pytest.fixture
def empty_desk(tmp_path, monkeypatch) -> Desk:
    """The small site with nothing built or trained."""
    monkeypatch.delenv(DATED, raising=False)
    return _desk(tmp_path, tmp_path / "runs")


@pytest.fixture(scope="session")
def desk_at() -> Callable[[Path], Desk]:
    """Lay the small site out in a folder, with a store of its own in it."""
    return lambda folder: _desk(folder, folder / "runs")


@pytest.fixture(scope="session")
def first_site(tmp_path_factory) -> Desk:
    """The site of content/ with all its comparisons, built once a session: workers of pytest-xdist share it.

    Its runs are kept in the folder that PROOFPRESS_TEST_RUNS names, if it does: training them takes minutes.
    """
    session = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        session = session.parent
    folder = session / "first-site"
    desk = Desk(folder, Path(os.environ.get("PROOFPRESS_TEST_RUNS") or folder / "runs").resolve())
    with FileLock(session / "first-site.lock"):
        if not desk.output.exists():
            shutil.copytree(ROOT / "content", folder / "content", dirs_exist_ok=True)
            said = desk.shell()
            assert said.status == 0, said.err
    return desk


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, for one module: a process can hold only one of Playwright's drivers at a time."""
    with chromium() as started:
        yield started


@pytest.fixture
def serving(tmp_path) -> Iterator[Serving]:
    """A development server whose first build is done."""
    with Serving(tmp_path) as running:
        yield running


def _desk(folder: Path, runs: Path) -> Desk:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SMALL, folder / "content")
    return Desk(folder, runs)
