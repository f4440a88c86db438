"""What a source file says, comments and docstrings aside, and what it imports: the ground of code digests.

Side effects: reads the source files of the press, and keeps notes beside their compiled forms.

To parse and dump all modules takes longer than a build in which nothing changed may take. So what was
found in a file is noted in its `__pycache__` folder, where Python keeps its own notes, and believed only
for the same bytes of that file and of this one. A note of which a part is missing is no JSON, and made again.
"""

import ast
import hashlib
import importlib.util
import json
from functools import cache
from pathlib import Path

from msgspec import Struct


class Syntax(Struct, frozen=True):
    """tree: a digest of the syntax tree without docstrings.

    imports: dotted names, wherever they are imported; `from a import b` is `a.b`, which may be a module or not.
    """

    tree: str
    imports: tuple[str, ...]


@cache
def syntax(path: Path) -> Syntax:
    """Return what a source file says, as it was when this process first asked. Raises SyntaxError and OSError."""
    source = path.read_bytes()
    stands_for = _digest(_own_bytes() + b"\n" + source)
    note = Path(importlib.util.cache_from_source(str(path))).with_suffix(".syntax.json")
    found = _noted(note, stands_for)
    if found is None:
        found = parsed(source)
        _keep(note, {"source": stands_for, "tree": found.tree, "imports": found.imports})
    return found


def parsed(source: bytes) -> Syntax:
    """Return what source code says; two sources that differ in comments, layout or docstrings say the same."""
    tree = ast.parse(source)
    imports: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports.extend(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            _leave_out_docstring(node)
    return Syntax(_digest(ast.dump(tree).encode()), tuple(dict.fromkeys(imports)))


def _leave_out_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        node.body = node.body[1:] or [ast.Pass()]


@cache
def _own_bytes() -> bytes:
    return Path(__file__).read_bytes()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _noted(note: Path, stands_for: str) -> Syntax | None:
    try:
        said = json.loads(note.read_bytes())
        return Syntax(said["tree"], tuple(said["imports"])) if said["source"] == stands_for else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(note: Path, said: dict[str, object]) -> None:
    """Write a note; a folder that cannot be written to costs time, and nothing else."""
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_bytes(json.dumps(said).encode())
    except OSError:
        return
