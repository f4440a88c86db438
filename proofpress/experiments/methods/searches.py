"""Searches that propose points of the unit box: Optuna's samplers.

    grid            every point of a lattice once, in random order    (GridSampler)
    grid-centred    the same, with points in the middles of equal cells, none on an end of an axis
    random          points drawn evenly                               (RandomSampler)
    bayesian        points likely to beat the trials so far           (TPESampler)

J. Bergstra, Y. Bengio, *Random Search for Hyper-Parameter Optimization* (2012), JMLR 13; J. Bergstra et al.,
*Algorithms for Hyper-Parameter Optimization* (2011), NeurIPS 24 (the tree-structured Parzen estimator).
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from proofpress.draws import generator
from proofpress.experiments.axes import AXES
from proofpress.experiments.ranges import Range, spread

if TYPE_CHECKING:
    import numpy as np

METHODS = ("grid", "grid-centred", "random", "bayesian")
GRIDS = ("grid", "grid-centred")
LEARNS = ("bayesian",)
NEW_STUDY = "optuna.storages._in_memory"


def study(method: str, lattice: Mapping[str, int], seed: int) -> Any:
    """Return an Optuna study in memory that maximises, with the sampler of a method and a seed.

    lattice: axis → points of the grid along it.
    """
    import optuna

    number = int(generator(seed, f"search {method}").integers(2**31))
    if method in GRIDS:
        lay = _evenly if method == "grid" else _centred
        axes = {axis: lay(points) for axis, points in lattice.items()}
        sampler: Any = optuna.samplers.GridSampler(axes, seed=number)
    elif method == "random":
        sampler = optuna.samplers.RandomSampler(seed=number)
    else:
        sampler = optuna.samplers.TPESampler(seed=number)
    with _silenced(NEW_STUDY):
        return optuna.create_study(direction="maximize", sampler=sampler)


def ask(study: Any, axes: tuple[str, ...]) -> tuple[Any, "np.ndarray"]:
    """Return a study's next trial, whose score it waits for, and the trial's point in the unit box, `(axes,)`."""
    import numpy as np
    import optuna

    trial = study.ask({axis: optuna.distributions.FloatDistribution(0, 1) for axis in axes})
    return trial, np.array([trial.params[axis] for axis in axes])


def proposed(method: str, lattice: Mapping[str, int], seed: int, trials: int) -> "np.ndarray":
    """Return all points of a method that does not learn from its trials, `(trials, axes)`."""
    import numpy as np

    sampler = study(method, lattice, seed)
    return np.stack([ask(sampler, tuple(lattice))[1] for _ in range(trials)])


def best_so_far(validation: "np.ndarray", test: "np.ndarray") -> "np.ndarray":
    """Return the test score of the trial with the best validation score so far; trials are the last dimension.

    Of equal validation scores the first counts.
    """
    import numpy as np

    fresh = np.ones(validation.shape, bool)
    fresh[..., 1:] = validation[..., 1:] > np.maximum.accumulate(validation, axis=-1)[..., :-1]
    best = np.maximum.accumulate(np.where(fresh, np.arange(validation.shape[-1]), 0), axis=-1)
    scores: np.ndarray = np.take_along_axis(test, best, axis=-1)
    return scores


def pairs(validation: "np.ndarray") -> "np.ndarray":
    """Return for each pair of successive trials the index of the one with the better validation score.

    validation: `(studies, 2 · trials)`; the result is `(studies, trials)`. Of equal scores the first counts.
    """
    import numpy as np

    two = validation.reshape(*validation.shape[:-1], -1, 2)
    better: np.ndarray = two.argmax(axis=-1) + 2 * np.arange(two.shape[-2])
    return better


def in_box(space: Mapping[str, Range], shift: float, seed: int, points: "np.ndarray") -> "np.ndarray":
    """Return the values on each axis at points of the unit box, `(…, axes)` both, in a study's own box.

    The study's box lies up to `shift` of its width from the space's, either way along each axis. Values beyond the
    bounds of an axis are set to the bound.
    """
    import numpy as np

    shifts = generator(seed, "search box").uniform(-shift, shift, size=len(space))
    values = np.empty(points.shape)
    for index, (axis, ends) in enumerate(space.items()):
        shares = (points[..., index] + shifts[index]).ravel().tolist()
        inside = np.clip(spread(ends, shares), AXES[axis].low, AXES[axis].high)
        values[..., index] = inside.reshape(points.shape[:-1])
    return values


def _evenly(points: int) -> list[float]:
    return [0.5] if points == 1 else [n / (points - 1) for n in range(points)]


def _centred(points: int) -> list[float]:
    return [(n + 0.5) / points for n in range(points)]


@contextmanager
def _silenced(name: str) -> Iterator[None]:
    """Let a logger print nothing meanwhile; its level, which others may have set, stays."""

    def refuse(record: logging.LogRecord) -> bool:
        return False

    logger = logging.getLogger(name)
    logger.addFilter(refuse)
    try:
        yield
    finally:
        logger.removeFilter(refuse)
