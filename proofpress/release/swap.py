"""The new site in place of the old one, whole, at one instant.

marked: builds the new tree in a folder beside output/ and exchanges the two.

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
from dataclasses import dataclass
from pathlib import Path

from proofpress.problems import Place, Problem, Problems
from proofpress.release import folder
from proofpress.values import File

EXCHANGE = 2
HERE = -100


@dataclass(frozen=True)
class Swapped:
    """What became of the files: written anew, kept from the old tree, gone with it."""

    written: int
    kept: int
    removed: int


def swap(files: Sequence[File], output: Path) -> Swapped:
    """Replace output/ by these files; call it while holding the lock.

    An unchanged file is linked over from the old tree and keeps its time. Raises Problems, with output/ as
    it was, where the folder is not ours or the disk refuses.
    """
    target = folder.real(output)
    staging, aside = beside(target)
    try:
        _recover(target, staging, aside)
        folder.check_ours(target, output)
        before = folder.written(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        # From here on the staging folder is of our making, and ours to remove.
        try:
            kept = _stage(files, target, staging)
            folder.check_ours(target, output)
            _exchange(staging, target, aside)
        except BaseException:
            _discard(staging)
            raise
        folder.sync(target.parent)
    except OSError as fault:
        raise _disk(fault, output, target) from fault
    _discard(staging)
    _discard(aside)
    return Swapped(len(files) - kept, kept, len(before - {file.path for file in files}))


def clean(output: Path) -> bool:
    """Remove an output folder that is ours; return whether there was one.

    Raises Problems where it is not ours, or holds what no build of ours wrote.
    """
    target = folder.real(output)
    staging, aside = beside(target)
    try:
        _recover(target, staging, aside)
        folder.check_ours(target, output)
        if not target.exists():
            return False
        # Renamed first: a removal that is interrupted leaves no half of a site under the known name.
        os.rename(target, staging)
        folder.remove(staging)
    except OSError as fault:
        raise _disk(fault, output, target) from fault
    return True


def recover(output: Path) -> None:
    """Undo what a build that died left beside output/; call it while holding the lock.

    Raises Problems where a folder of such a name is not ours, or the disk refuses.
    """
    target = folder.real(output)
    try:
        _recover(target, *beside(target))
    except OSError as fault:
        raise _disk(fault, output, target) from fault


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
            says = f"'{stray}' is in the way, and is not ours to remove"
            raise Problems([Problem(Place(str(stray)), "not-ours", says, "move it away")])
    if aside.exists() and not target.exists():
        os.rename(aside, target)
    for stray in (staging, aside):
        folder.remove(stray)


def _may_remove(stray: Path) -> bool:
    """Return whether a folder beside output/ is absent, empty or ours; a link is none of ours, wherever it leads."""
    if stray.is_symlink() or not stray.is_dir():
        return not os.path.lexists(stray)
    return (stray / folder.MARKER).exists() or not any(stray.iterdir())


def _stage(files: Sequence[File], target: Path, staging: Path) -> int:
    """Build the new tree; return how many files were kept from the old one."""
    staging.mkdir()
    # First, so that whatever happens next the folder is known to be ours.
    folder.write(staging / folder.MARKER, folder.marker(file.path for file in files))
    folder.make_folders(staging, [file.path for file in files])
    kept = 0
    for file in files:
        if folder.keep(target / file.path, staging / file.path, file.data):
            kept += 1
        else:
            folder.write(staging / file.path, file.data)
    for place in {staging, *((staging / file.path).parent for file in files)}:
        folder.sync(place)
    return kept


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


def _disk(fault: OSError, output: Path, target: Path) -> Problems:
    mends = {
        errno.ENOSPC: "make room on the disk; the old output is untouched",
        errno.EDQUOT: "make room on the disk; the old output is untouched",
        errno.EACCES: f"the build needs to write in '{target.parent}' too: give another --output",
        errno.EPERM: f"the build needs to write in '{target.parent}' too: give another --output",
        errno.EROFS: "give an --output on a disk that can be written",
        errno.EBUSY: "it is the root of a mounted disk: give a folder inside it as --output",
        errno.EXDEV: "it is the root of a mounted disk: give a folder inside it as --output",
    }
    says = f"'{output}' cannot be written: {os.strerror(fault.errno) if fault.errno else fault}"
    return Problems([Problem(Place(str(output)), "disk", says, mends.get(fault.errno or 0, "see what the disk says"))])
