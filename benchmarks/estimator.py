"""How long an `estimator` experiment takes, beside a plain joblib loop over the same fits.

    python -m benchmarks estimator [--jobs 2] [--repeats 3] [--seeds 8]

Forest and boosting on breast_cancer, at nine settings, every seed another split: as a build fits them, with workers
that are started, a store and keys; and as a loop that anyone would write, `joblib.Parallel` over `fit` and `score`.
Both take turns, several times over, and a busy machine slows both alike: what counts is the median of the ratios of
two that follow one another. Workers of joblib stay from the first turn on, ours begin anew. It is an error if that is
above the bar, or if both do not measure the same numbers.
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from benchmarks.builds import processor
from proofpress.cache.store import Store
from proofpress.content.own_folder import Folder
from proofpress.content.yaml_reader.tree import Node
from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.diagnostics import Location
from proofpress.experiments import experiment_kinds, train
from proofpress.experiments.methods.estimators import PARTS
from proofpress.models import Experiment

if TYPE_CHECKING:
    import numpy as np

BAR = 1.3
DATA = Data("breast_cancer", train=300, validation=120, test=149)
ESTIMATORS = ("RandomForestClassifier", "GradientBoostingClassifier")
SWEEP = {"n_estimators": [10, 30, 100], "max_depth": [2, 4, 8]}
HERE = Location("benchmarks/estimator.py")


def main() -> None:
    """Measure and print; end with 1 if the ratio is above the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2, help="workers of ours, and of joblib's")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=8)
    given = parser.parse_args()
    turns = []
    for _ in range(given.repeats):
        (seconds, found), (of_loop, wanted) = (timed(each, given.seeds, given.jobs) for each in (ours, plain))
        check_same(found, wanted)
        turns.append((seconds, of_loop))
    ratios = sorted(one / other for one, other in turns)
    ratio = median(ratios)
    of_ours, of_plain = (median(each) for each in zip(*turns, strict=True))
    fits = len(ESTIMATORS) * len(SWEEP["n_estimators"]) * len(SWEEP["max_depth"]) * given.seeds
    print(f"{processor()}, {given.jobs} workers, {fits} fits, medians of {given.repeats}")
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(f"ours {of_ours:.2f} s, joblib {of_plain:.2f} s: {ratio:.2f} times as long ({spread}), and {BAR} is the bar")
    sys.exit(ratio > BAR)


def timed(measure: Callable[[int, int], "np.ndarray"], seeds: int, jobs: int) -> tuple[float, "np.ndarray"]:
    """Return how many seconds one side takes, and what it measured."""
    begun = time.perf_counter()
    found = measure(seeds, jobs)
    return time.perf_counter() - begun, found


def check_same(found: "np.ndarray", wanted: "np.ndarray") -> None:
    """Raise RuntimeError unless both sides measured the same accuracies, but for float32."""
    import numpy as np

    if not np.allclose(found, wanted, rtol=0, atol=1e-6):
        raise RuntimeError("ours and the plain loop do not measure the same numbers: they are not the same fits")


def ours(seeds: int, jobs: int) -> "np.ndarray":
    """Return the accuracies `(part, estimator, *sweep, seed)` of an experiment, with nothing stored."""
    import numpy as np

    kind = experiment_kinds()["estimator"]
    written = {name: {"class": name} for name in ESTIMATORS}
    bare = kind.options(data=DATA, estimators=written, sweep=SWEEP, seeds=seeds)
    options = bare.complete(Folder(Path(), Node(HERE, {}), HERE, []))
    experiment = Experiment("fits", "Fits", kind.name, options, kind.run_schema(options), HERE)
    with tempfile.TemporaryDirectory(prefix="proofpress-benchmark-") as place:
        record = train({"fits": experiment}, Store(Path(place)), jobs=jobs)["fits"]
        channels = record.load().channels
        return np.stack([channels[f"{part}_accuracy"].values for part in PARTS])


def plain(seeds: int, jobs: int) -> "np.ndarray":
    """Return the same accuracies, of a loop without the press, whose workers are started once and kept."""
    import numpy as np
    from joblib import Parallel, delayed

    splits = [load(replace(DATA, split=seed), scaled=False) for seed in range(seeds)]
    rows = [{part: split.part(part) for part in PARTS} for split in splits]
    settings: list[tuple[Any, ...]] = list(itertools.product(ESTIMATORS, *SWEEP.values(), range(seeds)))
    found = Parallel(jobs)(delayed(fit)(name, trees, depth, rows[seed]) for name, trees, depth, seed in settings)
    shape = (len(ESTIMATORS), *map(len, SWEEP.values()), seeds, len(PARTS))
    return np.moveaxis(np.asarray(found).reshape(shape), -1, 0)


def fit(name: str, trees: int, depth: int, rows: Any) -> list[float]:
    """Return the accuracy of one fit on each part, as its author would compute it."""
    from sklearn import ensemble

    model = getattr(ensemble, name)(n_estimators=trees, max_depth=depth, random_state=0).fit(*rows["train"])
    return [model.score(*rows[part]) for part in PARTS]


if __name__ == "__main__":
    main()
