"""What content asks for: experiments, statistics, figures."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct

from proofpress.diagnostics import Location
from proofpress.models.limits import LONGEST_ALT, LONGEST_TITLE
from proofpress.models.run_schema import RunSchema
from proofpress.models.schema import FILLED_IN, Hint, NonBlank, Words, Written
from proofpress.models.text import Label, Prose

Name = Annotated[str, FILLED_IN]
"""The id of an entry of a mapping: its key."""
Chart = Annotated[str, Written(Mapping[str, Any]), Hint("name a kind of chart and its options: {kind: …}")]
"""The kind of a chart, written with its options."""
Unit = Literal["percent", "points", "ratio", "count", "plain", "decades", "seconds"]
ALT = f"say in at most {LONGEST_ALT} characters what the picture shows, for readers who cannot see it"


class Experiment(Struct, frozen=True):
    """Training runs that the content asks for: a kind and the options of that kind.

    title: what it is called on the page. phrases: words that name its network, data and budget. One of them must stand
    before a value of it where other experiments are shown.
    """

    called: ClassVar[str] = "an experiment"

    id: Name
    title: Words
    kind: NonBlank
    options: Annotated[Any, FILLED_IN]
    run_schema: Annotated[RunSchema, FILLED_IN]
    location: Location
    phrases: tuple[NonBlank, ...] = ()


class Statistic(Struct, frozen=True):
    """A named number computed from runs, with the unit and precision in which prose prints it.

    unit: `percent` or `points` (fractions, shown times 100), `ratio`, `count`, `plain`, `decades`, ….
    digits: digits after the decimal point.
    """

    called: ClassVar[str] = "a statistic"

    id: Name
    kind: NonBlank
    options: Annotated[Any, FILLED_IN]
    unit: Annotated[
        Unit, Hint("say in what unit it is printed: percent, points, ratio, count, plain, decades or seconds")
    ]
    digits: Annotated[int, Meta(ge=0), Hint("say how many digits are printed after the decimal point")]
    location: Location


class Figure(Struct, frozen=True):
    """A picture that the content asks for: a chart kind with its options, and words around it."""

    called: ClassVar[str] = "a figure"

    id: Name
    chart: Chart
    options: Annotated[Any, FILLED_IN]
    title: Annotated[Label, Hint(f"state what the picture shows in at most {LONGEST_TITLE} characters")]
    caption: Annotated[Prose, Hint("say what the axes and marks are")]
    alt: Annotated[Label, Hint(ALT)]
    location: Location
