"""A valley in twenty dimensions, along its axes or turned, descended by SGD without noise and by Adam."""

import numpy as np

DIMENSIONS = 20
RATES = 10.0 ** np.arange(-4, 1.01, 0.25)


def descend(seed, optimizer, stretch, valley, updates):
    """Return the height left after some updates, as powers of ten of the height at the start, at the best rate.

    stretch: how many times steeper the steepest direction is than the flattest. valley: whether these directions lie
    along the parameters, or askew to them.
    """
    chance = np.random.default_rng(seed)
    start = chance.normal(size=DIMENSIONS)
    axes = np.linalg.qr(chance.normal(size=(DIMENSIONS, DIMENSIONS)))[0] if valley == "askew" else np.eye(DIMENSIONS)
    curvature = np.geomspace(1.0, 1.0 / stretch, DIMENSIONS)
    steepness = axes @ np.diag(curvature) @ axes.T
    left = [height(steepness, walk(steepness, start, optimizer, rate, updates)) for rate in RATES]
    return {"height": float(np.log10(min(left) / height(steepness, start)))}


def height(steepness, place):
    """Return the height of a place, infinite where the walk has left all bounds."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = 0.5 * place @ steepness @ place
    return found if np.isfinite(found) else np.inf


def walk(steepness, place, optimizer, rate, updates):
    """Return where a walk ends."""
    mean, square = np.zeros_like(place), np.zeros_like(place)
    with np.errstate(over="ignore", invalid="ignore"):
        for update in range(1, updates + 1):
            gradient = steepness @ place
            if optimizer == "sgd":
                place = place - rate * gradient
            else:
                mean = 0.9 * mean + 0.1 * gradient
                square = 0.999 * square + 0.001 * gradient**2
                place = place - rate * (mean / (1 - 0.9**update)) / (np.sqrt(square / (1 - 0.999**update)) + 1e-8)
    return place
