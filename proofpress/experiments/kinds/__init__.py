"""The table of experiment kinds: a kind is one module here and one line below."""

from collections.abc import Mapping

from proofpress.experiments.kinds import (
    classic,
    descent,
    hypergradient,
    network,
    paired_runs,
    phases,
    plane,
    ridge,
    search,
    shuffle,
    trainability,
)
from proofpress.models import ExperimentKind

KINDS: Mapping[str, ExperimentKind] = {
    "train": network.KIND,
    "ridge": ridge.KIND,
    "descent": descent.KIND,
    "classic": classic.KIND,
    "trainability": trainability.KIND,
    "plane": plane.KIND,
    "phases": phases.KIND,
    "search": search.KIND,
    "strangers": paired_runs.KIND,
    "shuffle": shuffle.KIND,
    "hypergradient": hypergradient.KIND,
}
