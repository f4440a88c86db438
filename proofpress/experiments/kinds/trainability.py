"""A map of where training converges and where it diverges, over the learning rates of a tiny network's two layers.

Each pixel is one run of a tanh network trained full batch. The edge between the two outcomes is ragged, and more so
when one zooms in: a box-counting slope measures it, next to the same measure of a straight line. After
J. Sohl-Dickstein, *The boundary of neural network trainability is fractal* (2024), arXiv:2402.06184.

    rates:
      title: Learning rates of two layers, one run per pixel
      kind: trainability
      model: {width: 16, examples: 16}
      steps: 100
      first_layer_rate: [0.03, 300]
      second_layer_rate: [0.03, 300]
      pixels: 256
      zooms: [1, 8]             # each window is drawn among the tiles of the one before that the edge crosses
      seeds: 2

Channels: `convergence` and `outcome` (zoom, seed, second_layer_rate, first_layer_rate): below 0 the run converged
(minus the sum of its losses in units of its first loss), above 0 it diverged (the sum of their inverses: the nearer
0 the sooner); `window` (zoom, seed, *edge): left, right, bottom, top as decimal logarithms of the rates, since the
coordinates of the two axes are those of the first window; `box_slope`, `line_slope` and `slope_excess`, the
difference of the two (zoom, seed).
"""

from collections.abc import Mapping
from math import log10
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from proofpress.draws import generator
from proofpress.experiments import costs
from proofpress.experiments.methods import trainability
from proofpress.experiments.methods.trainability import Network
from proofpress.experiments.seeds import Seeded, without_seeds
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

MAP = ("zoom", "seed", "second_layer_rate", "first_layer_rate")
COARSE = 64
LARGEST = 60000.0
OUTCOMES = ("converges", "diverges")


class TinyModel(Options, frozen=True):
    """width: inputs and hidden units alike. examples: random training examples."""

    width: Annotated[int, Meta(ge=1, le=256)] = 16
    examples: Annotated[int, Meta(ge=1, le=4096)] = 16


class Trainability(Seeded, frozen=True):
    """The network, the window of learning rates, and how finely it is looked at.

    first_layer_rate, second_layer_rate: the ends of the window's sides, which are logarithmic.
    pixels: runs along each side. zooms: how many times narrower each window is than the first, which
    is whole. Each seed draws a tile of its own, of which nothing is known but that the edge crosses it.
    seeds: draws of start weights and examples.
    steps: updates of each run.
    """

    first_layer_rate: tuple[Annotated[float, Meta(gt=0)], Annotated[float, Meta(gt=0)]]
    second_layer_rate: tuple[Annotated[float, Meta(gt=0)], Annotated[float, Meta(gt=0)]]
    model: TinyModel = TinyModel()
    steps: Annotated[int, Meta(ge=20)] = 100
    pixels: Annotated[int, Meta(ge=16, le=2048)] = 256
    zooms: tuple[Annotated[float, Meta(ge=1)], ...] = (1,)

    def __post_init__(self) -> None:
        """Raise ValueError if a window is empty or the zooms do not grow from 1."""
        for name in ("first_layer_rate", "second_layer_rate"):
            low, high = getattr(self, name)
            if low >= high:
                raise ValueError(f"{name} goes from the smaller to the larger rate, not from {low} to {high}")
        grows = all(wide < narrow for wide, narrow in zip(self.zooms, self.zooms[1:], strict=False))
        if not self.zooms or self.zooms[0] != 1 or not grows:
            raise ValueError("zooms begin with 1, the whole window, and grow")

    @property
    def network(self) -> Network:
        """What is trained at each pixel."""
        return Network(self.model.width, self.model.examples, self.steps)

    @property
    def whole(self) -> tuple[float, float, float, float]:
        """The first window: left, right, bottom, top as decimal logarithms."""
        (left, right), (bottom, top) = self.first_layer_rate, self.second_layer_rate
        return log10(left), log10(right), log10(bottom), log10(top)


def run_schema(options: Trainability) -> RunSchema:
    """Return the axes and channels, known without training."""
    left, right, bottom, top = options.whole
    axes = {
        "zoom": options.zooms,
        "seed": options.seed_axis,
        "second_layer_rate": _rates(bottom, top, options.pixels),
        "first_layer_rate": _rates(left, right, options.pixels),
    }
    slopes = dict.fromkeys(("box_slope", "line_slope", "slope_excess"), ("zoom", "seed"))
    channels = {"convergence": MAP, "outcome": MAP, "window": ("zoom", "seed", "*edge"), **slopes}
    settings = {"model.width": options.model.width, "model.examples": options.model.examples}
    return RunSchema(axes, channels, settings | {"steps": options.steps, "pixels": options.pixels})


def pieces(options: Trainability) -> tuple[Mapping[str, Any], ...]:
    """Return the work, one map per piece: one zoom of one seed."""
    width, examples = options.model.width, options.model.examples
    operations = options.steps * (width * width * examples * 4 + width * examples * 16)
    cost = costs.seconds(operations, trainability.BATCH)
    return tuple(
        {"zoom": zoom, "seed": seed, "cost": cost * (options.pixels**2 + zoom * COARSE**2)}
        for zoom in range(len(options.zooms))
        for seed in options.seed_axis
    )


def run(options: Trainability, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Train one map's runs and measure its edge."""
    import numpy as np

    network, seed, pixels = options.network, piece["seed"], options.pixels
    window = trainability.window(network, seed, options.whole, options.zooms[: piece["zoom"] + 1], COARSE)
    convergence = trainability.grid(network, seed, window, pixels)
    angle = generator(seed, f"straight line {piece['zoom']}").uniform(0, np.pi)
    slopes = [trainability.box_slope(codes) for codes in (convergence > 0, trainability.line_map(pixels, angle))]
    arrays: dict[str, np.ndarray] = {
        "convergence": convergence.clip(-LARGEST, LARGEST).astype(np.float16),
        "outcome": (convergence > 0).astype(np.uint8),
        "window": np.array(window),
        "slopes": np.array(slopes),
    }
    runs = pixels**2 + piece["zoom"] * COARSE**2
    width = network.width
    return arrays, {"runs": runs, "updates": runs * network.steps, "parameters": width * width + width}


def piece_shapes(options: Trainability, piece: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of what one map records."""
    pixels = options.pixels, options.pixels
    return {"convergence": pixels, "outcome": pixels, "window": (4,), "slopes": (2,)}


def assemble(options: Trainability, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Lay the maps out by zoom and seed."""
    import numpy as np

    def laid(name: str) -> np.ndarray:
        joined = np.stack([piece[name] for piece in arrays])
        return joined.reshape(len(options.zooms), options.seeds, *joined.shape[1:])

    slopes = laid("slopes")
    return {
        "convergence": Channel(MAP, laid("convergence")),
        "outcome": Channel(MAP, laid("outcome"), labels=OUTCOMES),
        "window": Channel(("zoom", "seed", "*edge"), laid("window")),
        "box_slope": Channel(("zoom", "seed"), slopes[..., 0]),
        "line_slope": Channel(("zoom", "seed"), slopes[..., 1]),
        "slope_excess": Channel(("zoom", "seed"), slopes[..., 0] - slopes[..., 1]),
    }


def _rates(low: float, high: float, points: int) -> tuple[float, ...]:
    return tuple(10 ** (low + (high - low) * point / (points - 1)) for point in range(points))


KIND = ExperimentKind(
    name="trainability",
    options=Trainability,
    summary="A map of convergence and divergence over the learning rates of two layers, one run per pixel.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
    shared=without_seeds,
    piece_shapes=piece_shapes,
)
