"""Which source files a result depends on, and what of them counts: the ground of code digests.

Side effects: reads source files, and keeps what was found beside their compiled code.

Followed are the press and the package at the top of the module that is asked about: a kind that another distribution
or a site brings depends on its own helpers as ours do. All other packages are known by their versions.

To parse and dump the modules behind one chart takes longer than to draw nothing anew may take (0.7 s). So what was
found in a file is noted in its `__pycache__` folder, and believed only for the same bytes of that file and of this one.
"""

import ast
import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from proofpress.cache.atomic import write_atomically
from proofpress.cache.loader import confirm

HERE = Path(__file__).resolve().parents[1]
PRESS = "proofpress"
LEFT_OUT = frozenset(f"{PRESS}.{name}" for name in ("diagnostics", "registry", "versions", "cache"))
"""Modules and packages that no result depends on, so that a change in them trains nothing again: the words of messages,
how kinds are found, which versions there are (they are in keys by themselves), and how results are kept."""


class Source(Struct, frozen=True):
    """What a source file says.

    source: a digest of its bytes, and of this module's. tree: a digest of its syntax tree without docstrings.
    imports: dotted names, wherever they are imported: `from a import b` is `a.b`, which may be a module or not; a name
    that begins with dots is relative to the module.
    """

    source: str
    tree: str
    imports: tuple[str, ...]


def reached(modules: Iterable[str]) -> dict[str, Path]:
    """Return the modules that some modules are or import, directly or not, in alphabetical order, with their files."""
    files: dict[str, Path] = {}
    for module in modules:
        files |= _reached(module)
    return dict(sorted(files.items()))


@cache
def read(module: str, path: Path) -> Source:
    """Return what the source file of a module says. Raises SyntaxError, OSError and BuildError (see `confirm`)."""
    data = path.read_bytes()
    confirm(module, data)
    source = _digest(_own_bytes() + b"\n" + data)
    note = Path(importlib.util.cache_from_source(str(path))).with_suffix(".syntax.json")
    found = _noted(note)
    if found is None or found.source != source:
        found = Source(source, *parse(data))
        _note(note, found)
    return found


def parse(source: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the digest of a syntax tree and what it imports; comments, layout and docstrings do not count."""
    tree = ast.parse(source)
    imported: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = "." * node.level + (f"{node.module}." if node.module else "")
            imported.extend(f"{package}{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            _leave_out_docstring(node)
    return _digest(ast.dump(tree).encode()), tuple(dict.fromkeys(imported))


@cache
def file_of(module: str, root: str) -> Path | None:
    """Return the source file of a module of the press or of the package `root`; None for all other modules."""
    top, *below = module.split(".")
    if top not in (PRESS, root) or (top == PRESS and not below):
        return None
    loaded = getattr(sys.modules.get(module), "__file__", None)
    stems = [Path(loaded)] if loaded and top != PRESS else [folder.joinpath(*below) for folder in folders(top)]
    for stem in stems:
        for path in (stem.with_suffix(".py"), stem / "__init__.py"):
            if path.is_file():
                return path
    return None


def imports(module: str, path: Path) -> Iterator[str]:
    """Yield what a module imports as full dotted names."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for name in read(module, path).imports:
        yield importlib.util.resolve_name(name, package) if name.startswith(".") else name


def _reached(module: str) -> dict[str, Path]:
    root = module.partition(".")[0]
    files: dict[str, Path] = {}
    waiting = list(_modules_of(module, root))
    while waiting:
        name = waiting.pop()
        path = None if name in files or _is_left_out(name) else file_of(name, root)
        if path is not None:
            files[name] = path
            waiting.extend(each for imported in imports(name, path) for each in _modules_of(imported, root))
    return files


def _is_left_out(module: str) -> bool:
    return module in LEFT_OUT or module.rpartition(".")[0] in LEFT_OUT


@cache
def _modules_of(name: str, root: str) -> tuple[str, ...]:
    """Return the modules that an imported name stands for: itself, or those that define the thing it names."""
    if file_of(name, root):
        top = name.partition(".")[0]
        # The packages above a module run when it is imported; those of the press only hand names on.
        return (name,) if top == PRESS else tuple(_above(name))
    return tuple(each for holder in _holders(name, root) for each in _modules_of(holder, root))


def _above(module: str) -> Iterator[str]:
    while module:
        yield module
        module = module.rpartition(".")[0]


def _holders(name: str, root: str) -> list[str]:
    """Return where a thing that is no module lies: what a package only hands on is looked up where it is defined."""
    package, _, thing = name.rpartition(".")
    path = file_of(package, root)
    if path is None:
        return []
    handed_on = [each for each in imports(package, path) if each.rpartition(".")[2] == thing]
    return handed_on if path.name == "__init__.py" and handed_on and thing != "*" else [package]


@cache
def folders(top: str) -> tuple[Path, ...]:
    """Return the folders in which the modules of a package lie; of a single module its file, without suffix."""
    if top == PRESS:
        return (HERE,)
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        spec = None
    if spec is None or spec.origin is None:
        return tuple(map(Path, spec.submodule_search_locations or ())) if spec else ()
    return tuple(map(Path, spec.submodule_search_locations or (spec.origin.removesuffix(".py"),)))


def _leave_out_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        node.body = node.body[1:] or [ast.Pass()]


@cache
def _own_bytes() -> bytes:
    return Path(__file__).read_bytes()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _noted(note: Path) -> Source | None:
    try:
        return msgspec.json.decode(note.read_bytes(), type=Source)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _note(note: Path, found: Source) -> None:
    try:
        write_atomically(note, msgspec.json.encode(found))
    except OSError:
        # A folder that cannot be written to costs time, and nothing else.
        return


def forget() -> None:
    """Read everything again when it is asked for next; for tests."""
    caches: tuple[Any, ...] = (read, file_of, _modules_of, folders)
    for each in caches:
        each.cache_clear()
