"""Modules of an author's own: found in the folder of a comparison by what they import, and known by their syntax.

Side effects: reads Python files of a comparison's folder.

A module's digest covers its syntax tree without docstrings, as those of the press do: a comment trains nothing again.
Imports are followed as they are written; what is imported by a name that is put together is not seen.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from proofpress.cache.code import parse
from proofpress.diagnostics import Location, shortened, suggest
from proofpress.models.own_files import Own, OwnFolder


class OwnModule(Own, frozen=True):
    """A module of the author's, known by its syntax. lines: its text, which a worker elsewhere needs; in no key."""

    lines: tuple[str, ...]


class Called(Struct, frozen=True):
    """A function of the author's own, as its source has it.

    line: where it is defined. modules: its own and those that it imports from its folder, in order of their paths.
    packages: the packages at the top of all others that they import. takes: names of its parameters, None if it takes
    any. required: those that it must be given.
    """

    line: int
    modules: tuple[OwnModule, ...]
    packages: tuple[str, ...]
    takes: tuple[str, ...] | None
    required: tuple[str, ...]


def find_function(folder: OwnFolder, module: str, function: str, *at: str | int) -> Called | None:
    """Return a function of a module in a comparison's folder; None if something is wrong, which is noted.

    at: the keys of the options under which it is named.
    """
    start = _file_of(folder.path, module)
    if start is None:
        there = [path.relative_to(folder.path).with_suffix("") for path in sorted(folder.path.rglob("*.py"))]
        names = [".".join(path.parts) for path in there if not any(part.startswith((".", "_")) for part in path.parts)]
        hint = suggest(module, names) if names else f"write {module.replace('.', '/')}.py there"
        message = f"there is no module '{shortened(module)}' in the comparison's folder"
        folder.note(folder.locate(*at), "missing-module", message, hint)
        return None
    found: dict[str, OwnModule] = {}
    packages: set[str] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        own = _read(folder, path, *at)
        if own is None:
            return None
        found[path] = own[0]
        for name in own[1]:
            inner = _file_of(folder.path, name) or _file_of(folder.path, name.rpartition(".")[0])
            if inner is None:
                packages.add(name.partition(".")[0])
            else:
                waiting += [inner, *_packages_above(folder.path, inner)]
    modules = tuple(found[path] for path in sorted(found))
    others = tuple(sorted(packages - set(sys.stdlib_module_names) - {""}))
    return _function(folder, found[start], function, modules, others)


def _read(folder: OwnFolder, path: str, *at: str | int) -> tuple[OwnModule, tuple[str, ...]] | None:
    files = folder.find(path, *at)
    if not files:
        return None
    (file,) = files
    try:
        data = file.where.read_bytes()
        tree, imports = parse(data)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        folder.note(
            Location(file.shown), "not-utf-8", "this is not UTF-8 text", "save the file with the encoding UTF-8"
        )
        return None
    except (SyntaxError, ValueError) as error:
        location = Location(file.shown, getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1)
        words = getattr(error, "msg", str(error))
        folder.note(location, "wrong-syntax", f"this is not Python: {shortened(words, 80)}", "mend it")
        return None
    package = path.rpartition("/")[0].replace("/", ".")
    return OwnModule(file.path, tree, file.shown, tuple(text.splitlines(keepends=True))), tuple(
        _absolute(name, package) for name in imports
    )


def _absolute(name: str, package: str) -> str:
    """Return an imported name from the comparison's folder on; that of a relative import, too."""
    dots = len(name) - len(name.lstrip("."))
    if not dots:
        return name
    above = package.split(".")[: len(package.split(".")) - dots + 1]
    return ".".join([*above, name.lstrip(".")]).strip(".")


def _file_of(folder: Path, module: str) -> str | None:
    parts = module.split(".")
    if not module or not all(part.isidentifier() for part in parts):
        return None
    for path in ("/".join(parts) + ".py", "/".join([*parts, "__init__.py"])):
        if (folder / path).is_file():
            return path
    return None


def _packages_above(folder: Path, path: str) -> Iterator[str]:
    """Yield the files that Python runs before a module of a package."""
    above = path.split("/")[:-1]
    for depth in range(1, len(above) + 1):
        inner = "/".join([*above[:depth], "__init__.py"])
        if (folder / inner).is_file():
            yield inner


def _function(
    folder: OwnFolder, module: OwnModule, name: str, modules: tuple[OwnModule, ...], packages: tuple[str, ...]
) -> Called | None:
    tree = ast.parse("".join(module.lines))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    node = functions.get(name)
    if node is None:
        hint = suggest(name, functions) if functions else f"write one: def {name}(seed, …):"
        message = f"the module defines no function '{shortened(name)}'"
        folder.note(Location(module.shown, 1, 1), "missing-function", message, hint)
        return None
    given = node.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    without = [each.arg for each in given.args[: len(given.args) - len(given.defaults)]]
    without += [each.arg for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default is None]
    takes = None if given.kwarg else tuple(each.arg for each in named)
    return Called(node.lineno, modules, packages, takes, tuple(without))
