"""What content asks for: experiments, statistics, claims with their gates, figures."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from proofpress.diagnostics import Location
from proofpress.models.text import Text


class RunSchema(Struct, frozen=True):
    """What an experiment will record, known before it trains, so that references can be checked.

    axes: axis → its coordinates, in order; `seed` among them.
    channels: channel → the axes (and unnamed trailing dimensions, written `*name`) of its array.
    settings: dotted option → value, all that is fixed; prose may quote them.
    """

    axes: Mapping[str, tuple[Any, ...]]
    channels: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Any] = field(default_factory=dict)


class Experiment(Struct, frozen=True):
    """Training runs that the content asks for: a kind and the options of that kind."""

    id: str
    title: str
    kind: str
    options: Any
    run_schema: RunSchema
    location: Location


class Statistic(Struct, frozen=True):
    """A named number computed from runs, with the unit and precision in which prose prints it.

    unit: `percent` or `points` (fractions, shown times 100), `ratio`, `count`, `plain`, `decades`, ….
    digits: digits after the decimal point.
    """

    id: str
    kind: str
    options: Any
    unit: str
    digits: int
    location: Location


class Gate(Struct, frozen=True):
    """The condition that the runs must meet for a claim to stand, in the statistic's printed unit.

    Just one of: above a threshold; below one; within a band (a claim of no difference).
    """

    above: float | None = None
    below: float | None = None
    within: tuple[float, float] | None = None


class Claim(Struct, frozen=True):
    """A sentence of a section and what stands behind it.

    quote: words that must occur in the section (or the table, or the intro) as rendered.
    kind: `measured`, `definition`, `source` or `opinion`.
    verdict: what we print if the gate is met: `holds`, `holds-if` or `not-shown`; None unless measured.
    says: what the site says instead or adds; may print values.
    """

    id: str
    section: str
    quote: Text
    says: Text
    kind: str
    verdict: str | None
    statistic: str | None
    gate: Gate | None
    sources: tuple[str, ...]
    location: Location


class Figure(Struct, frozen=True):
    """A picture that the content asks for: a chart kind with its options, and words around it."""

    id: str
    chart: str
    options: Any
    title: Text
    caption: Text
    alt: Text
    location: Location
