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

from proofpress.datasets.options import Data, described, part_sizes, require_numbers
from proofpress.datasets.splitting import load
from proofpress.experiments.methods import linear
from proofpress.experiments.ranges import Range, points
from proofpress.experiments.seeds import Seeded, Seeds, seeded_kind
from proofpress.models import RunSchema

if TYPE_CHECKING:
    import numpy as np

METHODS = ("single-split", "k-fold", "none", "oracle")
BY_ALPHA = ("test_error", "coefficient_norm")
BY_METHOD = ("chosen_alpha", "chosen_error", "excess_error")
SEEDS_A_PIECE = 100
FIT_SECONDS = 2e-3


class Ridge(Seeded, frozen=True, kw_only=True):
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
    seeds: Seeds = 20

    def __post_init__(self) -> None:
        """Raise ValueError if the data have classes or the training sizes do not fit them."""
        require_numbers("ridge", self.data)
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
    axes = {"method": METHODS, "alpha": options.alphas, "train": options.train, "seed": options.seed_axis}
    channels: dict[str, tuple[str, ...]] = dict.fromkeys(BY_ALPHA, ("alpha", "train", "seed"))
    channels |= dict.fromkeys(BY_METHOD, ("method", "train", "seed"))
    channels["coefficients"] = ("train", "alpha", "*feature")
    facts: dict[str, Any] = {f"data.{name}": words for name, words in described(options.data).items()}
    facts["data.test"] = part_sizes(options.data)[2]
    return RunSchema(axes, channels, facts | {"folds": options.folds, "holdout": options.holdout})


def run(options: Ridge, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Solve and choose for each seed and training size; arrays end with the seeds."""
    import numpy as np

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

    if method == "k-fold":
        splitter = KFold(options.folds, shuffle=True, random_state=seed)
    else:
        splitter = ShuffleSplit(1, test_size=options.holdout, random_state=seed)
    return int(linear.validation_errors(*seen, alphas, splitter.split(seen[0])).argmin())


KIND = seeded_kind(
    "ridge",
    Ridge,
    "Ridge regression in closed form, its penalty chosen by one split, by folds, not at all, or by the test.",
    run_schema=run_schema,
    run=run,
    seconds=lambda options: len(options.train) * FIT_SECONDS,
    better=dict.fromkeys(("test_error", "chosen_error", "excess_error"), "lower"),
    seeds_a_piece=SEEDS_A_PIECE,
)
