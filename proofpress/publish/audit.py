"""The whole site checked before the first byte of it is written.

Pages are read one by one, and what they say is stored by the digest of their bytes. Links within an artifact are
followed at once, links between artifacts when all are known. An artifact that did not change is taken as it was
audited: its own links are good, and those that leave it are followed again. Nothing here touches output/.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence, Set

from proofpress.cache.keys import code_digest, digest, digest_bytes
from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError, Diagnostic, Location, suggest
from proofpress.models import File
from proofpress.models.artifact import AuditRecord
from proofpress.publish.facts import Facts, Fault, Link, packed, unpacked
from proofpress.publish.page import has, read
from proofpress.publish.paths import check_paths
from proofpress.publish.references import Site, Target, in_css, in_js, loads_from_outside, resolve, site_at

KIND = "page"
ABSOLUTE = re.compile(r'<loc>([^<]+)</loc>|<link\b[^>]*\bhref="([^"]+)"')


class Audit:
    """Audits a site, artifact by artifact.

    Wrong are: dead links and anchors, duplicate ids and paths, pictures without size or alternative text, headings out
    of order, pages without language or title, anything loaded from another host, and JSON that does not parse.
    diagnostics: what is wrong with the artifacts so far, links to other artifacts apart.
    """

    def __init__(self, store: Store, base_url: str = "") -> None:
        self.diagnostics: list[Diagnostic] = []
        self._store = store
        self._site = site_at(base_url)
        self._code = code_digest(read.__module__)
        self._records: list[AuditRecord] = []
        self._outer: list[list[tuple[str, Link, Target]]] = []
        self._files: list[str] = []
        self._standing: list[str] = []
        self._ids: dict[str, frozenset[str]] = {}
        # (address, folder of the page, its `base`) → target
        self._resolved: dict[tuple[str, str, str], Target | None] = {}

    def stand(self, record: AuditRecord) -> None:
        """Take an artifact as it was audited before."""
        self._records.append(record)
        self._outer.append([])
        self._standing.extend(record.paths)

    def read(self, files: Sequence[File]) -> None:
        """Audit an artifact."""
        paths = [file.path for file in files]
        self._files.extend(paths)
        pages = {file.path: _facts(file, self._store, self._code) for file in files if file.path.endswith(".html")}
        self._ids |= {path: frozenset(facts.ids) for path, facts in pages.items()}
        for path, facts in pages.items():
            self.diagnostics.extend(
                Diagnostic(Location(path, f.line, f.column), f.rule, f.message, f.hint) for f in facts.faults
            )
        links = [(path, link, facts.base) for path, facts in pages.items() for link in facts.links]
        links += [(file.path, link, "") for file in files for link in _links_elsewhere(file, self._site)]
        found = [(path, link, target) for path, link, base in links if (target := self._target(path, link, base))]
        own = frozenset(paths)
        inner = sum(facts.inner for facts in pages.values())
        listed = {path: facts for path, facts in pages.items() if facts.listed and facts.title}
        titles = {path: (facts.title, facts.language) for path, facts in listed.items()}
        outer = [each for each in found if each[2].path not in own]
        self._outer.append(outer)
        self._records.append(AuditRecord(tuple(paths), titles, inner + len(found), _once(outer)))
        for path, link, target in found:
            if target.path in own:
                self.diagnostics.extend(_check_anchor(path, link, target, self._ids.get(target.path)))
        for file in files:
            if file.path.endswith(".json"):
                self.diagnostics.extend(_check_json(file))

    def finish(self, page: Callable[[str], bytes]) -> tuple[AuditRecord, ...]:
        """Return the record of each artifact, in order. page: path → bytes of a page that was not read again.

        Raises BuildError, with all diagnostics at once.
        """
        every = {*self._files, *self._standing}
        self.diagnostics.extend(check_paths(self._files, self._standing))
        self.diagnostics.extend(_check_titles(self._records))
        for record, outer in zip(self._records, self._outer, strict=True):
            again = [(row[0], Link(row[3], "", row[1], row[2], loads=False), Target(*row[4:])) for row in record.outer]
            for path, link, target in outer or again:
                if target.path not in every and _names_sibling(link, target, every):
                    continue
                if target.path not in every:
                    self.diagnostics.append(_dead(Location(path, link.line, link.column), link, target.path, every))
                elif target.anchor and target.path.endswith(".html"):
                    if target.path not in self._ids:
                        self._ids[target.path] = frozenset(read(page(target.path).decode("utf-8")).ids)
                    self.diagnostics.extend(_check_anchor(path, link, target, self._ids[target.path]))
        if self.diagnostics:
            raise BuildError(self.diagnostics)
        return tuple(self._records)

    def _target(self, path: str, link: Link, base: str) -> Target | None:
        """Return where a link leads within the site; note it where it loads from outside."""
        if link.loads and loads_from_outside(link.address, self._site):
            message = f"{link.element} loads from another host, which tells it who reads the page"
            location = Location(path, link.line, link.column)
            self.diagnostics.append(Diagnostic(location, "external-resource", message, "ship the file with the site"))
            return None
        # Pages of one folder share most of their addresses, and a site has many pages.
        key = (link.address, path if link.address[:1] in ("", "#", "?") else path.rpartition("/")[0], base)
        if key not in self._resolved:
            self._resolved[key] = resolve(link.address, path, self._site, base)
        return self._resolved[key]


def _once(outer: Sequence[tuple[str, Link, Target]]) -> tuple[tuple[str, int, int, str, str, str], ...]:
    """Return links as they are kept: each target once, where it is met first."""
    first = {target: (path, link.line, link.column, link.element) for path, link, target in reversed(outer)}
    return tuple((*where, target.path, target.anchor) for target, where in first.items())


def _check_anchor(path: str, link: Link, target: Target, ids: frozenset[str] | None) -> Iterator[Diagnostic]:
    if ids is not None and not has(ids, target.anchor):
        message = f"{link.element} leads to no element: '{target.path}' has no id '{target.anchor}'"
        yield Diagnostic(Location(path, link.line, link.column), "dead-anchor", message, suggest(target.anchor, ids))


def _names_sibling(link: Link, target: Target, paths: Set[str]) -> bool:
    """Return whether a link, written with its full address, may lead to another site under the same host."""
    top, slash, _ = target.path.partition("/")
    written_out = re.match(r'<a href="https?:', link.element) is not None
    return written_out and bool(slash) and not any(path.startswith(f"{top}/") for path in paths)


def _dead(location: Location, link: Link, path: str, paths: Set[str]) -> Diagnostic:
    if not path:
        return Diagnostic(location, "dead-link", f"{link.element} leads out of the site's folder", "link within it")
    message = f"{link.element} leads nowhere: the site has no file '{path}'"
    if f"{path}/index.html" in paths:
        return Diagnostic(location, "dead-link", message, "it is a folder: end the address with '/'")
    near = suggest(path, paths)
    return Diagnostic(location, "dead-link", message, near if near.startswith("did you") else "")


def _facts(file: File, store: Store, code: str) -> Facts:
    """Return the facts of a page, from the store where the same bytes were read before."""
    key = digest(KIND, digest_bytes(file.data), code)
    entry = store.get(key, KIND)
    if entry is not None:
        return unpacked(entry.data)
    try:
        facts = read(file.data.decode("utf-8"))
    except UnicodeDecodeError:
        return Facts(faults=(Fault(0, 0, "not-utf-8", "the page is not UTF-8", ""),), listed=False)
    store.put(key, KIND, packed(facts), {})
    return facts


def _check_titles(records: Sequence[AuditRecord]) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], str] = {}
    for path, titled in ((path, titled) for record in records for path, titled in record.titles.items()):
        other = first.setdefault(titled, path)
        if other != path:
            message = f"the page has the same title as '{other}': '{titled[0]}'"
            yield Diagnostic(Location(path), "duplicate-title", message, "a title tells a reader which tab is which")


def _check_json(file: File) -> Iterator[Diagnostic]:
    def refuse(word: str) -> float:
        raise ValueError(f"{word} is not JSON")

    try:
        json.loads(file.data, parse_constant=refuse)
    except ValueError as fault:
        yield Diagnostic(Location(file.path), "bad-json", f"the file does not parse: {fault}")


def _links_elsewhere(file: File, site: Site) -> Iterator[Link]:
    """Yield the links of files that are not pages: style sheets, scripts, the sitemap and the feed."""
    name = file.path
    if name.endswith(".css"):
        for address in in_css(file.data.decode("utf-8", "replace")):
            yield Link(f"url({address})", address, 0, 0, loads=True)
    elif name.endswith((".js", ".mjs")):
        for address in in_js(file.data.decode("utf-8", "replace")):
            yield Link(f"import '{address}'", address, 0, 0, loads=True)
    elif name.endswith(".xml"):
        for groups in ABSOLUTE.findall(file.data.decode("utf-8", "replace")):
            yield Link(f"<{groups[0] or groups[1]}>", groups[0] or groups[1], 0, 0, loads=False)
