"""Rows of the tables of kinds: how to draw, and how readers step through what is drawn."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from proofpress.models.drawings import DataTable
from proofpress.models.explorer import Explorer, ExplorerFile
from proofpress.models.kinds import Kind
from proofpress.models.options import Select
from proofpress.models.runs import Runs


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

    selects: options → the Selects whose references are to be checked, each a `ScalarSelect` or a `ListSelect` (see
    `runs.selection`) where the chart can draw only one of the two.
    table: (options, runs by experiment) → the numbers drawn.
    draw: (options, runs by experiment, frame) → nothing; marks are put on the frame.
    wide, narrow: width and height of its sheets for a desk and for a phone, in design pixels.
    height: (options, runs by experiment, narrow) → the height of a sheet, if the rows decide it.
    extent: (options, runs by experiment) → the ends of the scale that it would choose, if charts may share one.
    explorers: ways of stepping through runs like those that it shows.
    """

    selects: Callable[[Any], tuple[Select, ...]]
    table: Callable[[Any, Mapping[str, Runs]], DataTable]
    draw: Callable[[Any, Mapping[str, Runs], Any], None]
    wide: tuple[int, int] = (960, 540)
    narrow: tuple[int, int] = (400, 400)
    height: Callable[[Any, Mapping[str, Runs], bool], int] | None = None
    extent: Callable[[Any, Mapping[str, Runs]], tuple[float, float]] | None = None
    explorers: tuple[ExplorerKind, ...] = ()
