"""The plane in which a run mostly moved, and the objective on a grid over it.

The two directions are the principal components of the weights along the way, taken from the end of the run, so
that the end lies in the plane. H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein, *Visualizing the Loss Landscape of
Neural Nets* (2018), arXiv:1712.09913, section 7.2.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np

Objective = Callable[["np.ndarray"], "np.ndarray"]
LOOK = 17
MOST_LOOKS = 6


class Plane(Struct, frozen=True):
    """origin: `(parameters,)`, the end of the path. directions: `(2, parameters)`, of length 1, at right angles.

    path: `(steps, 2)`, the projection of the path onto the plane. explained: the share of its squared distance from the
    end that the plane holds.
    """

    origin: "np.ndarray"
    directions: "np.ndarray"
    path: "np.ndarray"
    explained: float

    def weights(self, across: "np.ndarray", up: "np.ndarray") -> "np.ndarray":
        """Return the weights at points of the plane, `(points, parameters)`, from their two coordinates `(points,)`."""
        weights: np.ndarray = self.origin + across[:, None] * self.directions[0] + up[:, None] * self.directions[1]
        return weights


def plane_of(path: "np.ndarray") -> Plane:
    """Return the main plane of a path of weights `(steps, parameters)`.

    The path settles the signs: it begins left of its end, and bends upwards.
    """
    import numpy as np

    away = path - path[-1]
    _, lengths, directions = np.linalg.svd(away.astype(float), full_matrices=False)
    directions = directions[:2]
    inside = away @ directions.T
    furthest = inside[np.abs(inside[:, 1]).argmax(), 1]
    signs = np.where([inside[0, 0] > 0, furthest < 0], -1.0, 1.0)
    explained = float(np.sum(lengths[:2] ** 2) / max(np.sum(lengths**2), np.finfo(float).tiny))
    return Plane(path[-1].astype(float), directions * signs[:, None], inside * signs, explained)


def grid(
    plane: Plane, objective: Objective, points: int, margin: float
) -> tuple["np.ndarray", "np.ndarray", "np.ndarray"]:
    """Return coordinates across `(points,)` and up `(points,)`, and the objective there, `(points, points)`, up first.

    objective: weights `(points, parameters)` → its values `(points,)`.
    margin: the space around the path, as a share of its larger extent. The window is widened if a coarse grid has its
    lowest value at the border, so that the basin of the path is not cut off.
    """
    import numpy as np

    low, high = plane.path.min(axis=0), plane.path.max(axis=0)
    space = margin * (high - low).max()
    low, high = low - space, high + space
    for _ in range(MOST_LOOKS):
        values = _evaluated(plane, objective, low, high, LOOK)[2]
        row, column = np.unravel_index(np.nanargmin(np.where(np.isfinite(values), values, np.inf)), values.shape)
        at = np.array([column, row])
        if np.all((at > 0) & (at < LOOK - 1)):
            break
        grow = 0.25 * (high - low)
        low, high = np.where(at == 0, low - grow, low), np.where(at == LOOK - 1, high + grow, high)
    return _evaluated(plane, objective, low, high, points)


def _evaluated(
    plane: Plane, objective: Objective, low: "np.ndarray", high: "np.ndarray", points: int
) -> tuple["np.ndarray", "np.ndarray", "np.ndarray"]:
    import numpy as np

    across, up = np.linspace(low[0], high[0], points), np.linspace(low[1], high[1], points)
    values = objective(plane.weights(np.tile(across, points), np.repeat(up, points)))
    return across, up, values.reshape(points, points)
