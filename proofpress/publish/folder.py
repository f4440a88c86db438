"""Folders that are ours: the marker that says so, and what we may replace or remove.

Side effects: reads, writes and removes files of output/ and of the staging folder beside it.
"""

import errno
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from proofpress.diagnostics import BuildError, Diagnostic, Location, from_oserror, one_of
from proofpress.models.build_options import BuildOptions

MARKER = ".proofpress"
FILE_MODE = 0o644
FOLDER_MODE = 0o755
# Left behind by file managers wherever they look; nobody's work.
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Beside(Struct, frozen=True):
    """What lies beside an output folder for a while: the new tree, the old one on its way, the lock of a build."""

    staging: Path
    aside: Path
    lock: Path


def beside(target: Path) -> Beside:
    """Return what may lie beside an output folder."""
    return Beside(*(target.with_name(f".{target.name}.proofpress-{what}") for what in ("new", "old", "lock")))


def real(output: Path) -> Path:
    """Return the folder that is really meant: a link is followed, so that it stays a link.

    Raises BuildError where a link leads nowhere, or something that is not a folder is in the way.
    """
    try:
        found = output.resolve()
    except (OSError, RuntimeError):
        raise refusal(
            output, f"'{output}' is a link in a circle", "give another --output, or remove the link"
        ) from None
    if output.is_symlink() and not found.exists():
        message = f"'{output}' is a link to '{found}', which is not there"
        raise refusal(output, message, "make that folder, or remove the link")
    if found.exists() and not found.is_dir():
        raise refusal(output, f"'{output}' is not a folder", "give another --output, or move the file away")
    if found == found.parent:
        raise refusal(output, f"'{output}' is the root of the disk", "give a folder in it as --output")
    return found


def check_apart(options: BuildOptions) -> None:
    """Make sure that what is written and what is read lie apart. Raises BuildError for each option that is wrong.

    A build replaces `--output` as a whole and keeps `--runs` as it likes: neither may be, hold, or lie in another
    folder of the build.
    """
    read = {"content": options.content, "templates": options.templates}
    pairs = [(own, other, folder) for own in ("output", "runs") for other, folder in read.items()]
    diagnostics = []
    for own, other, folder in [*pairs, ("runs", "output", options.output)]:
        written = getattr(options, own)
        one, two = (Path(os.path.realpath(path)) for path in (written, folder))
        if one.is_relative_to(two) or two.is_relative_to(one):
            how = "is" if one == two else "lies in" if one.is_relative_to(two) else "holds"
            message = f"'{written}' {how} the folder of --{other}, '{folder}'"
            diagnostics.append(Diagnostic(Location(str(written)), "not-apart", message, f"give another --{own}"))
    if diagnostics:
        raise BuildError(diagnostics)


def check_ours(folder: Path, output: Path) -> frozenset[str]:
    """Make sure that a folder may be replaced: absent, empty, or all of it written by us; return what we wrote.

    output: the name under which the user knows it. Raises BuildError that names what is not ours.
    """
    present = dict(_files(os.fspath(folder))) if folder.exists() else {}
    if not present:
        return frozenset()
    if MARKER not in present:
        message = f"'{output}' holds files that no build of ours wrote, such as '{min(present)}'"
        raise refusal(output, message, "give an empty --output, or empty this one yourself")
    ours = _listed(folder)
    # No build of ours makes links: one that the marker lists would lead us to read and change what lies elsewhere.
    strangers = {name for name, is_link in present.items() if is_link} | present.keys() - ours - {MARKER}
    if strangers:
        named = one_of(sorted(strangers)[:3]).replace(" or ", " and ")
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        message = f"'{output}' holds what no build of ours wrote: {named}{more}"
        raise refusal(output, message, "move it out of the folder: a build replaces the folder as a whole")
    return ours


def marker(paths: Iterable[str]) -> bytes:
    """Return the marker of a folder with these files."""
    about = "Written by Proofpress. The next build replaces this folder as a whole."
    return json.dumps({"about": about, "files": sorted(paths)}, separators=(",\n", ": ")).encode() + b"\n"


def refusal(output: Path, message: str, hint: str) -> BuildError:
    """Return what is raised where a folder is not ours."""
    return BuildError([Diagnostic(Location(str(output)), "not-ours", message, hint)])


def busy(output: Path) -> BuildError:
    """Return what is raised where another build is at work."""
    message, hint = f"another build is writing '{output}'", "wait until it ends, or give another --output"
    return BuildError([Diagnostic(Location(str(output)), "busy", message, hint)])


@contextmanager
def disk_errors(output: Path, target: Path) -> Iterator[None]:
    """Raise what the disk refuses as BuildError. output: the folder as the user knows it; target: as it really is."""
    hints = {
        errno.EACCES: f"the build needs to write in '{target.parent}' too: give another --output",
        errno.EPERM: f"the build needs to write in '{target.parent}' too: give another --output",
        errno.EROFS: "give an --output on a disk that can be written",
        errno.EBUSY: "it is the root of a mounted disk: give a folder inside it as --output",
        errno.EXDEV: "it is the root of a mounted disk: give a folder inside it as --output",
    }
    try:
        yield
    except OSError as error:
        message = f"'{output}' cannot be written: {os.strerror(error.errno) if error.errno else error}"
        known = from_oserror(error)
        hint = known.hint.replace(", and build again", "; the old output is untouched") if known else "see the disk"
        hint = hints.get(error.errno or 0, hint)
        raise BuildError([Diagnostic(Location(str(output)), "disk", message, hint)]) from error


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


def write(path: str, data: bytes) -> os.stat_result:
    """Write a new file, on the disk and readable by all whatever the umask says; return what the system says of it."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        # By its name: Python has os.fchmod on Windows from 3.13 on only, and the file is new and ours.
        os.chmod(path, FILE_MODE)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        return os.fstat(file.fileno())


def keep(old: str, new: str, data: bytes) -> os.stat_result | None:
    """Put an old file in a new place, with its time, if it holds just this; return what the system says of it then."""
    try:
        found = os.lstat(old)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data) or _read(old) != data:
            return None
        os.link(old, new)
    except OSError:
        # Not there, not readable, or on a disk without hard links: it is written instead.
        return None
    if found.st_mode & 0o777 != FILE_MODE:
        os.chmod(new, FILE_MODE)
    return found


def link(old: str, new: str) -> bytes | None:
    """Put an old file in a new place as it is; where the disk has no hard links, return what was copied."""
    try:
        os.link(old, new)
    except OSError:
        data = _read(old)
        write(new, data)
        return data
    return None


def make(folder: str | Path) -> None:
    """Make a folder that all can enter whatever the umask says."""
    os.mkdir(folder)
    os.chmod(folder, FOLDER_MODE)


def sync(folder: str) -> None:
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


def _listed(folder: Path) -> frozenset[str]:
    """Return the paths of the files that our last build wrote, as its marker lists them."""
    try:
        return frozenset(map(str, json.loads((folder / MARKER).read_bytes())["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


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
