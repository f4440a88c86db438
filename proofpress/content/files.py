"""The content folder: which comparisons it holds, and the text of their files.

Side effects: reads the files of the content folder; it never writes.
"""

import os
from pathlib import Path

from proofpress.cache.reading import is_input, read_input, require_all
from proofpress.content.names import language_of_file
from proofpress.content.yaml_reader.characters import not_utf8
from proofpress.content.yaml_reader.tree import Node, parse
from proofpress.diagnostics import Diagnostic, Location, suggest
from proofpress.models.limits import CONTENT_SUFFIXES, LARGEST_FILE
from proofpress.models.own_pages import PAGES


def as_typed(path: Path) -> str:
    """Return a path as its author would type it: relative to the working directory if below it, with slashes."""
    absolute = Path(os.path.abspath(path))
    working = Path(os.path.abspath(os.curdir))
    return (absolute.relative_to(working) if absolute.is_relative_to(working) else absolute).as_posix()


def list_comparisons(folder: Path, diagnostics: list[Diagnostic]) -> tuple[str, ...] | None:
    """Return the names of the folders of comparisons in the content folder, sorted; hidden ones do not count.

    None if the content folder itself cannot be read.
    """
    location = Location(as_typed(folder))
    try:
        names = sorted(
            entry.name for entry in os.scandir(folder) if not entry.name.startswith(".") and _is_folder(entry)
        )
    except FileNotFoundError:
        hint = "name one with --content, or make one with: build.py new"
        diagnostics.append(Diagnostic(location, "missing-folder", "there is no such content folder", hint))
        return None
    except OSError as error:
        diagnostics.append(_unreadable(location, error))
        return None
    # Files beside the folders of comparisons are not listed, but read one by one.
    require_all(folder, {*names, *(entry.name for entry in os.scandir(folder) if not _is_folder(entry))})
    names = [name for name in names if name != PAGES]
    if not names:
        message = "the content folder holds no comparison"
        diagnostics.append(Diagnostic(location, "no-comparison", message, "make one with: build.py new"))
    return tuple(names)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads in a circle; it has a diagnostic if it is read.
        return False


def check_stray(folder: Path, known: tuple[str, ...], diagnostics: list[Diagnostic]) -> None:
    """Note YAML files that would not be read, such as a misspelt `figure.yaml`."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return
    for name in names:
        if name not in known and name.endswith(CONTENT_SUFFIXES) and not name.startswith("."):
            location = Location(as_typed(folder / name))
            message = f"'{name}' is not a file that is read"
            diagnostics.append(Diagnostic(location, "unknown-file", message, suggest(name, known)))


def is_inside(root: Path, path: Path) -> bool:
    """Return whether a path lies in a folder, its links followed. Raises RuntimeError for links in a circle."""
    return path.resolve().is_relative_to(root.resolve())


def read_file(root: Path, path: Path, diagnostics: list[Diagnostic], optional: bool = False) -> Node | None:
    """Return the tree of one content file, or None if it cannot be read; what is wrong is noted.

    root: the content folder, which a symbolic link must not leave. optional: the file may be missing.
    """
    text = read_text(root, path, diagnostics, optional)
    if text is None:
        return None
    node, found = parse(text, as_typed(path))
    diagnostics.extend(found)
    return node


def list_files(folder: Path, suffix: str) -> list[str]:
    """Return the names of the files in a folder that end so, sorted; none if there is no such folder."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []
    return [name for name in names if name.endswith(suffix) and is_input(name)]


def list_translations(folder: Path) -> list[str]:
    """Return the names of the files in the folder of a comparison that are translations of it, sorted."""
    return [name for name in list_files(folder, ".yaml") if language_of_file(name)]


def read_text(root: Path, path: Path, diagnostics: list[Diagnostic], optional: bool = False) -> str | None:
    """Return a content file as text, or None if it cannot be read; what is wrong is noted, as in `read_file`."""
    location = Location(as_typed(path))
    try:
        if not is_inside(root, path):
            message = "the file is a link that leads out of the content folder"
            diagnostics.append(Diagnostic(location, "link-outside", message, "put a copy of the file here"))
            return None
        if path.exists() and not path.is_file():
            diagnostics.append(Diagnostic(location, "missing-file", "this is not a file", "put a file here"))
            return None
        data = read_input(path, LARGEST_FILE)
    except FileNotFoundError:
        hint = "write it, or copy one made with: build.py new"
        if not optional:
            diagnostics.append(Diagnostic(location, "missing-file", "the file is missing", hint))
        return None
    except (OSError, RuntimeError) as error:
        diagnostics.append(_unreadable(location, error))
        return None
    if data is None:
        message = f"the file is larger than {LARGEST_FILE:,} bytes"
        diagnostics.append(Diagnostic(Location(location.file, 1, 1), "too-large", message, "write less in one file"))
        return None
    try:
        # All kinds of line end are one, as YAML and Markdown have it: lines are then counted alike everywhere.
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        diagnostics.append(not_utf8(error, location.file))
        return None


def _unreadable(location: Location, error: Exception) -> Diagnostic:
    reason = getattr(error, "strerror", None) or "a link leads in a circle"
    return Diagnostic(location, "unreadable", f"this cannot be read: {reason.lower()}", "check its permissions")
