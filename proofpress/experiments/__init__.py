"""The room that trains: experiments in, records of runs out.

train             train what the store does not hold, and return records of all runs
recall            the same records, where the store holds all of them
executor_of       what trains the same experiments several times
stale             which experiments a build would train, and why
experiment_kinds  the kinds of experiment, by name
cluster           the workers of a Dask cluster, to train on
lab_files         what a browser needs to train a recorded run again
"""

from proofpress.experiments.experiment_manifest import stale
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.labs import lab_files, lab_settings
from proofpress.experiments.runner import executor_of, recall, train
from proofpress.experiments.training.cluster import cluster

__all__ = ["cluster", "executor_of", "experiment_kinds", "lab_files", "lab_settings", "recall", "stale", "train"]
