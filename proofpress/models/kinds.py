"""Rows of the table of kinds of experiment. Every run depends on this module, so it is small."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.models.run_schema import RunSchema
from proofpress.models.runs import Channel

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
    run: (options, piece) → (arrays, facts); a pure module-level function, called on a worker. facts: how many `runs`
    and `updates` the piece took, and the learned numbers of a model (`parameters`); 0 for each that is left out.
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
