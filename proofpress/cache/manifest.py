"""What the last build made, part by part, and which of it is unharmed: nothing has to be done for that.

There is one note for each output folder, content folder and choice of comparisons. A part is unharmed if each of its
files lies in output/ as we left it, nothing else lies in its folders, and each stored entry that it was made from is
sound. Whether it is *unchanged* says its key, which others compare.

Side effects: asks the system where a folder really lies.
"""

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from proofpress.cache.file_stamp import folders, mark
from proofpress.cache.keys import digest
from proofpress.cache.store import Store
from proofpress.models.artifact import Artifact, Audited
from proofpress.models.build_options import BuildOptions

KIND = "built"
ROOT = ("",)


class Last(Struct, frozen=True):
    """The last build.

    inputs: digest of all it depended on. parts: by name, those that are unharmed, and what the audit noted of them.
    whole: whether all of them are, and nothing else lies in output/.
    """

    inputs: str = ""
    artifacts: Mapping[str, Artifact] = field(default_factory=dict)
    noted: Mapping[str, Audited] = field(default_factory=dict)
    whole: bool = False


def recall(store: Store, options: BuildOptions) -> Last:
    """Return what the last build of an output folder made, as far as it is unharmed.

    A stored entry that is damaged is told and dropped here, and so made again.
    """
    entry = store.get(_key(options), KIND)
    if entry is None:
        return Last()
    said, root, asked = json.loads(entry.data), os.path.realpath(options.output), dict[str, bytes]()
    artifacts: dict[str, Artifact] = {}
    noted: dict[str, Audited] = {}
    for name, key, gave, used, paths, titles, links, outer, marks in said["parts"]:
        entries = {(key, kind) for key, kind in used}
        if marks["entries"] == _entries(store, used, asked):
            store.untouched.update(entries)
        sound = store.untouched >= entries or _sound(store, used)
        if sound and marks["files"] == mark(root, paths) and marks["folders"] == mark(root, folders(paths)):
            artifacts[name] = Artifact(name, key, gave, tuple((key, kind) for key, kind in used), None)
            noted[name] = Audited(tuple(paths), titles, links, tuple(map(tuple, outer)))
    whole = len(artifacts) == len(said["parts"]) and said["root"] == mark(root, ROOT)
    return Last(said["inputs"], artifacts, noted, whole)


def remember(store: Store, options: BuildOptions, inputs: str, made: Iterable[tuple[Artifact, Audited]]) -> None:
    """Keep what a build of these inputs made, each part and what was noted of it, for `recall` and `unused`."""
    root, asked = os.path.realpath(options.output), dict[str, bytes]()
    rows: list[tuple[Any, ...]] = []
    for artifact, noted in made:
        paths = noted.paths
        marks = {
            "files": mark(root, paths),
            "folders": mark(root, folders(paths)),
            "entries": _entries(store, artifact.used, asked),
        }
        rows.append(
            (
                artifact.name,
                artifact.key,
                artifact.gave,
                artifact.used,
                paths,
                noted.titles,
                noted.links,
                noted.outer,
                marks,
            )
        )
    said = {"inputs": inputs, "parts": rows, "root": mark(root, ROOT)}
    store.put(_key(options), KIND, json.dumps(said).encode(), {})


def unused(store: Store) -> list[tuple[str, str]] | None:
    """Return the stored entries, by key and kind, that the last build of no site used; None where no build is known.

    Sites that share a store each keep what their own last build used, and so does each choice of `--only`.
    """
    stored = list(store.entries())
    used: set[tuple[str, str]] = set()
    for key, kind in stored:
        if kind == KIND and (entry := store.get(key, KIND)) is not None:
            used.add((key, KIND))
            used.update((key, kind) for row in json.loads(entry.data)["parts"] for key, kind in row[3])
    return [entry for entry in stored if entry not in used] if used else None


def _key(options: BuildOptions) -> str:
    output, content = (os.path.realpath(folder) for folder in (options.output, options.content))
    return digest(KIND, output, content, options.only, options.drafts)


def _sound(store: Store, used: Iterable[tuple[str, str]]) -> bool:
    """Return whether all entries are sound; each one that is not is told."""
    found = [store.get(key, kind) for key, kind in used]
    return None not in found


def _entries(store: Store, used: Iterable[Iterable[str]], asked: dict[str, bytes]) -> str:
    return mark(str(store.folder), [f"{key[:2]}/{key}.{kind}" for key, kind in used], asked)
