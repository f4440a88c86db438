"""The frozen records that the rooms hand to one another, in the order in which they come to be.

    Site                     content      what the author wrote, checked
    Runs                     experiments  what the training gave: named arrays with named dimensions
    Estimate, Verdict        findings     the numbers that prose may print; what became of each claim
    Drawing                  graphics     a figure as files, with its caption, alt text and table
    File                     pages        one file of the site

A room takes records and returns records; it never reaches into another room.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from proofpress.problems import Place

if TYPE_CHECKING:
    import numpy as np

NOTHING: Mapping[str, Any] = MappingProxyType({})


# ---------------------------------------------------------------- content: words


@dataclass(frozen=True)
class Text:
    """Words from a content file, with the place where they begin.

    verbatim: quoted words (the seed article): printed as they stand, never filled in and free of
    the rule on bare numbers. All other text is ours: `{{ name }}` in it is filled from the findings.
    """

    source: str
    place: Place
    verbatim: bool = False


@dataclass(frozen=True)
class TableRow:
    """One aspect of the comparison and its two cells, in the order of `Table.columns`."""

    aspect: Text
    cells: tuple[Text, Text]


@dataclass(frozen=True)
class Table:
    """The comparison table: two columns (the two things compared), a row for each aspect."""

    title: Text
    columns: tuple[Text, Text]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Source:
    """A work that is cited: `[@id]` in a text leads to it.

    link: a DOI or an address, written out with https.
    """

    id: str
    authors: str
    year: str
    title: str
    venue: str
    link: str
    place: Place


@dataclass(frozen=True)
class Section:
    """A section of the article: the quoted text, and under it what the runs say.

    figures: ids of the figures shown in the section, in order.
    """

    id: str
    heading: Text
    text: Text
    runs: Text | None
    figures: tuple[str, ...]
    place: Place


# ---------------------------------------------------------------- content: work


class Options:
    """Base of every options record of a kind (a frozen dataclass of scalars, tuples and Options).

    The content room validates the author's YAML against the dataclass's annotations (with
    `annotated_types` bounds), without coercion, and rejects unknown keys.
    """

    __pydantic_config__ = {"extra": "forbid", "strict": True}


@dataclass(frozen=True)
class Best(Options):
    """Choose the coordinate at which a channel is best (its mean over seeds, or for each seed alone).

    best: the channel that judges, such as `validation_accuracy`.
    per: `all` seeds choose together; `seed` lets each seed choose for itself (early stopping).
    """

    best: str
    per: str = "all"


@dataclass(frozen=True)
class Select(Options):
    """Names numbers in the runs: an experiment, one of its channels, and where along its axes.

    at: axis → a coordinate, `first`, `last`, `mean` (average over the axis), or a `Best`.
    The axis `step` is `last` where nothing is said; `seed` is never named: statistics reduce it.
    """

    experiment: str
    channel: str
    at: Mapping[str, float | str | Best] = field(default_factory=dict)


@dataclass(frozen=True)
class Outline:
    """What an experiment will record, known before it trains, so that references can be checked.

    axes: axis → its coordinates, in order; `seed` among them.
    channels: channel → the axes (and unnamed trailing dimensions, written `*name`) of its array.
    settings: dotted option → value, all that is fixed; prose may quote them.
    """

    axes: Mapping[str, tuple[Any, ...]]
    channels: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Experiment:
    """Training runs that the content asks for: a kind and the options of that kind."""

    id: str
    title: str
    kind: str
    options: Any
    outline: Outline
    place: Place


@dataclass(frozen=True)
class Statistic:
    """A named number computed from runs, with the unit and precision in which prose prints it.

    unit: `percent` or `points` (fractions, shown times 100), `ratio`, `count`, `plain`, `decades`, ….
    digits: digits after the decimal point.
    """

    id: str
    kind: str
    options: Any
    unit: str
    digits: int
    place: Place


@dataclass(frozen=True)
class Gate:
    """The condition that the runs must meet for a claim to stand, in the statistic's printed unit.

    Just one of: above a threshold; below one; within a band (a claim of no difference).
    """

    above: float | None = None
    below: float | None = None
    within: tuple[float, float] | None = None


@dataclass(frozen=True)
class Claim:
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
    place: Place


@dataclass(frozen=True)
class Figure:
    """A picture that the content asks for: a chart kind with its options, and words around it."""

    id: str
    chart: str
    options: Any
    title: Text
    caption: Text
    alt: Text
    place: Place


@dataclass(frozen=True)
class Panel:
    """A chart at a place of a composition.

    rectangle: left, top, width, height in design pixels of the composition.
    """

    chart: str
    options: Any
    title: Text
    caption: Text
    rectangle: tuple[float, float, float, float]
    place: Place


@dataclass(frozen=True)
class Column:
    """One mirrored pair of the poster: aspects of the table, evidence above and below the spine.

    left, width: design pixels. spine: the words on the dark bar.
    notes: speaker notes for the slide of this pair.
    """

    aspects: tuple[str, ...]
    spine: Text
    left: float
    width: float
    above: tuple[Panel, ...]
    below: tuple[Panel, ...]
    notes: Text
    place: Place


@dataclass(frozen=True)
class Poster:
    """The infographic as data: the words of its bands and its columns, left to right.

    headline: `^…^` marks words in the first column's colour, `_…_` in the second's.
    """

    headline: Text
    standfirst: Text
    alt: Text
    method: Text
    source: Text
    columns: tuple[Column, ...]
    place: Place


@dataclass(frozen=True)
class Comparison:
    """One comparison: everything under content/<slug>/."""

    slug: str
    title: Text
    description: Text
    takeaway: Text
    intro: Text
    table: Table
    sections: tuple[Section, ...]
    experiments: Mapping[str, Experiment]
    statistics: Mapping[str, Statistic]
    claims: tuple[Claim, ...]
    figures: Mapping[str, Figure]
    poster: Poster | None
    sources: Mapping[str, Source]
    published: str
    place: Place
    draft: bool = False


@dataclass(frozen=True)
class Site:
    """All that the author wrote, checked: every reference in it leads somewhere."""

    title: str
    description: str
    language: str
    author: str
    base_url: str
    repository: str
    licence: str
    licence_link: str
    home: str
    comparisons: tuple[Comparison, ...]


# ---------------------------------------------------------------- experiments


@dataclass(frozen=True)
class Channel:
    """A named array: `values` has one dimension for each name in `dims`.

    better: `higher` or `lower` for channels that can judge; empty for the others.
    labels: for a channel of codes (outcome), the word of each code.
    """

    dims: tuple[str, ...]
    values: "np.ndarray"
    better: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Runs:
    """What the training of one experiment gave.

    axes: axis → coordinates. channels: name → array. Every channel has an axis `seed` unless it
    belongs to all seeds alike.
    ledger: `runs`, `updates`, `parameters` and `seeds` of the training as a whole; settings: dotted
    option → value. Both are filled in by the findings room for the statistics that read them.
    """

    experiment: str
    axes: Mapping[str, tuple[Any, ...]]
    channels: Mapping[str, Channel]
    ledger: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    settings: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Record:
    """The ledger entry of one experiment's training: cheap to carry, the arrays come with `load`.

    key: digest of all that determined the runs. runs: how many models were trained. updates: how
    many parameter updates in all. seconds: wall time of training when it was done, summed over workers.
    parameters: learned numbers in one model (the largest, in a sweep). trained: pieces trained by this
    build (0 where all came from the store).
    """

    experiment: str
    key: str
    runs: int
    updates: int
    seconds: float
    parameters: int
    seeds: tuple[int, ...]
    facts: Mapping[str, Any]
    trained: int
    load: Callable[[], Runs]


# ---------------------------------------------------------------- findings


@dataclass(frozen=True)
class Estimate:
    """A statistic's number, in its printed unit, with the interval over seeds.

    low, high: the 95% bootstrap interval (equal to value where nothing varies).
    error: standard error, the standard deviation of the bootstrap replicates.
    runs, seeds: how many runs were looked at, how many seeds vary.
    text: the number with its unit, as prose prints it; number: without the unit; interval: with low and high.
    """

    id: str
    kind: str
    unit: str
    value: float | str
    low: float
    high: float
    error: float
    level: float
    runs: int
    seeds: int
    experiments: tuple[str, ...]
    number: str
    text: str
    interval: str


@dataclass(frozen=True)
class Verdict:
    """What became of one claim: the claim, its estimate if it is measured, and what is printed."""

    claim: Claim
    verdict: str | None
    estimate: Estimate | None
    threshold: str


@dataclass(frozen=True)
class Findings:
    """The findings of one comparison: estimates by name, verdicts in order of the claims, texts filled in."""

    estimates: Mapping[str, Estimate]
    verdicts: tuple[Verdict, ...]
    filled: Mapping[Text, str]

    def text(self, text: Text) -> str:
        """Return the words as they are printed: quoted words as they stand, ours with values in place."""
        return text.source if text.verbatim else self.filled[text]


# ---------------------------------------------------------------- graphics


@dataclass(frozen=True)
class DataTable:
    """The numbers drawn in a figure, as its CSV and the table under it show them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[float | int | str | None, ...], ...]


