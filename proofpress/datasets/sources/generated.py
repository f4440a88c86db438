"""Data sets drawn from a formula, with Gaussian noise: as many rows as the author wants."""

from typing import TYPE_CHECKING

from proofpress.datasets.data_set import DataSet
from proofpress.draws import generator

if TYPE_CHECKING:
    import numpy as np

    from proofpress.datasets.data_set import Rows
    from proofpress.datasets.options import Data

ROWS = 1000
MOONS_NOISE, CIRCLES_NOISE, SINE_NOISE = 0.2, 0.1, 0.25


def moons(data: "Data") -> "Rows":
    """Return two half circles that reach into each other."""
    import numpy as np

    rows, noise, chance = _drawn(data, MOONS_NOISE)
    classes = np.arange(rows) % 2
    angle = np.pi * chance.random(rows)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return np.where(classes[:, None] == 0, upper, lower) + noise * chance.normal(size=(rows, 2)), classes


def circles(data: "Data") -> "Rows":
    """Return a circle of radius 1 around one of radius 1/2; class 1 is the inner one."""
    import numpy as np

    rows, noise, chance = _drawn(data, CIRCLES_NOISE)
    classes = np.arange(rows) % 2
    angle = 2 * np.pi * chance.random(rows)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return circle * (1 - classes[:, None] / 2) + noise * chance.normal(size=(rows, 2)), classes


def sine(data: "Data") -> "Rows":
    """Return one period of a sine over [0, 1) with noise on the targets."""
    rows, noise, chance = _drawn(data, SINE_NOISE)
    inputs = chance.random(rows)
    return inputs[:, None], sine_curve(inputs) + noise * chance.normal(size=rows)


def sine_curve(inputs: "np.ndarray") -> "np.ndarray":
    """Return one period of a sine over the inputs 0 to 1."""
    import numpy as np

    curve: np.ndarray = np.sin(2 * np.pi * inputs)
    return curve


def _drawn(data: "Data", noise: float) -> tuple[int, float, "np.random.Generator"]:
    """Return the number of rows, the deviation of the noise, and the generator of one split's draw."""
    chosen = noise if data.noise is None else data.noise
    return data.rows or ROWS, chosen, generator(data.split, f"generated {data.name}")


KINDS = (
    DataSet(
        name="moons",
        summary="Two half circles that reach into each other.",
        rows=ROWS,
        features=2,
        classes=2,
        load=moons,
        noise=MOONS_NOISE,
    ),
    DataSet(
        name="circles",
        summary="A circle within another.",
        rows=ROWS,
        features=2,
        classes=2,
        load=circles,
        noise=CIRCLES_NOISE,
    ),
    DataSet(
        name="sine",
        summary="One period of a sine, a number to predict.",
        rows=ROWS,
        features=1,
        classes=0,
        load=sine,
        noise=SINE_NOISE,
        curve=sine_curve,
    ),
)
