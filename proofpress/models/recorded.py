"""Which runs were made elsewhere, and the words that say so on every page, sheet and slide."""

from collections.abc import Iterable, Mapping

from proofpress.models.entries import Experiment
from proofpress.models.own_files import RecordedElsewhere

RECORDED_WORDS = "recorded elsewhere, not retrained here"
"""As build.json has them; pages and pictures translate them."""
RECORDED_SIGN = "■"
"""The mark of recorded runs where words alone are drawn."""


def is_recorded(experiment: Experiment) -> bool:
    """Return whether the runs of an experiment were made elsewhere."""
    return isinstance(experiment.options, RecordedElsewhere)


def any_recorded(names: Iterable[str], experiments: Mapping[str, Experiment]) -> bool:
    """Return whether one of some experiments was recorded elsewhere."""
    return any(name in experiments and is_recorded(experiments[name]) for name in names)