@dataclass(frozen=True)
class Picture:
    """One drawn file. name: file name without theme and extension; width, height: CSS pixels."""

    name: str
    theme: str
    format: str
    width: int
    height: int
    data: bytes

    @property
    def file(self) -> str:
        """The file's name: light is the plain one, dark says so."""
        dark = "-dark" if self.theme == "dark" else ""
        return f"{self.name}{dark}.{self.format}"


@dataclass(frozen=True)
class Drawing:
    """A figure as drawn: its pictures, the words around it and the numbers in it. drawn: by this build."""

    figure: str
    title: str
    caption: str
    alt: str
    table: DataTable
    pictures: tuple[Picture, ...]
    drawn: bool


# ---------------------------------------------------------------- pages, release


@dataclass(frozen=True)
class File:
    """One file of the site. path: relative to output/, with forward slashes."""

    path: str
    data: bytes


# ---------------------------------------------------------------- kinds


@dataclass(frozen=True)
class Kind:
    """A row of a table of kinds: a name authors use, its options record, and one sentence about it."""

    name: str
    options: type
    summary: str


@dataclass(frozen=True)
class ExperimentKind(Kind):
    """A way of training. Everything heavy is imported inside `run`.

    outline: options → what will be recorded.
    pieces: options → the work, cut into pieces: JSON-able records, each an independent call of `run`.
    run: (options, piece) → (arrays, facts); a pure module-level function, called on a worker.
    assemble: (options, [arrays of each piece, in order]) → channels.
    shared: options → what of them every piece's result depends on, beside what the piece itself says;
    None where a piece says it all, so that an experiment can grow and keep its pieces.

    A piece's `cost` (seconds on one core, roughly), `group` (pieces of one compilation) and `at` are
    for planning alone: they are not part of its key. Data sets named in the options are.
    """

    outline: Callable[[Any], Outline]
    pieces: Callable[[Any], tuple[Mapping[str, Any], ...]]
    run: Callable[[Any, Mapping[str, Any]], tuple[Mapping[str, "np.ndarray"], Mapping[str, float]]]
    assemble: Callable[[Any, list[Mapping[str, "np.ndarray"]]], Mapping[str, Channel]]
    shared: Callable[[Any], Any] = lambda options: options


