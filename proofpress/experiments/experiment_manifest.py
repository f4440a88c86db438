"""What is noted of an experiment after a build: what its keys are made of, and what its runs amount to.

One note for each experiment, by the file and the name under which it stands. It tells `status` what has changed since;
and where nothing has, a build need not plan a sweep to know that all of it is stored.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from proofpress.cache import keys
from proofpress.cache.store import Store
from proofpress.datasets.data_digest import raw_digest
from proofpress.experiments.plan import ENTRY, Plan, data_names, module_of
from proofpress.models import Experiment, ExperimentKind

KIND = "noted"
NUMBERS = ("runs", "updates", "seconds", "parameters")


def last(experiment: Experiment, store: Store) -> Mapping[str, Any] | None:
    """Return what was last noted of an experiment of this name, whatever it was then."""
    entry = store.get(_name(experiment), KIND)
    return None if entry is None else entry.meta


def unchanged(experiment: Experiment, kind: ExperimentKind, store: Store) -> Mapping[str, Any] | None:
    """Return the note if the experiment is what it was and all its runs are stored and sound."""
    note = last(experiment, store)
    if note is None or note["of"] != _of(experiment, kind):
        return None
    return note if all(store.sound(key, ENTRY) for key in note["pieces"]) else None


def remember(each: Plan, metas: Iterable[Mapping[str, Any]], store: Store) -> Mapping[str, Any]:
    """Note an experiment and return the note, see `summed`. metas: what is noted of each piece, in order."""
    note = {
        "of": _of(each.experiment, each.kind),
        "parts": {part: dict(words) for part, words in each.parts.items()},
        **summed(each, metas),
    }
    if last(each.experiment, store) != note:
        store.put(_name(each.experiment), KIND, b"", note)
    return note


def summed(each: Plan, metas: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the keys of an experiment and its pieces, and what the pieces amount to: `NUMBERS`."""
    found = list(metas)
    return {
        "key": each.key,
        "pieces": [piece.key for piece in each.pieces],
        "runs": int(sum(meta.get("runs", 0) for meta in found)),
        "updates": int(sum(meta.get("updates", 0) for meta in found)),
        "seconds": float(sum(meta["seconds"] for meta in found)),
        "parameters": int(max((meta.get("parameters", 0) for meta in found), default=0)),
    }


def _name(experiment: Experiment) -> str:
    place = experiment.location
    return keys.digest(KIND, place.file if place else "", experiment.id)


def _of(experiment: Experiment, kind: ExperimentKind) -> str:
    """Return a digest of all that the plan of an experiment is made of."""
    module = module_of(kind)
    data = {name: raw_digest(name) for name in sorted(data_names(experiment.options))}
    return keys.digest(kind.name, experiment.options, data, keys.library_versions(module), keys.code_digest(module))
