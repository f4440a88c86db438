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
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from msgspec import Struct

from proofpress.cache.file_stamp import changed_at, disk_time, folders_of, is_same_content, stamp, stamp_of
from proofpress.cache.keys import digest_bytes
from proofpress.cache.locks import hold
from proofpress.cache.manifest import ROOT, Written, content_digest, digest_names
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models import File
from proofpress.publish import folder
from proofpress.publish.folder import Beside

EXCHANGE = 2
HERE = -100


class OutputTouched(BuildError):
    """Somebody changed a file of output/ that a build had found as it was written, and wanted to keep."""

    def __init__(self, path: str) -> None:
        message, hint = "it was changed during the build", "build again: it is made anew"
        super().__init__([Diagnostic(Location(path), "changed", message, hint)])


class Swapped(Struct, frozen=True):
    """What became of the files: written anew, kept from the old tree, gone with it. tree: how they lie in output/."""

    written: int
    kept: int
    removed: int
    tree: Written


class Staging:
    """The new tree as it grows beside output/, to be used in a `with` that removes it where anything goes wrong.

    An unchanged file is linked over from the old tree and keeps its time. Raises BuildError, with output/ as it was,
    where the folder is not ours or the disk refuses.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._target = folder.real(output)
        self._beside = folder.beside(self._target)
        self._old, self._new = str(self._target), str(self._beside.staging)
        self._stamps: dict[str, bytes | None] = {}
        self._digests: dict[str, str] = {}
        self._written: list[str] = []
        self._standing: dict[str, bytes | None] = {}
        self._folders = {ROOT}
        self._before: frozenset[str] = frozenset()
        self._lock = ExitStack()
        self._begun = False
        self._begun_at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is not None and self._begun:
            _discard(self._beside.staging)
        self._lock.close()

    def put(self, file: File) -> None:
        """Write a file, or keep the old one if it holds the same."""
        with folder.disk_errors(self._output, self._target):
            self._begin()
            new = self._place(file.path)
            status = folder.keep(f"{self._old}/{file.path}", new, file.data)
            if status is None:
                status = folder.write(new, file.data)
                self._written.append(file.path)
            written = self._stamps[file.path] = stamp_of(status)
            # What was written before needs no digest: an edit from now on changes its stamp.
            if changed_at(written) >= self._begun_at:
                self._digests[file.path] = digest_bytes(file.data)

    def stand(self, stamps: Mapping[str, bytes | None], unsettled: Mapping[str, str]) -> None:
        """Keep files as they are in output/; they are touched only when the new tree is known to be good.

        stamps: by path, as the files were when they were found intact. unsettled: see `Written`.
        """
        self._standing |= stamps
        self._digests |= {path: unsettled[path] for path in stamps if path in unsettled}

    def exchange(self) -> Swapped:
        """Put the new tree in the place of output/, and remove the old one.

        Raises OutputTouched, with output/ as it is, where a file that was to stand is not as it was found.
        """
        with folder.disk_errors(self._output, self._target):
            self._begin()
            for path, known in self._standing.items():
                self._link(path, known)
            self._mark()
            # Files that were only linked are on the disk already, and a disk keeps to the order of names' changes.
            for name in (ROOT, *folders_of(self._written)):
                folder.sync(f"{self._new}/{name}")
            folders = {name: stamp(f"{self._new}/{name}") for name in self._folders}
            unsettled = self._unsettled(folders)
            folder.check_ours(self._target, self._output)
            _exchange(self._beside, self._target)
            folder.sync(str(self._target.parent))
        _discard(self._beside.aside)
        _discard(self._beside.staging)
        written, kept = len(self._written), len(self._stamps) - len(self._written)
        # What somebody has touched since it was exchanged has no stamp.
        stamps = {path: self._now(path, known) for path, known in {**folders, **self._stamps}.items()}
        removed = len(self._before.difference(self._stamps))
        return Swapped(written, kept, removed, Written(stamps, unsettled))

    def _link(self, path: str, known: bytes | None) -> None:
        old, new = f"{self._old}/{path}", self._place(path)
        is_settled = path not in self._digests
        if known is None or stamp(old) != known or not (is_settled or content_digest(old) == self._digests[path]):
            raise OutputTouched(str(self._output / path))
        copied = folder.link(old, new)
        if copied is not None:
            known = stamp(new)
            self._digests[path] = digest_bytes(copied)
        self._stamps[path] = known

    def _mark(self) -> None:
        """Write the marker that lists all files. At no moment is there none: what dies here is known to be ours."""
        marker, listed = f"{self._new}/{folder.MARKER}", folder.marker(self._stamps)
        if not folder.keep(f"{self._old}/{folder.MARKER}", f"{marker}-full", listed):
            folder.write(f"{marker}-full", listed)
        os.replace(f"{marker}-full", marker)

    def _unsettled(self, folders: Mapping[str, bytes | None]) -> dict[str, str]:
        """Return the content digests of what could still be changed without a new stamp; wait a moment for less."""
        fresh = {**folders, **{path: self._stamps[path] for path in self._digests}}
        changed = {path: changed_at(each) for path, each in fresh.items() if each is not None}
        now = disk_time(str(self._beside.lock), max(changed.values(), default=0))
        paths = [path for path, time_ns in changed.items() if time_ns >= now]
        names = _listings(self._stamps) if paths else {}
        return {path: self._digests.get(path) or digest_names(names[path]) for path in paths}

    def _now(self, path: str, known: bytes | None) -> bytes | None:
        """Return the stamp of what lies in output/ if it holds what was written there."""
        found = stamp(f"{self._old}/{path}")
        if found == known or path not in self._digests:
            # To link a file, and to remove its old name, changes its status and nothing else.
            return found if is_same_content(found, known) else None
        # Some disks settle the times of a file only after it was closed.
        is_whole = content_digest(f"{self._old}/{path}") == self._digests[path]
        return found if is_whole and stamp(f"{self._old}/{path}") == found else None

    def _begin(self) -> None:
        """Make the folder that the new tree grows in, if this is the first thing to go into it."""
        if self._begun:
            return
        _recover(self._target, self._beside)
        self._before = folder.check_ours(self._target, self._output)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._begun_at = disk_time(str(self._beside.lock), 0)
        # From here on the staging folder is of our making, and ours to remove.
        self._begun = True
        folder.make(self._beside.staging)
        self._lock.enter_context(hold(self._beside.staging))
        # First, so that whatever happens next the folder is known to be ours.
        folder.write(f"{self._new}/{folder.MARKER}", folder.marker(()))

    def _place(self, path: str) -> str:
        """Return where a file goes, with its folder made."""
        name = path.rpartition("/")[0]
        if name not in self._folders:
            self._make(name)
        return f"{self._new}/{path}"

    def _make(self, name: str) -> None:
        above = name.rpartition("/")[0]
        if above not in self._folders:
            self._make(above)
        folder.make(f"{self._new}/{name}")
        self._folders.add(name)


def clean(output: Path) -> bool:
    """Remove an output folder that is ours; return whether there was one.

    Raises BuildError where it is not ours, holds what no build of ours wrote, or is a link to another folder.
    """
    target = folder.real(output)
    with folder.disk_errors(output, target):
        _recover(target, folder.beside(target))
        folder.check_ours(target, output)
        if not target.exists():
            return False
        if output.is_symlink():
            message = f"'{output}' is a link to '{target}'"
            raise folder.refusal(output, message, "remove the link, or name the folder itself as --output")
        # Renamed first: a removal that is interrupted leaves no half of a site under the known name.
        staging = folder.beside(target).staging
        os.rename(target, staging)
        folder.remove(staging)
    return True


def recover(output: Path) -> None:
    """Undo what a build that died left beside output/; call it while holding the lock.

    Raises BuildError where a folder of such a name is not ours or still in use, or the disk refuses.
    """
    target = folder.real(output)
    with folder.disk_errors(output, target):
        _recover(target, folder.beside(target))


def _recover(target: Path, beside: Beside) -> None:
    """Undo what a build that died left behind."""
    strays = (beside.staging, beside.aside)
    for stray in strays:
        if not _may_remove(stray):
            message = f"'{stray}' is in the way, and is not ours to remove"
            raise BuildError([Diagnostic(Location(str(stray)), "not-ours", message, "move it away")])
    if beside.aside.exists() and not target.exists():
        os.rename(beside.aside, target)
    for stray in strays:
        if stray.exists():
            try:
                # A build that still lives holds the folder in which its site grows.
                with hold(stray):
                    folder.remove(stray)
            except BlockingIOError:
                raise folder.busy(target) from None


def _may_remove(stray: Path) -> bool:
    """Return whether a folder beside output/ is absent, empty or ours; a link is none of ours, wherever it leads."""
    if stray.is_symlink() or not stray.is_dir():
        return not os.path.lexists(stray)
    return (stray / folder.MARKER).exists() or not any(stray.iterdir())


def _exchange(beside: Beside, target: Path) -> None:
    if not target.exists():
        os.rename(beside.staging, target)
    elif not _exchange_at_once(beside.staging, target):
        os.rename(target, beside.aside)
        try:
            os.rename(beside.staging, target)
        except OSError:
            os.rename(beside.aside, target)
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
    with suppress(OSError):
        folder.remove(stray)


def _listings(paths: Iterable[str]) -> dict[str, set[str]]:
    """Return the names in each folder of a site with these files, by the folder's path."""
    names: dict[str, set[str]] = {ROOT: {folder.MARKER}}
    for path in paths:
        while path:
            above, _, name = path.rpartition("/")
            names.setdefault(above, set()).add(name)
            path = above
    return names
