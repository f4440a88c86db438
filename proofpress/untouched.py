"""Whether files are as we left them: asked of the system, without reading them.

marked: asks the system for sizes and times of files.

Never used for what authors write, which is always read: only for what we wrote ourselves. A mark stands for each
file's number on the disk, its size, and the times of its last change of content and of status. The last one is
set by the system at every write, rename, link and change of mode, and cannot be set by programs.
"""

import hashlib
import os
from collections.abc import Iterable


def mark(folder: str, paths: Iterable[str], known: dict[str, str] | None = None) -> str:
    """Return a digest that changes if a file or folder is written, replaced or removed; one that is missing counts.

    known: what was found of paths before, to ask only once; added to.
    """
    found = hashlib.blake2b(digest_size=16)
    for path in paths:
        if known is None:
            found.update(_state(f"{folder}/{path}").encode())
            continue
        if path not in known:
            known[path] = _state(f"{folder}/{path}")
        found.update(known[path].encode())
    return found.hexdigest()


def folders(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that hold files of these paths and each other, sorted, but for the one that holds all."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in list(found):
        while folder := folder.rpartition("/")[0]:
            found.add(folder)
    return tuple(sorted(found - {""}))


def _state(path: str) -> str:
    try:
        s = os.lstat(path)
    except OSError:
        return "missing;"
    return f"{s.st_ino} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns};"
