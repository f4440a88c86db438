"""What the last build made, part by part, and which of it is unharmed: nothing has to be done for that.

There is one note for each output folder. A part is unharmed if each of its files lies in output/ as we left it,
nothing else lies in its folders, and each stored entry that it was made from is sound. Whether it is *unchanged* says
its key, which others compare.

marked: asks the system where a folder really lies.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofpress.keys import digest
from proofpress.parts import Audited, Part, Twin
from proofpress.store import Store
from proofpress.untouched import folders, mark

KIND = "build"
Marks = Mapping[str, Mapping[str, str]]
ROOT = ("",)


@dataclass(frozen=True)
class Last:
    """The last build of an output folder.

    inputs: digest of all it depended on. parts: by name, those that are unharmed, and what the audit noted of them.
    whole: whether all of them are, and nothing else lies in output/. paths: of all its parts. marks: of all its
    parts, when they were made. twin: what was left beside output/, with marks of its folders.
    """

    inputs: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)
    noted: Mapping[str, Audited] = field(default_factory=dict)
    whole: bool = False
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Marks = field(default_factory=dict)
    twin: Mapping[str, Any] | None = None

    @property
    def in_twin(self) -> dict[str, tuple[str, ...]]:
        """Name of a part → paths of its files in the twin."""
        differs = {name: tuple(paths) for name, paths in self.twin["differs"].items()} if self.twin else {}
        return {**self.paths, **differs}


def recall(store: Store, output: Path) -> Last:
    """Return what the last build of an output folder made, as far as it is unharmed.

    A stored entry that is damaged is told and dropped here, and so made again.
    """
    entry = store.get(_key(output), KIND)
    if entry is None:
        return Last()
    said, root, asked = json.loads(entry.data), os.path.realpath(output), dict[str, bytes]()
    parts: dict[str, Part] = {}
    noted: dict[str, Audited] = {}
    for name, key, gave, used, paths, titles, links, outer in said["parts"]:
        marks = said["marks"][name]
        sound = marks["entries"] == _entries(store, used, asked) or _sound(store, used)
        if sound and marks["files"] == mark(root, paths) and marks["folders"] == mark(root, folders(paths)):
            parts[name] = Part(name, key, gave, tuple((key, kind) for key, kind in used), None)
            noted[name] = Audited(tuple(paths), titles, links, tuple(map(tuple, outer)))
    whole = len(parts) == len(said["parts"]) and said["root"] == mark(root, ROOT)
    every = {row[0]: tuple(row[4]) for row in said["parts"]}
    return Last(said["inputs"], parts, noted, whole, every, said["marks"], said["twin"])


def twin(last: Last, beside: Path) -> Twin | None:
    """Return what the last build left beside an unharmed output/, or None where nobody can build on it."""
    if not last.whole or last.twin is None:
        return None
    marks, there = last.twin["folders"], last.in_twin
    sound = last.twin["root"] == mark(str(beside), ROOT) and all(
        marks[name] == mark(str(beside), folders(paths)) for name, paths in there.items() if paths
    )
    if not sound:
        return None
    differs = last.twin["differs"]
    return Twin(_all(last.paths), _all(there), frozenset(differs))


def remember(
    store: Store,
    output: Path,
    inputs: str,
    made: Iterable[tuple[Part, Audited, bool]],
    last: Last,
    grown: Twin | None,
    beside: Path | None,
) -> None:
    """Keep what a build of these inputs made, for `recall`.

    made: each part, what was noted of it, and whether it was made by this build. last: the build before. grown: the
    twin that this build grew on. beside: where it left one: the last build's tree; without `last`, one like its own.
    """
    root, asked = os.path.realpath(output), dict[str, bytes]()
    rows: list[tuple[Any, ...]] = []
    marks: dict[str, Mapping[str, str]] = {}
    differs: dict[str, tuple[str, ...]] = dict(last.paths)
    for part, noted, fresh in made:
        paths = noted.paths
        rows.append((part.name, part.key, part.gave, part.used, paths, noted.titles, noted.links, noted.outer))
        if not fresh:
            differs.pop(part.name, None)
        elif last.paths:
            differs.setdefault(part.name, ())
        if grown and last.twin and not fresh and part.name not in grown.differs:
            # Untouched; its folders are those that stood in the twin.
            marks[part.name] = {**last.marks[part.name], "folders": last.twin["folders"][part.name]}
        else:
            marks[part.name] = {
                "files": mark(root, paths),
                "folders": mark(root, folders(paths)),
                "entries": _entries(store, part.used, asked),
            }
    said: dict[str, Any] = {"inputs": inputs, "parts": rows, "marks": marks, "root": mark(root, ROOT)}
    said["twin"] = _left(beside, last, differs, {row[0]: row[4] for row in rows}) if beside else None
    store.put(_key(output), KIND, json.dumps(said).encode(), {})


def _left(
    beside: Path, last: Last, differs: Mapping[str, tuple[str, ...]], paths: Mapping[str, Iterable[str]]
) -> dict[str, Any]:
    """Return what is kept of a tree that was left beside output/."""
    there = last.paths or paths
    # The folders of the last build's tree moved with it, and nobody wrote in them.
    marks = {name: last.marks[name]["folders"] for name in last.paths} if last.whole else {
        name: mark(str(beside), folders(within)) for name, within in there.items()
    }  # fmt: skip
    return {"root": mark(str(beside), ROOT), "folders": marks, "differs": differs}


def _all(paths: Mapping[str, Iterable[str]]) -> frozenset[str]:
    return frozenset(path for each in paths.values() for path in each)


def _key(output: Path) -> str:
    return digest(KIND, os.path.realpath(output))


def _sound(store: Store, used: Iterable[tuple[str, str]]) -> bool:
    """Return whether all entries are sound; each one that is not is told."""
    found = [store.get(key, kind) for key, kind in used]
    return None not in found


def _entries(store: Store, used: Iterable[Iterable[str]], asked: dict[str, bytes]) -> str:
    return mark(str(store.folder), [f"{key[:2]}/{key}.{kind}" for key, kind in used], asked)
