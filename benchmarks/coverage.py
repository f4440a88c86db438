"""How often the 95% intervals of statistics cover a truth that is known: `python -m benchmarks.coverage [KIND …]`.

Seeds are drawn from distributions whose mean, median, deviation … are known, a statistic of the press is computed of
them with its interval, and it is counted in how many samples the interval holds the truth: of seeds that are
independent, and of splits of the data whose seeds resemble one another. What it counts is recorded in coverage.json
beside this module, with the day and the number of samples, and filled into docs/method.md and docs/statistics.md where
`<!-- coverage: … -->` marks it. A kind whose intervals cover less or more than they say declares so in its own file
(`StatisticKind.covers`); a test holds documents and kinds to the record, and counts a part of it again.

Side effects: reads and writes the record and the documents.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
from msgspec import Struct, convert, to_builtins

from proofpress.formatting import count_repeats
from proofpress.models import Channel, Coverage, Runs, StatisticKind
from proofpress.statistics import bootstrap
from proofpress.statistics.coverage import SEEDS, SPLITS, WITHIN
from proofpress.statistics.kinds import statistic_kinds

SAMPLES = 1000
RESAMPLES = 1000
"""Half as many as a build draws: the outer percentiles hardly move."""
RECORD = Path(__file__).parent / "coverage.json"
DOCUMENTS = tuple(Path(__file__).parents[1] / "docs" / name for name in ("method.md", "statistics.md"))
MARK = re.compile(r"(<!-- coverage: (?P<name>\S+) -->)(?P<old>.*?)(<!-- / -->)", re.DOTALL)
REPEATS = (*((1, seeds) for seeds in SEEDS), SPLITS)
"""Splits and seeds of each column of the record."""
DRAW = 20_261_128
LARGE = 40_000
"""How many runs stand for all there are where a truth has no formula."""
SHARED = 0.5
"""How much of the variance of what runs are drawn from is between splits."""

Numbers = np.ndarray
Made = Mapping[str, Runs]


def normal(z: Numbers, chance: np.random.Generator) -> Numbers:
    """Return accuracies of networks that all learn."""
    return np.asarray(0.9 + 0.03 * z)


def skewed(z: Numbers, chance: np.random.Generator) -> Numbers:
    """Return losses: logarithms spread by a half, skewness 1.75."""
    return np.asarray(np.exp(0.5 * z))


def bimodal(z: Numbers, chance: np.random.Generator) -> Numbers:
    """Return accuracies of networks of which two in five stay at chance."""
    return np.where(z < NormalDist().inv_cdf(0.4), 0.1, 0.9) + chance.normal(0, 0.02, z.shape)


def bounded(z: Numbers, chance: np.random.Generator) -> Numbers:
    """Return accuracies of which a quarter are exactly 1."""
    return np.minimum(1.0, 0.97 + 0.05 * z)


DISTRIBUTIONS = {"normal": normal, "skewed": skewed, "bimodal": bimodal, "bounded": bounded}


class Sampler(Struct, frozen=True):
    """Draws numbers of runs: from which distribution, and of how many splits and seeds of each."""

    chance: np.random.Generator
    distribution: str
    splits: int
    seeds: int

    @property
    def coordinates(self) -> tuple[Any, ...]:
        """What the seeds are called, as in pooled runs."""
        if self.splits == 1:
            return tuple(range(self.seeds))
        return tuple((split, seed) for split in range(self.splits) for seed in range(self.seeds))

    def gaussian(self, *settings: int) -> Numbers:
        """Return standard normal numbers, `(*settings, runs)`; those of a split resemble one another."""
        apart = self.chance.normal(size=(*settings, self.splits, self.seeds))
        if self.splits > 1:
            shared = self.chance.normal(size=(*settings, self.splits, 1))
            apart = SHARED**0.5 * shared + (1 - SHARED) ** 0.5 * apart
        return apart.reshape(*settings, -1)

    def draw(self, *settings: int) -> Numbers:
        """Return numbers of the distribution, `(*settings, runs)`."""
        return self.shaped(self.gaussian(*settings))

    def shaped(self, z: Numbers) -> Numbers:
        """Return standard normal numbers as numbers of the distribution."""
        return DISTRIBUTIONS[self.distribution](z, self.chance)

    def scaled(self, *settings: int) -> Numbers:
        """Return numbers of the distribution that have mean 0 and standard deviation 1."""
        mean, deviation = MOMENTS[self.distribution]
        return (self.draw(*settings) - mean) / deviation

    def runs(self, **channels: Numbers) -> Made:
        """Return runs with an axis of settings (or steps), from 1, and one of seeds, `(settings, runs, …)`."""
        first = next(iter(channels.values()))
        axes = {"setting": tuple(range(1, len(first) + 1)), "step": tuple(range(1, len(first) + 1))}
        dims = {
            name: ("step" if name == "curve" else "setting", "seed", *(("*weight",) if values.ndim == 3 else ()))
            for name, values in channels.items()
        }
        made = {name: Channel(dims[name], values, "higher") for name, values in channels.items()}
        return {"made": Runs("made", {**axes, "seed": self.coordinates}, made)}


MOMENTS = {
    name: (float(large.mean()), float(large.std()))
    for name, large in (
        (name, of(chance.normal(size=10 * LARGE), chance))
        for name, of in DISTRIBUTIONS.items()
        for chance in (np.random.default_rng([DRAW, 2]),)
    )
}
"""Mean and standard deviation of each distribution."""


class Case(Struct, frozen=True):
    """A kind of statistic, the runs that are drawn, its options, and what is true of all runs there could be.

    options: the distribution's name → options beside the experiment. truth: the same → the number; None for what the
    statistic itself gives of very many runs.
    """

    kind: str
    make: Callable[[Sampler], Made]
    options: Callable[[str], Mapping[str, Any]]
    truth: Callable[[str], float] | None = None


def _plain(settings: int) -> Callable[[Sampler], Made]:
    return lambda sampler: sampler.runs(score=sampler.draw(settings))


def _steady(**options: Any) -> Callable[[str], Mapping[str, Any]]:
    return lambda distribution: {"channel": "score", **options}


def _offset(steps: Numbers) -> Callable[[Sampler], Made]:
    """Return a maker of settings whose means lie so many standard deviations above one another."""
    return lambda sampler: sampler.runs(score=sampler.scaled(len(steps)) + steps[:, None])


def _related(sampler: Sampler) -> Made:
    first, second = sampler.gaussian(1), sampler.gaussian(1)
    return sampler.runs(score=sampler.shaped(np.concatenate([first, 0.6 * first + 0.8 * second])))


def _arriving(sampler: Sampler) -> Made:
    """Return runs that reach a threshold at some of forty steps."""
    arrival = 20 + 5 * sampler.scaled()
    return sampler.runs(curve=(np.arange(1, 41)[:, None] >= arrival).astype(float))


def _reaching(sampler: Sampler) -> Made:
    reached = sampler.draw()
    return sampler.runs(curve=np.stack([np.zeros_like(reached), reached]))


def _varied(sampler: Sampler) -> Made:
    """Return thirty settings drawn at random, which have half of the variance."""
    effect = np.sort(sampler.chance.permutation(_effects(sampler)))
    return sampler.runs(score=effect[:, None] + sampler.scaled(len(effect)))


def _effects(sampler: Sampler) -> Numbers:
    mean, deviation = MOMENTS[sampler.distribution]
    drawn = DISTRIBUTIONS[sampler.distribution](sampler.chance.normal(size=30), sampler.chance)
    return (drawn - mean) / deviation


def _alike(sampler: Sampler) -> Made:
    """Return lists of twenty weights at two places, more alike in some runs than in others."""
    first, apart = sampler.chance.normal(size=(2, *sampler.draw().shape, 20))
    likeness = 1 + 0.3 * sampler.scaled()
    return sampler.runs(weights=np.stack([first, likeness[:, None] * first + apart]))


def _walks(sampler: Sampler) -> Made:
    """Return one weight of eight neighbouring settings, and four others."""
    weight = sampler.scaled(8) + sampler.chance.normal(0, 0.2, sampler.scaled(8).shape)
    return sampler.runs(weights=np.stack([weight, *4 * [np.zeros_like(weight)]], axis=-1))


def _judged(sampler: Sampler) -> Made:
    """Return scores of six settings on the data that choose and on fresh data."""
    worth = np.arange(6)[:, None] * 0.5
    return sampler.runs(score=worth + sampler.scaled(6), fresh=worth + sampler.scaled(6))


FIRST, SECOND = {"setting": 1}, {"setting": 2}
ONE_WEIGHT = {"channel": "weights", "axis": "setting", "sizes": (2, 1, 1), "within": (1.0, 8.0)}
CHOICE = {"fresh": "fresh", "axis": "setting"}
CASES = (
    Case("mean", _plain(1), _steady(at=FIRST)),
    Case("median", _plain(1), _steady(at=FIRST)),
    Case("deviation", _plain(1), _steady(at=FIRST)),
    Case("difference", _plain(2), _steady(at=FIRST, minus=SECOND)),
    Case("ratio", _plain(2), _steady(at=FIRST, over=SECOND)),
    Case("wins", _plain(2), _steady(at=FIRST, against=SECOND)),
    Case("share", _plain(1), _steady(at=FIRST, above=0.93)),
    Case("arrivals", _reaching, lambda distribution: {"channel": "curve", "reaches": 0.93}),
    Case("steps_to", _arriving, lambda distribution: {"channel": "curve", "reaches": 0.5}),
    Case("slope", _plain(3), _steady(axis="setting"), lambda distribution: 0.0),
    Case("correlation", _related, _steady(at=FIRST, against=SECOND)),
    Case("variance_share", _varied, _steady(axis="setting"), lambda distribution: 0.5),
    Case("weight_correlation", _alike, lambda distribution: {"channel": "weights", "at": FIRST, "against": SECOND}),
    Case("roughness", _walks, lambda distribution: {**ONE_WEIGHT, "parameter": _first_weight()}),
    Case("bends", _walks, lambda distribution: {**ONE_WEIGHT, "parameter": _first_weight()}),
    Case("optimism", _judged, _steady(**CHOICE, tries=6)),
    Case("regret", _judged, _steady(**CHOICE)),
    Case(
        "best_setting", _offset(np.array([0.0, 0.7, 1.4, 0.7, 0.0])),
        lambda distribution: {"best": "score", "axis": "setting"}, lambda distribution: 3.0,
    ),
    Case("crossing", _offset(np.arange(5)[::-1] * 0.7), _steady(axis="setting", above=1.05), lambda distribution: 3.0),
    Case("expression", _plain(2), lambda distribution: {"formula": "first / second"}),
)  # fmt: skip
NOT_SIMULATED = {
    "prevalence": "its number depends on how many seeds there are, so that it has no truth beside them",
    **dict.fromkeys(("count", "setting", "settings"), "nothing varies"),
}
"""Kinds without a case, and why."""


def _first_weight() -> Any:
    from proofpress.runs.parameters import Parameter

    return Parameter(layer=1, unit=1, input=1)


def options_of(case: Case, distribution: str) -> Any:
    """Return the options of a case as a record of its kind."""
    given = case.options(distribution)
    return statistic_kinds()[case.kind].options(**given if "formula" in given else {"experiment": "made", **given})


def truth(case: Case, distribution: str) -> float:
    """Return the number that a statistic estimates."""
    if case.truth is not None:
        return case.truth(distribution)
    kind, sampler = statistic_kinds()[case.kind], Sampler(np.random.default_rng([DRAW, 1]), distribution, 1, LARGE)
    made = case.make(sampler)
    if case.kind == "expression":
        return float(_mean_at(FIRST, made) / _mean_at(SECOND, made))
    return float(kind.estimate(options_of(case, distribution), made))


def covered(case: Case, distribution: str, seeds: int, samples: int = SAMPLES, splits: int = 1) -> float:
    """Return in what share of the samples that have an interval it holds the truth.

    splits: of the data, with so many seeds each. A number that is undefined in too many resamples is not published.
    """
    kind, options = statistic_kinds()[case.kind], options_of(case, distribution)
    true, chance = truth(case, distribution), np.random.default_rng([DRAW, splits, seeds])
    held: list[bool] = []
    for _ in range(samples):
        with suppress(ValueError):
            found = _interval(kind, options, case.make(Sampler(chance, distribution, splits, seeds)))
            held.append(found is not None and found.low - 1e-9 <= true <= found.high + 1e-9)
    return sum(held) / len(held) if held else float("nan")


def _interval(kind: StatisticKind, options: Any, made: Made) -> bootstrap.Spread | None:
    """Return the interval as a build works it out; of an expression, from the replicates of what it combines."""
    if kind.name != "expression":
        return bootstrap.interval(kind.name, kind.estimate, options, made, kind.draws(options))
    mean = statistic_kinds()["mean"]
    first, second = (
        bootstrap.replicate(mean.estimate, mean.options("made", "score", at), made) for at in (FIRST, SECOND)
    )
    # What the formula asks for, of all replicates at once; a test holds the kind to it.
    with np.errstate(divide="ignore", invalid="ignore"):
        replicates = first / second
    return bootstrap.spread(replicates, bootstrap.repeats_of(made).drawn)


def _mean_at(at: Mapping[str, Any], made: Made) -> float:
    mean = statistic_kinds()["mean"]
    return float(mean.estimate(mean.options("made", "score", at), made))


class Row(Struct, frozen=True):
    """What was counted of one kind. date: the day. cells: distribution → percent at 8, 16, 24 seeds, and splits."""

    kind: str
    date: str
    samples: int
    resamples: int
    cells: Mapping[str, tuple[float, ...]]


def count(kind: str, samples: int = SAMPLES) -> Row:
    """Return how often intervals of a kind cover, by distribution: with 8, 16, 24 seeds, and over splits."""
    case = next(case for case in CASES if case.kind == kind)
    cells = {
        name: tuple(round(100 * covered(case, name, seeds, samples, splits), 1) for splits, seeds in REPEATS)
        for name in DISTRIBUTIONS
    }
    return Row(kind, datetime.now(UTC).date().isoformat(), samples, bootstrap.RESAMPLES, cells)


def recorded() -> dict[str, Row]:
    """Return the rows that stand recorded, by kind, in the order of the cases."""
    rows = {row["kind"]: Row(**row) for row in json.loads(RECORD.read_text(encoding="utf-8"))}
    return {case.kind: rows[case.kind] for case in CASES if case.kind in rows}


def record(row: Row) -> None:
    """Record a row in place of the kind's former one."""
    rows = {**(recorded() if RECORD.exists() else {}), row.kind: row}
    lines = [json.dumps(to_builtins(rows[case.kind])) for case in CASES if case.kind in rows]
    RECORD.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def exceptions(row: Row) -> tuple[Coverage, ...]:
    """Return what a kind has to declare: each number of repeats at which some cell lies outside of 92 to 98."""
    found = []
    for column, (splits, seeds) in enumerate(REPEATS):
        held = {name: round(cells[column]) for name, cells in row.cells.items()}
        least, most = min(held.values()), max(held.values())
        if least < WITHIN[0] or most > WITHIN[1]:
            fewest = next(name for name, each in held.items() if each == least)
            told = {"seeds": seeds, "least": least, "most": most, "fewest": fewest, "splits": splits}
            # Converted, not only called: the record is a file, and the shape it names must be one that there is.
            found.append(convert(told, Coverage))
    return tuple(found)


