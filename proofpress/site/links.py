"""The links that authors wrote into texts, followed before anything is published: a dead one is told at its line.

Links into other comparisons are followed by the audit, which knows all of them.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from proofpress.diagnostics import Diagnostic, Location, suggest
from proofpress.models import File
from proofpress.site.addresses import INDEX
from proofpress.site.context import SiteContext

ID = re.compile(r'\sid="([^"]*)"')


def check_links(context: SiteContext, slug: str, files: Sequence[File]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link of a text that leads to no file or anchor of its own comparison."""
    pages = {file.path: file.data for file in files}
    ids: dict[str, set[str]] = {}
    seen: set[tuple[str, Location]] = set()
    for page, address, written, location in _links(context.links):
        path, anchor = _target(page, address)
        own = path.startswith(f"{slug}/") or path == context.article_path(slug)
        outside = path.startswith("..")
        if (written, location) in seen or not (own or outside):
            continue
        if outside or path not in pages:
            seen.add((written, location))
            message = f"'{written}' leads nowhere: the site has no file '{path}'"
            near = suggest(path, pages)
            yield Diagnostic(location, "dead-link", message, near if near.startswith("did you") else "")
        elif anchor and path.endswith(".html"):
            if path not in ids:
                ids[path] = set(ID.findall(pages[path].decode()))
            if anchor not in ids[path] and anchor != "top" and not anchor.startswith(":~:"):
                seen.add((written, location))
                message = f"'{written}' leads to no element: '{path}' has no id '{anchor}'"
                yield Diagnostic(location, "dead-anchor", message, suggest(anchor, ids[path]))


def _links(links: Mapping[str, Mapping[str, tuple[str, Location]]]) -> Iterator[tuple[str, str, str, Location]]:
    for page, found in links.items():
        for address, (written, location) in found.items():
            yield page, address, written, location


def _target(page: str, address: str) -> tuple[str, str]:
    """Return the file and the anchor that an address in a page leads to; a path that begins with `..` is outside."""
    rest, _, anchor = address.partition("#")
    path = unquote(rest.partition("?")[0])
    if not path:
        return page, unquote(anchor)
    joined = posixpath.join(posixpath.dirname(page), path)
    folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    normal = posixpath.normpath(joined)
    return posixpath.normpath(posixpath.join(normal, INDEX)) if folder else normal, unquote(anchor)
