"""experiments.yaml: what is trained, and how much of it may be asked for."""

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from proofpress.cache.reading import InputsChanged
from proofpress.cache.store import Store
from proofpress.content.collections import Collection, read_mapping
from proofpress.content.kinds import Kinds, check_with_kind, wrong_options
from proofpress.content.names import check_kebab
from proofpress.content.own_folder import Folder
from proofpress.content.validation import check
from proofpress.content.validation.placing import create
from proofpress.content.yaml_reader.tree import Node
from proofpress.datasets.found import complete
from proofpress.datasets.options import Data
from proofpress.diagnostics import BuildError, Diagnostic, Location, shortened
from proofpress.models import Experiment, ExperimentKind, RunSchema
from proofpress.models.own_files import Completable

# Beyond these bounds even the list of an experiment's settings would fill the memory.
LARGEST = 1_000_000
# Axes are compared value by value, and a network has a matrix for each of its layers.
SMALLER = {"points": 2_000, "layers": 100, "configurations": 5_000}
# Numbers that name a draw are not counted up to.
DRAWS = ("seed", "first_seed", "split")
MOST_ITEMS = 2_000
MOST_SETTINGS = 10_000
KEPT_SCHEMAS = 512
"""How many run schemas `serve` has at hand: to lay a long sweep out takes longer than to read its options."""


class ExperimentsFile(Struct, frozen=True):
    """content/<slug>/experiments.yaml."""

    called: ClassVar[str] = "experiments.yaml"

    experiments: Mapping[str, Any]


def read_experiments(
    file: Node | None, kinds: Kinds, folder: Path, store: Store | None, diagnostics: list[Diagnostic]
) -> Collection[Experiment]:
    """Return the experiments with their options and run schemas.

    folder: of the comparison, in which options may name files. store: keeps what was found in such files.
    """
    if file is not None:
        check(ExperimentsFile, file, diagnostics)

    def read(name: str, node: Node, location: Location) -> Experiment | None:
        check_kebab(name, location, diagnostics)
        # Before the options become a record: records of options lay out their ranges.
        if not check_bounds(node, diagnostics):
            return None
        checked = check_with_kind(Experiment, node, location, kinds.experiments, diagnostics)
        if checked is None or checked.options is None:
            return None
        options = checked.options
        own = Folder(folder, node, location, diagnostics, store, kinds.packages)
        try:
            if isinstance(getattr(options, "data", None), Data):
                data = complete(options.data, own)
                if data is None:
                    return None
                options = replace(options, data=data)
            if isinstance(options, Completable):
                options = options.complete(own)
                if options is None:
                    return None
            run_schema = _lay_out(_Asked(checked.kind, options))
        except ValueError as error:
            diagnostics.append(wrong_options(error, location))
            return None
        except InputsChanged:
            raise
        except BuildError as wrong_files:
            diagnostics.extend(wrong_files.diagnostics)
            return None
        filled_in = {"id": name, "kind": checked.kind.name, "options": options, "run_schema": run_schema}
        return create(Experiment, checked.values, node, location, **filled_in)

    return read_mapping(file, "experiments", read)


class _Asked:
    """Options of a kind, told from others by all that they say: mappings in them have no hash of their own."""

    def __init__(self, kind: ExperimentKind, options: Any) -> None:
        self.kind, self.options = kind, options
        self._hash = hash((kind.name, repr(options)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.kind is other.kind and bool(self.options == other.options)


@lru_cache(maxsize=KEPT_SCHEMAS)
def _lay_out(asked: _Asked) -> RunSchema:
    """Return the run schema of options, which says the same of the same options. Raises ValueError as the kind does."""
    schema: RunSchema = asked.kind.run_schema(asked.options)
    return schema


def check_bounds(options: Node, diagnostics: list[Diagnostic]) -> bool:
    """Return whether an experiment asks for no more than can be laid out; if not, note it."""
    found = [*_check_numbers(options, "", LARGEST), *_check_sweeps(options)]
    diagnostics.extend(found)
    return not found


def _check_numbers(node: Node, name: str, largest: int) -> Iterator[Diagnostic]:
    """Yield each number that is too large, and each list that is too long. name: the key that the node stands under."""
    largest = min(largest, SMALLER.get(name, largest))
    if isinstance(node.value, dict):
        for key, child in node.items():
            if key not in DRAWS:
                yield from _check_numbers(child, key, largest)
    elif isinstance(node.value, list):
        if len(node.value) > MOST_ITEMS:
            message = (
                f"'{shortened(name)}' has {len(node.value):,} items, more than the {MOST_ITEMS:,} that an axis may have"
            )
            yield Diagnostic(node.location, "too-many", message, "write fewer")
        for child in node.value:
            yield from _check_numbers(child, name, largest)
    elif type(node.value) in (int, float) and abs(node.value) > largest:
        message = f"'{shortened(name)}' must be at most {largest:,}, not {shortened(node.raw)}"
        yield Diagnostic(node.location, "out-of-range", message, "what is counted up to must fit in memory")


def _check_sweeps(node: Node) -> Iterator[Diagnostic]:
    for key, child in node.items():
        if key == "sweep" and isinstance(child.value, dict):
            settings = math.prod(_count_values(values) for _, values in child.items()) * _count_configurations(node)
            if settings > MOST_SETTINGS:
                location: Location = node.keys[key]
                message = f"the sweep has {settings:,} settings, more than {MOST_SETTINGS:,}"
                yield Diagnostic(location, "too-many", message, "sweep fewer values, or split it into experiments")
        yield from _check_sweeps(child)


def _count_values(values: Node) -> int:
    """Return how many values a list or a range has; one if it is neither, which is noted elsewhere."""
    if isinstance(values.value, list):
        return max(1, len(values.value))
    points = values.child("points")
    count = points.value if points is not None else 10 if isinstance(values.value, dict) else 1
    return max(1, count) if isinstance(count, int) else 1


def _count_configurations(node: Node) -> int:
    sample = node.child("sample")
    count = sample.child("configurations") if sample is not None else None
    return max(1, count.value) if count is not None and isinstance(count.value, int) else 1
