"""What is to be trained: every piece of every experiment, and the key under which it is stored.

A key is made of all that the piece's arrays could depend on: the kind, the options it shares with the
other pieces, what the piece itself says, the data's bytes, library versions and the code. Titles and
captions are not among them; neither is what is only planned with.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from proofpress.cache import keys
from proofpress.datasets.data import DATA_SETS, Data
from proofpress.datasets.data_digest import raw_digest
from proofpress.models import Experiment, ExperimentKind

ENTRY = "runs"
PLANNED_WITH = ("cost", "group", "at")


class Piece(Struct, frozen=True):
    """One call of a kind's `run`: what to hand it, and the key of what it returns."""

    number: int
    record: Mapping[str, Any]
    key: str

    @property
    def cost(self) -> float:
        """Seconds on one core, roughly."""
        return float(self.record.get("cost", 1.0))


class Plan(Struct, frozen=True):
    """All pieces of an experiment, in order. parts: what the keys are made of, by name; see `key_parts`."""

    experiment: Experiment
    kind: ExperimentKind
    parts: Mapping[str, Any]
    pieces: tuple[Piece, ...]

    @property
    def key(self) -> str:
        """The digest of all that determined the runs."""
        return keys.digest(self.experiment.kind, [piece.key for piece in self.pieces])


def plan(experiment: Experiment, kinds: Mapping[str, ExperimentKind]) -> Plan:
    """Return the pieces of an experiment and their keys; imports nothing heavy."""
    kind = kinds[experiment.kind]
    parts = key_parts(experiment, kind)
    shared = keys.digest(kind.shared(experiment.options))
    common = keys.digest(kind.name, shared, parts["data"], parts["versions"], parts["code"])
    pieces = []
    for number, record in enumerate(kind.pieces(experiment.options)):
        said = {name: value for name, value in record.items() if name not in PLANNED_WITH}
        pieces.append(Piece(number, record, keys.digest(common, said)))
    return Plan(experiment, kind, parts, tuple(pieces))


def key_parts(experiment: Experiment, kind: ExperimentKind) -> dict[str, Any]:
    """Return what the keys of an experiment are made of: `kind`, `options`, `data`, `versions`, `code`.

    All are flat mappings of words, so that two can be compared and what changed be named.
    """
    module = module_of(kind)
    return {
        "kind": {"kind": kind.name},
        "options": flattened(experiment.options),
        "data": {name: raw_digest(name) for name in sorted(data_names(experiment.options))},
        "versions": keys.library_versions(module),
        "code": keys.code_parts(module),
    }


def module_of(kind: ExperimentKind) -> str:
    """Return the module that computes a kind."""
    return kind.run.__module__


def data_names(options: Any) -> set[str]:
    """Return the data sets named anywhere in an options record."""
    if isinstance(options, Data):
        return {options.name}
    if isinstance(options, str):
        return {options} & set(DATA_SETS)
    if isinstance(options, Struct):
        return set().union(*(data_names(getattr(options, name)) for name in options.__struct_fields__))
    if isinstance(options, Mapping):
        return set().union(*map(data_names, options.values()))
    if isinstance(options, list | tuple):
        return set().union(*map(data_names, options))
    return set()


def flattened(value: Any, name: str = "") -> dict[str, str]:
    """Return an options record as dotted option → value in words.

    >>> flattened({"a": {"b": 1}, "c": (2, 3)})
    {'a.b': '1', 'c': '2, 3'}
    """
    if isinstance(value, Struct):
        value = {field.rstrip("_"): item for field, item in asdict(value).items()}
    if isinstance(value, Mapping):
        found: dict[str, str] = {}
        for key, item in value.items():
            found |= flattened(item, f"{name}.{key}" if name else str(key))
        return found
    if isinstance(value, list | tuple):
        return {name: ", ".join(map(str, value))}
    return {name: str(value)}
