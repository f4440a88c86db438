"""Keys: digests that change when, and only when, what they stand for could come out differently.

Side effects: reads source files, through `code`, and the versions of installed packages.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from proofpress.cache import code
from proofpress.versions import version

DISTRIBUTIONS = {"sklearn": "scikit-learn", "yaml": "pyyaml", "PIL": "pillow"}
"""Name that is imported → name of the distribution, where they differ."""

# Fields that say where something was written or lies, not what.
LOCATIONS = {"location", "lines", "shown", "folder"}
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
        left_out = LOCATIONS.union(getattr(value, "unkeyed", ()))
        fields = {name: canonical(item) for name, item in asdict(value).items() if name not in left_out}
        return {"is": kind.__name__, **fields}
    if isinstance(value, Mapping):
        return {str(name): canonical(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def digest(*parts: Any) -> str:
    """Return 32 hexadecimal digits that stand for the parts; locations in content files do not count."""
    text = ENCODER.encode([canonical(part) for part in parts])
    return digest_bytes(text.encode())


def digest_bytes(data: bytes) -> str:
    """Return 32 hexadecimal digits that stand for some bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@cache
def code_digest(*modules: str) -> str:
    """Return a digest of the syntax trees of modules and of all that they import, see `code`.

    Comments, docstrings and line breaks do not count; a change in a helper does. Imports inside
    functions are followed too. modules: dotted names such as `proofpress.experiments.kinds.network`.
    """
    return digest(code_parts(*modules))


def code_parts(*modules: str) -> dict[str, str]:
    """Return a digest of the syntax tree of each module that `code_digest` covers, by name."""
    return {name: code.read(name, path).tree for name, path in code.reached(modules).items()}


@cache
def library_versions(*modules: str) -> dict[str, str]:
    """Return the versions of the outside libraries that modules, and all modules that they reach, import."""
    files = code.reached(modules)
    roots = {name.partition(".")[0] for module, path in files.items() for name in code.imports(module, path)}
    followed = {name.partition(".")[0] for name in (*files, *modules)}
    outside = roots - set(sys.stdlib_module_names) - followed - {code.PRESS, "msgspec"}
    packages = {distribution(name) for name in outside}
    return {name: version(name) for name in sorted(packages | ({"jaxlib"} if "jax" in packages else set()))}


def source_digest(*modules: str) -> str:
    """Return a digest of the source files as they are now, read anew, that `code_digest` covers.

    To be taken before and after a long computation: what was computed by sources that changed
    meanwhile must not be stored.
    """
    files = code.reached(modules)
    return digest({name: digest_bytes(path.read_bytes() if path.is_file() else b"") for name, path in files.items()})


def distribution(name: str) -> str:
    """Return the distribution that brings a package at the top."""
    package = DISTRIBUTIONS.get(name, name)
    if version(package) != "absent":
        return package
    # It takes 0.1 s to ask, so only packages that are not called like their distribution are looked up.
    return next(iter(metadata.packages_distributions().get(name, ())), package)
