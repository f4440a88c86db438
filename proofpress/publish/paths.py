"""Whether every disk can hold the paths of a site, and all of them at once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from proofpress.diagnostics import Diagnostic, Location

SAFE = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
# Names that some file system cannot hold.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def check_paths(paths: Sequence[str], others: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the paths of new files. others: those of files that stand, checked before."""
    seen = {path.lower(): path for path in others}
    stand = frozenset(seen.values())
    folders: dict[str, str] = {}
    for folder, path in {path.rpartition("/")[0]: path for path in stand}.items():
        while folder and folder.lower() not in folders:
            folders[folder.lower()] = path
            folder = folder.rpartition("/")[0]
    for path in paths:
        location = Location(path)
        parts = path.split("/")
        if not SAFE.fullmatch(path) or {"", ".", ".."} & set(parts) or any(part.endswith(".") for part in parts):
            message = f"'{path}' is not a safe path"
            yield Diagnostic(location, "unsafe-path", message, "use letters, digits, '.', '_' and '-' between slashes")
        elif reserved := [part for part in parts if part.split(".")[0].lower() in RESERVED]:
            yield Diagnostic(
                location, "unsafe-path", f"'{reserved[0]}' cannot be a file's name on Windows", "rename it"
            )
        other = seen.setdefault(path.lower(), path)
        if other != path:
            message = f"'{path}' and '{other}' differ only in case, and some disks hold only one of them"
            yield Diagnostic(location, "duplicate-path", message, "rename one")
        folders.update({"/".join(parts[:end]).lower(): path for end in range(1, len(parts))})
    for path in sorted(_twice(paths) | (stand & set(paths))):
        yield Diagnostic(
            Location(path), "duplicate-path", f"'{path}' is made twice", "two parts of the site share a name"
        )
    for path in sorted(set(seen) & set(folders)):
        message = f"'{seen[path]}' is a file, and '{folders[path]}' needs a folder of that name"
        yield Diagnostic(Location(seen[path]), "duplicate-path", message, "rename one")


def _twice(paths: Sequence[str]) -> set[str]:
    return {path for path, times in Counter(paths).items() if times > 1}
