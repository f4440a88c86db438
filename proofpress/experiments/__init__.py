"""The room that trains: experiments in, records of runs out.

train     what the store does not hold, and hand out records of all runs
stale     which experiments a build would train, and why
KINDS     the table of experiment kinds
"""

from proofpress.experiments.kinds import KINDS
from proofpress.experiments.status import stale
from proofpress.experiments.training import train

__all__ = ["KINDS", "stale", "train"]
