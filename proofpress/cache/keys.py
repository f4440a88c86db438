"""Keys: digests that change when, and only when, what they stand for could come out differently.

Side effects: reads the source files of the press, the data files of scikit-learn and package versions.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from proofpress.cache.source_fingerprint import syntax

DISTRIBUTIONS = {"sklearn": "scikit-learn", "yaml": "pyyaml", "PIL": "pillow"}
HERE = Path(__file__).resolve().parents[1]
PLAIN = {str, int, bool, type(None)}
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> Any:
    """Return a value as JSON can hold it, the same for equal meaning: records become mappings with their name."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is list or kind is tuple:
        return [canonical(item) for item in value]
    if isinstance(value, Struct):
        fields = {name: canonical(item) for name, item in asdict(value).items() if name != "location"}
        return {"is": kind.__name__, **fields}
    if isinstance(value, Mapping):
        return {str(name): canonical(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def digest(*parts: Any) -> str:
    """Return 32 hexadecimal digits that stand for the parts; places in content files do not count."""
    text = ENCODER.encode([canonical(part) for part in parts])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return 32 hexadecimal digits that stand for some bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@cache
def version(package: str) -> str:
    """Return the installed version of a package, or `absent`."""
    for folder, names in _installed():
        if (name := names.get(_plain(package))) and (found := _version_in(Path(folder, name, "METADATA"))):
            return found
    # Rarely needed, and longer to import than a build in which nothing changed may take.
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


@cache
def _installed() -> tuple[tuple[str, dict[str, str]], ...]:
    """Return each folder of packages with the folders in it that say what is installed, by the package's plain name."""
    found = []
    for folder in sys.path:
        if os.path.isdir(folder):
            names = {_plain(name.partition("-")[0]): name for name in os.listdir(folder) if name.endswith(".dist-info")}
            found.append((folder, names))
    return tuple(found)


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _version_in(about: Path) -> str:
    """Return the version that a package says it has (core metadata, `Version`); empty where it does not."""
    try:
        with about.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if not line.strip():
                    return ""
                if line.startswith("Version:"):
                    return line.removeprefix("Version:").strip()
    except OSError:
        pass
    return ""


@cache
def code_digest(*modules: str) -> str:
    """Return a digest of the syntax trees, docstrings left out, of modules and all of the press they import.

    Comments, docstrings and line breaks do not count; a change in a helper does. Imports inside
    functions are followed too. modules: dotted names such as `proofpress.experiments.kinds.network`.
    """
    return digest(code_parts(*modules))


def code_parts(*modules: str) -> dict[str, str]:
    """Return a digest of the syntax tree of each module that `code_digest` covers, by name."""
    return {name: syntax(path).tree for name, path in _closure(modules).items()}


@cache
def library_versions(*modules: str) -> dict[str, str]:
    """Return the versions of the outside libraries that modules, and all of the press they import, import."""
    roots = {name.split(".")[0] for path in _closure(modules).values() for name in syntax(path).imports}
    outside = roots - set(sys.stdlib_module_names) - {"proofpress", "msgspec"}
    packages = {DISTRIBUTIONS.get(name, name) for name in outside}
    return {name: version(name) for name in sorted(packages | ({"jaxlib"} if "jax" in packages else set()))}


def source_digest(*modules: str) -> str:
    """Return a digest of the source files as they are now, read anew, that `code_digest` covers.

    To be taken before and after a long computation: what was computed by sources that changed
    meanwhile must not be stored.
    """
    return digest({name: digest_bytes(_read(path)) for name, path in _closure(modules).items()})


@cache
def _closure(modules: tuple[str, ...]) -> dict[str, Path]:
    """Return the modules reached, by name in alphabetical order, with their files."""
    reached: set[str] = set()
    waiting = [module for name in modules for module in _leads_to(name)]
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting.extend(_needs(module))
    return {name: path for name in sorted(reached) if (path := _file(name))}


@cache
def _needs(module: str) -> tuple[str, ...]:
    """Return the modules of the press that one imports itself."""
    path = _file(module)
    imports = syntax(path).imports if path else ()
    return tuple(dict.fromkeys(each for name in imports for each in _leads_to(name)))


@cache
def _leads_to(name: str) -> tuple[str, ...]:
    """Return the modules that an imported name stands for: itself, or where the thing lies that it names."""
    return (name,) if _file(name) else tuple(each for holder in _holders(name) for each in _leads_to(holder))


def _holders(name: str) -> list[str]:
    """Return where a thing that is no module lies: what a package only hands on is looked up where it is defined."""
    package, _, thing = name.rpartition(".")
    path = _file(package)
    if path is None:
        return []
    handed_on = [each for each in syntax(path).imports if each.rpartition(".")[2] == thing]
    return handed_on if path.name == "__init__.py" and handed_on else [package]


@cache
def _file(module: str) -> Path | None:
    if not module.startswith("proofpress."):
        return None
    stem = HERE.joinpath(*module.split(".")[1:])
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if path.is_file():
            return path
    return None


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
