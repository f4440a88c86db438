"""Train a tiny network once for each pair of learning rates, and measure how ragged the edge of divergence is.

The network is y = W1 tanh(W0 x) without biases, its two layers with a learning rate each, trained full batch
on random examples and random targets. After J. Sohl-Dickstein, *The boundary of neural network trainability is
fractal* (2024), arXiv:2402.06184.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.draws import generator
from proofpress.experiments.training.jax_runtime import quiet_jax

if TYPE_CHECKING:
    import numpy as np

BATCH = 1024
TAIL = 20
HUGE = 1e6


class Network(Struct, frozen=True):
    """width: inputs and hidden units. examples: training examples. steps: updates in a run."""

    width: int
    examples: int
    steps: int


def start(network: Network, seed: int) -> tuple["np.ndarray", ...]:
    """Return one seed's start weights `(hidden, inputs)` and `(hidden,)`, inputs `(examples, inputs)` and targets."""
    import numpy as np

    chance, width = generator(seed, "trainability"), network.width
    first, second = chance.normal(size=(width, width)), chance.normal(size=width)
    inputs, targets = chance.normal(size=(network.examples, width)), chance.normal(size=network.examples)
    single = (first / np.sqrt(width), second / np.sqrt(width), inputs, targets)
    return tuple(array.astype(np.float32) for array in single)


@cache
def trainer(network: Network) -> Callable[..., "np.ndarray"]:
    """Return a compiled function: start and two arrays of learning rates `(BATCH,)` → losses `(steps, BATCH)`.

    The losses are mean squared errors before each update. Every run has its own weights and all share
    the examples, so that both layers are products of large matrices.
    """
    jax = quiet_jax()
    import jax.numpy as jnp

    def losses_of(first: Any, second: Any, inputs: Any, targets: Any, first_rates: Any, second_rates: Any) -> Any:
        runs = first_rates.shape[0]
        weights = jnp.broadcast_to(first, (runs, *first.shape)), jnp.broadcast_to(second, (runs, *second.shape))

        def update(weights: Any, _: None) -> tuple[Any, Any]:
            inner, outer = weights
            hidden = jnp.tanh(jnp.einsum("rhi,ni->rhn", inner, inputs))
            missed = jnp.einsum("rhn,rh->rn", hidden, outer) - targets
            slope = missed * (2 / targets.shape[0])
            outer_gradient = jnp.einsum("rhn,rn->rh", hidden, slope)
            back = outer[:, :, None] * slope[:, None, :] * (1 - hidden**2)
            inner_gradient = jnp.einsum("rhn,ni->rhi", back, inputs)
            updated = (
                inner - first_rates[:, None, None] * inner_gradient,
                outer - second_rates[:, None] * outer_gradient,
            )
            return updated, jnp.mean(missed**2, axis=1)

        return jax.lax.scan(update, weights, length=network.steps)[1]

    compiled: Callable[..., np.ndarray] = jax.jit(losses_of)
    return compiled


def convergence(losses: "np.ndarray") -> "np.ndarray":
    """Return one signed number a run from its losses `(steps, runs)`: below 0 it converged, above 0 it diverged.

    A run converged where the mean loss of its last steps is below its first loss. Its number is then minus the sum
    of its losses, in units of the first: the nearer 0 the faster. Else it is the sum of their inverses: the
    nearer 0 the sooner it exploded.
    """
    import numpy as np

    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        relative = losses / losses[0]
    relative = np.where(np.isfinite(relative), relative, HUGE).clip(1 / HUGE, HUGE)
    converged = relative[-TAIL:].mean(axis=0) < 1
    signed: np.ndarray = np.where(converged, -relative.sum(axis=0), (1 / relative).sum(axis=0))
    return signed


