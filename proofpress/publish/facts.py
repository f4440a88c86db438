"""What is noted of a page, and how it is stored.

Facts depend on the bytes of the page alone, so that a page that did not change is not read again.
"""

import json

from msgspec import Struct
from msgspec.structs import astuple


class Link(Struct, frozen=True):
    """An address in a page. element: as it stands there, such as `<a href="x">`; loads: fetched with the page."""

    element: str
    address: str
    line: int
    column: int
    loads: bool


class Fault(Struct, frozen=True):
    """Something wrong within a page."""

    line: int
    column: int
    rule: str
    message: str
    hint: str


class Facts(Struct, frozen=True):
    """What the audit needs to know of a page.

    language: as the page says it. listed: search engines and lists may show it. base: what its links are relative to,
    if it says so.
    inner: how many links led to the page itself; links: those that lead elsewhere, each address once.
    """

    title: str = ""
    language: str = ""
    listed: bool = True
    base: str = ""
    inner: int = 0
    ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    faults: tuple[Fault, ...] = ()


def packed(facts: Facts) -> bytes:
    """Return facts as JSON: rows rather than mappings, since a site has many links."""
    links = [astuple(link) for link in facts.links]
    faults = [astuple(fault) for fault in facts.faults]
    head = [facts.title, facts.language, facts.listed, facts.base, facts.inner]
    return json.dumps([*head, facts.ids, links, faults]).encode()


def unpacked(data: bytes) -> Facts:
    """Return the facts that `packed` made into JSON."""
    title, language, listed, base, inner, ids, links, faults = json.loads(data)
    rows = (tuple(Link(*row) for row in links), tuple(Fault(*row) for row in faults))
    return Facts(title, language, listed, base, inner, tuple(ids), *rows)
