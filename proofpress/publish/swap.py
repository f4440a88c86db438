"""The new site in place of the old one, whole, at one instant.

Side effects: builds the new tree in a folder beside output/ and exchanges the two.

The new tree grows in `.<name>.proofpress-new` beside output/. On Linux the two folders change places in
one system call, renameat2(2) with RENAME_EXCHANGE; elsewhere the old one steps aside to
`.<name>.proofpress-old` first, and a build that finds output/ missing puts it back. A process that
dies leaves at most a folder of these names, which the next build removes.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from proofpress.cache.file_stamp import folders
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models import File
from proofpress.publish import folder
from proofpress.publish.disk import told

EXCHANGE = 2
HERE = -100


class Swapped(Struct, frozen=True):
    """What became of the files: written anew, kept from the old tree, gone with it."""

    written: int
    kept: int
    removed: int


def swap(files: Sequence[File], output: Path) -> Swapped:
    """Replace output/ by these files; call it while holding the lock. See `Staging`."""
    with Staging(output) as staging:
        for file in files:
            staging.put(file)
        return staging.exchange()


class Staging:
    """The new tree as it grows beside output/, to be used in a `with` that removes it where anything goes wrong.

    An unchanged file is linked over from the old tree and keeps its time. Raises Problems, with output/ as it was,
    where the folder is not ours or the disk refuses.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._target = folder.real(output)
        self._staging, self._aside = beside(self._target)
        self._old, self._new = str(self._target), str(self._staging)
        self._paths: set[str] = set()
        self._written: list[str] = []
        self._standing: list[str] = []
        self._folders = {""}
        self._before: frozenset[str] = frozenset()
        self._begun = False

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, kind: object, fault: object, trace: object) -> None:
        if kind is not None and self._begun:
            _discard(self._staging)

    def put(self, file: File) -> None:
        """Write a file, or keep the old one if it holds the same."""
        with told(self._output, self._target):
            self._begin()
            new = self._place(file.path)
            if not folder.keep(f"{self._old}/{file.path}", new, file.data):
                folder.write(new, file.data)
                self._written.append(file.path)

    def stand(self, paths: Sequence[str]) -> None:
        """Keep files as they are in output/; they are touched only when the new tree is known to be good."""
        self._standing.extend(paths)

    def exchange(self) -> Swapped:
        """Put the new tree in the place of output/, and remove the old one."""
        with told(self._output, self._target):
            self._begin()
            for path in self._standing:
                folder.link(f"{self._old}/{path}", self._place(path))
            # At no moment is there none: a build that dies here leaves a folder that is known to be ours.
            marker, listed = f"{self._new}/{folder.MARKER}", folder.marker(self._paths)
            if not folder.keep(f"{self._old}/{folder.MARKER}", f"{marker}-full", listed):
                folder.write(f"{marker}-full", listed)
            os.replace(f"{marker}-full", marker)
            # Files that were only linked are on the disk already, and a disk keeps to the order of names' changes.
            for name in ("", *folders(self._written)):
                folder.sync(f"{self._new}/{name}")
            folder.check_ours(self._target, self._output)
            _exchange(self._staging, self._target, self._aside)
            folder.sync(self._target.parent)
        _discard(self._aside)
        _discard(self._staging)
        written = len(self._written)
        return Swapped(written, len(self._paths) - written, removed=len(self._before.difference(self._paths)))

    def _begin(self) -> None:
        """Make the folder that the new tree grows in, if this is the first thing to go into it."""
        if self._begun:
            return
        _recover(self._target, self._staging, self._aside)
        self._before = folder.check_ours(self._target, self._output)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        # From here on the staging folder is of our making, and ours to remove.
        self._begun = True
        folder.make(self._staging)
        # First, so that whatever happens next the folder is known to be ours.
        folder.write(self._staging / folder.MARKER, folder.marker(()))

    def _place(self, path: str) -> str:
        """Return where a file goes, with its folder made."""
        name = path.rpartition("/")[0]
        if name not in self._folders:
            self._make(name)
        self._paths.add(path)
        return f"{self._new}/{path}"

    def _make(self, name: str) -> None:
        above = name.rpartition("/")[0]
        if above not in self._folders:
            self._make(above)
        folder.make(f"{self._new}/{name}")
        self._folders.add(name)


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


def recover(output: Path) -> None:
    """Undo what a build that died left beside output/; call it while holding the lock.

    Raises Problems where a folder of such a name is not ours, or the disk refuses.
    """
    target = folder.real(output)
    with told(output, target):
        _recover(target, *beside(target))


def beside(target: Path) -> tuple[Path, Path]:
    """Return the staging folder of an output folder, and where the old tree steps aside to."""
    return (
        target.with_name(f".{target.name}.proofpress-new"),
        target.with_name(f".{target.name}.proofpress-old"),
    )


def _recover(target: Path, staging: Path, aside: Path) -> None:
    """Undo what a build that died left behind."""
    for stray in (staging, aside):
        if not _may_remove(stray):
            message = f"'{stray}' is in the way, and is not ours to remove"
            raise BuildError([Diagnostic(Location(str(stray)), "not-ours", message, "move it away")])
    if aside.exists() and not target.exists():
        os.rename(aside, target)
    for stray in (staging, aside):
        folder.remove(stray)


def _may_remove(stray: Path) -> bool:
    """Return whether a folder beside output/ is absent, empty or ours; a link is none of ours, wherever it leads."""
    if stray.is_symlink() or not stray.is_dir():
        return not os.path.lexists(stray)
    return (stray / folder.MARKER).exists() or not any(stray.iterdir())


def _exchange(staging: Path, target: Path, aside: Path) -> None:
    if not target.exists():
        os.rename(staging, target)
    elif not _exchange_at_once(staging, target):
        os.rename(target, aside)
        try:
            os.rename(staging, target)
        except OSError:
            os.rename(aside, target)
            raise


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
