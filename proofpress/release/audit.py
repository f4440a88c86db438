"""The whole site checked before the first byte of it is written.

Pages are read one by one, and what they say is stored by the digest of their bytes; then every link is
followed to its file and its anchor. Nothing here touches output/.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from proofpress.keys import code_digest, digest, digest_bytes
from proofpress.problems import Place, Problem, Problems, mend_name
from proofpress.release.facts import Facts, Fault, Link, packed, unpacked
from proofpress.release.page import has, read
from proofpress.release.references import Site, Target, in_css, in_js, loads_from_outside, resolve, site_at
from proofpress.store import Store
from proofpress.values import File

KIND = "page"
SAFE = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
# Names that some file system cannot hold.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
ABSOLUTE = re.compile(r'<loc>([^<]+)</loc>|<link\b[^>]*\bhref="([^"]+)"')


def audit(files: Sequence[File], store: Store, base_url: str = "") -> int:
    """Return how many links within the site lead where they say, each address counted once a page.

    Raises Problems, all at once: dead links and anchors, duplicate ids and paths, pictures without size
    or alternative text, headings out of order, pages without language or title, anything loaded from
    another host, JSON that does not parse.
    """
    problems = list(_check_paths(files))
    code = code_digest(read.__module__)
    pages = {file.path: _facts(file, store, code) for file in files if file.path.endswith(".html")}
    for path, facts in pages.items():
        problems.extend(Problem(Place(path, f.line, f.column), f.rule, f.says, f.mend) for f in facts.faults)
    problems.extend(_check_titles(pages))
    site = site_at(base_url)
    followed = _Follower(site, {file.path for file in files}, pages)
    for path, facts in pages.items():
        for link in facts.links:
            problems.extend(followed.check(path, link, facts.base))
    for file in files:
        for link in _links_elsewhere(file, site):
            problems.extend(followed.check(file.path, link))
        if file.path.endswith(".json"):
            problems.extend(_check_json(file))
    if problems:
        raise Problems(problems)
    return followed.links


class _Follower:
    """Follows links. links: how many led to a file of the site."""

    def __init__(self, site: Site, paths: set[str], pages: Mapping[str, Facts]) -> None:
        self.links = sum(facts.inner for facts in pages.values())
        self._resolved: dict[tuple[str, str, str], Target | None] = {}
        self._site = site
        self._paths = paths
        self._ids = {path: frozenset(facts.ids) for path, facts in pages.items()}

    def check(self, path: str, link: Link, base: str = "") -> Iterator[Problem]:
        """Yield what is wrong with a link in the file at `path`."""
        place = Place(path, link.line, link.column)
        if link.loads and loads_from_outside(link.address, self._site):
            says = f"{link.element} loads from another host, which tells it who reads the page"
            yield Problem(place, "external-resource", says, "ship the file with the site")
            return
        target = self._resolve(link.address, path, base)
        if target is None:
            return
        self.links += 1
        if target.path not in self._paths:
            yield self._dead(place, link, target.path)
        elif target.path in self._ids and not has(self._ids[target.path], target.anchor):
            says = f"{link.element} leads to no element: '{target.path}' has no id '{target.anchor}'"
            yield Problem(place, "dead-anchor", says, mend_name(target.anchor, self._ids[target.path]))

    def _resolve(self, address: str, path: str, base: str) -> Target | None:
        # Pages of one folder share most of their addresses, and a site has many pages.
        key = (address, path if address[:1] in ("", "#", "?") else path.rpartition("/")[0], base)
        if key not in self._resolved:
            self._resolved[key] = resolve(address, path, self._site, base)
        return self._resolved[key]

    def _dead(self, place: Place, link: Link, path: str) -> Problem:
        if not path:
            return Problem(place, "dead-link", f"{link.element} leads out of the site's folder", "link within it")
        says = f"{link.element} leads nowhere: the site has no file '{path}'"
        if f"{path}/index.html" in self._paths:
            return Problem(place, "dead-link", says, "it is a folder: end the address with '/'")
        near = mend_name(path, self._paths)
        return Problem(place, "dead-link", says, near if near.startswith("did you") else "")


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


def _check_paths(files: Sequence[File]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for file in files:
        place = Place(file.path)
        parts = file.path.split("/")
        if not SAFE.fullmatch(file.path) or {"", ".", ".."} & set(parts) or any(part.endswith(".") for part in parts):
            says = f"'{file.path}' is not a safe path"
            yield Problem(place, "unsafe-path", says, "use letters, digits, '.', '_' and '-' between slashes")
        elif reserved := [part for part in parts if part.split(".")[0].lower() in RESERVED]:
            yield Problem(place, "unsafe-path", f"'{reserved[0]}' cannot be a file's name on Windows", "rename it")
        other = seen.setdefault(file.path.lower(), file.path)
        if other != file.path:
            says = f"'{file.path}' and '{other}' differ only in case, and some disks hold only one of them"
            yield Problem(place, "duplicate-path", says, "rename one")
        folders.update({"/".join(parts[:end]).lower(): file.path for end in range(1, len(parts))})
    for path in sorted(_twice([file.path for file in files])):
        yield Problem(Place(path), "duplicate-path", f"'{path}' is made twice", "two parts of the site share a name")
    for path in sorted(set(seen) & set(folders)):
        says = f"'{seen[path]}' is a file, and '{folders[path]}' needs a folder of that name"
        yield Problem(Place(seen[path]), "duplicate-path", says, "rename one")


def _twice(paths: list[str]) -> set[str]:
    return {path for path, times in Counter(paths).items() if times > 1}


def _check_titles(pages: Mapping[str, Facts]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for path, facts in pages.items():
        if not facts.listed or not facts.title:
            continue
        other = first.setdefault(facts.title, path)
        if other != path:
            says = f"the page has the same title as '{other}': '{facts.title}'"
            yield Problem(Place(path), "duplicate-title", says, "a title tells a reader which tab is which")


def _check_json(file: File) -> Iterator[Problem]:
    def refuse(word: str) -> float:
        raise ValueError(f"{word} is not JSON")

    try:
        json.loads(file.data, parse_constant=refuse)
    except ValueError as fault:
        yield Problem(Place(file.path), "bad-json", f"the file does not parse: {fault}")


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
