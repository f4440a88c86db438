"""Gradient descent on a linear regression near the largest learning rate at which it converges.

On a quadratic loss, descent converges for learning rates below 2 / (largest curvature) and diverges above, and
the solution is known in closed form. This kind runs it at many learning rates on both sides of that limit.
Goodfellow, Bengio, Courville, *Deep Learning* (2016), sections 4.3 and 8.2.1; Nesterov, *Introductory Lectures on
Convex Optimization* (2004), section 2.1.

    limit:
      title: Where gradient descent on ten coefficients begins to diverge
      kind: descent
      data: {name: diabetes, train: 320, validation: 1, test: 121}
      weight_decay: 0.0
      relative_rate: {from: 0.9, to: 1.1, points: 401}    # in units of the predicted limit
      steps: 4000
      seeds: 8

Channels: `loss_ratio` (how far above its minimum the loss ended, in units of how far above it began; NaN once it
overflowed), `distance` (to the closed form's coefficients, in units of their length) and `outcome` (relative_rate,
seed); `predicted_rate`, `observed_rate` (the smallest that diverged; NaN if none did) and `rate_ratio`, observed over
predicted (seed).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field
from msgspec.structs import replace

from proofpress.datasets.options import Data, described, part_sizes, require_numbers
from proofpress.datasets.splitting import load
from proofpress.experiments.methods import linear
from proofpress.experiments.ranges import Range, points
from proofpress.experiments.seeds import Seeded, Seeds, seeded_kind
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

STEP_SECONDS, ROW_SECONDS = 5e-6, 2e-8
OUTCOMES = ("converges", "diverges")
BY_RATE = ("loss_ratio", "distance", "outcome")
BY_SEED = ("predicted_rate", "observed_rate", "rate_ratio")


class Descent(Seeded, frozen=True, kw_only=True):
    """The regression and the learning rates at which gradient descent is run on it.

    weight_decay: the penalty on half the squared length of the coefficients. relative_rate: learning rates in units
    of the predicted limit, a list or a range. seeds: splits of the data.
    steps: updates of each run.
    """

    data: Data
    weight_decay: Annotated[float, Meta(ge=0)] = 0.0
    relative_rate: Range | tuple[float, ...] = field(default_factory=lambda: Range(0.9, 1.1, points=401))
    steps: Annotated[int, Meta(ge=2)] = 4000
    seeds: Seeds = 8

    def __post_init__(self) -> None:
        """Raise ValueError if the data have classes or a rate is not above 0."""
        require_numbers("descent", self.data)
        if min(self.relative_rates) <= 0:
            raise ValueError("every 'relative_rate' is above 0")

    @property
    def relative_rates(self) -> tuple[float, ...]:
        """The learning rates, in units of the predicted limit."""
        return points(self.relative_rate)


def run_schema(options: Descent) -> RunSchema:
    """Return the axes and channels, known without training."""
    axes = {"relative_rate": options.relative_rates, "seed": options.seed_axis}
    channels = dict.fromkeys(BY_RATE, ("relative_rate", "seed")) | dict.fromkeys(BY_SEED, ("seed",))
    facts: dict[str, Any] = {f"data.{name}": words for name, words in described(options.data).items()}
    facts |= {"data.train": part_sizes(options.data)[0], "steps": options.steps}
    return RunSchema(axes, channels, facts | {"weight_decay": options.weight_decay})


def run(options: Descent, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Descend at all learning rates on one seed's training rows."""
    import numpy as np

    inputs, targets = load(replace(options.data, split=options.data.split + piece["seed"])).part("train")
    relative = np.array(options.relative_rates)
    descent = linear.descend(inputs.astype(float), targets.astype(float), options.weight_decay, relative, options.steps)
    observed = relative[descent.grows].min() * descent.predicted if descent.grows.any() else np.nan
    arrays = {
        "loss_ratio": np.where(np.isfinite(descent.gap), descent.gap, np.nan),
        "distance": np.where(np.isfinite(descent.distance), descent.distance, np.nan),
        "outcome": descent.grows.astype(np.uint8),
        "predicted_rate": np.array(descent.predicted),
        "observed_rate": np.array(observed),
        "rate_ratio": np.array(observed / descent.predicted),
    }
    updates = len(relative) * options.steps
    return arrays, {"runs": len(relative), "updates": updates, "parameters": inputs.shape[1]}


KIND = seeded_kind(
    "descent",
    Descent,
    "Gradient descent on a linear regression, at learning rates around the largest that converges.",
    run_schema=run_schema,
    run=run,
    seconds=lambda options: options.steps * (STEP_SECONDS + len(options.relative_rates) * ROW_SECONDS),
    better={"loss_ratio": "lower", "distance": "lower"},
    labels={"outcome": OUTCOMES},
)
