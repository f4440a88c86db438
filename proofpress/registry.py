"""Kinds found by discovery: every module of a package, and what other packages bring by entry points.

A module of kinds names one as `KIND`, or several as `KINDS`; nothing else has to know it. Modules whose name begins
with an underscore are helpers.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Protocol, TypeVar

from proofpress.cache import loader


class Named(Protocol):
    """What can be found by discovery: it has a name that authors use."""

    @property
    def name(self) -> str:
        """The name, unique in its table."""


AnyKind = TypeVar("AnyKind", bound=Named)


def discover(package: str, group: str, kind: type[AnyKind]) -> Mapping[str, AnyKind]:
    """Return all kinds of one sort by name: those of the package's modules, and those of an entry point group.

    package: the dotted name of a package of the press, such as `proofpress.experiments.kinds`. group: the entry point
    group in which other distributions name their modules (or single kinds), such as `proofpress.experiments`.
    Raises ValueError where two kinds have the same name, TypeError where a module names something else.
    """
    found: dict[str, AnyKind] = {}
    for source, each in (*_own(package), *_others(group)):
        if not isinstance(each, kind):
            raise TypeError(f"{source} names a {type(each).__name__} as its kind: {kind.__name__} is wanted")
        if each.name in found:
            raise ValueError(f"{source} calls its kind '{each.name}', as another one is called")
        found[each.name] = each
    return MappingProxyType(dict(sorted(found.items())))


def _own(package: str) -> Iterator[tuple[str, object]]:
    home = import_module(package)
    for module in iter_modules(home.__path__):
        if not module.name.startswith("_"):
            name = f"{package}.{module.name}"
            yield from _named(name, import_module(name))


def _others(group: str) -> Iterator[tuple[str, object]]:
    for point in entry_points(group=group):
        loader.follow(point.module)
        yield from _named(f"the entry point '{point.name}'", point.load())


def _named(source: str, loaded: object) -> Iterator[tuple[str, object]]:
    """Yield the kinds that a module names, or the kind itself where an entry point leads to one."""
    if not isinstance(loaded, ModuleType):
        yield source, loaded
        return
    kinds = getattr(loaded, "KINDS", None) or (getattr(loaded, "KIND", None),)
    for each in kinds:
        yield source, each
