"""Files of content and templates as a build reads them: just what its fingerprint was taken of, or nothing.

Side effects: reads files.

A fingerprint is taken before content is read. An author may save in between; the build must then not publish, or
remember, the new text under the digest of the old one. So each file that is read is compared with its digest.
"""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from proofpress.diagnostics import BuildError, Diagnostic, Location

_expected: list[Mapping[str, bytes]] = []


class InputsChanged(BuildError):
    """A file is not what the fingerprint of the build was taken of: the build has to begin again."""

    def __init__(self, path: Path) -> None:
        hint = "build again when it is saved"
        super().__init__([Diagnostic(Location(str(path)), "changed", "it was changed while it was read", hint)])


@contextmanager
def expecting(digests: Mapping[str, bytes]) -> Iterator[None]:
    """Let files be read only as they were: `read_input` raises InputsChanged otherwise. digests: by absolute path."""
    _expected.append(digests)
    try:
        yield
    finally:
        _expected.pop()


def read_input(path: Path, largest: float = float("inf")) -> bytes | None:
    """Return what a file of content or templates holds; None if it is larger than `largest` bytes.

    Raises OSError, and InputsChanged (see `expecting`).
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= largest else None
    except FileNotFoundError:
        if _expected and os.path.abspath(path) in _expected[-1]:
            raise InputsChanged(path) from None
        raise
    if data is not None and _expected and _expected[-1].get(os.path.abspath(path)) != digest_input(data):
        raise InputsChanged(path)
    return data


def digest_file(path: Path) -> bytes:
    """Return the digest of a file of any size, as `digest_input` does. Raises OSError, and InputsChanged."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, hashlib.blake2b).digest()
    except FileNotFoundError:
        if _expected and os.path.abspath(path) in _expected[-1]:
            raise InputsChanged(path) from None
        raise
    if _expected and _expected[-1].get(os.path.abspath(path)) != found:
        raise InputsChanged(path)
    return found


def require_all(folder: Path, names: Collection[str]) -> None:
    """Raise InputsChanged if a file is expected whose path below a folder does not begin with one of the names."""
    root = os.path.abspath(folder) + os.sep
    for path in _expected[-1] if _expected else ():
        name = path.removeprefix(root).replace(os.sep, "/")
        if name != path and not (name in names or ("/" in name and name.partition("/")[0] in names)):
            raise InputsChanged(Path(path))


def digest_input(data: bytes) -> bytes:
    """Return the digest by which a file is known."""
    return hashlib.blake2b(data).digest()


def is_input(path: str) -> bool:
    """Return whether a file of a folder can be read by a build: no part of its path is hidden, a backup or a cache."""
    return not any(
        part.startswith((".", "#")) or part.endswith("~") or part == "__pycache__" for part in path.split("/")
    )
