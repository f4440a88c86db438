"""What is stale and why: what the keys are made of is noted after a build, and compared before the next."""

from collections.abc import Mapping
from typing import Any

from proofpress.cache.store import Store
from proofpress.experiments import experiment_manifest
from proofpress.experiments.plan import ENTRY, Plan, plan
from proofpress.models import Experiment, ExperimentKind


def stale(
    experiments: Mapping[str, Experiment], store: Store, kinds: Mapping[str, ExperimentKind] | None = None
) -> list[tuple[str, str]]:
    """Return (experiment, why) for each of which a build would train something; reads keys alone.

    Why is one line that names the part of the key that changed, with its old and new value.
    """
    if kinds is None:
        from proofpress.experiments.kinds import KINDS

        kinds = KINDS
    found = []
    for name, experiment in experiments.items():
        each = plan(experiment, kinds)
        missing = sum(not store.has(piece.key, ENTRY) for piece in each.pieces)
        if missing:
            reasons = "; ".join(changes(each, store)) or "its stored runs were removed"
            found.append((name, f"{missing} of {len(each.pieces)} pieces to train: {reasons}"))
    return found


def changes(each: Plan, store: Store) -> list[str]:
    """Return what changed since the experiment was last built, in words; `never trained` where it never was."""
    note = experiment_manifest.last(each.experiment, store)
    if note is None:
        return ["never trained"]
    words = []
    for part, now in each.parts.items():
        before = note["parts"].get(part, {})
        for name in sorted(set(before) | set(now)):
            if before.get(name) != now.get(name):
                words.append(_change(part, name, before.get(name), now.get(name)))
    return words


def _change(part: str, name: str, before: Any, now: Any) -> str:
    if part == "code":
        return f"code of {name} changed"
    if part == "data":
        return f"data of {name} changed"
    if part == "options" and before is None:
        return f"option {name} is new: {now}"
    if part == "options" and now is None:
        return f"option {name} is gone"
    return f"{name} {before} → {now}"
