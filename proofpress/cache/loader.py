"""Imports modules by what stands in their source files, so that keys can speak of the code that really runs.

Side effects: reads source files, and writes compiled code into `__pycache__`, as Python itself does.

Python believes compiled code if the size and the second of the source are as they were. That is wrong after an edit of
equal size within a second, or one that keeps the time. Here compiled code is believed for the same bytes only: it is
kept as a checked hash-based file (PEP 552), which Python understands without this module too.

Each process knows one source of each module: what it imported, or what it read for a key, whichever came first. Where
the file says something else later, as while `serve` runs and the press is updated, that is told, and nothing is built.
"""

import importlib.util
import marshal
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

SOURCES: dict[str, bytes] = {}
"""Dotted name of a module → hash of the source that this process runs or made keys of."""

FOLLOWED = {"proofpress"}
"""Packages at the top whose modules are imported from their sources."""

CHECKED_HASH = (0b11).to_bytes(4, "little")
HEADER = importlib.util.MAGIC_NUMBER + CHECKED_HASH


def install(followed: Mapping[str, bytes] | None = None) -> None:
    """Import modules of the press by this module from now on. followed: `SOURCES` of the process that started this."""
    SOURCES.update(followed or {})
    FOLLOWED.update(name.partition(".")[0] for name in SOURCES)
    if Finder not in sys.meta_path:
        sys.meta_path.insert(0, Finder)


def follow(module: str) -> None:
    """Import another package from its sources too, from now on: the one at the top of a dotted name."""
    FOLLOWED.add(module.partition(".")[0])


def confirm(module: str, source: bytes) -> None:
    """Note the source of a module. Raises BuildError where this process has run or read another one before."""
    digest = importlib.util.source_hash(source)
    if SOURCES.setdefault(module, digest) != digest:
        # Imported here: this module is imported before all others, and is seldom wrong.
        from proofpress.diagnostics import BuildError, Diagnostic, Location

        message = "the code was changed after this command began, which runs what it was before"
        raise BuildError([Diagnostic(Location(module), "code-changed", message, "start it again")], status=3)


class Finder(PathFinder):
    """Finds modules of the packages that are followed; leaves all others to Python."""

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module lies, with a loader that believes its source alone."""
        if fullname.partition(".")[0] not in FOLLOWED:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = Loader(fullname, spec.loader.path)
        return spec


class Loader(SourceFileLoader):
    """Loads a module whose compiled code was made of just these bytes, or compiles it."""

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of a module. Raises BuildError where a key was made of another source of it."""
        source = self.get_data(self.path)
        confirm(fullname, source)
        header = HEADER + importlib.util.source_hash(source)
        compiled = importlib.util.cache_from_source(self.path)
        try:
            data = self.get_data(compiled)
            if data.startswith(header):
                code = marshal.loads(memoryview(data)[len(header) :])
                if isinstance(code, CodeType):
                    return code
        except (OSError, EOFError, ValueError, TypeError):
            pass
        code = self.source_to_code(source, self.path)
        if not sys.dont_write_bytecode:
            self.set_data(compiled, header + marshal.dumps(code))
        return code
