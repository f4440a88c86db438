"""What training gave: named arrays with named dimensions, and the ledger entry that leads to them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    import numpy as np


class Channel(Struct, frozen=True):
    """A named array: `values` has one dimension for each name in `dims`. `runs.selection` reads it by these names.

    A name is an axis of the runs, or that of a trailing dimension without coordinates, written `*weight`.
    better: `higher` or `lower` for channels that can judge; empty for the others.
    labels: for a channel of codes (outcome), the word of each code.
    """

    dims: tuple[str, ...]
    values: "np.ndarray"
    better: str = ""
    labels: tuple[str, ...] = ()


class Runs(Struct, frozen=True):
    """What the training of one experiment gave.

    axes: axis → coordinates. channels: name → array. A channel without an axis `seed` is the same for all seeds.
    ledger: `runs`, `updates`, `parameters` and `seeds` of the training as a whole; settings: dotted option → value.
    Both are filled in only for the statistics that read them.
    repeats, names: the axes along which runs are repeated, and what a table calls some, as in `RunSchema`.
    """

    experiment: str
    axes: Mapping[str, tuple[Any, ...]]
    channels: Mapping[str, Channel]
    ledger: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    repeats: tuple[str, ...] = ("seed",)
    names: Mapping[str, str] = field(default_factory=dict)


class Record(Struct, frozen=True):
    """The ledger entry of one experiment's training: cheap to carry, the arrays come with `load`.

    key: digest of all that determined the runs. runs: how many models were trained. updates: how
    many parameter updates in all. seconds: wall time of training when it was done, summed over workers.
    parameters: learned numbers in one model (the largest, in a sweep). trained: pieces trained by this
    build (0 where all came from the store). splits: ids of the splits of the data, if there are several.
    facts: the `settings` of the RunSchema (not what `ExperimentKind.run` calls facts).
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
    splits: tuple[int, ...] = ()
