"""Small made-up runs and comparisons, checkable by eye."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from msgspec.structs import replace

from proofpress.diagnostics import Location
from proofpress.models import (
    Channel,
    Claim,
    Comparison,
    Experiment,
    Figure,
    Gate,
    Record,
    Runs,
    RunSchema,
    Section,
    Statistic,
    Table,
    Text,
)
from proofpress.statistics.kinds import statistic_kinds

CLAIMS = "content/tides/claims.yaml"


def text(source: str, line: int = 1, column: int = 1, verbatim: bool = False) -> Text:
    return Text(source, Location("content/tides/page.yaml", line, column), verbatim)


def runs(
    values: Any,
    dims: tuple[str, ...] = ("seed",),
    channel: str = "height",
    experiment: str = "tides",
    better: str = "higher",
    labels: tuple[str, ...] = (),
    **axes: tuple[Any, ...],
) -> Runs:
    """Return runs with one channel; an axis that is not given counts from 0."""
    array = np.asarray(values)
    counted = {name: tuple(range(size)) for name, size in zip(dims, array.shape, strict=True) if name[0] != "*"}
    return Runs(experiment, {**counted, **axes}, {channel: Channel(dims, array, better, labels)})


def with_channel(of: Runs, name: str, values: Any, dims: tuple[str, ...], better: str = "higher") -> Runs:
    """Return the runs with one more channel."""
    return replace(of, channels={**of.channels, name: Channel(dims, np.asarray(values), better)})


def statistic(id_: str, kind: str, unit: str = "plain", digits: int = 1, **options: Any) -> Statistic:
    """Return a statistic with its options made from the table of kinds."""
    return Statistic(id_, kind, statistic_kinds()[kind].options(**options), unit, digits, Location(CLAIMS, 2, 3))


def claim(
    name: str, on: str, gate: Gate | None = None, quote: str = "the tide is high", says: str = "It is.", **more: Any
) -> Claim:
    """Return a measured claim about a statistic: that it is more than 0 by 1, unless `more` says otherwise."""
    asked = {"asserts": "more", "than": 0.0, "matters": 1.0, "says": text(says), **more}
    place = Location(CLAIMS, 9, 5)
    return Claim(name, "sea", text(quote, verbatim=True), "measured", statistic=on, gate=gate, location=place, **asked)


def comparison(
    experiments: Mapping[str, Runs],
    statistics: tuple[Statistic, ...],
    claims: tuple[Claim, ...] = (),
    figures: tuple[Figure, ...] = (),
    **words: Text,
) -> Comparison:
    """Return a comparison around some runs; words: its own texts, such as `takeaway`."""
    location = Location("content/tides/page.yaml", 1, 1)
    quoted = text("Tide", verbatim=True)
    outlines = {
        name: RunSchema(of.axes, {key: channel.dims for key, channel in of.channels.items()}, {"moon.phase": "full"})
        for name, of in experiments.items()
    }
    return Comparison(
        slug="tides",
        title=quoted,
        description=words.get("description", quoted),
        takeaway=words.get("takeaway", quoted),
        intro=quoted,
        table=Table(quoted, (quoted, quoted), ()),
        sections=(Section("sea", quoted, quoted, words.get("runs"), (), location),),
        experiments={name: Experiment(name, name, "made", None, outlines[name], location) for name in experiments},
        statistics={one.id: one for one in statistics},
        claims=claims,
        figures={figure.id: figure for figure in figures},
        poster=None,
        sources={},
        published="2026-01-01",
        location=location,
    )


def record(of: Runs, key: str = "k", loads: list[str] | None = None) -> Record:
    """Return a record of runs; each load is noted in `loads`."""

    def load() -> Runs:
        if loads is not None:
            loads.append(of.experiment)
        return of

    seeds = of.axes.get("seed", (0,))
    return Record(of.experiment, key, 1000, 20_000, 1.5, 2410, seeds, {}, 0, load)


def records(*all_runs: Runs, loads: list[str] | None = None) -> dict[str, Record]:
    return {of.experiment: record(of, loads=loads) for of in all_runs}
