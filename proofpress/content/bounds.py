"""How much an experiment may ask for: beyond these bounds even the list of its settings would fill the memory.

Checked on the words as written, before the options become a record: records of options lay out their ranges.
"""

import math
from collections.abc import Iterator

from proofpress.content.scalars import shortened
from proofpress.content.tree import Node
from proofpress.diagnostics import Diagnostic, Location

LARGEST = 1_000_000
# Axes are compared value by value, and a network has a matrix for each of its layers.
SMALLER = {"points": 2_000, "layers": 100, "configurations": 5_000}
# Numbers that name a draw are not counted up to.
DRAWS = ("seed", "first_seed", "split")
MOST_ITEMS = 2_000
MOST_SETTINGS = 10_000


def check_bounds(options: Node, diagnostics: list[Diagnostic]) -> bool:
    """Return whether an experiment asks for no more than can be laid out; if not, say so."""
    found = [*_numbers(options, "", LARGEST), *_sweeps(options)]
    diagnostics.extend(found)
    return not found


def _numbers(node: Node, name: str, largest: int) -> Iterator[Diagnostic]:
    """Yield each number that is too large, and each list that is too long; name: the key it stands under."""
    largest = min(largest, SMALLER.get(name, largest))
    if isinstance(node.value, dict):
        for key, child in node.items():
            if key not in DRAWS:
                yield from _numbers(child, key, largest)
    elif isinstance(node.value, list):
        if len(node.value) > MOST_ITEMS:
            message = (
                f"'{shortened(name)}' has {len(node.value):,} items, more than the {MOST_ITEMS:,} that an axis may have"
            )
            yield Diagnostic(node.location, "too-many", message, "write fewer")
        for child in node.value:
            yield from _numbers(child, name, largest)
    elif type(node.value) in (int, float) and abs(node.value) > largest:
        message = f"'{shortened(name)}' must be at most {largest:,}, not {shortened(node.raw)}"
        yield Diagnostic(node.location, "out-of-range", message, "what is counted up to must fit in memory")


def _sweeps(node: Node) -> Iterator[Diagnostic]:
    for key, child in node.items():
        if key == "sweep" and isinstance(child.value, dict):
            settings = math.prod(_length(values) for _, values in child.items()) * _configurations(node)
            if settings > MOST_SETTINGS:
                location: Location = node.keys[key]
                message = f"the sweep has {settings:,} settings, more than {MOST_SETTINGS:,}"
                yield Diagnostic(location, "too-many", message, "sweep fewer values, or split it into experiments")
        yield from _sweeps(child)


def _length(values: Node) -> int:
    """Return how many values a list or a range has; one where it says nothing sensible, which is told elsewhere."""
    if isinstance(values.value, list):
        return max(1, len(values.value))
    points = values.child("points")
    said = points.value if points is not None else 10 if isinstance(values.value, dict) else 1
    return max(1, said) if isinstance(said, int) else 1


def _configurations(node: Node) -> int:
    sample = node.child("sample")
    count = sample.child("configurations") if sample is not None else None
    return max(1, count.value) if count is not None and isinstance(count.value, int) else 1
