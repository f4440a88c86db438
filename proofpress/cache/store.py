"""The store: what was computed once, found again by its key. No pickle, no clock, no eviction unasked.

Side effects: reads and writes the folder of stored runs.

An entry is one file, `<folder>/<key[:2]>/<key>.<kind>`: a line of JSON that carries a checksum of its name and
of the rest, then the rest. It is written to a temporary name and renamed, so that a reader sees all or nothing.
"""

import contextlib
import errno
import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from proofpress.cache.locks import alone, together
from proofpress.diagnostics import BuildError, Diagnostic, Location

if TYPE_CHECKING:
    import numpy as np

FORMAT = 2
ENTRY_NAME = re.compile(r"[0-9a-f]{32}\.[a-z]+")


class Entry(Struct, frozen=True):
    """A stored result: `meta`, JSON-able facts about it, and `data`, its bytes."""

    meta: Mapping[str, Any]
    data: bytes


class Store(Struct, frozen=True, eq=False):
    """Entries in a folder.

    tell: is called with one sentence when an entry is found damaged and dropped.
    used: every entry that was found or put, as (key, kind): what a later build must find unharmed.
    untouched: entries that nobody has touched since they were last found sound.
    """

    folder: Path
    tell: Callable[[str], None] = lambda sentence: None
    used: set[tuple[str, str]] = field(default_factory=set)
    untouched: set[tuple[str, str]] = field(default_factory=set)

    def path(self, key: str, kind: str) -> Path:
        """Return where the entry of this key and kind lies, or would lie."""
        return self.folder / key[:2] / f"{key}.{kind}"

    def has(self, key: str, kind: str) -> bool:
        """Return whether an entry is there; its checksum is not read."""
        there = self.path(key, kind).is_file()
        if there:
            self.used.add((key, kind))
        return there

    def sound(self, key: str, kind: str) -> bool:
        """Return whether an entry is there and sound, without reading one that is untouched."""
        if (key, kind) not in self.untouched:
            return self.get(key, kind) is not None
        self.used.add((key, kind))
        return True

    def get(self, key: str, kind: str) -> Entry | None:
        """Return the entry, or None where there is none or a damaged one, which is told and removed."""
        path = self.path(key, kind)
        try:
            raw = path.read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            return None
        entry = _parse(raw, path.name, trusted=(key, kind) in self.untouched)
        if isinstance(entry, str):
            self.tell(f"stored {kind} {key[:12]} is {entry}: dropped, and made again")
            # Where it cannot be removed it is still not believed.
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        self.used.add((key, kind))
        return entry

    def put(self, key: str, kind: str, data: bytes, meta: Mapping[str, Any]) -> None:
        """Store an entry under its key. Raises OSError, with the entry's file, where the disk does not let it."""
        path = self.path(key, kind)
        checksum = _checksum(path.name, meta, data)
        head = {"format": FORMAT, "checksum": checksum, "size": len(data), "meta": dict(meta)}
        line = json.dumps(head, sort_keys=True, allow_nan=False).encode() + b"\n"
        try:
            _write(self.folder, path, line + data)
        except OSError as fault:
            # A full disk names no file, and a temporary name tells nobody anything.
            fault.filename, fault.filename2 = str(path), None
            raise
        self.used.add((key, kind))

    def drop(self, key: str, kind: str) -> None:
        """Remove an entry if it is there."""
        self.path(key, kind).unlink(missing_ok=True)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the store from being swept or cleared by others meanwhile; sweep it first if no one else is here.

        What is held is a lock on the folder itself, which a crash releases, and which leaves no file behind.
        Raises Problems where there is no such folder and none can be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with contextlib.ExitStack() as stack:
                stack.enter_context(together(self.folder, self.sweep))
                using = stack.pop_all()
        except OSError as fault:
            raise _unusable(self.folder, fault) from fault
        try:
            with using:
                yield
        finally:
            # A command that stored nothing leaves nothing.
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield key and kind of every entry there is, sound or not; other files that lie about are left out."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*.*")):
            if ENTRY_NAME.fullmatch(path.name):
                yield path.stem, path.suffix[1:]

    def sweep(self) -> None:
        """Remove what an interrupted writer left behind; call it only while no one else writes."""
        for stray in self.folder.glob(".new-*"):
            with contextlib.suppress(OSError):
                stray.unlink()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from using the store meanwhile. Raises Problems where somebody is using it already."""
        try:
            with contextlib.ExitStack() as stack:
                if self.folder.is_dir():
                    stack.enter_context(alone(self.folder))
                using = stack.pop_all()
        except BlockingIOError:
            message = f"a build is using '{self.folder}'"
            raise BuildError([Diagnostic(Location(str(self.folder)), "busy", message, "wait until it ends")]) from None
        with using:
            yield

    def clear(self) -> bool:
        """Remove every entry and what writers left behind, and say whether there was any; other files stay.

        Call it while holding the store alone.
        """
        removed = False
        for path in [*self.folder.glob("[0-9a-f][0-9a-f]/*.*"), *self.folder.glob(".new-*")]:
            path.unlink(missing_ok=True)
            removed = True
        for folder in [*self.folder.glob("[0-9a-f][0-9a-f]"), self.folder]:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return removed


def pack(arrays: Mapping[str, "np.ndarray"]) -> bytes:
    """Return named arrays as the bytes of an npz file, the same bytes for the same arrays."""
    import numpy as np

    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]  # numpy hints `allow_pickle`, a bool, among the names
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, "np.ndarray"]:
    """Return the arrays that `pack` made into bytes; objects are refused."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def _write(folder: Path, path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what is half done lies in the store's folder itself, where a sweep finds it.

    Made like any other file, with what the umask allows: those with whom the folder is shared can read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".new-{os.urandom(8).hex()}"
    try:
        with open(temporary, "xb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        # A disk that refused to write may refuse to remove: the first refusal is what is told.
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _unusable(folder: Path, fault: OSError) -> BuildError:
    message = f"'{folder}' cannot be used as a store: {os.strerror(fault.errno or 0)}"
    hint = "give a --runs that can be written"
    if fault.errno in (errno.EEXIST, errno.ENOTDIR):
        message, hint = f"'{folder}' is not a folder", "give another --runs, or move the file away"
    return BuildError([Diagnostic(Location(str(folder)), "disk", message, hint)])


def _checksum(name: str, meta: Mapping[str, Any], data: bytes) -> str:
    head = json.dumps([name, dict(meta)], sort_keys=True, allow_nan=False).encode()
    return hashlib.blake2b(head + b"\n" + data, digest_size=16).hexdigest()


def _parse(raw: bytes, name: str, *, trusted: bool) -> Entry | str:
    """Return the entry, or in a word what it is instead of sound. trusted: its checksum was found right before."""
    head, end, data = raw.partition(b"\n")
    if not end:
        return "damaged"
    try:
        stated = json.loads(head)
        if stated["format"] != FORMAT:
            return "of another format"
        sound = trusted or (stated["size"], stated["checksum"]) == (len(data), _checksum(name, stated["meta"], data))
        return Entry(stated["meta"], data) if sound else "damaged"
    except (ValueError, KeyError, TypeError, RecursionError):
        return "damaged"
