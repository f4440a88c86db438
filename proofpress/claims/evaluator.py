"""From statistics to estimates: an estimate is read from the store, or worked out from the runs and stored.

Unit and digits are not part of its key: they are applied when a number is printed.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from proofpress import formatting
from proofpress.cache.keys import code_digest, digest, version
from proofpress.cache.store import Store
from proofpress.diagnostics import Diagnostic, suggest
from proofpress.models import Comparison, Estimate, Record, Runs, Statistic, StatisticKind
from proofpress.runs.selection import narrow
from proofpress.statistics import bootstrap
from proofpress.statistics.kinds import statistic_kinds


class Measured(Struct, frozen=True):
    """A statistic in its channel's own unit. runs: experiment → how many of its runs were looked at."""

    value: float | int | str
    low: float
    high: float
    error: float
    seeds: int
    runs: Mapping[str, int]


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
            except ValueError as fault:
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
        code = code_digest(kind.estimate.__module__, bootstrap.__name__)
        return digest(statistic.kind, options, runs, settings, used, code, version("numpy"))

    def _from_ledger(self, statistic: Statistic, kind: StatisticKind, experiments: tuple[str, ...]) -> Measured:
        records = {name: self._records[name] for name in experiments}
        value = kind.estimate(statistic.options, {name: self._ledger(record) for name, record in records.items()})
        if isinstance(value, bool) or not isinstance(value, int | float):
            value = str(value)
        at = 0.0 if isinstance(value, str) else float(value)
        seeds = min(len(record.seeds) for record in records.values())
        return Measured(value, at, at, 0.0, max(1, seeds), {name: record.runs for name, record in records.items()})

    def _ledger(self, record: Record) -> Runs:
        run_schema = self._comparison.experiments[record.experiment].run_schema
        counts = {"runs": record.runs, "updates": record.updates, "parameters": record.parameters}
        ledger = {**counts, "seeds": len(record.seeds)}
        return Runs(record.experiment, run_schema.axes, {}, ledger=ledger, settings=run_schema.settings)

    def _read(self, statistic: Statistic) -> dict[str, Runs]:
        """Return the runs reduced to what a statistic reads, on the seeds that its experiments share."""
        selects = self._kinds[statistic.kind].selects(statistic.options)
        for name in {select.experiment for select in selects} - set(self._loaded):
            self._loaded[name] = self._records[name].load()
        return bootstrap.as_float64(bootstrap.share_seeds(narrow(self._loaded, selects)))

    def _from_runs(self, statistic: Statistic, kind: StatisticKind) -> Measured:
        runs = self._read(statistic)
        value = _number(kind.estimate(statistic.options, runs))
        counted = {name: min(_count(of), self._records[name].runs) for name, of in runs.items()}
        replicates = None if isinstance(value, str) else bootstrap.replicate(kind.estimate, statistic.options, runs)
        return _measured(value, replicates, bootstrap.count_seeds(runs), counted)

    def _combine(self, statistic: Statistic, kind: StatisticKind, used: tuple[str, ...]) -> Measured:
        """Return a number worked out from others, and its interval from their replicates, resample by resample."""
        operands = {name: self._measured[name] for name in used}
        present = {name: operand for name, operand in operands.items() if operand is not None}
        value = _number(kind.estimate(statistic.options, {name: o.value for name, o in present.items()}))
        counted: dict[str, int] = {}
        for operand in present.values():
            counted.update({name: max(runs, counted.get(name, 0)) for name, runs in operand.runs.items()})
        seeds = min((o.seeds for o in present.values() if o.low != o.high), default=1)
        return _measured(value, self._replicates(statistic), seeds, counted)

    def _replicates(self, statistic: Statistic) -> Any:
        """Return the replicates of any statistic, shape `(RESAMPLES,)`, or None where nothing varies."""
        kind = self._kinds[statistic.kind]
        used = kind.uses(statistic.options)
        if kind.ledger(statistic.options):
            return None
        if not used:
            return bootstrap.replicate(kind.estimate, statistic.options, self._read(statistic))
        fixed = {name: measured.value for name in used if (measured := self._measured[name]) is not None}
        varied = {name: self._replicates(self._comparison.statistics[name]) for name in used}
        varied = {name: replicates for name, replicates in varied.items() if replicates is not None}
        if not varied:
            return None
        import numpy as np

        # Floats, one resample at a time: a formula must never get hold of an array and its methods.
        rows = zip(*(replicates.tolist() for replicates in varied.values()), strict=True)
        found = [_try(kind, statistic.options, {**fixed, **dict(zip(varied, row, strict=True))}) for row in rows]
        return np.asarray(found)


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
        seeds=measured.seeds,
        experiments=tuple(measured.runs),
        number=printed,
        text=text,
        interval=interval,
    )


def _number(value: Any) -> float | str:
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        raise ValueError("some of the runs it reads diverged, so that it is not finite; a median or a share would be")
    return float(value)


def _measured(value: float | str, replicates: Any, seeds: int, runs: Mapping[str, int]) -> Measured:
    if isinstance(value, str) or replicates is None:
        at = 0.0 if isinstance(value, str) else value
        return Measured(value, at, at, 0.0, seeds, runs)
    spread = bootstrap.spread(replicates, seeds)
    # Nothing varies: the last bit of a sum must not make an interval.
    if spread.error <= 1e-12 * max(1.0, abs(value)):
        return Measured(value, value, value, 0.0, seeds, runs)
    return Measured(value, spread.low, spread.high, spread.error, seeds, runs)


def _try(kind: StatisticKind, options: Any, numbers: Mapping[str, Any]) -> float:
    try:
        return float(kind.estimate(options, numbers))
    except ValueError:
        return math.nan


def _count(of: Runs) -> int:
    """Return how many runs the channels hold: one for each coordinate of their axes, checkpoints apart."""
    axes = {axis for channel in of.channels.values() for axis in channel.dims if axis in of.axes and axis != "step"}
    return math.prod(len(of.axes[axis]) for axis in axes)
