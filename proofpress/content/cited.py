"""`sources`: the works that a comparison cites, written as entries, kept in `.bib` files, or both.

Side effects: reads the files.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from proofpress.content.collections import Collection, Entry, read_list
from proofpress.content.files import as_typed, read_text
from proofpress.content.names import check_address, check_kebab
from proofpress.content.validation import check
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, shortened, suggest
from proofpress.markup import cited_ids
from proofpress.models import Source
from proofpress.models.limits import BIBLIOGRAPHY_SUFFIX


def find_cited(files: Iterable[Node | None]) -> frozenset[str]:
    """Return every id that content files cite, in texts or as the sources of a claim."""
    return frozenset(name for file in files if file is not None for name in _cited(file.plain))


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from cited_ids(value)
    for item in value if isinstance(value, list) else ():
        yield from _cited(item)
    for key, item in value.items() if isinstance(value, dict) else ():
        yield from _cited(item)
        if key == "sources" and isinstance(item, list):
            yield from (name for name in item if isinstance(name, str))


def read_sources(
    page: Node | None, root: Path, folder: Path, cited: frozenset[str], diagnostics: list[Diagnostic]
) -> Collection[Source]:
    """Return the works that may be cited; what is wrong with each is noted.

    root: the content folder. folder: of the comparison, from which `.bib` files are named. cited: ids; of a file's
    entries only these are looked at, and returned.
    """
    files = list(_named_files(page))
    sources = read_list(
        None if page is None else _without_files(page),
        "sources",
        "source",
        lambda node, location: check(Source, node, diagnostics, location=location),
        diagnostics,
    )
    for name, entry in sources.entries.items():
        check_kebab(name, entry.node.at("id").location, diagnostics)
        check_address(entry.record.link, entry.node.at("link").location, diagnostics, secure=True)
    for node in files:
        sources = _joined(sources, node, root, folder, cited, diagnostics)
    return sources


def _named_files(page: Node | None) -> Iterator[Node]:
    """Yield the nodes under `sources` that name a file."""
    node = page.child("sources") if page is not None else None
    for each in (node, *(node.value if node is not None and isinstance(node.value, list) else ())):
        if each is not None and isinstance(each.value, str):
            yield each


def _without_files(page: Node) -> Node:
    """Return a page whose sources are its entries alone."""
    node = page.child("sources")
    if node is None or not isinstance(page.value, dict):
        return page
    entries = [each for each in node.value if not isinstance(each.value, str)] if isinstance(node.value, list) else []
    return Node(page.location, {"sources": Node(node.location, entries)})


def _joined(
    sources: Collection[Source],
    node: Node,
    root: Path,
    folder: Path,
    cited: frozenset[str],
    diagnostics: list[Diagnostic],
) -> Collection[Source]:
    """Return sources and those of a file that are cited. node: names the file."""
    unknown = Collection(sources.entries, None)
    if not node.value.endswith(BIBLIOGRAPHY_SUFFIX):
        message = f"'{shortened(node.value)}' is neither an entry nor a file of entries"
        hint = f"name a file that ends in {BIBLIOGRAPHY_SUFFIX}, or write id, authors, year, title, venue and link"
        diagnostics.append(Diagnostic(node.location, "wrong-type", message, hint))
        return unknown
    path = folder / node.value
    if not path.is_file():
        message = f"there is no file '{shortened(node.value)}'"
        near = sorted(each.name for each in folder.glob(f"*{BIBLIOGRAPHY_SUFFIX}"))
        hint = suggest(node.value, near) if near else f"put it beside {as_typed(folder / 'page.yaml')}"
        diagnostics.append(Diagnostic(node.location, "missing-file", message, hint))
        return unknown
    text = read_text(root, path, diagnostics)
    if text is None:
        return unknown
    # Here, since nothing but a `.bib` file needs pybtex.
    from proofpress.content.bibliography import create_source, parse_bibliography

    file = parse_bibliography(text, as_typed(path), diagnostics)
    entries = dict(sources.entries)
    for name, entry in file.entries.items():
        if name not in cited:
            continue
        first = None if name not in entries else entries[name].node.location
        again = entry.location if first else file.repeated.get(name)
        if again:
            diagnostics.append(_repeated(name, again, first or entry.location))
        record = create_source(entry, file.entries, diagnostics) if first is None else None
        if record is not None:
            entries[name] = Entry(record, Node(entry.location, {}))
    names = None if sources.names is None or not file.whole else sources.names | file.entries.keys()
    return Collection(entries, names)


def _repeated(name: str, location: Location, first: Location) -> Diagnostic:
    message = f"'{shortened(name)}' is already the id of the source at {first.file}, line {first.line}"
    return Diagnostic(location, "duplicate-id", message, "give each its own")
