"""What is stale and why: what the keys are made of is kept after a build, and compared before the next."""

from collections.abc import Mapping
from typing import Any

from proofpress.cache.store import Store
from proofpress.experiments import experiment_manifest
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.plan import ENTRY, Plan, plan
from proofpress.formatting import count
from proofpress.models import Experiment, ExperimentKind


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
    manifest = experiment_manifest.last(planned.experiment, store)
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
