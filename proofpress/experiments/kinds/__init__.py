"""The table of experiment kinds: a kind is one module here and one line below."""

from collections.abc import Mapping

from proofpress.experiments.kinds import train
from proofpress.values import ExperimentKind

KINDS: Mapping[str, ExperimentKind] = {
    "train": train.KIND,
}
