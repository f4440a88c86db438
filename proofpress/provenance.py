"""Where a build comes from: the commit, the day, the machine, and the versions of libraries.

Side effects: asks git and the environment, and reads what Python says of installed packages.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path

from msgspec import Struct

# What is imported, and two that are called by it: brotli packs the fonts, lxml writes the slides.
LIBRARIES = (
    "jax", "jaxlib", "numpy", "scipy", "optax", "scikit-learn", "optuna", "matplotlib", "pillow", "fonttools", "brotli",
    "jinja2", "markupsafe", "markdown", "pydantic-core", "pyyaml", "msgspec", "python-pptx", "lxml",
)  # fmt: skip
DATE = "SOURCE_DATE_EPOCH"
"""The variable that dates a build and makes it reproducible (reproducible-builds.org)."""


class Commit(Struct, frozen=True):
    """The commit that is checked out. epoch: its date, in seconds since 1970."""

    name: str | None
    epoch: int | None


def current_commit(folder: Path) -> Commit:
    """Return the commit that is checked out around a folder; nothing where git or a repository is missing."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%H %ct"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout.split()
        return Commit(answer[0], int(answer[1]))
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return Commit(None, None)


def build_date(commit: Commit) -> str | None:
    """Return the day that the build is dated with, `YYYY-MM-DD` in UTC.

    It is SOURCE_DATE_EPOCH if that is set, else the commit's date, else None. The clock is never asked, so that the
    same commit gives the same site on any day.
    """
    asked = os.environ.get(DATE)
    epoch = int(asked) if asked is not None and asked.isdigit() else commit.epoch
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d")


def is_reproducible() -> bool:
    """Return whether the environment asks for a reproducible build, without measured seconds in it."""
    return DATE in os.environ


def libraries() -> dict[str, str]:
    """Return the version of each library that can change what a build gives."""
    return {library: version(library) for library in LIBRARIES}


@cache
def version(package: str) -> str:
    """Return the installed version of a package, or `absent`."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def machine() -> str:
    """Return the platform in words: system, processor and Python."""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{platform.system()} {platform.machine()}, Python {python}"
