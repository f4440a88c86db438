"""What is to be trained: every piece of every experiment, and the key under which it is stored.

A key is made of all that the piece's arrays could depend on: the kind, the options it shares with the other pieces,
the piece itself, the data's bytes, library versions and the code. Titles and captions are not among them; neither are
the parts of a piece that only planning reads.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from proofpress.cache import keys
from proofpress.datasets.data_digest import data_digest
from proofpress.datasets.data_set import data_sets
from proofpress.datasets.options import OWN_DATA, Data
from proofpress.experiments.splits import of_each_split
from proofpress.experiments.training.jax_runtime import backend
from proofpress.models import Experiment, ExperimentKind
from proofpress.models.own_files import Own, own_files
from proofpress.versions import version

ENTRY = "runs"
PLANNED_WITH = ("cost", "group", "at")
READS = {"pyarrow": ".parquet"}
"""Library that reads one format alone → how names of such files end: where there is none, no version of it counts."""


class Piece(Struct, frozen=True):
    """One call of a kind's `run`: the options and the piece to hand it, and the key of what it returns."""

    number: int
    options: Any
    record: Mapping[str, Any]
    key: str

    @property
    def cost(self) -> float:
        """Seconds on one core, roughly."""
        return float(self.record.get("cost", 1.0))


class Plan(Struct, frozen=True):
    """All pieces of an experiment, in order.

    parts: what the keys are made of, by name; see `key_parts`. modules: the code that computes the pieces.
    """

    experiment: Experiment
    kind: ExperimentKind
    parts: Mapping[str, Any]
    modules: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def key(self) -> str:
        """The digest of all that determined the runs."""
        return keys.digest(self.experiment.kind, [piece.key for piece in self.pieces])


def plan(experiment: Experiment, kinds: Mapping[str, ExperimentKind]) -> Plan:
    """Return the pieces of an experiment and their keys; imports nothing heavy."""
    kind = kinds[experiment.kind]
    parts = key_parts(experiment, kind)
    pieces: list[Piece] = []
    for options in of_each_split(experiment.options):
        shared = keys.digest(kind.shared(options))
        common = keys.digest(kind.name, shared, parts["data"], parts["versions"], parts["code"])
        for record in kind.pieces(options):
            content = {name: value for name, value in record.items() if name not in PLANNED_WITH}
            pieces.append(Piece(len(pieces), options, record, keys.digest(common, content)))
    return Plan(experiment, kind, parts, modules_of(kind, experiment.options), tuple(pieces))


def key_parts(experiment: Experiment, kind: ExperimentKind) -> dict[str, Any]:
    """Return what the keys of an experiment are made of: `kind`, `options`, `data`, `versions`, `code`.

    All are flat mappings of words, so that two can be compared and what changed can be named.
    """
    modules = modules_of(kind, experiment.options)
    return {
        "kind": {"kind": kind.name},
        "options": flattened(experiment.options),
        "data": data_digests(experiment.options),
        "versions": versions_of(modules, experiment.options),
        "code": keys.code_parts(*modules),
    }


def modules_of(kind: ExperimentKind, options: Any) -> tuple[str, ...]:
    """Return the modules that compute an experiment: the kind's, and those that load its data sets."""
    loaders = {data_sets()[name].load.__module__ for name in data_names(options)}
    loaders |= {OWN_DATA for each in _values(options) if isinstance(each, Data) and each.file is not None}
    return (kind.run.__module__, *sorted(loaders))


def versions_of(modules: tuple[str, ...], options: Any) -> dict[str, str]:
    """Return the versions of the libraries that modules use, and what jax computes on if it is among them.

    options: may name further ones, as `libraries`.
    """
    files = tuple(own_files(options))
    unused = {library for library, suffix in READS.items() if not any(file.endswith(suffix) for file in files)}
    imported = {name: found for name, found in keys.library_versions(*modules).items() if name not in unused}
    versions = imported | {name: version(name) for name in getattr(options, "libraries", ())}
    return versions | {"backend of jax": backend()} if "jax" in versions else versions


def data_digests(options: Any) -> dict[str, str]:
    """Return the digest of each data set that an options record names, and of each file of the author's own."""
    named = {name: data_digest(name) for name in sorted(data_names(options))}
    return named | {path: file.digest for path, file in sorted(own_files(options).items())}


def data_names(options: Any) -> set[str]:
    """Return the data sets named anywhere in an options record."""
    names = (each.name if isinstance(each, Data) else each for each in _values(options))
    return {name for name in names if name is not None and name in data_sets()}


def _values(options: Any) -> Iterator[Data | str]:
    """Yield the data and the words in an options record; the text of an author's own files is none of it."""
    if isinstance(options, Data | str):
        yield options
    elif isinstance(options, Struct) and not isinstance(options, Own):
        yield from _values([getattr(options, name) for name in options.__struct_fields__])
    elif isinstance(options, Mapping | list | tuple):
        for each in options.values() if isinstance(options, Mapping) else options:
            yield from _values(each)


def flattened(value: Any, name: str = "") -> dict[str, str]:
    """Return an options record as dotted option → value in words.

    >>> flattened({"a": {"b": 1}, "c": (2, 3)})
    {'a.b': '1', 'c': '2, 3'}
    """
    if isinstance(value, Own):
        return {}
    if isinstance(value, Struct):
        value = {field.rstrip("_"): item for field, item in asdict(value).items() if field not in keys.LOCATIONS}
    if isinstance(value, Mapping):
        options: dict[str, str] = {}
        for key, item in value.items():
            options |= flattened(item, f"{name}.{key}" if name else str(key))
        return options
    if isinstance(value, list | tuple):
        listed = [item for item in value if not isinstance(item, Own)]
        return {name: ", ".join(map(str, listed))} if listed or not value else {}
    return {name: str(value)}
