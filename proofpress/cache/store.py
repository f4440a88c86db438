"""The store: what was computed once, found again by its key. No pickle, no clock, no eviction unasked.

Side effects: reads and writes the folder of stored runs.

An entry is one file, `<folder>/<key[:2]>/<key>.<kind>`: a line of JSON that carries a checksum of its name and
of the rest, then the rest. It is written under a temporary name and renamed, so that a reader sees all or nothing.
A marker says that a folder is a store: only there, and only files that begin with such a line, are ever removed.
"""

import contextlib
import errno
import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field

from proofpress.cache.atomic import NEW, write_atomically
from proofpress.cache.file_stamp import stamp, stamp_of
from proofpress.cache.locks import hold, share
from proofpress.diagnostics import BuildError, Diagnostic, Location

if TYPE_CHECKING:
    import numpy as np

FORMAT = 2
ENTRY_NAME = re.compile(r"[0-9a-f]{32}\.[a-z]+")
ENTRY_BEGINS = b'{"checksum": "'
MARKER = ".proofpress"
ABOUT = b"Results that Proofpress stored. `clean --runs` removes them, `clean --unused` those that no site uses.\n"


class Entry(Struct, frozen=True):
    """A stored result: `meta`, JSON-able facts about it, and `data`, its bytes."""

    meta: Mapping[str, Any]
    data: bytes


