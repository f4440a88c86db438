"""Folders that are ours: the marker that says so, and what we may replace or remove.

Side effects: reads, writes and removes files of output/ and of the staging folder beside it.
"""

import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from proofpress.diagnostics import BuildError, Diagnostic, Location, one_of

MARKER = ".proofpress"
FILE_MODE = 0o644
FOLDER_MODE = 0o755
# Left behind by file managers wherever they look; nobody's work.
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def real(output: Path) -> Path:
    """Return the folder that is really meant: a link is followed, so that it stays a link.

    Raises Problems where a link leads nowhere, or something that is not a folder is in the way.
    """
    found = output.resolve()
    if output.is_symlink() and not found.exists():
        message = f"'{output}' is a link to '{found}', which is not there"
        raise _refused(output, message, "make that folder, or remove the link")
    if found.exists() and not found.is_dir():
        raise _refused(output, f"'{output}' is not a folder", "give another --output, or move the file away")
    if found == found.parent:
        raise _refused(output, f"'{output}' is the root of the disk", "give a folder in it as --output")
    return found


def check_ours(folder: Path, output: Path) -> frozenset[str]:
    """Make sure that a folder may be replaced: absent, empty, or all of it written by us; return what we wrote.

    output: the name under which the user knows it. Raises Problems that name what is not ours.
    """
    present = dict(_files(os.fspath(folder))) if folder.exists() else {}
    if not present:
        return frozenset()
    if MARKER not in present:
        message = f"'{output}' holds files that no build of ours wrote, such as '{min(present)}'"
        raise _refused(output, message, "give an empty --output, or empty this one yourself")
    ours = written(folder)
    # No build of ours makes links: one that the marker lists would lead us to read and change what lies elsewhere.
    strangers = {name for name, link in present.items() if link} | present.keys() - ours - {MARKER}
    if strangers:
        named = one_of(sorted(strangers)[:3]).replace(" or ", " and ")
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        message = f"'{output}' holds what no build of ours wrote: {named}{more}"
        raise _refused(output, message, "move it out of the folder: a build replaces the folder as a whole")
    return ours


def written(folder: Path) -> frozenset[str]:
    """Return the paths of the files that our last build wrote, as its marker lists them."""
    try:
        return frozenset(map(str, json.loads((folder / MARKER).read_bytes())["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def marker(paths: Iterable[str]) -> bytes:
    """Return the marker of a folder with these files."""
    about = "Written by Proofpress. The next build replaces this folder as a whole."
    return json.dumps({"about": about, "files": sorted(paths)}, separators=(",\n", ": ")).encode() + b"\n"


def remove(folder: Path) -> None:
    """Remove a folder that is known to be ours, marker last: an interrupted removal is still ours."""
    if not folder.exists():
        return
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARKER:
            os.unlink(entry.path)
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()


def write(path: str | Path, data: bytes) -> None:
    """Write a new file, on the disk and readable by all whatever the umask says."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), FILE_MODE)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def keep(old: str, new: str, data: bytes) -> bool:
    """Put an old file in a new place, with its time, if it holds just this; return whether it did."""
    try:
        found = os.lstat(old)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data) or _read(old) != data:
            return False
        os.link(old, new)
    except OSError:
        # Not there, not readable, or on a disk without hard links: it is written instead.
        return False
    if found.st_mode & 0o777 != FILE_MODE:
        os.chmod(new, FILE_MODE)
    return True


def link(old: str, new: str) -> None:
    """Put an old file in a new place as it is; where the disk has no hard links, a copy."""
    try:
        os.link(old, new)
    except OSError:
        write(new, _read(old))


def make(folder: str | Path) -> None:
    """Make a folder that all can enter whatever the umask says."""
    os.mkdir(folder)
    os.chmod(folder, FOLDER_MODE)


def sync(folder: str | Path) -> None:
    """Wait until the names in a folder are on the disk, where the system lets folders be synchronised."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _files(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield the path of everything in a folder that is not a folder or litter, and whether it is a link."""
    below = [""]
    while below:
        before = below.pop()
        with os.scandir(f"{folder}/{before}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    below.append(f"{before}{entry.name}/")
                elif entry.name not in LITTER:
                    yield before + entry.name, entry.is_symlink()


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _refused(output: Path, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(Location(str(output)), "not-ours", message, hint)])
