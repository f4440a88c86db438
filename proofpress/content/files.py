"""The content folder: which comparisons it holds, and the text of their files.

marked: reads the files of the content folder; it never writes.
"""

import os
from pathlib import Path

from proofpress.content.characters import not_utf8
from proofpress.content.nearest import mend_name
from proofpress.content.tree import Node, parse
from proofpress.problems import Place, Problem

LARGEST = 1_000_000
SUFFIXES = (".yaml", ".yml")


def written(path: Path) -> str:
    """Return a path as its author would type it: relative to the working directory if below it, with slashes."""
    absolute = Path(os.path.abspath(path))
    working = Path(os.path.abspath(os.curdir))
    return (absolute.relative_to(working) if absolute.is_relative_to(working) else absolute).as_posix()


def comparisons(folder: Path, problems: list[Problem]) -> tuple[str, ...] | None:
    """Return the names of the folders in the content folder, sorted; hidden ones do not count.

    None where the content folder itself cannot be read.
    """
    place = Place(written(folder))
    try:
        names = sorted(
            entry.name for entry in os.scandir(folder) if not entry.name.startswith(".") and _is_folder(entry)
        )
    except FileNotFoundError:
        mend = "name one with --content, or make one with: build.py new"
        problems.append(Problem(place, "missing-folder", "there is no such content folder", mend))
        return None
    except OSError as error:
        problems.append(_unreadable(place, error))
        return None
    if not names:
        says = "the content folder holds no comparison"
        problems.append(Problem(place, "no-comparison", says, "make one with: build.py new"))
    return tuple(names)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads in a circle: told where it is read, if it is.
        return False


def stray(folder: Path, known: tuple[str, ...], problems: list[Problem]) -> None:
    """Note YAML files that no one would read, such as a misspelt `figure.yaml`."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return
    for name in names:
        if name not in known and name.endswith(SUFFIXES) and not name.startswith("."):
            place = Place(written(folder / name))
            says = f"'{name}' is not a file that is read"
            problems.append(Problem(place, "unknown-file", says, mend_name(name, known)))


def read(root: Path, path: Path, problems: list[Problem], optional: bool = False) -> Node | None:
    """Return the tree of one content file, or None where it cannot be read; what is wrong is noted.

    root: the content folder, which a symbolic link must not leave. optional: the file may be missing.
    """
    place = Place(written(path))
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            says = "the file is a link that leads out of the content folder"
            problems.append(Problem(place, "link-outside", says, "put a copy of the file here"))
            return None
        if path.exists() and not path.is_file():
            problems.append(Problem(place, "missing-file", "this is not a file", "put a YAML file here"))
            return None
        data = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except FileNotFoundError:
        mend = "write it, or copy one made with: build.py new"
        if not optional:
            problems.append(Problem(place, "missing-file", "the file is missing", mend))
        return None
    except (OSError, RuntimeError) as error:
        problems.append(_unreadable(place, error))
        return None
    return _tree(data, place, problems)


def _tree(data: bytes | None, place: Place, problems: list[Problem]) -> Node | None:
    if data is None:
        says = f"the file is larger than {LARGEST:,} bytes"
        problems.append(Problem(Place(place.file, 1, 1), "too-large", says, "write less in one file"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(not_utf8(error, place.file))
        return None
    node, found = parse(text, place.file)
    problems.extend(found)
    return node


def _unreadable(place: Place, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or "a link leads in a circle"
    return Problem(place, "unreadable", f"this cannot be read: {reason.lower()}", "check its permissions")
