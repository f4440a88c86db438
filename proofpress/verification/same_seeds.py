"""The published seeds trained again, in a store of their own, and compared with the stored runs.

Side effects: trains in a folder of the store, which is removed afterwards.
"""

from collections.abc import Iterator, Mapping

from proofpress.cache.store import Store
from proofpress.models import Experiment, Runs
from proofpress.verification.fresh_seeds import Train


def compare_same_seeds(experiments: Mapping[str, Experiment], train: Train, store: Store) -> Iterator[str]:
    """Yield a sentence for each experiment: how far its arrays differ. Memory holds the arrays of one experiment."""
    with store.scratch() as scratch:
        stored, again = train(experiments, store), train(experiments, scratch)
        for name in experiments:
            yield f"{name}: {_difference(stored.pop(name).load(), again.pop(name).load())}"


def _difference(stored: Runs, again: Runs) -> str:
    """Return in words how far two recordings of the same runs differ."""
    import numpy as np

    largest, where = 0.0, ""
    for name, channel in stored.channels.items():
        before, after = channel.values, again.channels[name].values
        if np.array_equal(before, after, equal_nan=before.dtype.kind == "f"):
            continue
        difference = float(np.nanmax(np.abs(before.astype(float) - after.astype(float))))
        if not where or difference > largest:
            largest, where = difference, name
    if not where:
        return "trained again, the same to the bit"
    return f"trained again, '{where}' differs by up to {largest:.2g}"
