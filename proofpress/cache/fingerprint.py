"""All that a build depends on, as one digest: where it is as it was, there is nothing to do.

Side effects: reads content, templates, the press's own files, the environment, and other people's kinds.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

from proofpress.cache import code, loader
from proofpress.cache.keys import digest
from proofpress.cache.reading import digest_file, digest_input, is_input
from proofpress.models.build_options import BuildOptions
from proofpress.models.limits import BIBLIOGRAPHY_SUFFIX, CONTENT_SUFFIXES, LARGEST_FILE
from proofpress.models.own_files import OWN_SUFFIXES
from proofpress.models.own_logs import is_events
from proofpress.models.own_pages import PAGE_SUFFIX, PAGES, PICTURE_SUFFIXES
from proofpress.provenance import DATE, Commit, current_commit, libraries, machine
from proofpress.resources import layers
from proofpress.versions import version

READ = (*CONTENT_SUFFIXES, PAGE_SUFFIX, BIBLIOGRAPHY_SUFFIX)
WHOLE = (*OWN_SUFFIXES, *PICTURE_SUFFIXES)
GROUPS = "proofpress."
"""How the names of the entry point groups begin in which other distributions name their kinds."""


class Fingerprint(Struct, frozen=True):
    """Digests of everything that can change the site or what its build says.

    shared: of all but the comparisons' own files: settings, templates, code, libraries, options, the commit.
    settings: of the content that belongs to no comparison.
    comparisons: slug → of the files in its folder, in order. content: of all content files. files: of each file of
    content and templates that is read, by absolute path. commit: as it was then.
    characters: what the content has beside ASCII. A font of the site's own is cut to them: one more of them changes
    what all pages load.
    """

    shared: str
    comparisons: Mapping[str, str]
    content: str
    files: Mapping[str, bytes]
    commit: Commit
    characters: str = ""
    settings: str = ""

    @property
    def whole(self) -> str:
        """One digest of all."""
        return digest(self.shared, self.content)


def fingerprint(options: BuildOptions, commit: Commit | None = None) -> Fingerprint:
    """Return the fingerprint of a build.

    Contents of files, never their times: a fresh checkout of the same commit has the same fingerprint.
    commit: asked of git where it is left out.
    Raises BuildError where this process runs code that was changed since.
    """
    commit = commit or current_commit(options.content, options.templates, code.HERE)
    letters: set[str] = set()
    content = _digests(options.content, suffixes=READ, most=LARGEST_FILE + 1, whole=WHOLE, letters=letters)
    characters = "".join(sorted(letters))
    templates = {folder: _digests(folder) for folder in layers(options.templates)}
    by_comparison: dict[str, list[tuple[str, bytes]]] = {}
    for path, found in content.items():
        slug, slash, _ = path.partition("/")
        by_comparison.setdefault(slug if slash and slug != PAGES else "", []).append((path, found))
    settings = _total(by_comparison.pop("", []))
    shared = digest(
        settings,
        [_total(digests.items()) for digests in templates.values()],
        _total(_digests(code.HERE, package=code.PRESS).items()),
        _others(),
        [libraries(), version("pybtex")],
        machine(),
        [str(options.output.resolve()), options.base_url, options.drafts, options.only],
        [os.environ.get(DATE), commit],
        characters,
        # Locations in messages are told from here.
        [os.path.abspath(options.content), os.path.abspath(os.curdir)],
    )
    comparisons = {slug: _total(files) for slug, files in by_comparison.items()}
    files = _absolute(options.content, content)
    for folder, digests in templates.items():
        files |= _absolute(folder, digests)
    return Fingerprint(shared, comparisons, _total(content.items()), files, commit, characters, settings)


def _others() -> dict[str, str]:
    """Return digests of the packages in which other distributions bring kinds, by the package's name."""
    found: dict[str, str] = {}
    points = entry_points()
    groups = sorted(group for group in points.groups if group.startswith(GROUPS))
    for point in chain.from_iterable(points.select(group=group) for group in groups):
        package = point.module.partition(".")[0]
        loader.follow(package)
        found[package] = digest([_total(_module_digests(path, package).items()) for path in code.folders(package)])
    return found


def _module_digests(path: Path, package: str) -> dict[str, bytes]:
    """Return the digests of all files of a package, or that of a module at the top."""
    if path.is_dir():
        return _digests(path, package=package)
    data = path.with_suffix(".py").read_bytes()
    loader.confirm(package, data)
    return {path.name: digest_input(data)}


def _absolute(folder: Path, digests: Mapping[str, bytes]) -> dict[str, bytes]:
    root = os.path.abspath(folder)
    return {os.path.join(root, *path.split("/")): value for path, value in digests.items()}


def _digests(
    folder: Path,
    package: str | None = None,
    suffixes: tuple[str, ...] = ("",),
    most: int = -1,
    whole: tuple[str, ...] = (),
    letters: set[str] | None = None,
) -> dict[str, bytes]:
    """Return path → digest of the contents of all files below a folder, in order; caches left out.

    A comparison may be a link to a folder: of that one the files are read, but no folders, wherever it leads.
    package: the name of the Python package that the folder is; its modules must be what this process runs.
    suffixes: endings of the files that count. most: how many bytes of each count; all if negative. whole: endings of
    files in folders below this one that count too, all of each, and event files with them. letters: takes the
    characters beside ASCII of the files that are read.
    """
    root = os.fspath(folder)
    found: dict[str, bytes] = {}
    linked = [entry.path for entry in os.scandir(root) if entry.is_symlink()] if os.path.isdir(root) else []
    for where, folders, names in chain(os.walk(root), *(islice(os.walk(link), 1) for link in linked)):
        folders[:] = filter(is_input, folders)
        for name in filter(is_input, names):
            path = os.path.join(where, name)
            inner = path[len(root) + 1 :].replace(os.sep, "/")
            # Who reads a pipe or a device may wait for ever.
            counts = name.endswith(suffixes + whole) or (bool(whole) and is_events(name))
            if not counts or not os.path.isfile(path):
                continue
            if not name.endswith(suffixes):
                if "/" in inner:
                    found[inner] = digest_file(Path(path))
                continue
            with open(path, "rb", buffering=0) as file:
                data = file.read(most)
            if package and inner.endswith(".py"):
                module = f"{package}.{inner.removesuffix('.py').removesuffix('__init__').replace('/', '.')}"
                loader.confirm(module.rstrip("."), data)
            found[inner] = digest_input(data)
            if letters is not None and not data.isascii():
                letters.update(each for each in set(data.decode("utf-8", "ignore")) if not each.isascii())
    return dict(sorted(found.items()))


def _total(digests: Iterable[tuple[str, bytes]]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for path, found in digests:
        total.update(path.encode() + b"\0" + found)
    return total.hexdigest()
