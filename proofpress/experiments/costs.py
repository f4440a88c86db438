"""How long training takes, roughly: for the order of the work, the number of workers and the time left.

No key depends on these numbers, and none has to be exact.
"""

from proofpress.experiments.recipes import Setting

OPERATIONS_PER_SECOND = 5e9
"""Multiplications and additions of one core that trains one small network."""

SIDE_BY_SIDE = 8
"""How many times faster a core is where it trains many small networks in one call."""


def training_operations(setting: Setting) -> float:
    """Return the operations of one run: forward, and backward to weights and activations, two each a parameter."""
    return setting.updates * setting.batch * 6.0 * setting.parameters


def seconds(operations: float, replicas: int = 1) -> float:
    """Return how long one core takes. replicas: networks that are trained side by side."""
    return operations / (OPERATIONS_PER_SECOND * min(replicas, SIDE_BY_SIDE))
