"""What the last build wrote into an output folder, artifact by artifact, and which of it is still there as written.

Side effects: reads files of output/ on disks whose clocks are coarse, and asks the system where a folder really lies.

There is one manifest for each output folder, content folder and choice of comparisons. An artifact is intact if each of
its files lies in output/ as we wrote it, nothing else lies in its folders, and each stored entry that it was made from
is sound. Whether it is *unchanged* its key says, which others compare.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from proofpress.cache.file_stamp import changed_at, digest_stamps, disk_time, folders_of, is_same_content, stamp
from proofpress.cache.keys import digest, digest_bytes
from proofpress.cache.store import Store
from proofpress.models.artifact import Artifact, AuditRecord
from proofpress.models.build_options import BuildOptions

KIND = "built"
ROOT = ""
SECOND_NS = 1_000_000_000


class Written(Struct, frozen=True):
    """What a build wrote into output/.

    stamps: of each file and folder as it was written, by path; None where something else lies there since.
    unsettled: the `content_digest` of what could still be changed without a new stamp, by path.
    """

    stamps: Mapping[str, bytes | None]
    unsettled: Mapping[str, str]


class Part(Struct, frozen=True, array_like=True):
    """An artifact in a manifest. files, folders, stored: digests of stamps; None where one is not as it was."""

    name: str
    key: str
    summary: dict[str, Any]
    entries: tuple[tuple[str, str], ...]
    audit: AuditRecord
    files: str | None
    folders: str | None
    stored: str | None


class Manifest(Struct, frozen=True):
    """What a build wrote. fingerprint: of all it depended on. root: digest of the stamp of output/ itself.

    unsettled: as in Written.
    """

    fingerprint: str
    parts: tuple[Part, ...]
    root: str | None
    unsettled: dict[str, str]


class LastBuild(Struct, frozen=True):
    """What the last build left, as far as it is intact.

    fingerprint: of all it depended on. artifacts, audits: by name, those that are intact. stamps: of their files.
    unsettled: as in Written. is_whole: whether all artifacts are intact, and nothing else lies in output/.
    """

    fingerprint: str = ""
    artifacts: Mapping[str, Artifact] = field(default_factory=dict)
    audits: Mapping[str, AuditRecord] = field(default_factory=dict)
    stamps: Mapping[str, bytes | None] = field(default_factory=dict)
    unsettled: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = False


def recall(store: Store, options: BuildOptions) -> LastBuild:
    """Return what the last build of an output folder wrote, as far as it is intact.

    A stored entry that is damaged is told and dropped here, and so made again.
    """
    manifest = _read(store, _key(options))
    if manifest is None:
        return LastBuild()
    root = os.path.realpath(options.output)
    artifacts: dict[str, Artifact] = {}
    audits: dict[str, AuditRecord] = {}
    stamps: dict[str, bytes | None] = {}
    for part in manifest.parts:
        paths, folders = part.audit.paths, folders_of(part.audit.paths)
        found = {path: stamp(f"{root}/{path}") for path in paths}
        is_as_written = (
            _match(part.files, found.values())
            and _match(part.folders, [stamp(f"{root}/{path}") for path in folders])
            and _hold(root, manifest.unsettled, (*paths, *folders))
        )
        if _are_sound(store, part) and is_as_written:
            artifacts[part.name] = Artifact(part.name, part.key, part.summary, part.entries, None)
            audits[part.name] = part.audit
            stamps |= found
    is_closed = _match(manifest.root, [stamp(root)]) and _hold(root, manifest.unsettled, [ROOT])
    is_whole = len(artifacts) == len(manifest.parts) and is_closed
    return LastBuild(manifest.fingerprint, artifacts, audits, stamps, manifest.unsettled, is_whole)


def remember(
    store: Store,
    options: BuildOptions,
    fingerprint: str,
    artifacts: Iterable[tuple[Artifact, AuditRecord]],
    written: Written,
) -> None:
    """Keep what a build of this fingerprint wrote, for `recall` and `unused`. Raises OSError."""
    stored = _stored(store)
    parts = tuple(
        Part(
            artifact.name,
            artifact.key,
            dict(artifact.summary),
            artifact.entries,
            audit,
            digest_stamps(written.stamps[path] for path in audit.paths),
            digest_stamps(written.stamps[path] for path in folders_of(audit.paths)),
            digest_stamps(stored.get(entry) for entry in artifact.entries),
        )
        for artifact, audit in artifacts
    )
    manifest = Manifest(fingerprint, parts, digest_stamps([written.stamps[ROOT]]), dict(written.unsettled))
    store.put(_key(options), KIND, msgspec.json.encode(manifest), {})


def unused(store: Store) -> list[tuple[str, str]] | None:
    """Return the stored entries, by key and kind, that the last build of no site used; None where no build is known.

    Sites that share a store each keep what their own last build used, and so does each choice of `--only`.
    """
    stored = list(store.entries())
    used: set[tuple[str, str]] = set()
    for key, kind in stored:
        if kind == KIND and (manifest := _read(store, key)) is not None:
            used.add((key, KIND))
            used.update(entry for part in manifest.parts for entry in part.entries)
    return [entry for entry in stored if entry not in used] if used else None


def content_digest(path: str) -> str | None:
    """Return a digest of what a file holds, or of the names in a folder; None where there is neither."""
    try:
        return digest_names(os.listdir(path)) if os.path.isdir(path) else digest_bytes(Path(path).read_bytes())
    except OSError:
        return None


def digest_names(names: Iterable[str]) -> str:
    """Return a digest of the names in a folder."""
    return digest(sorted(names))


def _read(store: Store, key: str) -> Manifest | None:
    entry = store.get(key, KIND)
    try:
        return None if entry is None else msgspec.json.decode(entry.data, type=Manifest)
    except msgspec.MsgspecError:
        # Sound, but of another version of the press.
        return None


def _key(options: BuildOptions) -> str:
    output, content = (os.path.realpath(folder) for folder in (options.output, options.content))
    return digest(KIND, output, content, options.only, options.drafts)


def _match(recorded: str | None, stamps: Iterable[bytes | None]) -> bool:
    return recorded is not None and recorded == digest_stamps(stamps)


def _are_sound(store: Store, part: Part) -> bool:
    """Return whether all entries of an artifact are sound; those that were touched are read, and told if damaged."""
    found = {entry: store.stamp(*entry) for entry in part.entries}
    if _match(part.stored, found.values()):
        store.sound.update((entry, each) for entry, each in found.items() if each is not None)
        return True
    unsound = [entry for entry in part.entries if not store.is_sound(*entry)]
    return not unsound


def _hold(root: str, digests: Mapping[str, str], paths: Iterable[str]) -> bool:
    """Return whether files and folders hold what was written into them, where their stamps do not say it."""
    return not digests or all(digests[path] == content_digest(f"{root}/{path}") for path in paths if path in digests)


def _stored(store: Store) -> Mapping[tuple[str, str], bytes]:
    """Return the stamps of the entries that are as they were when they were last known to be sound."""
    found = {
        entry: now
        for entry, known in store.sound.items()
        if (now := store.stamp(*entry)) is not None and is_same_content(known, now)
    }
    time_ns = disk_time(os.fspath(store.folder), max(map(changed_at, found.values()), default=0))
    # Where the disk keeps whole seconds, entries are read every time: their checksums say more than their stamps.
    return {entry: each for entry, each in found.items() if changed_at(each) < time_ns and changed_at(each) % SECOND_NS}
