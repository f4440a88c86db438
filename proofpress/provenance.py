"""Where a build comes from: the commit, the day, the machine, and the versions of libraries.

Side effects: asks git and the environment, and reads what Python says of installed packages.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.versions import version

# What is imported, and two that are called by it: brotli packs the fonts, lxml writes the slides.
LIBRARIES = (
    "jax", "jaxlib", "numpy", "scipy", "optax", "scikit-learn", "threadpoolctl", "optuna", "matplotlib", "pillow",
    "fonttools", "brotli", "jinja2", "markupsafe", "markdown", "latex2mathml", "babel", "pydantic-core", "pyyaml",
    "msgspec", "python-pptx", "lxml", "pyarrow",
)  # fmt: skip
DATE = "SOURCE_DATE_EPOCH"
"""The variable that dates a build and makes it reproducible (reproducible-builds.org)."""


ELSEWHERE = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"}
"""Variables by which git, in a hook for example, would speak of another repository."""


class Commit(Struct, frozen=True):
    """The commit that holds the content. epoch: its date, in seconds since 1970.

    is_changed: content, templates or the press are not as they are in the commit. refusal: why git does not say it.
    """

    name: str | None
    epoch: int | None
    is_changed: bool = False
    refusal: str = ""


def current_commit(content: Path, templates: Path, press: Path) -> Commit:
    """Return the commit that is checked out around the content, if it holds the content.

    It says nothing where git or a repository is missing, or where the content is no part of the commit, as a copy in
    somebody else's repository is not. All three are folders; a site may have no templates of its own, and the press may
    lie elsewhere: its version is stated too.
    """
    try:
        # The last word is the folder's own tree in the commit, and an error where there is none.
        top = Path(_git(content, "rev-parse", "--show-toplevel", "HEAD:./").splitlines()[0]).resolve()
        name, epoch = _git(content, "log", "-1", "--format=%H %ct", "HEAD").split()
        held = [path for path in (content.resolve(), templates.resolve(), press) if path.is_relative_to(top)]
        changes = _git(content, "status", "--porcelain", "--untracked-files=normal", "--", *map(str, held))
    except subprocess.CalledProcessError as error:
        # Who does not own a repository is refused, and should hear of it.
        reasons = [line for line in error.stderr.splitlines() if "dubious ownership" in line]
        return Commit(None, None, refusal=reasons[0] if reasons else "")
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return Commit(None, None)
    return Commit(name, int(epoch), bool(changes) or (templates.is_dir() and templates.resolve() not in held))


def _git(folder: Path, *words: str) -> str:
    """Return what git answers, whatever it was told about another repository, or a person wants to see in logs."""
    env = {name: value for name, value in os.environ.items() if name not in ELSEWHERE} | {"LC_ALL": "C"}
    command = ["git", "-C", str(folder), "-c", "log.showSignature=false", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=10, check=True, env=env).stdout.strip()


def build_date(commit: Commit) -> str | None:
    """Return the day that the build is dated with, `YYYY-MM-DD` in UTC.

    It is SOURCE_DATE_EPOCH if that is set, else the commit's date, else None. The clock is never asked, so that the
    same commit gives the same site on any day. Raises BuildError for a SOURCE_DATE_EPOCH that is no date.
    """
    asked = os.environ.get(DATE)
    if asked is None:
        return None if commit.epoch is None else _day(commit.epoch)
    try:
        if not (asked.isascii() and asked.isdecimal()):
            raise ValueError
        return _day(int(asked))
    except (ValueError, OverflowError, OSError):
        message = f"{DATE} is '{asked[:40]}'"
        hint = "give whole seconds since 1970, at most up to the year 9999; milliseconds are too many"
        raise BuildError([Diagnostic(Location(DATE), "bad-date", message, hint)]) from None


def _day(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d")


def is_reproducible() -> bool:
    """Return whether the environment asks for a reproducible build, without measured seconds in it."""
    return DATE in os.environ


def libraries() -> dict[str, str]:
    """Return the version of each library that can change what a build gives."""
    return {library: version(library) for library in LIBRARIES}


def machine() -> str:
    """Return the platform in words: system, processor and Python."""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{platform.system()} {platform.machine()}, Python {python}"