@dataclass(frozen=True)
class StatisticKind(Kind):
    """A way of computing one number from runs.

    selects: options → the Selects whose references are to be checked.
    estimate: (options, what is read by name: Runs of experiments, or numbers of other statistics) →
    the number, in the channel's own unit; called again with runs whose seeds were drawn anew: where
    they carry a dimension `resample`, it returns an array with a number for each resample.
    Raises ValueError with a sentence where there is no such number.
    ledger: options → experiments of which only `Runs.ledger` and `Runs.settings` are read.
    uses: options → names of the other statistics that are combined.
    """

    selects: Callable[[Any], tuple[Select, ...]]
    estimate: Callable[[Any, Mapping[str, Any]], Any]
    ledger: Callable[[Any], tuple[str, ...]] = lambda options: ()
    uses: Callable[[Any], tuple[str, ...]] = lambda options: ()


@dataclass(frozen=True)
class ChartKind(Kind):
    """A way of drawing. Everything heavy is imported inside `draw`.

    selects: options → the Selects whose references are to be checked.
    table: (options, runs by experiment) → the numbers drawn.
    draw: (options, runs by experiment, frame) → nothing; marks are put on the frame.
    """

    selects: Callable[[Any], tuple[Select, ...]]
    table: Callable[[Any, Mapping[str, Runs]], DataTable]
    draw: Callable[[Any, Mapping[str, Runs], Any], None]
