"""Whether what a worker or the store returned is what a piece of an experiment gives."""

import zlib
from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from proofpress.cache.store import unpack
from proofpress.diagnostics import one_of
from proofpress.models import ExperimentKind

if TYPE_CHECKING:
    import numpy as np

NUMBERS = "biuf"
"""numpy's letters for the sorts of numbers that are recorded."""


class WrongResult(Exception):
    """What was returned is not what a piece gives; the message says why."""


def read(kind: ExperimentKind, options: Any, piece: Mapping[str, Any], data: Any) -> dict[str, "np.ndarray"]:
    """Return the arrays of a piece from their bytes. Raises WrongResult if they are others."""
    try:
        arrays = unpack(data)
    except (TypeError, ValueError, KeyError, EOFError, OSError, BadZipFile, zlib.error) as fault:
        raise WrongResult("these bytes are no arrays") from fault
    words = unlike(kind, options, piece, arrays)
    if words:
        raise WrongResult(words)
    return arrays


def unlike(kind: ExperimentKind, options: Any, piece: Mapping[str, Any], arrays: Mapping[str, "np.ndarray"]) -> str:
    """Return in words how arrays differ from what a piece of a kind gives; nothing if they do not."""
    for name, array in arrays.items():
        if array.dtype.kind not in NUMBERS:
            return f"'{name}' holds {array.dtype}, not numbers"
    if kind.piece_shapes is None:
        return ""
    shapes = kind.piece_shapes(options, piece)
    lacking, surplus = [name for name in shapes if name not in arrays], sorted(set(arrays) - set(shapes))
    if lacking:
        return f"{one_of(lacking)} is not there"
    if surplus:
        return f"{one_of(surplus)} was not asked for"
    for name, shape in shapes.items():
        given = arrays[name].shape
        if len(given) != len(shape) or any(size not in (None, there) for size, there in zip(shape, given, strict=True)):
            return f"'{name}' is {_words(given)}, not {_words(shape)}"
    return ""


def counted(meta: Any) -> bool:
    """Return whether what is stored about a piece has its seconds and its counts, each a number."""
    if not isinstance(meta, Mapping):
        return False
    numbers = [meta.get("seconds"), *(meta.get(name, 0) for name in ("runs", "updates", "parameters"))]
    return all(isinstance(number, int | float) and isfinite(number) and number >= 0 for number in numbers)


def _words(shape: tuple[int | None, ...]) -> str:
    return " × ".join("any" if size is None else str(size) for size in shape) or "a single number"
