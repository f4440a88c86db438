"""What one page says of itself: its ids, its links, and what is wrong with it whatever the other files are."""

import re
from collections.abc import Container, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote

from msgspec import Struct, field

from proofpress.diagnostics import suggest
from proofpress.publish.facts import Facts, Fault, Link
from proofpress.publish.references import in_css

FILE_NAME = re.compile(r"^\S+\.(?:png|svg|jpe?g|gif|webp|avif|pdf)$", re.IGNORECASE)
# Element → attributes whose address is fetched with the page.
LOADS: Mapping[str, tuple[str, ...]] = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src",),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# Element → attributes whose address a reader may follow.
FOLLOWS: Mapping[str, tuple[str, ...]] = {"a": ("href",), "area": ("href",), "form": ("action",)}
# Kinds of `link` that fetch something.
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon"} | {
    "preconnect",
    "dns-prefetch",
}
CARDS = {"og:image", "og:url", "twitter:image"}


def has(ids: Container[str], anchor: str) -> bool:
    """Return whether a browser finds an anchor: the empty one, `top` and text fragments need no id."""
    return not anchor or anchor in ids or anchor == "top" or anchor.startswith(":~:")


def read(html: str) -> Facts:
    """Return the facts of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.facts()


class _Found(Struct):
    title: list[str] = field(default_factory=list)
    titles: int = 0
    language: str = ""
    listed: bool = True
    base: str = ""
    ids: dict[str, None] = field(default_factory=dict)
    headings: list[int] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Reader(HTMLParser):
    """Walks through the tags of a page and notes what it finds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found = _Found()
        self._inside: str = ""
        self._drawings = 0

    def facts(self) -> Facts:
        found = self._found
        title = " ".join("".join(found.title).split())
        if not found.language:
            self._fault("no-lang", "the page does not say its language", "give its `html` element a `lang`", at=(1, 1))
        if not title or found.titles != 1:
            message = f"the page has {found.titles} titles" if found.titles > 1 else "the page has no title"
            self._fault("no-title", message, "give it one `title` with words in it", at=(1, 1))
        if found.headings.count(1) != 1:
            message = f"the page has {found.headings.count(1)} headings `h1`"
            self._fault("heading-order", message, "give it just one", at=(1, 1))
        inner: list[Link] = []
        outer: dict[tuple[str, bool], Link] = {}
        for link in found.links:
            if link.address.startswith("#") and not found.base:
                inner.append(link)
            else:
                outer.setdefault((link.address, link.loads), link)
        for link in inner:
            self._check_anchor(link)
        links, ids, faults = tuple(outer.values()), tuple(found.ids), tuple(found.faults)
        return Facts(title, found.language, found.listed, found.base, len(inner), ids, links, faults)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in reversed(attrs)}
        self._inside = tag if tag in ("title", "style") else ""
        if "id" in given:
            self._note_id(given["id"])
        if tag == "svg":
            self._drawings += 1
        elif tag == "title" and not self._drawings:
            self._found.titles += 1
        elif tag == "html":
            self._found.language = given.get("lang", "").strip()
        elif tag == "base":
            self._found.base = given.get("href", "")
        elif tag == "img":
            self._check_image(given)
        elif tag == "meta":
            self._read_meta(given)
        elif tag == "link":
            fetched = bool(FETCHED & set(given.get("rel", "").lower().split()))
            self._note_link(tag, "href", given.get("href"), loads=fetched)
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._check_heading(int(tag[1]))
        self._note_addresses(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag == "svg":
            self._drawings = max(0, self._drawings - 1)

    def handle_data(self, data: str) -> None:
        if self._inside == "title" and not self._drawings:
            self._found.title.append(data)
        elif self._inside == "style":
            self._note_css(data)

    def _note_addresses(self, tag: str, given: Mapping[str, str]) -> None:
        for name in LOADS.get(tag, ()):
            self._note_link(tag, name, given.get(name), loads=True)
        for name in FOLLOWS.get(tag, ()):
            self._note_link(tag, name, given.get(name), loads=False)
        for name in ("srcset", "imagesrcset"):
            for candidate in given.get(name, "").split(","):
                self._note_link(tag, name, next(iter(candidate.split()), None), loads=True)
        if "style" in given:
            self._note_css(given["style"])

    def _note_css(self, text: str) -> None:
        for address in in_css(text):
            self._note_link("style", "url", address, loads=True)

    def _note_link(self, tag: str, attribute: str, address: str | None, loads: bool) -> None:
        if address is None:
            return
        line, column = self.getpos()
        address = address.strip()
        element = f'<{tag} {attribute}="{address}">'
        if address.lower().startswith(("javascript:", "vbscript:")):
            self._fault("script-link", f"{element} runs a script", "use a button and a module, or an address")
        else:
            self._found.links.append(Link(element, address, line, column + 1, loads))

    def _note_id(self, name: str) -> None:
        if not name or any(character.isspace() for character in name):
            self._fault("bad-id", f"the id '{name}' is empty or has a space in it", "use letters, digits and hyphens")
        elif name in self._found.ids:
            self._fault("duplicate-id", f"the id '{name}' is on the page twice", "an id names one element")
        self._found.ids[name] = None

    def _read_meta(self, given: Mapping[str, str]) -> None:
        content = given.get("content", "")
        if given.get("property", given.get("name", "")) in CARDS:
            self._note_link("meta", given.get("property") or given.get("name", ""), content, loads=False)
        if given.get("name", "").lower() == "robots" and "noindex" in content.lower():
            self._found.listed = False
        if given.get("http-equiv", "").lower() == "refresh":
            self._found.listed = False
            _, _, address = content.partition("=")
            if address:
                self._note_link("meta", "refresh", address.strip("'\" "), loads=False)

    def _check_image(self, given: Mapping[str, str]) -> None:
        element = f'<img src="{given.get("src", "")}">'
        if "alt" not in given:
            self._fault("no-alt", f"{element} has no `alt`", "say what the picture shows, or give an empty alt")
        elif FILE_NAME.match(given["alt"].strip()):
            self._fault("no-alt", f"{element} has a file name as `alt`: '{given['alt']}'", "say what the picture shows")
        if not (given.get("width", "").isdigit() and given.get("height", "").isdigit()):
            message = f"{element} does not say its size, so that the page would jump while it loads"
            self._fault("no-size", message, "give it `width` and `height` in pixels")

    def _check_anchor(self, link: Link) -> None:
        anchor = unquote(link.address[1:])
        if not has(self._found.ids, anchor):
            message = f"{link.element} leads to no element: the page has no id '{anchor}'"
            self._fault("dead-anchor", message, suggest(anchor, self._found.ids), at=(link.line, link.column))

    def _check_heading(self, level: int) -> None:
        before = self._found.headings[-1] if self._found.headings else 0
        if level > before + 1:
            after = f"`h{before}`" if before else "nothing"
            self._fault("heading-order", f"`h{level}` follows {after}", f"use `h{before + 1}`, or raise what follows")
        self._found.headings.append(level)

    def _fault(self, rule: str, message: str, hint: str, at: tuple[int, int] | None = None) -> None:
        line, column = self.getpos()
        location = at or (line, column + 1)
        self._found.faults.append(Fault(*location, rule, message, hint))
