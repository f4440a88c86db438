"""Rows of the tables of kinds: how to train, how to measure, how to draw."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from proofpress.models.drawings import DataTable
from proofpress.models.entries import RunSchema
from proofpress.models.explorer import Explorer, ExplorerFile
from proofpress.models.options import Select
from proofpress.models.runs import Channel, Runs

if TYPE_CHECKING:
    import numpy as np


class Aliased(Struct, frozen=True, kw_only=True):
    """Something that authors name. aliases: its former names, still understood."""

    aliases: tuple[str, ...] = ()


class Kind(Aliased, frozen=True):
    """A kind that authors name in YAML: its name, its options record, and one sentence about it."""

    name: str
    options: type
    summary: str


class ExperimentKind(Kind, frozen=True):
    """A way of training. Everything heavy is imported inside `run`.

    run_schema: options → what will be recorded.
    pieces: options → the work, cut into pieces: JSON-able records, each an independent call of `run`.
    run: (options, piece) → (arrays, facts); a pure module-level function, called on a worker.
    assemble: (options, [arrays of each piece, in order]) → channels.
    shared: options → what of them every piece's result depends on, beside what the piece itself says;
    None where a piece says it all, so that an experiment can grow and keep its pieces.
    piece_shapes: (options, piece) → the name and shape of each array that `run` returns, None for a size that is not
    known before. What comes back from a worker, or from the store, is checked against it.

    A piece's `cost` (seconds on one core, roughly), `group` (pieces of one compilation) and `at` are
    for planning alone: they are not part of its key. Data sets named in the options are.
    """

    run_schema: Callable[[Any], RunSchema]
    pieces: Callable[[Any], tuple[Mapping[str, Any], ...]]
    run: Callable[[Any, Mapping[str, Any]], tuple[Mapping[str, "np.ndarray"], Mapping[str, float]]]
    assemble: Callable[[Any, list[Mapping[str, "np.ndarray"]]], Mapping[str, Channel]]
    shared: Callable[[Any], Any] = lambda options: options
    piece_shapes: Callable[[Any, Mapping[str, Any]], Mapping[str, tuple[int | None, ...]]] | None = None


class StatisticKind(Kind, frozen=True):
    """A way of computing one number from runs.

    selects: options → the Selects whose references are to be checked.
    estimate: (options, what is read by name: Runs of experiments, or numbers of other statistics) → the number, in
    the channel's own unit. It is called again with resampled runs, which have a dimension `resample`, and then
    returns an array with a number for each resample. Raises ValueError with a sentence if there is no such number.
    ledger: options → experiments of which only `Runs.ledger` and `Runs.settings` are read.
    uses: options → names of the other statistics that are combined.
    """

    selects: Callable[[Any], tuple[Select, ...]]
    estimate: Callable[[Any, Mapping[str, Any]], Any]
    ledger: Callable[[Any], tuple[str, ...]] = lambda options: ()
    uses: Callable[[Any], tuple[str, ...]] = lambda options: ()


class ExplorerKind(Kind, frozen=True):
    """A way for readers to step through recorded runs, below a figure.

    axes: one entry for each axis that the reader moves along: its name if no other will do, else empty.
    prepare: (explorer, words by name, runs by experiment) → the file that the page loads. Raises BuildError.
    script: the module in templates/assets/explorer that draws it. element: what it draws on, `canvas` or `svg`.
    words: what `shown` must have words for. selects: (options, experiment, axis → where it starts) → the Selects
    whose references are to be checked. drawn: if it reads the chart above it, which is then of the kind that brings
    it: options of the chart → the experiment and the axes that the explorer must name.
    settings: whether `shown` may also name settings of the experiment, which then stand beside the picture.
    middle: whether axes without a start begin in the middle. beside: what of `shown` stands beside a second picture.
    """

    axes: tuple[str, ...]
    prepare: Callable[[Explorer, Mapping[str, str], Mapping[str, Runs]], ExplorerFile]
    script: str
    element: Literal["canvas", "svg"] = "canvas"
    words: tuple[str, ...] = ()
    selects: Callable[[Any, str, Mapping[str, Any]], tuple[Select, ...]] = lambda options, experiment, at: ()
    drawn: Callable[[Any], tuple[str, tuple[str, ...]]] | None = None
    settings: bool = False
    middle: bool = False
    beside: str = ""


class ChartKind(Kind, frozen=True):
    """A way of drawing. Everything heavy is imported inside `draw`.

    selects: options → the Selects whose references are to be checked.
    table: (options, runs by experiment) → the numbers drawn.
    draw: (options, runs by experiment, frame) → nothing; marks are put on the frame.
    wide, narrow: width and height of its sheets for a desk and for a phone, in design pixels.
    height: (options, runs by experiment, narrow) → the height of a sheet, if the rows decide it.
    explorers: ways of stepping through runs like those that it shows.
    """

    selects: Callable[[Any], tuple[Select, ...]]
    table: Callable[[Any, Mapping[str, Runs]], DataTable]
    draw: Callable[[Any, Mapping[str, Runs], Any], None]
    wide: tuple[int, int] = (960, 540)
    narrow: tuple[int, int] = (400, 400)
    height: Callable[[Any, Mapping[str, Runs], bool], int] | None = None
    explorers: tuple[ExplorerKind, ...] = ()