def filled(text: str, rows: Mapping[str, Row]) -> str:
    """Return a document with its marks filled in.

    They name a `kind`, or a `kind.distribution`, or are `table`, `samples`, `resamples`, `days`.
    """
    return MARK.sub(lambda mark: f"{mark[1]}{_value(mark['name'], rows)}{mark[4]}", text)


def _value(name: str, rows: Mapping[str, Row]) -> str:
    if name == "table":
        return "\n\n" + "\n".join(table(rows.values())) + "\n\n"
    if name in ("samples", "resamples"):
        return _counts({row.kind: getattr(row, name) for row in rows.values()})
    if name == "days":
        days = sorted({row.date for row in rows.values()})
        return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    kind, _, distribution = name.partition(".")
    return _cell(rows[kind].cells[distribution]) if distribution else outside(rows[kind])


def _counts(counts: Mapping[str, int]) -> str:
    """Return the number that most kinds have, and those that others have."""
    kinds: dict[int, list[str]] = {}
    for kind, number in counts.items():
        kinds.setdefault(number, []).append(f"`{kind}`")
    usual, *others = sorted(kinds, key=lambda number: -len(kinds[number]))
    apart = "; ".join(f"{', '.join(kinds[number])}: {number:,}" for number in others)
    return f"{usual:,} ({apart})" if apart else f"{usual:,}"


