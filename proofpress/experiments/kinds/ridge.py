"""How the penalty of a ridge regression is chosen, and what the choice costs, over draws of the training set.

Every seed is a split of its own; the smaller training sets are parts of the larger, and the test rows are the
same for all of them. The closed form gives the coefficients for every alpha, and four methods choose one: by the
error on one held-out share (`single-split`), by cross-validation (`k-fold`), without a penalty (`none`), and by
the test error itself (`oracle`, the best that any choice could do). Hoerl and Kennard, *Ridge Regression* (1970);
Stone, *Cross-Validatory Choice and Assessment of Statistical Predictions* (1974).

    penalty:
      title: One split or five folds to choose a penalty
      kind: ridge
      data: {name: diabetes, train: 320, validation: 1, test: 121}
      alpha: {from: 0.001, to: 1000, points: 37, scale: log}
      train: [40, 80, 160, 320]
      folds: 5
      holdout: 0.2              # the share that the single split holds out
      seeds: 400

Channels: `test_error` (mean squared, of standardised targets) and `coefficient_norm` (alpha, train, seed);
`chosen_alpha` (log10; NaN for `none`), `chosen_error` and `excess_error` (how far the test error of the choice lies
above the oracle's, as a ratio to it) (method, train, seed); `coefficients` (train, alpha, *feature) of the first seed.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from proofpress.datasets.data import Data, class_count, part_sizes
from proofpress.experiments.ranges import Range, points
from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

METHODS = ("single-split", "k-fold", "none", "oracle")
BY_ALPHA = ("test_error", "coefficient_norm")
BY_METHOD = ("chosen_alpha", "chosen_error", "excess_error")
SEEDS_A_PIECE = 100
FIT_SECONDS = 2e-3


class Ridge(Options, frozen=True):
    """The data, the grid of penalties, and how one of them is chosen.

    alpha: the grid, a list or a range.
    train: sizes of the training set, none above that of the data. folds: of the cross-validation.
    holdout: the share of the training rows on which the single split judges. seeds: splits of the data.
    """

    data: Data
    alpha: Range | tuple[float, ...]
    train: tuple[Annotated[int, Meta(ge=4)], ...]
    folds: Annotated[int, Meta(ge=2)] = 5
    holdout: Annotated[float, Meta(gt=0, lt=1)] = 0.2
    seeds: Annotated[int, Meta(gt=0)] = 20
    first_seed: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Raise ValueError where the data have classes or the training sizes do not fit them."""
        if class_count(self.data):
            raise ValueError(f"ridge needs data with numbers to predict, and '{self.data.name}' has classes")
        largest = part_sizes(self.data)[0]
        if not self.train or max(self.train) > largest:
            raise ValueError(f"'train' lists sizes up to the {largest} training rows of the data")
        if min(self.train) < 2 * self.folds or round(min(self.train) * self.holdout) < 1:
            raise ValueError("the smallest size in 'train' leaves no two rows for each fold and one to hold out")
        if min(self.alphas) <= 0:
            raise ValueError("every alpha is above 0; the method 'none' goes without a penalty anyway")

    @property
    def alphas(self) -> tuple[float, ...]:
        """The grid of penalties."""
        return points(self.alpha)


def run_schema(options: Ridge) -> RunSchema:
    """Return the axes and channels, known without training."""
    axes = {
        "method": METHODS,
        "alpha": options.alphas,
        "train": options.train,
        "seed": tuple(range(options.first_seed, options.first_seed + options.seeds)),
    }
    channels: dict[str, tuple[str, ...]] = dict.fromkeys(BY_ALPHA, ("alpha", "train", "seed"))
    channels |= dict.fromkeys(BY_METHOD, ("method", "train", "seed"))
    channels["coefficients"] = ("train", "alpha", "*feature")
    settings = {"data.name": options.data.name, "data.test": part_sizes(options.data)[2]}
    return RunSchema(axes, channels, settings | {"folds": options.folds, "holdout": options.holdout})


