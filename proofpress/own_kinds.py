"""Kinds of a site's own: Python files in a folder `kinds/` beside its content, found as those of a distribution are.

Side effects: reads that folder, and tells Python's import system where it lies.

Python asks the finders on `sys.meta_path` for modules, and for the distributions that are installed. The one here
answers for the folder: its files are the modules of a package `kinds`, which names each under the entry point group of
its sort. From there on everything is as with an installed package: how kinds are found, and what their keys digest.

Which sort of kind a file brings is read off its text: rooms name data sets while they are imported themselves, so that
nothing but the files of data sets may be imported for those. A process knows the folder of one site.
"""

import ast
import importlib
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import Distribution, DistributionFinder, EntryPoint, EntryPoints
from importlib.util import spec_from_file_location
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from msgspec import Struct

from proofpress.cache import loader
from proofpress.diagnostics import BuildError, Diagnostic, Location, one_of, shortened
from proofpress.extras import lacking

PACKAGE = "kinds"
"""The folder beside the content, and the package that its files are the modules of."""


class Sort(Struct, frozen=True):
    """A sort of kinds. group: of its entry points. home: where the press has its own. called: in messages.

    record: what a kind of it is. made_by: functions that make one.
    """

    group: str
    home: str
    called: str
    record: str
    made_by: tuple[str, ...] = ()


ASKING = "proofpress.datasets.options"
"""The module that names all data sets in its records, as soon as it is imported."""
DATA_SETS = Sort("proofpress.datasets", "proofpress.datasets.sources", "data set", "DataSet")
SORTS = (
    DATA_SETS,
    Sort("proofpress.statistics", "proofpress.statistics.kinds", "statistic", "StatisticKind"),
    Sort("proofpress.charts", "proofpress.charts.kinds", "chart", "ChartKind"),
    Sort(
        "proofpress.experiments",
        "proofpress.experiments.kinds",
        "kind of experiment",
        "ExperimentKind",
        ("seeded_kind",),
    ),
)


ANY = DistributionFinder.Context()


class Own(Struct, frozen=True):
    """A file of kinds. line: where it names them. shown: the file as its author would type it."""

    module: str
    sort: Sort
    line: int
    shown: str


class Beside(DistributionFinder):
    """Finds the package `kinds` and its entry points. folder: of the site that this process builds."""

    def __init__(self, folder: Path, shown: str) -> None:
        self.folder, self.shown = folder, shown
        self.files: list[Own] = []
        self.faults: list[Diagnostic] = []
        self._read()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the package lies; its modules Python finds in it."""
        if fullname != PACKAGE:
            return None
        first = self.folder / "__init__.py"
        if first.is_file():
            return spec_from_file_location(PACKAGE, first, submodule_search_locations=[str(self.folder)])
        spec = ModuleSpec(PACKAGE, None, is_package=True)
        spec.submodule_search_locations = [str(self.folder)]
        return spec

    def find_distributions(self, context: DistributionFinder.Context = ANY) -> Iterable["Kinds"]:
        """Return the folder as if it were installed."""
        return [Kinds(self)] if context.name in (None, PACKAGE) else []

    def _read(self) -> None:
        for path in sorted(self.folder.glob("*.py")):
            if path.name.startswith(("_", ".", "#")):
                continue
            shown = f"{self.shown}/{path.name}"
            if not path.stem.isidentifier():
                message = (
                    f"'{shortened(path.name)}' cannot be imported: a module's name has letters, digits and '_' alone"
                )
                hint = f"call it {''.join(letter if letter.isalnum() else '_' for letter in path.stem)}.py"
                self.faults.append(Diagnostic(Location(shown), "unsafe-name", message, hint))
                continue
            found = read(path, shown)
            if isinstance(found, Diagnostic):
                self.faults.append(found)
            else:
                self.files.append(found)

    def check_data_sets(self) -> None:
        """Import the files of data sets, and announce no more those that are wrong."""
        announced, self.files = self.files, [each for each in self.files if each.sort is not DATA_SETS]
        for own in [each for each in announced if each.sort is DATA_SETS]:
            # What is wrong is told later, by the command. Who asks for all data sets now would never hear of these.
            early = ASKING not in sys.modules
            fault = check(own, self.folder, [each for each in self.files if each.sort is DATA_SETS])
            if fault is None and early and ASKING in sys.modules:
                message = f"it imports {ASKING}, which asks for all data sets while this one is being made"
                hint = "import it in a function, or under 'if TYPE_CHECKING:'"
                fault = Diagnostic(Location(own.shown, 1, 1), "cannot-import", message, hint)
            if fault is None:
                self.files.append(own)
            else:
                self.faults.append(fault)


class Kinds(Distribution):
    """The folder as a distribution."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def read_text(self, filename: str) -> str | None:
        """Return what pip would have written."""
        return f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 0\n" if filename == "METADATA" else None

    def locate_file(self, path: Any) -> Any:
        """Return where a file of it lies."""
        return self._beside.folder / path

    @property
    def entry_points(self) -> EntryPoints:
        """The modules, each in the group of its sort."""
        return EntryPoints(Point(own, self._beside) for own in self._beside.files)


