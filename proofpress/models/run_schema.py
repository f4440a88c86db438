"""What an experiment will record. Every run depends on this module, so it holds nothing else."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field


class RunSchema(Struct, frozen=True):
    """What an experiment will record, known before it trains, so that references can be checked.

    axes: axis → its coordinates, in order; `seed` among them.
    channels: channel → the axes (and unnamed trailing dimensions, written `*name`) of its array.
    settings: dotted option → value, all that is fixed; prose may quote them.
    repeats: the axes along which runs are repeated: `seed`, and `split` outside of it where the data are split anew.
    names: axis → what an author's own table calls it, where that says more than the axis does: `step` may be a year.
    """

    axes: Mapping[str, tuple[Any, ...]]
    channels: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    repeats: tuple[str, ...] = ("seed",)
    names: Mapping[str, str] = field(default_factory=dict)
