"""The new site in place of the old one, whole, at one instant.

marked: builds the new tree in a folder beside output/ and exchanges the two.

The new tree grows in `.<name>.proofpress-new` beside output/. On Linux the two folders change places in
one system call, renameat2(2) with RENAME_EXCHANGE; elsewhere the old one steps aside to
`.<name>.proofpress-old` first, and a build that finds output/ missing puts it back. A process that
dies leaves at most a folder of these names, which the next build removes.

A large site would spend its time on links. There the old tree stays where the new one grew, its files shared with
output/, and the next build grows on it: it touches what this build changed and what it changes itself.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proofpress.parts import Twin
from proofpress.problems import Place, Problem, Problems
from proofpress.release import folder
from proofpress.release.disk import told
from proofpress.release.folder import beside
from proofpress.values import File

EXCHANGE = 2
HERE = -100
TWIN_FROM = 2_000
"""Files from which the old tree is kept for the next build to grow on: linking and removing fewer costs nothing."""


@dataclass(frozen=True)
class Swapped:
    """What became of the files: written anew, kept from the old tree, gone with it.

    twin: what is left beside output/ for the next build: `old`, the tree that was there; `same`, one like the new
    one; or nothing.
    """

    written: int
    kept: int
    removed: int
    twin: str = ""


def swap(files: Sequence[File], output: Path) -> Swapped:
    """Replace output/ by these files; call it while holding the lock. See `Staging`."""
    with Staging(output) as staging:
        for file in files:
            staging.put(file)
        return staging.exchange()


class Staging:
    """The new tree as it grows beside output/, to be used in a `with` that removes it where anything goes wrong.

    An unchanged file is linked over from the old tree and keeps its time. twin: what the last build left beside
    output/ for this one to grow on; output/ itself was then found to hold nothing but what we wrote. told: whether
    the next build can be told what the old tree holds. Raises Problems, with output/ as it was, where the folder is
    not ours or the disk refuses.
    """

    def __init__(self, output: Path, twin: Twin | None = None, told: bool = False) -> None:
        self._output = output
        self._twin = twin
        self._told = told
        self._target = folder.real(output)
        self._staging, self._aside = beside(self._target)
        self._paths: dict[str, None] = {}
        self._there: set[str] = set(twin.paths) if twin else set()
        self._touched: set[Path] = {self._staging}
        self._counted = {"written": 0, "kept": 0}

    def __enter__(self) -> "Staging":
        with told(self._output, self._target):
            _recover(self._target, self._staging, self._aside, grow=self._twin is not None)
            if self._twin is None:
                folder.check_ours(self._target, self._output)
            self._before = self._twin.before if self._twin else folder.written(self._target)
            self._target.parent.mkdir(parents=True, exist_ok=True)
            # From here on the staging folder is of our making, and ours to remove.
            try:
                if self._twin is None:
                    self._staging.mkdir()
                    # First, so that whatever happens next the folder is known to be ours.
                    folder.write(self._staging / folder.MARKER, folder.marker(()))
                else:
                    # A build that dies from here on leaves a twin that no later one takes for what it was.
                    os.utime(self._staging)
            except BaseException:
                _discard(self._staging)
                raise
        return self

    def __exit__(self, kind: object, fault: object, trace: object) -> None:
        if kind is not None:
            _discard(self._staging)

    def put(self, file: File) -> None:
        """Write a file, or keep the old one if it holds the same."""
        with told(self._output, self._target):
            new = self._place(file.path)
            kept = folder.keep(self._target / file.path, new, file.data)
            if not kept:
                folder.write(new, file.data)
            self._counted["kept" if kept else "written"] += 1

    def stand(self, name: str, paths: Sequence[str]) -> None:
        """Keep the files of a part as they are in output/. name: of the part."""
        with told(self._output, self._target):
            if self._twin is None or name in self._twin.differs:
                for path in paths:
                    folder.link(self._target / path, self._place(path))
            self._paths.update(dict.fromkeys(paths))
            self._counted["kept"] += len(paths)

    def exchange(self) -> Swapped:
        """Put the new tree in the place of output/. A large old tree stays beside it, for the next build."""
        with told(self._output, self._target):
            for path in self._there.difference(self._paths):
                self._remove(path)
            marker = self._staging / folder.MARKER
            marker.unlink()
            folder.write(marker, folder.marker(self._paths))
            for place in self._touched:
                folder.sync(place)
            if self._twin is None:
                folder.check_ours(self._target, self._output)
            at_once = _exchange(self._staging, self._target, self._aside)
            folder.sync(self._target.parent)
        _discard(self._aside)
        removed = len(self._before.difference(self._paths))
        return Swapped(**self._counted, removed=removed, twin=self._leave(old=at_once))

    def _leave(self, old: bool) -> str:
        """Leave a twin beside a large output/, if the old tree will not do a new one; return which."""
        large = len(self._paths) >= TWIN_FROM and sys.platform.startswith("linux")
        if large and old and self._told:
            return "old"
        _discard(self._staging)
        if not large:
            return ""
        try:
            folder.make_folders(self._staging, self._paths)
            folder.write(self._staging / folder.MARKER, folder.marker(self._paths))
            for path in self._paths:
                os.link(self._target / path, self._staging / path)
        except OSError:
            _discard(self._staging)
            return ""
        return "same"

    def _place(self, path: str) -> Path:
        """Return where a file goes, with nothing there and its folder made."""
        place = self._staging / path
        if path in self._there:
            place.unlink(missing_ok=True)
        if place.parent not in self._touched:
            folder.make_folders(self._staging, [path])
            self._touched.add(place.parent)
        self._paths[path] = None
        return place

    def _remove(self, path: str) -> None:
        place = self._staging / path
        place.unlink(missing_ok=True)
        while (place := place.parent) != self._staging:
            try:
                place.rmdir()
            except OSError:
                break
            self._touched.discard(place)


def clean(output: Path) -> bool:
    """Remove an output folder that is ours; return whether there was one.

    Raises Problems where it is not ours, or holds what no build of ours wrote.
    """
    target = folder.real(output)
    staging, aside = beside(target)
    with told(output, target):
        _recover(target, staging, aside)
        folder.check_ours(target, output)
        if not target.exists():
            return False
        # Renamed first: a removal that is interrupted leaves no half of a site under the known name.
        os.rename(target, staging)
        folder.remove(staging)
    return True


def _recover(target: Path, staging: Path, aside: Path, grow: bool = False) -> None:
    """Undo what a build that died left behind. grow: the staging folder is one to grow on, and stays."""
    if aside.exists() and not target.exists():
        os.rename(aside, target)
    for stray in (aside,) if grow else (staging, aside):
        if stray.exists() and not (stray / folder.MARKER).exists() and any(stray.iterdir()):
            says = f"'{stray}' is in the way, and is not ours to remove"
            raise Problems([Problem(Place(str(stray)), "not-ours", says, "move it away")])
        folder.remove(stray)


def _exchange(staging: Path, target: Path, aside: Path) -> bool:
    """Put the new tree in place; return whether the old one is now where the new one was."""
    if not target.exists():
        os.rename(staging, target)
        return False
    if _exchange_at_once(staging, target):
        return True
    os.rename(target, aside)
    try:
        os.rename(staging, target)
    except OSError:
        os.rename(aside, target)
        raise
    return False


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the system cannot. Source: renameat2(2)."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _discard(stray: Path) -> None:
    """Remove a folder of ours if that is possible; the next build does it otherwise."""
    try:
        folder.remove(stray)
    except OSError:
        return
