"""Whatever happens to what is stored, the site is the same: a bad entry is told, dropped and made again."""

import shutil
from pathlib import Path

import pytest

from proofpress.cache.store import FORMAT
from tests.desk import Desk


@pytest.fixture
def mine(desk, stored, tmp_path, monkeypatch) -> Desk:
    """The small site, built, with a store of its own that holds only what this build used."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    shutil.copytree(stored[2], tmp_path / "own-runs")
    own = Desk(desk.folder, tmp_path / "own-runs")
    assert own.run().status == 0
    assert own.run("--runs", "own-runs", "clean", "--unused").status == 0
    return own


def test_entries_of_every_kind_may_be_harmed_in_any_way(mine):
    """Entries of all kinds are cut, flipped, emptied, aged and overwritten, and the next build mends it all."""
    before = mine.site()
    sheets = sorted(mine.entries("poster"), key=lambda path: path.stat().st_size)
    harmed = {
        path for kind in ("runs", "estimate", "drawing", "slides", "noted", "page") for path in mine.entries(kind)
    }
    harmed |= {*mine.entries("built"), sheets[0]}
    for number, path in enumerate(sorted(harmed)):
        HARMS[number % len(HARMS)](path)
    said = mine.run()
    assert said.status == 0, said
    told = [line for line in said.err.splitlines() if line.startswith("stored ")]
    assert {line.split()[2] for line in told} == {path.stem[:12] for path in harmed}
    assert all(line.endswith((" is damaged: dropped, and made again", FORMER)) for line in told), told
    assert mine.site() == before
    again = mine.run("--format", "json")
    assert (again.summary["trained"], again.summary["drawn"]) == (0, 0)


def test_entries_that_changed_places_are_not_believed(mine):
    """Two sound entries under each other's name are both dropped: neither is taken for what it is not."""
    one, other = mine.entries("page")[:2]
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)
    before = mine.site()
    said = mine.run()
    told = sorted(line for line in said.err.splitlines() if line.startswith("stored "))
    assert said.status == 0, said
    assert told == [f"stored page {path.stem[:12]} is damaged: dropped, and made again" for path in (one, other)]
    assert mine.site() == before


FORMER = " is of another format: dropped, and made again"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 4
    path.write_bytes(raw)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def age(path: Path) -> None:
    raw = path.read_bytes()
    assert b'"format": %d' % FORMAT in raw
    path.write_bytes(raw.replace(b'"format": %d' % FORMAT, b'"format": %d' % (FORMAT - 1), 1))


def fill(path: Path) -> None:
    path.write_bytes(b"[" * 200_000)


HARMS = (cut, flip, empty, age, fill)