class Store(Struct, frozen=True, eq=False):
    """Entries in a folder.

    tell: is called with one sentence when an entry is found damaged and dropped.
    used: the entries that were found or put, as (key, kind), until this is cleared.
    sound: the stamp that the file of an entry had when it was last known to be sound.
    """

    folder: Path
    tell: Callable[[str], None] = lambda sentence: None
    used: set[tuple[str, str]] = field(default_factory=set)
    sound: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def path(self, key: str, kind: str) -> Path:
        """Return where the entry of this key and kind lies, or would lie."""
        return self.folder / key[:2] / f"{key}.{kind}"

    def stamp(self, key: str, kind: str) -> bytes | None:
        """Return the stamp of the entry's file as it is now; None where there is none."""
        return stamp(f"{os.fspath(self.folder)}/{key[:2]}/{key}.{kind}")

    def has(self, key: str, kind: str) -> bool:
        """Return whether an entry is there; its checksum is not read."""
        return self.path(key, kind).is_file()

    def is_sound(self, key: str, kind: str) -> bool:
        """Return whether an entry is there and sound, without reading one that is known to be."""
        if (key, kind) not in self.sound:
            return self.get(key, kind) is not None
        self.used.add((key, kind))
        return True

    def get(self, key: str, kind: str) -> Entry | None:
        """Return the entry, or None where there is none or a damaged one, which is told and removed."""
        path = self.path(key, kind)
        try:
            with open(path, "rb", buffering=0) as file:
                found = stamp_of(os.fstat(file.fileno()))
                raw = file.read()
        except (FileNotFoundError, IsADirectoryError):
            return None
        entry = _parse(raw, path.name, trusted=self.sound.get((key, kind)) == found)
        if isinstance(entry, str):
            self.tell(f"stored {kind} {key[:12]} is {entry}: dropped, and made again")
            # Where it cannot be removed it is still not believed.
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        self.used.add((key, kind))
        self.sound[key, kind] = found
        return entry

    def put(self, key: str, kind: str, data: bytes, meta: Mapping[str, Any]) -> None:
        """Store an entry under its key. Raises OSError, with the entry's file, where the disk does not let it."""
        path = self.path(key, kind)
        checksum = _checksum(path.name, meta, data)
        head = {"format": FORMAT, "checksum": checksum, "size": len(data), "meta": dict(meta)}
        line = json.dumps(head, sort_keys=True, allow_nan=False).encode() + b"\n"
        try:
            written = write_atomically(path, line + data, self.folder)
            self._mark()
        except OSError as error:
            error.filename = str(path)
            raise
        self.sound[key, kind] = stamp_of(written)
        self.used.add((key, kind))

    def drop(self, key: str, kind: str) -> None:
        """Remove an entry if it is there."""
        self.path(key, kind).unlink(missing_ok=True)

    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield key and kind of every entry there is, sound or not; other files that lie about are left out."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*.*")) if self._is_marked() else ():
            if ENTRY_NAME.fullmatch(path.name) and _begins_as_entry(path):
                yield path.stem, path.suffix[1:]

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the store from being swept or cleared by others meanwhile; sweep it first if no one else is here.

        What is held is a lock on the folder itself, which a crash releases, and which leaves no file behind.
        Raises BuildError where there is no such folder and none can be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with contextlib.ExitStack() as stack:
                stack.enter_context(share(self.folder, self.sweep))
                using = stack.pop_all()
        except OSError as error:
            raise _unusable(self.folder, error) from error
        try:
            with using:
                yield
        finally:
            # A command that stored nothing leaves nothing.
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from using the store meanwhile. Raises BuildError where somebody is using it already."""
        try:
            with contextlib.ExitStack() as stack:
                if self.folder.is_dir():
                    stack.enter_context(hold(self.folder))
                using = stack.pop_all()
        except BlockingIOError:
            message = f"a build is using '{self.folder}'"
            raise BuildError([Diagnostic(Location(str(self.folder)), "busy", message, "wait until it ends")]) from None
        with using:
            yield

    @contextlib.contextmanager
    def scratch(self) -> Iterator["Store"]:
        """Hand out an empty store of one's own, removed afterwards, or by a sweep where this process dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._mark()
        folder = Path(mkdtemp(prefix=NEW, dir=self.folder))
        try:
            yield Store(folder, self.tell)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what an interrupted command left behind; call it only while no one else writes."""
        for stray in self.folder.glob(f"{NEW}*") if self._is_marked() else ():
            with contextlib.suppress(OSError):
                shutil.rmtree(stray) if stray.is_dir() and not stray.is_symlink() else stray.unlink()

    def clear(self) -> bool:
        """Remove every entry and what writers left behind, and say whether there was any; other files stay.

        Call it while holding the store alone. Raises BuildError where the folder is no store, and holds anything.
        """
        if not self._is_marked():
            if self.folder.is_dir() and any(self.folder.iterdir()):
                message = f"'{self.folder}' is not known to be a store: it holds no '{MARKER}' of ours"
                hint = "name the store with --runs, or remove the folder yourself"
                raise BuildError([Diagnostic(Location(str(self.folder)), "not-ours", message, hint)])
            with contextlib.suppress(OSError):
                self.folder.rmdir()
            return False
        self.sweep()
        for entry in [*self.entries()]:
            self.drop(*entry)
        (self.folder / MARKER).unlink()
        for folder in [*self.folder.glob("[0-9a-f][0-9a-f]"), self.folder]:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return True

    def _is_marked(self) -> bool:
        return (self.folder / MARKER).is_file()

    def _mark(self) -> None:
        if not self._is_marked():
            write_atomically(self.folder / MARKER, ABOUT)


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


def _unusable(folder: Path, error: OSError) -> BuildError:
    message = f"'{folder}' cannot be used as a store: {os.strerror(error.errno or 0)}"
    hint = "give a --runs that can be written"
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        message, hint = f"'{folder}' is not a folder", "give another --runs, or move the file away"
    return BuildError([Diagnostic(Location(str(folder)), "disk", message, hint)])


def _begins_as_entry(path: Path) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(ENTRY_BEGINS)) == ENTRY_BEGINS
    except OSError:
        return False


def _checksum(name: str, meta: Mapping[str, Any], data: bytes) -> str:
    head = json.dumps([name, dict(meta)], sort_keys=True, allow_nan=False).encode()
    return hashlib.blake2b(head + b"\n" + data, digest_size=16).hexdigest()


def _parse(raw: bytes, name: str, *, trusted: bool) -> Entry | str:
    """Return the entry, or in a word what it is instead of sound. trusted: its checksum was found right before."""
    head, end, data = raw.partition(b"\n")
    if not end:
        return "damaged"
    try:
        # Much of a drawing is the numbers in its head: three times as fast as the standard library.
        stated = msgspec.json.decode(head)
        if stated["format"] != FORMAT:
            return "of another format"
        sound = trusted or (stated["size"], stated["checksum"]) == (len(data), _checksum(name, stated["meta"], data))
        return Entry(stated["meta"], data) if sound else "damaged"
    except (ValueError, KeyError, TypeError, RecursionError):
        return "damaged"
