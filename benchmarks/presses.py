"""Checkouts of the press that take turns: this one, and another commit of it; and what they build in turn.

Side effects: puts a worktree of the repository into a temporary folder, and takes it away again; copies sites.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

from benchmarks.sites import ROOT
from benchmarks.timed import timed

TRANSLATIONS = "page.*.yaml"
WITHOUT_TRANSLATIONS = "The first site has no translations here: the other commit does not read them as they are.\n"


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


def lay_first_site(presses: Sequence[Path], place: Path, runs: Path) -> list[Path]:
    """Give each press a site of its own with the first site's content, documents and stored runs; return the folders.

    All build the same: where one of them does not read the translations, of which the rules were fewer once, none has
    any, and a line says so. runs: a store, whose entries are shared. Raises RuntimeError for a press that does not read
    the rest either, with what it said.
    """
    folders = [place / str(number) for number in range(len(presses))]
    for folder in folders:
        shutil.copytree(ROOT / "content", folder / "content")
        for document in yaml.safe_load((ROOT / "content" / "site.yaml").read_text(encoding="utf-8")).get("sync", ()):
            (folder / document).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / document, folder / document)
        # Entries of a store are replaced and never written into, so that a copy may share them.
        shutil.copytree(runs, folder / "runs", copy_function=os.link)
    try:
        _check_reading(presses, folders)
    except RuntimeError:
        for path in (path for folder in folders for path in folder.glob(f"content/*/{TRANSLATIONS}")):
            path.unlink()
        _check_reading(presses, folders)
        print(WITHOUT_TRANSLATIONS)
    return folders


def _check_reading(presses: Sequence[Path], folders: Sequence[Path]) -> None:
    """Raise RuntimeError if a press finds something wrong with its site."""
    for press, folder in zip(presses, folders, strict=True):
        timed([sys.executable, str(press / "build.py"), "status", "--runs", str(folder / "runs")], folder)
