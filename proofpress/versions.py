"""The versions of installed packages.

It has a module of its own, since kinds of experiment ask for them; they are in keys, and this module is in none.
Side effects: reads what Python says of installed packages.
"""

from functools import cache
from importlib import metadata


@cache
def version(package: str) -> str:
    """Return the installed version of a package, or `absent`."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"
