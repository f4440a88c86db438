"""Finding that nothing changed: the last build of the same inputs, if all it made is still there.

marked: reads the files of output/.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from proofpress.keys import digest, digest_bytes
from proofpress.request import Request
from proofpress.store import Store
from proofpress.values import File

KIND = "build"
LAST = "latest"


def recall(store: Store, inputs: str, output: Path) -> Mapping[str, Any] | None:
    """Return the summary of the last build of these inputs, or None where it has to be built again.

    It counts only if every file of it lies in output/ byte for byte, nothing else does, and every
    stored entry that it used is sound: a damaged one is told and dropped here, and so made again.
    """
    last = store.get(digest(KIND, inputs), KIND)
    if last is None:
        return None
    sound = [store.get(key, kind) is not None for key, kind in last.meta["used"]]
    if not all(sound) or last.meta["files"] != _present(output):
        return None
    summary: Mapping[str, Any] = last.meta["summary"]
    return summary


def remember(store: Store, inputs: str, summary: Mapping[str, Any], files: Iterable[File]) -> None:
    """Keep what a build of these inputs made, for `recall`."""
    made = {file.path: digest_bytes(file.data) for file in files}
    store.put(digest(KIND, inputs), KIND, b"", {"summary": dict(summary), "files": made, "used": sorted(store.used)})


def note(store: Store, request: Request, inputs: str) -> None:
    """Keep which build was the last of this output folder, content and choice of comparisons, for `unused`."""
    place = [str(request.output.resolve()), str(request.content.resolve()), request.only, request.drafts]
    key, meta = digest(LAST, place), {"build": digest(KIND, inputs)}
    entry = store.get(key, LAST)
    if entry is None or entry.meta != meta:
        store.put(key, LAST, b"", meta)


def unused(store: Store) -> list[tuple[str, str]] | None:
    """Return the stored entries, by key and kind, that the last build of no site used; None where no build is known.

    Sites that share a store each keep what their own last build used, and so does each choice of `--only`.
    """
    stored = list(store.entries())
    used = set()
    for last, kind in stored:
        if kind != LAST or (noted := store.get(last, LAST)) is None:
            continue
        build = store.get(noted.meta["build"], KIND)
        if build is not None:
            used |= {(last, LAST), (noted.meta["build"], KIND), *((key, kind) for key, kind in build.meta["used"])}
    return [entry for entry in stored if entry not in used] if used else None


def _present(output: Path) -> dict[str, str]:
    """Return path → digest for the files of output/; the press's own marker is left out."""
    return {
        path.relative_to(output).as_posix(): digest_bytes(path.read_bytes())
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != ".proofpress"
    }