class Point(EntryPoint):
    """An entry point that leads to a file of kinds."""

    def __init__(self, own: Own, beside: Beside) -> None:
        super().__init__(own.module, f"{PACKAGE}.{own.module}", own.sort.group)
        vars(self).update(own=own, beside=beside)

    def load(self) -> Any:
        """Return the module. Raises BuildError for all files of its sort."""
        own, beside = vars(self)["own"], vars(self)["beside"]
        same = [each for each in beside.files if each.sort is own.sort]
        faults = [check(each, beside.folder, same[:index]) for index, each in enumerate(same)]
        if wrong := [fault for fault in faults if fault is not None]:
            raise BuildError(wrong)
        return importlib.import_module(self.value)


_attached: list[Beside] = []


def attach(content: Path) -> None:
    """Make known to this process the kinds beside a content folder, if there are any."""
    shown = folder_of(content)
    attach_folder(Path(os.path.abspath(shown)), shown.as_posix())


def folder_of(content: Path) -> Path:
    """Return the folder of kinds that belongs to a content folder, whether it is there or not."""
    return content.parent / PACKAGE


def attach_folder(folder: Path, shown: str = PACKAGE) -> None:
    """Make known to this process the kinds in a folder, if it is there. shown: as its author would type it."""
    if any(each.folder == folder for each in _attached) or not folder.is_dir():
        return
    # The package has one name: of two sites, that of the first would keep its modules.
    detach()
    loader.follow(PACKAGE)
    beside = Beside(folder, shown)
    _attached.append(beside)
    sys.meta_path.insert(0, beside)
    beside.check_data_sets()


def detach() -> None:
    """Forget the folder, so that another one can be attached; for tests."""
    for beside in _attached:
        sys.meta_path.remove(beside)
    _attached.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
        loader.SOURCES.pop(name, None)


def attached_folder() -> Path | None:
    """Return the folder that is attached, None if there is none."""
    return _attached[0].folder if _attached else None


def require_sound() -> None:
    """Raise BuildError with what can be said of the files without a room: their text, and those of data sets."""
    if faults := [fault for each in _attached for fault in each.faults]:
        raise BuildError(faults)


def blame(error: BaseException) -> Diagnostic | None:
    """Return the diagnostic of an error that a file of kinds raised, or led to, at its innermost line; else None.

    Errors of other processes carry their traceback as text, so that text is what is looked at.
    """
    for beside in _attached:
        told = "".join(traceback.format_exception(error))
        lines = re.findall(rf'File "{re.escape(str(beside.folder))}{re.escape(os.sep)}([^"]+)", line (\d+)', told)
        if lines:
            file, line = lines[-1]
            location = Location(f"{beside.shown}/{file.replace(os.sep, '/')}", int(line), 1)
            message = f"this kind failed: {type(error).__name__}: {shortened(str(error), 200)}"
            return Diagnostic(location, "kind-failed", message, "mend it; --verbose shows where it was called")
    return None


