"""Whether files are as they were left: asked of the system, without reading them.

Side effects: asks the system for sizes and times of files.

Never used for what authors write, which is always read: only for what we wrote ourselves. A stamp holds a file's number
on the disk, its size, and the times of its last change of content and of status. The last one is set by the system at
every write, rename, link and change of mode, and cannot be set by programs.
"""

import hashlib
import os
import struct
import time
from collections.abc import Iterable

STAMP = struct.Struct("<2Q2q")
CONTENT = struct.calcsize("<2Qq")
"""How many bytes of a stamp speak of the content: all but the time of the status, which a link changes too."""

PATIENCE_S = 0.02


def stamp(path: str) -> bytes | None:
    """Return the stamp of a file or folder; None where there is none."""
    try:
        return stamp_of(os.lstat(path))
    except OSError:
        return None


def stamp_of(status: os.stat_result) -> bytes:
    """Return the stamp of a file, of what the system says of it."""
    return STAMP.pack(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def is_same_content(one: bytes | None, other: bytes | None) -> bool:
    """Return whether two stamps are of one file with one content, whatever became of its names and mode."""
    return one is not None and other is not None and one[:CONTENT] == other[:CONTENT]


def digest_stamps(stamps: Iterable[bytes | None]) -> str | None:
    """Return one digest of stamps in order; None where one is missing, since what is missing is never as it was."""
    digest = hashlib.blake2b(digest_size=16)
    for each in stamps:
        if each is None:
            return None
        digest.update(each)
    return digest.hexdigest()


def changed_at(taken: bytes) -> int:
    """Return when the content of a file was last changed, by its stamp, in nanoseconds since 1970."""
    time_ns: int = STAMP.unpack(taken)[2]
    return time_ns


def disk_time(clock: str, after: int) -> int:
    """Return the time, in nanoseconds since 1970, that the next write to a disk would get; 0 where it cannot be asked.

    A file that was changed before that cannot be changed again without a new stamp. clock: a file or folder on the
    disk, which is touched. after: a time that is waited for, though only for a moment: some disks keep whole seconds.
    """
    until = time.monotonic() + PATIENCE_S
    try:
        while True:
            os.utime(clock)
            now = os.stat(clock).st_mtime_ns
            if now > after or time.monotonic() > until:
                return now
            time.sleep(0.001)
    except OSError:
        return 0


def folders_of(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that hold files of these paths and each other, sorted, but for the one that holds all."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in list(found):
        while folder := folder.rpartition("/")[0]:
            found.add(folder)
    return tuple(sorted(found - {""}))
