"""The store: what was computed once, found again by its key. No pickle, no clock, no eviction.

marked: reads and writes the folder of stored runs.

An entry is one file, `<folder>/<key[:2]>/<key>.<kind>`: a line of JSON that carries a checksum of the
rest, then the rest. It is written to a temporary name and renamed, so that a reader sees all or nothing.
"""

import contextlib
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """A stored result: `meta`, JSON-able facts about it, and `data`, its bytes."""

    meta: Mapping[str, Any]
    data: bytes


@dataclass(frozen=True)
class Store:
    """Entries in a folder.

    tell: is called with one sentence when an entry is found damaged and dropped.
    used: every entry that was found or put, as (key, kind): what a later build must find unharmed.
    """

    folder: Path
    tell: Callable[[str], None] = field(default=lambda sentence: None, compare=False)
    used: set[tuple[str, str]] = field(default_factory=set, compare=False)

    def path(self, key: str, kind: str) -> Path:
        """Return where the entry of this key and kind lies, or would lie."""
        return self.folder / key[:2] / f"{key}.{kind}"

    def has(self, key: str, kind: str) -> bool:
        """Return whether an entry is there; its checksum is not read."""
        there = self.path(key, kind).is_file()
        if there:
            self.used.add((key, kind))
        return there

    def get(self, key: str, kind: str) -> Entry | None:
        """Return the entry, or None where there is none or a damaged one, which is told and removed."""
        path = self.path(key, kind)
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return None
        entry = _parse(raw)
        if entry is None:
            self.tell(f"stored {kind} {key[:12]} is damaged: dropped, and made again")
            path.unlink(missing_ok=True)
        else:
            self.used.add((key, kind))
        return entry

    def put(self, key: str, kind: str, data: bytes, meta: Mapping[str, Any]) -> None:
        """Store an entry under its key. Raises OSError where the disk does not let it."""
        head = {"format": FORMAT, "checksum": _checksum(meta, data), "size": len(data), "meta": dict(meta)}
        line = json.dumps(head, sort_keys=True, allow_nan=False).encode() + b"\n"
        path = self.path(key, kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(line)
                file.write(data)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self.used.add((key, kind))

    def drop(self, key: str, kind: str) -> None:
        """Remove an entry if it is there."""
        self.path(key, kind).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what an interrupted writer left behind; call it only while no one else writes."""
        for stray in self.folder.glob("*/.new-*"):
            stray.unlink(missing_ok=True)

    def clear(self) -> bool:
        """Remove every entry and what writers left behind, and say whether there was any; other files stay."""
        removed = False
        for path in [*self.folder.glob("[0-9a-f][0-9a-f]/*.*"), *self.folder.glob("[0-9a-f][0-9a-f]/.new-*")]:
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


def _checksum(meta: Mapping[str, Any], data: bytes) -> str:
    head = json.dumps(dict(meta), sort_keys=True, allow_nan=False).encode()
    return hashlib.blake2b(head + b"\n" + data, digest_size=16).hexdigest()


def _parse(raw: bytes) -> Entry | None:
    head, _, data = raw.partition(b"\n")
    try:
        stated = json.loads(head)
        checksum = _checksum(stated["meta"], data)
        sound = (stated["format"], stated["size"], stated["checksum"]) == (FORMAT, len(data), checksum)
        return Entry(stated["meta"], data) if sound else None
    except (ValueError, KeyError, TypeError):
        return None