def read(path: Path, shown: str) -> Own | Diagnostic:
    """Return what a file says of its kinds, or what is wrong with it."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        location = Location(shown, getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1)
        words = shortened(getattr(error, "msg", str(error)), 80)
        return Diagnostic(location, "wrong-syntax", f"this is not Python: {words}", "mend it")
    named = list(_named(tree))
    makers = {maker: sort for sort in SORTS for maker in (sort.record, *sort.made_by)}
    # The record that the kind is made by; if the file hides that in a function, the record that it imports.
    for nodes in ([value for _, value in named], [tree] if named else []):
        sorts = {makers[name]: name for name in _names(nodes) if name in makers}
        if len(sorts) > 1:
            message = (
                f"this file brings kinds of several sorts: {one_of(sorted(sorts.values())).replace(' or ', ' and ')}"
            )
            return Diagnostic(Location(shown, named[0][0], 1), "wrong-kind", message, "write a file for each sort")
        if sorts:
            return Own(path.stem, next(iter(sorts)), named[0][0], shown)
    message = "this file does not say which kind it brings"
    makes = ", ".join(f"{(*sort.made_by, sort.record)[0]}(…) for a {sort.called}" for sort in SORTS)
    hint = f"write KIND = {makes}; the name of a file that only helps others begins with '_'"
    return Diagnostic(Location(shown), "wrong-kind", message, hint)


def check(own: Own, folder: Path, others: Sequence[Own]) -> Diagnostic | None:
    """Import a file of kinds; return what is wrong with it. others: those of its sort that have their names already."""
    try:
        kinds = _kinds_of(f"{PACKAGE}.{own.module}")
    except BuildError:
        raise
    except Exception as error:
        return _failed(error, own, folder)
    location = Location(own.shown, own.line, 1)
    for kind in kinds:
        if own.sort.record not in {each.__name__ for each in type(kind).__mro__}:
            message = f"this is of the type {type(kind).__name__}, where a {own.sort.called} is a {own.sort.record}"
            return Diagnostic(
                location, "wrong-kind", message, f"make it by {(*own.sort.made_by, own.sort.record)[0]}(…)"
            )
        taken = dict.fromkeys(_names_of_press(own.sort), "the press has")
        taken |= {each.name: f"{other.shown} has" for other in others for each in _sound(other)}
        if kind.name in taken:
            message = f"it calls its {own.sort.called} '{shortened(kind.name)}', which {taken[kind.name]} already"
            return Diagnostic(location, "taken", message, "give it a name of its own")
    return None


def _kinds_of(module: str) -> tuple[Any, ...]:
    loaded = importlib.import_module(module)
    return tuple(getattr(loaded, "KINDS", None) or (loaded.KIND,))


def _sound(own: Own) -> tuple[Any, ...]:
    try:
        return tuple(kind for kind in _kinds_of(f"{PACKAGE}.{own.module}") if hasattr(kind, "name"))
    except Exception:
        # It is told of this file itself.
        return ()


def _names_of_press(sort: Sort) -> set[str]:
    home = importlib.import_module(sort.home)
    names = [module.name for module in iter_modules(home.__path__) if not module.name.startswith("_")]
    return {kind.name for name in names for kind in _kinds_of(f"{sort.home}.{name}")}


def _failed(error: Exception, own: Own, folder: Path) -> Diagnostic:
    """Return the diagnostic of a file that cannot be imported, at the innermost line of the author's."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent == folder]
    location = Location(own.shown, 1, 1)
    if lines:
        location = Location(f"{own.shown.rpartition('/')[0]}/{Path(lines[-1].filename).name}", lines[-1].lineno or 1, 1)
    hint = "mend it"
    if isinstance(error, ModuleNotFoundError):
        missing = (error.name or "").partition(".")[0]
        told = lacking(error)
        hint = told[1] if told else f"python -m pip install {shortened(missing)}, or whatever brings it"
    message = f"it cannot be imported: {type(error).__name__}: {shortened(str(error), 200)}"
    return Diagnostic(location, "cannot-import", message, hint)


def _named(tree: ast.Module) -> Iterator[tuple[int, ast.expr]]:
    """Yield the line and the value of what a module names as its kinds."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        value = getattr(node, "value", None)
        if names & {"KIND", "KINDS"} and value is not None:
            yield node.lineno, value


def _names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                yield each.id
            elif isinstance(each, ast.Attribute):
                yield each.attr
            elif isinstance(each, ast.alias):
                yield each.name.rpartition(".")[2]
