"""The table of experiment kinds: a kind is one module here and one line below."""

from collections.abc import Mapping

from proofpress.experiments.kinds import (
    classic,
    descent,
    hypergradient,
    phases,
    plane,
    ridge,
    search,
    shuffle,
    strangers,
    train,
    trainability,
)
from proofpress.values import ExperimentKind

KINDS: Mapping[str, ExperimentKind] = {
    "train": train.KIND,
    "ridge": ridge.KIND,
    "descent": descent.KIND,
    "classic": classic.KIND,
    "trainability": trainability.KIND,
    "plane": plane.KIND,
    "phases": phases.KIND,
    "search": search.KIND,
    "strangers": strangers.KIND,
    "shuffle": shuffle.KIND,
    "hypergradient": hypergradient.KIND,
}