def outside(row: Row) -> str:
    """Return all cells of each number of repeats that a kind has to declare, normal to bounded; empty where none is."""
    parts = []
    for known in exceptions(row):
        column = REPEATS.index((known.splits, known.seeds))
        held = " · ".join(f"{cells[column]:.0f}" for cells in row.cells.values())
        parts.append(f"{held} with {count_repeats(known.seeds, known.splits)}")
    return ", ".join(parts)


def _cell(cells: tuple[float, ...]) -> str:
    return " · ".join(f"{cell:.0f}" for cell in cells[:-1]) + f" / {cells[-1]:.0f}"


def table(rows: Iterable[Row]) -> list[str]:
    """Return the lines of a table in Markdown: a row for each kind, a column for each distribution.

    In each cell 8, 16 and 24 seeds, then ten splits of three seeds.
    """
    lines = [f"| Statistic | {' | '.join(DISTRIBUTIONS)} |", "|---|" + "---|" * len(DISTRIBUTIONS)]
    for row in rows:
        lines.append(f"| `{row.kind}` | {' | '.join(_cell(row.cells[name]) for name in DISTRIBUTIONS)} |")
    return lines


def main(kinds: tuple[str, ...]) -> None:
    """Count kinds anew, all where none is named, record each as soon as it is counted, and fill in the documents."""
    bootstrap.RESAMPLES = RESAMPLES
    for case in CASES:
        if not kinds or case.kind in kinds:
            record(count(case.kind))
            print(*table([recorded()[case.kind]])[2:], flush=True)
    for document in DOCUMENTS:
        document.write_text(filled(document.read_text(encoding="utf-8"), recorded()), encoding="utf-8")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
