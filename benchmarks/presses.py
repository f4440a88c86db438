"""Checkouts of the press that take turns: this one, and another commit of it.

Side effects: puts a worktree of the repository into a temporary folder, and takes it away again.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.sites import ROOT


@contextmanager
def taking_turns(against: str | None, place: Path) -> Iterator[list[Path]]:
    """Hand out the checkouts to measure, ours first. against: a commit, or a folder with another checkout; or nothing.

    place: a folder in which the commit is laid out. Raises CalledProcessError for a commit that is not there.
    """
    if against is None or Path(against).is_dir():
        yield [ROOT, *([Path(against).resolve()] if against else [])]
        return
    other = place / "against"
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(other), against], check=True)
    try:
        yield [ROOT, other]
    finally:
        subprocess.run([*git, "remove", "--force", str(other)], check=True)
