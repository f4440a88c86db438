"""A page as tests ask it: a thin coat over html5lib's tree."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib

LINKING = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "srcset", "iframe": "src"}


class Page:
    """A parsed page. `errors`: what the parser found wrong with the markup."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.source = data.decode()
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.source)
        self.errors = [(place, code) for place, code, _ in parser.errors]

    def all(self, tag: str, **wanted: str) -> list[Element]:
        """Return elements by tag and attributes; `class_` asks for one class among several."""
        return [element for element in self.root.iter(tag) if _has(element, wanted)]

    def one(self, tag: str, **wanted: str) -> Element:
        """Return the one element that is asked for."""
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{self.path} has {len(found)} <{tag}> {wanted}"
        return found[0]

    def around(self, anchor: str, tag: str, **wanted: str) -> Element:
        """Return the one element that is asked for of those that hold the element with this id."""
        found = [e for e in self.all(tag, **wanted) if anchor in [inside.get("id") for inside in e.iter()]]
        assert len(found) == 1, f"{self.path} has {len(found)} <{tag}> {wanted} around {anchor}"
        return found[0]

    def meta(self, name: str) -> str:
        """Return the content of a meta element by name, property or http-equiv."""
        for element in self.root.iter("meta"):
            if name in (element.get("name"), element.get("property"), element.get("http-equiv")):
                return element.get("content", "")
        raise AssertionError(f"{self.path} has no meta {name}")

    def ids(self) -> list[str]:
        """Return all ids, in order."""
        return [e.get("id", "") for e in self.elements() if e.get("id")]

    def elements(self) -> Iterator[Element]:
        """Yield every element."""
        return (element for element in self.root.iter() if isinstance(element.tag, str))

    def links(self) -> list[tuple[Element, str]]:
        """Return every element that leads or loads, with its address; canonical and oEmbed ones are left out."""
        return [
            (element, element.get(LINKING[str(element.tag)], ""))
            for element in self.elements()
            if element.get(LINKING.get(str(element.tag), "-"))
            and element.get("rel") not in ("canonical", "license")
            and element.get("type") != "application/json+oembed"
        ]

    def target(self, address: str) -> str:
        """Return the path in the site that a relative address leads to, with its anchor."""
        parts = urlsplit(address)
        path = normpath(join(dirname(self.path), unquote(parts.path))) if parts.path else self.path
        return path + (f"#{parts.fragment}" if parts.fragment else "")


def text(element: Element) -> str:
    """Return the words in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _has(element: Element, wanted: dict[str, str]) -> bool:
    for name, value in wanted.items():
        if name == "class_":
            if value not in (element.get("class") or "").split():
                return False
        elif element.get(name.replace("_", "-")) != value:
            return False
    return True