def pieces(options: Ridge) -> tuple[Mapping[str, Any], ...]:
    """Return the work in pieces of some seeds each."""
    seeds = list(range(options.first_seed, options.first_seed + options.seeds))
    cut = [seeds[at : at + SEEDS_A_PIECE] for at in range(0, len(seeds), SEEDS_A_PIECE)]
    each = len(options.train) * FIT_SECONDS
    return tuple({"seeds": some, "cost": len(some) * each} for some in cut)


def run(options: Ridge, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Solve and choose for each seed and training size; arrays end with the seeds."""
    import numpy as np

    from proofpress.datasets.arrays import load
    from proofpress.experiments import linear

    alphas = np.array(options.alphas)
    shape = (len(options.train), len(piece["seeds"]))
    arrays = {name: np.empty((len(alphas), *shape)) for name in BY_ALPHA}
    arrays |= {name: np.empty((len(METHODS), *shape)) for name in BY_METHOD}
    coefficients = []
    for column, seed in enumerate(piece["seeds"]):
        data = load(replace(options.data, split=options.data.split + seed))
        (inputs, targets), test = data.part("train"), data.part("test")
        for row, size in enumerate(options.train):
            seen = inputs[:size].astype(float), targets[:size].astype(float)
            solved = linear.fit(*seen, alphas)
            errors = solved.errors(*test)
            chosen = [_chosen(options, seen, alphas, seed, method) for method in METHODS[:2]]
            chosen_errors = [*errors[chosen], linear.fit(*seen, np.zeros(1)).errors(*test)[0], errors.min()]
            arrays["test_error"][:, row, column] = errors
            arrays["coefficient_norm"][:, row, column] = np.linalg.norm(solved.coefficients, axis=1)
            arrays["chosen_alpha"][:2, row, column] = np.log10(alphas[chosen])
            arrays["chosen_alpha"][2:, row, column] = np.nan, np.log10(alphas[errors.argmin()])
            arrays["chosen_error"][:, row, column] = chosen_errors
            arrays["excess_error"][:, row, column] = np.array(chosen_errors) / errors.min() - 1
            if seed == options.first_seed:
                coefficients.append(solved.coefficients)
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    if coefficients:
        arrays["coefficients"] = np.stack(coefficients).astype(np.float32)
    facts = {"runs": len(alphas) * shape[0] * shape[1], "updates": 0, "parameters": inputs.shape[1] + 1}
    return arrays, facts


def _chosen(
    options: Ridge, seen: tuple["np.ndarray", "np.ndarray"], alphas: "np.ndarray", seed: int, method: str
) -> int:
    """Return the position of the alpha with the lowest error on rows that the fits judged did not see."""
    from sklearn.model_selection import KFold, ShuffleSplit

    from proofpress.experiments import linear

    if method == "k-fold":
        splitter = KFold(options.folds, shuffle=True, random_state=seed)
    else:
        splitter = ShuffleSplit(1, test_size=options.holdout, random_state=seed)
    return int(linear.validation_errors(*seen, alphas, splitter.split(seen[0])).argmin())


def assemble(options: Ridge, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
    """Join the pieces along the seeds."""
    import numpy as np

    dims = run_schema(options).channels
    better = {"test_error": "lower", "chosen_error": "lower", "excess_error": "lower"}
    channels = {
        name: Channel(dims[name], np.concatenate([piece[name] for piece in arrays], axis=-1), better.get(name, ""))
        for name in (*BY_ALPHA, *BY_METHOD)
    }
    return channels | {"coefficients": Channel(dims["coefficients"], arrays[0]["coefficients"])}


KIND = ExperimentKind(
    name="ridge",
    options=Ridge,
    summary="Ridge regression in closed form, its penalty chosen by one split, by folds, not at all, or by the test.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
)
