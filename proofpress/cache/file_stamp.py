"""Whether files are as we left them: asked of the system, without reading them.

Side effects: asks the system for sizes and times of files.

Never used for what authors write, which is always read: only for what we wrote ourselves. A mark stands for each
file's number on the disk, its size, and the times of its last change of content and of status. The last one is
set by the system at every write, rename, link and change of mode, and cannot be set by programs.
"""

import hashlib
import os
import struct
from collections.abc import Iterable

STATE = struct.Struct("<4Q")
MISSING = b"\xff" * STATE.size


def mark(folder: str, paths: Iterable[str], known: dict[str, bytes] | None = None) -> str:
    """Return a digest that changes if a file or folder is written, replaced or removed; one that is missing counts.

    known: what was found of paths before, to ask only once; added to.
    """
    if known is None:
        return _digest(_state(f"{folder}/{path}") for path in paths)
    found = []
    for path in paths:
        if path not in known:
            known[path] = _state(f"{folder}/{path}")
        found.append(known[path])
    return _digest(found)


def folders(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that hold files of these paths and each other, sorted, but for the one that holds all."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in list(found):
        while folder := folder.rpartition("/")[0]:
            found.add(folder)
    return tuple(sorted(found - {""}))


def _digest(states: Iterable[bytes]) -> str:
    return hashlib.blake2b(b"".join(states), digest_size=16).hexdigest()


def _state(path: str) -> bytes:
    try:
        found = os.lstat(path)
    except OSError:
        return MISSING
    return STATE.pack(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
