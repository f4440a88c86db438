"""How often the 95% intervals of statistics cover a truth that is known: `python -m benchmarks.coverage`.

Seeds are drawn from distributions whose mean, median, deviation … are known, a statistic of the press is computed of
them with its interval, and it is counted in how many samples the interval holds the truth. Prints a table in Markdown,
which docs/method.md shows; a test asserts the part of it that is promised.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from msgspec import Struct

from proofpress.models import Channel, Runs
from proofpress.statistics import bootstrap
from proofpress.statistics.kinds import statistic_kinds

SEEDS = (8, 16, 24)
SAMPLES = 400
DRAW = 20_261_128
LARGE = 400_000
"""How many numbers stand for all there are where a truth has no formula."""

Numbers = np.ndarray


def normal(chance: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Return accuracies of networks that all learn."""
    return chance.normal(0.9, 0.03, shape)


def skewed(chance: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Return losses: logarithms spread by a half, skewness 1.75."""
    return np.exp(chance.normal(0.0, 0.5, shape))


def bimodal(chance: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Return accuracies of networks of which two in five stay at chance."""
    return np.where(chance.random(shape) < 0.4, 0.1, 0.9) + chance.normal(0, 0.02, shape)


def bounded(chance: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Return accuracies of which a quarter are exactly 1."""
    return np.minimum(1.0, chance.normal(0.97, 0.05, shape))


DISTRIBUTIONS = {"normal": normal, "skewed": skewed, "bimodal": bimodal, "bounded": bounded}


class Case(Struct, frozen=True):
    """A kind of statistic, what its options are, the runs that samples make, and what is true of all samples.

    runs: numbers `(settings, seeds)` → runs. truth: numbers `(settings, many)` → the number that is estimated.
    """

    kind: str
    options: Mapping[str, Any]
    truth: Callable[[Numbers], float]
    settings: int = 1


def made(values: Numbers) -> Runs:
    """Return runs of an experiment with one channel over settings, seeds and, as a second channel, its steps."""
    settings, seeds = values.shape
    axes = {"setting": tuple(range(1, settings + 1)), "seed": tuple(range(seeds))}
    return Runs("made", axes, {"score": Channel(("setting", "seed"), values, "higher")})


FIRST, SECOND = {"setting": 1}, {"setting": 2}
CASES = (
    Case("mean", {"at": FIRST}, lambda all_: all_[0].mean()),
    Case("median", {"at": FIRST}, lambda all_: float(np.median(all_[0]))),
    Case("deviation", {"at": FIRST}, lambda all_: all_[0].std()),
    Case("difference", {"at": FIRST, "minus": SECOND}, lambda all_: all_[0].mean() - all_[1].mean(), 2),
    Case("ratio", {"at": FIRST, "over": SECOND}, lambda all_: all_[0].mean() / all_[1].mean(), 2),
    Case("wins", {"at": FIRST, "against": SECOND}, lambda all_: _beats(all_).mean(), 2),
    Case("share", {"at": FIRST, "above": 0.93}, lambda all_: (all_[0] > 0.93).mean()),
    Case("slope", {"axis": "setting"}, lambda all_: np.polyfit([1, 2, 3], all_.mean(1), 1)[0], 3),
)


def _beats(all_: Numbers) -> Numbers:
    return np.asarray((all_[0] > all_[1]) + 0.5 * (all_[0] == all_[1]))


def truth(case: Case, distribution: str) -> float:
    """Return the number that a statistic estimates."""
    chance = np.random.default_rng([DRAW, 1])
    return float(case.truth(DISTRIBUTIONS[distribution](chance, (case.settings, LARGE))))


def covered(case: Case, distribution: str, seeds: int, samples: int = SAMPLES) -> float:
    """Return in what share of the samples the interval holds the truth."""
    kind = statistic_kinds()[case.kind]
    options = kind.options(experiment="made", channel="score", **case.options)
    true, chance = truth(case, distribution), np.random.default_rng([DRAW, seeds])
    held = 0
    for _ in range(samples):
        runs = {"made": made(DISTRIBUTIONS[distribution](chance, (case.settings, seeds)))}
        found = bootstrap.interval(case.kind, kind.estimate, options, runs)
        assert found is not None
        held += found.low - 1e-9 <= true <= found.high + 1e-9
    return held / samples


def table(samples: int) -> Iterator[str]:
    """Yield the lines of a table: a row for each kind, a column for each distribution, 8, 16 and 24 seeds in each."""
    yield f"| Statistic | {' | '.join(DISTRIBUTIONS)} |"
    yield "|---|" + "---|" * len(DISTRIBUTIONS)
    for case in CASES:
        cells = (
            " · ".join(f"{100 * covered(case, name, seeds, samples):.0f}" for seeds in SEEDS) for name in DISTRIBUTIONS
        )
        yield f"| `{case.kind}` | {' | '.join(cells)} |"


if __name__ == "__main__":
    for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        print(line, flush=True)
