"""The published seeds again, in a store of their own: whether the arrays come out the same.

Side effects: trains in a folder of the store, which is removed afterwards.
"""

from collections.abc import Iterator, Mapping

from proofpress.cache.store import Store
from proofpress.models import Experiment, Runs
from proofpress.verification.rounds import Train


def same_seeds(chosen: Mapping[str, Experiment], train: Train, store: Store) -> Iterator[str]:
    """Yield for each experiment a sentence on how far its arrays are apart; two recordings are in memory at a time."""
    with store.scratch() as scratch:
        stored, again = train(chosen, store), train(chosen, scratch)
        for name in chosen:
            yield f"{name}: {_apart(stored.pop(name).load(), again.pop(name).load())}"


def _apart(stored: Runs, again: Runs) -> str:
    """Return in words how far two recordings of the same runs are apart."""
    import numpy as np

    furthest, where = 0.0, ""
    for name, channel in stored.channels.items():
        one, other = channel.values, again.channels[name].values
        if np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
            continue
        gap = float(np.nanmax(np.abs(one.astype(float) - other.astype(float))))
        if not where or gap > furthest:
            furthest, where = gap, name
    return (
        f"trained again, '{where}' differs by up to {furthest:.2g}" if where else "trained again, the same to the bit"
    )
