"""Keys: digests that change when, and only when, what they stand for could come out differently.

marked: reads the source files of the press, the data files of scikit-learn and package versions.
"""

import ast
import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

DISTRIBUTIONS = {"sklearn": "scikit-learn", "yaml": "pyyaml", "PIL": "pillow"}
HERE = Path(__file__).resolve().parent


def canonical(value: Any) -> Any:
    """Return a value as JSON can hold it, the same for equal meaning: records become mappings with their name."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: canonical(getattr(value, f.name)) for f in fields(value) if f.name != "place"}
        return {"is": type(value).__name__, **named}
    if isinstance(value, Mapping):
        return {str(name): canonical(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def digest(*parts: Any) -> str:
    """Return 32 hexadecimal digits that stand for the parts; places in content files do not count."""
    text = json.dumps([canonical(part) for part in parts], sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return 32 hexadecimal digits that stand for some bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@cache
def version(package: str) -> str:
    """Return the installed version of a package, or `absent`."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def code_digest(*modules: str) -> str:
    """Return a digest of the syntax trees, docstrings left out, of modules and all of the press they import.

    Comments, docstrings and line breaks do not count; a change in a helper does. Imports inside
    functions are followed too. modules: dotted names such as `proofpress.experiments.kinds.train`.
    """
    return digest(code_parts(*modules))


def code_parts(*modules: str) -> dict[str, str]:
    """Return a digest of the syntax tree of each module that `code_digest` covers, by name."""
    return {name: _tree_digest(name) for name in sorted(_closure(modules))}


def library_versions(*modules: str) -> dict[str, str]:
    """Return the versions of the outside libraries that modules, and all of the press they import, import."""
    roots = {name.split(".")[0] for module in _closure(modules) for name in _imports(module)}
    outside = roots - set(sys.stdlib_module_names) - {"proofpress", "annotated_types"}
    packages = {DISTRIBUTIONS.get(name, name) for name in outside}
    return {name: version(name) for name in sorted(packages | ({"jaxlib"} if "jax" in packages else set()))}


def source_digest(*modules: str) -> str:
    """Return a digest of the source files as they are now, read anew, that `code_digest` covers.

    To be taken before and after a long computation: what was computed by sources that changed
    meanwhile must not be stored.
    """
    files = {name: _file(name) for name in sorted(_closure(modules))}
    return digest({name: digest_bytes(path.read_bytes()) for name, path in files.items() if path and path.is_file()})


def _closure(modules: tuple[str, ...]) -> set[str]:
    reached: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name not in reached and _file(name) is not None:
            reached.add(name)
            waiting.extend(_imports(name))
    return reached


@cache
def _file(module: str) -> Path | None:
    if not module.startswith("proofpress."):
        return None
    stem = HERE.joinpath(*module.split(".")[1:])
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if path.is_file():
            return path
    return None


@cache
def _syntax(module: str) -> ast.Module:
    path = _file(module)
    assert path is not None
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imports(module: str) -> tuple[str, ...]:
    found: list[str] = []
    for node in ast.walk(_syntax(module)):
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            found.extend(f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)


@cache
def _tree_digest(module: str) -> str:
    tree = _syntax(module)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        holds_docstring = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if holds_docstring and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            node.body = body[1:] or [ast.Pass()]  # type: ignore[union-attr]
    return digest_bytes(ast.dump(tree).encode())
