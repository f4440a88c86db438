"""What is kept of each experiment after a build: what its keys are made of, and totals of its runs.

There is one manifest for each experiment, by the file and the name under which it stands. It tells `status` what has
changed since, by name; and if nothing has, a build need not plan a sweep to know that all of it is stored.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from proofpress.cache import keys
from proofpress.cache.store import Store
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.plan import ENTRY, Plan, data_digests, modules_of, plan, versions_of
from proofpress.formatting import count
from proofpress.models import Experiment, ExperimentKind

KIND = "noted"
TOTALS = ("runs", "updates", "seconds", "parameters")


def last(experiment: Experiment, store: Store) -> Mapping[str, Any] | None:
    """Return the last manifest of an experiment of this name, whatever the experiment then was."""
    name = _name(experiment)
    entry = store.get(name, KIND)
    if entry is not None and not _readable(entry.meta):
        store.tell(f"stored {KIND} {name[:12]} is of another shape: dropped, and made again")
        store.drop(name, KIND)
        return None
    return None if entry is None else entry.meta


def unchanged(experiment: Experiment, kind: ExperimentKind, store: Store) -> Mapping[str, Any] | None:
    """Return the manifest if the experiment is what it was and all its runs are stored and sound."""
    manifest = last(experiment, store)
    if manifest is None or manifest["of"] != _inputs(experiment, kind):
        return None
    return manifest if all(store.is_sound(key, ENTRY) for key in manifest["pieces"]) else None


def remember(planned: Plan, metas: Iterable[Mapping[str, Any]], store: Store) -> Mapping[str, Any]:
    """Keep the manifest of an experiment and return it; see `totals`. metas: what is stored of each piece, in order."""
    manifest = {
        "of": _inputs(planned.experiment, planned.kind),
        "parts": {part: dict(words) for part, words in planned.parts.items()},
        **totals(planned, metas),
    }
    if last(planned.experiment, store) != manifest:
        store.put(_name(planned.experiment), KIND, b"", manifest)
    return manifest


def totals(planned: Plan, metas: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the keys of an experiment and its pieces, and the `TOTALS` of the pieces."""
    pieces = list(metas)
    return {
        "key": planned.key,
        "pieces": [piece.key for piece in planned.pieces],
        "runs": int(sum(meta.get("runs", 0) for meta in pieces)),
        "updates": int(sum(meta.get("updates", 0) for meta in pieces)),
        "seconds": float(sum(meta["seconds"] for meta in pieces)),
        "parameters": int(max((meta.get("parameters", 0) for meta in pieces), default=0)),
    }


def _readable(manifest: Any) -> bool:
    """Return whether a stored manifest has what `remember` keeps."""
    return (
        isinstance(manifest, Mapping)
        and all(isinstance(manifest.get(name), str) for name in ("of", "key"))
        and all(isinstance(manifest.get(name), int | float) for name in TOTALS)
        and isinstance(pieces := manifest.get("pieces"), list)
        and all(isinstance(key, str) for key in pieces)
        and isinstance(parts := manifest.get("parts"), Mapping)
        and all(isinstance(words, Mapping) for words in parts.values())
    )


def _name(experiment: Experiment) -> str:
    location = experiment.location
    return keys.digest(KIND, location.file if location else "", experiment.id)


def _inputs(experiment: Experiment, kind: ExperimentKind) -> str:
    """Return a digest of all that the plan of an experiment is made of."""
    modules, data = modules_of(kind, experiment.options), data_digests(experiment.options)
    return keys.digest(
        kind.name, experiment.options, data, versions_of(modules, experiment.options), keys.code_digest(*modules)
    )


def stale(
    experiments: Mapping[str, Experiment], store: Store, kinds: Mapping[str, ExperimentKind] | None = None
) -> list[tuple[str, str]]:
    """Return (experiment, why) for each of which a build would train something; reads keys alone.

    Why is one line that names the part of the key that changed, with its old and new value.
    """
    reasons = []
    for name, experiment in experiments.items():
        planned = plan(experiment, kinds or experiment_kinds())
        missing = sum(not store.has(piece.key, ENTRY) for piece in planned.pieces)
        if missing:
            why = "; ".join(changes(planned, store)) or "its stored runs were removed"
            reasons.append((name, f"{missing} of {count(len(planned.pieces), 'piece')} to train: {why}"))
    return reasons


def changes(planned: Plan, store: Store) -> list[str]:
    """Return what changed since the experiment was last built, in words; `never trained` if it never was."""
    manifest = last(planned.experiment, store)
    if manifest is None:
        return ["never trained"]
    words = []
    for part, now in planned.parts.items():
        before = manifest["parts"].get(part, {})
        for name in sorted(set(before) | set(now)):
            if before.get(name) != now.get(name):
                words.append(_change(part, name, before.get(name), now.get(name)))
    return words


def _change(part: str, name: str, before: Any, now: Any) -> str:
    if part in ("code", "data"):
        return f"{part} of {name} changed"
    if part == "options" and before is None:
        return f"option {name} is new: {now}"
    if part == "options" and now is None:
        return f"option {name} is gone"
    return f"{name} {before} → {now}"