def grid(network: Network, seed: int, window: tuple[float, ...], pixels: int) -> "np.ndarray":
    """Return the convergence of a run at every pixel of a window, shape `(pixels, pixels)`, second layer first.

    window: (left, right, bottom, top), decimal logarithms of the first layer's and of the second layer's rate.
    """
    import numpy as np

    left, right, bottom, top = window
    across, up = np.logspace(left, right, pixels), np.logspace(bottom, top, pixels)
    first_rates = np.tile(across, pixels).astype(np.float32)
    second_rates = np.repeat(up, pixels).astype(np.float32)
    padding = -len(first_rates) % BATCH
    first_rates, second_rates = np.pad(first_rates, (0, padding)), np.pad(second_rates, (0, padding))
    begin, train = start(network, seed), trainer(network)
    parts = [
        convergence(np.asarray(train(*begin, first_rates[at : at + BATCH], second_rates[at : at + BATCH])))
        for at in range(0, len(first_rates), BATCH)
    ]
    return np.concatenate(parts)[: pixels * pixels].reshape(pixels, pixels)


@cache
def window(
    network: Network, seed: int, whole: tuple[float, ...], zooms: tuple[float, ...], coarse: int
) -> tuple[float, ...]:
    """Return the window of the last zoom: each is drawn among the tiles of the one before that hold some of the edge.

    zooms: how many times narrower each window is than the whole one, the first being 1. Tiles are those into which a
    coarse map of the window is cut by the ratio of two zooms, rounded to a whole number of tiles along each side. All
    that the edge crosses are equally likely; where there is none, the first is taken.
    """
    import numpy as np

    if len(zooms) == 1:
        return whole
    left, right, bottom, top = window(network, seed, whole, zooms[:-1], coarse)
    tiles = max(1, round(zooms[-1] / zooms[-2]))
    edge = boundary(grid(network, seed, (left, right, bottom, top), coarse) > 0)
    rows, columns = np.nonzero(edge)
    crossed = np.unique((rows * tiles // len(edge)) * tiles + columns * tiles // len(edge))
    drawn = int(generator(seed, f"tile {len(zooms)}").choice(crossed)) if len(crossed) else 0
    row, column = divmod(drawn, tiles)
    width, height = (right - left) / tiles, (top - bottom) / tiles
    x, y = left + column * width, bottom + row * height
    return float(x), float(x + width), float(y), float(y + height)


def boundary(diverges: "np.ndarray") -> "np.ndarray":
    """Return the cells between pixels whose four corners disagree, shape one less than the map's each way."""
    corner = diverges[:-1, :-1]
    edge: np.ndarray = (corner != diverges[1:, :-1]) | (corner != diverges[:-1, 1:]) | (corner != diverges[1:, 1:])
    return edge


def box_slope(diverges: "np.ndarray") -> float:
    """Return the box-counting slope of the edge in a map of codes: 1 for a smooth line, towards 2 for a ragged edge.

    Boxes of 1, 2, 4, … cells are counted in which there is some edge; the slope is that of log(count) over
    log(1 / box). NaN where the map has no edge. The estimate is biased low on small maps: compare it with `line_map`.
    """
    import numpy as np

    edge = boundary(diverges)
    if not edge.any():
        return float("nan")
    sizes = [2**power for power in range(int(np.log2(len(edge) + 1)) - 1)]
    counts = []
    for size in sizes:
        padding = -len(edge) % size
        cells = np.pad(edge, ((0, padding), (0, padding)))
        blocks = len(cells) // size
        counts.append(cells.reshape(blocks, size, blocks, size).any(axis=(1, 3)).sum())
    return float(-np.polyfit(np.log(sizes), np.log(counts), 1)[0])


def line_map(pixels: int, angle: float) -> "np.ndarray":
    """Return a map whose edge is a straight line through the middle at an angle in radians: the control."""
    import numpy as np

    along = np.arange(pixels) - (pixels - 1) / 2
    beyond: np.ndarray = np.cos(angle) * along[None, :] > np.sin(angle) * along[:, None]
    return beyond
