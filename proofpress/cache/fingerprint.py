"""All that a build depends on, as one digest; and where the checkout stands in git.

Side effects: reads content, templates, the press's own files and the environment, and asks git.
"""

import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

from proofpress.cache.keys import HERE, digest, version
from proofpress.models.build_options import BuildOptions

# What is imported, and two that are called by it: brotli packs the fonts, lxml writes the slides.
LIBRARIES = (
    "jax", "jaxlib", "numpy", "scipy", "optax", "scikit-learn", "optuna", "matplotlib", "pillow", "fonttools", "brotli",
    "jinja2", "markupsafe", "markdown", "pydantic-core", "pyyaml", "msgspec", "python-pptx", "lxml",
)  # fmt: skip


class Commit(Struct, frozen=True):
    """Where the checkout stands: the commit's name, and the second of its date since 1970."""

    name: str | None
    epoch: int | None


class Inputs(Struct, frozen=True):
    """Digests of everything that can change the site or what its build says.

    around: of all but the comparisons' own files: settings, templates, the press, libraries, options, the commit.
    comparisons: slug → of the files in its folder, in order. content: of all content files.
    """

    around: str
    comparisons: Mapping[str, str]
    content: str

    @property
    def whole(self) -> str:
        """One digest of all."""
        return digest(self.around, self.content)


def inputs(options: BuildOptions, commit: Commit) -> Inputs:
    """Return what a build depends on, as digests.

    Contents of files, never their times: a fresh checkout of the same commit has the same inputs.
    """
    written = _digests(options.content)
    of: dict[str, list[tuple[str, bytes]]] = {}
    for path, found in written.items():
        slug, slash, _ = path.partition("/")
        of.setdefault(slug if slash else "", []).append((path, found))
    around = digest(
        _total(of.pop("", [])),
        {
            name: _total(_digests(folder).items())
            for name, folder in (("templates", options.templates), ("press", HERE))
        },
        libraries(),
        machine(),
        [str(options.output.resolve()), options.base_url, options.drafts, options.only],
        [os.environ.get("SOURCE_DATE_EPOCH"), commit.name, commit.epoch],
        # Places in messages are told from here.
        [os.path.abspath(options.content), os.path.abspath(os.curdir)],
    )
    return Inputs(around, {slug: _total(files) for slug, files in of.items()}, _total(written.items()))


def build_date(commit: Commit) -> str | None:
    """Return the day that the build is dated with, `YYYY-MM-DD` in UTC.

    SOURCE_DATE_EPOCH if it is set (reproducible-builds.org), else the commit's date, else None: the
    clock is never asked, so that the same commit gives the same site on any day.
    """
    asked = os.environ.get("SOURCE_DATE_EPOCH")
    epoch = int(asked) if asked is not None and asked.isdigit() else commit.epoch
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d")


def reproducible_asked() -> bool:
    """Return whether the environment asks for a reproducible build, without measured seconds in it."""
    return os.environ.get("SOURCE_DATE_EPOCH") is not None


def current_commit(folder: Path) -> Commit:
    """Return the commit that is checked out around a folder; nothing where git or a repository is missing."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%H %ct"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout.split()
        return Commit(answer[0], int(answer[1]))
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return Commit(None, None)


def libraries() -> dict[str, str]:
    """Return the version of each library that can change what a build gives."""
    return {library: version(library) for library in LIBRARIES}


def machine() -> str:
    """Return the platform in words: system, processor and Python."""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{platform.system()} {platform.machine()}, Python {python}"


def _digests(folder: Path) -> dict[str, bytes]:
    """Return path → digest of the contents of all files below a folder, in order; caches left out.

    A comparison may be a link to a folder: of that one the files are read, but no folders, wherever it leads.
    """
    root = os.fspath(folder)
    found: dict[str, bytes] = {}
    linked = [entry.path for entry in os.scandir(root) if entry.is_symlink()] if os.path.isdir(root) else []
    for where, folders, names in chain(os.walk(root), *(islice(os.walk(link), 1) for link in linked)):
        folders[:] = _kept(folders)
        for name in _kept(names):
            path = os.path.join(where, name)
            # Who reads a pipe or a device may wait for ever.
            if not os.path.isfile(path):
                continue
            with open(path, "rb", buffering=0) as file:
                found[path[len(root) + 1 :].replace(os.sep, "/")] = hashlib.blake2b(file.read()).digest()
    return dict(sorted(found.items()))


def _total(digests: Iterable[tuple[str, bytes]]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for path, found in digests:
        total.update(path.encode() + b"\0" + found)
    return total.hexdigest()


def _kept(names: Iterable[str]) -> list[str]:
    return [name for name in names if name != "__pycache__" and not name.startswith(".") and not name.endswith("~")]
