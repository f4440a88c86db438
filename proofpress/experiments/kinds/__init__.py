"""The kinds of experiment: each module here names one as `KIND`; its docstring shows it by example."""

from collections.abc import Mapping
from functools import cache

from proofpress.experiments.splits import over_splits
from proofpress.models import ExperimentKind
from proofpress.registry import discover


@cache
def experiment_kinds() -> Mapping[str, ExperimentKind]:
    """Return all kinds of experiment by name: those of this package, and those of other distributions."""
    kinds = discover("proofpress.experiments.kinds", "proofpress.experiments", ExperimentKind)
    return {name: over_splits(kind) for name, kind in kinds.items()}
