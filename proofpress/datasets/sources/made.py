"""Data sets that functions of scikit-learn generate: as many rows as wanted, and the function's own options."""

from typing import TYPE_CHECKING

from proofpress.datasets.data_set import DataSet

if TYPE_CHECKING:
    from proofpress.datasets.data_set import Rows
    from proofpress.datasets.options import Data

ROWS = 1000
STATE = 0
"""The seed of the generator, if `options` name no `random_state`: the rows are the same for all splits."""


def load(data: "Data") -> "Rows":
    """Return the rows as the function of that name gives them; classes are numbered from 0. Raises what it raises."""
    import numpy as np
    import sklearn.datasets

    assert data.name is not None
    noise = {} if data.noise is None else {"noise": data.noise}
    options = {"random_state": STATE, **data.options, **noise}
    given = getattr(sklearn.datasets, data.name)(n_samples=data.rows or ROWS, **options)
    inputs, targets = given[:2]
    if inputs.ndim != 2 or targets.ndim != 1 or len(inputs) != len(targets):
        raise ValueError("it does not give one target for each row")
    if CLASSES[data.name]:
        targets = np.unique(targets, return_inverse=True)[1]
    return inputs, targets


# Name → features, classes, and whether it takes `noise`; without options of the author's.
FACTS = {
    "make_blobs": (2, 3, False),
    "make_circles": (2, 2, True),
    "make_classification": (20, 2, False),
    "make_friedman1": (10, 0, True),
    "make_friedman2": (4, 0, True),
    "make_friedman3": (4, 0, True),
    "make_gaussian_quantiles": (2, 3, False),
    "make_hastie_10_2": (10, 2, False),
    "make_moons": (2, 2, True),
    "make_regression": (100, 0, True),
    "make_s_curve": (3, 0, True),
    "make_sparse_uncorrelated": (10, 0, False),
    "make_swiss_roll": (3, 0, True),
}
CLASSES = {name: classes for name, (_, classes, _) in FACTS.items()}
KINDS = tuple(
    DataSet(
        name=name,
        summary=f"What scikit-learn's function {name} generates.",
        rows=ROWS,
        features=features,
        classes=classes,
        load=load,
        noise=0.0 if noisy else None,
        function=name,
    )
    for name, (features, classes, noisy) in FACTS.items()
)
