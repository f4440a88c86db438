"""A clock that is wrong, or goes backwards, changes nothing: the press looks at bytes, never at times."""

import os
from pathlib import Path

from tests.desk import Desk

FAR_AHEAD, LONG_AGO = 4_102_444_800, 0


def test_times_of_files_in_the_future_and_the_past_make_nothing_stale(desk: Desk):
    """With every file dated in 2100, or in 1970, a build still finds that nothing changed."""
    for second in (FAR_AHEAD, LONG_AGO):
        dated(desk, second)
        said = desk.run("--format", "json")
        assert (said.status, said.summary["trained"], said.summary["drawn"]) == (0, 0, 0), said
        assert {int(path.stat().st_mtime) for path in desk.output.rglob("*") if path.is_file()} == {second}
        assert desk.run("status").out == "everything is up to date\n"


def test_a_file_that_is_older_than_what_was_made_of_it_is_built_all_the_same(desk: Desk):
    """An edit that bears an earlier time than the last build, as after a clock was set back, is in the next one."""
    dated(desk, FAR_AHEAD)
    desk.edit("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")
    os.utime(desk.folder / "content" / "steps" / "page.yaml", (LONG_AGO, LONG_AGO))
    said = desk.run("--format", "json")
    assert (said.status, said.summary["trained"], said.summary["drawn"]) == (0, 0, 0), said
    assert "Each step subtracts a part" in (desk.output / "index.html").read_text(encoding="utf-8")


def dated(desk: Desk, second: int) -> None:
    """Give every file of the desk one time."""
    for path in [*desk.folder.rglob("*"), *desk.entries("*")]:
        if path.is_file() and not path.is_symlink():
            os.utime(Path(path), (second, second))
