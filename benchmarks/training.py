"""How fast training is: runs a second of ours, of scikit-learn's MLPClassifier, and what sgemm would allow.

    python -m benchmarks training [--jobs 2] [--repeats 5]

One process measures all three in turn, several times over, and prints medians and ratios of medians: a
busy machine slows all of them alike. The task: a 64-32-10 network on 1,077 digits, batches of 32, 20
epochs of SGD. Ours is a sweep of 32 learning rates as the kind `train` cuts it into lots, packed as it is
stored, in processes as a build has them; their start and compiling are left out, since a build does that once, and
printed apart. Measured is training with one measurement of all parts at the end, and with one after every epoch.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from statistics import median
from typing import Any

from proofpress.datasets.options import Data
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.ranges import Range
from proofpress.experiments.recipes import Training
from proofpress.experiments.runner import work
from proofpress.experiments.training.executor import ProcessExecutor

DATA = Data("digits", train=1077, validation=360, test=360)
EPOCHS, BATCH, HIDDEN, RATES = 20, 32, 32, 32
SKLEARN_RUNS = 3
# Multiplications and additions, two operations each: forward, slopes of the weights, slopes of the hidden layer.
OPERATIONS = 2 * BATCH * ((64 * 32 + 32 * 10) + (64 * 32 + 32 * 10) + 32 * 10) * (1077 // BATCH) * EPOCHS


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2, help="processes of ours, and threads of sgemm")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    timed: dict[str, list[float]] = {"ours": [], "every epoch": [], "scikit-learn": [], "sgemm": []}
    with ProcessExecutor(given.jobs) as pool:
        compiling = seconds_of(lambda: ours(pool, given.jobs, checkpoints=1))
        ours(pool, given.jobs, checkpoints=EPOCHS)
        for _ in range(given.repeats):
            timed["ours"].append(ours(pool, given.jobs, checkpoints=1))
            timed["every epoch"].append(ours(pool, given.jobs, checkpoints=EPOCHS))
            timed["scikit-learn"].append(scikit_learn())
            timed["sgemm"].append(sgemm(given.jobs))
    middle = {name: median(values) for name, values in timed.items()}
    print(
        f"{given.jobs} workers, {given.repeats} repeats, medians; the first call, start and compiling included: "
        f"{compiling:.1f} s"
    )
    for name, rate in middle.items():
        spread = f"{min(timed[name]):7.1f} to {max(timed[name]):7.1f}"
        against = f"{rate / middle['scikit-learn']:7.1f} × scikit-learn, {rate / middle['sgemm']:6.1%} of sgemm's limit"
        print(f"{name:>12}: {rate:7.1f} runs/s ({spread}), {against}")


def ours(pool: Executor, jobs: int, checkpoints: int) -> float:
    """Return runs a second of a sweep over learning rates, an equal share of its lots for each of `jobs` workers."""
    kind = experiment_kinds()["network"]
    options = kind.options(
        DATA,
        Training(epochs=EPOCHS, batch_size=BATCH),
        sweep={"learning_rate": Range(0.001, 1, RATES, "log")},
        seeds=2 * jobs,
        checkpoints=checkpoints,
    )
    pieces = [dict(piece) for piece in kind.pieces(options)]
    seconds = seconds_of(lambda: [each.result() for each in [pool.submit(work, kind.run, options, p) for p in pieces]])
    return float(RATES * options.seeds / seconds)


def scikit_learn() -> float:
    """Return runs a second of a loop over MLPClassifier on the same rows, with the same network and batches."""
    from sklearn.neural_network import MLPClassifier

    from proofpress.datasets.splitting import load

    inputs, targets = load(DATA).part("train")

    def loop() -> None:
        for seed in range(SKLEARN_RUNS):
            model: Any = MLPClassifier(
                (HIDDEN,), solver="sgd", momentum=0.0, alpha=0.0, batch_size=BATCH, max_iter=EPOCHS,
                learning_rate_init=0.1, random_state=seed, tol=0.0, n_iter_no_change=EPOCHS,
            )  # fmt: skip
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.fit(inputs, targets)

    return SKLEARN_RUNS / seconds_of(loop)


def sgemm(jobs: int) -> float:
    """Return runs a second if all of a run were one large float32 matrix product of numpy's on as many threads."""
    import numpy as np

    size, times = 1024, 4
    pairs = [np.random.default_rng(seed).random((2, size, size), dtype=np.float32) for seed in range(jobs)]

    def product(pair: Any) -> None:
        for _ in range(times):
            pair[0] @ pair[1]

    with limited(), ThreadPoolExecutor(jobs) as pool:
        list(pool.map(product, pairs))
        seconds = seconds_of(lambda: list(pool.map(product, pairs)))
    return jobs * times * 2 * size**3 / seconds / OPERATIONS


def limited() -> Any:
    """Return a context in which each numpy product uses one thread, as each of our workers does."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def seconds_of(call: Callable[[], Any]) -> float:
    """Return how long a call takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
