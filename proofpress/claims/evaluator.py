"""From statistics to estimates: an estimate is read from the store, or worked out from the runs and stored.

Unit and digits are not part of its key: they are applied when a number is printed.
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from proofpress import formatting
from proofpress.cache.keys import code_digest, digest
from proofpress.cache.store import Store
from proofpress.diagnostics import Diagnostic, suggest
from proofpress.models import Comparison, Estimate, Record, Runs, RunSchema, Select, Statistic, StatisticKind
from proofpress.runs.repeats import SEED, pooled, pooled_schema
from proofpress.runs.selection import channels_read, count_runs, narrow
from proofpress.statistics import bootstrap
from proofpress.statistics.kinds import statistic_kinds
from proofpress.versions import version

LAST_BITS = 1e-12
"""What part of the numbers that a statistic reads is the last bits of its sums."""


class Measured(Struct, frozen=True):
    """A statistic in its channel's own unit. runs: experiment → how many of its runs were looked at.

    splits, seeds: over how many splits of the data the interval is, and over how many seeds of each.
    """

    value: float | int | str
    low: float
    high: float
    error: float
    seeds: int
    runs: Mapping[str, int]
    splits: int = 1


class Evaluator:
    """Measures the statistics of one comparison, each once, and loads an experiment only if it must.

    diagnostics: what could not be measured, added to as it is found.
    """

    def __init__(self, comparison: Comparison, records: Mapping[str, Record], store: Store) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._comparison = comparison
        self._records = records
        self._store = store
        self._kinds = statistic_kinds()
        self._measured: dict[str, Measured | None] = {}
        self._loaded: dict[str, Runs] = {}
        self._waiting: list[str] = []

    def estimates(self) -> dict[str, Estimate]:
        """Return the estimates by name, in order; a statistic that has no number gets a diagnostic instead."""
        statistics = self._comparison.statistics
        measured = {name: self._measure(name) for name in statistics}
        return {name: estimate(statistics[name], each) for name, each in measured.items() if each is not None}

    def _measure(self, name: str) -> Measured | None:
        if name not in self._measured:
            self._waiting.append(name)
            try:
                self._measured[name] = self._evaluate(self._comparison.statistics[name])
            except (ValueError, ArithmeticError) as fault:
                location = self._comparison.statistics[name].location
                self.diagnostics.append(Diagnostic(location, "no-number", f"'{name}' has no number: {fault}"))
                self._measured[name] = None
            self._waiting.pop()
        return self._measured[name]

    def _evaluate(self, statistic: Statistic) -> Measured | None:
        kind = self._kinds[statistic.kind]
        experiments = kind.ledger(statistic.options)
        if experiments:
            return self._from_ledger(statistic, kind, experiments)
        used = kind.uses(statistic.options)
        usable = [self._usable(name, statistic) for name in used]
        if not all(usable):
            return None
        key = self._key(statistic)
        entry = self._store.get(key, "estimate")
        if entry is not None:
            return Measured(**json.loads(entry.data))
        measured = self._combine(statistic, kind, used) if used else self._from_runs(statistic, kind)
        self._store.put(key, "estimate", json.dumps(asdict(measured), allow_nan=False).encode(), {})
        return measured

    def _usable(self, name: str, statistic: Statistic) -> bool:
        """Return whether a statistic that another one combines has a number; if not, a diagnostic says why."""
        known = self._comparison.statistics
        if name not in known:
            message, hint = f"'{name}' in '{statistic.id}' is not a statistic", suggest(name, known)
            self.diagnostics.append(Diagnostic(statistic.location, "unknown-statistic", message, hint))
            return False
        if name in self._waiting:
            circle = " → ".join([*self._waiting[self._waiting.index(name) :], name])
            message, hint = f"'{statistic.id}' is worked out from itself: {circle}", "break the circle"
            self.diagnostics.append(Diagnostic(statistic.location, "circular", message, hint))
            return False
        return self._measure(name) is not None

    def _key(self, statistic: Statistic) -> str:
        """Return the key of all that the number depends on: the statistic, the runs and the code."""
        kind, options = self._kinds[statistic.kind], statistic.options
        reads = {select.experiment for select in kind.selects(options)} | set(kind.ledger(options))
        runs = {name: self._records[name].key for name in reads}
        settings = {name: self._comparison.experiments[name].run_schema.settings for name in kind.ledger(options)}
        used = {name: self._key(self._comparison.statistics[name]) for name in kind.uses(options)}
        code = code_digest(kind.estimate.__module__, bootstrap.__name__, __name__)
        return digest(statistic.kind, options, runs, settings, used, code, version("numpy"))

    def _from_ledger(self, statistic: Statistic, kind: StatisticKind, experiments: tuple[str, ...]) -> Measured:
        records = {name: self._records[name] for name in experiments}
        value = kind.estimate(statistic.options, {name: self._ledger(record) for name, record in records.items()})
        if isinstance(value, bool) or not isinstance(value, int | float):
            value = str(value)
        at = 0.0 if isinstance(value, str) else float(value)
        splits = min(max(1, len(record.splits)) for record in records.values())
        seeds = max(1, min(len(record.seeds) for record in records.values()))
        runs = {name: record.runs for name, record in records.items()}
        return Measured(value, at, at, 0.0, seeds, runs, splits)

    def _ledger(self, record: Record) -> Runs:
        run_schema = self._comparison.experiments[record.experiment].run_schema
        counts = {"runs": record.runs, "updates": record.updates, "parameters": record.parameters}
        ledger = {**counts, "seeds": len(record.seeds) * max(1, len(record.splits))}
        return Runs(record.experiment, run_schema.axes, {}, ledger=ledger, settings=run_schema.settings)

    def _read(self, statistic: Statistic) -> dict[str, Runs]:
        """Return the runs reduced to what a statistic reads, on the seeds that its experiments share."""
        selects = self._kinds[statistic.kind].selects(statistic.options)
        for name in {select.experiment for select in selects} - set(self._loaded):
            self._loaded[name] = pooled(self._records[name].load())
        return bootstrap.as_float64(bootstrap.share_seeds(narrow(self._loaded, selects)))

    def _from_runs(self, statistic: Statistic, kind: StatisticKind) -> Measured:
        runs = self._read(statistic)
        value = _number(kind.estimate(statistic.options, runs))
        counts = self._count_runs(statistic)
        if isinstance(value, str):
            return _measured(value, None, bootstrap.repeats_of(runs), counts)
        draws = kind.draws(statistic.options)
        spread = bootstrap.interval(statistic.kind, kind.estimate, statistic.options, runs, draws)
        size = bootstrap.magnitude(runs, kind.selects(statistic.options))
        return _measured(value, spread, bootstrap.repeats_of(runs), counts, size)

    def _combine(self, statistic: Statistic, kind: StatisticKind, used: tuple[str, ...]) -> Measured:
        """Return a number computed from others, and its interval from their replicates, resample by resample."""
        operands = {name: operand.value for name in used if (operand := self._measured[name]) is not None}
        value = kind.estimate(statistic.options, operands)
        if not math.isfinite(value):
            raise ValueError("it is not finite")
        replicates, repeats = self._replicates(statistic)
        spread = None if replicates is None else bootstrap.spread(replicates, repeats.drawn)
        size = max((abs(each) for each in operands.values() if not isinstance(each, str)), default=0.0)
        return _measured(value, spread, repeats, self._count_runs(statistic), size)

    def _replicates(self, statistic: Statistic) -> tuple[Any, bootstrap.Repeats]:
        """Return the replicates of any statistic, shape `(RESAMPLES,)`, None where nothing varies; and of what size."""
        kind = self._kinds[statistic.kind]
        used = kind.uses(statistic.options)
        if kind.ledger(statistic.options):
            return None, bootstrap.Repeats()
        if not used:
            runs = self._read(statistic)
            return bootstrap.replicate(
                kind.estimate, statistic.options, runs, kind.draws(statistic.options)
            ), bootstrap.repeats_of(runs)
        fixed = {name: operand.value for name in used if (operand := self._measured[name]) is not None}
        operands = {name: self._replicates(self._comparison.statistics[name]) for name in used}
        varied = {name: replicates for name, (replicates, _) in operands.items() if replicates is not None}
        if not varied:
            return None, bootstrap.Repeats()
        import numpy as np

        # Floats, one resample at a time: a formula must never get hold of an array and its methods.
        rows = zip(*(replicates.tolist() for replicates in varied.values()), strict=True)
        found = [_try(kind, statistic.options, {**fixed, **dict(zip(varied, row, strict=True))}) for row in rows]
        return np.asarray(found), min((operands[name][1] for name in varied), key=lambda each: each.drawn)

    def _count_runs(self, statistic: Statistic) -> dict[str, int]:
        """Return experiment → how many of its runs a statistic looks at, itself or in those that it combines."""
        selects: dict[str, list[Select]] = {}
        seeds: dict[str, set[Any]] = {}
        for leaf in self._leaves(statistic):
            kind = self._kinds[leaf.kind]
            read = kind.selects(leaf.options)
            shared = bootstrap.shared_seeds({name: self._seeds_read(name, read) for name in _experiments(read)})
            for select in read:
                selects.setdefault(select.experiment, []).append(select)
                seeds.setdefault(select.experiment, set()).update(shared[select.experiment])
            for name in kind.ledger(leaf.options):
                selects.setdefault(name, [])
        every = {name: self._records[name].runs for name in selects}
        return {
            name: min(count_runs(self._schema(name), read, seeds[name]), every[name]) if read else every[name]
            for name, read in selects.items()
        }

    def _leaves(self, statistic: Statistic) -> Iterator[Statistic]:
        """Yield the statistics that read runs themselves, of those that one is computed from."""
        used = self._kinds[statistic.kind].uses(statistic.options)
        if not used:
            yield statistic
        for name in used:
            yield from self._leaves(self._comparison.statistics[name])

    def _seeds_read(self, experiment: str, selects: tuple[Select, ...]) -> tuple[Any, ...]:
        """Return the seeds of an experiment, none if no channel that is read has seeds."""
        schema = self._schema(experiment)
        channels = {
            channel for select in selects if select.experiment == experiment for channel in channels_read(select)
        }
        return schema.axes[SEED] if any(SEED in schema.channels[channel] for channel in channels) else ()

    def _schema(self, experiment: str) -> RunSchema:
        return pooled_schema(self._comparison.experiments[experiment].run_schema)


def estimate(statistic: Statistic, measured: Measured) -> Estimate:
    """Return the estimate as it is printed: in the statistic's unit, rounded to its digits."""
    scale = formatting.SCALE.get(statistic.unit, 1.0)
    value, low, high = measured.value, measured.low * scale, measured.high * scale
    if isinstance(value, str):
        printed = text = interval = value
    else:
        value = value * scale
        printed = formatting.fixed(value, statistic.digits)
        text = formatting.with_unit(printed, statistic.unit)
        interval = formatting.with_interval(value, low, high, statistic.unit, statistic.digits)
    return Estimate(
        id=statistic.id,
        kind=statistic.kind,
        unit=statistic.unit,
        value=value,
        low=low,
        high=high,
        error=measured.error * scale,
        level=bootstrap.LEVEL,
        runs=sum(measured.runs.values()),
        splits=measured.splits,
        seeds=measured.seeds,
        experiments=tuple(measured.runs),
        number=printed,
        text=text,
        interval=interval,
    )


def _number(value: Any) -> float | str:
    """Return what a kind estimated as a float or a word. Raises ValueError where it is not finite."""
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        raise ValueError("some of the runs it reads diverged, so that it is not finite; a median or a share would be")
    return float(value)


def _measured(
    value: float | str,
    spread: bootstrap.Spread | None,
    repeats: bootstrap.Repeats,
    runs: Mapping[str, int],
    size: float = 0.0,
) -> Measured:
    """Return a number with its interval. size: of the numbers that it was computed from."""
    at = 0.0 if isinstance(value, str) else value
    steady = Measured(value, at, at, 0.0, repeats.seeds, runs, repeats.splits)
    # Nothing varies: the last bit of a sum must not make an interval.
    if spread is None or spread.error <= LAST_BITS * max(size, abs(at)):
        return steady
    return replace(steady, low=spread.low, high=spread.high, error=spread.error)


def _try(kind: StatisticKind, options: Any, numbers: Mapping[str, Any]) -> float:
    try:
        return float(kind.estimate(options, numbers))
    except ValueError:
        return math.nan


def _experiments(selects: tuple[Select, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(select.experiment for select in selects))
