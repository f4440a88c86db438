"""The folder of a comparison, in which its options may name files.

Side effects: lists and reads files of a comparison's folder, and keeps in the store what was found in them.
"""

import glob
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from proofpress.cache.reading import digest_file, is_input
from proofpress.cache.store import Store
from proofpress.content.files import as_typed, is_inside
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, one_of, shortened, suggest
from proofpress.models.own_files import OWN_SUFFIXES, OwnFile
from proofpress.models.own_logs import is_events

KIND = "index"
DIGITS = 32
"""How much of a file's digest its key holds, in hexadecimal digits."""
MAGIC = "*?["


class Folder(Struct, frozen=True):
    """The folder of a comparison as one entry of its YAML sees it; see `proofpress.models.own_files.OwnFolder`.

    node: the options as written. location: where they begin. store: keeps what was found in files, None for nowhere.
    packages: those that site.yaml allows estimators from.
    """

    path: Path
    node: Node
    location: Location
    diagnostics: list[Diagnostic]
    store: Store | None = None
    packages: tuple[str, ...] = ()

    def find(self, pattern: str, *at: str | int) -> tuple[OwnFile, ...]:
        """Return the files that a path or a pattern names, sorted; none if something is wrong, which is noted."""
        location = self.locate(*at)
        parts = PurePosixPath(pattern).parts
        if os.path.isabs(pattern) or "\\" in pattern or ".." in parts:
            message = f"'{shortened(pattern)}' leads out of the comparison's folder"
            hint = "write a path from that folder downwards, with slashes"
            self.diagnostics.append(Diagnostic(location, "path-outside", message, hint))
            return ()
        names = self._names(pattern, location)
        found = [self._read(name, location) for name in names]
        return tuple(file for file in found if file is not None) if all(found) else ()

    def locate(self, *at: str | int) -> Location:
        """Return where something is written in the options, as near as can be told."""
        location, node = self.location, self.node
        for part in at:
            below = node.child(part)
            if below is None:
                return node.keys.get(part, location) if isinstance(part, str) else location
            location, node = below.location, below
        return location

    def note(self, location: Location, rule: str, message: str, hint: str = "") -> None:
        """Note something that is wrong."""
        self.diagnostics.append(Diagnostic(location, rule, message, hint))

    def remember(self, key: str, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return what JSON can hold, as stored under a key, or made and stored. `make` may raise BuildError."""
        entry = self.store.get(key, KIND) if self.store is not None else None
        if entry is not None:
            kept: Mapping[str, Any] = json.loads(entry.data)
            return kept
        made = make()
        if self.store is not None:
            self.store.put(key, KIND, json.dumps(made).encode(), {})
        return made

    def tell(self, sentence: str) -> None:
        """Say what takes long."""
        if self.store is not None:
            self.store.tell(sentence)

    def _names(self, pattern: str, location: Location) -> list[str]:
        if not any(sign in pattern for sign in MAGIC):
            return [pattern]
        found = glob.glob(pattern, root_dir=self.path, recursive=True)
        names = sorted(name.replace(os.sep, "/") for name in found if (self.path / name).is_file())
        if not names:
            message = f"no file in the comparison's folder is called like '{shortened(pattern)}'"
            self.diagnostics.append(Diagnostic(location, "missing-file", message, self._suggest(pattern)))
        return names

    def _read(self, name: str, location: Location) -> OwnFile | None:
        """Return a file with the digest of its bytes; None if it cannot be used, which is noted."""
        path = self.path / name
        if not _is_read(name):
            message = f"'{shortened(name)}' is not a file of a kind that is read"
            hint = f"its name must end in {one_of(OWN_SUFFIXES)}, or be that of an event file of TensorBoard"
        elif not is_input(name):
            message, hint = f"'{shortened(name)}' is hidden, a backup or a cache", "give the file another name"
        else:
            try:
                if path.exists() and not path.is_file():
                    message, hint = f"'{shortened(name)}' is not a file", "name a file, or a pattern such as data/*.csv"
                elif not is_inside(self.path, path):
                    message = f"'{shortened(name)}' is a link that leads out of the comparison's folder"
                    hint = "put a copy of the file here"
                else:
                    digest = digest_file(path).hex()[:DIGITS]
                    return OwnFile(PurePosixPath(name).as_posix(), digest, as_typed(path), self.path)
            except FileNotFoundError:
                message, hint = f"there is no file '{shortened(name)}' in the comparison's folder", self._suggest(name)
            except (OSError, RuntimeError) as error:
                reason = getattr(error, "strerror", None) or "a link leads in a circle"
                message, hint = f"'{shortened(name)}' cannot be read: {reason.lower()}", "check its permissions"
                self.diagnostics.append(Diagnostic(location, "unreadable", message, hint))
                return None
        self.diagnostics.append(Diagnostic(location, "missing-file", message, hint))
        return None

    def _suggest(self, name: str) -> str:
        """Return the nearest of the files that there are."""
        suffix = PurePosixPath(name).suffix
        found = [path.relative_to(self.path).as_posix() for path in self.path.rglob(f"*{suffix}") if path.is_file()]
        files = [each for each in found if is_input(each) and _is_read(each)]
        return suggest(name, files) if files else "put the file there; paths begin in the folder of the comparison"


def _is_read(name: str) -> bool:
    return name.endswith(OWN_SUFFIXES) or is_events(name)
