"""The validation loss of a whole training run as a function of its weight decay, and the slope of that function.

The slope is computed in forward mode through every update of the run, which for one number costs about as much as a
second run. L. Franceschi, M. Donini, P. Frasconi, M. Pontil (2017), ICML 34, arXiv:1703.01785, section 3.2.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.experiments.training.jax_runtime import quiet_jax
from proofpress.experiments.training.network import forward, penalty, row_losses
from proofpress.experiments.training.program import optimizer_of

if TYPE_CHECKING:
    import numpy as np

Judge = Callable[[float], tuple[float, float]]


class Recipe(Struct, frozen=True):
    """What one compilation depends on: what is the same in all runs of a kind's experiment."""

    activation: str
    optimizer: str
    momentum: float


class Task(Struct, frozen=True, eq=False):
    """What a run draws: start layers, batches `(updates, batch)`, each update's rate, and the rows of two parts."""

    start: Sequence[tuple["np.ndarray", "np.ndarray"]]
    batches: "np.ndarray"
    rates: "np.ndarray"
    train: tuple["np.ndarray", "np.ndarray"]
    validation: tuple["np.ndarray", "np.ndarray"]


@cache
def compiled(recipe: Recipe) -> Callable[..., Any]:
    """Return a compiled function: log10 of the weight decay and a task's parts → validation loss and its slope."""
    jax = quiet_jax()
    import jax.numpy as jnp
    import optax

    rule = optimizer_of(recipe.optimizer, recipe.momentum)

    def loss_after(exponent: Any, start: Any, batches: Any, rates: Any, train: Any, validation: Any) -> Any:
        def objective(params: Any, rows: Any) -> Any:
            losses = row_losses(forward(params, train[0][rows], recipe.activation)[0], train[1][rows])
            return losses.mean() + 10**exponent * penalty(params)

        def update(carried: Any, given: Any) -> Any:
            params, memory = carried
            rows, rate = given
            steps, memory = rule.update(jax.grad(objective)(params, rows), memory)
            return (optax.apply_updates(params, jax.tree.map(lambda step: -rate * step, steps)), memory), None

        (params, _), _ = jax.lax.scan(update, (start, rule.init(start)), (batches, rates))
        return row_losses(forward(params, validation[0], recipe.activation)[0], validation[1]).mean()

    def with_slope(exponent: Any, *parts: Any) -> Any:
        return jax.jvp(lambda at: loss_after(at, *parts), (exponent,), (jnp.ones_like(exponent),))

    function: Callable[..., Any] = jax.jit(with_slope)
    return function


def judge(recipe: Recipe, task: Task) -> Judge:
    """Return a function of the decimal logarithm of the weight decay: validation loss after training, and its slope."""
    import numpy as np

    function, start = compiled(recipe), tuple(task.start)

    def loss_and_slope(exponent: float) -> tuple[float, float]:
        loss, slope = function(np.float32(exponent), start, task.batches, task.rates, task.train, task.validation)
        return float(loss), float(slope)

    return loss_and_slope


def descend(judge: Judge, start: float, rate: float, steps: int) -> tuple["np.ndarray", "np.ndarray"]:
    """Return the logarithms visited `(steps + 1,)` and the losses there, descending by Adam (Kingma and Ba 2014).

    rate: Adam's learning rate, in powers of ten. If a loss or a slope is not finite, the path stays where it is.
    """
    import numpy as np

    at, mean, square = start, 0.0, 0.0
    path, losses = [], []
    for step in range(1, steps + 2):
        loss, slope = judge(at)
        path.append(at)
        losses.append(loss)
        if np.isfinite(loss) and np.isfinite(slope):
            mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            at -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return np.array(path), np.array(losses)
