"""Folders that are ours: the marker that says so, and what we may replace or remove.

marked: reads, writes and removes files of output/ and of the staging folder beside it.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from proofpress.problems import Place, Problem, Problems, one_of

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
        says = f"'{output}' is a link to '{found}', which is not there"
        raise _refused(output, says, "make that folder, or remove the link")
    if found.exists() and not found.is_dir():
        raise _refused(output, f"'{output}' is not a folder", "give another --output, or move the file away")
    if found == found.parent:
        raise _refused(output, f"'{output}' is the root of the disk", "give a folder in it as --output")
    return found


def check_ours(folder: Path, output: Path) -> None:
    """Make sure that a folder may be replaced: absent, empty, or all of it written by us.

    output: the name under which the user knows it. Raises Problems that name what is not ours.
    """
    if not folder.exists():
        return
    present = sorted(_files(folder))
    if not present:
        return
    if MARKER not in present:
        says = f"'{output}' holds files that no build of ours wrote, such as '{present[0]}'"
        raise _refused(output, says, "give an empty --output, or empty this one yourself")
    # No build of ours makes links: one that the marker lists would lead us to read and change what lies elsewhere.
    links = {name for name in present if os.path.islink(os.path.join(folder, name))}
    strangers = links | set(present) - written(folder) - {MARKER}
    if strangers:
        named = one_of(sorted(strangers)[:3]).replace(" or ", " and ")
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        says = f"'{output}' holds what no build of ours wrote: {named}{more}"
        raise _refused(output, says, "move it out of the folder: a build replaces the folder as a whole")


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


def write(path: str, data: bytes) -> None:
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
        if os.path.islink(old):
            return False
        with open(old, "rb") as file:
            if file.read() != data:
                return False
        os.link(old, new)
    except OSError:
        # Not there, not readable, or on a disk without hard links: it is written instead.
        return False
    if os.stat(new).st_mode & 0o777 != FILE_MODE:
        os.chmod(new, FILE_MODE)
    return True


def link(old: str, new: str) -> None:
    """Put an old file in a new place as it is; where the disk has no hard links, a copy."""
    try:
        os.link(old, new)
    except OSError:
        write(new, Path(old).read_bytes())


def make_folders(folder: Path, paths: Iterable[str]) -> None:
    """Make the folder and all that these paths need in it."""
    needed = {parent for path in paths for parent in Path(path).parents}
    for part in sorted(needed, key=lambda parent: len(parent.parts)):
        made = folder / part
        made.mkdir(exist_ok=True)
        made.chmod(FOLDER_MODE)


def sync(folder: Path) -> None:
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


def _files(folder: Path) -> Iterator[str]:
    """Yield the path of everything in a folder that is not a folder or litter; a link counts as a file."""
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        within = Path(place).relative_to(folder).as_posix()
        for name in [*names, *links]:
            if name not in LITTER:
                yield name if within == "." else f"{within}/{name}"


def _refused(output: Path, says: str, mend: str) -> Problems:
    return Problems([Problem(Place(str(output)), "not-ours", says, mend)])
